"""Reminders (催办) that wait for an answer, for the bell and for Today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.queries.warnings import MOST_WARNINGS, in_hand_of
from app.cases.rules import HANDLING_STATES, EventKind
from app.cases.scope import visible
from app.core.actor import Actor

WAITS_DAYS = 180
"""What nobody answered for half a year is no matter of today."""

ANSWERS = (
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.FINISHED,
    EventKind.RETURNED,
    EventKind.REASSIGNED,
    EventKind.REHANDLED,
    EventKind.SUSPENDED,
    EventKind.CARRIED_OVER,
    EventKind.TABLED,
    EventKind.ESCALATED,
    EventKind.HANDED_OVER,
    EventKind.ASKED,
)
"""Steps after which nobody has to be reminded of a case any more."""


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """Somebody was reminded of a case."""

    case_id: UUID
    title: str
    person: str
    note: str
    at: datetime


def unanswered(
    actor: Actor, now: datetime, held: sa.ColumnElement[bool] | None = None
) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions under which a reminder waits for an answer; one for each case.

    They are for `CaseEvent` joined with `CaseFile`; `held` says whose cases, those that wait
    for this very person when left out.
    """
    later = aliased(CaseEvent)
    since = sa.select(sa.literal(1)).where(
        later.case_id == CaseEvent.case_id,
        later.ordinal > CaseEvent.ordinal,
        later.kind.in_((*ANSWERS, EventKind.REMINDED)),
    )
    return (
        CaseEvent.kind == EventKind.REMINDED,
        CaseEvent.at >= now - timedelta(days=WAITS_DAYS),
        CaseFile.state.in_(HANDLING_STATES),
        visible(actor),
        in_hand_of(actor) if held is None else held,
        ~since.exists(),
    )


def reminded_cases() -> sa.FromClause:
    """Return events joined with their cases."""
    return sa.join(CaseEvent, CaseFile, CaseFile.id == CaseEvent.case_id)


def reminders_for(
    session: Session, actor: Actor, since: datetime, now: datetime
) -> tuple[ReminderRow, ...]:
    """Return the reminders after `since` that wait for a person, the oldest first."""
    asked = (
        sa.select(
            CaseEvent.case_id, CaseFile.title, CaseEvent.person_name, CaseEvent.note, CaseEvent.at
        )
        .select_from(reminded_cases())
        .where(CaseEvent.at > since, *unanswered(actor, now))
        .order_by(CaseEvent.at, CaseEvent.id)
        .limit(MOST_WARNINGS)
    )
    return tuple(ReminderRow(*record) for record in session.execute(asked))


def reminded_now(
    session: Session, actor: Actor, now: datetime, held: sa.ColumnElement[bool]
) -> frozenset[UUID]:
    """Return which of the cases `held` somebody was reminded of without an answer since."""
    asked = sa.select(CaseEvent.case_id).select_from(reminded_cases())
    waiting = asked.where(*unanswered(actor, now, held)).limit(MOST_WARNINGS)
    return frozenset(session.scalars(waiting))
