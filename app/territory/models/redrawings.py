"""Tables of drafts in which the grids of a street are redrawn, and of what became of grids."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document, one_of
from app.territory.models import Region
from app.territory.redrawing import TITLE_LIMIT, RedrawingState, StepKind
from app.territory.rules import NAME_LIMIT


class Redrawing(Base):
    """A draft of a street's grids.

    ``base_digest`` tells the grids it began with; ``position`` is how many of its steps hold:
    those behind it were taken back and can be done again.
    """

    __tablename__ = "redrawing"
    __table_args__ = (one_of("state", RedrawingState), sa.Index(None, "region_code", "state"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    title: Mapped[str] = mapped_column(sa.String(TITLE_LIMIT))
    state: Mapped[str] = mapped_column(code_text(16))
    base_digest: Mapped[str] = mapped_column(code_text(64))
    position: Mapped[int] = mapped_column(default=0)
    author: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    effective_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RedrawingStep(Base):
    """One deed in a draft, with the grids as they are after it."""

    __tablename__ = "redrawing_step"
    __table_args__ = (one_of("kind", StepKind),)

    redrawing_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Redrawing.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(code_text(16))
    author: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[dict[str, Any]] = mapped_column(document())


class RegionLineage(Base):
    """What became of a grid that was cut, put together or redrawn; never changed.

    ``share`` is the part of the old area that lies in the new grid.
    """

    __tablename__ = "region_lineage"
    __table_args__ = (sa.Index(None, "new_code"),)

    old_code: Mapped[str] = mapped_column(
        code_text(15), sa.ForeignKey(Region.code), primary_key=True
    )
    new_code: Mapped[str] = mapped_column(
        code_text(15), sa.ForeignKey(Region.code), primary_key=True
    )
    share: Mapped[float]
    since: Mapped[date]
