"""Registering a case: at a desk, or as a message that arrived and waits to be accepted."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.steps import add_event, clean_text, needed_text, open_case, step
from app.cases.due import refresh_due
from app.cases.models import CaseFile, CasePerson, CaseSerial, Category
from app.cases.numbers import case_number, receipt_code
from app.cases.personal import (
    DocumentKind,
    clean_document,
    clean_phone,
    last_four,
    phone_key,
    salted,
)
from app.cases.rules import CaseState, EventKind, Level, MatterClass, Source
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id
from app.territory.models import Region

STREET_DIGITS = 9
TITLE_LENGTH = 40


class UnknownRegion(AppError):
    """The region code is not in the tree, or lies above a street; facts: ``region``."""

    code = "cases.unknown_region"


class UnknownCategory(AppError):
    """The kind is not in the tree; facts: ``category``."""

    code = "cases.unknown_category"


class HappenedLater(AppError):
    """The event is said to have happened in the future."""

    code = "cases.happened_later"


class SerialsUsedUp(AppError):
    """A street has given out 9,999 numbers today."""

    code = "cases.serials_used_up"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported: all of it personal, kept in `case_person` alone."""

    name: str = ""
    phone: str = ""
    document_kind: DocumentKind | None = None
    document_number: str = ""
    address: str = ""

    def is_empty(self) -> bool:
        """Tell whether nothing is known: an anonymous report."""
        return not (self.name or self.phone or self.document_number or self.address)


@dataclass(frozen=True, slots=True)
class Intake:
    """What a citizen said, and what the desk made of it.

    Attributes:
        text: The citizen's own words.
        source: Where it came from.
        region: Code of the grid, community or street of the place.
        title: Short line for the queue; taken from the text when empty.
        category: Code of the kind, None while nobody decided.
        longitude: CGCS2000 degrees, together with `latitude`.
        happened_at: When it happened, as told; aware.
        external_number: The source's own number of this record.
        extra: What else the source said; no personal values.
    """

    text: str
    source: Source
    region: str
    title: str = ""
    category: str | None = None
    level: Level = Level.NORMAL
    matter_class: MatterClass | None = None
    place: str = ""
    longitude: float | None = None
    latitude: float | None = None
    happened_at: datetime | None = None
    external_number: str | None = None
    reporter: Reporter = Reporter()
    wants_call_back: bool = False
    is_confidential: bool = False
    extra: dict[str, object] = field(default_factory=dict)


@once
def register_case(uow: Uow, intake: Intake, pepper: bytes, *, command_key: UUID) -> UUID:
    """Register what a citizen said; both clocks get their due times with the next steps.

    Args:
        uow: Open transaction.
        intake: What was said.
        pepper: Key of the phone hashes (`Database.state.pepper`).
        command_key: Made by the caller, once per user action.

    Returns:
        The key of the new case.
    """
    if not uow.actor.may_in(Right.REGISTER_CASE, intake.region):
        raise NotAllowed(right=Right.REGISTER_CASE)
    case = _new_case(uow, intake, CaseState.REGISTERED)
    case.first_contact_id = uow.actor.person_id
    _number(uow, case)
    _opened(uow, case, EventKind.REGISTERED, _keep_reporter(uow, case, intake.reporter, pepper))
    return case.id


