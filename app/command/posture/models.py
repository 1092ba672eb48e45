"""Table of orders of posture."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import LimitTable
from app.command.posture.rules import PostureLevel, WallScene
from app.command.rules import NOTE_MOST, IncidentKind
from app.core.database import Base, Moment, code_text, document, one_of
from app.territory.models import Region


class PostureOrder(Base):
    """From its moment on a region is in a posture; append-only, one after another.

    Attributes:
        number: Counts up within a region: of two orders at once one is refused.
        categories: Codes of the kinds whose limits it shortens.
        limits_before: Version of the limits it found, None where it changed none.
        limits_after: The one it published.
        called: How many members were called up.
        is_rehearsal: True where nothing but this row was written.
    """

    __tablename__ = "posture_order"
    __table_args__ = (
        one_of("level", PostureLevel),
        one_of("kind", IncidentKind),
        one_of("scene", WallScene),
        sa.UniqueConstraint("region", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    number: Mapped[int]
    level: Mapped[str] = mapped_column(code_text(8))
    kind: Mapped[str] = mapped_column(code_text(16))
    reason: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    limit_percent: Mapped[int]
    categories: Mapped[Any] = mapped_column(document())
    limits_before: Mapped[int | None] = mapped_column(sa.ForeignKey(LimitTable.number))
    limits_after: Mapped[int | None] = mapped_column(sa.ForeignKey(LimitTable.number))
    report_min: Mapped[int]
    duty_least: Mapped[int]
    scene: Mapped[str] = mapped_column(code_text(16))
    called: Mapped[int]
    is_rehearsal: Mapped[bool]
    ordered_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
