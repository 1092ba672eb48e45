"""Tables of rounds."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.cases.models import CaseFile
from app.cases.rounds.rules import NAME_MOST, NOTE_MOST, Rhythm, RoundKind
from app.core.database import Base, Moment, code_text, document, one_of
from app.territory.models import Region


class PatrolPlan(Base):
    """A round that is to be made again and again.

    Attributes:
        region: Code of the grid, community or street it goes through.
        stops: What is looked at on the way: ``[name, longitude, latitude]``, the latter null
            where nobody put it on the map.
        ended_on: Day from which it holds no more, None for none.
    """

    __tablename__ = "patrol_plan"
    __table_args__ = (
        one_of("kind", RoundKind),
        one_of("rhythm", Rhythm),
        sa.UniqueConstraint("id", "region"),
        sa.Index(None, "region"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    kind: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    rhythm: Mapped[str] = mapped_column(code_text(16))
    stops: Mapped[list[Any]] = mapped_column(document())
    first_on: Mapped[date] = mapped_column(sa.Date)
    ended_on: Mapped[date | None] = mapped_column(sa.Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PatrolHand(Base):
    """Somebody who is to make the rounds of a plan; `region` is the plan's."""

    __tablename__ = "patrol_hand"
    __table_args__ = (
        sa.ForeignKeyConstraint(["plan_id", "region"], [PatrolPlan.id, PatrolPlan.region]),
        sa.Index(None, "person_id"),
    )

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id), primary_key=True)
    person_name: Mapped[str] = mapped_column(sa.String(64))
    region: Mapped[str] = mapped_column(code_text(15))


class PatrolRound(Base):
    """A round that was made; what is wrong is taken back with a reason, and never rewritten.

    Attributes:
        region: The plan's, or where somebody went without one.
        track: Where they were: ``[seconds since 1970, longitude, latitude]``, in the order of time.
        visited: Names of the stops that were seen.
        recorded_name: Who wrote it down.
        dropped_at: When it was taken back, None for not.
    """

    __tablename__ = "patrol_round"
    __table_args__ = (
        one_of("kind", RoundKind),
        sa.CheckConstraint("ended_at > started_at", name="ends_after_start"),
        sa.ForeignKeyConstraint(["plan_id", "region"], [PatrolPlan.id, PatrolPlan.region]),
        sa.Index(None, "region", "started_at"),
        sa.Index(None, "plan_id", "started_at"),
        sa.Index(None, "person_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID | None]
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    kind: Mapped[str] = mapped_column(code_text(16))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id))
    person_name: Mapped[str] = mapped_column(sa.String(64))
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    track: Mapped[list[Any]] = mapped_column(document())
    visited: Mapped[list[Any]] = mapped_column(document())
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)
    dropped_why: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PatrolFinding(Base):
    """A case that was found on a round."""

    __tablename__ = "patrol_finding"
    __table_args__ = (sa.Index(None, "case_id"),)

    round_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PatrolRound.id), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
