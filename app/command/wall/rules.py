"""What may be ordered of the wall, and when it sounds; pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MESSAGE_MOST = 60
SCENE_MOST = 60
SCREENS = 9
"""More than so many screens of one wall are driven together only."""
CAMERA_LONGEST = timedelta(hours=4)
"""How long a camera is put on the wall at most: a picture of people is not left standing."""
CAMERA_MINUTES = (10, 30, 60, 120, 240)
BEAT_S = 30
"""Seconds between two words of a screen about itself."""
POINT_DIGITS = 3
"""Decimals of a degree the wall is pointed to: about a hundred metres."""
_SCENE = re.compile(r"[\w-]{0,60}")
_LONG_NUMBER = re.compile(r"\d{7,}|\d(?:[ -]?\d){10,}")
"""Seven figures on end are no date; eleven with breaks between them are a telephone."""


class Severity(StrEnum):
    """How pressing what just happened is."""

    NOTE = "note"
    WARN = "warn"
    MAJOR = "major"


@dataclass(frozen=True, slots=True)
class CameraWish:
    """A camera on the wall until a moment.

    Attributes:
        community: Code of where it stands; all that the wall is told of it.
        name: As the desk knows it, "" on the wall.
    """

    station_id: UUID
    until: datetime
    community: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class WallWish:
    """What screens are to show from now on.

    Attributes:
        scene: Name of a scene, "" to go round.
        paused: What is shown stays.
        focus: Code of the region the map looks at, "" for the whole.
        point: Longitude and latitude the map looks at, None for none.
        message: The strip at the bottom, "" for none.
        camera: Whose picture is shown, None for none.
    """

    scene: str = ""
    paused: bool = False
    focus: str = ""
    point: tuple[float, float] | None = None
    message: str = ""
    camera: CameraWish | None = None


@dataclass(frozen=True, slots=True)
class WallOrderRow:
    """An order as the wall reads it: nobody's name is in it.

    Attributes:
        screen: From 1; 0 for all.
        at: When it was given (aware).
        acknowledged_at: Alerts up to then were seen by somebody; None for none.
    """

    screen: int
    at: datetime
    wish: WallWish
    acknowledged_at: datetime | None


def is_scene_name(name: str) -> bool:
    """Tell whether a scene can be called so."""
    return _SCENE.fullmatch(name) is not None


def tells_a_number(message: str) -> bool:
    """Tell whether a text holds a number as long as a telephone's or a document's: such a thing
    is not for a wall everybody reads.
    """
    return _LONG_NUMBER.search(message) is not None


def rounded(point: tuple[float, float] | None) -> tuple[float, float] | None:
    """Return about where a point lies."""
    if point is None:
        return None
    return round(point[0], POINT_DIGITS), round(point[1], POINT_DIGITS)


def order_for(orders: tuple[WallOrderRow, ...], screen: int) -> WallOrderRow | None:
    """Return the order that holds for a screen (from 1): the last given to it or to all."""
    mine = [order for order in orders if order.screen in (0, screen)]
    return max(mine, key=lambda order: order.at, default=None)


def is_quiet(hour: int, from_: int, to: int) -> bool:
    """Tell whether an hour of the day lies in the quiet ones; the same hour twice is none.

    Args:
        hour: Of the local day.
        from_: First quiet hour.
        to: First hour after them; may be past midnight.
    """
    if from_ == to:
        return False
    return from_ <= hour < to if from_ < to else hour >= from_ or hour < to


def sounds(severity: Severity, hour: int, from_: int, to: int) -> bool:
    """Tell whether something is heard: what is major always, the rest outside the quiet hours."""
    return severity is Severity.MAJOR or not is_quiet(hour, from_, to)
