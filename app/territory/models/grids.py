"""Tables of grids and of who is what to them; no behaviour."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.core.database import Base, code_text, one_of
from app.territory.models import Region
from app.territory.rules import NAME_LIMIT, GridKind, PostRole, WorkerKind


class Grid(Base):
    """What a grid has besides its node in the tree; totals only, no list of residents."""

    __tablename__ = "grid"
    __table_args__ = (
        one_of("kind", GridKind),
        sa.CheckConstraint("households >= 0 AND population >= 0", name="totals_positive"),
    )

    code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code), primary_key=True)
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
    region_code: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    role: Mapped[str] = mapped_column(code_text(32))
    worker_kind: Mapped[str | None] = mapped_column(code_text(16))
    person_name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    phone: Mapped[str] = mapped_column(sa.String(32), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
