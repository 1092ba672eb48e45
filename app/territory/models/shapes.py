"""Tables of what the map draws: outlines of regions, and lines; no behaviour."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, code_text, one_of
from app.territory.models import Region
from app.territory.rules import NAME_LIMIT, LineKind


class Outline(Base):
    """The area of a region in CGCS2000 longitude and latitude (degrees)."""

    __tablename__ = "outline"
    __table_args__ = (sa.Index(None, "min_longitude", "max_longitude"),)

    code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code), primary_key=True)
    wkb: Mapped[bytes]
    min_longitude: Mapped[float]
    min_latitude: Mapped[float]
    max_longitude: Mapped[float]
    max_latitude: Mapped[float]
    centre_longitude: Mapped[float]
    centre_latitude: Mapped[float]


class MapLine(Base):
    """A named road, river or railway drawn on the map; CGCS2000."""

    __tablename__ = "map_line"
    __table_args__ = (one_of("kind", LineKind), sa.Index(None, "region_code"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    wkb: Mapped[bytes]
