"""What a clerk reads aloud on the phone about a clock (照着念)."""

from collections.abc import Iterable
from datetime import datetime

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockMark,
    ClockState,
    Course,
    Limit,
    Verdict,
    follow,
    held,
    judge,
)
from app.cases.clock_words import limit_words
from app.core.calendar import CHINA, WorkCalendar
from app.core.words import say


def read_aloud(
    limit: Limit,
    events: Iterable[ClockEvent],
    calendar: WorkCalendar,
    now: datetime,
    *,
    holder: str = "",
) -> str:
    """Return the clock's story in spoken sentences.

    Args:
        limit: As published for the case.
        events: The clock's events.
        calendar: The version the case counts with.
        now: The moment spoken about.
        holder: Say too how long this one had it, as named by the hand-over.

    Raises:
        AppError: As `app.cases.clock.deadline`.
    """
    course = follow(events, now)
    verdict = judge(limit, course, calendar)
    shares = {hold.holder: hold.seconds for hold in held(course, limit.unit, calendar)}
    told = _start(course, limit) + _used(course, verdict)
    if holder and holder in shares:
        told += say("clock.aloud.held", holder=holder, held=_duration(shares[holder]))
    return told + _end(verdict, now)


def _start(course: Course, limit: Limit) -> str:
    opened = course.turns[0]
    told = say(
        "clock.aloud.start",
        when=_moment(opened.at, None),
        step=opened.reason or say("clock.aloud.step"),
        limit=limit_words(limit),
    )
    extensions = sum(note.kind is ClockEventKind.EXTENDED for note in course.notes)
    if extensions:
        whole = limit_words(Limit(limit.amount + course.extended, limit.unit))
        told += say("clock.aloud.extended", count=extensions, limit=whole)
    stops = len(course.minutes[1:-1:2])
    return told + say("clock.aloud.stopped" if stops else "clock.aloud.not_stopped", count=stops)


def _used(course: Course, verdict: Verdict) -> str:
    used = _duration(verdict.used_s)
    if verdict.state is not ClockState.ENDED:
        return say("clock.aloud.used", used=used)
    step = course.turns[-1].reason
    when = _moment(course.until, None)
    return say("clock.aloud.ended", when=when, step=step or say("clock.aloud.end_step"), used=used)


def _end(verdict: Verdict, now: datetime) -> str:
    late = verdict.mark is ClockMark.OVER
    facts = {
        "late": _duration(max(-verdict.left_s, 0)),
        "left": _duration(max(verdict.left_s, 0)),
        "when": "" if verdict.due_at is None else _moment(verdict.due_at, now),
    }
    return say(f"clock.aloud.{verdict.state}_{'late' if late else 'in_time'}", **facts)


def _moment(moment: datetime, now: datetime | None) -> str:
    at = moment.astimezone(CHINA)
    clock = say(
        "clock.aloud.clock" if at.minute else "clock.aloud.full_clock",
        hour=at.hour,
        minute=at.minute,
    )
    if now is not None and now.astimezone(CHINA).date() == at.date():
        return say("clock.aloud.today", clock=clock)
    return say("clock.aloud.day", month=at.month, day=at.day, clock=clock)


def _duration(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    if not hours:
        return say("clock.aloud.minutes", minutes=minutes)
    code = "clock.aloud.hours_minutes" if minutes else "clock.aloud.hours"
    return say(code, hours=hours, minutes=minutes)
