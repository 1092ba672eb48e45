"""Drives the wall from a desk: each order is a row, and the last one holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.command.wall.cameras import camera_to_show, put_camera
from app.command.wall.errors import (
    MessageTellsNumber,
    MessageTooLong,
    NoSuchScene,
    NoSuchScreen,
)
from app.command.wall.models import WallOrder
from app.command.wall.rules import (
    MESSAGE_MOST,
    SCREENS,
    WallWish,
    is_scene_name,
    rounded,
    tells_a_number,
)
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.text import one_line

"""The right, by the name the desk uses."""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order to be given.

    Attributes:
        region: Code of the area whose wall it is.
        screen: From 1; 0 for all.
        acknowledges: Whoever gives it has seen what sounded so far.
    """

    region: str
    wish: WallWish
    screen: int = 0
    acknowledges: bool = False


@once
def order_wall(uow: Uow, draft: OrderDraft, *, command_key: UUID) -> UUID:
    """Have screens show something from now on.

    Raises:
        NotAllowed: Not this person's wall, or a region beyond it.
        MessageTooLong: The strip has room for one line.
        MessageTellsNumber: It holds a number as of a telephone or a document.
        NoSuchScene: No scene can be called so.
        NoSuchScreen: Screens are counted from 1.
        NoPicture: The camera has no address, or is gone.
        CameraTooLong: It is to stand there for hours.
    """
    wish = draft.wish
    beyond = wish.focus and not wish.focus.startswith(draft.region)
    if beyond or not draft.region or not uow.actor.may_in(Right.DRIVE_WALL, draft.region):
        raise NotAllowed(right=Right.DRIVE_WALL)
    message = one_line(wish.message)
    if len(message) > MESSAGE_MOST:
        raise MessageTooLong(most=MESSAGE_MOST)
    if tells_a_number(message):
        raise MessageTellsNumber
    if not is_scene_name(wish.scene):
        raise NoSuchScene(scene=wish.scene)
    if not 0 <= draft.screen <= SCREENS:
        raise NoSuchScreen(most=SCREENS)
    camera = camera_to_show(uow, draft.region, wish.camera)
    longitude, latitude = rounded(wish.point) or (None, None)
    row = WallOrder(
        id=new_id(),
        region=draft.region,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        screen=draft.screen,
        scene=wish.scene,
        paused=wish.paused,
        focus=wish.focus,
        longitude=longitude,
        latitude=latitude,
        message=message,
        acknowledged_at=uow.now if draft.acknowledges else _seen_before(uow, draft.region),
    )
    uow.session.add(row)
    uow.settle()
    if camera is not None and wish.camera is not None:
        put_camera(uow, row.id, camera, wish.camera)
    uow.record(
        "wall.ordered", Topic.WALL, row.id, region=draft.region, screen=draft.screen,
        scene=wish.scene, message=message,
    )  # fmt: skip
    uow.touched(Topic.WALL, row.id, draft.region)
    return row.id


def _seen_before(uow: Uow, region: str) -> datetime | None:
    asked = sa.select(sa.func.max(WallOrder.acknowledged_at)).where(WallOrder.region == region)
    return uow.session.scalar(asked)
