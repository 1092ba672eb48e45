"""Tables of papers that are signed: what was drafted, each step, who got a copy; no behaviour.

All of them only grow: a signed paper stays what it was, and what is corrected is a new version.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.core.database import Base, Moment, code_text, one_of
from app.papers.rules import PaperStep, PeriodKind


class PaperIssue(Base):
    """A version of a paper with the numbers it was drafted with; append-only.

    ``subject`` is what a letter or minutes are about: the name of a unit, the key of a meeting; ""
    for a briefing. ``snapshot`` is everything it is set from, ``digest`` its SHA-256;
    ``correction`` says what a version after a signed one changes, and why.
    """

    __tablename__ = "paper_issue"
    __table_args__ = (
        sa.UniqueConstraint("kind", "region", "period", "subject", "version"),
        sa.UniqueConstraint("id", "region"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    region: Mapped[str] = mapped_column(code_text(15))
    period: Mapped[date]
    subject: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    version: Mapped[int]
    as_of: Mapped[datetime] = mapped_column(Moment)
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    drafter_id: Mapped[UUID | None]
    drafter: Mapped[str] = mapped_column(sa.String(64))
    snapshot: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(code_text(64))
    correction: Mapped[str] = mapped_column(sa.Text, default="")


class PaperTemplate(Base):
    """A version of the template of a kind of briefing; append-only. ``body`` is empty where the one
    that came with the program is taken up again.
    """

    __tablename__ = "paper_template"
    __table_args__ = (one_of("kind", PeriodKind), sa.CheckConstraint("version >= 1", name="first"))

    kind: Mapped[str] = mapped_column(code_text(16), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(sa.Text)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(sa.String(64))


class FormTemplateVersion(Base):
    """A version of the template of a notice, sheet or letter; append-only. ``region`` is the street
    whose own it is, "" for all streets; ``body`` is empty where a street takes up again what all of
    them use, or all of them what came with the program. It holds from ``valid_from`` on, never
    before it was kept: a paper of an earlier day is set by what was used on that day.
    """

    __tablename__ = "form_template"
    __table_args__ = (
        sa.CheckConstraint("version >= 1", name="first"),
        sa.CheckConstraint("valid_from >= saved_at", name="not_before"),
        sa.CheckConstraint("length(region) IN (0, 9)", name="street"),
    )

    kind: Mapped[str] = mapped_column(code_text(32), primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(sa.Text)
    valid_from: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(sa.String(64))


class PaperStepTaken(Base):
    """A step of a paper; append-only. ``after`` points to the step before it, so that the database
    itself keeps the order. What was signed has its number, the day it is dated, and the very
    bytes, ``digest`` their SHA-256.
    """

    __tablename__ = "paper_step"
    __table_args__ = (
        one_of("step", PaperStep),
        sa.CheckConstraint(
            "CASE step WHEN 'signed' THEN coalesce(after, '') = 'reviewed'"
            " WHEN 'issued' THEN coalesce(after, '') = 'signed' ELSE after IS NULL END",
            name="in_order",
        ),
        sa.CheckConstraint(
            "(step = 'signed') = (body IS NOT NULL AND digest IS NOT NULL AND number IS NOT NULL"
            " AND series IS NOT NULL AND dated IS NOT NULL)",
            name="signed_body",
        ),
        sa.ForeignKeyConstraint(["paper_id", "after"], ["paper_step.paper_id", "paper_step.step"]),
        sa.UniqueConstraint("series", "number"),
    )

    paper_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PaperIssue.id), primary_key=True)
    step: Mapped[str] = mapped_column(code_text(8), primary_key=True)
    after: Mapped[str | None] = mapped_column(code_text(8))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(sa.String(64))
    series: Mapped[str | None] = mapped_column(code_text(40))
    number: Mapped[int | None]
    dated: Mapped[date | None]
    body: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    digest: Mapped[str | None] = mapped_column(code_text(64))


class PaperCopy(Base):
    """A copy of an issued paper for a unit; append-only."""

    __tablename__ = "paper_copy"
    __table_args__ = (
        sa.ForeignKeyConstraint(["paper_id", "region"], ["paper_issue.id", "paper_issue.region"]),
        sa.ForeignKeyConstraint(["paper_id", "step"], ["paper_step.paper_id", "paper_step.step"]),
        sa.CheckConstraint("step = 'issued'", name="issued"),
        sa.Index(None, "unit_id"),
    )

    paper_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id), primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    step: Mapped[str] = mapped_column(code_text(8), default=PaperStep.ISSUED.value)
    unit: Mapped[str] = mapped_column(sa.String(64))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    sender_id: Mapped[UUID | None]
    sender: Mapped[str] = mapped_column(sa.String(64))


class PaperReceipt(Base):
    """A unit has its copy; append-only."""

    __tablename__ = "paper_receipt"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["paper_id", "unit_id"], ["paper_copy.paper_id", "paper_copy.unit_id"]
        ),
    )

    paper_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(sa.String(64))
