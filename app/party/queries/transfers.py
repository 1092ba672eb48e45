"""Transfers of members: what waits for whom, and how one came about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.database import has_own_account
from app.party.models import PartyOrganisation
from app.party.models.roster import PartyTransfer, PartyTransferWord
from app.party.roster.states import TransferSide, TransferState
from app.territory.models import Region

MOST = 200
NAMED_MOST = 40
COMMUNITY = 12


@dataclass(frozen=True, slots=True)
class WordRow:
    """What a side said."""

    side: TransferSide
    is_yes: bool
    person_name: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer.

    Attributes:
        words: What was said, in its order.
        waits_for: The side that has not spoken, None where it is over.
        may_speak: Whether the reader speaks for that side.
        may_withdraw: Whether the reader may take it back.
    """

    id: UUID
    member_id: UUID
    member_name: str
    from_name: str
    to_name: str
    reason: str
    state: TransferState
    asked_at: datetime
    ended_at: datetime | None
    words: tuple[WordRow, ...]
    waits_for: TransferSide | None
    may_speak: bool
    may_withdraw: bool


def list_transfers(
    session: Session,
    actor: Actor,
    *,
    region: str = "",
    member_id: UUID | None = None,
    only_open: bool = False,
) -> tuple[TransferRow, ...]:
    """Return transfers the reader may see, those that are open first, then the newest.

    Args:
        session: To read with.
        actor: Who reads.
        region: Code either side lies in, "" for all.
        member_id: Of one member only.
        only_open: Without those that are over.
    """
    mine = actor.prefixes(Right.READ_PARTY)
    asked = (
        sa.select(PartyTransfer)
        .where(_touches(mine))
        .order_by(
            sa.case((PartyTransfer.state == TransferState.OPEN, 0), else_=1),
            PartyTransfer.asked_at.desc(),
            PartyTransfer.id,
        )
        .limit(MOST)
    )
    if region:
        asked = asked.where(_touches((region,)))
    if member_id is not None:
        asked = asked.where(PartyTransfer.member_id == member_id)
    if only_open:
        asked = asked.where(PartyTransfer.state == TransferState.OPEN)
    found = session.scalars(asked).all()
    words = _words(session, [row.id for row in found])
    return tuple(_row(actor, row, words[row.id]) for row in found)


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many transfers wait for a word of the reader."""
    rows = list_transfers(session, actor, only_open=True)
    return sum(row.may_speak for row in rows)


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation a member can go to.

    Attributes:
        place: Name of the community or street it stands in.
    """

    id: UUID
    name: str
    region: str
    place: str


def organisations_named(session: Session, typed: str) -> tuple[NamedOrganisation, ...]:
    """Return standing organisations whose name holds what is typed, or whose initials begin so,
    also those of other streets: `NAMED_MOST` at most.
    """
    if has_own_account(session):
        asked = sa.text("SELECT id, name, region, place FROM jz.organisations_named(:typed)")
        told = session.execute(asked, {"typed": typed})
        return tuple(NamedOrganisation(*row) for row in told)
    place = sa.func.coalesce(Region.name, "")
    found = (
        sa.select(PartyOrganisation.id, PartyOrganisation.name, PartyOrganisation.region, place)
        .outerjoin(Region, Region.code == sa.func.substr(PartyOrganisation.region, 1, COMMUNITY))
        .where(PartyOrganisation.dissolved_on.is_(None))
        .where(
            sa.or_(
                PartyOrganisation.name.contains(typed, autoescape=True),
                PartyOrganisation.initials.startswith(typed.lower(), autoescape=True),
            )
        )
        .order_by(PartyOrganisation.region, PartyOrganisation.pinyin, PartyOrganisation.id)
        .limit(NAMED_MOST)
    )
    return tuple(NamedOrganisation(*row) for row in session.execute(found))


def _touches(prefixes: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(
        in_regions(PartyTransfer.from_region, prefixes),
        in_regions(PartyTransfer.to_region, prefixes),
    )


def _words(session: Session, keys: Iterable[UUID]) -> dict[UUID, list[WordRow]]:
    asked = (
        sa.select(PartyTransferWord)
        .where(PartyTransferWord.transfer_id.in_(list(keys)))
        .order_by(PartyTransferWord.at, PartyTransferWord.side)
    )
    found: dict[UUID, list[WordRow]] = defaultdict(list)
    for word in session.scalars(asked):
        told = WordRow(TransferSide(word.side), word.is_yes, word.person_name, word.at, word.note)
        found[word.transfer_id].append(told)
    return found


def _row(actor: Actor, row: PartyTransfer, words: list[WordRow]) -> TransferRow:
    is_open = row.state == TransferState.OPEN
    said = {word.side for word in words}
    waits = next((side for side in TransferSide if side not in said), None) if is_open else None
    region = {TransferSide.FROM: row.from_region, TransferSide.TO: row.to_region}
    return TransferRow(
        id=row.id,
        member_id=row.member_id,
        member_name=row.member_name,
        from_name=row.from_name,
        to_name=row.to_name,
        reason=row.reason,
        state=TransferState(row.state),
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        words=tuple(words),
        waits_for=waits,
        may_speak=waits is not None and actor.may_in(Right.MANAGE_PARTY, region[waits]),
        may_withdraw=is_open and actor.may_in(Right.MANAGE_PARTY, row.from_region),
    )
