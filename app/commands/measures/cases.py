"""Due times of 100,000 cases counted and written back, and the district demo of 30 days."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step, report_progress, sign_for_case
from app.cases.actions.intake import Intake, register_case
from app.cases.dictionary import load_dictionary
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.recount import recount
from app.cases.rules import CaseState, EventKind, Level, Source
from app.commands.measures.rows import BenchRow, against
from app.core.actor import console, system
from app.core.calendar_store import ensure_calendar
from app.core.clock import SHANGHAI
from app.core.database import Database, Uow
from app.core.ids import new_id
from app.core.words import say
from app.demo.build import build_demo
from app.migrations import migrate

CASES = 100_000
RECOUNT_LIMIT_S = 30.0
DISTRICT_DAYS = 30
DISTRICT_LIMIT_S = 600.0
_BEGUN = 3  # registered, assigned, signed for
_NOW = datetime(2026, 11, 24, 14, 0, tzinfo=SHANGHAI)
_LIFE = (
    EventKind.REGISTERED,
    EventKind.ASSIGNED,
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.EXTENDED,
    EventKind.FINISHED,
    EventKind.CLOSED,
)


def recounting(folder: Path, runs: int) -> BenchRow:
    """Measure reading, counting and writing back every due time; all of them are written.

    Each case has registered, been assigned, signed for, reported on, extended, finished and
    closed; some have not come that far. None has a due time yet when the clock starts.
    """
    database = Database.open(f"sqlite:///{folder / 'recount.db'}")
    migrate(database)
    try:
        _fill(database, CASES)
        measured = [_recounted(database) for _ in range(runs)]
    finally:
        database.dispose()
    what = say("lab.recount", cases=f"{CASES:,}")
    return against(what, measured, unit="s", limit=RECOUNT_LIMIT_S)


def _recounted(database: Database) -> float:
    """Return how many seconds it took, with the commit; the due times are taken away before."""
    with database.writing(system("bench")) as uow:
        uow.session.execute(sa.update(CaseFile).values(clock="", warn_at=None, order_at=_NOW))
    start = time.perf_counter()
    with database.writing(system("bench")) as uow:
        written = recount(uow.session, _NOW)
    taken = time.perf_counter() - start
    if written != CASES:
        raise AssertionError(f"{written} of {CASES} were written")
    return taken


def _fill(database: Database, count: int) -> None:
    chance = Random(1)  # noqa: S311  nothing secret hangs on it
    with database.writing(system("bench")) as uow:
        ensure_calendar(uow)
        load_dictionary(uow)
        uow.session.flush()
        for start in range(0, count, 10_000):
            cases, events = _made(chance, start, min(10_000, count - start))
            uow.session.connection().execute(sa.insert(CaseFile), cases)
            uow.session.connection().execute(sa.insert(CaseEvent), events)


def _made(
    chance: Random, start: int, count: int
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    cases: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    for number in range(start, start + count):
        case_id = new_id()
        registered = _NOW - timedelta(minutes=chance.randrange(60 * 24 * 80, 60 * 24 * 120))
        reached = _LIFE[: chance.choice((4, 5, 6, 7, 7, 7))]
        cases.append(_case(case_id, number, registered, chance))
        at = registered
        for ordinal, kind in enumerate(reached, 1):
            events.append(_event(case_id, ordinal, kind, at))
            at += timedelta(minutes=chance.randrange(20, 600))
    return cases, events


def _case(case_id: object, number: int, at: datetime, chance: Random) -> dict[str, object]:
    return {
        "id": case_id,
        "receipt_code": f"{number:08d}",
        "source": Source.CALL,
        "title": "—",
        "text": "—",
        "category_code": chance.choice(("E01-002", "E01-001", "C01-010", "C01-003")),
        "level": Level.NORMAL,
        "state": CaseState.IN_PROGRESS,
        "opened_region": "140213054001001",
        "region": "140213054001001",
        "desk_region": "140213054001001",
        "received_at": at,
        "registered_at": at,
        "order_at": at,
        "limit_number": 1,
        "calendar_number": 1,
        "extra": {},
        "version": 1,
    }


def _event(case_id: object, ordinal: int, kind: EventKind, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "case_id": case_id,
        "ordinal": ordinal,
        "kind": kind,
        "at": at,
        "person_name": "—",
        "unit_name": "—",
        "new_state": CaseState.IN_PROGRESS,
        "facts": {"amount": 1.0} if kind is EventKind.EXTENDED else {},
    }


def district(folder: Path) -> BenchRow:
    """Measure one making of the district demo; it takes minutes, so it runs only when asked."""
    database = Database.open(f"sqlite:///{folder / 'district.db'}")
    migrate(database)
    try:
        start = time.perf_counter()
        build_demo(database, scale="district", days=DISTRICT_DAYS, prepare=migrate)
        taken = time.perf_counter() - start
    finally:
        database.dispose()
    what = say("lab.district", days=DISTRICT_DAYS)
    return against(what, [taken], unit="s", limit=DISTRICT_LIMIT_S)


def busy_case(database: Database, region: str, events: int) -> UUID:
    """Return a new case that was registered, assigned, signed for and reported on until it has
    so many events.
    """
    intake = Intake("井盖翘起", Source.CALL, region, category="C01-003", level=Level.URGENT)
    with database.writing(console("bench")) as uow:
        pepper = database.state.pepper
        case_id = register_case(uow, intake, pepper, command_key=new_id())
        unit = uow.session.scalars(sa.select(Unit.id).where(Unit.code == "municipal")).one()
        order = Assignment(case_id, _version(uow, case_id), unit)
        assign_case(uow, order, command_key=new_id())
        sign_for_case(uow, Step(case_id, _version(uow, case_id)), command_key=new_id())
        for number in range(_BEGUN, events):
            told = Step(case_id, _version(uow, case_id), f"到现场第 {number} 次，已处理一部分。")
            report_progress(uow, told, command_key=new_id())
    return case_id


def _version(uow: Uow, case_id: UUID) -> int:
    uow.session.flush()
    return uow.session.get_one(CaseFile, case_id).version
