"""The table of the gazetteer; no behaviour."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, code_text, one_of
from app.territory.models import Region
from app.territory.rules import NAME_LIMIT, PlaceKind, PlaceSource


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
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    longitude: Mapped[float]
    latitude: Mapped[float]
    pinyin: Mapped[str] = mapped_column(code_text(512))
    initials: Mapped[str] = mapped_column(code_text(NAME_LIMIT))
    former_name_of: Mapped[UUID | None] = mapped_column(sa.ForeignKey("place.id"))
    confirmed_count: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(code_text(16))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
