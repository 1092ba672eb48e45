"""Supervision sheets (督办单): drafted by rule or by hand, issued, answered, dropped."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.handle import open_to_handle
from app.cases.actions.numbering import STREET_DIGITS
from app.cases.actions.steps import hold_case, holder_of, named, needed_text, step
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.numbers import sheet_number
from app.cases.reach import may_act
from app.cases.rules import EventKind, SupervisionLevel
from app.cases.work_states import SupervisionState
from app.core.calendar_store import current_calendar
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at

REASON_MOST = 500
_OPEN = (SupervisionState.DRAFTED, SupervisionState.ISSUED)


class SupervisedAlready(AppError):
    """A sheet for the case is drafted or unanswered already."""

    code = "cases.supervised_already"


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
    return add_draft(uow, case, draft.level, reason, by_rule=False)


def has_open_sheet(uow: Uow, case_id: UUID) -> bool:
    """Tell whether a sheet for the case is drafted or unanswered."""
    asked = sa.select(Supervision.id).where(
        Supervision.case_id == case_id, Supervision.state.in_(_OPEN)
    )
    return uow.session.scalar(asked.limit(1)) is not None


def add_draft(
    uow: Uow, case: CaseFile, level: SupervisionLevel, reason: str, *, by_rule: bool
) -> UUID:
    """Add a draft, as a person or as the chore that watches for cases long overdue."""
    row = Supervision(
        id=new_id(),
        case_id=case.id,
        street=case.desk_region[:STREET_DIGITS],
        level=level,
        is_by_rule=by_rule,
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
    """Issue a drafted sheet: it gets its number, stands in the story, and waits for an answer."""
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.DRAFTED)
    _require(uow, case)
    year = local(uow.now).year
    last = sa.select(sa.func.max(Supervision.serial)).where(
        Supervision.street == row.street, Supervision.year == year
    )
    serial = (uow.session.scalar(last) or 0) + 1
    hours = settings_at(uow.session, uow.now).supervision_reply_h
    due = current_calendar(uow.session).add_working_seconds(uow.now, hours * 3600)
    row.year, row.serial, row.reply_due_at = year, serial, due
    row.state, row.issued_at, row.issued_name = SupervisionState.ISSUED, uow.now, uow.actor.name
    uow.settle(row)
    case.supervision_level = row.level
    step(
        uow,
        case,
        EventKind.SUPERVISED,
        note=row.reason,
        unit=named(holder_of(uow, case)),
        sheet=str(row.id),
        level=row.level,
        number=sheet_number(row.year, row.serial),
    )
    uow.touched(Topic.SUPERVISION, row.id, case.region)


@once
def reply_supervision(
    uow: Uow, supervision_id: UUID, seen_version: int, reply: str, *, command_key: UUID
) -> None:
    """Answer an issued sheet, as the unit that holds the case."""
    row, case = _open(uow, supervision_id, seen_version, SupervisionState.ISSUED)
    open_to_handle(uow, case.id, case.version)
    row.reply = needed_text(reply, EventKind.PROGRESSED)
    _end(uow, row, case, SupervisionState.REPLIED, "cases.supervision_replied")


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
    if state is SupervisionState.REPLIED:
        case.supervision_level = None
    uow.settle(row)
    _told(uow, case, row, action)


def _told(uow: Uow, case: CaseFile, row: Supervision, action: str) -> None:
    uow.record(action, Topic.SUPERVISION, row.id, region=case.region, case=str(case.id))
    uow.touched(Topic.SUPERVISION, row.id, case.region)
    uow.touched(Topic.CASE, case.id, case.region)
