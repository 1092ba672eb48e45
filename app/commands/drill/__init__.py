"""`drill`: try on the real server whether the desks get through an outage (断网演练)."""

import asyncio
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bootstrap import Parts
from app.commands.acting import check_service, ready
from app.commands.console import Console
from app.commands.drill.cable import Cable
from app.commands.drill.notes import RESULT
from app.commands.drill.rounds import DrillDesk, Round, Way, run_round
from app.commands.errors import DrillWantsServer
from app.commands.parser import Parser
from app.core.actor import Actor, system
from app.core.changes import Topic
from app.core.database import Database
from app.core.ids import new_id
from app.core.words import say

DEFAULT_PORT = 5432
LEAST, MOST = 8, 10_000


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("KIND", "drill_kind", choices=("outage",))
    parser.option("--notes", metavar="N", type=int, default=40)
    parser.common(acts=False)


def run(arguments: Namespace, console: Console) -> int:
    """Hold the drill and print what was measured; 1 where something was lost or done twice."""
    with ready(arguments) as parts:
        if parts.database.is_sqlite:
            raise DrillWantsServer
        check_service(parts.database)
        actor = system("drill")
        notes = min(max(arguments.notes, LEAST), MOST)
        console.line(say("commands.drill_begins", where=parts.database.where, count=notes))
        with TemporaryDirectory(prefix="jiezhi-drill-") as folder:
            rounds = asyncio.run(_hold(parts, actor, Path(folder), notes))
        _note(parts, actor, rounds)
    _print(rounds, console)
    return 0 if all(each.is_good for each in rounds) else 1


async def _hold(parts: Parts, actor: Actor, folder: Path, notes: int) -> list[Round]:
    """Hold one round for each way a server goes."""
    url = parts.database.url
    cable = Cable(url.host or "localhost", url.port or DEFAULT_PORT)
    await cable.lay()
    try:
        return [await _round(parts.database, cable, way, (actor, folder), notes) for way in Way]
    finally:
        await cable.remove()


async def _round(
    database: Database, cable: Cable, way: Way, who: tuple[Actor, Path], notes: int
) -> Round:
    """Hold one round with a desk of its own; `who` is its person and its folder."""
    actor, folder = who
    desk = DrillDesk(database.by_way_of(cable.port), actor, folder / way.value)
    watching = asyncio.ensure_future(asyncio.to_thread(desk.watch))
    try:
        return await run_round(way, database, cable, desk, notes)
    finally:
        desk.leave()
        cable.mend()
        await watching
        desk.database.dispose()


def _note(parts: Parts, actor: Actor, rounds: list[Round]) -> None:
    """Write down that a drill was held, and what came of it."""
    with parts.database.writing(actor) as uow:
        told = {each.way.value: {"lost": each.lost, "doubled": each.doubled} for each in rounds}
        uow.record(RESULT, Topic.SETTING, new_id(), rounds=told)


def _print(rounds: list[Round], console: Console) -> None:
    console.line(say("commands.drill_head"))
    for each in rounds:
        console.line(
            say(
                "commands.drill_row",
                way=f"{say(f'commands.drill_way.{each.way.value}'):　<6}",
                noticed=_seconds(each.noticed_s),
                kept=f"{each.kept:>6}",
                kept_ms=f"{each.kept_ms:>8.0f}",
                back=_seconds(each.back_s),
                sent=_seconds(each.sent_s),
                replayed=f"{each.replayed:>6}",
                lost=f"{each.lost:>4}",
                doubled=f"{each.doubled:>4}",
            )
        )
    good = all(each.is_good for each in rounds)
    console.line(say("commands.drill_good" if good else "commands.drill_bad"))
    console.line(say("commands.drill_trace"))
    console.result({"good": good, "rounds": [asdict(each) for each in rounds]})


def _seconds(value: float | None) -> str:
    return f"{value:>7.2f}" if value is not None else f"{'—':>7}"
