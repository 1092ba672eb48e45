"""The values a clock's ledger is made of: segments, and reasons as codes with facts; pure."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from app.core.calendar import DayKind


class SegmentKind(StrEnum):
    """What a stretch of time is to the clock."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    STOPPED = "stopped"
    LEFT = "left"


class ReasonCode(StrEnum):
    """Why a stretch counts or does not; facts in brackets, sentences in words/clock.toml."""

    STARTED = "started"  # step
    STARTED_PLAIN = "started_plain"
    RESUMED = "resumed"
    RESUMED_BY = "resumed_by"  # who
    RESUMED_WHY = "resumed_why"  # why
    RESUMED_WHY_BY = "resumed_why_by"  # why, who
    HOURS = "hours"  # day, part
    HOURS_MAKEUP = "hours_makeup"  # day, part
    HOURS_NOTED = "hours_noted"  # day, part, note
    DAY_AND_NIGHT = "day_and_night"
    OVERDUE = "overdue"  # at
    HANDED = "handed"  # at, holder
    HANDED_FROM = "handed_from"  # at, before, holder
    EXTENDED = "extended"  # at, who, amount, old, new
    EXTENDED_WHY = "extended_why"  # the same and why
    UNTIL_STOPPED = "until_stopped"
    UNTIL_ENDED = "until_ended"  # step
    UNTIL_ENDED_PLAIN = "until_ended_plain"
    UNTIL_NOW = "until_now"
    LUNCH = "lunch"
    LUNCH_SEASON = "lunch_season"  # season
    CLOSED = "closed"
    DAYS_OFF = "days_off"  # off
    SUSPENDED = "suspended"
    SUSPENDED_WHY = "suspended_why"  # why
    SUSPENDED_BY = "suspended_by"  # who
    SUSPENDED_OFF = "suspended_off"  # off
    IF_NOT_STOPPED = "if_not_stopped"  # at
    IF_NOT_STOPPED_TODAY = "if_not_stopped_today"  # at


class DayPart(StrEnum):
    """The part of a working day a counted stretch lies in."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WHOLE = "whole"


class DaysOff(NamedTuple):
    """Neighbouring days off of one sort.

    Attributes:
        first: First day.
        last: Last day.
        kind: WEEKEND, HOLIDAY or DAY_OFF.
        name: Festival or the administrator's note, "" for weekends.
    """

    first: date
    last: date
    kind: DayKind
    name: str


class Reason(NamedTuple):
    """One reason: which sentence, and what it needs.

    Attributes:
        code: Which sentence.
        facts: Moments, days, names, limits, `DaysOff`; see `ReasonCode`.
    """

    code: ReasonCode
    facts: Mapping[str, object] = MappingProxyType({})


class Segment(NamedTuple):
    """A stretch of the ledger.

    Attributes:
        start: Begin (aware UTC, full minute).
        end: End, the start of the next segment.
        kind: What it is to the clock.
        seconds: Counted or left time; for STOPPED what would have counted; 0 for NOT_COUNTED.
        running: Counted so far, with this segment; on LEFT the whole limit.
        reasons: Why, in the order to be told.
    """

    start: datetime
    end: datetime
    kind: SegmentKind
    seconds: int
    running: int
    reasons: tuple[Reason, ...] = ()
