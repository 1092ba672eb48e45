"""Writes report-ins of a demo in bulk, as their actions would have left them one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow
from app.core.database.tables import JournalEntry
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.party.report_in.actions.registering import ReportDraft
from app.party.report_in.models import ReportIn, ReportInEvent
from app.party.report_in.rules import ReportState, ReportStep, check_step, new_number
from app.party.rules import joined


@dataclass(slots=True)
class Course:
    """One report-in with its steps so far.

    Attributes:
        row: Its columns.
        steps: Columns of each step.
        entries: What the journal says of each.
    """

    row: dict[str, Any]
    steps: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> ReportState:
        """Return how it stands."""
        return ReportState(self.row["state"])


class ReportBook:
    """Report-ins that are put together, to be written all at once."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._days = timedelta(days=settings_at(session, now).party_visit_days)

    def register(self, who: Actor, at: datetime, draft: ReportDraft) -> Course:
        """Put a registration down as somebody at a moment."""
        row = {
            "id": new_id(),
            "kind": draft.kind,
            "number": new_number(),
            "source": draft.source,
            "sender_id": draft.sender_id,
            "external_id": draft.external_id,
            "name": draft.name,
            "unit_name": draft.unit_name,
            "last4": draft.last4,
            "people": draft.people,
            "skills": joined(draft.skills),
            "region": draft.region,
            "state": ReportState.REGISTERED,
            "registered_at": (draft.registered_at or at).astimezone(UTC),
            "visit_by": local(at + self._days).date(),
            "confirmed_at": None,
            "confirmed_name": "",
            "ended_at": None,
            "ended_why": "",
            "reviewed_year": None,
        }
        course = Course(row)
        self._step(course, who, at, ReportStep.REGISTERED)
        return course

    def confirm(self, course: Course, who: Actor, at: datetime) -> None:
        """Confirm the visit."""
        check_step(ReportStep.CONFIRMED, course.state)
        course.row |= {
            "state": ReportState.CONFIRMED,
            "confirmed_at": at.astimezone(UTC),
            "confirmed_name": who.name,
            "ended_at": None,
            "ended_why": "",
        }
        self._step(course, who, at, ReportStep.CONFIRMED)

    def review(self, course: Course, who: Actor, at: datetime) -> None:
        """Look at it as once a year: it stays."""
        check_step(ReportStep.REVIEWED, course.state)
        course.row["reviewed_year"] = local(at).year
        self._step(course, who, at, ReportStep.REVIEWED)

    def leave(
        self, course: Course, who: Actor, at: datetime, step: ReportStep, reason: str
    ) -> None:
        """Let it lapse or end for a reason."""
        check_step(step, course.state)
        course.row |= {
            "state": ReportState.LAPSED if step is ReportStep.LAPSED else ReportState.ENDED,
            "ended_at": at.astimezone(UTC),
            "ended_why": reason,
        }
        self._step(course, who, at, step, reason)

    def write(self, who: Actor, at: datetime, courses: Sequence[Course]) -> None:
        """Write some of them with all their steps."""
        uow = Uow(self._session, who, at)
        entries = [entry for course in courses for entry in course.entries]
        uow.add_many(ReportIn, [course.row for course in courses])
        uow.add_many(ReportInEvent, [step for course in courses for step in course.steps])
        uow.add_many(JournalEntry, sorted(entries, key=itemgetter("at")))

    def _step(
        self, course: Course, who: Actor, at: datetime, step: ReportStep, note: str = ""
    ) -> None:
        row, moment = course.row, at.astimezone(UTC)
        course.steps.append(
            {
                "report_in_id": row["id"],
                "ordinal": len(course.steps) + 1,
                "step": step,
                "at": moment,
                "person_id": who.person_id,
                "person_name": who.name,
                "note": note,
            }
        )
        row |= {"changed_at": moment, "version": len(course.steps)}
        told = Uow(self._session, who, moment)
        entry = told.entry(f"report_in.{step}", Topic.REPORT_IN, row["id"], region=row["region"])
        course.entries.append(entry)
