"""Tables of cases that every list reads; no behaviour. What else there is stands beside:
`life`, `personal`. A page that shows a list loads neither.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person, Unit
from app.cases.rules import CaseState, Level, MatterClass, Pause, Source, SupervisionLevel
from app.core.calendar_store import CalendarVersion
from app.core.database import Base, Moment, code_text, document, one_of


class Category(Base):
    """A node of the tree of kinds: 大类 without parent, 小类 below.

    ``questions`` and ``checks`` are lists of the documents that `app.cases.kinds` reads: what
    is asked when a case of the kind is taken in, and what is ticked before it is finished.
    ``promise`` is the published promise in words; its time limit stands with the others.
    """

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(code_text(12), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey("category.code"))
    name: Mapped[str] = mapped_column(sa.String(64))
    initials: Mapped[str] = mapped_column(code_text(64))
    hints: Mapped[str] = mapped_column(sa.String(500), default="")
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    level: Mapped[str] = mapped_column(code_text(16), default=Level.NORMAL)
    matter_class: Mapped[str] = mapped_column(code_text(16), default=MatterClass.MINOR)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    opening_condition: Mapped[str] = mapped_column(sa.String(500), default="")
    closing_condition: Mapped[str] = mapped_column(sa.String(500), default="")
    promise: Mapped[str] = mapped_column(sa.String(200), default="")
    duplicate_radius_m: Mapped[int] = mapped_column(default=100)
    questions: Mapped[list[Any]] = mapped_column(document(), default=list)
    checks: Mapped[list[Any]] = mapped_column(document(), default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class LimitTable(Base):
    """One published version of all time limits; never edited."""

    __tablename__ = "limit_table"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(Moment)
    author: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(500))
    body: Mapped[dict[str, Any]] = mapped_column(document())


class CaseFile(Base):
    """A case as it stands now; how it got there is told by its events.

    ``region`` is the code its place has today, ``opened_region`` the one it was opened with.
    ``order_at`` sorts the queue: the due time of the running clock, and for cases without
    one a moment after all others. ``clock`` names the clock shown (``sign`` or ``handle``),
    ``clock_unit`` and ``clock_limit_s`` say what it counts in and its whole limit in seconds
    of that unit, so that a queue row tells what is left without reading events; while the
    clock stands, ``clock_left_s`` is what was left when it was stopped.

    ``desk_region`` is the code whose desk disposes of the case: that of its place, until it
    is handed over or escalated. ``pause`` is what holds it up, ``resume_at`` when that is to
    end. The three ``is_…`` of the call-back are None until somebody was asked. From
    ``ruling_due_at`` on it waits for the director's ruling; ``ruled_unit_id`` is the lead that
    one fixed. ``lead_id`` is the case it was merged into, which may itself follow another.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        sa.UniqueConstraint("source", "external_number"),
        # The first two are partial in both databases (see the migrations): open cases only.
        # Naming the condition here would make every desk load PostgreSQL's dialect.
        sa.Index("ix_case_file_open_order", "order_at", "id"),
        sa.Index(
            "ix_case_file_open_region", "region", "order_at", "warn_at", "clock", "category_code"
        ),
        sa.Index("ix_case_file_state_order", "state", "order_at", "id"),
        sa.Index("ix_case_file_region_order", "region", "order_at", "id"),
        sa.Index("ix_case_file_unit_order", "handling_unit_id", "order_at", "id"),
        sa.Index("ix_case_file_first_contact", "first_contact_id", "order_at", "id"),
        sa.Index("ix_case_file_handler_order", "handler_id", "order_at", "id"),
        sa.Index("ix_case_file_received", "received_at", "id"),
        sa.Index("ix_case_file_registered_region", "registered_at", "region", "category_code"),
        sa.Index(None, "finished_at"),
        sa.Index("ix_case_file_ruling_due", "ruling_due_at"),  # partial, too
        sa.Index("ix_case_file_lead", "lead_id"),  # partial as well: followers only
        sa.Index("ix_case_file_category_received", "category_code", "received_at"),
        one_of("state", CaseState),
        one_of("source", Source),
        one_of("level", Level),
        one_of("pause", Pause),
        one_of("supervision_level", SupervisionLevel),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(code_text(22), unique=True)
    receipt_code: Mapped[str] = mapped_column(code_text(8), unique=True)
    source: Mapped[str] = mapped_column(code_text(32))
    external_number: Mapped[str | None] = mapped_column(code_text(64))
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    category_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey(Category.code))
    level: Mapped[str] = mapped_column(code_text(16))
    matter_class: Mapped[str | None] = mapped_column(code_text(16))
    state: Mapped[str] = mapped_column(code_text(16))
    opened_region: Mapped[str] = mapped_column(code_text(15))
    region: Mapped[str] = mapped_column(code_text(15))
    desk_region: Mapped[str] = mapped_column(code_text(15))
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    happened_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    registered_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    first_contact_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    handling_unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    handler_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    wants_call_back: Mapped[bool] = mapped_column(default=False)
    pause: Mapped[str | None] = mapped_column(code_text(16))
    pause_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    resume_at: Mapped[datetime | None] = mapped_column(Moment)
    supervision_level: Mapped[str | None] = mapped_column(code_text(8))
    returned_count: Mapped[int] = mapped_column(default=0)
    ruling_due_at: Mapped[datetime | None] = mapped_column(Moment)
    ruled_unit_id: Mapped[UUID | None]
    reopened_count: Mapped[int] = mapped_column(default=0)
    call_count: Mapped[int] = mapped_column(default=0)
    is_contacted: Mapped[bool | None]
    is_solved: Mapped[bool | None]
    is_satisfied: Mapped[bool | None]
    is_promise_kept: Mapped[bool | None]
    sign_due_at: Mapped[datetime | None] = mapped_column(Moment)
    handle_due_at: Mapped[datetime | None] = mapped_column(Moment)
    warn_at: Mapped[datetime | None] = mapped_column(Moment)
    order_at: Mapped[datetime] = mapped_column(Moment)
    clock: Mapped[str | None] = mapped_column(code_text(8))
    clock_unit: Mapped[str | None] = mapped_column(code_text(16))
    clock_limit_s: Mapped[int | None]
    clock_left_s: Mapped[int | None]
    limit_number: Mapped[int | None] = mapped_column(sa.ForeignKey(LimitTable.number))
    calendar_number: Mapped[int | None] = mapped_column(sa.ForeignKey(CalendarVersion.number))
    answers: Mapped[dict[str, Any]] = mapped_column(document(), default=dict)
    extra: Mapped[dict[str, Any]] = mapped_column(document(), default=dict)
    lead_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("case_file.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CaseAudience(Base):
    """Units that hold, held or were summoned to a case: their people may read it."""

    __tablename__ = "case_audience"
    __table_args__ = (sa.Index(None, "unit_id", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class CasePlace(Base):
    """A region besides that of its place whose people may read a case: where it was handed to,
    and where it was handed on from.
    """

    __tablename__ = "case_place"
    __table_args__ = (sa.Index(None, "region", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)
