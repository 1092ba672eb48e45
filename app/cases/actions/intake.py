"""Registering a case: at a desk, or as a message that arrived and waits to be accepted."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.cases.actions.claims import ClaimedLater, covered_claim
from app.cases.actions.intake_errors import ExternalNumberTaken as ExternalNumberTaken
from app.cases.actions.intake_errors import ExternalNumberTooLong as ExternalNumberTooLong
from app.cases.actions.intake_errors import HappenedLater as HappenedLater
from app.cases.actions.intake_errors import PointIncomplete as PointIncomplete
from app.cases.actions.intake_errors import UnknownCategory as UnknownCategory
from app.cases.actions.intake_errors import UnknownRegion as UnknownRegion
from app.cases.actions.looking_up import looked_up
from app.cases.actions.numbering import give_number
from app.cases.actions.reporters import NOBODY
from app.cases.actions.reporters import Reporter as Reporter
from app.cases.actions.reporters import person_hash as person_hash
from app.cases.actions.reporters import person_values as person_values
from app.cases.actions.steps import add_event, clean_text, needed_text, open_case, step
from app.cases.due import refresh_due
from app.cases.held import hold
from app.cases.kinds import checked_answers, questions_of
from app.cases.models import CaseFile, Category
from app.cases.models.personal import CasePerson
from app.cases.numbers import receipt_code
from app.cases.rules import CaseState, EventKind, Level, MatterClass, Source
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.territory.actions import confirm_place
from app.territory.coordinates import check_degrees
from app.territory.models import Region
from app.territory.rules import Tier, tier_of

STREET_DIGITS = 9
TITLE_LENGTH = 40
NUMBER_LENGTH = 64
"""Characters of the number another office gave its record."""


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
        answers: What was answered to the questions of the kind, by their key.
        is_confidential: The handling unit shall not learn who reported; also where the kind
            is one for which that is the rule.
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
    reporter: Reporter = NOBODY
    wants_call_back: bool = False
    is_confidential: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)


@once
def register_case(
    uow: Uow,
    intake: Intake,
    pepper: bytes,
    *,
    claimed_at: datetime | None = None,
    command_key: UUID,
) -> UUID:
    """Register what a citizen said; both clocks get their due times with the next steps.

    Args:
        uow: Open transaction.
        intake: What was said.
        pepper: Key of the phone hashes (`Database.state.pepper`).
        claimed_at: When it was taken in, if not now: at a desk whose server was away.
        command_key: Made by the caller, once per user action.

    Returns:
        The key of the new case.
    """
    if not uow.actor.may_in(Right.REGISTER_CASE, intake.region):
        raise NotAllowed(right=Right.REGISTER_CASE)
    return open_new_case(uow, intake, pepper, claimed_at).id


def open_new_case(
    uow: Uow, intake: Intake, pepper: bytes, claimed_at: datetime | None = None
) -> CaseFile:
    """Register what was said, as whoever may; the case that came of it is returned."""
    if claimed_at is not None and claimed_at > uow.now:
        raise ClaimedLater
    answers = checked_answers(questions_of(_kind(uow, intake.category)), intake.answers)
    case = _new_case(uow, intake, CaseState.REGISTERED)
    case.answers = answers
    case.first_contact_id = uow.actor.person_id
    give_number(uow, case)
    reporter_hash = _keep_reporter(uow, case, intake.reporter, pepper)
    _opened(uow, case, EventKind.REGISTERED, reporter_hash, claimed_at)
    _learn_place(uow, case)
    return case


@once
def receive_case(
    uow: Uow, intake: Intake, pepper: bytes, *, received_at: datetime, command_key: UUID
) -> UUID:
    """Put a message from another source into the queue, where it waits to be accepted."""
    if not uow.actor.may_in(Right.IMPORT, intake.region):
        raise NotAllowed(right=Right.IMPORT)
    return open_message(uow, intake, pepper, received_at=received_at).id


def open_message(uow: Uow, intake: Intake, pepper: bytes, *, received_at: datetime) -> CaseFile:
    """Keep what was said without taking it on, as whoever may; what came of it is returned."""
    case = _new_case(uow, intake, CaseState.SUBMITTED)
    case.received_at = received_at
    _opened(uow, case, EventKind.SUBMITTED, _keep_reporter(uow, case, intake.reporter, pepper))
    return case


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
    answers: dict[str, str] = field(default_factory=dict)


@once
def accept_case(uow: Uow, acceptance: Acceptance, *, command_key: UUID) -> str:
    """Accept a message that arrived: it gets its first receiver and a number, which is returned."""
    case = open_case(uow, acceptance.case_id, acceptance.seen_version, right=Right.REGISTER_CASE)
    if not uow.actor.may_in(Right.REGISTER_CASE, acceptance.region):
        raise NotAllowed(right=Right.REGISTER_CASE)
    check_region(uow, acceptance.region)
    check_category(uow, acceptance.category)
    check_point(acceptance.longitude, acceptance.latitude)
    kind = _kind(uow, acceptance.category)
    case.title = title_of(acceptance.title, case.text)
    case.category_code = acceptance.category
    case.answers = checked_answers(questions_of(kind), acceptance.answers)
    case.is_confidential = case.is_confidential or _is_confidential(kind)
    case.level = acceptance.level
    case.matter_class = acceptance.matter_class
    case.region = case.opened_region = case.desk_region = acceptance.region
    case.place = clean_text(acceptance.place)[:200]
    case.longitude, case.latitude = acceptance.longitude, acceptance.latitude
    case.first_contact_id = uow.actor.person_id
    case.registered_at = uow.now
    number = give_number(uow, case)
    step(uow, case, EventKind.REGISTERED)
    _learn_place(uow, case)
    return number


def _learn_place(uow: Uow, case: CaseFile) -> None:
    """Let the gazetteer learn where the words lie that a person has just put on the map."""
    if uow.alone is not None and not uow.alone.learns_places:
        return
    if case.longitude is None or case.latitude is None or tier_of(case.region) is not Tier.GRID:
        return
    confirm_place(
        uow, case.place, longitude=case.longitude, latitude=case.latitude, grid=case.region
    )


def said(uow: Uow, intake: Intake, cleaned: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the columns of a case that hold what was said, checked and cleaned.

    Args:
        uow: Open transaction.
        intake: What was said.
        cleaned: What `cleaned_texts` made of it, where somebody has done that already.
    """
    check_region(uow, intake.region)
    kind = _known_kind(uow, intake.category)
    check_point(intake.longitude, intake.latitude)
    if intake.happened_at is not None and intake.happened_at > uow.now:
        raise HappenedLater
    return {
        **(cleaned or cleaned_texts(intake)),
        "category_code": intake.category,
        "level": intake.level,
        "matter_class": intake.matter_class,
        "region": intake.region,
        "opened_region": intake.region,
        "desk_region": intake.region,
        "longitude": intake.longitude,
        "latitude": intake.latitude,
        "happened_at": intake.happened_at,
        "is_confidential": intake.is_confidential or _is_confidential(kind),
        "wants_call_back": intake.wants_call_back,
    }


