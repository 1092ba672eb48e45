"""The ledger of a case as one value: findings, lines, picture, holders, versions; pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.clock import ClockEvent, ClockEventKind, Limit, Verdict, provisional_years
from app.cases.clock_aloud import read_aloud
from app.cases.clock_ledger import ledger
from app.cases.clock_segments import Segment
from app.cases.clock_strip import Strip, event_marks, is_late, strip_of
from app.cases.clock_words import LedgerLine, ledger_words
from app.cases.due import ClockPair
from app.cases.durations import hours_words
from app.cases.ledger_words import (
    ClockName,
    Headline,
    Totals,
    full,
    headline,
    summary,
    totals_of,
)
from app.cases.numbers import short
from app.cases.rules import EventKind
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_name
from app.core.clock import local
from app.core.errors import AppError
from app.core.words import label, say

_ENDS = {ClockName.SIGN: EventKind.SIGNED_FOR, ClockName.HANDLE: EventKind.FINISHED}
"""The step that ends a clock."""


class NotAssignedYet(AppError):
    """At that moment nobody had to sign for the case."""

    code = "cases.not_assigned_yet"


@dataclass(frozen=True, slots=True)
class CaseAbout:
    """Which case a ledger is about."""

    case_id: UUID
    number: str | None
    receipt_code: str
    title: str

    @property
    def name(self) -> str:
        """What a desk calls the case."""
        return short(self.number) if self.number else self.receipt_code


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger; `late` where it was counted after the due time."""

    line: LedgerLine
    late: bool


@dataclass(frozen=True, slots=True)
class Held:
    """How long one holder had the case while the handling clock ran.

    Attributes:
        holder: As named by the hand-over.
        seconds: Counted time.
        share: Of all counted time; 0 while there is none.
        present: True for who has it at the moment of the ledger.
        times: How often it came to them.
    """

    holder: str
    seconds: int
    share: float
    present: bool
    times: int = 1

    @property
    def name(self) -> str:
        """The holder, with how often where it was more than once: ``供水公司 2 次``."""
        if self.times == 1:
            return self.holder
        return say("clock.held.times", holder=self.holder, times=self.times)

    @property
    def words(self) -> str:
        """``供水公司 6 时 05 分，占 48%``."""
        time, percent = hours_words(self.seconds), round(100 * self.share)
        return say("clock.held.line", holder=self.name, time=time, percent=percent)


@dataclass(frozen=True, slots=True)
class VersionUsed:
    """A published version that the ledger counts by."""

    number: int
    published_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class VersionsUsed:
    """The time limits and the calendar that a ledger counts by."""

    limits: VersionUsed
    calendar: VersionUsed


@dataclass(frozen=True, slots=True)
class CaseLedger:
    """The ledger of one clock, and how the other one stands.

    Attributes:
        about: Of which case.
        clock: Whose ledger it is.
        as_of: The moment it is told for.
        clocks: Both clocks at that moment.
        day_s: Length of a working day then, for durations in days.
        segments: The ledger as values.
        rows: The same in words.
        strip: The same as a picture.
        holds: Of the handling clock.
        calendar_name: Version of the calendar in words, ``第 1 版（2026-11-03）``.
        season: Office hours in force then, e.g. 冬季作息.
        provisional_years: Years it runs through whose holidays were not published.
    """

    about: CaseAbout
    clock: ClockName
    as_of: datetime
    clocks: ClockPair
    day_s: int
    segments: tuple[Segment, ...]
    rows: tuple[LedgerRow, ...]
    strip: Strip
    totals: Totals
    holds: tuple[Held, ...]
    aloud: str
    versions: VersionsUsed
    calendar_name: str
    season: str
    provisional_years: tuple[int, ...]

    @property
    def verdict(self) -> Verdict:
        """How the clock of the ledger stands."""
        return clock_of(self.clocks, self.clock)[0]

    @property
    def limit(self) -> Limit:
        """The limit of the clock, without extensions."""
        return clock_of(self.clocks, self.clock)[1]

    @property
    def events(self) -> tuple[ClockEvent, ...]:
        """What moved the clock."""
        return moves_of(self.clocks, self.clock)

    @property
    def headline(self) -> Headline:
        """The verdict as a sentence."""
        return headline(self.clock, self.verdict, day_s=self.day_s)

    @property
    def summary(self) -> str:
        """Limit, used share, stops."""
        return summary(self.limit, self.events, self.verdict, self.as_of)

    @property
    def version_words(self) -> tuple[str, ...]:
        """By which rules it counts, in sentences."""
        day = local(self.versions.limits.published_at).date()
        told = [
            say("clock.text.limits", number=self.versions.limits.number, day=day),
            say("clock.text.calendar", calendar=self.calendar_name),
        ]
        if self.provisional_years:
            years = "、".join(str(year) for year in self.provisional_years)
            told.append(say("clock.text.provisional", years=years))
        return tuple(told)

    def text(self) -> str:
        """Return the whole ledger as text, for pasting into a message."""
        return "\n".join(
            (
                say("clock.text.heading", name=self.about.name, title=self.about.title),
                str(self.headline),
                self.summary,
                "",
                *(str(row.line) for row in self.rows),
                "",
                str(self.totals),
                *(held.words for held in self.holds if self.clock is ClockName.HANDLE),
                *self.version_words,
                say("clock.text.as_of", moment=full(self.as_of)),
            )
        )


