"""Supervision sheets as the page 督办, the panel of a case and the papers show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.numbers import sheet_number
from app.cases.rules import SupervisionLevel
from app.cases.scope import visible, within
from app.cases.work_states import SupervisionRule, SupervisionState
from app.core.actor import Actor
from app.core.paging import Page

PAGE_SIZE = 60


class SheetView(StrEnum):
    """Which sheets are listed, by what is to be done about them."""

    DRAFTED = "drafted"
    ISSUED = "issued"  # unanswered, in time
    LATE = "late"  # unanswered, its time is up
    REPLIED = "replied"
    CLOSED = "closed"  # accepted or dropped


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A supervision sheet.

    Attributes:
        number: As printed; "" for a draft.
        is_by_rule: Drafted by the program.
        rule: By which rule it was drafted, None for by hand.
        reply_due_at: Until when it is to be answered now.
        first_due_at: Until when it was to be answered at first.
        replied_at: When the last answer came.
        first_replied_at: When the first one came.
        raised_count: How often it went to the next level.
        sent_back_count: How often an answer did not do.
        note: What the supervisor said of the answer last.
    """

    id: UUID
    case_id: UUID
    number: str
    level: SupervisionLevel
    state: SupervisionState
    is_by_rule: bool
    rule: SupervisionRule | None
    reason: str
    drafted_at: datetime
    drafted_by: str
    issued_at: datetime | None
    issued_by: str
    unit: str
    reply_due_at: datetime | None
    first_due_at: datetime | None
    replied_at: datetime | None
    replied_by: str
    first_replied_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    reply: str
    raised_count: int
    sent_back_count: int
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class SheetOfCase:
    """A sheet in a list, with the case it is about; `unit` has it, or had it when issued."""

    sheet: SheetRow
    number: str | None
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class SheetFilter:
    """Which sheets are wanted; what is left out narrows nothing.

    Attributes:
        view: By what is to be done.
        unit_id: Whose: the unit it was issued to, a draft's that has the case now.
        level: How hard it presses now.
        region: Code of the region its case lies in.
        issued: From (included) to (not) which moment it was issued; for figures' lists.
        in_time: Answered in time (True) or not, or not at all (False); for figures' lists.
        answered: Only those with an answer; for figures' lists.
    """

    view: SheetView | None = None
    unit_id: UUID | None = None
    level: SupervisionLevel | None = None
    region: str = ""
    issued: tuple[datetime, datetime] | None = None
    in_time: bool | None = None
    answered: bool = False


def sheets_of(session: Session, case_id: UUID) -> tuple[SheetRow, ...]:
    """Return the supervision sheets of a case the caller may see, newest first."""
    asked = sa.select(Supervision).where(Supervision.case_id == case_id)
    found = session.scalars(asked.order_by(Supervision.drafted_at.desc()))
    return tuple(_sheet(row) for row in found)


