"""What is written to the ledger. Whether somebody may is for the slice that owns the book."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow, insert_unless_there
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.ledger.errors import AmountWrong, BalanceTooLow, NotReversible
from app.ledger.models import REF_MOST, WORDS_MOST, LedgerAccount, LedgerTransfer
from app.ledger.rules import AccountKind, Book, TransferKind, holder_account, house_account
from app.ledger.sums import balances


@dataclass(frozen=True, slots=True)
class Posting:
    """What goes over.

    Attributes:
        holder_id: Whose account.
        region: Where the holder is; the house's account is that of its street.
        day: The day it counts for.
        what: In words, never a personal value.
        ref: Key of what it is for, "" for none.
    """

    holder_id: UUID
    region: str
    amount: int
    day: date
    what: str
    ref: str = ""


_STREET = 9


def give(uow: Uow, book: Book, posting: Posting) -> UUID:
    """Give something to a holder; return the key of the transfer."""
    return _post(uow, book, TransferKind.GIVEN, AccountKind.ISSUED, posting)


def spend(uow: Uow, book: Book, posting: Posting) -> UUID:
    """Take something a holder hands in; return the key of the transfer.

    Raises:
        BalanceTooLow: The holder has less.
    """
    account = holder_account(book, posting.holder_id)
    hold_account(uow, account)
    has = balances(uow.session, (account,)).get(account, 0)
    if has < posting.amount:
        raise BalanceTooLow(balance=has, asked=posting.amount)
    return _post(uow, book, TransferKind.SPENT, AccountKind.SPENT, posting)


def reverse(uow: Uow, transfer_id: UUID, why: str) -> LedgerTransfer:
    """Put a transfer right by its mirror; the account may fall below zero by that.

    Raises:
        NotReversible: It was put right before, or put something right itself.
    """
    row = uow.session.get(LedgerTransfer, transfer_id)
    if row is None:
        raise NotFound(transfer=transfer_id)
    again = sa.select(LedgerTransfer.id).where(LedgerTransfer.reverses_id == transfer_id)
    if row.kind == TransferKind.REVERSED or uow.session.scalar(again) is not None:
        raise NotReversible
    made = LedgerTransfer(
        id=new_id(),
        book=row.book,
        kind=TransferKind.REVERSED,
        from_id=row.to_id,
        to_id=row.from_id,
        amount=row.amount,
        day=row.day,
        region=row.region,
        what=one_line(why)[:WORDS_MOST],
        ref=row.ref,
        reverses_id=row.id,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(made)
    uow.session.flush()
    return made


def hold_account(uow: Uow, account: UUID) -> None:
    """Let nobody else count on what an account holds until this is committed: two desks that
    hand out the last of it wait for one another (SQLite has one writer anyway).
    """
    if uow.session.get_bind().dialect.name == "postgresql":
        # A hardened server lets nobody lock by themselves, only by this door.
        uow.session.execute(sa.select(sa.func.jz.hold_account(account)))


def _post(uow: Uow, book: Book, kind: TransferKind, house: AccountKind, posting: Posting) -> UUID:
    if posting.amount < 1:
        raise AmountWrong
    holder = _opened(
        uow,
        LedgerAccount(
            id=holder_account(book, posting.holder_id),
            book=book,
            kind=AccountKind.HOLDER,
            holder_id=posting.holder_id,
            region=posting.region,
        ),
    )
    street = posting.region[:_STREET]
    other = _opened(
        uow,
        LedgerAccount(id=house_account(book, house, street), book=book, kind=house, region=street),
    )
    comes = kind is TransferKind.GIVEN
    row = LedgerTransfer(
        id=new_id(),
        book=book,
        kind=kind,
        from_id=other if comes else holder,
        to_id=holder if comes else other,
        amount=posting.amount,
        day=posting.day,
        region=posting.region,
        what=one_line(posting.what)[:WORDS_MOST],
        ref=posting.ref[:REF_MOST],
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id


def _opened(uow: Uow, account: LedgerAccount) -> UUID:
    """Open an account unless it is open; return its key."""
    values = {
        "id": account.id,
        "book": account.book,
        "kind": account.kind,
        "holder_id": account.holder_id,
        "region": account.region,
        "opened_at": uow.now,
    }
    if uow.session.get(LedgerAccount, account.id) is None:
        insert_unless_there(uow.session, LedgerAccount, values)
    return account.id