def compose_ledger(
    about: CaseAbout,
    pair: ClockPair,
    calendar: WorkCalendar,
    versions: VersionsUsed,
    now: datetime,
    *,
    clock: ClockName = ClockName.HANDLE,
    signed: tuple[datetime, ...] = (),
) -> CaseLedger:
    """Return the ledger of one of two clocks.

    Args:
        about: Whose.
        pair: Both clocks as they stand at `now`.
        calendar: The version they count with.
        versions: What is said of it and of the limits.
        now: The moment it is told for.
        clock: Which of the two.
        signed: When units signed for the case; named on the picture of the handling clock.

    Raises:
        NotAssignedYet: That clock has not started.
    """
    verdict, limit = clock_of(pair, clock)
    moves = tuple(event for event in moves_of(pair, clock) if event.at <= now)
    segments = ledger(limit, moves, calendar, now)
    late = (is_late(segment, verdict.due_at) for segment in segments)
    signed = signed if clock is ClockName.HANDLE else ()
    marks = event_marks(moves, signed, limit, verdict, now, ends=label(_ENDS[clock]))
    season = calendar.season(local(now).date())
    return CaseLedger(
        about=about,
        clock=clock,
        as_of=now,
        clocks=pair,
        day_s=season.day_s,
        segments=segments,
        rows=tuple(map(LedgerRow, ledger_words(segments), late)),
        strip=strip_of(segments, marks, limit.unit, calendar, verdict.due_at),
        totals=totals_of(segments, verdict),
        holds=_held(pair),
        aloud=read_aloud(limit, moves, calendar, now, holder=_present(moves)),
        versions=versions,
        calendar_name=calendar_name(calendar),
        season=season.name,
        provisional_years=provisional_years(verdict, calendar),
    )


def clock_of(pair: ClockPair, clock: ClockName) -> tuple[Verdict, Limit]:
    """Return how one of two clocks stands, and its limit.

    Raises:
        NotAssignedYet: It has not started.
    """
    if clock is ClockName.HANDLE:
        return pair.handle, pair.handle_limit
    if pair.sign is None:
        raise NotAssignedYet
    return pair.sign, pair.sign_limit


def moves_of(pair: ClockPair, clock: ClockName) -> tuple[ClockEvent, ...]:
    """Return what moved one of two clocks."""
    return pair.handle_events if clock is ClockName.HANDLE else pair.sign_events


def _present(moves: tuple[ClockEvent, ...]) -> str:
    """Return who has the case, "" before anybody was handed it."""
    hands = [event.holder for event in moves if event.kind is ClockEventKind.HANDED]
    return hands[-1] if hands else ""


def _held(pair: ClockPair) -> tuple[Held, ...]:
    whole = sum(hold.seconds for hold in pair.holds)
    present = _present(pair.handle_events) or (pair.holds[0].holder if pair.holds else "")
    return tuple(
        Held(
            holder=hold.holder,
            seconds=hold.seconds,
            share=hold.seconds / whole if whole else 0.0,
            present=hold.holder == present,
            times=hold.times,
        )
        for hold in pair.holds
    )
