"""Values of clauses that are no names: periods, numbers, yes; how they are written and read."""

import re
from calendar import monthrange
from datetime import date

YES = "yes"
ME = "me"
NONE = "none"
OVERDUE = "overdue"
TODAY, YESTERDAY, TOMORROW, WEEK, MONTH = "today", "yesterday", "tomorrow", "week", "month"
PAST_FIXED = {TODAY: "今天", YESTERDAY: "昨天", WEEK: "本周", MONTH: "本月"}
DUE_FIXED = {OVERDUE: "超时", TODAY: "今天", TOMORROW: "明天", WEEK: "本周"}
MOST_DAYS = 3_660
MOST_HOURS = 10_000
MOST_TIMES = 1_000
_YEARS = range(1900, 3000)

PAST_FIELDS = frozenset({"received", "registered", "finished", "closed"})
COUNT_FIELDS = frozenset({"returned", "reopened"})
YES_FIELDS = frozenset({"confidential", "call_back", "followed"})

_KEY = re.compile(r"[\w.-]{1,64}", re.ASCII)
_DAYS = re.compile(r"days:([1-9]\d{0,3})", re.ASCII)
_HOURS = re.compile(r"hours:([1-9]\d{0,4})", re.ASCII)
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?", re.ASCII)
_TIMES = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_TYPED_DAYS = re.compile(r"(?:近|最近)(\d{1,6})\s*[天日]", re.ASCII)
_TYPED_HOURS = re.compile(r"(\d{1,6})\s*(?:小时|时)(?:内|以内)?(?:到期)?", re.ASCII)
_TYPED_TIMES = re.compile(r"(?:>=|≥)?(\d{1,6})次?(?:以上)?", re.ASCII)
_TYPED_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_BETWEEN = re.compile(r"~|～|\.\.|至|到")
_SAID = {"今日": TODAY, "这周": WEEK, "这个月": MONTH, "已超时": OVERDUE, "逾期": OVERDUE}


def is_value(field: str, value: str) -> bool:
    """Tell whether a value can stand in a clause about a field, as far as its form goes."""
    if field in PAST_FIELDS:
        return (
            value in PAST_FIXED or _number(_DAYS, value, MOST_DAYS) is not None or _is_span(value)
        )
    if field == "due":
        return (
            value in DUE_FIXED or _number(_HOURS, value, MOST_HOURS) is not None or _is_span(value)
        )
    if field in COUNT_FIELDS:
        return _number(_TIMES, value, MOST_TIMES) is not None
    if field in YES_FIELDS:
        return value == YES
    if field == "text":
        return value.isprintable() and bool(value.strip())
    return _KEY.fullmatch(value) is not None


def days_of(value: str) -> int | None:
    """Return n of "the last n days", None for another period."""
    return _number(_DAYS, value, MOST_DAYS)


def hours_of(value: str) -> int | None:
    """Return n of "within n hours", None for another period."""
    return _number(_HOURS, value, MOST_HOURS)


def span_of(value: str) -> tuple[date | None, date | None] | None:
    """Return first and last day of a span, either open; None for another period."""
    found = _SPAN.fullmatch(value)
    if found is None:
        return None
    try:
        first, last = (date.fromisoformat(t) if t else None for t in found.groups())
    except ValueError:
        return None
    known = [day for day in (first, last) if day is not None]
    if not known or known != sorted(known) or not all(day.year in _YEARS for day in known):
        return None
    return first, last


def span(first: date | None, last: date | None) -> str:
    """Return the value of a span of days."""
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"


def _is_span(value: str) -> bool:
    return span_of(value) is not None


def _number(shape: re.Pattern[str], value: str, most: int) -> int | None:
    found = shape.fullmatch(value)
    if found is None:
        return None
    n = int(found.group(found.re.groups))
    return n if 0 < n <= most else None


# -- as people write them ----------------------------------------------------------------------


def period_words(field: str, value: str) -> str:
    """Return a period as people write it: 近7天, 24小时内, 超时, 2026-11-01~2026-11-24."""
    fixed = DUE_FIXED if field == "due" else PAST_FIXED
    if value in fixed:
        return fixed[value]
    days, hours, days_between = days_of(value), hours_of(value), span_of(value)
    if days is not None:
        return f"近{days}天"
    if hours is not None:
        return f"{hours}小时内"
    if days_between is None:
        return value
    first, last = days_between
    if first == last and first is not None:
        return first.isoformat()
    return f"{first.isoformat() if first else ''}~{last.isoformat() if last else ''}"


def read_period(field: str, text: str, today: date) -> str | None:
    """Return the period somebody wrote, None where it is none of this field.

    Args:
        field: ``due`` or one of the past ones.
        text: E.g. 近7天, 今天, 11-01~11-24.
        today: Local day; a date without a year is of its year.
    """
    fixed = DUE_FIXED if field == "due" else PAST_FIXED
    said = _SAID.get(text, text)
    for value, words in fixed.items():
        if said in (value, words) or (field == "due" and text == f"{words}到期"):
            return value
    days = _typed_number(_TYPED_DAYS, text, MOST_DAYS)
    if days and field != "due":
        return f"days:{days}"
    hours = _typed_number(_TYPED_HOURS, text, MOST_HOURS)
    if hours and field == "due":
        return f"hours:{hours}"
    return _read_span(text, today)


def _typed_number(shape: re.Pattern[str], text: str, most: int) -> int | None:
    found = shape.fullmatch(text)
    n = int(found.group(1)) if found else 0
    return n if 0 < n <= most else None


def _read_span(text: str, today: date) -> str | None:
    parts = _BETWEEN.split(text)
    if len(parts) > 2 or not text:
        return None
    days = [_read_day(part, today) for part in parts]
    if any(part and day is None for part, day in zip(parts, days, strict=True)):
        return None
    made = span(days[0], days[-1])
    return made if _is_span(made) else None


def _read_day(text: str, today: date) -> date | None:
    found = _TYPED_DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else today.year for part in found.groups())
    if (
        year not in _YEARS
        or month not in range(1, 13)
        or not 1 <= day <= monthrange(year, month)[1]
    ):
        return None
    return date(year, month, day)


def read_times(text: str) -> str | None:
    """Return a number of times somebody wrote ("2", "≥2", "2次以上"), None where it is none."""
    n = _typed_number(_TYPED_TIMES, text, MOST_TIMES)
    return str(n) if n else None
