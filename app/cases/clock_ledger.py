"""The ledger of a clock: every minute from the start to the due time with the reason it counts.

Pure; the sentences are made by `app.cases.clock_words`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockState,
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
from app.cases.clock_segments import (
    DayPart,
    DaysOff,
    Reason,
    ReasonCode,
    Segment,
    SegmentKind,
)
from app.core.calendar import CHINA, Day, DayKind, WorkCalendar


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
    pieces = _Pieces(limit, calendar, course, verdict)
    segments = [piece for leg in course.legs for piece in pieces.of(leg)]
    segments += pieces.left(_utc(course.legs[-1].end))
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
        if self.verdict.state is not ClockState.RUNNING or due is None or due <= begin:
            return
        today = due.astimezone(CHINA).date() == begin.astimezone(CHINA).date()
        code = ReasonCode.IF_NOT_STOPPED_TODAY if today else ReasonCode.IF_NOT_STOPPED
        left, whole = self.verdict.left_s, self.verdict.limit_s
        yield Segment(begin, due, SegmentKind.LEFT, left, whole, (Reason(code, {"at": due}),))

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
        reasons = [_opening(leg.opened)] if start == leg.start else []
        due = self.verdict.due_at
        if due is not None and start >= int(due.timestamp()) and not self.overdue_told:
            self.overdue_told = True
            reasons.append(Reason(ReasonCode.OVERDUE, {"at": due}))
        reasons.append(self._hours(start, end))
        if end == leg.end:
            reasons.append(_closing(leg.closed))
        return Segment(
            start=_utc(start),
            end=_utc(end),
            kind=SegmentKind.COUNTED,
            seconds=end - start,
            running=self.running,
            reasons=tuple(reasons),
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
    first = datetime.fromtimestamp(start, CHINA).hour
    last = datetime.fromtimestamp(end - 1, CHINA).hour
    if last < NOON:
        return DayPart.MORNING
    if first >= EVENING:
        return DayPart.EVENING
    return DayPart.AFTERNOON if first >= NOON - 1 else DayPart.WHOLE


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


_CLOSING = frozenset(
    {
        ReasonCode.UNTIL_STOPPED,
        ReasonCode.UNTIL_ENDED,
        ReasonCode.UNTIL_ENDED_PLAIN,
        ReasonCode.UNTIL_NOW,
    }
)


def _note_reasons(course: Course, limit: Limit) -> Iterator[tuple[int, Reason]]:
    holder = course.legs[0].opened.holder
    amount = limit.amount
    for note in course.notes:
        if note.kind is ClockEventKind.HANDED:
            yield minute_of(note.at), _handed(note, holder)
            holder = note.holder
        else:
            yield minute_of(note.at), _extended(note, limit.unit, amount)
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
