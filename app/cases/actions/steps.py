"""What every step on a case has in common: find it, check it, write its event."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.due import refresh_due
from app.cases.models import CaseAudience, CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind, after
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import storable

MAX_TEXT = 20_000


class TextTooLong(AppError):
    """A text is longer than a case can hold; facts: ``limit``, ``have``."""

    code = "cases.text_too_long"


class TextMissing(AppError):
    """A step that must say something says nothing; facts: ``step``."""

    code = "cases.text_missing"


def clean_text(text: str) -> str:
    """Return text without control characters and outer white space (also U+3000 and NBSP).

    Raises:
        TextTooLong: More than `MAX_TEXT` characters are left.
    """
    kept = storable(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > MAX_TEXT:
        raise TextTooLong(limit=MAX_TEXT, have=len(kept))
    return kept


def needed_text(text: str, step: EventKind) -> str:
    """Return cleaned text; a text of spaces is refused."""
    kept = clean_text(text)
    if not kept:
        raise TextMissing(step=step)
    return kept


def find_case(uow: Uow, case_id: UUID) -> CaseFile:
    """Return a case within the actor's scope.

    Raises:
        NotFound: It is absent or not theirs: the same answer for both.
    """
    return _found(uow, case_id, sa.select(CaseFile))


def hold_case(uow: Uow, case_id: UUID) -> CaseFile:
    """Return a case within the actor's scope as it is now, and let nobody else act on it until
    the commit: what is about to be said of it must not cross with another desk's step.

    Raises:
        NotFound: It is absent or not theirs: the same answer for both.
    """
    held = sa.select(CaseFile).with_for_update(of=CaseFile)
    return _found(uow, case_id, held.execution_options(populate_existing=True))


def _found(uow: Uow, case_id: UUID, asked: sa.Select[CaseFile]) -> CaseFile:
    asked = asked.where(CaseFile.id == case_id, visible(uow.actor))
    case = uow.session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    return case


def open_case(uow: Uow, case_id: UUID, seen_version: int, *, right: str) -> CaseFile:
    """Return a case to act on, as the caller saw it.

    Raises:
        NotFound: Absent or out of scope.
        NotAllowed: The right does not reach this case.
        Conflict: Somebody changed it since it was read.
    """
    case = hold_case(uow, case_id)
    if not may_act(uow.actor, case, right):
        raise NotAllowed(right=right)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    return case


def may_act(actor: Actor, case: CaseFile, right: str) -> bool:
    """Tell whether a right reaches a case: by its region, or by the unit that holds it."""
    units = frozenset({case.handling_unit_id} if case.handling_unit_id else ())
    return actor.may_in(right, case.region, units)


def step(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    *,
    note: str = "",
    unit: tuple[UUID | None, str] = (None, ""),
    claimed_at: datetime | None = None,
    **facts: object,
) -> None:
    """Move a case on by one event: new state, due times, journal and news in one go.

    Raises:
        BadTransition: The step cannot be taken from where the case stands.
    """
    old = CaseState(case.state)
    case.state = after(old, kind)
    at = add_event(
        uow, case, kind, old=old, note=note, unit=unit, claimed_at=claimed_at, facts=facts
    )
    refresh_due(uow.session, case, at)


def add_event(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    *,
    old: CaseState | None,
    note: str,
    unit: tuple[UUID | None, str],
    facts: dict[str, object],
    claimed_at: datetime | None = None,
) -> datetime:
    """Append an event, journal it, and tell every desk.

    Returns:
        When it happened: now, yet never before the event it follows, since the clocks of two
        desks may differ by a second.
    """
    last = sa.select(sa.func.max(CaseEvent.ordinal), sa.func.max(CaseEvent.at))
    found = uow.session.execute(last.where(CaseEvent.case_id == case.id)).one()
    newest: int | None = found[0]
    before: datetime | None = found[1]
    ordinal, at = (newest or 0) + 1, max(uow.now, before or uow.now)
    uow.session.add(
        CaseEvent(
            id=new_id(),
            case_id=case.id,
            ordinal=ordinal,
            kind=kind,
            at=at,
            claimed_at=claimed_at,
            person_id=uow.actor.person_id,
            person_name=uow.actor.name,
            unit_id=unit[0],
            unit_name=unit[1],
            old_state=old,
            new_state=case.state,
            note=note,
            facts=facts,
        )
    )
    uow.session.flush()
    uow.record(
        f"cases.{kind}",
        Topic.CASE,
        case.id,
        region=case.region,
        state=[old, case.state],
        event=ordinal,
    )
    uow.touched(Topic.CASE, case.id, case.region)
    return at


def let_read(uow: Uow, case: CaseFile, unit_id: UUID) -> None:
    """Put a unit into the audience of a case; being there already changes nothing."""
    if uow.session.get(CaseAudience, (case.id, unit_id)) is None:
        uow.session.add(CaseAudience(case_id=case.id, unit_id=unit_id, since=uow.now))