def cleaned_texts(intake: Intake) -> dict[str, Any]:
    """Return the columns of a case that hold words, cleaned; pure.

    Raises:
        AppError: There is no text, or too much of it.
    """
    text = needed_text(intake.text, EventKind.REGISTERED)
    return {
        "title": title_of(intake.title, text),
        "text": text,
        "place": clean_text(intake.place)[:200],
        "extra": {one_line(name): _kept(value) for name, value in intake.extra.items()},
    }


def new_values(
    uow: Uow, intake: Intake, state: CaseState, key: UUID, cleaned: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the columns a new case begins with, checked and cleaned; the others are blank."""
    return {
        "id": key,
        "receipt_code": receipt_code(),
        "source": intake.source,
        "external_number": external_number_of(intake.external_number),
        "state": state,
        "received_at": uow.now,
        "registered_at": uow.now if state is CaseState.REGISTERED else None,
        "order_at": uow.now,
        "pause_reason": "",
        "returned_count": 0,
        "reopened_count": 0,
        "call_count": 0,
        **said(uow, intake, cleaned),
    }


def _new_case(uow: Uow, intake: Intake, state: CaseState) -> CaseFile:
    case = CaseFile(**new_values(uow, intake, state, new_id()))
    uow.session.add(case)
    hold(uow.session, case)
    try:
        uow.settle()
    except IntegrityError as error:
        if case.external_number is None:  # the receipt's code, by chance: another try has another
            raise Conflict from error
        raise ExternalNumberTaken(number=case.external_number) from error
    return case


def _kept(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


def external_number_of(typed: str | None) -> str | None:
    """Return the source's own number as it is kept, None for none; pure.

    Raises:
        ExternalNumberTooLong: It is longer than can be kept.
    """
    number = one_line(typed or "")
    if len(number) > NUMBER_LENGTH:
        raise ExternalNumberTooLong(limit=NUMBER_LENGTH)
    return number or None


def _opened(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    reporter_hash: str,
    claimed_at: datetime | None = None,
) -> None:
    uow.settle()
    facts = opening_facts(case.source, reporter_hash)
    if claimed_at is not None:
        facts |= covered_claim(uow, claimed_at)
    told: dict[str, Any] = {"note": "", "unit": (None, ""), "claimed_at": claimed_at}
    add_event(uow, case, kind, old=None, facts=facts, **told)
    refresh_due(uow.session, case, uow.now)


def opening_facts(source: str, reporter_hash: str) -> dict[str, object]:
    """Return what the first event of a case keeps: where it came from, and who told it."""
    facts: dict[str, object] = {"source": source}
    if reporter_hash:
        facts["reporter"] = reporter_hash
    return facts


def title_of(given: str, text: str) -> str:
    """Return the given title, else the first sentence of the text, cut for a queue row."""
    title = " ".join(clean_text(given).split())
    if not title:
        first = text.split("\n", 1)[0].replace("；", "。").split("。", 1)[0]
        title = first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"
    return title[:200]


def _keep_reporter(uow: Uow, case: CaseFile, reporter: Reporter, pepper: bytes) -> str:
    """Keep who reported, and return the salted hash that stands for them elsewhere."""
    if reporter.is_empty():
        return ""
    values = person_values(reporter, pepper)
    uow.add(CasePerson, id=new_id(), case_id=case.id, **values)
    return person_hash(values)


def check_region(uow: Uow, code: str) -> None:
    """Raise `UnknownRegion` unless the code is a street or below, in the tree and in use."""
    region = looked_up(uow, Region, code) if len(code) >= STREET_DIGITS else None
    if region is None or region.retired_at is not None:
        raise UnknownRegion(region=code)


def check_point(longitude: float | None, latitude: float | None) -> None:
    """Raise unless there is no point at all, or one in or near China."""
    if longitude is None and latitude is None:
        return
    if longitude is None or latitude is None:
        raise PointIncomplete
    check_degrees(longitude, latitude)


def _kind(uow: Uow, code: str | None) -> Category | None:
    return looked_up(uow, Category, code) if code else None


def is_told_in_confidence(uow: Uow, code: str | None) -> bool:
    """Tell whether reporters of a kind stay unnamed by rule, named by its code."""
    return _is_confidential(_kind(uow, code))


def _is_confidential(kind: Category | None) -> bool:
    """Tell whether reporters of a kind stay unnamed by rule, as in complaints about officials."""
    return kind is not None and kind.is_confidential


def check_category(uow: Uow, code: str | None) -> None:
    """Raise `UnknownCategory` unless the code is in the tree of kinds."""
    _known_kind(uow, code)


def _known_kind(uow: Uow, code: str | None) -> Category | None:
    kind = looked_up(uow, Category, code) if code is not None else None
    if kind is None and code is not None:
        raise UnknownCategory(category=code)
    return kind
