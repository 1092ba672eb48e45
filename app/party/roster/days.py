"""Dates as rosters write them: 1985.6, 85年6月, 19850601, a cell of a spreadsheet; pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import AppError

FOUNDED = date(1921, 7, 1)
"""Nobody joined before."""
OLDEST = date(1900, 1, 1)
"""Nobody who is a member was born before."""
_SERIAL_BEGIN = date(1899, 12, 30)
_SERIALS = range(5_000, 60_000)  # 1913 to 2064
_FULLWIDTH = str.maketrans("０１２３４５６７８９．／－　", "0123456789./- ")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class NotADay(AppError):
    """What stands there is no date in any of the ways people write one."""

    code = "roster.not_a_day"


class DayAhead(AppError):
    """A date that has not come yet."""

    code = "roster.day_ahead"


class DayTooEarly(AppError):
    """A date before there can have been one; facts: ``since``."""

    code = "roster.day_too_early"


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A date as far as it is known.

    Attributes:
        first: Its first day: of the month or year where no more is known.
        precision: How much of it was told.
        is_doubtful: Told as ``1985.1``: a spreadsheet makes that of ``1985.10`` as well.
    """

    first: date
    precision: Precision
    is_doubtful: bool = False

    def __str__(self) -> str:
        return shown_day(self.first, self.precision)


def shown_day(first: date | None, precision: str | None) -> str:
    """Return a date as far as it is known: ``1985-06-01``, ``1985-06``, ``1985``, "" for none."""
    if first is None:
        return ""
    forms = {Precision.MONTH: f"{first:%Y-%m}", Precision.YEAR: f"{first:%Y}"}
    return forms.get(Precision(precision or Precision.DAY), f"{first:%Y-%m-%d}")


def told_day(text: str, *, today: date, earliest: date = OLDEST) -> ToldDay | None:
    """Return the date a cell tells, None for an empty one or a dash.

    Args:
        text: Of the cell; a date of a workbook comes as ISO 8601 with a time of midnight.
        today: The day it is; years of two digits lie before it.
        earliest: The earliest day that can be meant.

    Raises:
        NotADay: It is no date, or one that the calendar does not have.
        DayAhead: It lies after `today`.
        DayTooEarly: It lies before `earliest`.
    """
    plain = _plain(text)
    if not plain.strip("-/.—–无"):
        return None
    found = next((day for way in _WAYS if (day := way(plain, today)) is not None), None)
    if found is None:
        raise NotADay
    if found.first > today:
        raise DayAhead
    if found.first < _floor(earliest, found.precision):
        raise DayTooEarly(since=f"{earliest:%Y-%m}")
    return found


def _floor(earliest: date, precision: Precision) -> date:
    """Return the earliest first day: a month or year counts as a whole."""
    if precision is Precision.DAY:
        return earliest
    return earliest.replace(day=1, month=earliest.month if precision is Precision.MONTH else 1)


def _plain(text: str) -> str:
    plain = text.strip().translate(_FULLWIDTH)
    if "年" in plain and re.search("[〇○零一二三四五六七八九十]", plain):
        plain = _in_digits(plain)
    return re.sub(r"\s*([年月日./-])\s*", r"\1", plain)


def _in_digits(text: str) -> str:
    """Return a date in Chinese numerals in digits: 一九八五年十一月二十日 → 1985年11月20日."""
    text = re.sub("([二三])十([一二三四五六七八九])", r"\1\2", text)
    text = re.sub("([二三])十", r"\g<1>0", text)
    text = re.sub("十([一二三四五六七八九])", r"1\1", text).replace("十", "10")
    return text.translate(_DIGITS)


_Way = Callable[[str, date], ToldDay | None]
_ENDING = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}})[年./-](\d{{1,2}})[月./-](\d{{1,2}})日?{_ENDING}", re.ASCII)
_MONTH = re.compile(r"(\d{4}|\d{2})(年|[./-])(\d{1,2})月?(?:份)?", re.ASCII)
_YEAR = re.compile(r"((?:19|20)\d{2})年?", re.ASCII)
_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})?", re.ASCII)
_ENGLISH = re.compile(r"(?:(\d{1,2})[- ])?([A-Za-z]{3})[- ](\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?", re.ASCII)


def _year(text: str, today: date) -> int:
    """Return a year; of two digits, the last one that is not ahead: 85 → 1985, 05 → 2005."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year else year - 100


def _day(year: int, month: int, day: int | None, *, doubtful: bool = False) -> ToldDay:
    try:
        first = date(year, month, 1 if day is None else day)
    except ValueError as error:
        raise NotADay from error
    return ToldDay(first, Precision.MONTH if day is None else Precision.DAY, doubtful)


def _full(text: str, today: date) -> ToldDay | None:
    found = _FULL.fullmatch(text)
    if found is None:
        return None
    return _day(_year(found[1], today), int(found[2]), int(found[3]))


def _months(text: str, today: date) -> ToldDay | None:
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    doubtful = found[2] == "." and found[3] == "1"
    return _day(_year(found[1], today), int(found[3]), None, doubtful=doubtful)


def _years(text: str, _today: date) -> ToldDay | None:
    found = _YEAR.fullmatch(text)
    return ToldDay(date(int(found[1]), 1, 1), Precision.YEAR) if found is not None else None


def _together(text: str, _today: date) -> ToldDay | None:
    found = _TOGETHER.fullmatch(text)
    if found is None:
        return None
    return _day(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)


def _english(text: str, today: date) -> ToldDay | None:
    """Read what a spreadsheet makes of ``85-6`` when it leaves as CSV: ``Jun-85``."""
    found = _ENGLISH.fullmatch(text)
    if found is None or found[2].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(found[2].lower()) + 1
    return _day(_year(found[3], today), month, int(found[1]) if found[1] else None)


def _serial(text: str, _today: date) -> ToldDay | None:
    """Read the number of a day, as a cell tells it that lost the format of a date."""
    found = _SERIAL.fullmatch(text)
    if found is None or int(found[1]) not in _SERIALS:
        return None
    return ToldDay(_SERIAL_BEGIN + timedelta(days=int(found[1])), Precision.DAY)


_WAYS: tuple[_Way, ...] = (_full, _months, _years, _together, _english, _serial)
