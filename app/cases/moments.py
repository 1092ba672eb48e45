"""Where the periods of a filter begin and end: today, the last n days, within n hours."""

from datetime import date, datetime, time, timedelta

from app.cases.filters.values import (
    MONTH,
    OVERDUE,
    TODAY,
    TOMORROW,
    WEEK,
    YESTERDAY,
    days_of,
    hours_of,
    span_of,
)
from app.core.clock import SHANGHAI, local

Moments = tuple[datetime | None, datetime | None]

_ONE_DAY = timedelta(days=1)


def past_moments(value: str, now: datetime) -> Moments:
    """Return where a past period begins, and what it ends before."""
    today = local(now).date()
    days = days_of(value)
    begins = {
        TODAY: today,
        YESTERDAY: today - _ONE_DAY,
        WEEK: today - timedelta(days=today.weekday()),
        MONTH: today.replace(day=1),
    }
    if value in begins:
        return midnight(begins[value]), midnight(today) if value == YESTERDAY else None
    if days is not None:
        return midnight(today - timedelta(days=days - 1)), None
    return _span(value)


def due_moments(value: str, now: datetime) -> Moments:
    """Return where a period of what is to come begins, and what it ends before.

    "Today" begins now: what ran out this morning is overdue and no longer due.
    """
    today = local(now).date()
    hours = hours_of(value)
    if value == OVERDUE:
        return None, now
    if hours is not None:
        return now, now + timedelta(hours=hours)
    if value == TODAY:
        return now, midnight(today + _ONE_DAY)
    if value == TOMORROW:
        return midnight(today + _ONE_DAY), midnight(today + 2 * _ONE_DAY)
    if value == WEEK:
        return now, midnight(today + timedelta(days=7 - today.weekday()))
    return _span(value)


def _span(value: str) -> Moments:
    first, last = span_of(value) or (None, None)
    return (midnight(first) if first else None), (midnight(last + _ONE_DAY) if last else None)


def midnight(day: date) -> datetime:
    """Return where a local day begins."""
    return datetime.combine(day, time(), SHANGHAI)
