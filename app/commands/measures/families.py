"""What is likely the same matter: asked while a form is typed, and looked for at night."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from app.bootstrap.founding import make_embedded
from app.cases.family_chores import find_pairs
from app.cases.models import CaseFile
from app.cases.queries.likely import likely_cases
from app.cases.rules import CaseState
from app.cases.telling import remembered_pairs, telling_of
from app.commands.measures.many import million
from app.commands.measures.rows import BenchRow, against
from app.core.actor import console
from app.core.database import Database
from app.core.words import say
from app.demo.many import MANY, fill_with_many

LIKELY_LIMIT_MS = 50.0
NIGHT_LIMIT_S = 60.0
NEW = 100_000
NAMES = ("likely", "nightly")
_SPAN = timedelta(days=1)


def rows(
    folder: Path, runs: int, cases: int = MANY, new: int = NEW
) -> Mapping[str, Callable[[], BenchRow]]:
    """Return the measures by name; their databases are made when they are called.

    Args:
        folder: Where the night's cases are put.
        runs: How many reports are told while somebody waits for what may be the same.
        cases: How many cases there are to be among which they are looked for.
        new: How many came in since the night before.
    """
    return {
        "likely": partial(likely_while_typing, runs, cases),
        "nightly": partial(nightly, folder, new),
    }


def likely_while_typing(runs: int, cases: int) -> BenchRow:
    """Measure what a form asks at its first pause: another report each time, none remembered."""
    database = Database.open(million("", cases))
    try:
        newest = sa.select(CaseFile).order_by(CaseFile.received_at.desc())
        with database.reading() as session:
            told = [telling_of(case) for case in session.scalars(newest.limit(runs + 1))]
        taken = []
        for telling in told:
            remembered_pairs.cache_clear()
            start = time.perf_counter()
            with database.reading() as session:
                likely_cases(session, console("bench"), telling)
            taken.append((time.perf_counter() - start) * 1_000)
    finally:
        database.dispose()
    what = say("lab.likely", cases=f"{cases:,}")
    return against(what, taken[1:], unit="ms", limit=LIKELY_LIMIT_MS)


def nightly(folder: Path, new: int) -> BenchRow:
    """Measure the check of one night: every case came in since the last one, and is under way."""
    file = folder / "night.db"
    make_embedded(file, partial(_one_day, count=new))
    database = Database.open(f"sqlite:///{file}")
    try:
        start = time.perf_counter()
        find_pairs(database)
        took = time.perf_counter() - start
    finally:
        database.dispose()
    what = say("lab.nightly", cases=f"{new:,}")
    return against(what, [took], unit="s", limit=NIGHT_LIMIT_S)


def _one_day(database: Database, count: int) -> None:
    """Fill a database with cases of three years and let them all have come in on one day."""
    fill_with_many(database, count)
    now = database.clock.now()
    moved = (
        sa.update(CaseFile)
        .where(CaseFile.id == sa.bindparam("key"))
        .values(received_at=sa.bindparam("at"), state=CaseState.REGISTERED)
    )
    with database.engine.execution_options(writes=True).begin() as connection:
        keys = connection.scalars(sa.select(CaseFile.id).order_by(CaseFile.received_at)).all()
        step = _SPAN / len(keys)
        connection.execute(
            moved, [{"key": key, "at": now - _SPAN + step * n} for n, key in enumerate(keys)]
        )
