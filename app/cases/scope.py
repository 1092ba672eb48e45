"""Which cases a person may see: by region, by unit, and as first receiver (DOMAIN §2)."""

from collections.abc import Set
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.models import CaseAudience, CaseFile, CasePlace
from app.core.actor import Actor, Grant


def within(prefix: str) -> sa.ColumnElement[bool]:
    """Return the condition that a case lies in a region, as a range an index can walk."""
    if not prefix:
        return sa.true()
    return sa.and_(CaseFile.region >= prefix, CaseFile.region < f"{prefix}:")  # ":" follows "9"


def at_desk(prefix: str) -> sa.ColumnElement[bool]:
    """Return the condition that a desk of the region disposes of a case."""
    if not prefix:
        return sa.true()
    return sa.and_(CaseFile.desk_region >= prefix, CaseFile.desk_region < f"{prefix}:")


def _at_or_handed_to(prefix: str) -> sa.ColumnElement[bool]:
    """Return the condition that a case lies in a region, or was handed to or on by its people."""
    if not prefix:
        return sa.true()
    end = f"{prefix}:"
    placed = sa.select(CasePlace.case_id).where(CasePlace.region >= prefix, CasePlace.region < end)
    return sa.or_(within(prefix), CaseFile.id.in_(placed))


def _through(grant: Grant) -> sa.ColumnElement[bool]:
    conditions: list[sa.ColumnElement[bool]] = []
    if grant.region is not None:
        conditions.append(_at_or_handed_to(grant.region))
    if grant.unit_id is not None:
        heard = sa.select(CaseAudience.case_id).where(CaseAudience.unit_id == grant.unit_id)
        conditions.append(CaseFile.id.in_(heard))
    return sa.and_(*conditions)


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that `actor` may read a case.

    A case is seen by whoever's region covers its place or one it was handed to, by the people
    of every unit that holds or held it, and by its first receiver, who stays answerable
    (首问负责).
    """
    if actor.everything:
        return sa.true()
    scopes = [
        _through(grant)
        for grant in actor.grants
        if Right.READ_CASES in grant.rights
        and (grant.region is not None or grant.unit_id is not None)
    ]
    if actor.person_id is not None and actor.may(Right.READ_CASES):
        scopes.append(CaseFile.first_contact_id == actor.person_id)
    return sa.or_(*scopes) if scopes else sa.false()


def may_read(actor: Actor, case: CaseFile, heard: Set[UUID], placed: Set[str]) -> bool:
    """Tell of one case whether `visible` holds, from what is known of it.

    Args:
        actor: Who asks.
        case: Its present row.
        heard: Units in its audience.
        placed: Regions besides that of its place whose people may read it.
    """
    if actor.everything:
        return True
    if actor.person_id is not None and case.first_contact_id == actor.person_id:
        return actor.may(Right.READ_CASES)
    return any(
        Right.READ_CASES in grant.rights
        and (grant.region is not None or grant.unit_id is not None)
        and (grant.region is None or _reached(grant.region, case, placed))
        and (grant.unit_id is None or grant.unit_id in heard)
        for grant in actor.grants
    )


def _reached(prefix: str, case: CaseFile, placed: Set[str]) -> bool:
    return case.region.startswith(prefix) or any(each.startswith(prefix) for each in placed)
