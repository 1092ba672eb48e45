"""Members come into a roster, and are placed in the grid they live in."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.cases.personal import DocumentKind, clean_document, clean_phone, last_four, phone_key
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.pinyin import reading
from app.core.text import one_line
from app.party.actions.ground import check_grid, held, organisation, placed, require, said, today
from app.party.errors import MemberLeft
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember, PartyMemberPerson
from app.party.personal import document_key
from app.party.rules import (
    PERSON_MOST,
    WORDS_MOST,
    WORKPLACE_MOST,
    PartyField,
    Sex,
    Standing,
    check_day,
    check_standing,
    joined,
)

ADDRESS_MOST = 200
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class MemberPersonal:
    """How a member is known and reached; kept in a table of its own."""

    document_kind: DocumentKind | None = None
    document_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """What is said of a member.

    Attributes:
        grid_code: The grid they live in; None where that is not known yet.
        unit_id: The unit they work at, where the centre knows it.
        is_serving: Whether they work; who does reports in where they live (在职党员).
    """

    name: str
    organisation_id: UUID
    standing: Standing = Standing.FULL
    joined_on: date | None = None
    sex: Sex | None = None
    grid_code: str | None = None
    workplace: str = ""
    unit_id: UUID | None = None
    is_serving: bool = False
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    personal: MemberPersonal = MemberPersonal()


@once
def add_member(uow: Uow, draft: MemberDraft, pepper: bytes, *, command_key: UUID) -> UUID:
    """Put a member into the roster of an organisation.

    Args:
        uow: Open transaction; the actor manages the organisation.
        draft: What is said of them.
        pepper: Key of the hashes numbers are matched by.
        command_key: Makes doing it twice do it once.
    """
    row = organisation(uow, draft.organisation_id)
    check_standing(placed(row), today(uow))
    if draft.joined_on is not None:
        check_day(draft.joined_on, None, today(uow))
    if draft.grid_code is not None:
        check_grid(uow, draft.grid_code)
    values = member_values(draft, row)
    uow.session.add(PartyMember(**values, added_at=uow.now))
    uow.session.flush()
    uow.add(PartyMemberPerson, **personal_values(draft.personal, values["id"], pepper))
    uow.settle()
    uow.record("party.member_added", Topic.MEMBER, values["id"], region=row.region)
    uow.touched(Topic.MEMBER, values["id"], row.region)
    return UUID(str(values["id"]))


@once
def place_member(
    uow: Uow, member_id: UUID, seen_version: int, grid_code: str, *, command_key: UUID
) -> None:
    """Put down in which grid a member lives (落格).

    Raises:
        PartyNotAGrid: There is no such grid in use.
        MemberLeft: They are no longer a member here.
    """
    row = held(uow, PartyMember, member_id, seen_version)
    require(uow, row.region)
    if row.left_on is not None:
        raise MemberLeft(name=row.name)
    check_grid(uow, grid_code)
    old, row.grid_code = row.grid_code, grid_code
    uow.settle(row)
    uow.record(
        "party.member_placed", Topic.MEMBER, row.id, region=row.region, old=old, new=grid_code
    )
    uow.touched(Topic.MEMBER, row.id, row.region)


def member_values(draft: MemberDraft, row: PartyOrganisation) -> dict[str, Any]:
    """Return the columns of `PartyMember` but ``added_at`` for a draft; the key is new."""
    name = said(PartyField.PERSON, draft.name, PERSON_MOST)
    read = reading(name)
    return {
        "id": new_id(),
        "name": name,
        "pinyin": read.key,
        "initials": read.initials,
        "sex": draft.sex,
        "joined_on": draft.joined_on,
        "standing": draft.standing,
        "organisation_id": row.id,
        "region": row.region,
        "grid_code": draft.grid_code,
        "workplace": one_line(draft.workplace)[:WORKPLACE_MOST],
        "unit_id": draft.unit_id,
        "is_serving": draft.is_serving,
        "skills": joined(draft.skills)[:WORDS_MOST],
        "tags": joined(draft.tags)[:WORDS_MOST],
        "left_on": None,
        "left_reason": None,
        "version": 1,
    }


def personal_values(told: MemberPersonal, member_id: UUID, pepper: bytes) -> dict[str, Any]:
    """Return the columns of `PartyMemberPerson`, checked and cleaned; the salt is new.

    Raises:
        DocumentCheck: The check character of a card is wrong; other refusals of
            `app.cases.personal` likewise.
    """
    number = clean_document(told.document_kind, told.document_number)
    phone = clean_phone(told.phone)
    return {
        "member_id": member_id,
        "document_kind": told.document_kind if number else None,
        "document_number": number,
        "document_key": document_key(number, pepper) if number else None,
        "document_last4": number[-4:],
        "phone": phone,
        "phone_key": phone_key(phone, pepper) if phone else None,
        "phone_last4": last_four(phone),
        "address": one_line(told.address)[:ADDRESS_MOST],
        "salt": secrets.token_bytes(SALT_BYTES),
    }
