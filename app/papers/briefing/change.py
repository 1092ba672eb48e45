"""What may be said of a change between two counts, and who made it; pure.

Counts of what happens at random differ by about the root of their sum from week to week. A change
is called one only where it is twice as much; otherwise the counts are said to be about the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

_SIGMA = 2.0  # of twenty weeks in which nothing changed one is called a change
_LEAST = 3  # fewer are told as they are, and never called a change
_NAMED = 2  # who made a change: so many are named at most
_SHARE = 0.2  # of the whole change, from which one is named


@dataclass(frozen=True, slots=True)
class Mover:
    """Who took part in a change: its code, its count now and before."""

    code: str
    now: int
    before: int

    @property
    def difference(self) -> int:
        """More, or less where negative."""
        return self.now - self.before


def is_change(now: int, before: int) -> bool:
    """Tell whether two counts differ by more than chance would make them."""
    return abs(now - before) >= max(_LEAST, _SIGMA * sqrt(now + before))


def movers(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Mover, ...]:
    """Return who made the change from one period to the next, the most first; nobody where the
    whole has not changed, or everybody a little.

    Args:
        now: Counts by code.
        before: The same of the period before.
    """
    whole = sum(now.values()) - sum(before.values())
    if not is_change(sum(now.values()), sum(before.values())):
        return ()
    found = [Mover(code, now.get(code, 0), before.get(code, 0)) for code in {*now, *before} if code]
    told = [
        mover
        for mover in found
        if mover.difference * whole > 0
        and abs(mover.difference) >= _SHARE * abs(whole)
        and is_change(mover.now, mover.before)
    ]
    told.sort(key=lambda mover: (-abs(mover.difference), mover.code))
    return tuple(told[:_NAMED])


def most(counts: Mapping[str, int], least: int) -> tuple[tuple[str, int], ...]:
    """Return the two largest of several counts where they stand out: together they hold at least
    a third, each more than an even share, and there are `least` of them altogether.
    """
    whole = sum(counts.values())
    known = {code: count for code, count in counts.items() if code and count}
    if whole < least or len(known) < _NAMED + 2:
        return ()
    first = sorted(known.items(), key=lambda each: (-each[1], each[0]))[:_NAMED]
    stand_out = all(count > whole / len(known) for _, count in first)
    return tuple(first) if stand_out and 3 * sum(n for _, n in first) >= whole else ()
