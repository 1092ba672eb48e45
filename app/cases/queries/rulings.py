"""Cases that wait for the director's ruling, what was ruled, and through whose hands they went."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.clock import LimitUnit, Turn, follow, turns_of
from app.cases.due import AnyEvent, clock_pair, events_of
from app.cases.life_clock import living
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.rulings import Ruling
from app.cases.rules import OPEN_STATES, EventKind, ReturnReason
from app.cases.ruling_rules import DisputeClass
from app.cases.scope import at_desk, visible
from app.core.actor import Actor
from app.core.calendar_store import calendar_of
from app.core.errors import NotFound

MOST_ROWS = 500


class RulingState(StrEnum):
    """How a case stands to a final ruling."""

    DUE = "due"
    RULED = "ruled"


@dataclass(frozen=True, slots=True)
class RulingRow:
    """A case to rule on, or one whose ruling the director may revise.

    Attributes:
        since: When it was sent back for the last time, or when it was ruled on.
        returned_count: How often it was sent back.
        lead: Who was fixed, "" while it waits.
        reasons: Why; while it waits, what the last unit said.
        version: Of the case, as it was seen.
    """

    case_id: UUID
    state: RulingState
    since: datetime
    returned_count: int
    lead: str
    reasons: str
    version: int

    @property
    def id(self) -> UUID:
        """Key of the row: a case waits for one ruling at most."""
        return self.case_id


@dataclass(frozen=True, slots=True)
class RulingOfCase:
    """A row in the director's list, with what is looked at first."""

    ruling: RulingRow
    number: str | None
    title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class RulingSeen:
    """The ruling that holds for a case.

    Attributes:
        ordinal: 1 for the first, counted up by each revision.
        why: Revisions: why it is another one now.
    """

    id: UUID
    ordinal: int
    lead_id: UUID
    lead: str
    co_units: tuple[tuple[UUID, str], ...]
    dispute: DisputeClass
    reasons: str
    basis: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Hand:
    """One turn of a case in somebody's hands, in the time its handling clock counted.

    Attributes:
        holder: The unit, or the desk.
        unit: What the seconds are counted in.
        reason: Why it was sent back; None where the turn ended otherwise.
        basis: On what that rests.
        person: Who sent it back.
    """

    holder: str
    since: datetime
    until: datetime
    seconds: int
    unit: LimitUnit
    reason: ReturnReason | None = None
    basis: str = ""
    person: str = ""


def rulings_due(session: Session, actor: Actor) -> tuple[RulingOfCase, ...]:
    """Return what waits for this director's ruling, the longest first, `MOST_ROWS` at most."""
    desks = desks_of_director(actor)
    if desks is None:
        return ()
    asked = (
        sa.select(CaseFile)
        .where(*is_due(), desks, visible(actor))
        .order_by(CaseFile.ruling_due_at, CaseFile.id)
        .limit(MOST_ROWS)
    )
    found = list(session.scalars(asked))
    said = _said_last(session, [case.id for case in found])
    return tuple(
        RulingOfCase(_due(case, said.get(case.id, "")), case.number, case.title, case.handle_due_at)
        for case in found
    )


@dataclass(frozen=True, slots=True)
class RulingNews:
    """A case began to wait for a ruling."""

    case_id: UUID
    title: str
    at: datetime


def rulings_asked(session: Session, actor: Actor, since: datetime) -> tuple[RulingNews, ...]:
    """Return what began to wait for this director's ruling after a moment."""
    desks = desks_of_director(actor)
    if desks is None:
        return ()
    asked = sa.select(CaseFile.id, CaseFile.title, CaseFile.ruling_due_at).where(
        *is_due(), CaseFile.ruling_due_at > since, desks, visible(actor)
    )
    found = session.execute(asked.order_by(CaseFile.ruling_due_at).limit(MOST_ROWS))
    return tuple(RulingNews(key, title, at) for key, title, at in found if at is not None)


def is_due() -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions that a case waits for a ruling."""
    return CaseFile.ruling_due_at.is_not(None), CaseFile.state.in_(OPEN_STATES)


def desks_of_director(actor: Actor) -> sa.ColumnElement[bool] | None:
    """Return the condition that somebody rules where a case lies; None where nowhere."""
    found = [at_desk(prefix) for prefix in actor.prefixes(Right.APPROVE)]
    return sa.or_(*found) if found else None


def ruling_row(case: CaseFile, ruling: RulingSeen | None, returns: str) -> RulingRow | None:
    """Return how a case stands to a ruling; None where nothing is to be ruled.

    Args:
        case: As it is.
        ruling: The one that holds for it, if any.
        returns: What was said when it was sent back for the last time.
    """
    if case.ruling_due_at is not None:
        return _due(case, returns)
    if ruling is None:
        return None
    count, version = case.returned_count, case.version
    said = (ruling.lead, ruling.reasons)
    return RulingRow(case.id, RulingState.RULED, ruling.at, count, *said, version)


def _due(case: CaseFile, said: str) -> RulingRow:
    since = case.ruling_due_at or case.received_at
    return RulingRow(case.id, RulingState.DUE, since, case.returned_count, "", said, case.version)


def _said_last(session: Session, case_ids: list[UUID]) -> dict[UUID, str]:
    """Return on what the last return of each case rests."""
    asked = sa.select(CaseEvent.case_id, CaseEvent.note).where(
        CaseEvent.case_id.in_(case_ids), CaseEvent.kind == EventKind.RETURNED
    )
    told = session.execute(asked.order_by(CaseEvent.case_id, CaseEvent.ordinal))
    return {case_id: note for case_id, note in told}  # noqa: C416  the last of each stands


def ruling_of(session: Session, case: CaseFile) -> RulingSeen | None:
    """Return the ruling that holds for a case the caller may see; None where none does."""
    if case.ruled_unit_id is None:
        return None
    asked = sa.select(Ruling).where(Ruling.case_id == case.id)
    row = session.scalars(asked.order_by(Ruling.ordinal.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return RulingSeen(
        id=row.id,
        ordinal=row.ordinal,
        lead_id=row.lead_unit_id,
        lead=row.lead_name,
        co_units=tuple((UUID(key), name) for key, name in row.co_units),
        dispute=DisputeClass(row.dispute),
        reasons=row.reasons,
        basis=row.basis,
        why=row.why,
        at=row.at,
        by=row.person_name,
    )


def case_hands(session: Session, actor: Actor, case_id: UUID, *, now: datetime) -> tuple[Hand, ...]:
    """Return through whose hands a case went since its handling clock last began, in order: how
    long each had it, and why it was sent back.

    Raises:
        NotFound: Absent or out of scope.
    """
    case = session.scalars(
        sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    ).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    events = events_of(session, case)
    pair = clock_pair(session, case, now, events)
    if pair is None:
        return ()
    unit = pair.handle_limit.unit
    calendar = calendar_of(session, pair.calendar_number)
    now = max(now, events[-1].at)
    sent = (e for e in living(events, now) if e.kind == EventKind.RETURNED)
    returns = {(e.at, e.unit_name): e for e in sent}
    return tuple(
        _hand(turn, unit, returns.get((turn.until, turn.holder)))
        for turn in turns_of(follow(pair.handle_events, now), unit, calendar)
    )


def _hand(turn: Turn, unit: LimitUnit, event: AnyEvent | None) -> Hand:
    if event is None:
        return Hand(turn.holder, turn.since, turn.until, turn.seconds, unit)
    return Hand(
        *(turn.holder, turn.since, turn.until, turn.seconds, unit),
        reason=ReturnReason(event.facts["reason"]),
        basis=event.note,
        person=event.person_name,
    )
