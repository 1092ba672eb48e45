"""What would have changed: cases of the past counted again by a draft of limits or a calendar.

Cases are read in batches, so that whoever asks can show how far it is and stop in between.
Nothing is written; the draft need not have been published.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.clock import WARN_SHARE, ClockMark, Limit, deadline
from app.cases.due import Counted, pair_of
from app.cases.life_clock import living
from app.cases.limit_edit import LimitClock
from app.cases.limits import Limits, limits_of
from app.cases.models import CaseFile, Category
from app.cases.models.life import CaseEvent
from app.cases.rules import EventKind
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.errors import AppError

BATCH = 400


@dataclass(frozen=True, slots=True)
class Draft:
    """What cases are counted by instead of the versions they count with; None leaves that."""

    limits: Limits | None = None
    calendar: WorkCalendar | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Cases registered from `since` (included) to `until` (not), judged as of `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Flip:
    """A clock of a case that would have been overdue instead of in time, or the other way.

    Attributes:
        case_id: None where the case lies outside what the asking person may see.
        old_due_at: As it was; None without a promise, or while the clock stands.
        new_due_at: As it would have been.
        is_late: True for overdue instead of in time.
    """

    case_id: UUID | None
    number: str
    title: str
    category_code: str
    clock: LimitClock
    old_due_at: datetime | None
    new_due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class KindEffect:
    """What the draft would have done to the cases of a kind; a case counts once each way."""

    code: str
    name: str
    case_count: int = 0
    newly_late: int = 0
    no_longer_late: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What the draft would have done.

    Attributes:
        case_count: Cases looked at.
        moved: Of these, how many would have had another due time.
        skipped: Cases that cannot be compared: they were given more time in a unit that the
            draft does not count in.
        kinds: Those with a flip, the most first.
        flips: Each clock that flips.
    """

    case_count: int = 0
    moved: int = 0
    skipped: int = 0
    kinds: tuple[KindEffect, ...] = ()
    flips: tuple[Flip, ...] = ()

    @property
    def newly_late(self) -> int:
        """Return how many cases would have been overdue instead of in time."""
        return sum(kind.newly_late for kind in self.kinds)

    @property
    def no_longer_late(self) -> int:
        """Return how many cases would have been in time instead of overdue."""
        return sum(kind.no_longer_late for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class CaseEffect:
    """What the draft would have done to one case."""

    category_code: str
    category: str
    is_moved: bool = False
    is_skipped: bool = False
    flips: tuple[Flip, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the next batch begins: after this case."""

    registered_at: datetime
    case_id: UUID


@dataclass(frozen=True, slots=True)
class Batch:
    """Some cases counted again; `after` is None behind the last."""

    cases: tuple[CaseEffect, ...]
    after: Mark | None


@dataclass(frozen=True, slots=True)
class PlainEvent:
    """An event with what a clock needs of it."""

    ordinal: int
    kind: str
    at: datetime
    claimed_at: datetime | None
    facts: dict[str, Any]
    person_name: str = ""
    unit_name: str = ""
    note: str = ""


@dataclass(slots=True)
class Tally:
    """Adds batches up."""

    cases: list[CaseEffect] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        """Take a batch in."""
        self.cases += batch.cases

    def effect(self) -> Effect:
        """Return what was found so far."""
        kinds: dict[str, KindEffect] = {}
        for case in self.cases:
            code = case.category_code
            seen = kinds.get(code) or KindEffect(code, case.category)
            kinds[code] = replace(
                seen,
                case_count=seen.case_count + 1,
                newly_late=seen.newly_late + any(flip.is_late for flip in case.flips),
                no_longer_late=seen.no_longer_late + any(not f.is_late for f in case.flips),
            )
        flipped = [kind for kind in kinds.values() if kind.newly_late or kind.no_longer_late]
        flipped.sort(key=lambda kind: (-kind.newly_late - kind.no_longer_late, kind.code))
        return Effect(
            case_count=len(self.cases),
            moved=sum(case.is_moved for case in self.cases),
            skipped=sum(case.is_skipped for case in self.cases),
            kinds=tuple(flipped),
            flips=tuple(flip for case in self.cases for flip in case.flips),
        )


def preview_count(session: Session, period: Period) -> int:
    """Return how many cases will be looked at."""
    asked = sa.select(sa.func.count()).select_from(CaseFile).where(_registered(period))
    return session.scalar(asked) or 0


def preview(session: Session, draft: Draft, period: Period, actor: Actor) -> Effect:
    """Return what a draft would have done, all at once."""
    tally, after = Tally(), None
    while True:
        batch = preview_batch(session, draft, period, actor, after)
        tally.add(batch)
        after = batch.after
        if after is None:
            return tally.effect()


def preview_batch(
    session: Session,
    draft: Draft,
    period: Period,
    actor: Actor,
    after: Mark | None,
    size: int = BATCH,
) -> Batch:
    """Return the next cases of a period counted again by a draft.

    Args:
        session: For reading.
        draft: What is counted by.
        period: Which cases, and the moment they are judged at.
        actor: Who asks; cases they may not see are counted without being named.
        after: End of the batch before.
        size: Most cases.
    """
    rows = session.execute(_cases(period, actor, after).limit(size)).all()
    versions = _Versions(session, draft)
    compared = [(row, *versions.of(row)) for row in rows]
    differing = [row.id for row, old, new in compared if old != new]
    events = _events(session, differing)
    cases = tuple(
        _effect(row, old, new, events[row.id], period.until)
        if old != new
        else CaseEffect(row.category_code or "", row.category or "")
        for row, old, new in compared
    )
    last = rows[-1] if len(rows) == size else None
    return Batch(cases, Mark(last.registered_at, last.id) if last else None)


def _registered(period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(
        CaseFile.registered_at >= period.since,
        CaseFile.registered_at < period.until,
        CaseFile.limit_number.is_not(None),
        CaseFile.calendar_number.is_not(None),
    )


def _cases(period: Period, actor: Actor, after: Mark | None) -> Any:
    table = CaseFile
    asked = (
        sa.select(
            table.id,
            table.number,
            table.title,
            table.category_code,
            Category.name.label("category"),
            table.level,
            table.registered_at,
            table.finished_at,
            table.limit_number,
            table.calendar_number,
            sa.case((visible(actor), 1), else_=0).label("is_seen"),
        )
        .outerjoin(Category, Category.code == table.category_code)
        .where(_registered(period))
        .order_by(table.registered_at, table.id)
    )
    if after is None:
        return asked
    place = sa.tuple_(table.registered_at, table.id)
    return asked.where(place > sa.tuple_(after.registered_at, after.case_id))


@dataclass(frozen=True, slots=True)
class _By:
    """What a case is counted by, without what makes no difference to it."""

    sign: Limit
    handle: Limit
    promise: Limit | None
    calendar: WorkCalendar


class _Versions:
    """Versions of limits and calendars, each read once."""

    def __init__(self, session: Session, draft: Draft) -> None:
        self._session = session
        self._draft = draft
        self._limits: dict[int, Limits] = {}
        self._calendars: dict[int, WorkCalendar] = {}
        self._found: dict[tuple[int, str | None, str], tuple[Limit, Limit, Limit | None]] = {}

    def of(self, row: Any) -> tuple[_By, _By]:
        number = row.calendar_number
        if number not in self._calendars:  # the session forgets a row nobody holds
            self._calendars[number] = calendar_of(self._session, number)
        calendar = self._calendars[number]
        old = _By(*self._of_table(row.limit_number, row), calendar)
        new = old
        if self._draft.limits is not None:
            self._limits.setdefault(_DRAFT, self._draft.limits)
            new = _By(*self._of_table(_DRAFT, row), calendar)
        if self._draft.calendar is not None:
            new = replace(new, calendar=self._draft.calendar)
        return old, new

    def _of_table(self, number: int, row: Any) -> tuple[Limit, Limit, Limit | None]:
        key = (number, row.category_code, row.level)
        if key not in self._found:
            if number not in self._limits:
                self._limits[number] = limits_of(self._session, number)
            limits, of = self._limits[number], (row.category_code, row.level)
            self._found[key] = (
                limits.limit("sign", *of),
                limits.limit("handle", *of),
                limits.promise(*of),
            )
        return self._found[key]


_DRAFT = -1  # no version has this number


def _events(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[PlainEvent]]:
    found: dict[UUID, list[PlainEvent]] = {case_id: [] for case_id in ids}
    table = CaseEvent
    columns = (table.case_id, table.ordinal, table.kind, table.at, table.claimed_at, table.facts)
    asked = sa.select(*columns).where(table.case_id.in_(ids))
    if ids:
        for case_id, *values in session.execute(asked.order_by(table.case_id, table.ordinal)):
            found[case_id].append(PlainEvent(*values))
    return found


def _effect(
    row: Any, old: _By, new: _By, events: Sequence[PlainEvent], until: datetime
) -> CaseEffect:
    made = CaseEffect(row.category_code or "", row.category or "")
    counting = living(events, until)
    if old.handle.unit != new.handle.unit and _was_extended(counting):
        return replace(made, is_skipped=True)
    try:
        before = tuple(_judged(row, old, counting, until))
        after = tuple(_judged(row, new, counting, until))
    except AppError:  # an extension the other unit cannot count, or a clock that never started
        return replace(made, is_skipped=True)
    flips = tuple(
        _flip(row, was, will)
        for was, will in zip(before, after, strict=True)
        if was.is_late != will.is_late
    )
    return replace(made, is_moved=before != after, flips=flips)


def _was_extended(events: Iterable[PlainEvent]) -> bool:
    return any(event.kind == EventKind.EXTENDED for event in events)


@dataclass(frozen=True, slots=True)
class _Judged:
    clock: LimitClock
    due_at: datetime | None
    is_late: bool


def _judged(row: Any, by: _By, events: Sequence[PlainEvent], until: datetime) -> Iterator[_Judged]:
    counted = Counted(by.sign, by.handle, row.limit_number, by.calendar)
    pair = pair_of(events, counted, until, warn_share=WARN_SHARE)
    sign, handle = pair.sign, pair.handle
    late = sign is not None and sign.mark is ClockMark.OVER
    yield _Judged(LimitClock.SIGN, sign.due_at if sign else None, late)
    yield _Judged(LimitClock.HANDLE, handle.due_at, handle.mark is ClockMark.OVER)
    if by.promise is None:
        yield _Judged(LimitClock.PROMISE, None, is_late=False)
        return
    promise = deadline(by.promise, pair.handle_events, by.calendar, until)
    yield _Judged(LimitClock.PROMISE, promise.due_at, promise.mark is ClockMark.OVER)


def _flip(row: Any, was: _Judged, will: _Judged) -> Flip:
    return Flip(
        case_id=row.id if row.is_seen else None,
        number=(row.number or "") if row.is_seen else "",
        title=row.title if row.is_seen else "",
        category_code=row.category_code or "",
        clock=was.clock,
        old_due_at=was.due_at,
        new_due_at=will.due_at,
        is_late=will.is_late,
    )


def draft_of(limits: dict[str, Any] | None, calendar: WorkCalendar | None = None) -> Draft:
    """Return a draft out of a table of limits, see `Limits.body`, or a calendar."""
    return Draft(Limits(_DRAFT, limits) if limits is not None else None, calendar)
