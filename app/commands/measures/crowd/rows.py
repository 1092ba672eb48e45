"""What 400 desks ask of one server: news, a day's work, and a server that is started again."""

import shlex
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median, quantiles
from time import monotonic

import sqlalchemy as sa

from app.cases.models import CaseFile
from app.commands.measures.crowd.desks import TEXT, Shift, Told, begin
from app.commands.measures.crowd.office import ROOMS, Office, quiet_room
from app.commands.measures.crowd.seats import Hall, make_hall
from app.commands.measures.crowd.server_cpu import server_cpu_s
from app.commands.measures.rows import BenchRow, against
from app.core.database import Database
from app.core.words import say

MANY, FEW = 400, 40
EVERY_S = 30.0
WRITERS = 4
WRITING_S = 4.0
PAUSE_S = 0.5
LATE_S, USUAL_S = 1.5, 0.5
SLOWER = 2.0
LOAD_BOUND = 3.0
BACK_S = 5.0
NEVER = 999.0
"""A ratio that no bound allows: something went wrong that a figure does not tell."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a measure is.

    Attributes:
        many: Desks.
        few: Desks it is compared with.
        minutes: How long they work.
        every_s: Each looks and registers once in so many seconds.
        rooms: Processes they sit in.
    """

    many: int = MANY
    few: int = FEW
    minutes: float = 10.0
    every_s: float = EVERY_S
    rooms: int = ROOMS


def hearing(url: str, scale: Scale) -> tuple[BenchRow, BenchRow]:
    """Measure how soon very many desks hear of a commit, and how much slower writing gets by
    their listening.
    """
    with _opened(url) as database:
        hall = make_hall(database, WRITERS + scale.many)
        writing = replace(hall, seats=hall.seats[:WRITERS])
        hearing = replace(hall, seats=hall.seats[WRITERS:])
    with _opened(url) as database, _sitting(writing, 2) as writers:
        alone = sum(writers.do("flat_out", WRITING_S)) / WRITING_S
        with _sitting(hearing, scale.rooms) as listeners:
            heard_by = sum(writers.do("flat_out", WRITING_S)) / WRITING_S
            listeners.do("tell")
            before = server_cpu_s(database)
            told = writers.do("gently", scale.minutes * 60, PAUSE_S)
            after = server_cpu_s(database)
            threading.Event().wait(LATE_S * 2)
            late = _delays(told, listeners.do("tell"))
    busy = _share(before, after, scale.minutes * 60)
    told_of = {"desks": scale.many, "p50": f"{median(late):.2f}", "heard": len(late), "cpu": busy}
    figure = percentile(late, 99)
    news = against(say("lab.hearing", desks=scale.many), [figure], unit="s", limit=LATE_S)
    if median(late) > USUAL_S:
        news = replace(news, ratio=NEVER)
    rate = BenchRow(
        what=say("lab.listened", desks=scale.many),
        ours=heard_by,
        unit=say("lab.a_second"),
        yardstick=alone,
        ratio=alone / heard_by,
        bound=SLOWER,
        runs=1,
        spread=0.0,
    )
    return replace(news, note=say("lab.hearing_note", **told_of)), rate


def load(url: str, scale: Scale) -> BenchRow:
    """Measure registering while very many desks work, against the same with few."""
    with _opened(url) as database:
        few = _shift(database, scale, scale.few)
        many = _shift(database, scale, scale.many)
    ours, yardstick = (percentile(each.told.writes, 99) for each in (many, few))
    troubles = few.told.troubles + many.told.troubles
    row = BenchRow(
        what=say("lab.load", desks=scale.many, few=scale.few, minutes=f"{scale.minutes:g}"),
        ours=ours,
        unit="s",
        yardstick=yardstick,
        ratio=NEVER if troubles else ours / yardstick,
        bound=LOAD_BOUND,
        runs=len(many.told.writes),
        spread=0.0,
        note=many.in_words(scale.many),
    )
    return replace(row, note=f"{row.note} {'; '.join(troubles[:3])}".strip())


