"""Cases that were merged: who leads, who follows, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind
from app.cases.scope import visible
from app.core.actor import Actor

DEEPEST = 20
"""Families within families that are followed; a person merges by hand."""


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One case of a family.

    Attributes:
        lead_id: The case it follows; None for the one that leads all.
        reasons: Why it was taken for the same matter, as `app.cases.likeness` told it; empty
            where somebody merged it without being told.
        merged_at: When it was merged; None for the lead.
    """

    id: UUID
    number: str | None
    title: str
    state: CaseState
    unit: str
    received_at: datetime
    finished_at: datetime | None
    lead_id: UUID | None
    version: int
    reasons: dict[str, Any]
    merged_at: datetime | None


def family_of(
    session: Session, actor: Actor, case_id: UUID, lead_id: UUID | None
) -> tuple[FamilyRow, ...]:
    """Return the family of a case, as far as the reader may see it: nothing is said of others.

    Args:
        session: Reading session.
        actor: Who reads.
        case_id: Whose family.
        lead_id: What it follows.
    """
    root = _root(session, actor, case_id, lead_id)
    found: list[Any] = []
    layer = [root]
    for _ in range(DEEPEST):
        below = _read(session, actor, CaseFile.lead_id.in_(layer))
        if not below:
            break
        found += below
        layer = [row.id for row in below]
    if not found:
        return ()
    (lead,) = _read(session, actor, CaseFile.id == root)
    merged = _merged(session, [row.id for row in found])
    return tuple(_row(each, merged) for each in (lead, *found))


def _root(session: Session, actor: Actor, case_id: UUID, lead_id: UUID | None) -> UUID:
    """Return the case that leads, as far up as the reader may see."""
    root, above = case_id, lead_id
    for _ in range(DEEPEST):
        if above is None:
            break
        asked = sa.select(CaseFile.id, CaseFile.lead_id)
        row = session.execute(
            asked.where(CaseFile.id == above, visible(actor, few=True))
        ).one_or_none()
        if row is None:
            break
        root, above = row
    return root


def _read(session: Session, actor: Actor, which: sa.ColumnElement[bool]) -> Sequence[Any]:
    asked = sa.select(
        CaseFile.id,
        CaseFile.number,
        CaseFile.title,
        CaseFile.state,
        sa.func.coalesce(Unit.name, "").label("unit"),
        CaseFile.received_at,
        CaseFile.finished_at,
        CaseFile.lead_id,
        CaseFile.version,
    ).outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
    seen = asked.where(which, visible(actor, few=True))
    return session.execute(seen.order_by(CaseFile.received_at, CaseFile.id)).all()


def _merged(session: Session, ids: Sequence[UUID]) -> dict[UUID, Any]:
    asked = sa.select(CaseEvent.case_id, CaseEvent.at, CaseEvent.facts).where(
        CaseEvent.case_id.in_(ids), CaseEvent.kind == EventKind.MERGED
    )
    return {row.case_id: row for row in session.execute(asked.order_by(CaseEvent.ordinal))}


def _row(found: Any, merged: dict[UUID, Any]) -> FamilyRow:
    event = merged.get(found.id) if found.lead_id is not None else None
    return FamilyRow(
        id=found.id,
        number=found.number,
        title=found.title,
        state=CaseState(found.state),
        unit=found.unit,
        received_at=found.received_at,
        finished_at=found.finished_at,
        lead_id=found.lead_id,
        version=found.version,
        reasons=(event.facts.get("reasons") or {}) if event is not None else {},
        merged_at=event.at if event is not None else None,
    )
