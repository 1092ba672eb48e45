"""Tables of agreements, their reviews, and of posts in the bodies of compounds."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.party.cooperation.rules import NAME_MOST, TITLE_MOST, WORDS_MOST, CrossBody, Verdict
from app.party.rules import PERSON_MOST
from app.territory.models import Region


class CooperationAgreement(Base):
    """An agreement of a street or community with others; ``partners`` are names, "、" between."""

    __tablename__ = "cooperation_agreement"
    __table_args__ = (
        sa.CheckConstraint("until IS NULL OR until >= signed_on", name="term_ordered"),
        sa.Index(None, "region"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    partners: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    duties: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    signed_on: Mapped[date]
    until: Mapped[date | None]
    ended_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CooperationReview(Base):
    """How the duties were kept, as somebody wrote it down; append-only."""

    __tablename__ = "cooperation_review"
    __table_args__ = (one_of("verdict", Verdict), sa.Index(None, "agreement_id", "reviewed_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CooperationAgreement.id))
    reviewed_on: Mapped[date]
    verdict: Mapped[str] = mapped_column(code_text(16))
    words: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class CrossAppointment(Base):
    """Somebody's post in a body of a compound, and how they were elected.

    ``compound`` is its name as people call it; ``elected_on`` and the votes are None where the post
    is not one of election, or nothing is known of it. ``member_id`` is
    who they are in the roster, None for others.
    """

    __tablename__ = "cross_appointment"
    __table_args__ = (
        one_of("body", CrossBody),
        sa.CheckConstraint("until IS NULL OR until >= since", name="term_ordered"),
        sa.CheckConstraint("votes_for IS NULL OR votes_for <= votes_cast", name="votes_counted"),
        sa.Index(None, "region", "compound"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    compound: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    person_name: Mapped[str] = mapped_column(sa.String(PERSON_MOST))
    member_id: Mapped[UUID | None]
    body: Mapped[str] = mapped_column(code_text(16))
    post: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    since: Mapped[date]
    until: Mapped[date | None]
    ended_on: Mapped[date | None]
    elected_on: Mapped[date | None]
    votes_for: Mapped[int | None]
    votes_cast: Mapped[int | None]
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
