"""Tables of cases; no behaviour."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.rules import CaseState, EventKind, Level, MatterClass, Source
from app.core.database import Base, Moment, code_text, document, one_of


class Category(Base):
    """A node of the tree of kinds: 大类 without parent, 小类 below."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(code_text(12), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey("category.code"))
    name: Mapped[str] = mapped_column(sa.String(64))
    initials: Mapped[str] = mapped_column(code_text(64))
    hints: Mapped[str] = mapped_column(sa.String(500), default="")
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    level: Mapped[str] = mapped_column(code_text(16), default=Level.NORMAL)
    matter_class: Mapped[str] = mapped_column(code_text(16), default=MatterClass.MINOR)
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
    of that unit, so that a queue row tells what is left without reading events.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        sa.UniqueConstraint("source", "external_number"),
        # Partial in both databases (see the migration): open cases only. Naming the condition
        # here would make every desk load PostgreSQL's dialect.
        sa.Index("ix_case_file_open_order", "order_at", "id"),
        sa.Index("ix_case_file_state_order", "state", "order_at", "id"),
        sa.Index("ix_case_file_region_order", "region", "order_at", "id"),
        sa.Index("ix_case_file_unit_order", "handling_unit_id", "order_at", "id"),
        sa.Index("ix_case_file_first_contact", "first_contact_id", "order_at", "id"),
        sa.Index(None, "registered_at"),
        one_of("state", CaseState),
        one_of("source", Source),
        one_of("level", Level),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(code_text(22), unique=True)
    receipt_code: Mapped[str] = mapped_column(code_text(8), unique=True)
    source: Mapped[str] = mapped_column(code_text(32))
    external_number: Mapped[str | None] = mapped_column(code_text(64))
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    category_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey("category.code"))
    level: Mapped[str] = mapped_column(code_text(16))
    matter_class: Mapped[str | None] = mapped_column(code_text(16))
    state: Mapped[str] = mapped_column(code_text(16))
    opened_region: Mapped[str] = mapped_column(code_text(15))
    region: Mapped[str] = mapped_column(code_text(15))
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    happened_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    registered_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    first_contact_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    handling_unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    handler_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    wants_call_back: Mapped[bool] = mapped_column(default=False)
    sign_due_at: Mapped[datetime | None] = mapped_column(Moment)
    handle_due_at: Mapped[datetime | None] = mapped_column(Moment)
    warn_at: Mapped[datetime | None] = mapped_column(Moment)
    order_at: Mapped[datetime] = mapped_column(Moment)
    clock: Mapped[str | None] = mapped_column(code_text(8))
    clock_unit: Mapped[str | None] = mapped_column(code_text(16))
    clock_limit_s: Mapped[int | None]
    limit_number: Mapped[int | None] = mapped_column(sa.ForeignKey("limit_table.number"))
    calendar_number: Mapped[int | None] = mapped_column(sa.ForeignKey("calendar_version.number"))
    extra: Mapped[dict[str, Any]] = mapped_column(document(), default=dict)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CasePerson(Base):
    """Who reported a case: the only table that holds personal values of residents."""

    __tablename__ = "case_person"
    __table_args__ = (sa.Index(None, "phone_key"), sa.Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case_file.id"))
    name: Mapped[str] = mapped_column(sa.String(64))
    phone: Mapped[str] = mapped_column(sa.String(32))
    phone_key: Mapped[str | None] = mapped_column(code_text(64))
    phone_last4: Mapped[str] = mapped_column(code_text(4))
    document_kind: Mapped[str | None] = mapped_column(code_text(32))
    document_number: Mapped[str] = mapped_column(sa.String(32), default="")
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    salt: Mapped[bytes]


class PersonalReading(Base):
    """Somebody asked to read personal values; the reading itself needs this row committed."""

    __tablename__ = "personal_reading"
    __table_args__ = (sa.Index(None, "case_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case_file.id"))
    person_id: Mapped[UUID | None]
    desk: Mapped[str] = mapped_column(sa.String(128))
    reason: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class CaseEvent(Base):
    """One step in the life of a case; append-only."""

    __tablename__ = "case_event"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "ordinal"),
        sa.Index(None, "kind", "at"),
        one_of("kind", EventKind),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case_file.id"))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(code_text(16))
    at: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    unit_name: Mapped[str] = mapped_column(sa.String(64), default="")
    old_state: Mapped[str | None] = mapped_column(code_text(16))
    new_state: Mapped[str] = mapped_column(code_text(16))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(document(), default=dict)


class CaseAudience(Base):
    """Units that hold, held or were summoned to a case: their people may read it."""

    __tablename__ = "case_audience"
    __table_args__ = (sa.Index(None, "unit_id", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case_file.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class CaseSerial(Base):
    """The last serial given out by a street on a day."""

    __tablename__ = "case_serial"

    day: Mapped[date] = mapped_column(primary_key=True)
    street: Mapped[str] = mapped_column(code_text(9), primary_key=True)
    last: Mapped[int]
