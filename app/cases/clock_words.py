"""The clock in words: durations, limits, verdicts and the lines of a ledger.

The same words stand on screens, on paper and in the command line.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from app.cases.clock import ClockMark, ClockState, Limit, LimitUnit, Verdict
from app.cases.clock_segments import DaysOff, Reason, ReasonCode, Segment, SegmentKind
from app.cases.durations import DAY_S, hours_words
from app.cases.durations import duration_words as duration_words
from app.core.calendar import CHINA, DayKind
from app.core.words import label, say


class LedgerLine(NamedTuple):
    """One line of the ledger in words.

    Attributes:
        kind: What the stretch is, for colour and icon.
        when: ``11-20 10:20 – 12:00``.
        mark: 计, 不计, 停表 or 待计.
        amount: This stretch: ``1 时 40 分``, ``停 3 时 40 分`` or a dash.
        total: Counted so far.
        why: Whole sentences.
    """

    kind: SegmentKind
    when: str
    mark: str
    amount: str
    total: str
    why: str

    def __str__(self) -> str:
        """Return the line as one running text, for copying."""
        counts = self.kind is not SegmentKind.NOT_COUNTED
        return say(
            "clock.line" if counts else "clock.line_not_counted",
            when=self.when,
            kind=self.mark,
            amount=self.amount,
            total=self.total,
            why=self.why,
        )


_HOURS = frozenset({ReasonCode.HOURS, ReasonCode.HOURS_MAKEUP})
_REASONS = {code: f"clock.reason.{code}" for code in ReasonCode}


def limit_words(limit: Limit) -> str:
    """Return a limit: ``30 分``, ``2 紧急工作时``, ``15 工作日``."""
    if limit.unit is not LimitUnit.WORKING_DAY and limit.amount < 1:
        return say("clock.minutes", minutes=limit.hours_s // 60)
    return say("clock.limit", amount=f"{limit.amount:g}", unit=limit.unit)


def verdict_words(verdict: Verdict, *, day_s: int = DAY_S) -> str:
    """Return how a clock stands: ``剩 25 分``, ``超 45 分``, ``停表，剩 9 时`` or ``用 33 分``."""
    over = verdict.mark is ClockMark.OVER
    if verdict.state is ClockState.ENDED:
        return say("clock.used", duration=duration_words(verdict.used_s, verdict.unit, day_s=day_s))
    seconds = abs(verdict.left_s)
    duration = duration_words(seconds, verdict.unit, day_s=day_s)
    if over and seconds < 60:
        duration = say("clock.under_a_minute")
    code = "over" if over else "left"
    stopped = "stopped_" if verdict.state is ClockState.SUSPENDED else ""
    return say(f"clock.{stopped}{code}", duration=duration)


def ledger_words(segments: Iterable[Segment]) -> tuple[LedgerLine, ...]:
    """Return the ledger as lines; ``str(line)`` is the text to copy."""
    return tuple(_line(segment) for segment in segments)


def _line(segment: Segment) -> LedgerLine:
    start, end = segment.start.astimezone(CHINA), segment.end.astimezone(CHINA)
    today = start.date()
    return LedgerLine(
        segment.kind,
        f"{_stamp(start)} – {_clock(end) if end.date() == today else _stamp(end)}",
        _mark(segment.kind),
        _amount(segment),
        hours_words(segment.running),
        "".join([_told(reason, today) for reason in segment.reasons]),
    )


def _amount(segment: Segment) -> str:
    if segment.kind is SegmentKind.NOT_COUNTED:
        return _said("clock.not_counted")
    amount = hours_words(segment.seconds)
    return say("clock.stood", duration=amount) if segment.kind is SegmentKind.STOPPED else amount


@cache
def _mark(kind: SegmentKind) -> str:
    return label(kind)


def _stamp(local: datetime) -> str:
    return f"{local.month:02d}-{local.day:02d} {local.hour:02d}:{local.minute:02d}"


def _clock(local: datetime) -> str:
    return f"{local.hour:02d}:{local.minute:02d}"


def _told(reason: Reason, today: date) -> str:
    if not reason.facts:
        return _said(_REASONS[reason.code])
    day = reason.facts.get("day")
    if reason.code in _HOURS and isinstance(day, date):
        return _hours(reason.code, day.weekday(), reason.facts["part"])
    facts = {name: _fact(value, today) for name, value in reason.facts.items()}
    return say(_REASONS[reason.code], **facts)


@cache
def _hours(code: ReasonCode, weekday: int, part: object) -> str:
    """Return ``周五上午上班。``, of which there are few and a ledger has many."""
    return say(_REASONS[code], day=_said(f"clock.weekday.{weekday}"), part=part)


@cache
def _said(code: str) -> str:
    """Return a sentence without facts, made once."""
    return say(code)


def _fact(value: object, today: date) -> object:
    if isinstance(value, str):  # enum members too: `say` knows their words
        return value
    if isinstance(value, datetime):
        moment = value.astimezone(CHINA)
        return _clock(moment) if moment.date() == today else _stamp(moment)
    if isinstance(value, date):
        return _said(f"clock.weekday.{value.weekday()}")
    if isinstance(value, Limit):
        return limit_words(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        # weekend after weekend is named once
        return _said("clock.off.join").join(dict.fromkeys(_off_words(part) for part in value))
    return value


def _off_words(off: DaysOff) -> str:
    if off.kind is DayKind.WEEKEND:
        return _said("clock.off.weekend")
    dates = f"{off.first:%m-%d}"
    if off.last != off.first:
        dates = say("clock.off.dates", first=dates, last=f"{off.last:%m-%d}")
    return say(f"clock.off.{off.kind}", dates=dates, name=off.name or label(off.kind))
