"""Seals committed journal rows into blocks, in the order of their serials; done by the keeper.

No writer ever waits for the chain: rows are written side by side and sealed a little later. A
row with a low serial may be committed late, so a block ends where every transaction that could
hold a lower serial is over.
"""

import time

import sqlalchemy as sa

from app.core.actor import system
from app.core.database import Database, Uow
from app.core.database.tables import JournalEntry, JournalSeal
from app.core.proof import Leaf, merkle_root, pack_leaves, seal_hash

BLOCK = 10_000
"""Rows of a block at most: 400 kB of leaves."""
SETTLE_S = 0.2
"""Between taking a serial and a transaction number a writer is in neither list; far longer."""
WAIT_S = 5.0
"""For slower transactions; a block that cannot end yet is sealed by the next round."""


def seal_journal(database: Database) -> str:
    """Seal what is committed and not sealed yet; return a sentence that says how much."""
    from app.core.words import say

    end = _horizon(database)
    if end is None:
        return say("chores.journal_waits")
    sealed = 0
    while count := _seal_block(database, end):
        sealed += count
    return say("chores.journal_sealed", count=sealed)


def _horizon(database: Database) -> int | None:
    """Return a serial up to which all rows there will ever be are committed, None if unknown."""
    newest = sa.select(sa.func.coalesce(sa.func.max(JournalEntry.serial), 0))
    with database.reading() as session:
        end = session.scalar(newest) or 0
    if database.is_sqlite:  # one writer at a time: serials ascend in commit order
        return end
    time.sleep(SETTLE_S)
    with database.reading() as session:
        begun = session.scalar(sa.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))
    until = time.monotonic() + WAIT_S
    over = sa.text("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= CAST(:begun AS xid8)")
    while True:
        with database.reading() as session:
            if session.scalar(over, {"begun": begun}):
                return end
        if time.monotonic() > until:
            return None
        time.sleep(SETTLE_S)


def _seal_block(database: Database, end: int) -> int:
    with database.writing(system("core.seal")) as uow:
        head = (JournalSeal.number, JournalSeal.last_serial, JournalSeal.hash)
        last = uow.session.execute(
            sa.select(*head).order_by(JournalSeal.number.desc()).limit(1)
        ).one_or_none()
        number, after, previous = last or (0, 0, b"")
        rows = uow.session.execute(
            sa.select(JournalEntry.serial, JournalEntry.digest)
            .where(JournalEntry.serial > after, JournalEntry.serial <= end)
            .order_by(JournalEntry.serial)
            .limit(BLOCK)
        )
        leaves = [Leaf(serial, digest) for serial, digest in rows]
        if leaves:
            _add_seal(uow, number + 1, after, leaves, previous)
    return len(leaves)


def _add_seal(uow: Uow, number: int, after: int, leaves: list[Leaf], previous: bytes) -> None:
    last, root = leaves[-1].serial, merkle_root(leaves)
    uow.session.add(
        JournalSeal(
            number=number,
            after_serial=after,
            last_serial=last,
            at=uow.now,
            root=root,
            previous=previous,
            hash=seal_hash(number, after, last, uow.now, root, previous),
            leaves=pack_leaves(leaves),
        )
    )
