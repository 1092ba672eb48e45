"""A clock's ledger as a picture: a row a day, with what counted in it and what happened; pure.

Days on which nothing happened share a row: neighbouring days off, and runs of whole working
days of one sort.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from app.cases.clock import ClockEvent, ClockEventKind, ClockState, Limit, LimitUnit, Verdict
from app.cases.clock_segments import Segment, SegmentKind
from app.cases.clock_words import limit_words
from app.core.calendar import CHINA, Day, DayKind, WorkCalendar
from app.core.words import label, say

DAY_MINUTES = 24 * 60
HOUR = 60
RUN_DAYS = 4
"""So many whole working days of one sort in a row are told in one."""

_AROUND = HOUR  # what is shown before the first opening and after the last closing


class PieceKind(StrEnum):
    """What a stretch of a day is to the clock."""

    COUNTED = "counted"
    OVER = "over"  # counted after the due time
    STOPPED = "stopped"
    LEFT = "left"
    LUNCH = "lunch"  # between two spans of office hours


class MarkKind(StrEnum):
    """What happened at a moment."""

    STARTED = "started"
    HANDED = "handed"
    STOPPED = "stopped"
    RESUMED = "resumed"
    EXTENDED = "extended"
    SIGNED = "signed"
    ENDED = "ended"
    DUE = "due"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that is named on the strip.

    Attributes:
        at: When (aware).
        kind: What.
        words: Without the time of day: ``转供水公司``.
    """

    at: datetime
    kind: MarkKind
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a day; what lies between the pieces does not count.

    Attributes:
        start: Minutes since local midnight.
        end: In the same way; 1440 is the midnight after.
        kind: What it is.
        seconds: How long; of a run of days, all of them together.
    """

    start: int
    end: int
    kind: PieceKind
    seconds: int


@dataclass(frozen=True, slots=True)
class StripDay:
    """One row.

    Attributes:
        first: Its day.
        last: The same, or the last of a run.
        pieces: Ascending; of a run, one that stands for all.
        marks: Ascending; none on runs.
        off: Names of the days off it stands for: ``周末``; "" where there are none.
        workdays: How many days with office hours it stands for.
    """

    first: date
    last: date
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...] = ()
    off: str = ""
    workdays: int = 1


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole picture.

    Attributes:
        opens: Where its axis begins, minutes since midnight, a full hour.
        closes: Where its axis ends; 1440 at most.
        days: Its rows.
    """

    opens: int
    closes: int
    days: tuple[StripDay, ...]


def event_marks(
    events: Iterable[ClockEvent],
    signed: Iterable[datetime],
    limit: Limit,
    verdict: Verdict,
    now: datetime,
    *,
    ends: str,
) -> tuple[Mark, ...]:
    """Return what is named on the strip, ascending.

    Args:
        events: Of the clock; those after `now` are left out.
        signed: When units signed for the case, where another clock counts that.
        limit: Of the clock.
        verdict: How it stands at `now`.
        now: The moment of the ledger.
        ends: What the step that ends the clock is called, where its event does not say.
    """
    marks = [_of_event(event, limit, ends) for event in events if event.at <= now]
    marks += [Mark(at, MarkKind.SIGNED, say("clock.mark.signed")) for at in signed if at <= now]
    if verdict.due_at is not None:
        marks.append(Mark(verdict.due_at, MarkKind.DUE, say("clock.mark.due")))
    if verdict.state is not ClockState.ENDED:
        marks.append(Mark(now, MarkKind.NOW, say("clock.mark.now")))
    return tuple(sorted(marks, key=lambda mark: mark.at))


def _of_event(event: ClockEvent, limit: Limit, ends: str) -> Mark:
    kind = MarkKind(event.kind.value)
    match event.kind:
        case ClockEventKind.STARTED | ClockEventKind.ENDED if event.reason:
            words = event.reason
        case ClockEventKind.ENDED:
            words = ends
        case ClockEventKind.HANDED:
            words = say("clock.mark.handed", holder=event.holder)
        case ClockEventKind.EXTENDED:
            amount = limit_words(Limit(event.amount, limit.unit))
            words = say("clock.mark.extended", amount=amount)
        case _:
            words = label(event.kind)
    return Mark(event.at, kind, words)


def strip_of(
    segments: Sequence[Segment],
    marks: Sequence[Mark],
    unit: LimitUnit,
    calendar: WorkCalendar,
    due_at: datetime | None,
) -> Strip:
    """Return the picture of a ledger; marks outside its days are left out.

    Args:
        segments: The ledger, as `app.cases.clock_ledger.ledger` returns it.
        marks: What is named.
        unit: What its clock counts in; emergency hours have days of 24 hours.
        calendar: The one it was counted with.
        due_at: From here on counted time is overdue.
    """
    if not segments:
        return Strip(8 * HOUR, 19 * HOUR, ())
    whole = unit is LimitUnit.EMERGENCY_HOUR
    rows = list(_rows(segments, marks, calendar, due_at, whole=whole))
    opens, closes = (0, DAY_MINUTES) if whole else _axis(rows, calendar)
    return Strip(opens, closes, tuple(_gathered(rows)))


