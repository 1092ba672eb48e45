"""A wall of a server: a camera on it, an order of days ago, a screen that tells of itself."""

from datetime import timedelta

from app.command.wall.actions import OrderDraft, order_wall
from app.command.wall.beats import ScreenState, tell_of_screens
from app.command.wall.models import WallOrder
from app.command.wall.rules import CameraWish, WallWish
from app.core.actor import console
from app.core.ids import new_id
from app.territory.video.actions import StationDraft, add_station
from app.territory.video.rules import VideoKind, VideoTier
from tests.factories.centre import GRID, STREET
from tests.factories.server import Server


def wall_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name."""
    now, old = server.database.clock.now(), new_id()
    camera = StationDraft("n2", "闸口", VideoKind.CAMERA, VideoTier.TOWN, GRID, None, "rtsp://h/2")
    with server.database.writing(console("test")) as uow:
        shown = add_station(uow, camera, command_key=new_id())
        row = WallOrder(id=old, region=STREET, at=now - timedelta(days=2), screen=0, scene="")
        row.person_id, row.person_name = server.keys["dispatcher"], "韩立群"
        row.paused, row.focus, row.message = False, "", ""
        uow.session.add(row)
    wish = WallWish("camera", camera=CameraWish(shown, now + timedelta(hours=3)))
    order = server.do("dispatcher", order_wall, OrderDraft(STREET, wish))
    plain = server.do("dispatcher", order_wall, OrderDraft(STREET, WallWish(), 9))
    tell(server)
    told = {"shown_camera": shown, "old_wall_order": old, "near_wall_order": plain}
    return {name: str(key) for name, key in (told | {"camera_order": order}).items()}


def tell(server: Server) -> None:
    """Let the wall tell of its screen."""
    database, actor = server.desk("wall")
    with database.writing(actor) as uow:
        tell_of_screens(uow, (ScreenState(1, "HDMI-1", "3840x2160", "camera"),), "0.2.0")
