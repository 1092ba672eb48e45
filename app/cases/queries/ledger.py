"""The clock ledger (时限台账) of one case at a moment: what the page and the paper show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.case_ledger import CaseAbout, VersionsUsed, VersionUsed, compose_ledger
from app.cases.case_ledger import CaseLedger as CaseLedger
from app.cases.case_ledger import Held as Held
from app.cases.case_ledger import LedgerRow as LedgerRow
from app.cases.case_ledger import NotAssignedYet as NotAssignedYet
from app.cases.due import ClockPair, clock_pair
from app.cases.ledger_words import ClockName
from app.cases.life_clock import counted_times, living
from app.cases.models import CaseFile, LimitTable
from app.cases.models.life import CaseEvent
from app.cases.rules import EventKind
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.calendar_store import CalendarVersion, calendar_of
from app.core.errors import AppError, NotFound

DESK_LAG = timedelta(seconds=5)
"""So much the clock of a desk may be behind the event it is told of."""


class NoClockYet(AppError):
    """The case was not registered, so neither of its clocks has anything to tell."""

    code = "cases.no_clock_yet"


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
    if events and now < events[-1].at < now + DESK_LAG:
        now = events[-1].at
    pair = clock_pair(session, case, now)
    if pair is None:
        raise NoClockYet
    limits = session.get_one(LimitTable, pair.limit_number)
    calendar = session.get_one(CalendarVersion, pair.calendar_number)
    return compose_ledger(
        CaseAbout(case.id, case.number, case.receipt_code, case.title),
        pair,
        calendar_of(session, pair.calendar_number),
        VersionsUsed(_used(limits), _used(calendar)),
        now,
        clock=ClockName(clock),
        signed=_signed(events, pair, now),
    )


def _signed(events: tuple[CaseEvent, ...], pair: ClockPair, now: datetime) -> tuple[datetime, ...]:
    """Return when units signed for the case since its handling clock last began."""
    times, begins = counted_times(events), pair.handle_events[0].at
    signed = (e for e in living(events, now) if e.kind == EventKind.SIGNED_FOR)
    moments = (times.get(event.ordinal, event.at) for event in signed)
    return tuple(at for at in moments if at >= begins)


def _used(version: LimitTable | CalendarVersion) -> VersionUsed:
    return VersionUsed(version.number, version.published_at, version.note)
