"""The due times of many cases at once: events read in key order as plain rows, the one function,
and what differs written back in one statement.

Whoever looks at one case asks `app.cases.due`; this is for `check`, for a database that was
restored or imported, and for a recount of everything that somebody orders.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.due import Counted, Verdicts, at_least, stored_due, verdicts_of
from app.cases.life_clock import MOVES_HANDLING, MOVES_SIGNING, as_of, living
from app.cases.limits import Limits, limits_of
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import EventKind
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.shared_settings import SharedSetting, settings_at

BATCH = 2_000
"""Cases that are read at once."""

DUE_COLUMNS = (
    "sign_due_at",
    "handle_due_at",
    "warn_at",
    "clock_left_s",
    "clock",
    "clock_unit",
    "clock_limit_s",
    "order_at",
)
_CASE = (
    "id",
    "received_at",
    "registered_at",
    "closed_at",
    "category_code",
    "level",
    "limit_number",
    "calendar_number",
)
_COUNTS_BY = ("limit_number", "calendar_number", "category_code", "level")
_TELLING = frozenset(
    {EventKind.EXTENDED, EventKind.REVERSED, EventKind.CLAIM_ACCEPTED, EventKind.UNMERGED}
)
"""Events whose facts count; those of others only where the present lies before them."""
_SILENT = frozenset(EventKind) - (
    MOVES_HANDLING | MOVES_SIGNING | _TELLING | {EventKind.AMENDED, EventKind.RECOUNTED}
)
"""Events no clock hears of. They are named, not the others: told which kinds to take, SQLite
walks its index by kind through all cases for each batch."""


Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class WrongDue:
    """A case whose stored due times differ from the function.

    Attributes:
        values: The right ones, by column.
    """

    case_id: UUID
    values: dict[str, object]


class _Event(NamedTuple):
    """What is needed of an event to count; names and words are not."""

    ordinal: int
    kind: str
    at: datetime
    claimed_at: datetime | None
    facts: dict[str, Any]
    person_name: str = ""
    unit_name: str = ""
    note: str = ""


def wrong_due(
    session: Session,
    now: datetime,
    *conditions: sa.ColumnElement[bool],
    progress: Progress = lambda _done, _whole: None,
) -> Iterator[WrongDue]:
    """Yield the cases whose stored due times differ from the function.

    Args:
        session: Open; nothing is mapped, so that memory stays small.
        now: The present moment.
        conditions: Which cases; all without any.
        progress: Told how many of how many were looked at.
    """
    whole = session.scalar(sa.select(sa.func.count()).select_from(CaseFile).where(*conditions)) or 0
    counter, done = _Counter(session), 0
    now = now.astimezone(UTC)  # as all moments are read: those of two zones compare far slower
    for cases in _batches(session, conditions):
        events = _events(session, cases, now)
        for case in cases:
            right = counter.right(case, events.get(case.id, ()), now)
            if any(getattr(case, name) != value for name, value in right.items()):
                yield WrongDue(case.id, right)
        done += len(cases)
        progress(done, whole)


def write_back(session: Session, wrong: Sequence[WrongDue]) -> None:
    """Store the right due times, in one statement for all.

    The version of a case stays: what is stored only says again what its events say.
    """
    if not wrong:
        return
    asked = (
        sa.update(CaseFile)
        .where(CaseFile.id == sa.bindparam("of_case"))
        .values({name: sa.bindparam(f"new_{name}") for name in DUE_COLUMNS})
    )
    rows = [
        {"of_case": each.case_id, **{f"new_{name}": each.values[name] for name in DUE_COLUMNS}}
        for each in wrong
    ]
    session.connection().execute(asked, rows)


def recount(
    session: Session,
    now: datetime,
    *conditions: sa.ColumnElement[bool],
    progress: Progress = lambda _done, _whole: None,
) -> int:
    """Write the right due times wherever others stand; return at how many cases."""
    found, written = wrong_due(session, now, *conditions, progress=progress), 0
    while wrong := tuple(islice(found, BATCH)):
        write_back(session, wrong)
        written += len(wrong)
    return written


def _batches(
    session: Session, conditions: Sequence[sa.ColumnElement[bool]]
) -> Iterator[Sequence[Any]]:
    columns = [getattr(CaseFile, name) for name in (*_CASE, *DUE_COLUMNS)]
    asked = sa.select(*columns).where(*conditions).order_by(CaseFile.id).limit(BATCH)
    last: UUID | None = None
    while True:
        after = asked if last is None else asked.where(CaseFile.id > last)
        cases = session.execute(after).all()
        if cases:
            yield cases
        if len(cases) < BATCH:
            return
        last = cases[-1].id


def _events(session: Session, cases: Sequence[Any], now: datetime) -> dict[UUID, list[_Event]]:
    """Return the events that matter to a clock, by case: one walk along the index.

    Facts are documents, and reading one takes as long as all else of its event: they are asked
    for only where they count.
    """
    counts = CaseEvent.kind.in_(_TELLING) | CaseEvent.claimed_at.is_not(None) | (CaseEvent.at > now)
    asked = (
        sa.select(
            sa.type_coerce(CaseEvent.case_id, sa.String),  # an id is made once for its case
            CaseEvent.ordinal,
            CaseEvent.kind,
            CaseEvent.at,
            CaseEvent.claimed_at,
            sa.case((counts, CaseEvent.facts)),
        )
        .where(
            CaseEvent.case_id >= cases[0].id,
            CaseEvent.case_id <= cases[-1].id,
            CaseEvent.kind.not_in(_SILENT),
        )
        .order_by(CaseEvent.case_id, CaseEvent.ordinal)
    )
    rows = session.connection().execute(asked)
    return {
        UUID(str(case_id)): [
            _Event(ordinal, kind, at, claimed_at, facts or {})
            for _, ordinal, kind, at, claimed_at, facts in group
        ]
        for case_id, group in groupby(rows, key=itemgetter(0))
    }


@dataclass(slots=True)
class _Counter:
    """Counts case after case; what many share is looked up once."""

    session: Session
    _limits: dict[int, Limits] = field(default_factory=dict)
    _calendars: dict[int, WorkCalendar] = field(default_factory=dict)
    _counted: dict[tuple[object, ...], Counted] = field(default_factory=dict)
    _shares: list[tuple[datetime, float]] = field(default_factory=list)

    def right(self, case: Any, every: Sequence[_Event], now: datetime) -> dict[str, object]:
        """Return what the due columns of a case should say."""
        if case.limit_number is None or case.calendar_number is None:
            return stored_due(case, None)
        now = at_least(now, every)
        counted = self._counts(
            *(as_of(every, now, name, getattr(case, name)) for name in _COUNTS_BY)
        )
        share = self._share(case.registered_at or now)
        verdicts: Verdicts = verdicts_of(living(every, now), counted, now, warn_share=share)
        return stored_due(case, verdicts)

    def _counts(self, limits: int, calendar: int, category: str | None, level: str) -> Counted:
        key = (limits, calendar, category, level)
        if key not in self._counted:
            found = self._limits.setdefault(limits, limits_of(self.session, limits))
            named = self._calendars.setdefault(calendar, calendar_of(self.session, calendar))
            sign, handle = (found.limit(clock, category, level) for clock in ("sign", "handle"))
            self._counted[key] = Counted(sign, handle, found.number, named)
        return self._counted[key]

    def _share(self, moment: datetime) -> float:
        """Return the share after which a clock warned at a moment; settings are read once."""
        if not self._shares:
            name = SharedSetting.name == "warn_share_percent"
            begins = list(self.session.scalars(sa.select(SharedSetting.valid_from).where(name)))
            first = datetime(1992, 1, 1, tzinfo=UTC)  # before the first calendar
            self._shares = [
                (begin, settings_at(self.session, begin).warn_share_percent / 100)
                for begin in sorted({first, *begins})
            ]
        place = bisect_right(self._shares, moment, key=lambda each: each[0]) - 1
        return self._shares[place][1]
