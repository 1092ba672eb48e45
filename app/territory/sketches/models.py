"""Table of sketches."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.core.database import Base, Moment, code_text, document, one_of
from app.territory.models import Region
from app.territory.sketches.rules import LABEL_MOST, SketchColor, SketchKind


class MapSketch(Base):
    """Something a person drew on the map.

    Attributes:
        owner_id: None for the person at the console of an embedded file.
        label: What stands beside it, "" for nothing; a note is nothing else.
        points: Longitude and latitude of each, CGCS2000 degrees; an area is not closed.
        region: Code of the street it was drawn in; shared, it is seen by whoever's area touches it.
    """

    __tablename__ = "map_sketch"
    __table_args__ = (
        one_of("kind", SketchKind),
        one_of("color", SketchColor),
        sa.Index(None, "region"),
        sa.Index(None, "owner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    owner_name: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(code_text(16))
    color: Mapped[str] = mapped_column(code_text(16))
    label: Mapped[str] = mapped_column(sa.String(LABEL_MOST))
    points: Mapped[list[list[float]]] = mapped_column(document())
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
