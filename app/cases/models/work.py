"""Tables of the work around a case: tasks, requests, supervision, warnings; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person, Unit
from app.cases.models import CaseFile, Category
from app.cases.rules import EventKind, SupervisionLevel
from app.cases.work_states import (
    RequestKind,
    RequestState,
    SupervisionRule,
    SupervisionState,
    TaskState,
    WarningKind,
)
from app.core.database import Base, Moment, code_text, document, one_of


class CaseTask(Base):
    """Something a unit or person is to do for a case, which cannot be closed before."""

    __tablename__ = "case_task"
    __table_args__ = (
        sa.Index(None, "case_id", "state"),
        sa.Index(None, "unit_id", "state"),
        sa.Index(None, "person_id", "state"),
        one_of("state", TaskState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    title: Mapped[str] = mapped_column(sa.String(200))
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id))
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(code_text(16))
    asked_by: Mapped[UUID | None]
    asked_name: Mapped[str] = mapped_column(sa.String(64))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ended_name: Mapped[str] = mapped_column(sa.String(64), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    result: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CaseRequest(Base):
    """A handler's request for what only the director may do, and the director's answer."""

    __tablename__ = "case_request"
    __table_args__ = (
        sa.Index(None, "case_id"),
        sa.Index(None, "state", "asked_at"),
        one_of("kind", RequestKind),
        one_of("state", RequestState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    kind: Mapped[str] = mapped_column(code_text(16))
    reason: Mapped[str] = mapped_column(sa.String(500))
    amount: Mapped[float | None]  # EXTENDED: how much more, in the unit of the limit
    until: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(code_text(16))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    unit_name: Mapped[str] = mapped_column(sa.String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_name: Mapped[str] = mapped_column(sa.String(64), default="")
    decision: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Supervision(Base):
    """A supervision sheet (督办单): drafted by rule or by hand, issued to the unit that held the
    case then, answered, and the answer accepted or sent back; or dropped.

    ``replied_at`` is when the last answer came, ``first_replied_at`` the first; ``raised_count``
    how often nobody answered in time and it pressed harder; ``note`` what the supervisor said
    of the answer last.
    """

    __tablename__ = "supervision"
    __table_args__ = (
        sa.UniqueConstraint("street", "year", "serial"),
        sa.Index(None, "case_id"),
        sa.Index(None, "state", "drafted_at"),
        one_of("level", SupervisionLevel),
        sa.Index(None, "issued_at"),
        one_of("state", SupervisionState),
        one_of("rule", SupervisionRule),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    street: Mapped[str] = mapped_column(code_text(9))
    year: Mapped[int | None]
    serial: Mapped[int | None]  # given when it is issued; drafts may be dropped
    level: Mapped[str] = mapped_column(code_text(8))
    is_by_rule: Mapped[bool]
    rule: Mapped[str | None] = mapped_column(code_text(16))
    reason: Mapped[str] = mapped_column(sa.String(500))
    state: Mapped[str] = mapped_column(code_text(16))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    drafted_name: Mapped[str] = mapped_column(sa.String(64))
    issued_at: Mapped[datetime | None] = mapped_column(Moment)
    issued_name: Mapped[str] = mapped_column(sa.String(64), default="")
    reply_due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_name: Mapped[str] = mapped_column(sa.String(64), default="")
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    unit_id: Mapped[UUID | None]  # who had the case when it was issued
    unit_name: Mapped[str] = mapped_column(sa.String(64), default="")
    first_due_at: Mapped[datetime | None] = mapped_column(Moment)
    first_replied_at: Mapped[datetime | None] = mapped_column(Moment)
    replied_at: Mapped[datetime | None] = mapped_column(Moment)
    replied_name: Mapped[str] = mapped_column(sa.String(64), default="")
    raised_count: Mapped[int] = mapped_column(default=0)
    sent_back_count: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CaseWarning(Base):
    """A chore found that a clock is about to run out or has; once per clock and due time."""

    __tablename__ = "case_warning"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "kind", "clock", "due_at"),
        sa.Index(None, "at"),
        one_of("kind", WarningKind),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    kind: Mapped[str] = mapped_column(code_text(16))
    clock: Mapped[str] = mapped_column(code_text(8))
    due_at: Mapped[datetime] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    handler_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))


class Outage(Base):
    """A time in which desks could not write, as whoever keeps the server saw it."""

    __tablename__ = "outage"
    __table_args__ = (sa.CheckConstraint("ended_at > began_at", name="ends_after_start"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    noted_name: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(200), default="")


class Phrase(Base):
    """A standard phrase (常用语), offered where its step is taken; of one person or of all."""

    __tablename__ = "phrase"
    __table_args__ = (sa.Index(None, "step"), one_of("step", EventKind))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(500))
    step: Mapped[str | None] = mapped_column(code_text(16))  # None: wherever something is said
    category_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey(Category.code))
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))  # None: shared
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Macro(Base):
    """Several steps under one name, of one person or of all; `app.cases.macros` reads them."""

    __tablename__ = "macro"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(64))
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))  # None: shared
    steps: Mapped[list[Any]] = mapped_column(document())
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Duty(Base):
    """Who in a unit answers for a kind or category, and who does while they are away."""

    __tablename__ = "duty"
    __table_args__ = (
        sa.UniqueConstraint("unit_id", "category_code"),
        sa.Index(None, "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id))
    category_code: Mapped[str] = mapped_column(code_text(12), sa.ForeignKey(Category.code))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id))
    deputy_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CategoryVersion(Base):
    """A kind as it was decided at a moment; append-only."""

    __tablename__ = "category_version"

    code: Mapped[str] = mapped_column(code_text(12), sa.ForeignKey(Category.code), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    author_id: Mapped[UUID | None]
    author: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    body: Mapped[dict[str, Any]] = mapped_column(document())
