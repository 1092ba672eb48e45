"""Messages that arrive again: told from themselves by source and external number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.differences import Difference, differences
from app.cases.actions.intake import Intake, person_hash, person_values, said
from app.cases.actions.steps import add_event, open_case
from app.cases.due import refresh_due
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.rules import BadTransition, CaseState, EventKind, Source
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed
from app.core.ids import new_id


class Arrival(StrEnum):
    """What a message is to the database it arrives at."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ACCEPTED = "accepted"  # its words changed, but a desk has made a case of it meanwhile


@dataclass(frozen=True, slots=True)
class Known:
    """A message that is in the database already; lives as long as its transaction."""

    case: CaseFile
    person: CasePerson | None


def known_messages(uow: Uow, source: Source, numbers: Sequence[str]) -> dict[str, Known]:
    """Return what is known of messages of one source, by external number: one statement."""
    asked = (
        sa.select(CaseFile, CasePerson)
        .outerjoin(CasePerson, CasePerson.case_id == CaseFile.id)
        .where(CaseFile.source == source, CaseFile.external_number.in_(numbers))
    )
    return {
        case.external_number: Known(case, person)
        for case, person in uow.session.execute(asked)
        if case.external_number is not None
    }


class Found(NamedTuple):
    """What a message is to the database, and what it says otherwise than before."""

    arrival: Arrival
    differences: tuple[Difference, ...] = ()


def arrival_of(
    uow: Uow, intake: Intake, known: Known | None, pepper: bytes, *, received_at: datetime
) -> Found:
    """Tell what a message is to the database.

    Raises:
        NotAllowed: The right to import does not reach its region.
        AppError: A value of a known one is refused, see `said` and `person_values`; what is
            new is looked at when it is taken in.
    """
    if known is None:
        return Found(Arrival.NEW)
    if not uow.actor.may_in(Right.IMPORT, intake.region):
        raise NotAllowed(right=Right.IMPORT)
    values = _values(uow, intake, known.case, received_at)
    person = _person(intake, pepper)
    if CaseState(known.case.state) is not CaseState.SUBMITTED:
        if known.case.text == values["text"] or _has_said(uow, known.case, values["text"]):
            return Found(Arrival.UNCHANGED)
        told = Difference("text", known.case.text, values["text"])
        return Found(Arrival.ACCEPTED, (told,))
    found = differences(uow, known.case, values)
    same = not _differing(known.case, values) and _same_person(known.person, person)
    return Found(Arrival.UNCHANGED) if same else Found(Arrival.CHANGED, found)


def _has_said(uow: Uow, case: CaseFile, text: str) -> bool:
    """Tell whether the last that was noted of an accepted message is these words."""
    asked = (
        sa.select(CaseEvent.facts)
        .where(CaseEvent.case_id == case.id, CaseEvent.kind == EventKind.SUBMITTED)
        .order_by(CaseEvent.ordinal.desc())
        .limit(1)
    )
    facts = uow.session.scalar(asked) or {}
    return any(name == "text" and new == text for name, _, new in facts.get("changes", ()))


@once
def update_received(
    uow: Uow,
    case_id: UUID,
    intake: Intake,
    pepper: bytes,
    *,
    seen_version: int,
    received_at: datetime,
    command_key: UUID,
) -> None:
    """Bring a message that still waits to be accepted to what its source says now.

    Raises:
        BadTransition: A desk has accepted it meanwhile; what a desk wrote is not overwritten.
    """
    case = open_case(uow, case_id, seen_version, right=Right.IMPORT)
    if CaseState(case.state) is not CaseState.SUBMITTED:
        raise BadTransition(old=CaseState(case.state), step=EventKind.SUBMITTED)
    if not uow.actor.may_in(Right.IMPORT, intake.region):
        raise NotAllowed(right=Right.IMPORT)
    values = _values(uow, intake, case, received_at)
    told = differences(uow, case, values)
    changed = _differing(case, values)
    for name in changed:
        setattr(case, name, values[name])
    facts: dict[str, object] = {"fields": changed}
    reporter = _update_person(uow, case, _person(intake, pepper))
    if reporter:
        facts["reporter"] = reporter
    refresh_due(uow.session, case, uow.now)
    uow.session.flush()
    uow.record("cases.received_again", Topic.CASE, case.id, region=case.region, **facts)
    _add_to_story(uow, case, told, reporter, is_taken=True)


@once
def note_received(
    uow: Uow,
    case_id: UUID,
    told: tuple[Difference, ...],
    *,
    seen_version: int,
    command_key: UUID,
) -> None:
    """Note in the story of an accepted case that its source says something else now: whoever
    handles it reads that, and decides; what a desk wrote is not overwritten.
    """
    case = open_case(uow, case_id, seen_version, right=Right.IMPORT)
    _add_to_story(uow, case, told, "", is_taken=False)


def _add_to_story(
    uow: Uow, case: CaseFile, told: tuple[Difference, ...], reporter: str, *, is_taken: bool
) -> None:
    facts: dict[str, object] = {"source": case.source, "changes": [list(each) for each in told]}
    facts["is_taken"] = is_taken
    if reporter:
        facts["reporter"] = reporter
    unit: tuple[UUID | None, str] = (None, "")
    state = CaseState(case.state)
    add_event(uow, case, EventKind.SUBMITTED, old=state, note="", unit=unit, facts=facts)


def _values(uow: Uow, intake: Intake, case: CaseFile, received_at: datetime) -> dict[str, Any]:
    """Return what the source says now; what was told in confidence stays so."""
    values = said(uow, intake) | {"received_at": received_at}
    values["is_confidential"] = values["is_confidential"] or case.is_confidential
    return values


def _person(intake: Intake, pepper: bytes) -> dict[str, Any] | None:
    return None if intake.reporter.is_empty() else person_values(intake.reporter, pepper)


def _differing(case: CaseFile, values: dict[str, Any]) -> list[str]:
    return [name for name, value in values.items() if getattr(case, name) != value]


def _same_person(known: CasePerson | None, told: dict[str, Any] | None) -> bool:
    if known is None or told is None:
        return known is None and told is None
    return all(getattr(known, name) == value for name, value in told.items() if name != "salt")


def _update_person(uow: Uow, case: CaseFile, told: dict[str, Any] | None) -> str:
    """Keep who reports now; return the hash that stands for them, "" if nothing changed."""
    asked = sa.select(CasePerson).where(CasePerson.case_id == case.id)
    known = uow.session.scalars(asked).one_or_none()
    if _same_person(known, told):
        return ""
    if known is not None:
        uow.session.delete(known)
    if told is None:
        return ""
    uow.session.add(CasePerson(id=new_id(), case_id=case.id, **told))
    return person_hash(told)
