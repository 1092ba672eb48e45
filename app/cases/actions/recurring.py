"""What comes back at a place (未诉先办): taking it up before somebody complains, or leaving it."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.intake import Intake, open_new_case
from app.cases.actions.steps import needed_text
from app.cases.family_states import RecurrenceState
from app.cases.models import CaseFile, Category
from app.cases.models.family import Recurrence, RecurrenceCase
from app.cases.rules import EventKind, Source
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.words import say

REASON_MOST = 500


class RecurrenceDecided(AppError):
    """Somebody has taken it up already, or left it; facts: ``who``."""

    code = "cases.recurrence_decided"


@once
def accept_recurrence(
    uow: Uow, recurrence_id: UUID, seen_version: int, pepper: bytes, *, command_key: UUID
) -> UUID:
    """Make a case of what comes back, at its place and of its kind, which names those before.

    Args:
        uow: Open transaction; its actor assigns in the region of the latest case.
        recurrence_id: Which proposal.
        seen_version: As the caller saw it.
        pepper: Key of the phone hashes.
        command_key: Made by the caller, once per user action.

    Returns:
        The key of the new case.

    Raises:
        NotFound: Absent or out of scope.
        RecurrenceDecided: It was decided already.
    """
    row = _open(uow, recurrence_id, seen_version)
    before = uow.session.scalars(_of(row.id)).all()
    latest = before[-1] if before else None
    kind = uow.session.get_one(Category, row.category_code)
    span = {"count": len(before), "kind": kind.name, "first": f"{local(row.first_at):%m-%d}"}
    text = say("cases.recurrence_text", **span, last=f"{local(row.last_at):%m-%d}")
    intake = Intake(
        text=text,
        source=Source.GRID_PATROL,
        region=row.region,
        category=row.category_code,
        place=latest.place if latest is not None else "",
        longitude=row.longitude,
        latitude=row.latitude,
        answers=dict(latest.answers) if latest is not None else {},
        extra={say("cases.recurrence_mark"): [case.number for case in before if case.number]},
    )
    case = open_new_case(uow, intake, pepper)
    row.case_id = case.id
    _decide(uow, row, RecurrenceState.ACCEPTED, "")
    return case.id


@once
def dismiss_recurrence(
    uow: Uow, recurrence_id: UUID, seen_version: int, reason: str, *, command_key: UUID
) -> None:
    """Leave what comes back to those who report it, with the reason.

    Raises:
        TextMissing: Nothing is said.
        RecurrenceDecided: It was decided already.
    """
    row = _open(uow, recurrence_id, seen_version)
    told = needed_text(reason, EventKind.REFUSED)[:REASON_MOST]
    _decide(uow, row, RecurrenceState.DISMISSED, told)


def _open(uow: Uow, recurrence_id: UUID, seen_version: int) -> Recurrence:
    asked = sa.select(Recurrence).where(Recurrence.id == recurrence_id).with_for_update()
    row = uow.session.scalars(asked).one_or_none()
    if row is None or not uow.actor.may_in(Right.READ_CASES, row.region):
        raise NotFound(recurrence_id=recurrence_id)
    if not uow.actor.may_in(Right.ASSIGN_CASE, row.region):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    if row.state != RecurrenceState.PROPOSED:
        raise RecurrenceDecided(who=row.decided_name)
    if row.version != seen_version:
        raise Conflict(recurrence_id=recurrence_id)
    return row


def _of(recurrence_id: UUID) -> sa.Select[CaseFile]:
    mine = sa.select(RecurrenceCase.case_id).where(RecurrenceCase.recurrence_id == recurrence_id)
    return sa.select(CaseFile).where(CaseFile.id.in_(mine)).order_by(CaseFile.received_at)


def _decide(uow: Uow, row: Recurrence, state: RecurrenceState, reason: str) -> None:
    row.state, row.reason = state, reason
    row.decided_at, row.decided_name = uow.now, uow.actor.name
    uow.session.flush()
    uow.record(f"cases.recurrence_{state}", Topic.RECURRENCE, row.id, region=row.region)
    uow.touched(Topic.RECURRENCE, row.id, row.region)
