"""How a case stands for whoever holds its receipt, and whether one like it lies nearby."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Role
from app.accounts.scope import in_regions
from app.cases.models import CaseFile, Category
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.rules import OPEN_STATES, CaseState, EventKind
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.database import has_own_account
from app.kiosk.models import KioskAsking, KioskReply
from app.kiosk.rules import (
    COUNTS_S,
    GUESSES,
    NEAR,
    NEAR_HOURS,
    clean_code,
    clean_last4,
    guess_of,
    spot_of,
)

_DOOR = sa.text("SELECT * FROM jz.kiosk_progress(:asking, :code, :last4)")
_STEPS_DOOR = sa.text("SELECT * FROM jz.kiosk_steps(:asking, :code, :last4)")
_NEAR_DOOR = sa.text("SELECT * FROM jz.kiosk_near(:asking, :spot)")
_METRES = 111_320
_OPEN_CLASSES = ("C", "E")
"""How codes of the classes of GB/T 30428 begin: what lies in the open."""
_TOLD = frozenset(
    {
        *(EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.DECLINED, EventKind.ASSIGNED),
        *(EventKind.REASSIGNED, EventKind.SIGNED_FOR, EventKind.PROGRESSED, EventKind.FINISHED),
        *(EventKind.CALLED_BACK, EventKind.CLOSED, EventKind.SOLVED_ON_SPOT, EventKind.REOPENED),
    }
)
"""Steps a resident is told of; what the centre does among itself is not theirs to follow."""
_WITH_UNIT = frozenset({EventKind.ASSIGNED, EventKind.REASSIGNED, EventKind.SIGNED_FOR})


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """A step in the life of a case: what and when.

    Attributes:
        unit: Name of the unit it went to or that took it, "" elsewhere.
    """

    kind: EventKind
    at: datetime
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is: no word of it but what was written for its reporter, and nobody's name.

    Attributes:
        due_at: Until when it is to be handled, None where no clock runs.
        number: "" until it has one.
        category: Name of its kind, "" while nobody decided.
        unit: Name of the unit that leads, "" before there is one.
        is_rated: What its reporter thinks of it is known already.
        wants_call: They are to be called once it is done.
        reply: What the centre wrote for them, "" for nothing.
    """

    state: CaseState
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    number: str
    category: str
    unit: str
    is_rated: bool
    wants_call: bool
    reply: str
    replied_at: datetime | None
    steps: tuple[ProgressStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Likely:
    """Something of the kind was reported nearby: when, and how far it is; nothing leads to it."""

    state: CaseState
    day: datetime


def progress(
    session: Session, actor: Actor, asking: UUID, code: str, last4: str, *, now: datetime
) -> Progress | None:
    """Return how a case stands; None for a wrong code, wrong digits, a case of elsewhere and one
    that was guessed at too often alike.

    Args:
        session: To read with.
        actor: The machine.
        asking: What `app.kiosk.actions.ask_progress` returned, committed.
        code: As it was asked with.
        last4: As it was asked with.
        now: The moment.
    """
    plain, digits = clean_code(code), clean_last4(last4)
    if has_own_account(session):
        told = {"asking": asking, "code": plain, "last4": digits}
        row = session.execute(_DOOR, told).one_or_none()
        events: Any = session.execute(_STEPS_DOOR, told).all()
    else:
        found = _found(actor, asking, plain, digits, now)
        row = session.execute(_asked(found)).one_or_none()
        events = _events(session, found)
    if row is None:
        return None
    return _progress(row, _steps(events))


def _progress(row: Any, steps: tuple[ProgressStep, ...]) -> Progress:
    state, received, due, finished, closed, number, category, unit, *rest = row
    is_rated, wants_call, reply, replied_at = rest
    return Progress(
        state=CaseState(state),
        received_at=received,
        due_at=due,
        finished_at=finished,
        closed_at=closed,
        number=number or "",
        category=category or "",
        unit=unit or "",
        is_rated=is_rated,
        wants_call=wants_call,
        reply=reply or "",
        replied_at=replied_at,
        steps=steps,
    )


def near(
    session: Session,
    actor: Actor,
    asking: UUID,
    category: str,
    longitude: float,
    latitude: float,
    *,
    now: datetime,
) -> Likely | None:
    """Return the newest open report of a kind near a place, None where there is none.

    Args:
        session: To read with.
        actor: The machine.
        asking: What `app.kiosk.actions.ask_near` returned, committed.
        category: As it was asked with, as the next two.
        longitude: CGCS2000 degrees.
        latitude: CGCS2000 degrees.
        now: The moment.
    """
    if has_own_account(session):
        told = {"asking": asking, "spot": spot_of(category, longitude, latitude)}
        row = session.execute(_NEAR_DOOR, told).one_or_none()
    else:
        spot = (category, longitude, latitude)
        row = session.execute(_lying_near(actor, asking, spot, now)).one_or_none()
    return None if row is None else Likely(CaseState(row[0]), day_begins(local(row[1]).date()))


def _steps(events: Any) -> tuple[ProgressStep, ...]:
    """Return the steps that count, those that were put right left out."""
    undone: set[int] = set()
    for event in events:
        told = event[4]
        undone |= set(told if isinstance(told, list) else [told] if told is not None else [])
    return tuple(
        ProgressStep(EventKind(kind), at, unit if kind in _WITH_UNIT else "")
        for ordinal, kind, at, unit, _ in events
        if kind in _TOLD and ordinal not in undone
    )


def _here(actor: Actor) -> sa.ColumnElement[bool]:
    near = tuple(g.region for g in actor.grants if g.role == Role.KIOSK and g.region)
    return in_regions(CaseFile.desk_region, near) if near else sa.false()


def _is_asked(
    actor: Actor, asking: UUID, code: str, beside: str, now: datetime
) -> sa.ColumnElement[bool]:
    asked = sa.select(sa.literal(1)).where(
        KioskAsking.id == asking,
        KioskAsking.person_id == actor.person_id,
        KioskAsking.code == code,
        KioskAsking.guess == guess_of(asking, code, beside),
        KioskAsking.at >= now - timedelta(seconds=COUNTS_S),
    )
    return asked.exists()


def _found(actor: Actor, asking: UUID, code: str, last4: str, now: datetime) -> Any:
    """Return the key of the case, for an embedded database: see `jz.kiosk_case`."""
    left = (
        sa.select(CasePerson.phone_last4)
        .where(CasePerson.case_id == CaseFile.id)
        .order_by(CasePerson.id)
        .limit(1)
        .scalar_subquery()
    )
    others = (
        sa.select(sa.func.count())
        .where(
            KioskAsking.code.in_((CaseFile.receipt_code, CaseFile.number)),
            KioskAsking.at > now - timedelta(days=1),
        )
        .correlate(CaseFile)
    )
    return sa.select(CaseFile.id).where(
        sa.or_(CaseFile.receipt_code == code, CaseFile.number == code),
        sa.func.coalesce(left, "") == last4 if last4 else CaseFile.receipt_code == code,
        _here(actor),
        _is_asked(actor, asking, code, last4, now),
        others.scalar_subquery() <= GUESSES,
    )


def _asked(found: Any) -> Any:
    newest: Any = (
        sa.select(KioskReply.id)
        .where(KioskReply.case_id == CaseFile.id)
        .order_by(KioskReply.at.desc(), KioskReply.id.desc())
        .limit(1)
        .correlate(CaseFile)
        .scalar_subquery()
    )
    told: Any = sa.select(
        CaseFile.state,
        CaseFile.received_at,
        CaseFile.handle_due_at,
        CaseFile.finished_at,
        CaseFile.closed_at,
        CaseFile.number,
        Category.name,
        Unit.name,
        CaseFile.is_satisfied.is_not(None),
        CaseFile.wants_call_back,
        KioskReply.text,
        KioskReply.at,
    )
    return (
        told.outerjoin(Category, Category.code == CaseFile.category_code)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .outerjoin(KioskReply, KioskReply.id == newest)
        .where(CaseFile.id.in_(found))
    )


def _events(session: Session, found: Any) -> list[tuple[Any, ...]]:
    asked = sa.select(
        CaseEvent.ordinal, CaseEvent.kind, CaseEvent.at, CaseEvent.unit_name, CaseEvent.facts
    )
    rows = session.execute(asked.where(CaseEvent.case_id.in_(found)).order_by(CaseEvent.ordinal))
    return [(*told, _undoes(told[1], facts)) for *told, facts in rows]


def _undoes(kind: str, facts: dict[str, Any]) -> object:
    if kind not in (EventKind.REVERSED, EventKind.UNMERGED):
        return None
    return facts.get("event", facts.get("events"))


def _lying_near(actor: Actor, asking: UUID, spot: tuple[str, float, float], now: datetime) -> Any:
    """Return what the door asks, for an embedded database: see `jz.kiosk_near`."""
    kind, longitude, latitude = spot
    across = _METRES * cos(radians(latitude))
    asked: Any = sa.select(CaseFile.state, CaseFile.received_at)
    return (
        asked.join(Category, Category.code == CaseFile.category_code)
        .where(
            _is_asked(actor, asking, NEAR, spot_of(kind, longitude, latitude), now),
            CaseFile.category_code == kind,
            sa.or_(*(CaseFile.category_code.startswith(each) for each in _OPEN_CLASSES)),
            CaseFile.state.in_(OPEN_STATES),
            CaseFile.is_confidential.is_(False),
            CaseFile.received_at > now - timedelta(hours=NEAR_HOURS),
            _here(actor),
            sa.func.abs(CaseFile.latitude - latitude) * _METRES <= Category.duplicate_radius_m,
            sa.func.abs(CaseFile.longitude - longitude) * across <= Category.duplicate_radius_m,
        )
        .order_by(CaseFile.received_at.desc())
        .limit(1)
    )
