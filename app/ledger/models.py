"""Tables of the ledger: accounts and transfers, both append-only; no behaviour."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.ledger.rules import AccountKind, Book, TransferKind

WORDS_MOST, REF_MOST = 200, 64


class LedgerAccount(Base):
    """An account; what it holds is the sum of its transfers and stands nowhere else."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        one_of("book", Book),
        one_of("kind", AccountKind),
        sa.UniqueConstraint("book", "holder_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(code_text(16))
    kind: Mapped[str] = mapped_column(code_text(16))
    holder_id: Mapped[UUID | None]
    region: Mapped[str] = mapped_column(code_text(15))
    opened_at: Mapped[datetime] = mapped_column(Moment)


class LedgerTransfer(Base):
    """So much went from one account to another; never changed, never removed.

    ``day`` is the day it counts for. What puts another right names it, with the accounts the
    other way round: the key over four columns lets nothing else do so, and nothing twice.
    """

    __tablename__ = "ledger_transfer"
    __table_args__ = (
        one_of("book", Book),
        one_of("kind", TransferKind),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("from_id <> to_id", name="two_accounts"),
        sa.CheckConstraint(
            "(kind = 'reversed') = (reverses_id IS NOT NULL)", name="reversal_names_one"
        ),
        sa.UniqueConstraint("id", "from_id", "to_id", "amount"),
        sa.UniqueConstraint("reverses_id"),
        sa.ForeignKeyConstraint(
            ["reverses_id", "to_id", "from_id", "amount"],
            [
                "ledger_transfer.id",
                "ledger_transfer.from_id",
                "ledger_transfer.to_id",
                "ledger_transfer.amount",
            ],
            name="fk_ledger_transfer_mirror",
        ),
        # What sums look at stands in the index, so that none looks at the rows.
        sa.Index(None, "to_id", "day", "kind", "amount"),
        sa.Index(None, "from_id", "day", "kind", "amount"),
        sa.Index(None, "ref"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(code_text(16))
    kind: Mapped[str] = mapped_column(code_text(16))
    from_id: Mapped[UUID] = mapped_column(sa.ForeignKey(LedgerAccount.id))
    to_id: Mapped[UUID] = mapped_column(sa.ForeignKey(LedgerAccount.id))
    amount: Mapped[int]
    day: Mapped[date]
    region: Mapped[str] = mapped_column(code_text(15))
    what: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    ref: Mapped[str] = mapped_column(code_text(REF_MOST), default="")
    reverses_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
