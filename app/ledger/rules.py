"""Books, accounts and what a transfer is for; pure.

A transfer is one row that names both accounts and an amount above zero, so that what one account
gains another loses by the very form of the row: no two entries can disagree, on either engine,
whoever writes. (The form of TigerBeetle's ledger, https://docs.tigerbeetle.com/coding/data-modeling/)
"""

from enum import StrEnum
from uuid import UUID, uuid5

_SPACE = UUID("6f2a6a8e-5d0b-5c1e-9a77-1f6e0c6b7d21")


class Book(StrEnum):
    """What is counted."""

    POINTS = "points"  # of members of the Party


class AccountKind(StrEnum):
    """Whose an account is."""

    HOLDER = "holder"
    ISSUED = "issued"  # what was ever given out comes from here, so that it is below zero
    SPENT = "spent"  # what was handed in for something goes there


class TransferKind(StrEnum):
    """What a transfer is for."""

    GIVEN = "given"
    SPENT = "spent"
    REVERSED = "reversed"


def holder_account(book: Book, holder_id: UUID) -> UUID:
    """Return the key of somebody's account: it follows from whose it is, so nobody has two."""
    return uuid5(_SPACE, f"{book.value}:{holder_id}")


def house_account(book: Book, kind: AccountKind, region: str) -> UUID:
    """Return the key of an account of the house itself, one a street.

    Args:
        book: What is counted.
        kind: Issued or spent.
        region: Code of the street.
    """
    return uuid5(_SPACE, f"{book.value}:{kind.value}:{region}")
