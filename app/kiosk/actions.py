"""What a machine in the hall does: hand in a message, ask how a case stands, say what was thought
of it, say how it is itself.
"""

from dataclasses import dataclass, field
from datetime import datetime
from random import sample
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.cases.actions.opening import check_point
from app.cases.actions.steps import clean_text, needed_text
from app.cases.numbers import receipt_code
from app.cases.personal import clean_phone
from app.cases.rules import EventKind
from app.core.actor import Actor
from app.core.database import VERSION, Base, Uow, once
from app.core.database.uow import insert_unless_there
from app.core.ids import new_id
from app.core.text import one_line
from app.kiosk.models import KioskAsking, KioskMessage, KioskRating, KioskState
from app.kiosk.rules import (
    ASKINGS,
    BOOKING,
    LEAVE,
    MESSAGES,
    NEAR,
    PHOTO_MOST,
    RATINGS,
    KioskContent,
    MessageNotTaken,
    PhotoTooLarge,
    PrinterTrouble,
    TooOften,
    clean_code,
    clean_last4,
    first_slot,
    guess_of,
    is_receipt,
    spot_of,
)

PLACE_MOST, NAME_MOST, WORDS_MOST = 200, 64, 500


@dataclass(frozen=True, slots=True)
class Message:
    """What a resident typed in.

    Attributes:
        text: Their own words.
        region: Code of the street, community or grid of the place, within the machine's.
        place: Where it is, in words.
        name: "" for an anonymous message.
        phone: "" where none was left.
        category: Code of the kind they chose by its picture, None for none.
        longitude: Where they pointed on the map (CGCS2000 degrees), together with `latitude`.
        wants_call: They ask to be called once it is done.
        photo: A picture, "" bytes for none.
        receipt: Code of the receipt they hold already, "" where one is to be made.
        told_at: When they typed it, if it could not be handed in at once.
    """

    text: str
    region: str
    place: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    category: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    wants_call: bool = False
    photo: bytes = field(default=b"", repr=False)
    receipt: str = ""
    told_at: datetime | None = None


def regions_of(actor: Actor) -> tuple[str, ...]:
    """Return the codes of the streets a machine stands in."""
    held = (grant.region for grant in actor.grants if grant.role == Role.KIOSK)
    return tuple(region for region in held if region)


@once
def hand_in(uow: Uow, message: Message, *, command_key: UUID) -> str:
    """Keep a message until the keeper takes it into the queue; return its receipt's code.

    Raises:
        MessageNotTaken: The machine stands in another region.
        PhotoTooLarge: The picture was not made smaller.
        TooOften: It has handed in as many as it may in a minute.
    """
    if not any(message.region.startswith(region) for region in regions_of(uow.actor)):
        raise MessageNotTaken
    if len(message.photo) > PHOTO_MOST:
        raise PhotoTooLarge
    check_point(message.longitude, message.latitude)
    code = message.receipt if is_receipt(message.receipt) else receipt_code()
    told = {
        "id": new_id(),
        "at": uow.now,
        "receipt_code": code,
        "region": message.region,
        "text": needed_text(message.text, EventKind.SUBMITTED),
        "place": clean_text(message.place)[:PLACE_MOST],
        "reporter_name": one_line(message.name)[:NAME_MOST],
        "reporter_phone": clean_phone(message.phone),
        "category_code": message.category,
        "longitude": message.longitude,
        "latitude": message.latitude,
        "wants_call": message.wants_call,
        "told_at": message.told_at,
        "photo": message.photo or None,
    }
    _in_a_free_place(uow, KioskMessage, told, MESSAGES)
    return code


@once
def ask_progress(uow: Uow, code: str, last4: str, *, command_key: UUID) -> UUID:
    """Ask how a case stands; once this is committed, `app.kiosk.queries.progress` answers.

    Args:
        uow: Open transaction of a machine.
        code: Of a receipt, or a case number.
        last4: Last four digits of the telephone that was left, "" where none was.
        command_key: Made by the caller.

    Raises:
        DigitsWanted: Those are no four digits.
        TooOften: The machine has asked as often as it may in a minute.
    """
    return _ask(uow, clean_code(code), clean_last4(last4))