def sheets_page(
    session: Session,
    actor: Actor,
    wanted: SheetFilter,
    *,
    now: datetime,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[SheetOfCase]:
    """Return one page of the sheets this person may see: what has ended newest first, what
    waits oldest first.
    """
    newest = wanted.view in (SheetView.CLOSED, None)
    key: Any = sa.tuple_(Supervision.drafted_at, Supervision.id)
    asked = _with_case(actor, *_narrowed(wanted, now))
    if after is not None:
        mark = sa.tuple_(*after)
        asked = asked.where(key < mark if newest else key > mark)
    columns = (Supervision.drafted_at, Supervision.id)
    order = [column.desc() for column in columns] if newest else list(columns)
    found = session.execute(asked.order_by(*order).limit(size + 1)).all()
    rows = tuple(_of_case(record) for record in found[:size])
    last = rows[-1].sheet if rows else None
    more = len(found) > size and last is not None
    return Page(rows, (last.drafted_at, last.id) if more and last is not None else None)


def sheet_counts(
    session: Session, actor: Actor, wanted: SheetFilter, *, now: datetime
) -> dict[SheetView, int]:
    """Return how many sheets each view has, narrowed alike otherwise; one statement."""
    joined = sa.join(Supervision, CaseFile, CaseFile.id == Supervision.case_id)
    conditions = (*_beside_view(wanted), visible(actor))
    counts = [
        sa.func.count(sa.case((sa.and_(*_of_view(view, now)), 1))).label(view.value)
        for view in SheetView
    ]
    found = session.execute(sa.select(*counts).select_from(joined).where(*conditions)).one()
    return dict(zip(SheetView, found, strict=True))


def sheets_named(session: Session, actor: Actor, ids: Sequence[UUID]) -> tuple[SheetOfCase, ...]:
    """Return given sheets, as far as they may be seen, oldest first."""
    asked = _with_case(actor, Supervision.id.in_(ids))
    found = session.execute(asked.order_by(Supervision.drafted_at, Supervision.id))
    return tuple(_of_case(record) for record in found)


def in_time() -> sa.ColumnElement[bool]:
    """Return the condition that a sheet was answered within its first limit."""
    return sa.and_(
        Supervision.first_replied_at.is_not(None),
        Supervision.first_replied_at <= Supervision.first_due_at,
    )


def _with_case(actor: Actor, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    present = sa.func.coalesce(Unit.name, "")
    unit = sa.case((Supervision.unit_name != "", Supervision.unit_name), else_=present)
    columns: tuple[Any, ...] = (Supervision, CaseFile.number, CaseFile.title, unit)
    return (
        sa.select(*columns)
        .join(CaseFile, CaseFile.id == Supervision.case_id)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(visible(actor), *conditions)
    )


def _narrowed(wanted: SheetFilter, now: datetime) -> list[sa.ColumnElement[bool]]:
    found = list(_beside_view(wanted))
    return found + (list(_of_view(wanted.view, now)) if wanted.view is not None else [])


def _beside_view(wanted: SheetFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [within(wanted.region)]
    if wanted.unit_id is not None:
        own = sa.func.coalesce(Supervision.unit_id, CaseFile.handling_unit_id)
        found.append(own == wanted.unit_id)
    if wanted.level is not None:
        found.append(Supervision.level == wanted.level)
    if wanted.issued is not None:
        since, until = wanted.issued
        found += [Supervision.issued_at >= since, Supervision.issued_at < until]
    if wanted.answered:
        found.append(Supervision.first_replied_at.is_not(None))
    if wanted.in_time is not None:
        found.append(in_time() if wanted.in_time else sa.not_(in_time()))
    return found


def _of_view(view: SheetView, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    issued = Supervision.state == SupervisionState.ISSUED
    late = Supervision.reply_due_at < now
    ended = (SupervisionState.ACCEPTED, SupervisionState.DROPPED)
    found: dict[SheetView, tuple[sa.ColumnElement[bool], ...]] = {
        SheetView.DRAFTED: (Supervision.state == SupervisionState.DRAFTED,),
        SheetView.ISSUED: (issued, sa.not_(late)),
        SheetView.LATE: (issued, late),
        SheetView.REPLIED: (Supervision.state == SupervisionState.REPLIED,),
        SheetView.CLOSED: (Supervision.state.in_(ended),),
    }
    return found[view]


def _of_case(record: Any) -> SheetOfCase:
    row, number, title, unit = record
    return SheetOfCase(_sheet(row), number, title, unit)


def _sheet(row: Supervision) -> SheetRow:
    return SheetRow(
        id=row.id,
        case_id=row.case_id,
        number=sheet_number(row.year, row.serial),
        level=SupervisionLevel(row.level),
        state=SupervisionState(row.state),
        is_by_rule=row.is_by_rule,
        rule=SupervisionRule(row.rule) if row.rule else None,
        reason=row.reason,
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_name,
        issued_at=row.issued_at,
        issued_by=row.issued_name,
        unit=row.unit_name,
        reply_due_at=row.reply_due_at,
        first_due_at=row.first_due_at,
        replied_at=row.replied_at,
        replied_by=row.replied_name,
        first_replied_at=row.first_replied_at,
        ended_at=row.ended_at,
        ended_by=row.ended_name,
        reply=row.reply,
        raised_count=row.raised_count,
        sent_back_count=row.sent_back_count,
        note=row.note,
        version=row.version,
    )
