"""What came to an account and went from it, line by line."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.ledger.models import LedgerTransfer
from app.ledger.rules import TransferKind

MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A transfer as one account sees it.

    Attributes:
        amount: Above zero for what came, below for what went.
        is_reversed: Whether it was put right later.
    """

    id: UUID
    kind: TransferKind
    amount: int
    day: date
    what: str
    at: datetime
    by: str
    is_reversed: bool


def statement(session: Session, account: UUID) -> tuple[StatementLine, ...]:
    """Return what came to and went from an account, the newest first, `MOST_LINES` at most."""
    later = aliased(LedgerTransfer)
    asked = (
        sa.select(LedgerTransfer, later.id)
        .outerjoin(later, later.reverses_id == LedgerTransfer.id)
        .where(sa.or_(LedgerTransfer.to_id == account, LedgerTransfer.from_id == account))
        .order_by(LedgerTransfer.at.desc(), LedgerTransfer.id.desc())
        .limit(MOST_LINES)
    )
    return tuple(
        StatementLine(
            row.id,
            TransferKind(row.kind),
            row.amount if row.to_id == account else -row.amount,
            row.day,
            row.what,
            row.at,
            row.person_name,
            put_right is not None,
        )
        for row, put_right in session.execute(asked)
    )
