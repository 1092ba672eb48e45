"""Who is called back: drawing by the plan, what came of a call, and the plan itself."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.actions.numbering import STREET_DIGITS
from app.cases.actions.steps import clean_text, newest_ordinal
from app.cases.call_plan import has_phone, plan_now
from app.cases.call_states import CallState
from app.cases.drawing import (
    CallReason,
    Plan,
    Share,
    checked_shares,
    is_drawn,
    plan_body,
)
from app.cases.due import AnyEvent, life_of
from app.cases.life_clock import living
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer, CallPlan, CallRound
from app.cases.models.work import CaseRequest
from app.cases.rules import EventKind, Source
from app.cases.work_states import RequestKind, RequestState
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.shared_settings import settings_at

_NOTE_MOST = 500
_SALT_BYTES = 16


@once
def publish_plan(
    uow: Uow,
    shares: Sequence[Share],
    rest: Share,
    seen_number: int,
    note: str = "",
    *,
    salt: str = "",
    command_key: UUID,
) -> int:
    """Decide which finished cases are called back from now on; what was drawn stays drawn.

    Args:
        uow: Open transaction; the actor decides on kinds and limits for every centre.
        shares: In their order, the first that speaks of a case decides.
        rest: For what none of them speaks of.
        seen_number: Version the person saw.
        note: Why, for later readers.
        salt: What the places follow from, for a story that is told anew; one nobody can foresee
            where it is left out.
        command_key: Makes doing it twice do it once.

    Returns:
        The number of the new version.

    Raises:
        ShareWrong: A share is not some of at most a hundred.
        ShareTwice: Two speak of the same cases.
        Conflict: Somebody else has decided meanwhile.
    """
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    checked_shares(shares, rest)
    if plan_now(uow.session).number != seen_number:
        raise Conflict
    row = CallPlan(
        number=seen_number + 1,
        at=uow.now,
        author_id=uow.actor.person_id,
        author=uow.actor.name,
        note=clean_text(note)[:_NOTE_MOST],
        body=plan_body(shares, rest, salt or secrets.token_hex(_SALT_BYTES)),
    )
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:  # the number is taken
        raise Conflict from error
    uow.record("cases.call_plan", Topic.CALL_BACK, row.number, version=row.number)
    uow.touched(Topic.CALL_BACK, row.number)
    return row.number


def finishing(events: Sequence[AnyEvent]) -> AnyEvent | None:
    """Return the event that finished a case the last time and still counts."""
    ends = (EventKind.FINISHED, EventKind.REOPENED)
    last = next((event for event in reversed(living(events)) if event.kind in ends), None)
    return last if last is not None and last.kind == EventKind.FINISHED else None


def draw(uow: Uow, case: CaseFile, finished: AnyEvent) -> CallRound:
    """Draw whether a finished case is called back, once for each finishing."""
    drawn = sa.select(CallRound).where(
        CallRound.case_id == case.id, CallRound.ordinal == finished.ordinal
    )
    row = uow.session.scalars(drawn).one_or_none()
    if row is not None:
        return row
    plan, street = plan_now(uow.session), case.desk_region[:STREET_DIGITS]
    share = plan.share_of(Source(case.source), case.category_code)
    reason = _reason_beforehand(uow, case)
    name = reason or share.name
    serial = _next_serial(uow.session, street, plan, name)
    if reason is None:
        yes = is_drawn(plan, share, street, serial)
        reason = CallReason.DRAWN if yes else CallReason.NOT_DRAWN
    waits = reason in (CallReason.DRAWN, CallReason.PROMISED)
    state, ended = (CallState.WAITING, None) if waits else (CallState.LEFT_OUT, uow.now)
    if waits and (answered := _answered_since(uow.session, case.id, finished.ordinal)):
        state, ended = CallState.ANSWERED, answered
    row = CallRound(
        id=new_id(),
        case_id=case.id,
        ordinal=finished.ordinal,
        region=case.desk_region,
        street=street,
        plan=plan.number,
        share=name,
        serial=serial,
        drawn=share.drawn,
        drawn_of=share.of,
        reason=reason,
        state=state,
        finished_at=finished.at,
        next_at=finished.at,
        ended_at=ended,
    )
    uow.session.add(row)
    uow.settle(row)
    uow.touched(Topic.CALL_BACK, row.id, case.region)
    return row


def _answered_since(session: Session, case_id: UUID, ordinal: int) -> datetime | None:
    """Return when somebody answered about a finishing that nothing was drawn for yet."""
    asked = sa.select(sa.func.max(CallAnswer.at)).where(
        CallAnswer.case_id == case_id,
        CallAnswer.ordinal > ordinal,
        CallAnswer.reversed_at.is_(None),
    )
    return session.scalar(asked)


def _reason_beforehand(uow: Uow, case: CaseFile) -> CallReason | None:
    """Return what decides before any drawing: nobody to call, or a promise."""
    if not has_phone(uow.session, case.id):
        return CallReason.NO_PHONE
    return CallReason.PROMISED if case.wants_call_back else None


def _next_serial(session: Session, street: str, plan: Plan, name: str) -> int:
    last = sa.select(sa.func.max(CallRound.serial)).where(
        CallRound.street == street, CallRound.plan == plan.number, CallRound.share == name
    )
    return (session.scalar(last) or 0) + 1


def note_missed(uow: Uow, case: CaseFile) -> None:
    """Note that nobody was reached: it comes back later, until the centre has tried enough."""
    row = _round_of(uow, case)
    if row is None or row.state != CallState.WAITING:
        return
    settings = settings_at(uow.session, uow.now)
    row.tries += 1
    row.next_at = uow.now + timedelta(hours=settings.call_again_h)
    if row.tries >= settings.call_tries:
        row.state, row.ended_at = CallState.GIVEN_UP, uow.now
    _told(uow, row, case)


def note_answer(
    uow: Uow, case: CaseFile, *, contacted: bool, in_time: bool, solved: bool, satisfied: bool
) -> None:
    """Keep what was answered, with what the rates are told apart by as it is now.

    Only who was drawn or promised a call counts: who calls others could choose whom.
    """
    row = _round_of(uow, case)
    counts = uow.alone is not None or (row is not None and row.state != CallState.LEFT_OUT)
    if row is not None and row.state in (CallState.WAITING, CallState.GIVEN_UP):
        row.state, row.ended_at = CallState.ANSWERED, uow.now
        _told(uow, row, case)
    uow.add(
        CallAnswer,
        id=new_id(),
        case_id=case.id,
        ordinal=newest_ordinal(uow, case),
        at=uow.now,
        region=case.desk_region,
        source=case.source,
        category_code=case.category_code,
        unit_id=case.handling_unit_id,
        counts=counts,
        is_contacted=contacted,
        is_in_time=in_time,
        is_solved=solved,
        is_satisfied=satisfied,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        reversed_at=None,
    )
    uow.settle()


def overtake(uow: Uow, case: CaseFile) -> None:
    """Call nobody about a finishing that holds no more."""
    if uow.alone is None:
        _move_rounds(uow, case, CallState.WAITING, CallState.OVERTAKEN, uow.now)


def after_reversal(uow: Uow, case: CaseFile, undone: AnyEvent) -> None:
    """Let calling back follow a step that was put right."""
    if uow.alone is not None:
        return
    kind = EventKind(undone.kind)
    if kind is EventKind.FINISHED:
        overtake(uow, case)
    elif kind is EventKind.REOPENED:
        _move_rounds(uow, case, CallState.OVERTAKEN, CallState.WAITING, None)
    elif kind in (EventKind.CALLED_BACK, EventKind.CALL_MISSED):
        _take_back(uow, case, undone)


def _move_rounds(
    uow: Uow, case: CaseFile, old: CallState, new: CallState, ended: datetime | None
) -> None:
    moved = sa.update(CallRound).where(CallRound.case_id == case.id, CallRound.state == old)
    values = {"state": new, "ended_at": ended, "version": CallRound.version + 1}
    uow.session.execute(moved.values(values), execution_options={"synchronize_session": "fetch"})
    uow.touched(Topic.CALL_BACK, case.id, case.region)


def _take_back(uow: Uow, case: CaseFile, reversed_: AnyEvent) -> None:
    """Let an answer, or a call in vain, not count any more, nor what the director was asked."""
    drop_reopening(uow, case, "")
    asked = sa.select(CallAnswer).where(
        CallAnswer.case_id == case.id, CallAnswer.ordinal == reversed_.ordinal
    )
    answer = uow.session.scalars(asked).one_or_none()
    if answer is not None:
        answer.reversed_at = uow.now
    row = _round_of(uow, case)
    if row is None or row.state == CallState.LEFT_OUT:
        return
    if reversed_.kind == EventKind.CALL_MISSED:
        row.tries = max(0, row.tries - 1)
    row.state, row.ended_at, row.next_at = CallState.WAITING, None, uow.now
    _told(uow, row, case)


def asks_reopening(session: Session, case_id: UUID) -> bool:
    """Tell whether the director is asked to have a case reopened once more."""
    return session.scalar(_reopening(case_id).with_only_columns(CaseRequest.id)) is not None


def _reopening(case_id: UUID) -> "sa.Select[CaseRequest]":
    return sa.select(CaseRequest).where(
        CaseRequest.case_id == case_id,
        CaseRequest.kind == RequestKind.REOPENED,
        CaseRequest.state == RequestState.PENDING,
    )


def drop_reopening(uow: Uow, case: CaseFile, why: str) -> None:
    """Let the director be asked no more whether a case is reopened: it was decided otherwise."""
    for row in uow.session.scalars(_reopening(case.id)):
        row.state = RequestState.REFUSED if why else RequestState.WITHDRAWN
        row.decided_at, row.decided_name = uow.now, uow.actor.name
        row.decision = why[:_NOTE_MOST]
        uow.touched(Topic.REQUEST, row.id, case.region)


def _round_of(uow: Uow, case: CaseFile) -> CallRound | None:
    if uow.alone is not None:
        return None  # whoever makes a database as a whole draws at its end
    finished = finishing(life_of(uow.session, case))
    return draw(uow, case, finished) if finished is not None else None


def _told(uow: Uow, row: CallRound, case: CaseFile) -> None:
    uow.settle(row)
    uow.touched(Topic.CALL_BACK, row.id, case.region)
