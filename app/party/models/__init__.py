"""Tables of organisations: the tree as it stands, how it came about, grids and posts."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.core.database import Base, Moment, code_text, one_of
from app.party.rules import (
    NAME_MOST,
    NOTE_MOST,
    PERSON_MOST,
    FormedWay,
    PartyForm,
    PartyLevel,
    PartyPost,
    PartyStep,
)
from app.territory.models import Region


class PartyOrganisation(Base):
    """An organisation as it stands now; `level`, `form` and `region` are fixed for ever.

    The name, the one above and the day of dissolution are those of its last version.
    """

    __tablename__ = "party_organisation"
    __table_args__ = (
        one_of("level", PartyLevel),
        one_of("form", PartyForm),
        one_of("way", FormedWay),
        sa.Index(None, "region"),
        sa.Index(None, "parent_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    pinyin: Mapped[str] = mapped_column(code_text(512))
    initials: Mapped[str] = mapped_column(code_text(NAME_MOST))
    level: Mapped[str] = mapped_column(code_text(16))
    form: Mapped[str] = mapped_column(code_text(16))
    way: Mapped[str] = mapped_column(code_text(16))
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("party_organisation.id"))
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    founded_on: Mapped[date]
    dissolved_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PartyOrganisationVersion(Base):
    """What an organisation was called and stood under from a day on; append-only."""

    __tablename__ = "party_organisation_version"
    __table_args__ = (one_of("step", PartyStep), sa.Index(None, "parent_id"))

    organisation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(PartyOrganisation.id), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid_from: Mapped[date]
    step: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    author_id: Mapped[UUID | None]
    author: Mapped[str] = mapped_column(sa.String(64))


class PartyGridCover(Base):
    """Which organisation looks after which grid, from when to when; the last day counts."""

    __tablename__ = "party_grid_cover"
    __table_args__ = (sa.Index(None, "grid_code"), sa.Index(None, "organisation_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    grid_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    since: Mapped[date]
    until: Mapped[date | None]


class PartyTerm(Base):
    """Who is what in the committee of an organisation: from when, until when the term is."""

    __tablename__ = "party_term"
    __table_args__ = (one_of("post", PartyPost), sa.Index(None, "organisation_id", "ended_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    post: Mapped[str] = mapped_column(code_text(16))
    person_name: Mapped[str] = mapped_column(sa.String(PERSON_MOST))
    member_id: Mapped[UUID | None]
    since: Mapped[date]
    until: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
