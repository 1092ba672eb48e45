"""Table of video stations."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, code_text, one_of
from app.territory.models import Region
from app.territory.video.rules import (
    ADDRESS_MOST,
    CODE_MOST,
    NAME_MOST,
    VideoKind,
    VideoState,
    VideoTier,
)


class VideoStation(Base):
    """A camera, or a place where people sit in a video conference.

    Attributes:
        code: As the video network knows it; one of a kind.
        region: Code of the grid or community it stands in.
        address: Of its stream, "" where it has none that can be opened here; without any login.
            Whoever works at a shared server reads it by a door.
    """

    __tablename__ = "video_station"
    __table_args__ = (
        one_of("kind", VideoKind),
        one_of("tier", VideoTier),
        one_of("state", VideoState),
        sa.UniqueConstraint("code"),
        sa.Index(None, "region"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(code_text(CODE_MOST))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    kind: Mapped[str] = mapped_column(code_text(16))
    tier: Mapped[str] = mapped_column(code_text(16))
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    address: Mapped[str] = mapped_column(sa.String(ADDRESS_MOST), deferred=True)
    state: Mapped[str] = mapped_column(code_text(16))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
