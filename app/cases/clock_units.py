"""What clocks count in; apart from them, because a list of cases needs no more than this."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from app.core.calendar import WorkCalendar


class LimitUnit(StrEnum):
    """What a limit is counted in (DOMAIN §4)."""

    EMERGENCY_HOUR = "emergency_hour"  # runs day and night
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"


def minute_of(moment: datetime) -> int:
    """Return the full minute a moment lies in, as seconds since 1970 (UTC)."""
    return int(moment.timestamp()) // 60 * 60


def measures(
    unit: LimitUnit, calendar: WorkCalendar
) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Return how a unit counts: moment → counted seconds, and back."""
    if unit is LimitUnit.EMERGENCY_HOUR:
        return int, int
    return calendar.elapsed_s, calendar.moment_s
