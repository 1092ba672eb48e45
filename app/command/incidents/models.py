"""Tables of plans and incidents."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import CaseFile
from app.command.incidents.rules import DutyState, EntrySort, FigureSort
from app.command.rules import (
    NAME_MOST,
    NOTE_MOST,
    REPORT_MOST,
    TITLE_MOST,
    WORDS_MOST,
    IncidentKind,
)
from app.core.database import Base, Moment, code_text, one_of
from app.territory.models import Region


class ResponsePlan(Base):
    """A template (预案) of what is to be done; an incident takes a copy of its steps."""

    __tablename__ = "response_plan"
    __table_args__ = (one_of("kind", IncidentKind), sa.Index(None, "region", "kind"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    kind: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    edition: Mapped[str] = mapped_column(sa.String(32))
    steps: Mapped[str] = mapped_column(sa.Text)  # as it is edited: see `rules.steps_of`
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Incident(Base):
    """Something the centre commands.

    Attributes:
        plan_name: Name and edition of the plan its tasks were copied from, "" for none.
        report_min: Minutes between situation reports.
        report_due_at: When the next is due.
        rolled_at: When everybody was called on last.
        is_rehearsal: Nothing real is held by it.
    """

    __tablename__ = "incident"
    __table_args__ = (
        one_of("kind", IncidentKind),
        sa.Index(None, "region", "started_at"),
        sa.Index(None, "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    kind: Mapped[str] = mapped_column(code_text(16))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    place: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(CaseFile.id))
    plan_name: Mapped[str] = mapped_column(sa.String(NAME_MOST + 40))
    commander: Mapped[str] = mapped_column(sa.String(64))
    is_rehearsal: Mapped[bool]
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    report_min: Mapped[int]
    report_due_at: Mapped[datetime | None] = mapped_column(Moment)
    rolled_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class IncidentTask(Base):
    """Something to be done in an incident, out of its plan or added."""

    __tablename__ = "incident_task"
    __table_args__ = (one_of("state", DutyState), sa.Index(None, "incident_id", "ordinal"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Incident.id))
    ordinal: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    title: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    owner: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    due_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(code_text(16))
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class IncidentFigure(Base):
    """A number at a moment: casualties, needs, resources, measures; append-only."""

    __tablename__ = "incident_figure"
    __table_args__ = (
        one_of("sort", FigureSort),
        sa.CheckConstraint("amount >= 0", name="amount_counts"),
        sa.Index(None, "incident_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Incident.id))
    sort: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    amount: Mapped[int]
    wanted: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class IncidentEntry(Base):
    """A line of the timeline; append-only."""

    __tablename__ = "incident_entry"
    __table_args__ = (one_of("sort", EntrySort), sa.Index(None, "incident_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Incident.id))
    sort: Mapped[str] = mapped_column(code_text(16))
    words: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class SituationReport(Base):
    """A situation report (情况报告), numbered within its incident; append-only."""

    __tablename__ = "situation_report"
    __table_args__ = (sa.UniqueConstraint("incident_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Incident.id))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(sa.String(REPORT_MOST))
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
