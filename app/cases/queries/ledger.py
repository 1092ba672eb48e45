"""The clock ledger (时限台账) of one case at a moment: what the page and the paper show."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockNotStarted,
    Limit,
    Verdict,
    deadline,
    hold_times,
    provisional_years,
)
from app.cases.clock_aloud import read_aloud
from app.cases.clock_ledger import ledger
from app.cases.clock_segments import Segment
from app.cases.clock_strip import Strip, event_marks, is_late, strip_of
from app.cases.clock_words import LedgerLine, ledger_words
from app.cases.due import ClockPair, clock_pair, sign_clock
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
from app.cases.models import CaseFile, LimitTable
from app.cases.models.life import CaseEvent
from app.cases.numbers import short
from app.cases.rules import EventKind
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.calendar_store import CalendarVersion, calendar_name, calendar_of
from app.core.clock import local
from app.core.errors import AppError, NotFound
from app.core.shared_settings import settings_at
from app.core.words import say

DESK_LAG = timedelta(seconds=5)
"""So much the clock of a desk may be behind the event it is told of."""


class NoClockYet(AppError):
    """The case was not registered, so neither of its clocks has anything to tell."""

    code = "cases.no_clock_yet"


class NotAssignedYet(AppError):
    """At that moment nobody had to sign for the case."""

    code = "cases.not_assigned_yet"


class MomentAhead(AppError):
    """Nobody knows what will have happened by a moment that is still to come."""

    code = "cases.moment_ahead"


@dataclass(frozen=True, slots=True)
class LedgerWish:
    """Which ledger is asked for, also as a text that papers take as their key.

    Attributes:
        case_id: Of which case.
        clock: Of which of its clocks.
        at: As of which moment (aware); None for now.
    """

    case_id: UUID
    clock: ClockName = ClockName.HANDLE
    at: datetime | None = None

    def __str__(self) -> str:
        """Return the wish as a key."""
        at = "" if self.at is None else self.at.isoformat()
        return f"{self.case_id} {self.clock} {at}".strip()

    def moment(self, now: datetime) -> datetime:
        """Return the moment the ledger is told for.

        Raises:
            MomentAhead: It lies after `now`.
        """
        if self.at is not None and self.at > now:
            raise MomentAhead
        return self.at or now

    @classmethod
    def read(cls, key: str) -> "LedgerWish":
        """Return the wish that a key holds; a case alone means its handling clock, now.

        Raises:
            NotFound: It is no key.
        """
        case_id, clock, at, *_ = (*key.split(" "), "", "")
        try:
            moment = datetime.fromisoformat(at) if at else None
            return cls(UUID(case_id), ClockName(clock or ClockName.HANDLE), moment)
        except ValueError as error:
            raise NotFound(key=key) from error


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
    """

    holder: str
    seconds: int
    share: float
    present: bool

    @property
    def words(self) -> str:
        """``供水公司 6 时 05 分，占 48%``."""
        time, percent = hours_words(self.seconds), round(100 * self.share)
        return say("clock.held.line", holder=self.holder, time=time, percent=percent)


