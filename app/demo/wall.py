"""What the wall of the demo is told: a strip for the evening."""

from datetime import datetime, timedelta

from app.accounts.rules import Role
from app.command.wall.actions import OrderDraft, order_wall
from app.command.wall.rules import WallWish
from app.demo.doing import Doing
from app.demo.people import Staff

MESSAGE = "今晚八点三楼会商，各单位带上未办清单"


def drive_wall(do: Doing, staff: Staff, region: str, now: datetime) -> None:
    """Give one order, a quarter of an hour ago."""
    dispatcher = do.by(staff.by_role[Role.DISPATCHER][0], now - timedelta(minutes=15))
    dispatcher(order_wall, OrderDraft(region, WallWish(message=MESSAGE)))