def _rows(
    segments: Sequence[Segment],
    marks: Sequence[Mark],
    calendar: WorkCalendar,
    due_at: datetime | None,
    *,
    whole: bool,
) -> Iterator[StripDay]:
    """Yield a row for each day; `whole` days have no office hours."""
    parts = [part for segment in segments for part in _parted(segment, due_at)]
    day = _local(segments[0].start).date()
    last = _local(segments[-1].end - timedelta(minutes=1)).date()
    last = max(day, last, *(_local(m.at).date() for m in marks if m.at <= segments[-1].end))
    at = 0
    while day <= last:
        about = calendar.day(day)
        spans = [(0, DAY_MINUTES)] if whole else [(s.opens, s.closes) for s in about.spans]
        begin = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        end = begin + timedelta(days=1)
        while at < len(parts) and parts[at].end <= begin:
            at += 1
        pieces = [Piece(a[1], b[0], PieceKind.LUNCH, 0) for a, b in pairwise(spans)]
        for part in parts[at:]:
            if part.start >= end:
                break
            pieces += part.within(begin, spans)
        here = tuple(mark for mark in marks if _local(mark.at).date() == day)
        off = "" if spans else _off(about)
        pieces.sort(key=lambda piece: piece.start)
        yield StripDay(day, day, tuple(pieces), here, off, workdays=1 if spans else 0)
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment that is drawn, or its overdue part."""

    start: datetime
    end: datetime
    kind: PieceKind

    def within(self, midnight: datetime, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
        """Yield what of it lies in the office hours of a day."""
        start = max(0, int((self.start - midnight).total_seconds()) // 60)
        end = min(DAY_MINUTES, int((self.end - midnight).total_seconds()) // 60)
        for opens, closes in spans:
            left, right = max(start, opens), min(end, closes)
            if left < right:
                yield Piece(left, right, self.kind, (right - left) * 60)


_DRAWN = {
    SegmentKind.COUNTED: PieceKind.COUNTED,
    SegmentKind.STOPPED: PieceKind.STOPPED,
    SegmentKind.LEFT: PieceKind.LEFT,
}


def _parted(segment: Segment, due_at: datetime | None) -> Iterator[_Part]:
    kind = _DRAWN.get(segment.kind)
    if kind is None:
        return
    if is_late(segment, due_at):
        kind = PieceKind.OVER
    yield _Part(segment.start, segment.end, kind)


def is_late(segment: Segment, due_at: datetime | None) -> bool:
    """Tell whether a stretch was counted after the due time; ledgers are cut there."""
    return segment.kind is SegmentKind.COUNTED and due_at is not None and segment.start >= due_at


def _off(day: Day) -> str:
    if day.kind is DayKind.WEEKEND:
        return say("clock.off.weekend")
    return day.note or day.name or label(day.kind)


def _axis(rows: Sequence[StripDay], calendar: WorkCalendar) -> tuple[int, int]:
    """Return the hours that hold all office hours and all marks, with some room around."""
    spans = [span for row in rows for span in calendar.spans(row.first)]
    spans = spans or list(calendar.season(rows[0].first).spans)
    minutes = [_minute(mark.at) for row in rows for mark in row.marks]
    opens = min([*(span.opens - _AROUND for span in spans), *minutes])
    closes = max([*(span.closes + _AROUND for span in spans), *minutes])
    return max(0, opens // HOUR * HOUR), min(DAY_MINUTES, -(-closes // HOUR) * HOUR)


# -- days on which nothing happened -------------------------------------------------------------


def _gathered(rows: Sequence[StripDay]) -> Iterator[StripDay]:
    """Yield the rows, runs of uneventful days as one."""
    at = 0
    while at < len(rows):
        end = _run_end(rows, at)
        run = rows[at:end]
        if sum(row.workdays for row in run) >= RUN_DAYS:
            yield _as_one(run)
        else:
            yield from _off_joined(run)
        at = end


def _run_end(rows: Sequence[StripDay], at: int) -> int:
    """Return where the run of plain days that begins at a row ends; days off do not break it."""
    kind = _plain(rows[at])
    end = at + 1
    if rows[at].marks or (kind is None and rows[at].workdays):
        return end
    while end < len(rows) and not rows[end].marks:
        here = _plain(rows[end])
        if rows[end].workdays and (here is None or (kind is not None and here is not kind)):
            break
        kind = kind or here
        end += 1
    return end


def _plain(row: StripDay) -> PieceKind | None:
    """Return the one thing a whole working day was, None where it was more than one."""
    kinds = {piece.kind for piece in row.pieces if piece.kind is not PieceKind.LUNCH}
    if len(kinds) != 1 or row.marks:
        return None
    (kind,) = kinds
    return kind


def _as_one(run: Sequence[StripDay]) -> StripDay:
    pieces = [p for row in run for p in row.pieces if p.kind is not PieceKind.LUNCH]
    one = Piece(
        start=min(piece.start for piece in pieces),
        end=max(piece.end for piece in pieces),
        kind=pieces[0].kind,
        seconds=sum(piece.seconds for piece in pieces),
    )
    days = sum(row.workdays for row in run)
    return StripDay(run[0].first, run[-1].last, (one,), (), _off_names(run), workdays=days)


def _off_joined(run: Sequence[StripDay]) -> Iterator[StripDay]:
    off: list[StripDay] = []
    for row in run:
        if row.workdays or row.marks:
            yield from _joined(off)
            off = []
            yield row
        else:
            off.append(row)
    yield from _joined(off)


def _joined(off: Sequence[StripDay]) -> Iterator[StripDay]:
    if off:
        yield StripDay(off[0].first, off[-1].last, (), (), _off_names(off), workdays=0)


def _off_names(rows: Sequence[StripDay]) -> str:
    return say("clock.off.join").join(dict.fromkeys(row.off for row in rows if row.off))


def _minute(moment: datetime) -> int:
    here = _local(moment)
    return here.hour * HOUR + here.minute


def _local(moment: datetime) -> datetime:
    return moment.astimezone(CHINA)
