"""Posts and states of duty, which shifts make sense, and where too few are on duty; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

NOTE_MOST, WORDS_MOST = 200, 1_000
SHIFT_MOST = timedelta(hours=48)
"""The longest shift: a weekend."""
ROUND_MOST = 92
"""Days that are planned in turn at once: a quarter."""


class DutyPost(StrEnum):
    """What somebody is on duty as, in the order of the sheet."""

    LEADER = "leader"
    OFFICER = "officer"
    DISPATCH = "dispatch"
    STANDBY = "standby"


class SwapState(StrEnum):
    """How a request to swap stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RosterSpan(StrEnum):
    """How much of the roster is looked at."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Gap:
    """Too few are on duty from `begin` to `end`: `there` of those wanted."""

    begin: datetime
    end: datetime
    there: int


def is_shift(starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a shift ends after it begins, and not days later."""
    return timedelta() < ends_at - starts_at <= SHIFT_MOST


def gaps(
    shifts: Iterable[tuple[datetime, datetime]], begin: datetime, end: datetime, least: int
) -> tuple[Gap, ...]:
    """Return when fewer than `least` are on duty between two moments, in order.

    Args:
        shifts: Begin and end of each.
        begin: From which moment on is looked.
        end: Until which.
        least: How many are wanted at any time.
    """
    known = [(max(a, begin), min(b, end)) for a, b in shifts if a < end and b > begin]
    marks = sorted({begin, end, *(each for shift in known for each in shift)})
    found: list[Gap] = []
    for left, right in pairwise(marks):
        there = sum(a <= left and right <= b for a, b in known)
        if there >= least:
            continue
        last = found[-1] if found else None
        if last is not None and last.end == left and last.there == there:
            found[-1] = Gap(last.begin, right, there)
        else:
            found.append(Gap(left, right, there))
    return tuple(found)