@dataclass(frozen=True, slots=True)
class VersionUsed:
    """A published version that the ledger counts by."""

    number: int
    published_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class CaseLedger:
    """The ledger of one clock, and how the other one stands.

    Attributes:
        number: Of the case; None until it has one.
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

    case_id: UUID
    number: str | None
    receipt_code: str
    title: str
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
    limits: VersionUsed
    calendar: VersionUsed
    calendar_name: str
    season: str
    provisional_years: tuple[int, ...]

    @property
    def name(self) -> str:
        """What a desk calls the case."""
        return short(self.number) if self.number else self.receipt_code

    @property
    def verdict(self) -> Verdict:
        """How the clock of the ledger stands."""
        return _of_clock(self.clocks, self.clock)[0]

    @property
    def limit(self) -> Limit:
        """The limit of the clock, without extensions."""
        return _of_clock(self.clocks, self.clock)[1]

    @property
    def events(self) -> tuple[ClockEvent, ...]:
        """What moved the clock."""
        return _events_of(self.clocks, self.clock)

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
        day = local(self.limits.published_at).date()
        told = [
            say("clock.text.limits", number=self.limits.number, day=day),
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
                say("clock.text.heading", name=self.name, title=self.title),
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


def case_ledger(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    now: datetime,
    clock: str = ClockName.HANDLE,
) -> CaseLedger:
    """Return the ledger of a case at `now`, which may be any moment since its clock started.

    Raises:
        NotFound: Absent or out of scope.
        NoClockYet: The case was not registered.
        ClockNotStarted: `now` lies before it was.
        NotAssignedYet: The signing clock had not started at `now`.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    life = sa.select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.ordinal)
    events = tuple(session.scalars(life))
    now = max((e.at for e in events if now < e.at <= now + DESK_LAG), default=now)
    pair = _pair_at(session, case, events, now)
    which = ClockName(clock)
    verdict, limit = _of_clock(pair, which)
    moves = tuple(event for event in _events_of(pair, which) if event.at <= now)
    calendar = calendar_of(session, pair.calendar_number)
    version = session.get_one(CalendarVersion, pair.calendar_number)
    limits = session.get_one(LimitTable, pair.limit_number)
    segments = ledger(limit, moves, calendar, now)
    lines = ledger_words(segments)
    late = (is_late(segment, verdict.due_at) for segment in segments)
    marks = event_marks(moves, _signed(events, which), limit, verdict, now)
    season = calendar.season(local(now).date())
    return CaseLedger(
        case_id=case.id,
        number=case.number,
        receipt_code=case.receipt_code,
        title=case.title,
        clock=which,
        as_of=now,
        clocks=pair,
        day_s=season.day_s,
        segments=segments,
        rows=tuple(map(LedgerRow, lines, late)),
        strip=strip_of(segments, marks, limit.unit, calendar, verdict.due_at),
        totals=totals_of(segments, verdict),
        holds=_held(pair),
        aloud=read_aloud(limit, moves, calendar, now, holder=_present(moves)),
        limits=VersionUsed(limits.number, limits.published_at, limits.note),
        calendar=VersionUsed(version.number, version.published_at, version.note),
        calendar_name=calendar_name(calendar),
        season=season.name,
        provisional_years=provisional_years(verdict, calendar),
    )


def _pair_at(
    session: Session, case: CaseFile, events: tuple[CaseEvent, ...], now: datetime
) -> ClockPair:
    """Return both clocks as they stood at a moment, which later events do not touch."""
    pair = clock_pair(session, case, now)
    if pair is None:
        raise NoClockYet
    if now < pair.handle_events[0].at:
        raise ClockNotStarted
    if all(event.at <= now for event in events):
        return pair
    calendar = calendar_of(session, pair.calendar_number)
    # The share in force when the case was registered, as for its stored due times.
    settings = settings_at(session, case.registered_at or now)
    warn = settings.warn_share_percent / 100
    moves = sign_clock(tuple(event for event in events if event.at <= now))
    handle, unit = pair.handle_events, pair.handle_limit.unit
    return replace(
        pair,
        sign=deadline(pair.sign_limit, moves, calendar, now, warn_share=warn) if moves else None,
        handle=deadline(pair.handle_limit, handle, calendar, now, warn_share=warn),
        holds=hold_times(handle, unit, calendar, now),
        sign_events=moves,
        handle_events=tuple(event for event in handle if event.at <= now),
    )


def _of_clock(pair: ClockPair, clock: ClockName) -> tuple[Verdict, Limit]:
    if clock is ClockName.HANDLE:
        return pair.handle, pair.handle_limit
    if pair.sign is None:
        raise NotAssignedYet
    return pair.sign, pair.sign_limit


def _events_of(pair: ClockPair, clock: ClockName) -> tuple[ClockEvent, ...]:
    return pair.handle_events if clock is ClockName.HANDLE else pair.sign_events


def _signed(events: tuple[CaseEvent, ...], clock: ClockName) -> tuple[datetime, ...]:
    """Return when units signed; the signing clock itself ends with that."""
    if clock is ClockName.SIGN:
        return ()
    return tuple(event.at for event in events if EventKind(event.kind) is EventKind.SIGNED_FOR)


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
        )
        for hold in pair.holds
    )
