"""Supervision sheets (督办单): drafted by rule or by hand, issued, answered, judged, dropped."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.handle import open_to_handle
from app.cases.actions.numbering import STREET_DIGITS
from app.cases.actions.steps import (
    add_event,
    clean_text,
    hold_case,
    holder_of,
    named,
    needed_text,
    step,
)
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.numbers import sheet_number
from app.cases.reach import may_act
from app.cases.rules import STEPS, BadTransition, CaseState, EventKind, SupervisionLevel
from app.cases.work_states import SheetNews, SupervisionRule, SupervisionState
from app.core.calendar_store import current_calendar
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.words import say

REASON_MOST = 500
_OPEN = (SupervisionState.DRAFTED, SupervisionState.ISSUED, SupervisionState.REPLIED)
_NEXT = {
    SupervisionLevel.BLUE: SupervisionLevel.YELLOW,
    SupervisionLevel.YELLOW: SupervisionLevel.RED,
}
"""What a sheet becomes that nobody answers in time; red stays red."""


class SupervisedAlready(AppError):
    """A sheet for the case is drafted, unanswered or not judged already."""

    code = "cases.supervised_already"


class MarkingOff(AppError):
    """The centre does without sheets drafted by the director's mark."""

    code = "supervision.marking_off"


class SupervisionEnded(AppError):
    """The sheet is no longer what the step needs; facts: ``state``."""

    code = "cases.supervision_ended"


@dataclass(frozen=True, slots=True)
class SupervisionDraft:
    """Why and how hard a case is supervised."""

    case_id: UUID
    level: SupervisionLevel
    reason: str


@once
def draft_supervision(uow: Uow, draft: SupervisionDraft, *, command_key: UUID) -> UUID:
    """Draft a sheet by hand; it presses nobody until it is issued.

    Raises:
        SupervisedAlready: One is drafted or unanswered.
    """
    case = hold_case(uow, draft.case_id)
    _require(uow, case)
    reason = needed_text(draft.reason, EventKind.SUPERVISED)[:REASON_MOST]
    if has_open_sheet(uow, case.id):
        raise SupervisedAlready
    return add_draft(uow, case, draft.level, reason)


@once
def mark_for_supervision(uow: Uow, case_id: UUID, words: str = "", *, command_key: UUID) -> UUID:
    """Draft a sheet by the director's mark on a case (批示督办): the supervisor issues it.

    Raises:
        NotAllowed: Somebody else than the director of its desk.
        MarkingOff: The centre switched the rule off.
        SupervisedAlready: One is drafted or unanswered.
    """
    case = hold_case(uow, case_id)
    if not may_act(uow.actor, case, Right.APPROVE):
        raise NotAllowed(right=Right.APPROVE)
    if not settings_at(uow.session, uow.now).supervise_marked:
        raise MarkingOff
    if CaseState(case.state) not in STEPS[EventKind.SUPERVISED]:
        raise BadTransition(old=CaseState(case.state), step=EventKind.SUPERVISED)
    if has_open_sheet(uow, case.id):
        raise SupervisedAlready
    told = clean_text(words)
    code = "supervision.by_mark_saying" if told else "supervision.by_mark"
    reason = say(code, who=uow.actor.name, words=told)[:REASON_MOST]
    return add_draft(uow, case, SupervisionLevel.YELLOW, reason, SupervisionRule.MARKED)


def has_open_sheet(uow: Uow, case_id: UUID) -> bool:
    """Tell whether a sheet for the case is drafted, unanswered or not judged."""
    asked = sa.select(Supervision.id).where(
        Supervision.case_id == case_id, Supervision.state.in_(_OPEN)
    )
    return uow.session.scalar(asked.limit(1)) is not None


def add_draft(
    uow: Uow,
    case: CaseFile,
    level: SupervisionLevel,
    reason: str,
    rule: SupervisionRule | None = None,
) -> UUID:
    """Add a draft, as a person or as the chore that goes by a rule."""
    row = Supervision(
        id=new_id(),
        case_id=case.id,
        street=case.desk_region[:STREET_DIGITS],
        level=level,
        is_by_rule=rule in (SupervisionRule.OVERDUE, SupervisionRule.UNSATISFIED),
        rule=rule,
        reason=reason,
        state=SupervisionState.DRAFTED,
        drafted_at=uow.now,
        drafted_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    _told(uow, case, row, "cases.supervision_drafted")
    return row.id


@once
def issue_supervision(
    uow: Uow, supervision_id: UUID, seen_version: int, *, command_key: UUID
) -> None:
    """Issue a drafted sheet to who holds the case: it gets its number, stands in the story, and
    waits for an answer as long as its level says.
    """
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.DRAFTED)
    _require(uow, case)
    year = local(uow.now).year
    last = sa.select(sa.func.max(Supervision.serial)).where(
        Supervision.street == row.street, Supervision.year == year
    )
    serial = (uow.session.scalar(last) or 0) + 1
    holder, due = holder_of(uow, case), _reply_due(uow, SupervisionLevel(row.level))
    row.year, row.serial = year, serial
    row.reply_due_at = row.first_due_at = due
    row.unit_id, row.unit_name = named(holder)
    row.state, row.issued_at, row.issued_name = SupervisionState.ISSUED, uow.now, uow.actor.name
    uow.settle(row)
    case.supervision_level = row.level
    step(
        uow,
        case,
        EventKind.SUPERVISED,
        note=row.reason,
        unit=named(holder),
        sheet=str(row.id),
        level=row.level,
        number=sheet_number(row.year, row.serial),
    )
    uow.touched(Topic.SUPERVISION, row.id, case.region)


