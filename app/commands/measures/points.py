"""Points of a city: 53,000 members over five years, two entries each time; a page, and all."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.commands.measures.rows import BenchRow, against, paired, timed
from app.core.words import say
from app.ledger.models import LedgerAccount
from app.ledger.rules import AccountKind, Book, holder_account, house_account
from app.ledger.sums import all_balances, balances

MEMBERS, TRANSFERS = 53_000, 1_300_000
ENTRIES = 2 * TRANSFERS
PAGE, LIMIT_MS, BOUND = 50, 20.0, 1.5
STREET, FIRST, DAYS = "990102004", date(2022, 1, 1), 5 * 365
_AT_ONCE = 50_000
_BARE = (
    "SELECT to_id, sum(amount) FROM ledger_transfer GROUP BY to_id",
    "SELECT from_id, -sum(amount) FROM ledger_transfer GROUP BY from_id",
)


def rows(folder: Path, runs: int) -> dict[str, Callable[[], BenchRow]]:
    """Return both measures; the ledger is made when the first is asked for."""
    made = cache(partial(_made, folder))
    return {
        "balances": lambda: page_of_balances(made(), runs),
        "points_total": lambda: whole_of_points(made(), min(runs, 5)),
    }


def page_of_balances(engine: sa.Engine, runs: int) -> BenchRow:
    """Measure what a page of fifty members waits for what they have; the limit is 20 ms."""
    chance, took = Random(7), []  # noqa: S311  the same pages each time
    keys = [holder_account(Book.POINTS, UUID(int=n + 1)) for n in range(MEMBERS)]
    with Session(engine) as session:
        balances(session, keys[:PAGE])
        for _ in range(runs):
            page = chance.sample(keys, PAGE)
            took.append(timed(partial(balances, session, page))() * 1_000)
    what = say("lab.balances", members=PAGE, entries=ENTRIES)
    return against(what, took, unit="ms", limit=LIMIT_MS)


def whole_of_points(engine: sa.Engine, runs: int) -> BenchRow:
    """Measure the sums of all accounts against bare statements that add the same entries
    and name the accounts by their keys."""
    with Session(engine) as session, engine.connect() as plain:
        bare = plain.connection.cursor()

        def by_hand() -> object:
            rows = (bare.execute(statement).fetchall() for statement in _BARE)
            return {UUID(key): amount for some in rows for key, amount in some}

        ours = timed(partial(all_balances, session))
        what = say("lab.points_total", entries=ENTRIES)
        return paired(what, ours, timed(by_hand), bound=BOUND, runs=runs)


def _made(folder: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{folder / 'points.db'}")
    tables = [LedgerAccount.metadata.tables[f"ledger_{name}"] for name in ("account", "transfer")]
    LedgerAccount.metadata.create_all(engine, tables=tables)
    chance = Random(1)  # noqa: S311  the same ledger each time
    house = house_account(Book.POINTS, AccountKind.ISSUED, STREET).hex
    keys = [holder_account(Book.POINTS, UUID(int=n + 1)).hex for n in range(MEMBERS)]
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    plain = engine.raw_connection()
    cursor = plain.cursor()
    accounts = "INSERT INTO ledger_account VALUES (?, 'points', ?, NULL, ?, '2022-01-01 00:00:00')"
    opened = [(house, AccountKind.ISSUED.value, STREET)]
    opened += [(key, AccountKind.HOLDER.value, STREET) for key in keys]
    cursor.executemany(accounts, opened)
    transfer = (
        "INSERT INTO ledger_transfer (id, book, kind, from_id, to_id, amount, day, region, what,"
        " ref, at, person_name) VALUES (?, 'points', 'given', ?, ?, ?, ?, ?, '', '',"
        " '2022-01-01 00:00:00', '')"
    )
    for start in range(0, TRANSFERS, _AT_ONCE):
        some = [
            (f"{n:032x}", house, chance.choice(keys), 1 + n % 12, chance.choice(days), STREET)
            for n in range(start, min(start + _AT_ONCE, TRANSFERS))
        ]
        cursor.executemany(transfer, some)
    plain.commit()
    plain.close()
    return engine
