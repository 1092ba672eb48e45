"""What is said of a member is put right, they leave the roster, they belong elsewhere besides."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.text import one_line
from app.party.actions.ground import (
    check_grid,
    held,
    organisation,
    placed,
    require,
    today,
)
from app.party.actions.members import MemberDraft, MemberPersonal, member_values, personal_values
from app.party.errors import MemberLeft
from app.party.models.members import PartyMember, PartyMemberPerson, PartyMembership
from app.party.roster.days import Precision
from app.party.rules import NOTE_MOST, Leaving, check_day, check_standing

KEPT = frozenset({"id", "organisation_id", "region", "left_on", "left_reason", "version"})
"""Columns that changing a member leaves: they move by a transfer and leave by leaving."""
DOCUMENT = ("document_kind", "document_number", "document_key", "document_last4")
PHONE = ("phone", "phone_key", "phone_last4")


class SecondIsOwn(AppError):
    """The second organisation is the member's own, or theirs already; facts: ``name``."""

    code = "roster.second_is_own"


class NumberTaken(AppError):
    """Another member has a document of that number; facts: ``name``."""

    code = "roster.number_taken"


class SecondEnded(AppError):
    """The second membership has ended."""

    code = "roster.second_ended"


@once
def change_member(
    uow: Uow,
    member_id: UUID,
    seen_version: int,
    draft: MemberDraft,
    precision: Precision,
    pepper: bytes,
    *,
    command_key: UUID,
) -> None:
    """Put right what is said of a member; an empty personal value stays what it was.

    Args:
        uow: Open transaction; the actor manages their organisation.
        member_id: Who.
        seen_version: As they were seen.
        draft: All that is said; of the personal values only those that are to be replaced.
        precision: How much of the day of joining is known.
        pepper: Key of the hashes numbers are matched by.
        command_key: Makes doing it twice do it once.
    """
    row = _member(uow, member_id, seen_version)
    if draft.joined_on is not None:
        check_day(draft.joined_on, None, today(uow))
    if draft.grid_code is not None and draft.grid_code != row.grid_code:
        check_grid(uow, draft.grid_code)
    values = member_values(draft, organisation(uow, row.organisation_id))
    values["joined_precision"] = None if precision is Precision.DAY else precision
    changed = {
        name: value
        for name, value in values.items()
        if name not in KEPT and getattr(row, name) != value
    }
    for name, value in changed.items():
        setattr(row, name, value)
    personal = put_personal(uow, member_id, draft.personal, pepper)
    if "document" in personal:
        check_number(uow, member_id)
    if personal:  # kept elsewhere, yet the member is another than was seen
        flag_modified(row, "name")
    uow.settle(row)
    if changed or personal:
        _tell(uow, "party.member_changed", row, fields=sorted((*changed, *personal)))


def settle_added(uow: Uow, member_id: UUID, precision: Precision) -> None:
    """Put down how much of the day of joining is known of a member who was just added.

    Raises:
        NumberTaken: Somebody else has the number.
    """
    check_number(uow, member_id)
    if precision is not Precision.DAY:
        row = uow.session.get_one(PartyMember, member_id)
        row.joined_precision = precision
        uow.settle(row)


def check_number(uow: Uow, member_id: UUID) -> None:
    """Raise `NumberTaken` where another member of the rosters one keeps has the number that was
    just put down.
    """
    uow.session.flush()
    if has_own_account(uow.session):
        asked = sa.text("SELECT jz.number_taken(:member)")
        name = uow.session.scalar(asked, {"member": member_id})
    else:
        own = sa.select(PartyMemberPerson.document_key).where(
            PartyMemberPerson.member_id == member_id
        )
        mine = uow.actor.prefixes(Right.MANAGE_PARTY)
        other = (
            sa.select(PartyMember.name)
            .join(PartyMemberPerson, PartyMemberPerson.member_id == PartyMember.id)
            .where(PartyMemberPerson.document_key == own.scalar_subquery())
            .where(PartyMember.id != member_id, PartyMember.left_on.is_(None))
            .where(in_regions(PartyMember.region, mine))
        )
        name = uow.session.scalar(other.limit(1))
    if name:
        raise NumberTaken(name=name)


