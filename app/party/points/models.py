"""Tables of points: versions of rules, records, and what was decided on them; append-only."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.ledger.models import LedgerTransfer
from app.party.activities.rules import KIND_MOST
from app.party.models.members import PartyMember
from app.party.points.rules import CODE_MOST, NOTE_MOST, TITLE_MOST, PointsConfirmer


class PointsRuleVersion(Base):
    """What earned how many points from a moment on; the last version of a code holds."""

    __tablename__ = "points_rule_version"
    __table_args__ = (
        one_of("confirmer", PointsConfirmer),
        sa.CheckConstraint("points > 0", name="points_positive"),
    )

    street: Mapped[str] = mapped_column(code_text(9), primary_key=True)
    code: Mapped[str] = mapped_column(code_text(CODE_MOST), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    points: Mapped[int]
    cap_day: Mapped[int | None]
    cap_month: Mapped[int | None]
    cap_year: Mapped[int | None]
    confirmer: Mapped[str] = mapped_column(code_text(16))
    is_on: Mapped[bool]
    activity_kind: Mapped[str] = mapped_column(sa.String(KIND_MOST), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class PointsRecord(Base):
    """Somebody put down that a member did something on a day.

    ``sign_up_id`` and ``came_at`` name the check-in at an activity it comes from: one check-in
    earns once.
    """

    __tablename__ = "points_record"
    __table_args__ = (
        sa.UniqueConstraint("member_id", "code", "day", "note"),
        sa.Index(None, "region", "day"),
        sa.Index("uq_points_record_attendance", "sign_up_id", "came_at", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    region: Mapped[str] = mapped_column(code_text(15))
    code: Mapped[str] = mapped_column(code_text(CODE_MOST))
    day: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")
    sign_up_id: Mapped[UUID | None]
    came_at: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class PointsDecision(Base):
    """What became of a record: so many points by that version of its rule, or none and why."""

    __tablename__ = "points_decision"
    __table_args__ = (
        sa.UniqueConstraint("transfer_id"),
        sa.CheckConstraint("(transfer_id IS NULL) = (points = 0)", name="points_went_over"),
    )

    record_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PointsRecord.id), primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    points: Mapped[int]
    rule_number: Mapped[int]
    transfer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(LedgerTransfer.id))
    reason: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
