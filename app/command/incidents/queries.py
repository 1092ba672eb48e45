"""Incidents in lists, one of them in whole, and plans."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.command.forces.models import EmergencyUnit, UnitCall
from app.command.forces.rules import RollMark, UnitAnswer, mark_of
from app.command.incidents.models import (
    Incident,
    IncidentEntry,
    IncidentFigure,
    IncidentTask,
    ResponsePlan,
    SituationReport,
)
from app.command.incidents.rules import DutyState, EntrySort, FigureSort
from app.command.rules import IncidentKind, line_of
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at

CLOSED_AT_ONCE, ENTRIES_AT_ONCE = 30, 200


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in the list; `forces` are held by it."""

    id: UUID
    region: str
    kind: IncidentKind
    title: str
    place: str
    started_at: datetime
    ended_at: datetime | None
    is_rehearsal: bool
    report_due_at: datetime | None
    forces: int


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task; `is_late` says that its time is past and it is not done."""

    id: UUID
    section: str
    title: str
    owner: str
    due_at: datetime
    state: DutyState
    note: str
    done_at: datetime | None
    is_late: bool
    version: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number as it is now, and how it came there: moment and amount, the oldest first."""

    sort: FigureSort
    name: str
    amount: int
    wanted: int | None
    at: datetime
    course: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the timeline."""

    sort: EntrySort
    words: str
    at: datetime
    person_name: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """A unit that was called; `mark` is None once it is released."""

    id: UUID
    unit_id: UUID
    number: int
    name: str
    people: int
    kit: str
    longitude: float | None
    latitude: float | None
    answer: UnitAnswer
    calls: int
    called_at: datetime
    answered_at: datetime | None
    eta_at: datetime | None
    arrived_at: datetime | None
    heard_at: datetime
    released_at: datetime | None
    mark: RollMark | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A situation report."""

    number: int
    words: str
    due_at: datetime | None
    made_at: datetime
    person_name: str


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """All of an incident; calls are sorted by number, so that rows never jump."""

    id: UUID
    region: str
    kind: IncidentKind
    title: str
    place: str
    longitude: float | None
    latitude: float | None
    case_id: UUID | None
    plan_name: str
    commander: str
    is_rehearsal: bool
    started_at: datetime
    ended_at: datetime | None
    report_min: int
    report_due_at: datetime | None
    rolled_at: datetime | None
    tasks: tuple[TaskRow, ...]
    figures: tuple[FigureRow, ...]
    entries: tuple[EntryRow, ...]
    reports: tuple[ReportRow, ...]
    calls: tuple[CallRow, ...]
    may_work: bool
    may_commit: bool

    @property
    def held(self) -> tuple[CallRow, ...]:
        """Return the units that are held now."""
        return tuple(call for call in self.calls if call.released_at is None)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A response plan."""

    id: UUID
    region: str
    kind: IncidentKind
    name: str
    edition: str
    steps: str
    may_keep: bool
    version: int


def incidents(
    session: Session, actor: Actor, *, region: str = "", closed: bool = False
) -> tuple[IncidentRow, ...]:
    """Return the incidents that go on, or the last that ended; the newest first."""
    held = (
        sa.select(sa.func.count())
        .where(UnitCall.incident_id == Incident.id, UnitCall.released_at.is_(None))
        .correlate(Incident)
        .scalar_subquery()
    )
    is_over = Incident.ended_at.is_not(None) if closed else Incident.ended_at.is_(None)
    asked = (
        sa.select(Incident, held)
        .where(is_over, *_in_reach(actor, region))
        .order_by(Incident.started_at.desc(), Incident.id)
        .limit(CLOSED_AT_ONCE)
    )
    return tuple(
        IncidentRow(
            row.id,
            row.region,
            IncidentKind(row.kind),
            row.title,
            row.place,
            row.started_at,
            row.ended_at,
            row.is_rehearsal,
            row.report_due_at,
            count,
        )
        for row, count in session.execute(asked)
    )


def incident_detail(
    session: Session, actor: Actor, incident_id: UUID, now: datetime
) -> IncidentDetail:
    """Return all of an incident.

    Raises:
        NotFound: It is absent or out of reach.
    """
    known = sa.select(Incident).where(Incident.id == incident_id, *_in_reach(actor, ""))
    row = session.scalars(known).one_or_none()
    if row is None:
        raise NotFound(row=incident_id)
    return IncidentDetail(
        id=row.id,
        region=row.region,
        kind=IncidentKind(row.kind),
        title=row.title,
        place=row.place,
        longitude=row.longitude,
        latitude=row.latitude,
        case_id=row.case_id,
        plan_name=row.plan_name,
        commander=row.commander,
        is_rehearsal=row.is_rehearsal,
        started_at=row.started_at,
        ended_at=row.ended_at,
        report_min=row.report_min,
        report_due_at=row.report_due_at,
        rolled_at=row.rolled_at,
        tasks=_tasks(session, incident_id, now),
        figures=_figures(session, incident_id),
        entries=_entries(session, incident_id),
        reports=_reports(session, incident_id),
        calls=_calls(session, incident_id, now),
        may_work=row.ended_at is None and actor.may_in(Right.COMMAND, row.region),
        may_commit=row.ended_at is None and actor.may_in(Right.COMMIT_FORCES, row.region),
    )


def plans(
    session: Session, actor: Actor, *, region: str = "", kind: IncidentKind | None = None
) -> tuple[PlanRow, ...]:
    """Return the plans in use of a region and of those above it, by name."""
    actor.require(Right.READ_COMMAND)
    prefixes = actor.prefixes(Right.READ_COMMAND)
    above = [code for prefix in (*prefixes, region) for code in line_of(prefix)]
    asked = sa.select(ResponsePlan).where(
        ResponsePlan.retired_at.is_(None),
        sa.or_(in_regions(ResponsePlan.region, prefixes), ResponsePlan.region.in_(above)),
    )
    if kind is not None:
        asked = asked.where(ResponsePlan.kind == kind)
    return tuple(
        PlanRow(
            row.id,
            row.region,
            IncidentKind(row.kind),
            row.name,
            row.edition,
            row.steps,
            actor.may_in(Right.COMMAND, row.region),
            row.version,
        )
        for row in session.scalars(asked.order_by(ResponsePlan.kind, ResponsePlan.name))
    )


def reports_due(
    session: Session, actor: Actor, *, region: str = ""
) -> tuple[tuple[UUID, str, datetime], ...]:
    """Return the incidents whose next report is due, the soonest first: key, title, moment."""
    asked = (
        sa.select(Incident.id, Incident.title, Incident.report_due_at)
        .where(
            Incident.ended_at.is_(None),
            Incident.report_due_at.is_not(None),
            *_in_reach(actor, region),
        )
        .order_by(Incident.report_due_at)
    )
    return tuple((key, title, at) for key, title, at in session.execute(asked) if at is not None)


def incident_of_case(session: Session, actor: Actor, case_id: UUID) -> tuple[UUID, str] | None:
    """Return the incident that came of a case, the latest, None for none."""
    asked = (
        sa.select(Incident.id, Incident.title)
        .where(Incident.case_id == case_id, *_in_reach(actor, ""))
        .order_by(Incident.started_at.desc())
        .limit(1)
    )
    found = session.execute(asked).first()
    return (found[0], found[1]) if found is not None else None


def _in_reach(actor: Actor, region: str) -> tuple[sa.ColumnElement[bool], ...]:
    actor.require(Right.READ_COMMAND)
    seen = in_regions(Incident.region, actor.prefixes(Right.READ_COMMAND))
    return (seen, in_regions(Incident.region, (region,)))


def _tasks(session: Session, incident_id: UUID, now: datetime) -> tuple[TaskRow, ...]:
    asked = sa.select(IncidentTask).where(IncidentTask.incident_id == incident_id)
    open_states = (DutyState.TODO, DutyState.DOING)
    return tuple(
        TaskRow(
            row.id,
            row.section,
            row.title,
            row.owner,
            row.due_at,
            DutyState(row.state),
            row.note,
            row.done_at,
            row.state in open_states and row.due_at < now,
            row.version,
        )
        for row in session.scalars(asked.order_by(IncidentTask.ordinal, IncidentTask.id))
    )


def _figures(session: Session, incident_id: UUID) -> tuple[FigureRow, ...]:
    asked = sa.select(IncidentFigure).where(IncidentFigure.incident_id == incident_id)
    known: dict[tuple[str, str], list[IncidentFigure]] = {}
    for row in session.scalars(asked.order_by(IncidentFigure.at, IncidentFigure.id)):
        known.setdefault((row.sort, row.name), []).append(row)
    order = [sort.value for sort in FigureSort]
    return tuple(
        FigureRow(
            FigureSort(sort),
            name,
            rows[-1].amount,
            rows[-1].wanted,
            rows[-1].at,
            tuple((row.at, row.amount) for row in rows),
        )
        for (sort, name), rows in sorted(known.items(), key=lambda each: order.index(each[0][0]))
    )


def _entries(session: Session, incident_id: UUID) -> tuple[EntryRow, ...]:
    asked = (
        sa.select(IncidentEntry)
        .where(IncidentEntry.incident_id == incident_id)
        .order_by(IncidentEntry.at.desc(), IncidentEntry.id.desc())
        .limit(ENTRIES_AT_ONCE)
    )
    return tuple(
        EntryRow(EntrySort(row.sort), row.words, row.at, row.person_name)
        for row in session.scalars(asked)
    )


def _reports(session: Session, incident_id: UUID) -> tuple[ReportRow, ...]:
    asked = sa.select(SituationReport).where(SituationReport.incident_id == incident_id)
    return tuple(
        ReportRow(row.number, row.words, row.due_at, row.made_at, row.person_name)
        for row in session.scalars(asked.order_by(SituationReport.number))
    )


def _calls(session: Session, incident_id: UUID, now: datetime) -> tuple[CallRow, ...]:
    told = settings_at(session, now)
    asked = (
        sa.select(UnitCall, EmergencyUnit)
        .join(EmergencyUnit, EmergencyUnit.id == UnitCall.unit_id)
        .where(UnitCall.incident_id == incident_id)
        .order_by(UnitCall.number)
    )
    return tuple(
        CallRow(
            call.id,
            call.unit_id,
            call.number,
            unit.name,
            unit.people,
            unit.kit,
            unit.longitude,
            unit.latitude,
            UnitAnswer(call.answer),
            call.calls,
            call.called_at,
            call.answered_at,
            call.eta_at,
            call.arrived_at,
            call.heard_at,
            call.released_at,
            mark_of(call.heard_at, now, told.roll_amber_min, told.roll_red_min)
            if call.released_at is None
            else None,
        )
        for call, unit in session.execute(asked)
    )
