"""When a desk looks at the news: soon where few desks are, spread out where there are many.

The server gives a hint a few times a second at most (`jz.hint`): told of every commit, 400 desks
would let it write a hundred times a second and no more. So a hint only says that something was
written since the last one. Each desk looks at a moment of its own after it, and once more later,
since what was committed just after the hint is not hinted at again.
"""

import random
from collections.abc import Callable

HINTS_A_SECOND = 5
LOOK_ANYWAY_S = 10.0  # a hint can be lost with who was to give it; the feed itself cannot
MOST_SPREAD_S = 1.0
CROWD = 800
"""Connections of a server at which looks are spread the most: 400 desks with two each."""


class Rhythm:
    """The moments one desk looks at; all are seconds of a clock that only goes forward."""

    def __init__(self, now: float, chance: Callable[[], float] = random.random) -> None:
        """Begin with a desk that has just looked.

        Args:
            now: The present moment.
            chance: Gives numbers from 0 to 1.
        """
        self._chance = chance
        self._spread = 0.0
        self._apart = 1 / HINTS_A_SECOND
        self._looked = now
        self._hinted = False
        self._next = now + LOOK_ANYWAY_S

    def among(self, connections: int) -> None:
        """Spread out as befits a server with so many connections."""
        self._spread = MOST_SPREAD_S * min(1.0, connections / CROWD)
        self._apart = max(1 / HINTS_A_SECOND, self._spread)

    def heard(self, now: float) -> None:
        """Take a hint."""
        self._hinted = True
        soon = now + self._chance() * self._spread
        self._next = min(self._next, max(soon, self._looked + self._apart))

    def looked(self, now: float, *, found: bool) -> None:
        """Take that the desk has looked, and whether it found anything."""
        more = self._hinted or found
        self._looked, self._hinted = now, False
        self._next = now + (self._apart if more else LOOK_ANYWAY_S)

    def wait_s(self, now: float) -> float:
        """Return how long there is nothing to look at; 0 when it is time."""
        return max(0.0, self._next - now)
