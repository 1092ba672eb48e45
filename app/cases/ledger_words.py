"""The findings over and under a ledger in words: headline, summary, totals; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockMark,
    ClockState,
    Limit,
    Verdict,
)
from app.cases.clock_segments import Segment, SegmentKind
from app.cases.clock_words import limit_words, verdict_words
from app.cases.durations import duration_words, hours_words
from app.core.calendar import CHINA
from app.core.words import label, say

_WIDE_SPACE = "\u3000"


class ClockName(StrEnum):
    """The two clocks of a case."""

    SIGN = "sign"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Headline:
    """The verdict as a sentence, its figure apart so that it can be coloured."""

    before: str
    figure: str
    after: str

    def __str__(self) -> str:
        """Return the whole sentence."""
        return f"{self.before}{self.figure}{self.after}"


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums under a ledger, in seconds of the limit's kind of time.

    Attributes:
        counted_s: What was counted; `Verdict.used_s`.
        stopped_s: What would have counted while the clock stood.
        left_s: What is left; 0 once it is overdue, ended or stopped.
        over_s: How much too much was counted.
        limit_s: The limit with its extensions.
    """

    counted_s: int
    stopped_s: int
    left_s: int
    over_s: int
    limit_s: int

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return each sum that is not nothing, by name, with its words."""
        told = (
            ("counted", self.counted_s, True),
            ("stopped", self.stopped_s, False),
            ("left", self.left_s, False),
            ("over", self.over_s, False),
            ("limit", self.limit_s, True),
        )
        return tuple(
            (name, say(f"clock.total.{name}", time=hours_words(seconds)))
            for name, seconds, always in told
            if seconds or always
        )

    def __str__(self) -> str:
        """Return the sums as one line."""
        parts = _WIDE_SPACE.join(words for _, words in self.parts())
        return say("clock.total.line", parts=parts)


def totals_of(segments: Iterable[Segment], verdict: Verdict) -> Totals:
    """Return the sums of a ledger."""
    sums = dict.fromkeys(SegmentKind, 0)
    for segment in segments:
        sums[segment.kind] += segment.seconds
    return Totals(
        counted_s=sums[SegmentKind.COUNTED],
        stopped_s=sums[SegmentKind.STOPPED],
        left_s=sums[SegmentKind.LEFT],
        over_s=max(0, -verdict.left_s),
        limit_s=verdict.limit_s,
    )


def headline(clock: ClockName, verdict: Verdict, *, day_s: int) -> Headline:
    """Return how a clock stands as one sentence.

    Args:
        clock: Which one.
        verdict: How it stands.
        day_s: Length of a working day in seconds.
    """
    late = verdict.mark is ClockMark.OVER
    code = f"clock.headline.{verdict.state}_{'late' if late else 'in_time'}"
    figure = verdict_words(verdict, day_s=day_s)
    if verdict.state is ClockState.SUSPENDED:
        seconds = duration_words(abs(verdict.left_s), verdict.unit, day_s=day_s)
        figure = say("clock.over" if late else "clock.left", duration=seconds)
    whole = say(
        code,
        clock=clock,
        figure="\n",  # cut out below: the sentence says where it stands
        due="" if verdict.due_at is None else full(verdict.due_at),
        late=late_words(verdict, day_s=day_s),
    )
    before, after = whole.split("\n")
    return Headline(before, figure, after)


def late_words(verdict: Verdict, *, day_s: int) -> str:
    """Return by how much a clock is over its limit; less than a minute is told so."""
    if -verdict.left_s < 60:
        return say("clock.under_a_minute")
    return duration_words(-verdict.left_s, verdict.unit, day_s=day_s)


def summary(limit: Limit, events: Iterable[ClockEvent], verdict: Verdict, now: datetime) -> str:
    """Return limit, used share, stops and how the unit counts, as one sentence."""
    events = tuple(event for event in events if event.at <= now)
    stops = sum(event.kind is ClockEventKind.STOPPED for event in events)
    used, percent = hours_words(verdict.used_s), _percent(verdict)
    parts = [whole_limit_words(limit, events, now)]
    parts.append(say("clock.summary.used", used=used, percent=percent))
    if stops:
        parts.append(say("clock.summary.stops", count=stops))
    parts.append(say(f"clock.summary.{limit.unit}"))
    return say("clock.summary.join").join(parts)


def _percent(verdict: Verdict) -> int:
    """Return the used share; what is not used up is never told as all of it."""
    percent = round(100 * verdict.share)
    return min(percent, 99) if verdict.share < 1 else percent


def whole_limit_words(limit: Limit, events: Iterable[ClockEvent], now: datetime) -> str:
    """Return ``限 12 工作时，延期后共 16 工作时``, or without extensions ``限 12 工作时``."""
    added = sum(e.amount for e in events if e.kind is ClockEventKind.EXTENDED and e.at <= now)
    if not added:
        return say("clock.summary.limit", limit=limit_words(limit))
    whole = limit_words(Limit(limit.amount + added, limit.unit))
    return say("clock.summary.extended", limit=limit_words(limit), whole=whole)


def full(moment: datetime) -> str:
    """Return e.g. ``2026-11-24 14:05``."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def clock_label(clock: ClockName) -> str:
    """Return what a clock is called."""
    return label(clock)
