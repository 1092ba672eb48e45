"""Tables of the three lists: resources, needs, projects with what they were promised."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.party.lists.rules import (
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    JointWork,
    OfferKind,
    OfferTerms,
    ProjectState,
    ShareAnswer,
)
from app.territory.models import Region


class ListResource(Base):
    """Something a unit or organisation offers; points are CGCS2000 degrees, None where unknown.

    ``slots`` are parts of the week (`rules.slot`), 0 for any time. ``organisation`` and
    ``offered_by`` are names as they were given: many who offer have no account here.
    """

    __tablename__ = "list_resource"
    __table_args__ = (
        one_of("kind", OfferKind),
        one_of("terms", OfferTerms),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index(None, "region", "kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    kind: Mapped[str] = mapped_column(code_text(16))
    amount: Mapped[int]
    offered_by: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST), default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    slots: Mapped[int] = mapped_column(default=0)
    since: Mapped[date | None]
    until: Mapped[date | None]
    terms: Mapped[str] = mapped_column(code_text(16))
    price: Mapped[str] = mapped_column(sa.String(NAME_MOST), default="")
    hours: Mapped[str] = mapped_column(sa.String(NAME_MOST), default="")
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    withdrawn_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ListNeed(Base):
    """Something a community needs; columns as of `ListResource`.

    ``wants_venue``: besides what is named, a room is needed for it.
    """

    __tablename__ = "list_need"
    __table_args__ = (
        one_of("kind", OfferKind),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index(None, "region", "kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    kind: Mapped[str] = mapped_column(code_text(16))
    amount: Mapped[int]
    wants_venue: Mapped[bool] = mapped_column(default=False)
    needed_by: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST), default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    slots: Mapped[int] = mapped_column(default=0)
    since: Mapped[date | None]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    withdrawn_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ListProject(Base):
    """What came of a need and the resources promised to it; ``region`` is that of the need."""

    __tablename__ = "list_project"
    __table_args__ = (
        one_of("joint_work", JointWork),
        one_of("state", ProjectState),
        sa.Index(None, "region", "state"),
        sa.Index(None, "need_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    need_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ListNeed.id))
    region: Mapped[str] = mapped_column(code_text(15))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    joint_work: Mapped[str] = mapped_column(code_text(16))
    state: Mapped[str] = mapped_column(code_text(16))
    formed_at: Mapped[datetime] = mapped_column(Moment)
    formed_by: Mapped[UUID | None]
    formed_name: Mapped[str] = mapped_column(sa.String(64))
    answer_by: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    served: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ListShare(Base):
    """So much of a resource was asked for by a project, and what its owner answered."""

    __tablename__ = "list_share"
    __table_args__ = (
        one_of("kind", OfferKind),
        one_of("answer", ShareAnswer),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index(None, "resource_id"),
    )

    project_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ListProject.id), primary_key=True)
    resource_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ListResource.id), primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    amount: Mapped[int]
    answer: Mapped[str] = mapped_column(code_text(16))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_name: Mapped[str] = mapped_column(sa.String(64), default="")
    reason: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ListMilestone(Base):
    """A step of a project, due on a day, and when it was reached."""

    __tablename__ = "list_milestone"
    __table_args__ = (sa.UniqueConstraint("project_id", "title", "due_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ListProject.id))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    due_on: Mapped[date]
    reached_on: Mapped[date | None]
    reached_name: Mapped[str] = mapped_column(sa.String(64), default="")
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ListRating(Base):
    """How whoever it was for judges a project; written once, by somebody who did not form it."""

    __tablename__ = "list_rating"
    __table_args__ = (sa.CheckConstraint("score BETWEEN 1 AND 5", name="score_known"),)

    project_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ListProject.id), primary_key=True)
    score: Mapped[int]
    words: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)
