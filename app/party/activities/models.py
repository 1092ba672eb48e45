"""Tables of posts that are taken, and of activities with who signed up for them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of, unique_where
from app.party.activities.rules import (
    KIND_MOST,
    MINUTES_MOST,
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    CheckInWay,
    SignUpState,
)
from app.party.models.members import PartyMember
from app.territory.models import Region


class ServicePost(Base):
    """Something members do for others at a place and hours told in words; `kind` is a word of the
    administrator's as it was then.
    """

    __tablename__ = "service_post"
    __table_args__ = (
        sa.CheckConstraint("wanted > 0", name="wanted_positive"),
        sa.Index(None, "region", "closed_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    kind: Mapped[str] = mapped_column(sa.String(KIND_MOST))
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST))
    hours: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    wanted: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    closed_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PostClaim(Base):
    """A member took a post (认岗); given back, it stays put down with the reason."""

    __tablename__ = "post_claim"
    __table_args__ = (
        sa.Index(None, "post_id"),
        sa.Index(None, "member_id"),
        unique_where("uq_post_claim_live", "post_id", "member_id", where="given_back_on IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServicePost.id))
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    given_back_on: Mapped[date | None]
    given_back_name: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Activity(Base):
    """Something that takes place once; its minutes close its list for good."""

    __tablename__ = "activity"
    __table_args__ = (
        sa.CheckConstraint("capacity > 0", name="capacity_positive"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_later"),
        sa.Index(None, "starts_at", "region"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    kind: Mapped[str] = mapped_column(sa.String(KIND_MOST))
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST))
    held_by: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    capacity: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    called_off_why: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    minutes: Mapped[str] = mapped_column(sa.String(MINUTES_MOST))
    minutes_at: Mapped[datetime | None] = mapped_column(Moment)
    minutes_name: Mapped[str] = mapped_column(sa.String(64))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ActivitySignUp(Base):
    """A member's place at an activity, or in its waiting line: the lowest `turn` moves up first;
    `ticket` is the number by which they check in.
    """

    __tablename__ = "activity_sign_up"
    __table_args__ = (
        one_of("state", SignUpState),
        one_of("way", CheckInWay),
        sa.UniqueConstraint("activity_id", "member_id"),
        sa.UniqueConstraint("activity_id", "ticket"),
        sa.Index(None, "member_id"),
        sa.Index(None, "checked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Activity.id))
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    ticket: Mapped[str] = mapped_column(code_text(8))
    state: Mapped[str] = mapped_column(code_text(16))
    signed_at: Mapped[datetime] = mapped_column(Moment)
    turn: Mapped[int]
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_by: Mapped[UUID | None]
    checked_name: Mapped[str] = mapped_column(sa.String(64))
    way: Mapped[str | None] = mapped_column(code_text(8))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ActivityTakeBack(Base):
    """A check-in that was made by mistake: when and by whom it was, and why it was taken back;
    append-only.
    """

    __tablename__ = "activity_take_back"
    __table_args__ = (sa.Index(None, "sign_up_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sign_up_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ActivitySignUp.id))
    came_at: Mapped[datetime] = mapped_column(Moment)
    came_name: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
