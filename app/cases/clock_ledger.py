"""The ledger of a clock: every minute from the start to the due time with the reason it counts.

Pure; the sentences are made by `app.cases.clock_words`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    Course,
    Leg,
    Limit,
    LimitUnit,
    Verdict,
    deadline,
    follow,
    measures,
    minute_of,
)
from app.core.calendar import CHINA, Day, DayKind, WorkCalendar


class SegmentKind(StrEnum):
    """What a stretch of time is to the clock."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    STOPPED = "stopped"
    LEFT = "left"


class ReasonCode(StrEnum):
    """Why a stretch counts or does not; the sentence of each stands in words/clock.toml."""

    STARTED = "started"
    RESUMED = "resumed"
    HOURS = "hours"  # ordinary working hours
    DAY_AND_NIGHT = "day_and_night"
    OVERDUE = "overdue"
    HANDED = "handed"
    EXTENDED = "extended"
    UNTIL_STOPPED = "until_stopped"
    UNTIL_ENDED = "until_ended"
    UNTIL_NOW = "until_now"
    LUNCH = "lunch"
    CLOSED = "closed"  # evening, night, early morning
    DAYS_OFF = "days_off"
    SUSPENDED = "suspended"
    IF_NOT_STOPPED = "if_not_stopped"


@dataclass(frozen=True, slots=True)
class DaysOff:
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


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with what its sentence needs.

    Attributes:
        code: Which sentence.
        event: The event it tells of, where there is one.
        day: The working day it lies in (HOURS, LUNCH).
        days_off: Days off inside (DAYS_OFF, SUSPENDED).
        before: Holder before a hand-over, or "".
        limits: Limit before and after an extension.
        moment: A moment it names (OVERDUE, IF_NOT_STOPPED).
        now: The moment the ledger was made for.
    """

    code: ReasonCode
    event: ClockEvent | None = None
    day: Day | None = None
    days_off: tuple[DaysOff, ...] = ()
    before: str = ""
    limits: tuple[Limit, Limit] | None = None
    moment: datetime | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
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
    reasons: tuple[Reason, ...] = field(default=())


def ledger(
    limit: Limit, events: Iterable[ClockEvent], calendar: WorkCalendar, now: datetime
) -> tuple[Segment, ...]:
    """Return the ledger at `now`: time from the start to the due time without gap or overlap.

    The seconds of all COUNTED segments are `Verdict.used_s`; what is LEFT is one segment from
    now to the due time. An overdue clock counts on, in segments that begin at the due time.

    Raises:
        AppError: As `deadline`.
    """
    events = tuple(events)
    verdict = deadline(limit, events, calendar, now)
    course = follow(events, now)
    pieces = _Pieces(limit, calendar, course, verdict, now)
    segments = [piece for leg in course.legs for piece in pieces.of(leg)]
    segments += pieces.left(segments[-1].end if segments else verdict.started_at)
    return tuple(_with_notes(segments, course, limit))


@dataclass(slots=True)
class _Pieces:
    """Cuts legs into segments; `running` carries the sum from one leg to the next."""

    limit: Limit
    calendar: WorkCalendar
    course: Course
    verdict: Verdict
    now: datetime
    running: int = 0
    season: str = ""

    def of(self, leg: Leg) -> Iterator[Segment]:
        """Yield the segments of one leg."""
        if leg.end == leg.start:
            return
        if not leg.runs:
            yield self._stopped(leg)
            return
        spans = list(self._counted_spans(leg))
        at = leg.start
        for start, end in spans:
            if at < start:
                yield self._gap(at, start)
            yield from self._counted(leg, start, end)
            at = end
        if at < leg.end:
            yield self._gap(at, leg.end)

    def left(self, begin: datetime) -> Iterator[Segment]:
        """Yield what is left of a clock that runs and is not overdue."""
        due = self.verdict.due_at
        if self.course.legs[-1].closed is None and self.course.legs[-1].runs and due is not None:
            if begin < due:
                reason = Reason(ReasonCode.IF_NOT_STOPPED, moment=due, now=self.now)
                whole = self.verdict.limit_s
                left = self.verdict.left_s
                yield Segment(begin, due, SegmentKind.LEFT, left, whole, (reason,))

    def _counted_spans(self, leg: Leg) -> Iterator[tuple[int, int]]:
        if self.limit.unit is LimitUnit.EMERGENCY_HOUR:
            yield leg.start, leg.end
            return
        for day in _days(leg.start, leg.end):
            for opens, closes in self.calendar.intervals(day):
                start = max(leg.start, int(opens.timestamp()))
                end = min(leg.end, int(closes.timestamp()))
                if start < end:
                    yield start, end

    def _counted(self, leg: Leg, start: int, end: int) -> Iterator[Segment]:
        due = None if self.verdict.due_at is None else int(self.verdict.due_at.timestamp())
        if due is not None and start < due < end:
            yield self._count(leg, start, due)
            start = due
        yield self._count(leg, start, end)

    def _count(self, leg: Leg, start: int, end: int) -> Segment:
        self.running += end - start
        reasons = (*self._openings(leg, start), *self._closings(leg, end))
        return Segment(
            _utc(start), _utc(end), SegmentKind.COUNTED, end - start, self.running, reasons
        )

    def _openings(self, leg: Leg, start: int) -> Iterator[Reason]:
        due = self.verdict.due_at
        if start == leg.start:
            resumed = leg.opened.kind is ClockEventKind.RESUMED
            yield Reason(ReasonCode.RESUMED if resumed else ReasonCode.STARTED, event=leg.opened)
        if due is not None and start >= int(due.timestamp()):
            yield Reason(ReasonCode.OVERDUE, moment=due)
        if self.limit.unit is LimitUnit.EMERGENCY_HOUR:
            yield Reason(ReasonCode.DAY_AND_NIGHT)
        else:
            yield Reason(ReasonCode.HOURS, day=self.calendar.day(_day(start)))

    def _closings(self, leg: Leg, end: int) -> Iterator[Reason]:
        if end != leg.end:
            return
        if leg.closed is None:
            yield Reason(ReasonCode.UNTIL_NOW)
        elif leg.closed.kind is ClockEventKind.STOPPED:
            yield Reason(ReasonCode.UNTIL_STOPPED, event=leg.closed)
        else:
            yield Reason(ReasonCode.UNTIL_ENDED, event=leg.closed)

    def _gap(self, start: int, end: int) -> Segment:
        reasons = tuple(self._why_not(start, end))
        return Segment(_utc(start), _utc(end), SegmentKind.NOT_COUNTED, 0, self.running, reasons)

    def _why_not(self, start: int, end: int) -> Iterator[Reason]:
        first = self.calendar.day(_day(start))
        off = self._days_off(start, end)
        if _is_lunch(first, start, end):
            told = first if first.season != self.season else None
            self.season = first.season
            yield Reason(ReasonCode.LUNCH, day=told)
        elif not off or first.spans:
            yield Reason(ReasonCode.CLOSED)
        if off:
            yield Reason(ReasonCode.DAYS_OFF, days_off=off)

    def _stopped(self, leg: Leg) -> Segment:
        measure, _ = measures(self.limit.unit, self.calendar)
        emergency = self.limit.unit is LimitUnit.EMERGENCY_HOUR
        off = () if emergency else self._days_off(leg.start, leg.end)
        reason = Reason(ReasonCode.SUSPENDED, event=leg.opened, days_off=off)
        stood = measure(leg.end) - measure(leg.start)
        return Segment(
            _utc(leg.start), _utc(leg.end), SegmentKind.STOPPED, stood, self.running, (reason,)
        )

    def _days_off(self, start: int, end: int) -> tuple[DaysOff, ...]:
        found: list[DaysOff] = []
        for when in _days(start, end):
            day = self.calendar.day(when)
            if day.spans:
                continue
            name = day.note or day.name
            last = found[-1] if found else None
            touches = last is not None and last.last + timedelta(days=1) == when
            if last is not None and touches and (last.kind, last.name) == (day.kind, name):
                found[-1] = replace(last, last=when)
            else:
                found.append(DaysOff(when, when, day.kind, name))
        return tuple(found)


def _is_lunch(day: Day, start: int, end: int) -> bool:
    """Tell whether a gap lies between two spans of one day."""
    if _day(start) != _day(end) or not day.spans:
        return False
    begin = datetime.fromtimestamp(start, CHINA)
    minute = begin.hour * 60 + begin.minute
    return day.spans[0].closes <= minute < day.spans[-1].opens


def _with_notes(segments: list[Segment], course: Course, limit: Limit) -> Iterator[Segment]:
    """Tell extensions and hand-overs in the segment they fell into."""
    notes = list(_note_reasons(course, limit))
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        end = int(segment.end.timestamp())
        here = [reason for at, reason in notes if last or at < end]
        notes = notes[len(here) :]
        if not here:
            yield segment
            continue
        cut = sum(reason.code not in _CLOSING for reason in segment.reasons)
        reasons = (*segment.reasons[:cut], *here, *segment.reasons[cut:])
        yield replace(segment, reasons=reasons)


_CLOSING = frozenset({ReasonCode.UNTIL_STOPPED, ReasonCode.UNTIL_ENDED, ReasonCode.UNTIL_NOW})


def _note_reasons(course: Course, limit: Limit) -> Iterator[tuple[int, Reason]]:
    holder = course.legs[0].opened.holder if course.legs else ""
    whole = limit
    for note in course.notes:
        at = minute_of(note.at)
        if note.kind is ClockEventKind.HANDED:
            yield at, Reason(ReasonCode.HANDED, event=note, before=holder)
            holder = note.holder
        else:
            longer = Limit(whole.amount + note.amount, limit.unit)
            yield at, Reason(ReasonCode.EXTENDED, event=note, limits=(whole, longer))
            whole = longer


def _days(start: int, end: int) -> Iterator[date]:
    """Yield the local days that [start, end) touches."""
    day, last = _day(start), _day(end - 1)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _day(at: int) -> date:
    return datetime.fromtimestamp(at, CHINA).date()


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
