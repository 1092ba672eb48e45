"""A row's clock as it is drawn: pure, from the stored due times, the calendar and the moment.

The words are those of `app.cases.clock_words`; what counts is whole minutes, as there.
"""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock_units import LimitUnit, measures, minute_of
from app.cases.durations import DAY_S, duration_words
from app.cases.queries.queue import CaseRow
from app.cases.rules import CaseState
from app.core.calendar import CHINA, WorkCalendar
from app.core.words import label, say
from ui.core.marks import NO_DEADLINE, Deadline, DeadlineKind
from ui.core.relative_time import relative, short, short_or_day

HOUR_S = 3_600
LONG_S = 10 * HOUR_S
WHY_MOST = 5
"""Characters of a reason that have room beside what is left."""


def row_deadline(row: CaseRow, calendars: Mapping[int, WorkCalendar], now: datetime) -> Deadline:
    """Return the deadline cell of a queue row.

    Args:
        row: The row with its stored due time.
        calendars: Versions of the calendar by number; a row whose version is missing shows
            its moment without what is left.
        now: Aware.
    """
    if row.clock_left_s is not None and row.clock_unit is not None:
        return _stopped(row, row.clock_left_s, calendars, now)
    if row.due_at is None or row.clock is None or row.clock_unit is None:
        return _without_clock(row, now)
    calendar = calendars.get(row.calendar_number or 0)
    moment = short(row.due_at)
    if calendar is None:
        return Deadline(DeadlineKind.NONE, "", moment)
    unit = LimitUnit(row.clock_unit)
    measure, _ = measures(unit, calendar)
    left_s = measure(minute_of(row.due_at)) - measure(minute_of(now))
    over = now > row.due_at
    warned = row.warn_at is not None and row.warn_at <= now
    kind = DeadlineKind.OVER if over else DeadlineKind.WARN if warned else DeadlineKind.OK
    words = _left_words(left_s, unit, day_s(calendar, now), over=over)
    if row.clock == "sign":
        words = QCoreApplication.translate("Deadlines", "签收{left}").format(left=words)
    share, limit_share = shares(max(row.clock_limit_s or 0, 60), left_s)
    return Deadline(kind, words, moment, share, limit_share)


def _stopped(
    row: CaseRow, left_s: int, calendars: Mapping[int, WorkCalendar], now: datetime
) -> Deadline:
    """Return a clock that stands: what was left of it, and the reason in place of the moment."""
    calendar = calendars.get(row.calendar_number or 0)
    length_s = day_s(calendar, now) if calendar is not None else DAY_S
    unit = LimitUnit(row.clock_unit or "")
    duration = duration_words(_rounded(abs(left_s)), unit, day_s=length_s)
    words = say("clock.stopped_over" if left_s < 0 else "clock.stopped_left", duration=duration)
    share, limit_share = shares(max(row.clock_limit_s or 0, 60), left_s)
    why = row.pause_reason
    short_why = why if len(why) <= WHY_MOST else f"{why[: WHY_MOST - 1]}…"
    return Deadline(DeadlineKind.SUSPENDED, words, short_why, share, limit_share)


def shares(limit_s: int, left_s: int) -> tuple[float, float]:
    """Return the elapsed share of a limit, and where the limit lies in what has elapsed."""
    elapsed = limit_s - left_s
    share = elapsed / limit_s
    return share, min(1.0, limit_s / elapsed) if elapsed > 0 else 1.0


def day_s(calendar: WorkCalendar, moment: datetime) -> int:
    """Return the length of a working day in the season of a moment."""
    return calendar.season(moment.astimezone(CHINA).date()).day_s


def _left_words(left_s: int, unit: LimitUnit, day_length_s: int, *, over: bool) -> str:
    seconds = abs(left_s)
    if over and seconds < 60:
        return say("clock.over", duration=say("clock.under_a_minute"))
    duration = duration_words(_rounded(seconds), unit, day_s=day_length_s)
    return say("clock.over" if over else "clock.left", duration=duration)


def _rounded(seconds: int) -> int:
    """So far off nobody counts minutes, and a cell is narrow."""
    return seconds - seconds % HOUR_S if seconds >= LONG_S else seconds


def _without_clock(row: CaseRow, now: datetime) -> Deadline:
    """Return how long a message waits, or when a case ended: moments, but no bar."""
    if row.closed_at is not None:
        words = label(CaseState.CLOSED)
        if row.state in (CaseState.DECLINED, CaseState.ARCHIVED):
            words = label(row.state)
        return Deadline(DeadlineKind.NONE, words, short_or_day(row.closed_at, now))
    if row.finished_at is not None:
        words = QCoreApplication.translate("Deadlines", "办结待结案")
        if row.wants_call_back and row.state is CaseState.FINISHED:
            words = QCoreApplication.translate("Deadlines", "办结待回访")
        return Deadline(DeadlineKind.NONE, words, short_or_day(row.finished_at, now))
    if row.state is CaseState.SUBMITTED:
        words = QCoreApplication.translate("Deadlines", "{ago}来件")
        ago, moment = relative(row.received_at, now), short_or_day(row.received_at, now)
        return Deadline(DeadlineKind.NONE, words.format(ago=ago), moment)
    return NO_DEADLINE
