"""The ledger of a clock: every minute from the start to the due time with the reason it counts.

Pure; the sentences are made by `app.cases.clock_words`.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockState,
    Course,
    Leg,
    Limit,
    LimitUnit,
    Verdict,
    follow,
    judge,
    measures,
)
from app.cases.clock_segments import (
    DayPart,
    DaysOff,
    Reason,
    ReasonCode,
    Segment,
    SegmentKind,
)
from app.core.calendar import Day, DayKind, WorkCalendar
from app.core.calendar_table import local_ordinal, minute_of_day


def ledger(
    limit: Limit, events: Iterable[ClockEvent], calendar: WorkCalendar, now: datetime
) -> tuple[Segment, ...]:
    """Return the ledger at `now`: time from the start to the due time without gap or overlap.

    The seconds of all COUNTED segments are `Verdict.used_s`; what is LEFT is one segment from
    now to the due time. An overdue clock counts on, in segments that begin at the due time.

    Raises:
        AppError: As `deadline`.
    """
    course = follow(events, now)
    verdict = judge(limit, course, calendar)
    pieces = _Pieces(limit, calendar, course, verdict)
    segments = [piece for leg in course.legs for piece in pieces.of(leg)]
    segments += pieces.left(course.minutes[-1])
    return tuple(_with_notes(segments, course, limit))


@dataclass(slots=True)
class _Pieces:
    """Cuts legs into segments; what was summed up and told carries over from leg to leg."""

    limit: Limit
    calendar: WorkCalendar
    course: Course
    verdict: Verdict
    running: int = 0
    season: str = ""
    overdue_told: bool = False

    def of(self, leg: Leg) -> Iterator[Segment]:
        """Yield the segments of one leg."""
        if leg.end == leg.start:
            return
        if not leg.runs:
            yield self._stopped(leg)
            return
        at = leg.start
        for start, end in self._counted_spans(leg):
            if at < start:
                yield self._gap(at, start)
            yield from self._counted(leg, start, end)
            at = end
        if at < leg.end:
            yield self._gap(at, leg.end)

    def left(self, begin: int) -> Iterator[Segment]:
        """Yield what is left of a clock that runs and is not overdue."""
        due, due_at = self.verdict.due, self.verdict.due_at
        if self.verdict.state is not ClockState.RUNNING or due is None or due <= begin:
            return
        today = local_ordinal(due) == local_ordinal(begin)
        code = ReasonCode.IF_NOT_STOPPED_TODAY if today else ReasonCode.IF_NOT_STOPPED
        left, whole = self.verdict.left_s, self.verdict.limit_s
        reasons = (Reason(code, {"at": due_at}),)
        yield Segment(_utc(begin), _utc(due), SegmentKind.LEFT, left, whole, reasons)

    def _counted_spans(self, leg: Leg) -> Sequence[tuple[int, int]]:
        if self.limit.unit is LimitUnit.EMERGENCY_HOUR:
            return ((leg.start, leg.end),)
        return self.calendar.spans_between_s(leg.start, leg.end)

    def _counted(self, leg: Leg, start: int, end: int) -> Iterator[Segment]:
        due = self.verdict.due
        if due is not None and start < due < end:
            yield self._count(leg, start, due)
            start = due
        yield self._count(leg, start, end)

    def _count(self, leg: Leg, start: int, end: int) -> Segment:
        self.running += end - start
        reasons = [_opening(leg.opened)] if start == leg.start else []
        due = self.verdict.due
        if due is not None and start >= due and not self.overdue_told:
            self.overdue_told = True
            reasons.append(Reason(ReasonCode.OVERDUE, {"at": self.verdict.due_at}))
        reasons.append(self._hours(start, end))
        if end == leg.end:
            reasons.append(_closing(leg.closed))
        seconds = end - start
        return Segment(
            _utc(start), _utc(end), SegmentKind.COUNTED, seconds, self.running, tuple(reasons)
        )

    def _hours(self, start: int, end: int) -> Reason:
        if self.limit.unit is LimitUnit.EMERGENCY_HOUR:
            return Reason(ReasonCode.DAY_AND_NIGHT)
        day = self.calendar.day(_day(start))
        facts: dict[str, object] = {"day": day.day, "part": _part(start, end)}
        if day.note:
            return Reason(ReasonCode.HOURS_NOTED, {**facts, "note": day.note})
        makeup = day.kind is DayKind.MAKEUP_WORKDAY
        return Reason(ReasonCode.HOURS_MAKEUP if makeup else ReasonCode.HOURS, facts)

    def _gap(self, start: int, end: int) -> Segment:
        reasons = tuple(self._why_not(start, end))
        return Segment(_utc(start), _utc(end), SegmentKind.NOT_COUNTED, 0, self.running, reasons)

    def _why_not(self, start: int, end: int) -> Iterator[Reason]:
        first = self.calendar.day(_day(start))
        off = self._days_off(start, end)
        if _is_lunch(first, start, end):
            yield self._lunch(first.season)
        elif not off or first.spans:
            yield Reason(ReasonCode.CLOSED)
        if off:
            yield Reason(ReasonCode.DAYS_OFF, {"off": off})

    def _lunch(self, season: str) -> Reason:
        # the season is named once, and again when it changes
        if season == self.season:
            return Reason(ReasonCode.LUNCH)
        self.season = season
        return Reason(ReasonCode.LUNCH_SEASON, {"season": season})

    def _stopped(self, leg: Leg) -> Segment:
        measure, _ = measures(self.limit.unit, self.calendar)
        why, who = leg.opened.reason, leg.opened.who
        reasons = [
            Reason(ReasonCode.SUSPENDED_WHY, {"why": why}) if why else Reason(ReasonCode.SUSPENDED)
        ]
        if who:
            reasons.append(Reason(ReasonCode.SUSPENDED_BY, {"who": who}))
        emergency = self.limit.unit is LimitUnit.EMERGENCY_HOUR
        off = () if emergency else self._days_off(leg.start, leg.end)
        if off:
            reasons.append(Reason(ReasonCode.SUSPENDED_OFF, {"off": off}))
        return Segment(
            start=_utc(leg.start),
            end=_utc(leg.end),
            kind=SegmentKind.STOPPED,
            seconds=measure(leg.end) - measure(leg.start),
            running=self.running,
            reasons=tuple(reasons),
        )

    def _days_off(self, start: int, end: int) -> tuple[DaysOff, ...]:
        found: list[DaysOff] = []
        for ordinal in range(local_ordinal(start), local_ordinal(end - 1) + 1):
            day = self.calendar.day(date.fromordinal(ordinal))
            if day.spans:
                continue
            when, name = day.day, day.note or day.name
            last = found[-1] if found else None
            touches = last is not None and last.last.toordinal() + 1 == ordinal
            if last is not None and touches and (last.kind, last.name) == (day.kind, name):
                found[-1] = last._replace(last=when)
            else:
                found.append(DaysOff(when, when, day.kind, name))
        return tuple(found)


_RESUMED = {
    (False, False): ReasonCode.RESUMED,
    (False, True): ReasonCode.RESUMED_BY,
    (True, False): ReasonCode.RESUMED_WHY,
    (True, True): ReasonCode.RESUMED_WHY_BY,
}
"""By whether the event says why and who."""


def _opening(event: ClockEvent) -> Reason:
    why, who = event.reason, event.who
    if event.kind is ClockEventKind.RESUMED:
        return Reason(_RESUMED[bool(why), bool(who)], {"why": why, "who": who})
    if why:
        return Reason(ReasonCode.STARTED, {"step": why})
    return Reason(ReasonCode.STARTED_PLAIN)


def _closing(event: ClockEvent | None) -> Reason:
    if event is None:
        return Reason(ReasonCode.UNTIL_NOW)
    if event.kind is ClockEventKind.STOPPED:
        return Reason(ReasonCode.UNTIL_STOPPED)
    if event.reason:
        return Reason(ReasonCode.UNTIL_ENDED, {"step": event.reason})
    return Reason(ReasonCode.UNTIL_ENDED_PLAIN)


NOON, EVENING = 13, 18


def _part(start: int, end: int) -> DayPart:
    first, last = minute_of_day(start) // 60, minute_of_day(end - 1) // 60
    if last < NOON:
        return DayPart.MORNING
    if first >= EVENING:
        return DayPart.EVENING
    return DayPart.AFTERNOON if first >= NOON - 1 else DayPart.WHOLE


def _is_lunch(day: Day, start: int, end: int) -> bool:
    """Tell whether a gap lies between two spans of one day."""
    if local_ordinal(start) != local_ordinal(end) or not day.spans:
        return False
    return day.spans[0].closes <= minute_of_day(start) < day.spans[-1].opens


def _with_notes(segments: list[Segment], course: Course, limit: Limit) -> Iterator[Segment]:
    """Tell extensions and hand-overs in the segment they fell into."""
    notes = deque(_note_reasons(course, limit))
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        here: list[Reason] = []
        while notes and (last or notes[0][0] < segment.end):
            here.append(notes.popleft()[1])
        if not here:
            yield segment
            continue
        cut = sum(reason.code not in _CLOSING for reason in segment.reasons)
        reasons = (*segment.reasons[:cut], *here, *segment.reasons[cut:])
        yield segment._replace(reasons=reasons)


_CLOSING = frozenset(
    {
        ReasonCode.UNTIL_STOPPED,
        ReasonCode.UNTIL_ENDED,
        ReasonCode.UNTIL_ENDED_PLAIN,
        ReasonCode.UNTIL_NOW,
    }
)


def _note_reasons(course: Course, limit: Limit) -> Iterator[tuple[datetime, Reason]]:
    holder = course.turns[0].holder
    amount = limit.amount
    for note in course.notes:
        if note.kind is ClockEventKind.HANDED:
            yield note.at, _handed(note, holder)
            holder = note.holder
        else:
            yield note.at, _extended(note, limit.unit, amount)
            amount += note.amount


def _handed(note: ClockEvent, before: str) -> Reason:
    facts = {"at": note.at, "before": before, "holder": note.holder}
    return Reason(ReasonCode.HANDED_FROM if before else ReasonCode.HANDED, facts)


def _extended(note: ClockEvent, unit: LimitUnit, old: float) -> Reason:
    facts = {
        "at": note.at,
        "who": note.who,
        "why": note.reason,
        "amount": Limit(note.amount, unit),
        "old": old,
        "new": old + note.amount,
    }
    return Reason(ReasonCode.EXTENDED_WHY if note.reason else ReasonCode.EXTENDED, facts)


def _day(at: int) -> date:
    return date.fromordinal(local_ordinal(at))


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
