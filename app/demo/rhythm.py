"""When residents turn to a street centre: Mondays most, lunch little, nights hardly; pure."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.core.calendar import CHINA, DayKind, WorkCalendar

_WEEKDAYS = (1.26, 1.06, 1.0, 0.96, 1.02, 0.9, 0.9)  # Monday first, among working days
_DAYS = {
    DayKind.WORKDAY: 1.0,
    DayKind.MAKEUP_WORKDAY: 0.75,
    DayKind.WEEKEND: 0.2,
    DayKind.HOLIDAY: 0.13,
    DayKind.DAY_OFF: 0.2,
}
# Weight of each hour of the day, from midnight.
_WORKING_HOURS = (1, 0, 0, 0, 0, 1, 3, 8, 34, 68, 70, 52, 14, 22, 58, 62, 54, 36, 12, 9, 8, 6, 3, 2)
_OTHER_HOURS = (2, 1, 0, 0, 0, 1, 4, 9, 16, 20, 21, 18, 12, 11, 14, 17, 18, 16, 15, 17, 14, 9, 5, 3)
_NOISE = 0.09


def weight(calendar: WorkCalendar, first: date, days: int) -> float:
    """Return how many cases come in a day, as a share of those of a usual working day.

    Args:
        calendar: Tells working days from others.
        first: First local calendar day.
        days: How many are looked at.
    """
    return sum(_mean(calendar, first + timedelta(days=n)) for n in range(days)) / max(days, 1)


def _mean(calendar: WorkCalendar, day: date) -> float:
    kind = calendar.kind_of(day)
    return _DAYS[kind] * (_WEEKDAYS[day.weekday()] if kind.works else 1.0)


def arrivals(
    calendar: WorkCalendar, first: date, now: datetime, *, per_day: float, chance: Random
) -> list[datetime]:
    """Return when cases came in, ascending.

    Args:
        calendar: Tells working days from others.
        first: First local calendar day.
        now: Nothing arrives later (aware).
        per_day: Mean of a working day.
        chance: Where every die is cast.
    """
    today = now.astimezone(CHINA).date()
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    found = [moment for day in days for moment in _of_day(calendar, day, per_day, chance)]
    return sorted(moment for moment in found if moment < now)


def _of_day(calendar: WorkCalendar, day: date, per_day: float, chance: Random) -> list[datetime]:
    kind = calendar.kind_of(day)
    mean = per_day * _mean(calendar, day)
    count = max(1, round(mean * chance.gauss(1.0, _NOISE)))
    hours = chance.choices(
        range(24), weights=_WORKING_HOURS if kind.works else _OTHER_HOURS, k=count
    )
    midnight = datetime.combine(day, time(), CHINA)
    return [
        (midnight + timedelta(hours=hour, seconds=chance.randrange(3_600))).astimezone(UTC)
        for hour in hours
    ]
