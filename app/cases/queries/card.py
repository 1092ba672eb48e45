"""Everything the panel of one case shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.due import ClockPair, clock_pair
from app.cases.models import CaseFile, Category
from app.cases.models.life import CaseEvent
from app.cases.queries.personal import MaskedReporter, masked_reporter
from app.cases.rules import CaseState, EventKind, Level, MatterClass, Source, steps_from
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.text import storable
from app.territory.models import Region

_STEP_RIGHTS: dict[EventKind, Right] = {
    EventKind.REGISTERED: Right.REGISTER_CASE,
    EventKind.ASSIGNED: Right.ASSIGN_CASE,
    EventKind.REASSIGNED: Right.ASSIGN_CASE,
    EventKind.SIGNED_FOR: Right.HANDLE_CASE,
    EventKind.PROGRESSED: Right.HANDLE_CASE,
    EventKind.FINISHED: Right.HANDLE_CASE,
    EventKind.CLOSED: Right.CLOSE_CASE,
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the timeline."""

    ordinal: int
    kind: EventKind
    at: datetime
    claimed_at: datetime | None
    person: str
    unit: str
    note: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as its panel shows it.

    Attributes:
        reporter: Masked; None when anonymous or hidden from this reader.
        reporter_hidden: True when the reporter asked for confidence and this reader may
            not learn who it is.
        may_read_reporter: Whether asking to read the personal values would be granted.
        clocks: Signing and handling clock at the moment asked for; None before registering.
        events: The timeline, oldest first.
        steps: Steps this reader may take now.
    """

    id: UUID
    number: str | None
    receipt_code: str
    source: Source
    external_number: str | None
    title: str
    text: str
    category_code: str | None
    category: str
    level: Level
    matter_class: MatterClass | None
    state: CaseState
    region: str
    region_name: str
    place: str
    longitude: float | None
    latitude: float | None
    happened_at: datetime | None
    received_at: datetime
    registered_at: datetime | None
    closed_at: datetime | None
    first_contact: str
    unit_id: UUID | None
    unit: str
    handler: str
    is_confidential: bool
    wants_call_back: bool
    reporter: MaskedReporter | None
    reporter_hidden: bool
    may_read_reporter: bool
    clocks: ClockPair | None
    events: tuple[EventRow, ...]
    steps: frozenset[EventKind]
    version: int


def case_card(session: Session, actor: Actor, case_id: UUID, *, now: datetime) -> CaseCard:
    """Return one case.

    Raises:
        NotFound: Absent or out of scope.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    events = _events(session, case_id)
    units = frozenset({case.handling_unit_id} if case.handling_unit_id else ())
    hidden = case.is_confidential and not actor.may_in(Right.READ_CONFIDENTIAL, case.region, units)
    reporter = None if hidden else masked_reporter(session, case_id)
    names = _names(session, case)
    return CaseCard(
        id=case.id,
        number=case.number,
        receipt_code=case.receipt_code,
        source=Source(case.source),
        external_number=case.external_number,
        title=case.title,
        text=case.text,
        category_code=case.category_code,
        category=category_path(session, case.category_code),
        level=Level(case.level),
        matter_class=MatterClass(case.matter_class) if case.matter_class else None,
        state=CaseState(case.state),
        region=case.region,
        region_name=names["region"],
        place=case.place,
        longitude=case.longitude,
        latitude=case.latitude,
        happened_at=case.happened_at,
        received_at=case.received_at,
        registered_at=case.registered_at,
        closed_at=case.closed_at,
        first_contact=names["first_contact"],
        unit_id=case.handling_unit_id,
        unit=names["unit"],
        handler=names["handler"],
        is_confidential=case.is_confidential,
        wants_call_back=case.wants_call_back,
        reporter=reporter,
        reporter_hidden=hidden,
        may_read_reporter=reporter is not None
        and actor.may_in(Right.READ_PERSONAL, case.region, units),
        clocks=clock_pair(session, case, now),
        events=events,
        steps=_steps(actor, case, units),
        version=case.version,
    )


def find_by_number(session: Session, actor: Actor, typed: str) -> UUID | None:
    """Return the case whose whole number or receipt code was typed or scanned."""
    text = storable(typed).replace(" ", "").replace("-", "").upper()
    either = sa.or_(CaseFile.number == text, CaseFile.receipt_code == text)
    return session.scalar(sa.select(CaseFile.id).where(either, visible(actor)))


def category_path(session: Session, category: str | None) -> str:
    """Return a kind with its category: ``公用设施 / 雨水井盖``; "" for none."""
    if category is None:
        return ""
    node = session.get_one(Category, category)
    if node.parent_code is None:
        return node.name
    return f"{session.get_one(Category, node.parent_code).name} / {node.name}"


def _events(session: Session, case_id: UUID) -> tuple[EventRow, ...]:
    asked = sa.select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.ordinal)
    return tuple(
        EventRow(
            ordinal=event.ordinal,
            kind=EventKind(event.kind),
            at=event.at,
            claimed_at=event.claimed_at,
            person=event.person_name,
            unit=event.unit_name,
            note=event.note,
            facts=event.facts,
        )
        for event in session.scalars(asked)
    )


def _names(session: Session, case: CaseFile) -> dict[str, str]:
    first, handler = sa.orm.aliased(Person), sa.orm.aliased(Person)
    asked = (
        sa.select(Region.name, first.name, Unit.name, handler.name)
        .select_from(CaseFile)
        .outerjoin(Region, Region.code == CaseFile.region)
        .outerjoin(first, first.id == CaseFile.first_contact_id)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .outerjoin(handler, handler.id == CaseFile.handler_id)
        .where(CaseFile.id == case.id)
    )
    found = session.execute(asked).one()
    keys = ("region", "first_contact", "unit", "handler")
    return {key: name or "" for key, name in zip(keys, found, strict=True)}


def _steps(actor: Actor, case: CaseFile, units: frozenset[UUID]) -> frozenset[EventKind]:
    return frozenset(
        step
        for step in steps_from(CaseState(case.state))
        if actor.may_in(_STEP_RIGHTS[step], case.region, units)
    )
