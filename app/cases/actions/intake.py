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
from app.cases.actions.opening import Intake as Intake
from app.cases.actions.opening import (
    check_happened,
    check_point,
    cleaned_texts,
    opening_facts,
    opening_values,
    title_of,
    told_values,
)
from app.cases.actions.reporters import Reporter as Reporter
from app.cases.actions.reporters import person_hash as person_hash
from app.cases.actions.reporters import person_values as person_values
from app.cases.actions.steps import add_event, clean_text, open_case, step
from app.cases.due import refresh_due
from app.cases.held import hold
from app.cases.kinds import checked_answers, questions_of
from app.cases.models import CaseFile, Category
from app.cases.models.personal import CasePerson
from app.cases.rules import CaseState, EventKind, Level, MatterClass
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.territory.actions import confirm_place
from app.territory.models import Region
from app.territory.rules import Tier, tier_of

STREET_DIGITS = 9


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


def said(uow: Uow, intake: Intake) -> dict[str, Any]:
    """Return the columns of a case that hold what was said, checked and cleaned."""
    check_region(uow, intake.region)
    kind = _known_kind(uow, intake.category)
    check_point(intake.longitude, intake.latitude)
    check_happened(intake.happened_at, uow.now)
    values = told_values(intake, cleaned_texts(intake))
    return values | {"is_confidential": intake.is_confidential or _is_confidential(kind)}


def _new_case(uow: Uow, intake: Intake, state: CaseState) -> CaseFile:
    case = CaseFile(**opening_values(intake, state, new_id(), uow.now), **said(uow, intake))
    uow.session.add(case)
    hold(uow.session, case)
    try:
        uow.settle()
    except IntegrityError as error:
        if case.external_number is None:  # the receipt's code, by chance: another try has another
            raise Conflict from error
        raise ExternalNumberTaken(number=case.external_number) from error
    return case


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


def _kind(uow: Uow, code: str | None) -> Category | None:
    return looked_up(uow, Category, code) if code else None


def is_told_in_confidence(uow: Uow, code: str | None) -> bool:
    """Tell whether reporters of a kind stay unnamed by rule, named by its code."""
    return _is_confidential(_kind(uow, code))


def _is_confidential(kind: Category | None) -> bool:
    """Tell whether reporters of a kind stay unnamed by rule, as in complaints about officials."""
    return kind is not None and kind.is_confidential


def check_category(uow: Uow, code: str | None) -> bool:
    """Raise `UnknownCategory` unless the code is in the tree of kinds; tell whether reporters of
    the kind stay unnamed by rule.
    """
    return _is_confidential(_known_kind(uow, code))


def _known_kind(uow: Uow, code: str | None) -> Category | None:
    kind = looked_up(uow, Category, code) if code is not None else None
    if kind is None and code is not None:
        raise UnknownCategory(category=code)
    return kind
