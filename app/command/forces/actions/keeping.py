"""Units are written down with their members, check in, and drill."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right, check_phone
from app.command.forces.errors import CheckInWrong, DrillWrong, UnitRetired, UnitUnnamed
from app.command.forces.models import EmergencyUnit, UnitCheckIn, UnitDrill, UnitMember
from app.command.forces.rules import (
    HOURS_MOST,
    KIT_MOST,
    MEMBERS_MOST,
    PEOPLE_MOST,
    SKILLS_MOST,
    ForceKind,
    skills_of,
)
from app.command.rules import NAME_MOST, NOTE_MOST
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line

MINUTES_MOST = 24 * 60


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A member of a unit."""

    name: str
    duty: str
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """What is known of a unit; without a position it is never proposed by distance."""

    region: str
    kind: ForceKind
    name: str
    place: str
    people: int
    kit: str = ""
    skills: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class DrillDraft:
    """A drill: when, of what, how many came and how soon."""

    held_on: date
    topic: str
    people: int
    minutes: int


@once
def save_unit(
    uow: Uow, unit_id: UUID | None, seen_version: int | None, draft: UnitDraft, *, command_key: UUID
) -> UUID:
    """Write a unit down, a new one where `unit_id` is None.

    Raises:
        UnitUnnamed: Without a name or people.
        Conflict: Somebody changed it since.
    """
    _may(uow, draft.region)
    name = one_line(draft.name)[:NAME_MOST]
    if not name or not 0 < draft.people <= PEOPLE_MOST:
        raise UnitUnnamed
    row = uow.session.get(EmergencyUnit, unit_id, populate_existing=True) if unit_id else None
    if unit_id is not None and row is None:
        raise NotFound(row=unit_id)
    if row is not None:
        _may(uow, row.region)
        if row.version != seen_version:
            raise Conflict(row=unit_id)
    else:
        row = EmergencyUnit(id=new_id(), is_active=True, checked_in_at=None, on_duty_until=None)
        uow.session.add(row)
    row.region, row.kind, row.name = draft.region, draft.kind, name
    row.place, row.people = one_line(draft.place)[:NOTE_MOST], draft.people
    row.kit = one_line(draft.kit)[:KIT_MOST]
    row.skills = "、".join(skills_of(one_line(draft.skills)))[:SKILLS_MOST]
    row.longitude, row.latitude = draft.longitude, draft.latitude
    uow.settle(row)
    _tell(uow, "command.unit_saved", row)
    return row.id


@once
def retire_unit(uow: Uow, unit_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a unit out of use; its people are struck off with it."""
    row = _standing(uow, unit_id)
    if row.version != seen_version:
        raise Conflict(row=unit_id)
    row.is_active, row.on_duty_until = False, None
    uow.session.execute(sa.delete(UnitMember).where(UnitMember.unit_id == unit_id))
    uow.settle(row)
    _tell(uow, "command.unit_retired", row)


@once
def put_members(
    uow: Uow, unit_id: UUID, members: Sequence[MemberDraft], *, command_key: UUID
) -> int:
    """Put the members of a unit down in place of those known; return how many.

    Raises:
        UnitUnnamed: Somebody without a name, or too many.
        PhoneWrong: A telephone number holds something else.
    """
    row = _standing(uow, unit_id)
    names = [one_line(member.name)[:64] for member in members]
    if not all(names) or len(names) > MEMBERS_MOST:
        raise UnitUnnamed
    uow.session.execute(sa.delete(UnitMember).where(UnitMember.unit_id == unit_id))
    uow.add_many(
        UnitMember,
        [
            {
                "id": new_id(),
                "unit_id": unit_id,
                "name": name,
                "duty": one_line(member.duty)[:NAME_MOST],
                "phone": check_phone(member.phone),
            }
            for name, member in zip(names, members, strict=True)
        ],
    )
    _tell(uow, "command.members_put", row, count=len(names))
    return len(names)


@once
def check_in(uow: Uow, unit_id: UUID, people: int, hours: int, *, command_key: UUID) -> None:
    """Put down that a unit is on duty from now for some hours.

    Raises:
        CheckInWrong: With nobody, or for no time or more than a day.
    """
    row = _standing(uow, unit_id)
    if not 0 < people <= PEOPLE_MOST or not 0 < hours <= HOURS_MOST:
        raise CheckInWrong
    until = uow.now + timedelta(hours=hours)
    uow.add(
        UnitCheckIn,
        id=new_id(),
        unit_id=unit_id,
        at=uow.now,
        until=until,
        people=people,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.settle()  # the database takes what the unit says by the check-in that is there
    row.checked_in_at, row.on_duty_until = uow.now, until
    uow.settle(row)
    _tell(uow, "command.checked_in", row, people=people, hours=hours)


@once
def check_out(uow: Uow, unit_id: UUID, *, command_key: UUID) -> None:
    """Put down that a unit is off duty from now on."""
    row = _standing(uow, unit_id)
    row.on_duty_until = None
    uow.settle(row)
    _tell(uow, "command.checked_out", row)


@once
def record_drill(uow: Uow, unit_id: UUID, draft: DrillDraft, *, command_key: UUID) -> None:
    """Put a drill down.

    Raises:
        DrillWrong: Its day has not come, or it has no topic.
    """
    row = _standing(uow, unit_id)
    topic = one_line(draft.topic)[:NAME_MOST]
    fits = 0 < draft.people <= PEOPLE_MOST and 0 <= draft.minutes <= MINUTES_MOST
    if not topic or not fits or draft.held_on > local(uow.now).date():
        raise DrillWrong
    uow.add(
        UnitDrill,
        id=new_id(),
        unit_id=unit_id,
        held_on=draft.held_on,
        topic=topic,
        people=draft.people,
        minutes=draft.minutes,
        recorded_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.settle()
    _tell(uow, "command.drilled", row)


def _standing(uow: Uow, unit_id: UUID) -> EmergencyUnit:
    row = uow.session.get(EmergencyUnit, unit_id, populate_existing=True)
    if row is None:
        raise NotFound(row=unit_id)
    _may(uow, row.region)
    if not row.is_active:
        raise UnitRetired
    return row


def _may(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.KEEP_FORCES, region):
        raise NotAllowed(right=Right.KEEP_FORCES)


def _tell(uow: Uow, action: str, row: EmergencyUnit, **facts: object) -> None:
    uow.record(action, Topic.FORCE, row.id, region=row.region, **facts)
    uow.touched(Topic.FORCE, row.id, row.region)
