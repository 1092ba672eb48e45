"""Tables of report-ins, their course, of exchange files, and of call-ups; no behaviour."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.party.report_in.rules import (
    NAME_MOST,
    NOTE_MOST,
    PLACE_MOST,
    SKILLS_MOST,
    UNIT_MOST,
    CallAnswer,
    CallUpState,
    ReportKind,
    ReportSource,
    ReportState,
    ReportStep,
)
from app.territory.models import Region


class ReportSender(Base):
    """Whoever hands online registrations over: known by the key their files are signed with."""

    __tablename__ = "report_sender"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    public_key: Mapped[str] = mapped_column(code_text(64), unique=True)
    region: Mapped[str] = mapped_column(code_text(15))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ReportIn(Base):
    """A member or a unit that reports in to a community; never deleted.

    Of a person no more is kept than their name, unit and the last four digits of their telephone,
    by which two of one name are told apart. ``region`` is the community's code.
    """

    __tablename__ = "report_in"
    __table_args__ = (
        one_of("kind", ReportKind),
        one_of("state", ReportState),
        one_of("source", ReportSource),
        sa.Index(None, "region", "registered_at", "id"),
        sa.Index(None, "state", "visit_by"),
        sa.Index(None, "unit_name"),
        sa.UniqueConstraint("sender_id", "external_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(8))
    number: Mapped[str] = mapped_column(code_text(8), unique=True)
    source: Mapped[str] = mapped_column(code_text(8))
    sender_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(ReportSender.id))
    external_id: Mapped[str | None] = mapped_column(code_text(64))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    unit_name: Mapped[str] = mapped_column(sa.String(UNIT_MOST))
    last4: Mapped[str] = mapped_column(code_text(4), default="")
    people: Mapped[int] = mapped_column(default=1)
    skills: Mapped[str] = mapped_column(sa.String(SKILLS_MOST), default="")
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    state: Mapped[str] = mapped_column(code_text(12))
    registered_at: Mapped[datetime] = mapped_column(Moment)
    visit_by: Mapped[date]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_name: Mapped[str] = mapped_column(sa.String(64), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_why: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")
    reviewed_year: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(Moment, index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ReportInEvent(Base):
    """One step of a report-in; append-only."""

    __tablename__ = "report_in_event"
    __table_args__ = (one_of("step", ReportStep),)

    report_in_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ReportIn.id), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(code_text(12))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")


class ReportFile(Base):
    """A signed file that was taken in or given out; append-only."""

    __tablename__ = "report_file"
    __table_args__ = (sa.UniqueConstraint("sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    sender_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(ReportSender.id))
    sha256: Mapped[str] = mapped_column(code_text(64))
    region: Mapped[str] = mapped_column(code_text(15))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    taken: Mapped[int]
    refused: Mapped[int]


class CallUp(Base):
    """Those who reported in are called up to posts (应急召集)."""

    __tablename__ = "call_up"
    __table_args__ = (one_of("state", CallUpState), sa.Index(None, "region", "called_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    title: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    reason: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    called_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(code_text(8))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CallUpPost(Base):
    """A post of a call-up, and how many it wants."""

    __tablename__ = "call_up_post"
    __table_args__ = (sa.Index(None, "call_up_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_up_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CallUp.id))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST))
    wanted: Mapped[int]


class CallUpAnswer(Base):
    """What somebody who was called up said or did; ``region`` is their community's code."""

    __tablename__ = "call_up_answer"
    __table_args__ = (one_of("answer", CallAnswer), sa.Index(None, "report_in_id"))

    call_up_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CallUp.id), primary_key=True)
    report_in_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ReportIn.id), primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    post_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(CallUpPost.id))
    answer: Mapped[str] = mapped_column(code_text(8))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
