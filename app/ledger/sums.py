"""What accounts hold: always the sum of what was written, never a number kept beside it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.ledger.models import LedgerTransfer
from app.ledger.rules import TransferKind

_AT_ONCE = 500  # keys in one statement


def balances(
    session: Session,
    accounts: Iterable[UUID],
    *,
    since: date | None = None,
    until: date | None = None,
) -> dict[UUID, int]:
    """Return what accounts hold, or what came to them within some days; without any, 0 is left
    out.

    Args:
        session: Reading session.
        accounts: Keys, see `rules.holder_account`.
        since: First day that counts, None for all.
        until: Last day that counts, None for all.
    """
    keys, found = list(accounts), dict[UUID, int]()
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        for column, sign in ((LedgerTransfer.to_id, 1), (LedgerTransfer.from_id, -1)):
            asked = sa.select(column, sa.func.sum(LedgerTransfer.amount)).where(column.in_(some))
            for key, amount in session.execute(_within(asked, since, until).group_by(column)):
                found[key] = found.get(key, 0) + sign * int(amount)
    return found


def all_balances(
    session: Session, *, since: date | None = None, until: date | None = None
) -> dict[UUID, int]:
    """Return what every account holds, those of the house among them: their sum is 0. An account
    is of one book, and its key follows from the book, so that nobody has to be asked which.
    """
    came = {key: int(sum_) for key, sum_ in _pairs(session, LedgerTransfer.to_id, since, until)}
    for key, sum_ in _pairs(session, LedgerTransfer.from_id, since, until):
        came[key] = came.get(key, 0) - int(sum_)
    return came


def all_earned(session: Session, since: date, until: date) -> dict[UUID, int]:
    """Return what was given to each account for some days, less what of it was put right; what
    was handed in does not count.
    """
    found: dict[UUID, int] = {}
    for column, kind, sign in _EARNED:
        for key, sum_ in _pairs(session, column, since, until, kind):
            found[key] = found.get(key, 0) + sign * int(sum_)
    return found


def _pairs(
    session: Session,
    column: "InstrumentedAttribute[UUID]",
    since: date | None,
    until: date | None,
    kind: TransferKind | None = None,
) -> "sa.CursorResult[UUID, int]":
    session.flush()  # past the session, which would make a loaded row of each sum
    return session.connection().execute(_summed(column, since, until, kind))


def earned(session: Session, accounts: Iterable[UUID], since: date, until: date) -> dict[UUID, int]:
    """Return the same of some accounts; without any, 0 is left out."""
    keys, found = list(accounts), dict[UUID, int]()
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        for column, kind, sign in _EARNED:
            asked = _summed(column, since, until, kind).where(column.in_(some))
            for key, amount in session.execute(asked):
                found[key] = found.get(key, 0) + sign * int(amount)
    return {key: amount for key, amount in found.items() if amount}


_EARNED = (
    (LedgerTransfer.to_id, TransferKind.GIVEN, 1),
    (LedgerTransfer.from_id, TransferKind.REVERSED, -1),  # from a holder goes back what was given
)


def _summed(
    column: InstrumentedAttribute[UUID],
    since: date | None,
    until: date | None,
    kind: TransferKind | None = None,
) -> "sa.Select[UUID, int]":
    asked = sa.select(column, sa.func.sum(LedgerTransfer.amount))
    if kind is not None:
        asked = asked.where(LedgerTransfer.kind == kind)
    return _within(asked, since, until).group_by(column)


def _within(
    asked: "sa.Select[UUID, int]", since: date | None, until: date | None
) -> "sa.Select[UUID, int]":
    if since is not None:
        asked = asked.where(LedgerTransfer.day >= since)
    return asked if until is None else asked.where(LedgerTransfer.day <= until)
