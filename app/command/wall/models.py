"""Orders to the wall, append-only; and its screens as they last told of themselves."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.command.wall.rules import MESSAGE_MOST, SCENE_MOST, SCREENS
from app.core.database import Base, Moment, code_text
from app.territory.models import Region
from app.territory.video.models import VideoStation


class WallOrder(Base):
    """What screens of a centre's wall are to show from a moment on; the last one holds.

    Attributes:
        region: Code of the area whose wall it is: that of its account.
        screen: From 1; 0 for all.
        scene: Name of a scene, "" to go round.
        focus: Code of a region the map looks at, "" for none.
        longitude: About where the map looks instead, to a hundred metres.
        latitude: The same.
        acknowledged_at: Alerts up to then were seen.
    """

    __tablename__ = "wall_order"
    __table_args__ = (
        sa.CheckConstraint(f"screen BETWEEN 0 AND {SCREENS}", name="screen_known"),
        sa.Index(None, "region", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    screen: Mapped[int]
    scene: Mapped[str] = mapped_column(sa.String(SCENE_MOST))
    paused: Mapped[bool]
    focus: Mapped[str] = mapped_column(code_text(15))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    message: Mapped[str] = mapped_column(sa.String(MESSAGE_MOST))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)


class WallCamera(Base):
    """The camera an order puts on the wall, and until when; goes with its order."""

    __tablename__ = "wall_camera"
    __table_args__ = (sa.Index(None, "station_id"),)

    order_id: Mapped[UUID] = mapped_column(sa.ForeignKey(WallOrder.id), primary_key=True)
    station_id: Mapped[UUID] = mapped_column(sa.ForeignKey(VideoStation.id))
    until: Mapped[datetime] = mapped_column(Moment)


class WallBeat(Base):
    """A screen of a wall as it last told of itself.

    Attributes:
        machine: Name of the computer it hangs on.
        screen: From 1, as orders count.
        name: Of the socket.
        size: In pixels, e.g. ``3840x2160``.
        scene: Name of the scene it shows.
    """

    __tablename__ = "wall_beat"
    __table_args__ = (sa.CheckConstraint(f"screen BETWEEN 1 AND {SCREENS}", name="screen_known"),)

    region: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    machine: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    screen: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[str] = mapped_column(code_text(16))
    scene: Mapped[str] = mapped_column(sa.String(SCENE_MOST))
    version: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[datetime] = mapped_column(Moment)
