"""Which window of the wall belongs on which screen, whatever was unplugged meanwhile; pure.

Screens have no number that lasts: the system counts them anew whenever a cable is pulled. They are
known by serial number, by the name of the socket, and by where they lie and how large they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen as the system tells of it.

    Attributes:
        name: Of the socket, e.g. ``HDMI-1``.
        serial: Of the device; "" where it tells none.
    """

    name: str
    serial: str = ""
    x: int = 0
    y: int = 0
    width: int = 1920
    height: int = 1080

    @property
    def lies(self) -> tuple[int, int]:
        """Where it lies on the desktop."""
        return self.x, self.y

    @property
    def size(self) -> tuple[int, int]:
        """How large it is."""
        return self.width, self.height


SERIAL, NAME, LIES, SIZE = 8, 4, 2, 1
ENOUGH = LIES + SIZE
"""A screen that only lies where one lay, or is only as large, may be any."""


def likeness(kept: Screen, found: Screen) -> int:
    """Return how much a screen is like one that is remembered; 0 where it cannot be that one."""
    if kept.serial and found.serial and kept.serial != found.serial and kept.name != found.name:
        return 0
    score = SERIAL if kept.serial and kept.serial == found.serial else 0
    score += NAME if kept.name and kept.name == found.name else 0
    score += LIES if kept.lies == found.lies else 0
    score += SIZE if kept.size == found.size else 0
    return score if score >= ENOUGH else 0


def place(kept: Mapping[int, Screen], found: Sequence[Screen]) -> dict[int, int]:
    """Return which of the screens found each remembered one is, the surest first.

    Windows whose screen is gone are left out: they wait for it. Screens nobody remembers get
    the numbers that follow.

    Args:
        kept: Window → the screen it was last on.
        found: The screens there are now.

    Returns:
        Window → place in `found`.
    """
    pairs = sorted(
        (-likeness(screen, other), window, at)
        for window, screen in kept.items()
        for at, other in enumerate(found)
        if likeness(screen, other)
    )
    placed: dict[int, int] = {}
    for _, window, at in pairs:
        if window not in placed and at not in placed.values():
            placed[window] = at
    numbers = (n for n in count() if n not in kept)
    for at in range(len(found)):
        if at not in placed.values():
            placed[next(numbers)] = at
    return placed


def written(screen: Screen) -> dict[str, Any]:
    """Return a screen as it is kept in a file."""
    return {
        "name": screen.name,
        "serial": screen.serial,
        "at": [screen.x, screen.y, screen.width, screen.height],
    }


def read(raw: Mapping[str, Any]) -> Screen:
    """Return a screen as it was kept.

    Raises:
        ValueError: That is none.
    """
    try:
        x, y, width, height = (int(each) for each in raw["at"])
        return Screen(str(raw["name"]), str(raw["serial"]), x, y, width, height)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
