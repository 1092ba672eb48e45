"""Which step of a macro somebody has no right to, case by case, before it runs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.macros import MacroStep
from app.cases.models import CaseFile
from app.cases.queries.phrases import MacroRow
from app.cases.queries.possible import may_take
from app.cases.rules import EventKind
from app.cases.scope import visible
from app.core.actor import Actor

Barred = dict[tuple[UUID, UUID], int]
"""Macro and case → the first step (from 1) that is barred; pairs with none are left out."""

_LETS_GO = frozenset({EventKind.RETURNED, EventKind.DECLINED})


def barred_steps(
    session: Session, actor: Actor, case_ids: Sequence[UUID], macros: Sequence[MacroRow]
) -> Barred:
    """Return where the rights of `actor` end, for each macro on each case.

    A step changes who holds the case, and so who may take the next one.
    """
    asked = sa.select(
        CaseFile.id,
        CaseFile.region,
        CaseFile.desk_region,
        CaseFile.handling_unit_id,
        CaseFile.handler_id,
        CaseFile.registered_at,
    ).where(CaseFile.id.in_(case_ids), visible(actor))
    seen = session.execute(asked).all()
    holders = {row.handling_unit_id for row in seen}
    given = {step.unit_id for macro in macros for step in macro.steps}
    wanted = sa.select(Unit).where(Unit.id.in_((holders | given) - {None}))
    units = {unit.id: unit for unit in session.scalars(wanted)}
    found: Barred = {}
    for macro in macros:
        for row in seen:
            number = _first_barred(actor, _thought(row), units, macro.steps)
            if number:
                found[macro.id, row.id] = number
    return found


def _thought(row: Any) -> CaseFile:
    """Return a case outside of the session, on which the steps are taken in thought only."""
    return CaseFile(
        region=row.region,
        desk_region=row.desk_region,
        handling_unit_id=row.handling_unit_id,
        handler_id=row.handler_id,
        registered_at=row.registered_at,
    )


def _first_barred(
    actor: Actor, case: CaseFile, units: dict[UUID, Unit], steps: Sequence[MacroStep]
) -> int:
    for number, step in enumerate(steps, 1):
        holder = units.get(case.handling_unit_id) if case.handling_unit_id else None
        if not may_take(actor, case, holder, step.kind):
            return number
        if step.kind is EventKind.ASSIGNED:
            case.handling_unit_id, case.handler_id = step.unit_id, None
        elif step.kind in _LETS_GO:
            case.handling_unit_id = case.handler_id = None
    return 0