def restarting(url: str, scale: Scale, restart: Callable[[], object]) -> BenchRow:
    """Measure how soon every desk is back after the server was started again under load.

    Args:
        url: Of the service.
        scale: Desks, and how long they work; the server goes after a third of it.
        restart: Stops the server and starts it; returns when that is done.
    """
    seconds = scale.minutes * 60
    with _opened(url) as database, _seated(database, scale.many, scale.rooms) as office:
        office.do("warm_up")
        office.do("tell")
        shift = Shift(monotonic() + 1, seconds, scale.every_s, surely=True)
        office.order("work", shift)
        threading.Event().wait(shift.begin + seconds / 3 - monotonic())
        accepts = _accepting(database, restart)
        told = _together(office.answers())
        lost, doubled = counted(database, told.keys)
    back = {login: max(0.0, at - accepts) for login, at in reversed(told.well)}
    is_wrong = lost or doubled or told.left or told.troubles or len(back) < scale.many
    what = say("lab.restarting", desks=scale.many)
    row = against(what, [max(back.values(), default=NEVER)], unit="s", limit=BACK_S)
    facts = {
        "p50": f"{median(back.values()):.2f}" if back else "—",
        "back": len(back),
        "written": len(told.keys),
        "lost": lost + told.left,
        "doubled": doubled,
    }
    note = f"{say('lab.restart_note', **facts)} {'; '.join(told.troubles[:3])}".strip()
    return replace(row, ratio=NEVER if is_wrong else row.ratio, note=note)


def by_command(command: str) -> Callable[[], object]:
    """Return what starts a server again by a command, given as one would type it."""
    return lambda: subprocess.run(shlex.split(command), check=True, capture_output=True)  # noqa: S603


def percentile(measured: Sequence[float], percent: int) -> float:
    """Return the value that so many of a hundred do not exceed; `NEVER` where nothing was
    measured.
    """
    if len(measured) < 2:
        return max(measured, default=NEVER)
    return quantiles(measured, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True, slots=True)
class _Worked:
    """A shift, and what it cost; seconds of a core."""

    told: Told
    seconds: float
    server_s: float | None
    clients_s: float

    def in_words(self, desks: int) -> str:
        """Say what does not stand in the row."""
        pages, writes = self.told.pages, self.told.writes
        server = "—" if self.server_s is None else f"{self.server_s / self.seconds:.0%}"
        return say(
            "lab.load_note",
            desks=desks,
            pages=len(pages),
            page=f"{median(pages):.3f}",
            slow_page=f"{percentile(pages, 99):.3f}",
            write=f"{median(writes):.3f}",
            server=server,
            clients=f"{self.clients_s / self.seconds:.0%}",
        )


def _shift(database: Database, scale: Scale, desks: int) -> _Worked:
    seconds = scale.minutes * 60
    with _seated(database, desks, scale.rooms) as office:
        office.do("warm_up")
        cpu = sum(each.cpu_s for each in office.do("tell"))
        server = server_cpu_s(database)
        told = _together(office.do("work", Shift(monotonic() + 1, seconds, scale.every_s)))
        after = server_cpu_s(database)
    took = None if server is None or after is None else after - server
    return _Worked(told, seconds, took, told.cpu_s - cpu)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def _seated(database: Database, desks: int, rooms: int) -> Iterator[Office]:
    with _sitting(make_hall(database, desks), rooms) as office:
        yield office


@contextmanager
def _sitting(hall: Hall, rooms: int) -> Iterator[Office]:
    office = Office(hall, quiet_room, rooms)
    try:
        yield office
    finally:
        office.close()


def _together(told: Sequence[Told]) -> Told:
    """Return what all processes told as one."""
    whole = Told()
    for each in told:
        for name in Told.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(each, name))
    return whole


def _delays(writers: Sequence[Told], listeners: Sequence[Told]) -> list[float]:
    """Return how long after each commit each desk heard of it."""
    at = dict(_together(writers).written)
    return [max(0.0, heard - at[key]) for key, heard in _together(listeners).heard if key in at]


def _share(before: float | None, after: float | None, seconds: float) -> str:
    return "—" if before is None or after is None else f"{(after - before) / seconds:.0%}"


def _accepting(database: Database, restart: Callable[[], object]) -> float:
    """Start a server again and return the moment from which it let somebody in."""
    engine = sa.create_engine(database.url, poolclass=sa.NullPool)
    thread = begin(restart)
    went = False
    while True:
        was_alive = thread.is_alive()
        try:
            engine.connect().close()
        except sa.exc.OperationalError:
            went = True
        else:
            if went or not was_alive:
                break
        threading.Event().wait(0.02)
    accepts = monotonic()
    thread.join()
    return accepts


def counted(database: Database, keys: Sequence[str]) -> tuple[int, int]:
    """Return how many of the commands that are said to be done are not, and how many were done
    more than once.
    """
    wanted = {TEXT.format(key=key) for key in keys}
    asked = sa.select(CaseFile.text, sa.func.count()).group_by(CaseFile.text)
    asked = asked.where(CaseFile.text.startswith(TEXT.format(key="")))
    with database.reading() as session:
        found = {row[0]: row[1] for row in session.execute(asked)}
    return sum(each not in found for each in wanted), sum(found.get(each, 0) > 1 for each in wanted)
