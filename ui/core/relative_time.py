"""Moments as people read them: "11-24 14:30" in Asia/Shanghai, and "2 小时前" beside it."""

from datetime import UTC, date, datetime

from app.core.clock import SHANGHAI, local

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def from_local(wall_clock: datetime) -> datetime:
    """Return the aware UTC moment of a naive reading of the Shanghai wall clock."""
    return wall_clock.replace(tzinfo=SHANGHAI).astimezone(UTC)


def full(moment: datetime) -> str:
    """Return e.g. ``2026-11-24 14:05``."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def short(moment: datetime) -> str:
    """Return e.g. ``11-24 14:30``, for places where the year is plain."""
    return f"{local(moment):%m-%d %H:%M}"


def short_or_day(moment: datetime, now: datetime) -> str:
    """Return e.g. ``11-24 14:30`` in the year of `now`, ``2018-12-26`` for another year."""
    return short(moment) if local(moment).year == local(now).year else day(moment)


def time_of_day(moment: datetime) -> str:
    """Return e.g. ``14:05``."""
    return f"{local(moment):%H:%M}"


def time_or_day(moment: datetime, now: datetime) -> str:
    """Return e.g. ``17:30`` for today, ``11-29 17:30`` for another day of the year of `now`,
    ``2027-01-02 17:30`` for another year.
    """
    if local(moment).date() == local(now).date():
        return time_of_day(moment)
    return short(moment) if local(moment).year == local(now).year else full(moment)


def exact_time(moment: datetime) -> str:
    """Return e.g. ``14:05:12``, for the status bar."""
    return f"{local(moment):%H:%M:%S}"


def day(moment: datetime) -> str:
    """Return e.g. ``2026-11-24``."""
    return f"{local(moment):%Y-%m-%d}"


def day_with_weekday(when: date) -> str:
    """Return e.g. ``2026-11-24 星期二``."""
    return f"{when:%Y-%m-%d} {WEEKDAYS[when.weekday()]}"


def relative(moment: datetime, now: datetime) -> str:
    """Return how long ago or ahead, rounded down to one unit; never stands without the moment.

    Args:
        moment: Aware.
        now: Aware, from the clock.
    """
    seconds = int((now - moment).total_seconds())
    tail = "前" if seconds >= 0 else "后"
    size = abs(seconds)
    if size < 5:
        return "刚刚"
    for unit, length in (("天", 86_400), ("小时", 3_600), ("分钟", 60), ("秒", 1)):
        if size >= length:
            return f"{size // length} {unit}{tail}"
    raise AssertionError(size)


def moment_and_relative(moment: datetime, now: datetime) -> str:
    """Return e.g. ``14:02·3 分钟前`` for today, ``11-23 17:30·1 天前`` for another day."""
    same_day = local(moment).date() == local(now).date()
    told = time_of_day(moment) if same_day else short_or_day(moment, now)
    return f"{told}·{relative(moment, now)}"
