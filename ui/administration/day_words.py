"""How days, hours and seasons are said on the calendar pages."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from app.core.calendar import Day, DayKind, Season, Span
from app.core.words import label as word

WEEK = ("一", "二", "三", "四", "五", "六", "日")
_BETWEEN = re.compile(r"[,、;\s]+")
_TO = re.compile(r"\s*(?:-|—|–|~|至|到)+\s*")


def mark_of(kind: DayKind) -> str:
    """Return the one character beside a day's number: 休, 班, 停, or none."""
    translate = QCoreApplication.translate
    return {
        DayKind.HOLIDAY: translate("DayWords", "休"),
        DayKind.MAKEUP_WORKDAY: translate("DayWords", "班"),
        DayKind.DAY_OFF: translate("DayWords", "停"),
    }.get(kind, "")


def tone_of(kind: DayKind) -> str:
    """Return the colour family of a kind of day, "" for the plain week."""
    return {
        DayKind.HOLIDAY: "ok",
        DayKind.MAKEUP_WORKDAY: "warn",
        DayKind.DAY_OFF: "sup",
    }.get(kind, "")


def day_name(day: date) -> str:
    """Return a day as people say it: 2026-11-28（星期六）."""
    weekday = QCoreApplication.translate("DayWords", "星期{day}").format(day=WEEK[day.weekday()])
    return f"{day:%Y-%m-%d}（{weekday}）"


def days_name(first: date, last: date) -> str:
    """Return a day or a run of days: 11-30 至 12-02."""
    if first == last:
        return day_name(first)
    until = f"{last:%m-%d}" if last.year == first.year else f"{last:%Y-%m-%d}"
    return QCoreApplication.translate("DayWords", "{first} 至 {last}").format(
        first=f"{first:%Y-%m-%d}", last=until
    )


def hours_words(spans: Sequence[Span]) -> str:
    """Return hours as they are read and typed: 09:00-12:00、13:30-17:30."""
    return "、".join(map(str, spans))


def hours_of(text: str) -> tuple[Span, ...]:
    """Return the hours that were typed; full-width signs and other dashes mean the same.

    Raises:
        BadSpan: A part is no span of time within a day.
    """
    plain = _TO.sub("-", unicodedata.normalize("NFKC", text))
    return tuple(Span.parse(part) for part in _BETWEEN.split(plain) if part)


def length_words(spans: Sequence[Span]) -> str:
    """Return how long the hours are together: 7 小时, 6 小时 30 分."""
    minutes = sum(span.closes - span.opens for span in spans)
    hours, rest = divmod(minutes, 60)
    words = QCoreApplication.translate("DayWords", "{hours} 小时").format(hours=hours)
    if rest:
        words += QCoreApplication.translate("DayWords", " {minutes} 分").format(minutes=rest)
    return words


def season_words(season: Season) -> str:
    """Return a season: 夏季作息 5-1 至 9-30，09:00-12:00、14:30-18:00."""
    words = QCoreApplication.translate("DayWords", "{name} {first} 至 {last}，{hours}")
    return words.format(
        name=season.name,
        first=month_day(season.first),
        last=month_day(season.last),
        hours=hours_words(season.spans),
    )


def month_day(day: tuple[int, int]) -> str:
    """Return a day of the year: 5-1."""
    return f"{day[0]}-{day[1]}"


def why_words(day: Day) -> str:
    """Return why a day is what it is."""
    translate = QCoreApplication.translate
    if day.overridden:
        return day.note or translate("DayWords", "手工改动，没有写原因")
    if day.kind is DayKind.HOLIDAY:
        return translate("DayWords", "国务院公布的放假：{name}").format(name=day.name)
    if day.kind is DayKind.MAKEUP_WORKDAY:
        return translate("DayWords", "{name}调休，国务院公布").format(name=day.name)
    if day.provisional:
        return translate("DayWords", "这一年的放假安排还没公布，按周一至周五推算")
    if day.kind is DayKind.WEEKEND:
        return translate("DayWords", "平常的周末")
    return translate("DayWords", "平常的工作日")


def day_in_one_line(day: Day) -> str:
    """Return a day for a tool tip: what it is, its hours, why."""
    hours = hours_words(day.spans) or QCoreApplication.translate("DayWords", "不计时")
    return f"{day_name(day.day)} {word(day.kind)} {hours}\n{why_words(day)}"