@once
def receive_case(
    uow: Uow, intake: Intake, pepper: bytes, *, received_at: datetime, command_key: UUID
) -> UUID:
    """Put a message from another source into the queue, where it waits to be accepted."""
    if not uow.actor.may_in(Right.IMPORT, intake.region):
        raise NotAllowed(right=Right.IMPORT)
    case = _new_case(uow, intake, CaseState.SUBMITTED)
    case.received_at = received_at
    _opened(uow, case, EventKind.SUBMITTED, _keep_reporter(uow, case, intake.reporter, pepper))
    return case.id


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the desk decides when it accepts a message: kind, place, how pressing."""

    case_id: UUID
    seen_version: int
    category: str
    region: str
    title: str
    level: Level = Level.NORMAL
    matter_class: MatterClass | None = None
    place: str = ""
    longitude: float | None = None
    latitude: float | None = None


@once
def accept_case(uow: Uow, acceptance: Acceptance, *, command_key: UUID) -> None:
    """Accept a message that arrived: it gets its number and its first receiver."""
    case = open_case(
        uow, acceptance.case_id, acceptance.seen_version, right=Right.REGISTER_CASE
    )
    if not uow.actor.may_in(Right.REGISTER_CASE, acceptance.region):
        raise NotAllowed(right=Right.REGISTER_CASE)
    _check_region(uow, acceptance.region)
    _check_category(uow, acceptance.category)
    case.title = _title(acceptance.title, case.text)
    case.category_code = acceptance.category
    case.level = acceptance.level
    case.matter_class = acceptance.matter_class
    case.region = case.opened_region = acceptance.region
    case.place = clean_text(acceptance.place)[:200]
    case.longitude, case.latitude = acceptance.longitude, acceptance.latitude
    case.first_contact_id = uow.actor.person_id
    case.registered_at = uow.now
    _number(uow, case)
    step(uow, case, EventKind.REGISTERED)


def _new_case(uow: Uow, intake: Intake, state: CaseState) -> CaseFile:
    _check_region(uow, intake.region)
    _check_category(uow, intake.category)
    if intake.happened_at is not None and intake.happened_at > uow.now:
        raise HappenedLater
    text = needed_text(intake.text, EventKind.REGISTERED)
    registered = uow.now if state is CaseState.REGISTERED else None
    case = CaseFile(
        id=new_id(),
        receipt_code=receipt_code(),
        source=intake.source,
        external_number=intake.external_number,
        title=_title(intake.title, text),
        text=text,
        category_code=intake.category,
        level=intake.level,
        matter_class=intake.matter_class,
        state=state,
        opened_region=intake.region,
        region=intake.region,
        place=clean_text(intake.place)[:200],
        longitude=intake.longitude,
        latitude=intake.latitude,
        happened_at=intake.happened_at,
        received_at=uow.now,
        registered_at=registered,
        order_at=uow.now,
        is_confidential=intake.is_confidential,
        wants_call_back=intake.wants_call_back,
        extra=intake.extra,
    )
    uow.session.add(case)
    return case


def _opened(uow: Uow, case: CaseFile, kind: EventKind, reporter_hash: str) -> None:
    uow.session.flush()
    facts: dict[str, object] = {"source": case.source}
    if reporter_hash:
        facts["reporter"] = reporter_hash
    add_event(uow, case, kind, old=None, note="", unit=(None, ""), facts=facts)
    refresh_due(uow.session, case, uow.now)


def _title(given: str, text: str) -> str:
    """Return the given title, else the first sentence of the text, cut for a queue row."""
    title = " ".join(clean_text(given).split())
    if not title:
        first = text.split("\n", 1)[0].replace("；", "。").split("。", 1)[0]
        title = first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"
    return title[:200]


def _number(uow: Uow, case: CaseFile) -> None:
    day, street = local(uow.now).date(), case.region[:STREET_DIGITS]
    given = sa.select(CaseSerial).where(CaseSerial.day == day, CaseSerial.street == street)
    serial = uow.session.scalars(given.with_for_update()).one_or_none()
    if serial is None:
        serial = _first_serial(uow, day, street)
    if serial.last >= 9999:
        raise SerialsUsedUp
    serial.last += 1
    case.number = case_number(day, street, serial.last)


def _first_serial(uow: Uow, day: object, street: str) -> CaseSerial:
    """Make the day's counter; two desks may do so at once, and one of them waits."""
    dialect = uow.session.get_bind().dialect.name
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    row = insert(CaseSerial).values(day=day, street=street, last=0)
    uow.session.execute(row.on_conflict_do_nothing())
    given = sa.select(CaseSerial).where(CaseSerial.day == day, CaseSerial.street == street)
    return uow.session.scalars(given.with_for_update()).one()


def _keep_reporter(uow: Uow, case: CaseFile, reporter: Reporter, pepper: bytes) -> str:
    """Keep who reported, and return the salted hash that stands for them elsewhere."""
    if reporter.is_empty():
        return ""
    phone = clean_phone(reporter.phone)
    salt = os.urandom(16)
    uow.session.flush()
    uow.session.add(
        CasePerson(
            id=new_id(),
            case_id=case.id,
            name=" ".join(clean_text(reporter.name).split())[:64],
            phone=phone,
            phone_key=phone_key(phone, pepper) if phone else None,
            phone_last4=last_four(phone),
            document_kind=reporter.document_kind,
            document_number=clean_document(reporter.document_kind, reporter.document_number),
            address=clean_text(reporter.address)[:200],
            salt=salt,
        )
    )
    return salted(f"{reporter.name}|{phone}", salt)


def _check_region(uow: Uow, code: str) -> None:
    if len(code) < STREET_DIGITS or uow.session.get(Region, code) is None:
        raise UnknownRegion(region=code)


def _check_category(uow: Uow, code: str | None) -> None:
    if code is not None and uow.session.get(Category, code) is None:
        raise UnknownCategory(category=code)