@once
def reply_supervision(
    uow: Uow, supervision_id: UUID, seen_version: int, reply: str, *, command_key: UUID
) -> None:
    """Answer an issued sheet, as the unit that holds the case; the supervisor judges it then."""
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.ISSUED)
    _, unit, _ = open_to_handle(uow, case.id, case.version)
    row.reply = needed_text(reply, EventKind.PROGRESSED)
    row.state, row.replied_at, row.replied_name = SupervisionState.REPLIED, uow.now, uow.actor.name
    row.first_replied_at = row.first_replied_at or uow.now
    uow.settle(row)
    _told(uow, case, row, "cases.supervision_replied")
    _in_story(uow, case, row, SheetNews.REPLIED, row.reply, named(unit))


@once
def accept_reply(
    uow: Uow, supervision_id: UUID, seen_version: int, note: str = "", *, command_key: UUID
) -> None:
    """Accept the answer to a sheet: it is closed, and the case is supervised no more."""
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.REPLIED)
    _require(uow, case)
    row.note = clean_text(note)
    _end(uow, row, case, SupervisionState.ACCEPTED, "cases.supervision_accepted")
    _in_story(uow, case, row, SheetNews.ACCEPTED, row.note)


@once
def send_back_reply(
    uow: Uow, supervision_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Send an answer back that does not do, with the reason: it is to be answered anew, in the
    time its level gives.
    """
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.REPLIED)
    _require(uow, case)
    due = _reply_due(uow, SupervisionLevel(row.level))
    row.note, row.reply_due_at = needed_text(why, EventKind.SUPERVISED), due
    row.state, row.sent_back_count = SupervisionState.ISSUED, row.sent_back_count + 1
    uow.settle(row)
    _told(uow, case, row, "cases.supervision_sent_back")
    _in_story(uow, case, row, SheetNews.SENT_BACK, row.note)


def raise_level(uow: Uow, supervision_id: UUID) -> bool:
    """Let a sheet that nobody answered in time press harder: the next level, and its time to
    answer from now on. Nothing is done where somebody was faster, and to a red one.
    """
    held = sa.select(Supervision).where(Supervision.id == supervision_id).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None or SupervisionState(row.state) is not SupervisionState.ISSUED:
        return False
    level = _NEXT.get(SupervisionLevel(row.level))
    if level is None or row.reply_due_at is None or row.reply_due_at >= uow.now:
        return False
    case = hold_case(uow, row.case_id)
    due = _reply_due(uow, level)
    row.level, row.raised_count, row.reply_due_at = level, row.raised_count + 1, due
    case.supervision_level = level
    uow.settle(row)
    _told(uow, case, row, "cases.supervision_raised")
    _in_story(uow, case, row, SheetNews.RAISED, "")
    return True


def _reply_due(uow: Uow, level: SupervisionLevel) -> datetime:
    settings = settings_at(uow.session, uow.now)
    hours = {
        SupervisionLevel.BLUE: settings.supervision_reply_blue_h,
        SupervisionLevel.YELLOW: settings.supervision_reply_h,
        SupervisionLevel.RED: settings.supervision_reply_red_h,
    }[level]
    return current_calendar(uow.session).add_working_seconds(uow.now, hours * 3600)


def _in_story(
    uow: Uow,
    case: CaseFile,
    row: Supervision,
    news: SheetNews,
    note: str,
    unit: tuple[UUID | None, str] = (None, ""),
) -> None:
    """Tell in the story of the case what happened to its sheet; no clock notices."""
    facts: dict[str, object] = {"sheet": str(row.id), "news": news.value, "level": row.level}
    facts["number"] = sheet_number(row.year, row.serial)
    state = CaseState(case.state)
    add_event(uow, case, EventKind.SUPERVISED, old=state, note=note, unit=unit, facts=facts)


@once
def drop_supervision(
    uow: Uow, supervision_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Drop a draft that need not be issued, with the reason."""
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.DRAFTED)
    _require(uow, case)
    row.reply = needed_text(why, EventKind.SUPERVISED)
    _end(uow, row, case, SupervisionState.DROPPED, "cases.supervision_dropped")


def _require(uow: Uow, case: CaseFile) -> None:
    if not may_act(uow.actor, case, Right.SUPERVISE_CASE):
        raise NotAllowed(right=Right.SUPERVISE_CASE)


def _open(
    uow: Uow, supervision_id: UUID, seen_version: int, wanted: SupervisionState
) -> tuple[Supervision, CaseFile]:
    held = sa.select(Supervision).where(Supervision.id == supervision_id).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(supervision=supervision_id)
    case = hold_case(uow, row.case_id)
    if SupervisionState(row.state) is not wanted:
        raise SupervisionEnded(state=SupervisionState(row.state))
    if row.version != seen_version:
        raise Conflict(supervision=supervision_id)
    return row, case


def _end(uow: Uow, row: Supervision, case: CaseFile, state: SupervisionState, action: str) -> None:
    row.state, row.ended_at, row.ended_name = state, uow.now, uow.actor.name
    if state is SupervisionState.ACCEPTED:
        case.supervision_level = None
    uow.settle(row)
    _told(uow, case, row, action)


def _told(uow: Uow, case: CaseFile, row: Supervision, action: str) -> None:
    uow.record(action, Topic.SUPERVISION, row.id, region=case.region, case=str(case.id))
    uow.touched(Topic.SUPERVISION, row.id, case.region)
    uow.touched(Topic.CASE, case.id, case.region)
