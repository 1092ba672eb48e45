"""The orders that hold, as the wall is told of them; and how a desk finds them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.models import CaseFile
from app.cases.scope import visible
from app.command.wall.errors import CaseNowhere, NotForTheWall
from app.command.wall.lens import COMMUNITY_DIGITS, Figure, Lens
from app.command.wall.models import WallCamera, WallOrder
from app.command.wall.rules import CameraWish, WallOrderRow, WallWish
from app.core.actor import Actor
from app.core.errors import NotFound
from app.territory.models import Region
from app.territory.models.shapes import Outline
from app.territory.rules import Tier
from app.territory.video.models import VideoStation

STREET_DIGITS = 9
KEPT_DAYS = 7
"""An order that old holds no more: the wall goes round again by itself."""


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """The order that holds for a screen, and who gave it."""

    order: WallOrderRow
    person: str


@dataclass(frozen=True, slots=True)
class CasePlace:
    """About where a case lies, for the map of the wall: nothing else of it."""

    region: str
    point: tuple[float, float] | None


def orders(lens: Lens) -> Figure:
    """The last order to each screen of the wall's own area; nobody's name is told."""
    newest = sa.func.row_number().over(
        partition_by=(WallOrder.region, WallOrder.screen),
        order_by=(WallOrder.at.desc(), WallOrder.id.desc()),
    )
    place = sa.func.substr(VideoStation.region, 1, COMMUNITY_DIGITS)
    ranked = (
        sa.select(
            *WallOrder.__table__.c,
            WallCamera.station_id,
            WallCamera.until,
            place.label("community"),
            newest.label("nth"),
        )
        .select_from(WallOrder)
        .outerjoin(
            WallCamera,
            sa.and_(WallCamera.order_id == WallOrder.id, WallCamera.until > lens.now),
        )
        .outerjoin(VideoStation, VideoStation.id == WallCamera.station_id)
        .where(lens.own(WallOrder.region), WallOrder.at >= lens.days_ago(KEPT_DAYS))
        .subquery("ranked")
    )
    c = ranked.c
    return sa.select(
        c.screen, c.at, c.scene, c.paused, c.focus, c.longitude, c.latitude, c.message,
        c.acknowledged_at, c.station_id, c.until, c.community,
    ).where(c.nth == 1).order_by(c.at)  # fmt: skip


def as_order(row: Any) -> WallOrderRow:
    """Return an order as it was read."""
    screen, at, scene, paused, focus, longitude, latitude, message, acknowledged, *camera = row
    station, until, community = camera
    point = None if longitude is None or latitude is None else (longitude, latitude)
    shown = None if station is None else CameraWish(station, until, community or "")
    wish = WallWish(scene, bool(paused), focus, point, message, shown)
    return WallOrderRow(screen, at, wish, acknowledged)


def own_wall(session: Session, actor: Actor, scope: str) -> str:
    """Return the code of the area whose wall somebody drives: that of the area looked at, else
    the first they may; "" for none.
    """
    if scope and actor.may_in(Right.DRIVE_WALL, scope[:STREET_DIGITS]):
        return scope[:STREET_DIGITS]
    prefixes = actor.prefixes(Right.DRIVE_WALL)
    if prefixes and prefixes[0]:
        return prefixes[0]
    asked = sa.select(sa.func.min(Region.code)).where(
        Region.tier == Tier.STREET, in_regions(Region.code, prefixes)
    )
    return str(session.scalar(asked) or "")


def standing_orders(session: Session, actor: Actor, region: str) -> tuple[StandingOrder, ...]:
    """Return the last order to each screen of a wall, the newest first."""
    if not actor.may_in(Right.DRIVE_WALL, region):
        return ()
    asked = (
        sa.select(WallOrder, WallCamera, VideoStation.name)
        .outerjoin(WallCamera, WallCamera.order_id == WallOrder.id)
        .outerjoin(VideoStation, VideoStation.id == WallCamera.station_id)
        .where(WallOrder.region == region)
        .order_by(WallOrder.at.desc(), WallOrder.id.desc())
        .limit(200)
    )
    found: dict[int, StandingOrder] = {}
    for row, put, name in session.execute(asked):
        point = None if row.longitude is None or row.latitude is None else (
            row.longitude, row.latitude
        )  # fmt: skip
        camera = _put(put, name or "")
        wish = WallWish(row.scene, row.paused, row.focus, point, row.message, camera)
        order = WallOrderRow(row.screen, row.at, wish, row.acknowledged_at)
        found.setdefault(row.screen, StandingOrder(order, row.person_name))
    return tuple(found.values())


def _put(row: WallCamera | None, name: str) -> CameraWish | None:
    return None if row is None else CameraWish(row.station_id, row.until, name=name)


def case_place(session: Session, actor: Actor, number: str, hidden: frozenset[str]) -> CasePlace:
    """Return about where a case lies that the wall is to look at.

    Args:
        session: To read with.
        actor: Who may see the case.
        number: Its number.
        hidden: Codes of kinds that are kept off the wall.

    Raises:
        NotFound: There is no such case, or not for this person.
        NotForTheWall: It is confidential, or of such a kind.
        CaseNowhere: It has no place.
    """
    asked = sa.select(CaseFile).where(CaseFile.number == number.strip(), visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(number=number)
    if case.is_confidential or (case.category_code or "") in hidden:
        raise NotForTheWall
    if case.longitude is None or case.latitude is None:
        raise CaseNowhere
    return CasePlace(case.region[:COMMUNITY_DIGITS], (case.longitude, case.latitude))


def region_point(session: Session, code: str) -> CasePlace:
    """Return where the map looks for a region: a community as it is, a grid about its middle."""
    region = code[:COMMUNITY_DIGITS]
    middle = session.get(Outline, code) if len(code) > COMMUNITY_DIGITS else None
    if middle is None:
        return CasePlace(region, None)
    return CasePlace(region, (middle.centre_longitude, middle.centre_latitude))
