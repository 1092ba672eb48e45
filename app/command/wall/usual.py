"""What is usual of an hour of the day; pure."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from app.command.wall.figures import DueWeek, Pulse
from app.command.wall.lens import USUAL_DAYS, WEEK_DAYS
from app.core.clock import local

HOURS = 24
FEWEST_DAYS = 5
"""Past days of the same sort below which nothing is called usual."""
SATURDAY = 5
OUTLIERS = 8
"""From so many days on the least and the most of them are left out of the band."""

Hours = dict[tuple[date, int], int]


def by_local_hour(counts: Mapping[int, int]) -> Hours:
    """Return counts by hours since 1970 as counts by local day and hour.

    A count below nothing is none: no figure on the wall is negative.
    """
    found: Hours = Counter()
    for hour, cases in counts.items():
        at = local(datetime.fromtimestamp(hour * 3600, UTC))
        found[at.date(), at.hour] += max(0, cases)
    return found


def pulse_of(counts: Mapping[int, int], now: datetime) -> Pulse:
    """Return today's hours beside what they usually are on days of the same sort.

    Args:
        counts: Cases by whole hours since 1970.
        now: The moment (aware).
    """
    hours, at = by_local_hour(counts), local(now)
    today = tuple(hours.get((at.date(), hour), 0) for hour in range(at.hour + 1))
    days = [d for d in _days_before(at.date()) if any(hours.get((d, h)) for h in range(HOURS))]
    if len(days) < FEWEST_DAYS:
        return Pulse(at.hour, today, (), (), None)
    bands = [_band([hours.get((day, hour), 0) for day in days]) for hour in range(HOURS)]
    sums = [list(accumulate(hours.get((day, h), 0) for h in range(HOURS))) for day in days]
    low, high = zip(*bands, strict=True)
    return Pulse(at.hour, today, low, high, _band([each[at.hour] for each in sums]))


def _days_before(today: date) -> list[date]:
    is_weekend = today.weekday() >= SATURDAY
    before = (today - timedelta(days=back) for back in range(1, USUAL_DAYS + 1))
    return [day for day in before if (day.weekday() >= SATURDAY) == is_weekend]


def _band(values: list[int]) -> tuple[int, int]:
    ordered = sorted(values)
    if len(ordered) >= OUTLIERS:
        ordered = ordered[1:-1]
    return ordered[0], ordered[-1]


def due_week(counts: Mapping[int, int], now: datetime) -> DueWeek:
    """Return what runs out by day and hour from today on."""
    hours, first = by_local_hour(counts), local(now).date()
    days = tuple(first + timedelta(days=ahead) for ahead in range(WEEK_DAYS))
    return DueWeek(days, tuple(tuple(hours.get((d, h), 0) for h in range(HOURS)) for d in days))