def put_personal(
    uow: Uow, member_id: UUID, told: MemberPersonal, pepper: bytes, *, only_empty: bool = False
) -> tuple[str, ...]:
    """Put the personal values down that are told, or of these only those that stand empty.

    Returns:
        What is told: ``document``, ``phone``, ``address``.
    """
    values = personal_values(told, member_id, pepper)
    found: dict[str, Any] = {}
    if values["document_number"]:
        found |= {name: values[name] for name in DOCUMENT}
    if values["phone"]:
        found |= {name: values[name] for name in PHONE}
    if values["address"]:
        found["address"] = values["address"]
    if not found:
        return ()
    if has_own_account(uow.session):
        _put_through_door(uow, member_id, found, only_empty=only_empty)
    else:
        _put(uow, member_id, found, only_empty=only_empty)
    told_of = {"document": DOCUMENT[1], "phone": PHONE[0], "address": "address"}
    return tuple(name for name, column in told_of.items() if column in found)


def _put_through_door(
    uow: Uow, member_id: UUID, found: dict[str, Any], *, only_empty: bool
) -> None:
    import json

    uow.session.flush()
    asked = sa.text("SELECT jz.put_member(:member, CAST(:told AS jsonb), :only_empty)")
    told = {"member": member_id, "told": json.dumps(found), "only_empty": only_empty}
    uow.session.execute(asked, told)


def _put(uow: Uow, member_id: UUID, found: dict[str, Any], *, only_empty: bool) -> None:
    person = uow.session.get_one(PartyMemberPerson, member_id)
    for lead, names in ((DOCUMENT[1], DOCUMENT), (PHONE[0], PHONE), ("address", ("address",))):
        if lead in found and not (only_empty and getattr(person, lead)):
            for name in names:
                setattr(person, name, found[name])
    uow.settle(person)


@once
def let_member_leave(
    uow: Uow,
    member_id: UUID,
    seen_version: int,
    why: Leaving,
    day: date,
    *,
    command_key: UUID,
) -> None:
    """Put down that somebody is no longer a member here, why and since when."""
    row = _member(uow, member_id, seen_version)
    check_day(day, None, today(uow))
    row.left_on, row.left_reason = day, why
    uow.settle(row)
    _tell(uow, "party.member_left", row, reason=why)


@once
def add_second(
    uow: Uow, member_id: UUID, organisation_id: UUID, note: str = "", *, command_key: UUID
) -> UUID:
    """Put down that a member belongs to another organisation besides their own (双重隶属).

    Raises:
        PartyDissolved: It does not stand any more.
        SecondIsOwn: They belong to it already.
    """
    row = _member(uow, member_id)
    other = organisation(uow, organisation_id)
    check_standing(placed(other), today(uow))
    asked = sa.select(PartyMembership.id).where(
        PartyMembership.member_id == member_id,
        PartyMembership.organisation_id == organisation_id,
        PartyMembership.until.is_(None),
    )
    if other.id == row.organisation_id or uow.session.scalar(asked) is not None:
        raise SecondIsOwn(name=other.name)
    second = PartyMembership(
        id=new_id(),
        member_id=member_id,
        organisation_id=organisation_id,
        since=today(uow),
        note=one_line(note)[:NOTE_MOST],
    )
    uow.session.add(second)
    uow.settle(second)
    _tell(uow, "party.second_added", row, organisation=str(organisation_id))
    return second.id


@once
def end_second(uow: Uow, membership_id: UUID, *, command_key: UUID) -> None:
    """Put down that a member belongs to a second organisation no more."""
    second = uow.session.get(PartyMembership, membership_id)
    row = _member(uow, second.member_id) if second is not None else None
    if second is None or row is None or second.until is not None:
        raise SecondEnded
    second.until = today(uow)
    uow.settle(second)
    _tell(uow, "party.second_ended", row, organisation=str(second.organisation_id))


def _member(uow: Uow, member_id: UUID, seen_version: int | None = None) -> PartyMember:
    row = held(uow, PartyMember, member_id, seen_version)
    require(uow, row.region)
    if row.left_on is not None:
        raise MemberLeft(name=row.name)
    return row


def _tell(uow: Uow, action: str, row: PartyMember, **facts: object) -> None:
    uow.record(action, Topic.MEMBER, row.id, region=row.region, **facts)
    uow.touched(Topic.MEMBER, row.id, row.region)
