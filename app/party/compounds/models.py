"""Tables of red compounds: the three sides, which station serves, what is decided."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.party.compounds.rules import NAME_MOST, TITLE_MOST, WORDS_MOST, CommitteeKind, MatterStage
from app.party.models import PartyOrganisation
from app.territory.models.places import Place


class RedCompound(Base):
    """The three sides of a compound; it lies where its place does today."""

    __tablename__ = "red_compound"
    __table_args__ = (
        one_of("committee", CommitteeKind),
        sa.CheckConstraint("members BETWEEN 0 AND seats", name="members_seated"),
    )

    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Place.id), primary_key=True)
    branch_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    committee: Mapped[str] = mapped_column(code_text(16))
    seats: Mapped[int]
    members: Mapped[int]
    until: Mapped[date | None]
    property_company: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class StationCompound(Base):
    """A service station serves a compound; one station may serve several."""

    __tablename__ = "station_compound"
    __table_args__ = (sa.Index(None, "compound_id"),)

    station_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Place.id), primary_key=True)
    compound_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Place.id), primary_key=True)
    since: Mapped[date]


class CompoundMatter(Base):
    """Something a compound decides by 两议两评两公开."""

    __tablename__ = "compound_matter"
    __table_args__ = (sa.Index(None, "place_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Place.id))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))


class CompoundStage(Base):
    """A stage of a matter, due on a day; done once."""

    __tablename__ = "compound_stage"
    __table_args__ = (one_of("stage", MatterStage), sa.Index(None, "due_on"))

    matter_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CompoundMatter.id), primary_key=True)
    stage: Mapped[str] = mapped_column(code_text(20), primary_key=True)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_name: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
