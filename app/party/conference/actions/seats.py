"""Who sits in a body: taken in, and leaving."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.ids import new_id
from app.party.conference.actions.ground import check_region, kept, require, said, tell
from app.party.conference.errors import SeatEnded, SeatKindWrong, SeatsExclude, SeatTermWrong
from app.party.conference.models import ConferenceSeat
from app.party.conference.rules import (
    KINDS_OF,
    NAME_MOST,
    Body,
    MeetingField,
    SeatKind,
    are_apart,
)
from app.party.rules import PERSON_MOST
from app.party.same import check_member, same_person


@dataclass(frozen=True, slots=True)
class SeatDraft:
    """Somebody is to sit in the body of a region.

    Attributes:
        unit_name: Which unit sends them.
        until: Last day of the term, None without an end.
        member_id: Who they are in the roster, None for others.
    """

    region: str
    body: Body
    kind: SeatKind
    person_name: str
    unit_name: str
    since: date
    until: date | None = None
    member_id: UUID | None = None


@once
def seat_person(uow: Uow, draft: SeatDraft, *, command_key: UUID) -> UUID:
    """Give somebody a seat.

    Raises:
        SeatTermWrong: The term ends before it begins.
        SeatsExclude: They sit in this body at that time already: nobody is a full-time and a
            part-time member at once.
    """
    require(uow, draft.region)
    check_region(uow, draft.region)
    if draft.until is not None and draft.until < draft.since:
        raise SeatTermWrong
    if draft.kind not in KINDS_OF[draft.body]:
        raise SeatKindWrong(body=draft.body)
    row = ConferenceSeat(
        id=new_id(),
        region=draft.region,
        body=draft.body,
        kind=draft.kind,
        person_name=said(MeetingField.PERSON, draft.person_name, PERSON_MOST),
        member_id=draft.member_id,
        unit_name=said(MeetingField.UNIT, draft.unit_name, NAME_MOST),
        since=draft.since,
        until=draft.until,
    )
    check_member(uow.session, uow.actor, row.member_id, row.person_name)
    _check_single(uow, row)
    uow.session.add(row)
    uow.settle(row)
    tell(uow, "conference.seated", Topic.MEETING, row.id, row.region, body=row.body, kind=row.kind)
    return row.id


@once
def end_seat(
    uow: Uow, seat_id: UUID, seen_version: int, ended_on: date, *, command_key: UUID
) -> None:
    """Let somebody leave their seat with a day."""
    row = kept(uow, ConferenceSeat, seat_id, seen_version)
    if row.ended_on is not None:
        raise SeatEnded(name=row.person_name)
    if ended_on < row.since:
        raise SeatTermWrong
    row.ended_on = ended_on
    uow.settle(row)
    tell(uow, "conference.unseated", Topic.MEETING, row.id, row.region, day=f"{ended_on}")


def _check_single(uow: Uow, row: ConferenceSeat) -> None:
    same = sa.select(ConferenceSeat).where(
        ConferenceSeat.region == row.region,
        ConferenceSeat.body == row.body,
        same_person(ConferenceSeat, row),
    )
    for other in uow.session.scalars(same):
        ends = other.ended_on or other.until
        if not are_apart(row.since, row.until, other.since, ends):
            raise SeatsExclude(name=row.person_name, kind=SeatKind(other.kind))
