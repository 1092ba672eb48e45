"""Cases for a file: what was said and done, without a personal value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile, Category
from app.cases.rules import CaseState, Level, MatterClass, Pause, Source, SupervisionLevel
from app.cases.scope import visible, within
from app.core.actor import Actor
from app.territory.models import Region

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A case as a row of a table; the names are those of `app.cases.models.CaseFile`, but for
    ``due_at``, when the clock that runs now runs out: with it every figure of cases in a briefing
    can be counted again from the table.
    """

    number: str | None
    receipt_code: str
    source: Source
    external_number: str | None
    state: CaseState
    level: Level
    matter_class: MatterClass | None
    category_code: str | None
    category: str | None
    title: str
    text: str
    region: str
    region_name: str | None
    place: str
    longitude: float | None
    latitude: float | None
    happened_at: datetime | None
    received_at: datetime
    registered_at: datetime | None
    sign_due_at: datetime | None
    handle_due_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    unit: str | None
    handler: str | None
    first_contact: str | None
    lead_number: str | None
    due_at: datetime | None
    pause: Pause | None
    supervision_level: SupervisionLevel | None
    returned_count: int


_First = aliased(Person, name="first")
_Lead = aliased(CaseFile, name="lead")
_COLUMNS = (
    CaseFile.id,
    CaseFile.number,
    CaseFile.receipt_code,
    CaseFile.source,
    CaseFile.external_number,
    CaseFile.state,
    CaseFile.level,
    CaseFile.matter_class,
    CaseFile.category_code,
    Category.name.label("category"),
    CaseFile.title,
    CaseFile.text,
    CaseFile.region,
    Region.name.label("region_name"),
    CaseFile.place,
    CaseFile.longitude,
    CaseFile.latitude,
    CaseFile.happened_at,
    CaseFile.received_at,
    CaseFile.registered_at,
    CaseFile.sign_due_at,
    CaseFile.handle_due_at,
    CaseFile.finished_at,
    CaseFile.closed_at,
    Unit.name.label("unit"),
    Person.name.label("handler"),
    _First.name.label("first_contact"),
    _Lead.number.label("lead_number"),
    sa.case((CaseFile.clock.is_not(None), CaseFile.order_at)).label("due_at"),
    CaseFile.pause,
    CaseFile.supervision_level,
    CaseFile.returned_count,
)


def exported_cases(
    session: Session,
    actor: Actor,
    *,
    region: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[ExportedCase]:
    """Yield the cases somebody may take out, in the order they were entered.

    Args:
        session: Reading session.
        actor: Needs the right to export; gets what it reaches.
        region: Region code prefix.
        since: Received at or after (aware).
        until: Received before (aware).

    Raises:
        NotAllowed: The right is not held anywhere.
    """
    actor.require(Right.EXPORT)
    conditions = [visible(actor), within(region), _reached(actor)]
    if since is not None:
        conditions.append(CaseFile.received_at >= since)
    if until is not None:
        conditions.append(CaseFile.received_at < until)
    after: UUID | None = None
    while True:
        page = session.execute(_page(actor, conditions, after)).all()
        yield from map(_row, page)
        if len(page) < PAGE:
            return
        after = page[-1].id


def exported_rows(
    session: Session, actor: Actor, case_ids: Sequence[UUID]
) -> tuple[ExportedCase, ...]:
    """Return those of some cases that somebody may take out, in the order asked for.

    Raises:
        NotAllowed: The right is not held anywhere.
    """
    actor.require(Right.EXPORT)
    conditions = [CaseFile.id.in_(case_ids), visible(actor), _reached(actor)]
    found = session.execute(_page(actor, conditions, None, most=len(case_ids))).all()
    rows = {record.id: _row(record) for record in found}
    return tuple(rows[each] for each in case_ids if each in rows)


def may_take_out(actor: Actor, region: str) -> bool:
    """Tell whether the right to export reaches a case at `region`."""
    return any(region.startswith(prefix) for prefix in actor.prefixes(Right.EXPORT))


def _reached(actor: Actor) -> sa.ColumnElement[bool]:
    ranges = [within(prefix) for prefix in actor.prefixes(Right.EXPORT)]
    return sa.or_(sa.false(), *ranges)


def _leads_in(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that the lead of a case may be taken out as well: its number tells
    that it is there.
    """
    prefixes = actor.prefixes(Right.EXPORT)
    ranges = [
        sa.and_(_Lead.region >= prefix, _Lead.region < f"{prefix}:") if prefix else sa.true()
        for prefix in prefixes
    ]
    return sa.or_(sa.false(), *ranges)


def _page(
    actor: Actor,
    conditions: list[sa.ColumnElement[bool]],
    after: UUID | None,
    *,
    most: int = PAGE,
) -> sa.Select[*tuple[Any, ...]]:
    asked = (
        sa.select(*_COLUMNS)
        .select_from(CaseFile)
        .outerjoin(Category, Category.code == CaseFile.category_code)
        .outerjoin(Region, Region.code == CaseFile.region)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .outerjoin(Person, Person.id == CaseFile.handler_id)
        .outerjoin(_First, _First.id == CaseFile.first_contact_id)
        .outerjoin(_Lead, sa.and_(_Lead.id == CaseFile.lead_id, _leads_in(actor)))
        .where(*conditions)
        .order_by(CaseFile.id)
        .limit(most)
    )
    return asked if after is None else asked.where(CaseFile.id > after)


def _row(record: sa.Row[*tuple[Any, ...]]) -> ExportedCase:
    values = record._asdict()
    del values["id"]
    matter, pause, sheet = (values[n] for n in ("matter_class", "pause", "supervision_level"))
    return ExportedCase(
        **values
        | {
            "source": Source(values["source"]),
            "state": CaseState(values["state"]),
            "level": Level(values["level"]),
            "matter_class": MatterClass(matter) if matter else None,
            "pause": Pause(pause) if pause else None,
            "supervision_level": SupervisionLevel(sheet) if sheet else None,
        }
    )
