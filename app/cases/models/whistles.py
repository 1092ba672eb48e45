"""Tables of whistles: what departments are summoned for, and how each answers; no behaviour."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.cases.models import CaseFile
from app.cases.whistle_rules import ReleaseState, WhistleKind, WhistleState
from app.core.database import Base, Moment, code_text, one_of


class Whistle(Base):
    """A whistle on a case (吹哨单): drafted, blown, done, or called off.

    ``sign_due_at`` and ``report_due_at`` are set when it is blown, by the settings of that
    moment; units are to be at ``place`` by ``appear_at``. ``outcome`` says what came of it, or
    why it was called off or not blown.
    """

    __tablename__ = "whistle"
    __table_args__ = (
        sa.UniqueConstraint("street", "year", "serial"),
        sa.Index(None, "case_id"),
        sa.Index(None, "state", "appear_at"),
        sa.Index(None, "blown_at"),
        one_of("kind", WhistleKind),
        one_of("state", WhistleState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    street: Mapped[str] = mapped_column(code_text(9))
    year: Mapped[int | None]
    serial: Mapped[int | None]  # given when it is blown; drafts may be dropped
    kind: Mapped[str] = mapped_column(code_text(24))
    state: Mapped[str] = mapped_column(code_text(16))
    place: Mapped[str] = mapped_column(sa.String(200))
    appear_at: Mapped[datetime] = mapped_column(Moment)
    task: Mapped[str] = mapped_column(sa.String(500))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    drafted_name: Mapped[str] = mapped_column(sa.String(64))
    blown_at: Mapped[datetime | None] = mapped_column(Moment)
    blown_name: Mapped[str] = mapped_column(sa.String(64), default="")
    sign_due_at: Mapped[datetime | None] = mapped_column(Moment)
    report_due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_name: Mapped[str] = mapped_column(sa.String(64), default="")
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class WhistleUnit(Base):
    """A unit that a whistle summons, and all it did; its measures stand in the case's story.

    ``accepted_at`` to ``solved_by`` are the four elements of its feedback. ``release_…`` is the
    newest wish to leave before the end and the director's answer. ``street_…`` is how the
    street rates the unit, ``unit_…`` how the unit rates the street.
    """

    __tablename__ = "whistle_unit"
    __table_args__ = (
        sa.UniqueConstraint("whistle_id", "unit_id"),
        sa.Index(None, "case_id"),
        sa.Index(None, "unit_id", "signed_at"),
        one_of("release_state", ReleaseState),
        sa.CheckConstraint("street_score BETWEEN 1 AND 5", name="street_score_known"),
        sa.CheckConstraint("unit_score BETWEEN 1 AND 5", name="unit_score_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    whistle_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Whistle.id))
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id))
    is_lead: Mapped[bool]
    is_typed_in: Mapped[bool] = mapped_column(default=False)  # some step, by the centre
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_name: Mapped[str] = mapped_column(sa.String(64), default="")
    appeared_at: Mapped[datetime | None] = mapped_column(Moment)
    appeared_name: Mapped[str] = mapped_column(sa.String(64), default="")
    appeared_where: Mapped[str] = mapped_column(sa.String(200), default="")
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    reported_name: Mapped[str] = mapped_column(sa.String(64), default="")
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    talked_to: Mapped[str] = mapped_column(sa.String(200), default="")
    remedy: Mapped[str] = mapped_column(sa.Text, default="")
    solved_by: Mapped[datetime | None] = mapped_column(Moment)
    release_state: Mapped[str | None] = mapped_column(code_text(16))
    release_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    release_asked_at: Mapped[datetime | None] = mapped_column(Moment)
    release_asked_name: Mapped[str] = mapped_column(sa.String(64), default="")
    release_decided_at: Mapped[datetime | None] = mapped_column(Moment)
    release_decided_name: Mapped[str] = mapped_column(sa.String(64), default="")
    release_decision: Mapped[str] = mapped_column(sa.String(500), default="")
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    street_score: Mapped[int | None]
    street_words: Mapped[str] = mapped_column(sa.String(500), default="")
    street_rated_at: Mapped[datetime | None] = mapped_column(Moment)
    street_rated_name: Mapped[str] = mapped_column(sa.String(64), default="")
    unit_score: Mapped[int | None]
    unit_words: Mapped[str] = mapped_column(sa.String(500), default="")
    unit_rated_at: Mapped[datetime | None] = mapped_column(Moment)
    unit_rated_name: Mapped[str] = mapped_column(sa.String(64), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
