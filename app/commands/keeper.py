"""`keeper`: the one background worker; does what is due and waits for more."""

import os
import signal
import threading
from argparse import Namespace
from time import monotonic

from app.bootstrap import Parts
from app.bootstrap.chores import all_chores
from app.cases.outage_watch import OutageWatch
from app.commands.acting import check_service, ready
from app.commands.console import Console
from app.commands.parser import Parser
from app.commands.schedule_lines import schedule_facts, schedule_line
from app.core.actor import system
from app.core.chores import (
    ChoreRun,
    chore_statuses,
    give_lease_back,
    keeper,
    run_due,
)
from app.core.clock import local
from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from app.core.words import say, sentence
from app.papers.schedules.queries import schedules

ROUND_S = 30.0
LOOK_S = 2.0
"""Between two looks; desks send what they kept five seconds after the server's return at the
earliest (`ui.shell.postman`), and by then its outage is noted."""


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.option("--once", action="store_true")
    parser.option("--list", action="store_true")
    parser.common(acts=False)


def run(arguments: Namespace, console: Console) -> int:
    """Do the chores: once, or until the service is stopped."""
    with ready(arguments) as parts:
        check_service(parts.database)
        if arguments.list:
            return _list(parts, console)
        holder = f"{parts.settings.desk}:{os.getpid()}"
        try:
            if arguments.once:
                return _once(parts, holder, console)
            return _for_ever(parts, holder, console)
        finally:
            give_lease_back(parts.database, holder)


def _once(parts: Parts, holder: str, console: Console) -> int:
    done = run_due(parts.database, all_chores(), holder)
    other = _other_keeper(parts, holder)
    if other:
        console.line(say("commands.keeper_other", holder=other))
    elif not done:
        console.line(say("commands.keeper_nothing"))
    for each in done:
        console.line(_told(each))
    console.result(
        {
            "keeper": other or holder,
            "chores": [{"name": d.name, "result": d.result, "error": d.error} for d in done],
        }
    )
    return 1 if any(each.error for each in done) else 0


def _for_ever(parts: Parts, holder: str, console: Console) -> int:
    """Go on until the service manager says stop; a server that is away comes back."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    console.line(say("commands.keeper_begins", where=parts.database.where))
    watch = OutageWatch(parts.database)
    while not stop.is_set():
        try:
            for each in run_due(parts.database, all_chores(), holder, stopped=stop.is_set):
                console.line(_told(each))
            watch.answered()
        except DatabaseUnreachable as error:
            watch.silent()
            console.line(_later(error))
        except DatabaseBusy as error:
            console.line(_later(error))
        _rest(parts, watch, stop)
    console.line(say("commands.keeper_ends"))
    return 0


def _rest(parts: Parts, watch: OutageWatch, stop: threading.Event) -> None:
    """Wait for the next round, and look meanwhile whether the server is there: desks lean on the
    outages noted here as soon as it is back. In short steps: a signal that reaches another thread
    first does not end a wait.
    """
    end = monotonic() + ROUND_S
    while monotonic() < end and not stop.wait(LOOK_S):
        if not parts.database.is_sqlite:  # a file is not away
            watch.look()


def _list(parts: Parts, console: Console) -> int:
    with parts.database.reading() as session:
        statuses = {status.name: status for status in chore_statuses(session)}
        at_work = keeper(session, parts.clock.now())
        timed = schedules(session, system("keeper"), parts.clock.now())
    chores = []
    for chore in all_chores():
        status = statuses.get(chore.name)
        last = f"{local(status.last_run_at):%m-%d %H:%M}" if status else "—"
        told = (status.last_error or status.last_result) if status else ""
        title = say(f"chores.title.{chore.name}")
        console.line(say("commands.keeper_chore", title=title, last=last, told=told))
        chores.append(
            {
                "name": chore.name,
                "every_s": int(chore.every.total_seconds()),
                "last_run_at": status.last_run_at.isoformat() if status else None,
                "result": status.last_result if status else "",
                "error": status.last_error if status else "",
            }
        )
    for row in timed:
        console.line(schedule_line(row))
    holder = at_work.holder if at_work else ""
    console.line(say("commands.keeper_now", holder=holder or "—"))
    times = [schedule_facts(row) for row in timed]
    console.result({"keeper": holder, "chores": chores, "schedules": times})
    return 0


def _other_keeper(parts: Parts, holder: str) -> str:
    with parts.database.reading() as session:
        at_work = keeper(session, parts.clock.now())
    return at_work.holder if at_work is not None and at_work.holder != holder else ""


def _told(each: ChoreRun) -> str:
    title = say(f"chores.title.{each.name}")
    return f"{title}：{each.error or each.result}"


def _later(error: AppError) -> str:
    return say("commands.keeper_later", why=sentence(error))
