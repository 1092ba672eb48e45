"""Tables of the territory; no behaviour."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.territory.rules import (
    NAME_LIMIT,
    GridKind,
    LineKind,
    PlaceKind,
    PlaceSource,
    PostRole,
    Tier,
    WorkerKind,
)


class Region(Base):
    """A node of the region tree; its code is fixed for ever, also after it was retired."""

    __tablename__ = "region"
    __table_args__ = (
        one_of("tier", Tier),
        sa.Index(None, "parent_code", "code"),
        sa.Index(None, "initials"),
    )

    code: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    tier: Mapped[str] = mapped_column(code_text(16))
    parent_code: Mapped[str | None] = mapped_column(code_text(15), sa.ForeignKey("region.code"))
    kind: Mapped[str | None] = mapped_column(code_text(32))
    pinyin: Mapped[str] = mapped_column(code_text(512))
    initials: Mapped[str] = mapped_column(code_text(NAME_LIMIT))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Outline(Base):
    """The area of a region in CGCS2000 longitude and latitude (degrees)."""

    __tablename__ = "outline"
    __table_args__ = (sa.Index(None, "min_longitude", "max_longitude"),)

    code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey("region.code"), primary_key=True)
    wkb: Mapped[bytes]
    min_longitude: Mapped[float]
    min_latitude: Mapped[float]
    max_longitude: Mapped[float]
    max_latitude: Mapped[float]
    centre_longitude: Mapped[float]
    centre_latitude: Mapped[float]


class Grid(Base):
    """What a grid has besides its node in the tree; totals only, no list of residents."""

    __tablename__ = "grid"
    __table_args__ = (
        one_of("kind", GridKind),
        sa.CheckConstraint("households >= 0 AND population >= 0", name="totals_positive"),
    )

    code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey("region.code"), primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    households: Mapped[int] = mapped_column(default=0)
    population: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class GridPost(Base):
    """Who is what to a grid or community, from when to when (both days count)."""

    __tablename__ = "grid_post"
    __table_args__ = (
        one_of("role", PostRole),
        one_of("worker_kind", WorkerKind),
        sa.Index(None, "region_code", "until"),
        sa.Index(None, "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey("region.code"))
    role: Mapped[str] = mapped_column(code_text(32))
    worker_kind: Mapped[str | None] = mapped_column(code_text(16))
    person_name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    phone: Mapped[str] = mapped_column(sa.String(32), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Place(Base):
    """A name of the gazetteer with its point (CGCS2000) and grid.

    ``match_key`` is the name as it is compared (see `place_words.plain_words`). A former name
    points to the place it is called today. ``confirmed_count`` is how often a case's words
    led here and a person agreed.
    """

    __tablename__ = "place"
    __table_args__ = (
        one_of("kind", PlaceKind),
        one_of("source", PlaceSource),
        sa.Index(None, "match_key"),
        sa.Index(None, "initials"),
        sa.Index(None, "region_code"),
        sa.Index(None, "former_name_of"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    match_key: Mapped[str] = mapped_column(code_text(NAME_LIMIT))
    kind: Mapped[str] = mapped_column(code_text(32))
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey("region.code"))
    longitude: Mapped[float]
    latitude: Mapped[float]
    pinyin: Mapped[str] = mapped_column(code_text(512))
    initials: Mapped[str] = mapped_column(code_text(NAME_LIMIT))
    former_name_of: Mapped[UUID | None] = mapped_column(sa.ForeignKey("place.id"))
    confirmed_count: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(code_text(16))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MapLine(Base):
    """A named road, river or railway drawn on the map; CGCS2000."""

    __tablename__ = "map_line"
    __table_args__ = (one_of("kind", LineKind), sa.Index(None, "region_code"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey("region.code"))
    wkb: Mapped[bytes]
