"""How long something takes, in words; apart from the clock, as a list of cases needs no more."""

from functools import lru_cache

from app.cases.clock_units import LimitUnit
from app.core.words import say

DAY_S = 7 * 3_600
"""Length of a normal working day (winter hours) where the caller knows no better."""


def duration_words(seconds: int, unit: LimitUnit, *, day_s: int = DAY_S) -> str:
    """Return a duration as lists show it: minutes under 2 h, then hours, then working days.

    Args:
        seconds: Counted seconds, at least 0; parts of a minute are dropped.
        unit: Only limits in working days are told in days.
        day_s: Length of a working day in seconds (`Season.day_s`).
    """
    minutes = seconds // 60
    if minutes < 120:
        return say("clock.minutes", minutes=minutes)
    if unit is LimitUnit.WORKING_DAY and seconds >= day_s:
        days, hours = seconds // day_s, seconds % day_s // 3_600
        return say("clock.days_hours" if hours else "clock.days", days=days, hours=hours)
    hours, minutes = divmod(minutes, 60)
    return say("clock.hours_minutes" if minutes else "clock.hours", hours=hours, minutes=minutes)


@lru_cache(maxsize=4_096)
def hours_words(seconds: int) -> str:
    """Return a duration as ledgers show it, to the minute: ``35 分``, ``4 时 00 分``."""
    hours, minutes = divmod(seconds // 60, 60)
    return say("clock.hours_minutes" if hours else "clock.minutes", hours=hours, minutes=minutes)
