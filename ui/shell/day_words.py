"""What the Today page says of the day: its hours, and how long until they begin or end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from app.core.calendar import Day
from app.core.clock import local
from ui.core.relative_time import day_with_weekday


@dataclass(frozen=True, slots=True)
class DayWords:
    """The head of the Today page.

    Attributes:
        date: e.g. ``2026-11-24 星期二``.
        hours: e.g. ``冬季作息 09:00–12:00、13:30–17:30``.
        left: e.g. ``距下班 3 时 25 分``.
    """

    date: str
    hours: str
    left: str


def day_words(day: Day, kind: str, now: datetime) -> DayWords:
    """Return the head for `day`.

    Args:
        day: What the calendar says of today.
        kind: What staff call such a day, e.g. 周末.
        now: Aware.
    """
    spans = [str(span).replace("-", "–") for span in day.spans]
    name = day.name or day.note or kind
    hours = f"{day.season} {'、'.join(spans)}" if spans else name
    return DayWords(day_with_weekday(day.day), hours, _left(day, now))


def _left(day: Day, now: datetime) -> str:
    translate = QCoreApplication.translate
    wall = local(now)
    minute = wall.hour * 60 + wall.minute
    if not day.spans:
        return translate("Today", "今天不上班")
    for span in day.spans:
        if minute < span.opens:
            words = translate("Today", "距上班 {time}")
            return words.format(time=_span(span.opens - minute))
        if minute < span.closes:
            break
    else:
        return translate("Today", "今天已下班")
    words = translate("Today", "距下班 {time}")
    return words.format(time=_span(day.spans[-1].closes - minute))


def _span(minutes: int) -> str:
    """Return e.g. ``3 时 25 分``."""
    hours, rest = divmod(minutes, 60)
    translate = QCoreApplication.translate
    if not hours:
        return translate("Today", "{minutes} 分").format(minutes=rest)
    if not rest:
        return translate("Today", "{hours} 时").format(hours=hours)
    return translate("Today", "{hours} 时 {minutes} 分").format(hours=hours, minutes=rest)


def until_next_minute_ms(now: datetime) -> int:
    """Return how long the words stay true."""
    whole = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return max(50, int((whole - now).total_seconds() * 1000))
