"""How far a person's rights reach on a case: by the desk that disposes of it, and by its unit."""

from uuid import UUID

from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.cases.models import CaseFile
from app.cases.rules import CaseState
from app.core.actor import Actor

_READING = frozenset({Right.READ_PERSONAL, Right.READ_CONFIDENTIAL})


def units_of(case: CaseFile) -> frozenset[UUID]:
    """Return the unit that holds a case, as a set for `Actor.may_in`."""
    return frozenset({case.handling_unit_id} if case.handling_unit_id else ())


def may_act(actor: Actor, case: CaseFile, right: str) -> bool:
    """Tell whether a right reaches a case.

    What is done at a desk takes the right where the case is disposed of now: whoever handed
    it on goes on reading it, but no longer decides. Reading who reported takes the right there
    or at its place.
    """
    units = units_of(case)
    if actor.may_in(right, case.desk_region, units):
        return True
    return right in _READING and actor.may_in(right, case.region, units)


def may_handle(actor: Actor, case: CaseFile, unit: Unit | None) -> bool:
    """Tell whether somebody may do the holder's work: as one of the unit's people, or, where a
    community holds the case, as who works in that grid.
    """
    if actor.everything:
        return True
    if unit is None:
        return False  # what nobody holds is the desk's, not everybody's
    if _is_of(actor, unit, case.region):
        return True
    own = unit.kind == UnitKind.COMMUNITY or case.handler_id == actor.person_id
    return own and actor.may_in(Right.HANDLE_CASE, case.region)


def may_merge(actor: Actor, case: CaseFile, *, leads: bool = False) -> bool:
    """Tell whether somebody may let a case follow another, or lead: who assigns at its desk;
    and who took it in, as long as nobody has it, where they see that it was told before.

    Args:
        actor: Who would merge.
        case: Its present row.
        leads: Whether it would lead: nothing of it changes by that.
    """
    if may_act(actor, case, Right.ASSIGN_CASE):
        return True
    own = case.first_contact_id == actor.person_id and case.state == CaseState.REGISTERED
    return (leads or own) and may_act(actor, case, Right.REGISTER_CASE)


def may_do_task(actor: Actor, case: CaseFile, unit: Unit, person_id: UUID | None) -> bool:
    """Tell whether somebody may do a task of a unit: who was named, its people, and those who
    work in the grid where the unit is a community.
    """
    if actor.everything or _is_of(actor, unit, case.region):
        return True
    own = unit.kind == UnitKind.COMMUNITY or (
        person_id is not None and person_id == actor.person_id
    )
    return own and actor.may_in(Right.HANDLE_CASE, case.region)


def _is_of(actor: Actor, unit: Unit, region: str) -> bool:
    """Tell whether somebody handles cases as one of a unit's people."""
    return any(
        Right.HANDLE_CASE in grant.rights
        and grant.unit_id == unit.id
        and (grant.region is None or region.startswith(grant.region))
        for grant in actor.grants
    )


def may_type_in(actor: Actor, case: CaseFile, unit: Unit | None) -> bool:
    """Tell whether somebody may type in what a unit without a desk answered (代签收、代反馈)."""
    return unit is not None and not unit.has_desk and may_act(actor, case, Right.ASSIGN_CASE)


def may_set_duties(actor: Actor, unit: Unit) -> bool:
    """Tell whether somebody says who in a unit answers for what: who manages its accounts, the
    director, and the unit's own people.
    """
    if _is_of(actor, unit, unit.region):
        return True
    rights = (Right.MANAGE_ACCOUNTS, Right.APPROVE)
    return any(actor.may_in(right, unit.region, frozenset({unit.id})) for right in rights)
