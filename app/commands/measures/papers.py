"""Acceptance slips of 500 cases drawn as one batch."""

import time
from datetime import datetime
from pathlib import Path

from app.cases.actions.intake import Intake, Reporter, register_case
from app.cases.dictionary import load_dictionary
from app.cases.rules import Source
from app.commands.measures.rows import BenchRow, against
from app.core.actor import Actor, console
from app.core.calendar_store import ensure_calendar
from app.core.clock import SHANGHAI, FixedClock
from app.core.database import Database
from app.core.ids import new_id
from app.core.words import say
from app.migrations import migrate
from app.papers.door import Papers
from app.territory.models import Region
from app.territory.rules import Tier

SLIPS = 500
LIMIT_S = 20.0
_STREET = "140213054"
_NOW = datetime(2026, 11, 24, 14, 0, tzinfo=SHANGHAI)
_WORDS = (
    "滨河路 {n} 号门前的雨水井盖翘起，夜里看不清，已有老人绊倒，请尽快来修。",
    "清泉家园 {n} 号楼电梯从昨天起停在三楼，家里有坐轮椅的老人，出不了门。",
    "东街 {n} 号烧烤店凌晨一点还在马路上摆桌，油烟、噪声都大，说过几次没用。",
)


def slips(folder: Path, runs: int) -> BenchRow:
    """Measure reading and drawing the slips of 500 cases; the first run loads the fonts too."""
    database = Database.open(f"sqlite:///{folder / 'slips.db'}", clock=FixedClock(_NOW))
    migrate(database)
    try:
        keys = _registered(database)
        measured = [_printed(database, keys) for _ in range(runs)]
    finally:
        database.dispose()
    return against(say("lab.slips", slips=SLIPS), measured, unit="s", limit=LIMIT_S)


def _printed(database: Database, keys: list[str]) -> float:
    """Return how many seconds it took from the first look at the database to the whole PDF."""
    start = time.perf_counter()
    with database.reading() as session:
        batch = Papers(database.clock).draw_many(session, _actor(), "slip", keys)
    taken = time.perf_counter() - start
    if batch.drawn != len(keys) or batch.refused:
        raise AssertionError(f"{batch.drawn} of {len(keys)} were drawn")
    return taken


def _actor() -> Actor:
    return console("bench")


def _registered(database: Database) -> list[str]:
    """Register cases by people with names and phones, and return their keys."""
    with database.writing(_actor()) as uow:
        ensure_calendar(uow)
        load_dictionary(uow)
        uow.session.add(
            Region(
                code=_STREET,
                name="柳溪街道",
                tier=Tier.STREET,
                parent_code=None,
                pinyin="liuxijiedao",
                initials="lxjd",
            )
        )
    pepper, found = database.state.pepper, []
    with database.writing(_actor()) as uow:
        for n in range(SLIPS):
            intake = Intake(
                _WORDS[n % len(_WORDS)].format(n=n + 1),
                Source.CALL,
                _STREET,
                category=("C01-003", "E01-001", "E01-002")[n % 3],
                place=f"滨河路 {n + 1} 号",
                reporter=Reporter(name="陈芳华", phone=f"1381234{n:04d}"),
            )
            found.append(str(register_case(uow, intake, pepper, command_key=new_id())))
    return found
