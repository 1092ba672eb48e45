"""The weekly briefing of a district: 14,000 cases in the week, and seven such weeks before."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.cases.dictionary import load_dictionary
from app.cases.models import CaseFile, Category
from app.commands.measures.rows import BenchRow, against
from app.core.actor import Actor, console
from app.core.calendar_store import ensure_calendar
from app.core.clock import SHANGHAI, FixedClock, local
from app.core.database import Database
from app.core.ids import new_id
from app.core.words import say
from app.migrations import migrate
from app.papers.actions import draft_briefing
from app.papers.briefing.drawing import draw_briefing
from app.papers.briefing.period import Period, PeriodWish
from app.papers.queries import paper_view
from app.papers.rules import PeriodKind
from app.territory.models import Region
from app.territory.rules import Tier

IN_A_WEEK, WEEKS, MANY_WEEKS = 14_000, 8, 108
TIMES, MORE_S = 3, 1.0
"""The briefing may take so many times what the bare statements of its figures take, and so much
more for setting it."""
REGION = "990102"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
_STREETS, _COMMUNITIES, _GRIDS = 12, 8, 6
_CHUNK = 4_000
_DONE, _DONE_LONG_AGO = 0.7, 0.995


def weekly(folder: Path, runs: int, weeks: int = WEEKS) -> BenchRow:
    """Measure counting and setting a briefing against the bare statements of its figures.

    Args:
        folder: Where the database is made.
        runs: How many are counted.
        weeks: So many full weeks are in it.
    """
    with filled(folder, weeks) as database:
        measured = [_ratio(database) for _ in range(runs + 1)][1:]  # the first loads the fonts
    what = say("lab.weekly", cases=f"{IN_A_WEEK:,}", more=f"{IN_A_WEEK * weeks:,}")
    took = "、".join(f"{each.ours_s:.2f} ÷ {each.bare_s:.2f} s" for each in measured)
    row = against(what, [each.share for each in measured], unit="", limit=1.0)
    return replace(row, note=took)


def weekly_many(folder: Path) -> BenchRow:
    """Measure the same where two years of a district's cases are in the database."""
    return weekly(folder, 2, MANY_WEEKS)


def wish() -> PeriodWish:
    """Return the week that is full."""
    return PeriodWish(REGION, Period.of(PeriodKind.WEEKLY, local(NOW).date()).before)


def keep(database: Database) -> UUID:
    """Write the briefing of the full week and return its key."""
    wanted = wish()
    with database.writing(console("bench")) as uow:
        key = new_id()
        return draft_briefing(uow, wanted.region, wanted.period, "", command_key=key)


def kept_body(database: Database, paper_id: UUID) -> bytes:
    """Return the pages of a kept briefing, as the preview reads them."""
    with database.reading() as session:
        return paper_view(session, console("bench"), paper_id).body


@dataclass(frozen=True, slots=True)
class Taken:
    """How long a briefing took, and its bare statements; `cpu_s` is what this program computed
    for it, besides what the database did.
    """

    ours_s: float
    bare_s: float
    cpu_s: float

    @property
    def share(self) -> float:
        """How long it took, in parts of what it may."""
        return self.ours_s / (TIMES * self.bare_s + MORE_S)


def _ratio(database: Database) -> Taken:
    return taken(database, console("bench"), database)


def taken(database: Database, actor: Actor, bare: Database) -> Taken:
    """Write the briefing of the full week as somebody, and ask its bare statements again.

    Args:
        database: Of that person.
        actor: Who writes it.
        bare: Where the statements are asked again: the same database, as its service sees it.
    """
    asked: list[tuple[str, Any]] = []

    def note(
        _connection: Connection, _cursor: Any, statement: str, values: Any, *_more: Any
    ) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, values))

    with database.reading() as session:
        engine = session.get_bind()
        sa.event.listen(engine, "before_cursor_execute", note)
        begin, cpu = time.perf_counter(), time.process_time()
        drawn = draw_briefing(session, actor, wish(), NOW)
        ours, cpu = time.perf_counter() - begin, time.process_time() - cpu
        sa.event.remove(engine, "before_cursor_execute", note)
        if drawn.gathered.book.value("came") != IN_A_WEEK:
            raise AssertionError(drawn.gathered.book.value("came"))
    with bare.reading() as session:
        cursor = session.connection().connection.cursor()
        begin = time.perf_counter()
        for statement, values in asked:
            cursor.execute(statement, values)
            cursor.fetchall()
        plain = time.perf_counter() - begin
    return Taken(ours, plain, cpu)


@contextmanager
def filled(folder: Path, weeks: int = WEEKS) -> Iterator[Database]:
    """Yield a database of a district with its weeks of cases."""
    database = Database.open(f"sqlite:///{_fresh(folder)}", clock=FixedClock(NOW))
    migrate(database)
    try:
        kinds = lay_ground(database)
        chance = Random(1)  # noqa: S311  the same cases each time
        for begin in range(0, IN_A_WEEK * weeks, _CHUNK):
            numbers = range(begin, min(begin + _CHUNK, IN_A_WEEK * weeks))
            rows = [made_case(chance, number, kinds) for number in numbers]
            with database.writing(console("bench")) as uow:
                uow.session.execute(sa.insert(CaseFile), rows)
        yield database
    finally:
        database.dispose()


def _fresh(folder: Path) -> Path:
    """Return a file that is not there yet: two measures fill one each."""
    names = (folder / f"weekly-{number}.db" for number in range(10))
    return next(path for path in names if not path.exists())


def lay_ground(database: Database) -> list[str]:
    """Enter calendar, dictionary and regions in an empty database, and return the categories."""
    with database.writing(console("bench")) as uow:
        ensure_calendar(uow)
        load_dictionary(uow)
        uow.session.flush()
        _regions(uow.session)
        return list(uow.session.scalars(sa.select(Category.code)))


def _regions(session: Any) -> None:
    session.add(Region(code=REGION, name="试验区", tier=Tier.COUNTY, pinyin="", initials=""))
    session.flush()
    for number in range(_STREETS):
        code = f"{REGION}{number + 1:03d}"
        name = f"第{number + 1}街道"
        session.add(
            Region(
                code=code, name=name, tier=Tier.STREET, parent_code=REGION, pinyin="", initials=""
            )
        )
    session.flush()


def made_case(chance: Random, number: int, kinds: list[str]) -> dict[str, Any]:
    """Return the columns of a case: the first ones of the full week, then those before it."""
    week = wish().period.back(number // IN_A_WEEK)
    at = week.since + timedelta(seconds=chance.randrange(7 * 86_400))
    share = _DONE if number < IN_A_WEEK * WEEKS else _DONE_LONG_AGO
    done = at + timedelta(hours=chance.randrange(1, 120)) if chance.random() < share else None
    done = done if done is not None and done < NOW else None
    region = "".join(
        f"{chance.randrange(most) + 1:03d}" for most in (_STREETS, _COMMUNITIES, _GRIDS)
    )
    where = dict.fromkeys(("region", "opened_region", "desk_region"), REGION + region)
    return {
        "id": UUID(int=number + 1),
        "number": f"{number:022d}",
        "receipt_code": f"{number:08d}",
        "source": "call",
        "title": "雨水井盖翘起",
        "text": "",
        "category_code": kinds[number % len(kinds)],
        "level": "normal",
        "state": "closed" if done else "in_progress",
        "received_at": at,
        "registered_at": at,
        "finished_at": done,
        "order_at": at + timedelta(days=5),
        "clock": None if done else "handle",
        "version": 1,
        **where,
    }
