"""Warnings that concern one person and were not told yet, for the bell."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.cases.models import CaseFile
from app.cases.models.work import CaseWarning
from app.cases.rules import OPEN_STATES
from app.cases.scope import at_desk, visible, within
from app.cases.work_states import WarningKind
from app.core.actor import Actor

MOST_WARNINGS = 500


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A clock that is about to run out or has, as it was when the keeper saw it.

    Attributes:
        clock: ``sign`` or ``handle``.
        at: When the keeper noticed; what is told next lies after it.
    """

    id: UUID
    case_id: UUID
    number: str | None
    title: str
    kind: WarningKind
    clock: str
    due_at: datetime
    at: datetime


def warnings_for(session: Session, actor: Actor, since: datetime) -> tuple[WarningRow, ...]:
    """Return warnings noticed after `since` that concern a person, the first due first.

    They concern who handles the case, the unit's people while nobody is named, the first
    receiver (首问负责) and, once the limit has run out, the director. A case that moved on
    meanwhile, so that the clock runs no more or to another moment, warns nobody; of two warnings
    of a case the later one stands.
    """
    asked = (
        sa.select(CaseWarning, CaseFile.number, CaseFile.title)
        .join(CaseFile, CaseFile.id == CaseWarning.case_id)
        .where(
            CaseWarning.at > since,
            CaseFile.state.in_(OPEN_STATES),
            CaseFile.clock == CaseWarning.clock,
            CaseFile.order_at == CaseWarning.due_at,
            visible(actor),
            concerns(actor),
        )
        .order_by(CaseWarning.at, CaseWarning.id)
        .limit(MOST_WARNINGS)
    )
    last: dict[UUID, WarningRow] = {}
    for row, number, title in session.execute(asked):
        last[row.case_id] = WarningRow(
            id=row.id,
            case_id=row.case_id,
            number=number,
            title=title,
            kind=WarningKind(row.kind),
            clock=row.clock,
            due_at=row.due_at,
            at=row.at,
        )
    return tuple(sorted(last.values(), key=lambda row: (row.due_at, row.id)))


def concerns(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a warning is for this person; by how the case stands now."""
    found = [in_hand_of(actor)]
    if actor.person_id is not None:
        found.append(CaseFile.first_contact_id == actor.person_id)
    late = CaseWarning.kind == WarningKind.OVERDUE
    found += [sa.and_(late, at_desk(prefix)) for prefix in actor.prefixes(Right.APPROVE)]
    return sa.or_(*found)


def in_hand_of(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a case waits for this person: as who handles it, or as one of
    the unit's people while nobody is named.
    """
    found: list[sa.ColumnElement[bool]] = []
    if actor.person_id is not None:
        found.append(CaseFile.handler_id == actor.person_id)
    nobody = CaseFile.handler_id.is_(None)
    units = actor.units(Right.HANDLE_CASE)
    if units:
        found.append(sa.and_(nobody, CaseFile.handling_unit_id.in_(units)))
    community = sa.select(Unit.id).where(Unit.kind == UnitKind.COMMUNITY)
    held = CaseFile.handling_unit_id.in_(community)
    found += [sa.and_(nobody, held, within(prefix)) for prefix in actor.prefixes(Right.HANDLE_CASE)]
    return sa.or_(*found) if found else sa.false()
