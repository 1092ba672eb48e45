"""A camera on the wall: put there by a desk for some time, its address told to the wall alone.

A wall reads no register of cameras. It asks by the order that holds, which stands in the journal
before the address is told; once the order is over, or another holds, nothing is told any more.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.command.wall.errors import CameraNotOnWall, CameraTooLong
from app.command.wall.models import WallCamera, WallOrder
from app.command.wall.rules import CAMERA_LONGEST, CameraWish
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow, has_own_account
from app.core.errors import NotAllowed, NotFound
from app.territory.models import Region
from app.territory.video.errors import NoPicture
from app.territory.video.models import VideoStation
from app.territory.video.queries import by_door, require_told, with_picture
from app.territory.video.rules import VideoState

CHOICES = 12
PUT, OPENED = "wall.camera_put", "wall.camera_opened"
_ADDRESS = sa.text("SELECT jz.wall_camera_address(:asked)")


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera somebody may put on the wall."""

    id: UUID
    code: str
    name: str
    region_name: str


def cameras_to_choose(
    session: Session, actor: Actor, region: str, text: str
) -> tuple[CameraChoice, ...]:
    """Return cameras of an area whose picture can be opened, by code; by part of name or code."""
    asked = (
        sa.select(VideoStation.id, VideoStation.code, VideoStation.name, Region.name)
        .join(Region, Region.code == VideoStation.region)
        .where(
            VideoStation.state != VideoState.GONE,
            in_regions(VideoStation.region, actor.prefixes(Right.WATCH_VIDEO)),
            in_regions(VideoStation.region, (region,)),
            VideoStation.id.in_(with_picture(session)),
        )
        .order_by(VideoStation.code)
        .limit(CHOICES)
    )
    if text.strip():
        told = (VideoStation.code, VideoStation.name, Region.name)
        asked = asked.where(
            sa.or_(*(column.contains(text.strip(), autoescape=True) for column in told))
        )
    return tuple(CameraChoice(*row) for row in session.execute(asked))


def camera_to_show(uow: Uow, region: str, wish: CameraWish | None) -> VideoStation | None:
    """Return the camera an order puts on the wall; None for none, and once its time is over.

    Raises:
        NoPicture: It has no address, is gone, or stands elsewhere.
        NotAllowed: This person watches no cameras there.
        CameraTooLong: It is to stand there for hours.
    """
    if wish is None or wish.until <= uow.now:
        return None
    if wish.until - uow.now > CAMERA_LONGEST:
        raise CameraTooLong(most=int(CAMERA_LONGEST.total_seconds() // 3600))
    row = uow.session.get(VideoStation, wish.station_id)
    if row is None or not row.region.startswith(region):
        raise NoPicture
    if not uow.actor.may_in(Right.WATCH_VIDEO, row.region):
        raise NotAllowed(right=Right.WATCH_VIDEO)
    if row.state == VideoState.GONE or row.id not in with_picture(uow.session):
        raise NoPicture
    return row


def put_camera(uow: Uow, order_id: UUID, row: VideoStation, wish: CameraWish) -> None:
    """Put a camera down with its order, and in the journal."""
    uow.session.add(WallCamera(order_id=order_id, station_id=row.id, until=wish.until))
    uow.settle()
    told = {"code": row.code, "until": wish.until.isoformat()}
    uow.record(PUT, Topic.VIDEO, row.id, region=row.region, **told)


def open_on_wall(uow: Uow, station_id: UUID) -> None:
    """Put down that the wall opens the picture of a camera; its address is told for half a
    minute then, by `wall_camera_address`.

    Raises:
        NotAllowed: Whoever asks is no wall.
    """
    uow.actor.require(Right.READ_FIGURES)
    region = next(iter(uow.actor.prefixes(Right.READ_FIGURES)), "")
    uow.record(OPENED, Topic.VIDEO, station_id, region=region)


def wall_camera_address(session: Session, actor: Actor, station_id: UUID, *, now: datetime) -> str:
    """Return the address of a camera that an order puts on the wall, and that was opened.

    Raises:
        CameraNotOnWall: None does, or its time is over, or the journal tells of no opening.
    """
    try:
        if has_own_account(session):
            return str(by_door(session, _ADDRESS, asked=station_id)[0][0])
        require_told(session, actor, str(station_id), (OPENED,), now)
    except NotFound as error:
        raise CameraNotOnWall from error
    asked = (
        sa.select(VideoStation.address)
        .join(WallCamera, WallCamera.station_id == VideoStation.id)
        .join(WallOrder, WallOrder.id == WallCamera.order_id)
        .where(
            VideoStation.id == station_id,
            VideoStation.state != VideoState.GONE,
            WallCamera.until > now,
            holds(WallOrder),
        )
        .limit(1)
    )
    if not actor.everything:
        own = [g.region for g in actor.grants if Right.READ_FIGURES in g.rights]
        asked = asked.where(WallOrder.region.in_(own))
    address = session.scalar(asked)
    if not address:
        raise CameraNotOnWall
    return address


def holds(order: type[WallOrder]) -> sa.ColumnElement[bool]:
    """Return the condition that no later order to the same screen, or to all, takes its place."""
    later = aliased(WallOrder)
    return ~sa.exists().where(
        later.region == order.region,
        sa.or_(later.screen == 0, later.screen == order.screen),
        sa.or_(
            later.at > order.at,
            sa.and_(later.at == order.at, later.id > order.id),
        ),
    )
