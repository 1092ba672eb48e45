"""What clocks count in; apart from them, because a list of cases needs no more than this."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from math import inf

from app.core.calendar import WorkCalendar
from app.core.errors import AppError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S = 86_400


class LimitUnit(StrEnum):
    """What a limit is counted in (DOMAIN §4)."""

    EMERGENCY_HOUR = "emergency_hour"  # runs day and night
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"


URGENT, DAYS = LimitUnit.EMERGENCY_HOUR, LimitUnit.WORKING_DAY
"""Bound once for what runs a hundred thousand times: on Python 3.11 a look-up is a call."""


class BadLimit(AppError):
    """A limit or extension of nothing, of part of a day or of part of a minute; ``amount``."""

    code = "clock.bad_limit"


def minute_of(moment: datetime) -> int:
    """Return the full minute a moment lies in, as seconds since 1970 (UTC)."""
    since = moment - _EPOCH  # three times as fast as timestamp(), and a clock asks this most
    return since.days * _DAY_S + since.seconds // 60 * 60


def measures(
    unit: LimitUnit, calendar: WorkCalendar
) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Return how a unit counts: moment → counted seconds, and back."""
    if unit is URGENT:
        return int, int
    return calendar.elapsed_s, calendar.moment_s


def check_amount(amount: float, unit: LimitUnit) -> None:
    """Refuse with `BadLimit` what no clock can count."""
    steps = amount if unit is DAYS else amount * 60
    if not 0 < amount < inf or abs(steps - round(steps)) > 1e-6:
        raise BadLimit(amount=f"{amount:g}")