@once
def ask_near(
    uow: Uow, category: str, longitude: float, latitude: float, *, command_key: UUID
) -> UUID:
    """Ask whether something of a kind was reported near a place; `app.kiosk.queries.near` answers.

    Raises:
        TooOften: The machine has asked as often as it may in a minute.
    """
    return _ask(uow, NEAR, spot_of(category, longitude, latitude))


@once
def ask_booking(uow: Uow, code: str, last4: str, *, command_key: UUID) -> UUID:
    """Count a guess at a booking; the code itself is not kept.

    Raises:
        TooOften: The machine has asked as often as it may in a minute.
    """
    return _ask(uow, BOOKING, f"{code}{last4}")


@once
def ask_leaving(uow: Uow, proof: bytes, *, command_key: UUID) -> UUID:
    """Ask whether that proves the code of the staff; `app.kiosk.looks.may_leave` answers.

    Raises:
        TooOften: The machine has asked as often as it may in a minute.
    """
    return _ask(uow, LEAVE, proof.hex())


def _ask(uow: Uow, code: str, beside: str) -> UUID:
    asking = new_id()
    told = {"id": asking, "at": uow.now, "code": code, "guess": guess_of(asking, code, beside)}
    _in_a_free_place(uow, KioskAsking, told, ASKINGS)
    return asking


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a resident thinks of how their case was handled.

    Attributes:
        asking: By which the case was found, a moment ago (`ask_progress`); None before it was.
        contacted: Whether somebody got in touch with them; None, as the next two, where they ask
            for a call and no more.
        solved: Whether the matter is solved.
        satisfaction: How they are content.
        words: Why, in their words or in those they chose.
        wants_call: They ask to be called.
    """

    asking: UUID | None
    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: KioskContent | None = None
    words: str = field(default="", repr=False)
    wants_call: bool = False


@once
def rate(uow: Uow, opinion: Opinion, *, command_key: UUID) -> None:
    """Keep what somebody thinks of a case until the keeper puts it to the case, as a call-back.

    Raises:
        TooOften: The machine has handed in as many as it may in a minute.
    """
    told = {
        "id": new_id(),
        "at": uow.now,
        "asking_id": opinion.asking,
        "contacted": opinion.contacted,
        "solved": opinion.solved,
        "satisfaction": opinion.satisfaction,
        "words": clean_text(opinion.words)[:WORDS_MOST],
        "wants_call": opinion.wants_call,
    }
    _in_a_free_place(uow, KioskRating, told, RATINGS)


def _in_a_free_place(uow: Uow, table: type[Base], told: dict[str, Any], a_minute: int) -> None:
    """Insert a row in one of the places the minute has, whichever is free."""
    if uow.actor.person_id is None:
        raise MessageNotTaken
    first = first_slot(uow.now, a_minute)
    for place in sample(range(a_minute), a_minute):
        row = told | {"person_id": uow.actor.person_id, "slot": first + place}
        if insert_unless_there(uow.session, table, row):
            return
    raise TooOften


@dataclass(frozen=True, slots=True)
class MachineState:
    """How a machine is.

    Attributes:
        started_at: When its program began.
        used_at: When somebody last touched it, None for nobody since.
        waiting: Messages that lie at the machine until the server is back.
        trouble: What is wrong with its printer.
    """

    started_at: datetime
    used_at: datetime | None = None
    waiting: int = 0
    trouble: PrinterTrouble = PrinterTrouble.NONE


def note_state(uow: Uow, state: MachineState) -> None:
    """Say how this machine is; said again it overwrites what it said before.

    Raises:
        MessageNotTaken: It is no machine.
    """
    who, regions = uow.actor, regions_of(uow.actor)
    if who.person_id is None or not regions:
        raise MessageNotTaken
    told = {
        "region": regions[0],
        "name": who.desk[:NAME_MOST],
        "at": uow.now,
        "started_at": state.started_at,
        "used_at": state.used_at,
        "version": VERSION,
        "waiting": state.waiting,
        "trouble": state.trouble,
    }
    if not insert_unless_there(uow.session, KioskState, {"person_id": who.person_id} | told):
        changed = sa.update(KioskState).where(KioskState.person_id == who.person_id)
        uow.session.execute(
            changed.values(**told), execution_options={"synchronize_session": False}
        )
