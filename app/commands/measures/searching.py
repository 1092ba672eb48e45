"""First pages of a search among a million cases, newest first, for wide and narrow scopes."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from statistics import median
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Role, rights_of
from app.cases.models import CaseFile
from app.cases.queries.search import search_page
from app.commands.measures.many import million
from app.commands.measures.rows import BenchRow, against
from app.core.actor import Actor, Grant, console
from app.core.database import Database
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.words import say
from app.demo.many import MANY, planted

LIMIT_MS = 100.0
TIMES_QUICKER = 50
ONE_SIGN = "水"
UNIT = "sanitation"
_WARM_UP = 2
_NAMES = ("few", "hundreds", "thousands", "half", "phrase")

Row = Callable[[], BenchRow]


def rows(url: str, runs: int, cases: int = MANY) -> Mapping[str, Row]:
    """Return the measures by name; the database is made when the first of them is called.

    Args:
        url: Of a database on either engine that `million` filled or may fill; "" for the
            embedded one.
        runs: How often each page is read.
        cases: How many cases there are to be.
    """
    words = dict(zip(_NAMES, planted().items(), strict=True))
    found: dict[str, Row] = {
        f"search_{name}": partial(_page, url, runs, cases, word, cases // each)
        for name, (word, each) in words.items()
    }
    found["search_sign"] = partial(_page, url, runs, cases, ONE_SIGN, None)
    found["search_street"] = partial(_scope, url, runs, cases, _street)
    found["search_unit"] = partial(_scope, url, runs, cases, _unit)
    found["search_like"] = partial(_like, url, min(runs, 3), cases, words["few"][0])
    return found


NAMES = (
    *(f"search_{name}" for name in _NAMES),
    *("search_sign", "search_street", "search_unit", "search_like"),
)


@contextmanager
def _opened(url: str, cases: int) -> Iterator[Database]:
    database = Database.open(million(url, cases))
    try:
        yield database
    finally:
        database.dispose()


def _page(url: str, runs: int, cases: int, word: str, held_by: int | None) -> BenchRow:
    """Measure the first page of one word for somebody who sees everything."""
    with _opened(url, cases) as database:
        measured = _measured(database, console("bench"), word, runs)
    held = f"{held_by:,}" if held_by is not None else "—"
    key = "search_sign" if len(word) == 1 else "search_word"
    what = say(f"lab.{key}", cases=f"{cases:,}", held=held, signs=len(word), engine=_engine(url))
    return against(what, measured, unit="ms", limit=LIMIT_MS)


def _scope(
    url: str, runs: int, cases: int, who: Callable[[Database], tuple[str, Actor]]
) -> BenchRow:
    """Measure the slowest of all words for somebody with a narrow scope."""
    with _opened(url, cases) as database:
        name, actor = who(database)
        words = (*planted(), ONE_SIGN)
        measured = max((_measured(database, actor, word, runs) for word in words), key=median)
    what = say("lab.search_scope", cases=f"{cases:,}", who=name, engine=_engine(url))
    return against(what, measured, unit="ms", limit=LIMIT_MS)


def _like(url: str, runs: int, cases: int, word: str) -> BenchRow:
    """Hold the rarest word against the bare LIKE over the same texts."""
    asked = sa.select(CaseFile.id).where(
        sa.or_(*(column.like(f"%{word}%") for column in (CaseFile.title, CaseFile.text)))
    )
    asked = asked.order_by(CaseFile.received_at.desc()).limit(61)
    with _opened(url, cases) as database:
        ours = median(_measured(database, console("bench"), word, runs))
        walked = []
        for _ in range(runs):
            with database.engine.connect() as connection:
                start = time.perf_counter()
                connection.execute(asked).all()
                walked.append((time.perf_counter() - start) * 1_000)
    what = say("lab.search_like", cases=f"{cases:,}", times=TIMES_QUICKER, engine=_engine(url))
    slow = median(walked)
    ratios = [TIMES_QUICKER * ours / each for each in walked]
    row = against(what, [ours], unit="ms", limit=slow / TIMES_QUICKER)
    spread = max(ratios) - min(ratios)
    return replace(row, yardstick=slow, ratio=median(ratios), runs=runs, spread=spread)


def _measured(database: Database, actor: Actor, word: str, runs: int) -> list[float]:
    """Return how many milliseconds a first page took, each time it was read warm."""
    taken = []
    for _ in range(runs + _WARM_UP):
        start = time.perf_counter()
        with database.reading() as session:
            search_page(session, actor, word)
        taken.append((time.perf_counter() - start) * 1_000)
    return taken[_WARM_UP:]


def _street(database: Database) -> tuple[str, Actor]:
    with database.reading() as session:
        code = settings_at(session, database.clock.now()).street_code
    return say("lab.search_street"), _actor(Role.DISPATCHER, region=code)


def _unit(database: Database) -> tuple[str, Actor]:
    with database.reading() as session:
        unit = session.scalars(sa.select(Unit.id).where(Unit.code == UNIT)).one()
    return say("lab.search_unit"), _actor(Role.DEPARTMENT_HANDLER, unit_id=unit)


def _actor(role: Role, *, region: str | None = None, unit_id: UUID | None = None) -> Actor:
    grant = Grant(role=role, rights=rights_of(role), region=region, unit_id=unit_id)
    return Actor(person_id=new_id(), name="bench", desk="bench", grants=(grant,))


def _engine(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"
