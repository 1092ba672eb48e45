"""What every step on a case has in common: find it, check it, write its event."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.actions.audience import let_read as let_read
from app.cases.actions.audience import let_region_read as let_region_read
from app.cases.actions.carrying import carry_on, rests_with_lead
from app.cases.actions.events import REVERSIBLE as REVERSIBLE
from app.cases.actions.events import add_event as add_event
from app.cases.actions.events import changed_from, remember
from app.cases.actions.events import event_row as event_row
from app.cases.actions.events import event_told as event_told
from app.cases.actions.events import newest_ordinal as newest_ordinal
from app.cases.due import refresh_due
from app.cases.held import held_case
from app.cases.life_clock import MOVES_HANDLING, MOVES_SIGNING
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.work import CaseRequest
from app.cases.reach import may_act as may_act
from app.cases.rules import CaseState, EventKind, FollowsLead, Pause, after
from app.cases.scope import may_read, visible
from app.cases.work_states import RequestState
from app.core.database import Uow
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.text import storable

MAX_TEXT = 20_000
MOVES_CLOCK = MOVES_HANDLING | MOVES_SIGNING


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
    kept = text if text.isprintable() else storable(text)
    if "\r" in kept:
        kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    kept = kept.strip()
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
    kept = held_case(uow.session, case_id)
    if kept is not None:
        case = kept.case if may_read(uow.actor, kept.case, kept.heard, kept.placed) else None
    else:
        asked = asked.where(CaseFile.id == case_id, visible(uow.actor))
        case = uow.session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    remember(uow, case)
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


def holder_of(uow: Uow, case: CaseFile) -> Unit | None:
    """Return the unit that holds a case."""
    return uow.session.get(Unit, case.handling_unit_id) if case.handling_unit_id else None


def named(unit: Unit | None) -> tuple[UUID | None, str]:
    """Return key and name of a unit, as an event keeps them."""
    return (unit.id, unit.name) if unit else (None, "")


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

    Args:
        uow: Open transaction.
        case: As `hold_case` returned it, with the columns changed that the step changes.
        kind: Which step.
        note: What was said.
        unit: Whose step it is, or to whom the case went: key and name.
        claimed_at: When it happened, if not now; see `checked_claim`.
        facts: What else the event keeps.

    Raises:
        BadTransition: The step cannot be taken from where the case stands.
        WhilePaused: What holds the case up has to end first.
        FollowsLead: It was merged into another case, which takes the step for it.
    """
    if rests_with_lead(case, kind):
        raise FollowsLead(step=kind)
    old = CaseState(case.state)
    case.state, case.pause = after(old, kind, Pause(case.pause) if case.pause else None)
    if case.pause is None and (case.pause_reason or case.resume_at):
        case.pause_reason, case.resume_at = "", None
    before = changed_from(uow, case)
    if before:
        facts["before"] = before
    if before.get("handling_unit_id") is not None:
        _drop_requests(uow, case)
    at = add_event(
        uow, case, kind, old=old, note=note, unit=unit, claimed_at=claimed_at, facts=facts
    )
    refresh_due(uow.session, case, at)
    carry_on(uow, case, kind, note, facts, claimed_at)


def last_move(uow: Uow, case: CaseFile) -> datetime | None:
    """Return when the last step was recorded that moved a clock."""
    kept = held_case(uow.session, case.id)
    if kept is not None:
        return max((e.at for e in kept.events if e.kind in MOVES_CLOCK), default=None)
    asked = sa.select(sa.func.max(CaseEvent.at)).where(
        CaseEvent.case_id == case.id, CaseEvent.kind.in_(MOVES_CLOCK)
    )
    return uow.session.scalar(asked)


def _drop_requests(uow: Uow, case: CaseFile) -> None:
    """Withdraw what the unit asked for that holds the case no more: its reasons were its own."""
    pending = sa.update(CaseRequest).where(
        CaseRequest.case_id == case.id, CaseRequest.state == RequestState.PENDING
    )
    gone = {"state": RequestState.WITHDRAWN, "version": CaseRequest.version + 1}
    uow.session.execute(pending.values(gone), execution_options={"synchronize_session": "fetch"})
