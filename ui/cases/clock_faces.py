"""The two clocks of a case as cards, and how its unit counts in one sentence; pure."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockMark,
    ClockState,
    Limit,
    LimitUnit,
    Verdict,
)
from app.cases.clock_words import limit_words, verdict_words
from app.cases.due import ClockPair
from app.core.clock import local
from app.core.words import label
from ui.cases.deadlines import shares
from ui.core.cards import ClockFace
from ui.core.marks import Deadline, DeadlineKind
from ui.core.relative_time import short, time_of_day

_MARK_KIND = {
    ClockMark.OK: DeadlineKind.OK,
    ClockMark.WARN: DeadlineKind.WARN,
    ClockMark.OVER: DeadlineKind.OVER,
}


WHY_MOST = 5
"""Characters of the reason that have room in the card; the banner under it says it all."""


@dataclass(frozen=True, slots=True)
class _Clock:
    icon: str
    name: str
    limit: Limit
    verdict: Verdict | None
    events: tuple[ClockEvent, ...]


def clock_faces(
    pair: ClockPair, now: datetime, day_length_s: int, *, stopped_by: str = ""
) -> tuple[ClockFace, ClockFace]:
    """Return the signing and the handling clock.

    Args:
        pair: Both clocks at `now`.
        now: Aware.
        day_length_s: Length of a working day, for durations in days.
        stopped_by: Why the handling clock stands; shown in place of the moment.
    """
    translate = QCoreApplication.translate
    sign_name, handle_name = translate("ClockFaces", "签收"), translate("ClockFaces", "办理")
    sign = _Clock("ph.pen-nib", sign_name, pair.sign_limit, pair.sign, pair.sign_events)
    handle = _Clock("ph.timer", handle_name, pair.handle_limit, pair.handle, pair.handle_events)
    return _face(sign, now, day_length_s), _face(handle, now, day_length_s, stopped_by)


def _face(clock: _Clock, now: datetime, day_length_s: int, stopped_by: str = "") -> ClockFace:
    translate = QCoreApplication.translate
    limit = _limit(clock)
    verdict = clock.verdict
    if verdict is None:
        return ClockFace(
            icon=clock.icon,
            name=clock.name,
            verdict=translate("ClockFaces", "未开始"),
            figure="—",
            moment=translate("ClockFaces", "分流后起算"),
            limit=limit,
            deadline=Deadline(DeadlineKind.NONE, "", ""),
            running=False,
        )
    stopped = verdict.state is ClockState.SUSPENDED
    return ClockFace(
        icon=clock.icon,
        name=clock.name,
        verdict=label(verdict.state if stopped else verdict.mark),
        figure=_figure(verdict, day_length_s),
        moment=_why(stopped_by) if stopped else _moment(verdict, clock.events, now),
        limit=limit,
        deadline=_bar(verdict),
        running=verdict.state is not ClockState.ENDED,
    )


def _why(reason: str) -> str:
    return reason if len(reason) <= WHY_MOST else f"{reason[: WHY_MOST - 1]}…"


def _figure(verdict: Verdict, day_length_s: int) -> str:
    """Return ``剩 9 时``; that a clock stands is said by its chip."""
    if verdict.state is ClockState.SUSPENDED:
        verdict = verdict._replace(state=ClockState.RUNNING)
    return verdict_words(verdict, day_s=day_length_s)


def _limit(clock: _Clock) -> str:
    """Return ``限 2 紧急工作时``; with what was added: ``限 16 工作时，含延期 4``."""
    translate = QCoreApplication.translate
    added = sum(e.amount for e in clock.events if e.kind is ClockEventKind.EXTENDED)
    whole = Limit(clock.limit.amount + added, clock.limit.unit) if added else clock.limit
    told = translate("ClockFaces", "限 {limit}").format(limit=limit_words(whole))
    if not added:
        return told
    more = translate("ClockFaces", "{told}，含延期 {added}")
    return more.format(told=told, added=f"{added:g}")


def _moment(verdict: Verdict, events: tuple[ClockEvent, ...], now: datetime) -> str:
    if verdict.state is ClockState.ENDED:
        ended = (event.at for event in reversed(events) if event.kind is ClockEventKind.ENDED)
        return day_and_time(next(ended), now)
    if verdict.due_at is None:
        return ""
    until = day_and_time(verdict.due_at, now)
    if local(verdict.due_at).date() != local(now).date():
        return until  # two cards stand side by side: every letter counts
    return QCoreApplication.translate("ClockFaces", "{moment} 到").format(moment=until)


def day_and_time(moment: datetime, now: datetime) -> str:
    """Return ``14:30`` for today, ``11-25 17:30`` for another day."""
    same = local(moment).date() == local(now).date()
    return time_of_day(moment) if same else short(moment)


def counting_words(unit: LimitUnit) -> str:
    """Return how a unit counts, in one sentence."""
    translate = QCoreApplication.translate
    match unit:
        case LimitUnit.EMERGENCY_HOUR:
            return translate("ClockFaces", "紧急工作时昼夜连计，午休照计")
        case LimitUnit.WORKING_HOUR:
            return translate("ClockFaces", "工作时只计上班时间，午休和节假日不计")
        case LimitUnit.WORKING_DAY:
            return translate("ClockFaces", "工作日从次日数起，算到末一天下班，节假日不计")


def verdict_is_good(verdict: Verdict | None) -> bool:
    """Tell whether a clock ended in time."""
    return (
        verdict is not None
        and verdict.state is ClockState.ENDED
        and verdict.mark is not ClockMark.OVER
    )


def _bar(verdict: Verdict) -> Deadline:
    """Return the bar of a clock card; its words stand above it."""
    ended = verdict.state is ClockState.ENDED
    kind = _MARK_KIND[verdict.mark]
    if verdict.state is ClockState.SUSPENDED:
        kind = DeadlineKind.SUSPENDED
    share, limit_share = shares(verdict.limit_s, verdict.left_s)
    if ended and kind is not DeadlineKind.OVER:
        kind = DeadlineKind.OK
    return Deadline(kind, "", "", share, limit_share)
