"""Which cases wait for somebody in person: what stands under 我的待办."""

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.rules import HANDLING_STATES, CaseState
from app.cases.scope import at_desk
from app.core.actor import Actor


def waiting_for(actor: Actor) -> sa.ColumnElement[bool]:
    """Return what waits for this very person: by what each right is there to do."""
    found: list[sa.ColumnElement[bool]] = []
    waits = (
        (Right.REGISTER_CASE, (CaseState.SUBMITTED,)),
        (Right.CLOSE_CASE, (CaseState.FINISHED, CaseState.VERIFIED)),
    )
    for right, states in waits:
        found += [
            sa.and_(CaseFile.state.in_(states), at_desk(prefix)) for prefix in actor.prefixes(right)
        ]
    leads_itself = CaseFile.lead_id.is_(None)  # what follows another goes where that one goes
    # Before the director has ruled, nobody assigns what was sent back too often.
    unruled = sa.or_(CaseFile.ruling_due_at.is_(None), _rules_at_desk(actor))
    found += [
        sa.and_(CaseFile.state == CaseState.REGISTERED, at_desk(prefix), unruled, leads_itself)
        for prefix in actor.prefixes(Right.ASSIGN_CASE)
    ]
    asked = CaseFile.wants_call_back
    found += [
        sa.and_(CaseFile.state == CaseState.FINISHED, asked, at_desk(prefix))
        for prefix in actor.prefixes(Right.CALL_BACK)
    ]
    own = CaseFile.handler_id == actor.person_id
    units = actor.units(Right.HANDLE_CASE)
    if units:
        free = sa.and_(CaseFile.handling_unit_id.in_(units), CaseFile.handler_id.is_(None))
        own = sa.or_(own, free)
    if actor.person_id is not None:
        found.append(sa.and_(CaseFile.state.in_(HANDLING_STATES), own, leads_itself))
    return sa.or_(*found) if found else sa.false()


def _rules_at_desk(actor: Actor) -> sa.ColumnElement[bool]:
    desks = [at_desk(prefix) for prefix in actor.prefixes(Right.APPROVE)]
    return sa.or_(*desks) if desks else sa.false()
