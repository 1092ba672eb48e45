"""Checks the journal against its seals, and the seals against each other and against a copy."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.database.tables import JournalEntry, JournalSeal
from app.core.proof import Leaf, entry_digest, merkle_root, seal_hash, unpack_leaves

PAGE = 2_000
MOST_TROUBLES = 1_000
"""So many are named; whoever finds more has enough to begin with."""

_TOLD = tuple(
    getattr(JournalEntry, name)
    for name in (
        *("serial", "digest", "id", "at", "person_id", "person_name", "desk"),
        *("action", "topic", "subject", "region", "facts"),
    )
)


class SealTrouble(StrEnum):
    """What does not fit."""

    EDITED = "edited"  # a row says something else than what it was written with
    REPLACED = "replaced"  # a row and its digest are not those that were sealed in this place
    MISSING = "missing"  # a sealed row is gone
    ADDED = "added"  # a row stands among sealed ones that was not sealed with them
    SEAL_BROKEN = "seal_broken"  # a seal does not fit what it holds
    SEAL_MISSING = "seal_missing"  # a seal is gone, or does not follow the one before
    OUTSIDE = "outside"  # a copy kept elsewhere says otherwise


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that does not fit.

    Attributes:
        seal: Number of the seal, None for rows not sealed yet.
        serial: Of the row, None where it is about a seal.
        at: When the row says it was written, None where there is no row.
        action: What it records, "" where there is no row.
    """

    kind: SealTrouble
    seal: int | None
    serial: int | None = None
    at: datetime | None = None
    action: str = ""


@dataclass(slots=True)
class Verdict:
    """What a check found.

    Attributes:
        seals: Seals looked at.
        rows: Sealed rows looked at.
        unsealed: Rows that are not sealed yet.
        more: More troubles were found than are named.
    """

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    more: bool = False

    def note(self, trouble: Trouble) -> None:
        """Add a trouble while there is room."""
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(trouble)
        else:
            self.more = True


def check_seals(
    session: Session,
    *,
    outside: Mapping[int, bytes] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _whole: None,
) -> Verdict:
    """Recompute every digest, root and seal; memory stays flat.

    Args:
        session: A reading session.
        outside: Hashes of seals by number, as a copy kept elsewhere has them. It is what shows
            that somebody with all rights computed the whole chain anew.
        progress: Told how many seals of how many are done.
    """
    verdict = Verdict()
    whole = session.scalar(sa.select(sa.func.count()).select_from(JournalSeal)) or 0
    known: dict[int, bytes] = {}
    expected, after, previous = 1, 0, b""
    for seal in _seals(session):
        if seal.number != expected or seal.previous != previous or seal.after_serial != after:
            verdict.note(Trouble(SealTrouble.SEAL_MISSING, seal.number))
        _check_seal(session, seal, verdict)
        known[seal.number] = seal.hash
        expected, after, previous = seal.number + 1, seal.last_serial, seal.hash
        verdict.seals += 1
        progress(verdict.seals, whole)
    for number, told in (outside or {}).items():
        if known.get(number) != told:
            verdict.note(Trouble(SealTrouble.OUTSIDE, number))
    _check_unsealed(session, after, verdict)
    return verdict


def _seals(session: Session) -> Iterator[JournalSeal]:
    number = 0
    while seal := session.scalar(
        sa.select(JournalSeal)
        .where(JournalSeal.number > number)
        .order_by(JournalSeal.number)
        .limit(1)
    ):
        yield seal
        number = seal.number
        session.expunge(seal)


def _check_seal(session: Session, seal: JournalSeal, verdict: Verdict) -> None:
    try:
        leaves = unpack_leaves(seal.leaves)
    except ValueError:
        leaves = []
    told = seal_hash(
        seal.number, seal.after_serial, seal.last_serial, seal.at, seal.root, seal.previous
    )
    if told != seal.hash or merkle_root(leaves) != seal.root:
        verdict.note(Trouble(SealTrouble.SEAL_BROKEN, seal.number))
    sealed = {leaf.serial: leaf for leaf in leaves}
    for row in _rows(session, seal.after_serial, seal.last_serial):
        verdict.rows += 1
        found = _row_trouble(row, sealed.pop(row["serial"], None))
        if found is not None:
            verdict.note(_trouble(found, seal.number, row))
    for serial in sealed:
        verdict.note(Trouble(SealTrouble.MISSING, seal.number, serial))


def _row_trouble(row: dict[str, Any], leaf: Leaf | None) -> SealTrouble | None:
    if leaf is None:
        return SealTrouble.ADDED
    if leaf.digest != row["digest"]:
        return SealTrouble.REPLACED
    return SealTrouble.EDITED if entry_digest(row) != row["digest"] else None


def _trouble(kind: SealTrouble, seal: int | None, row: dict[str, Any]) -> Trouble:
    return Trouble(kind, seal, row["serial"], row["at"], row["action"])


def _check_unsealed(session: Session, after: int, verdict: Verdict) -> None:
    for row in _rows(session, after, None):
        verdict.unsealed += 1
        if entry_digest(row) != row["digest"]:
            verdict.note(_trouble(SealTrouble.EDITED, None, row))


def _rows(session: Session, after: int, last: int | None) -> Iterator[dict[str, Any]]:
    while True:
        asked = sa.select(*_TOLD).where(JournalEntry.serial > after)
        if last is not None:
            asked = asked.where(JournalEntry.serial <= last)
        asked = asked.order_by(JournalEntry.serial).limit(PAGE)
        rows = [row._asdict() for row in session.execute(asked)]
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1]["serial"]
