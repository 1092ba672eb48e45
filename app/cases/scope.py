"""Which cases a person may see: by region, by unit, and as first receiver (DOMAIN §2)."""

from collections.abc import Set
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.models import CaseAudience, CaseFile, CasePlace
from app.cases.rules import OPEN_STATES
from app.core.actor import Actor, Grant
from app.core.database.functions import among


def is_open() -> sa.ColumnElement[bool]:
    """Return the condition that a case has not ended, spelled as the partial index has it: with
    values bound later no engine could tell that the index holds all such cases.
    """
    return CaseFile.state.in_([sa.literal_column(f"'{state.value}'") for state in OPEN_STATES])


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


def _at_or_handed_to(prefix: str, *, few: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a case lies in a region, or was handed to or on by its people."""
    if not prefix:
        return sa.true()
    end = f"{prefix}:"
    placed = sa.select(CasePlace.case_id).where(CasePlace.region >= prefix, CasePlace.region < end)
    return sa.or_(within(prefix), _is_among(placed, CasePlace.case_id, few=few))


def _through(grant: Grant, *, few: bool) -> sa.ColumnElement[bool]:
    conditions: list[sa.ColumnElement[bool]] = []
    if grant.region is not None:
        conditions.append(_at_or_handed_to(grant.region, few=few))
    if grant.unit_id is not None:
        heard = sa.select(CaseAudience.case_id).where(CaseAudience.unit_id == grant.unit_id)
        conditions.append(_is_among(heard, CaseAudience.case_id, few=few))
    return sa.and_(*conditions)


def _is_among(cases: sa.Select[Any], key: Any, *, few: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a case is among others: where few cases are asked about, each
    is looked up; else as the engine is quick with.
    """
    looked_up = cases.where(key == CaseFile.id).correlate(CaseFile).exists()
    return looked_up if few else among(CaseFile.id.in_(cases), looked_up)


def visible(actor: Actor, *, few: bool = False) -> sa.ColumnElement[bool]:
    """Return the condition that `actor` may read a case.

    A case is seen by whoever's region covers its place or one it was handed to, by the people
    of every unit that holds or held it, and by its first receiver, who stays answerable
    (首问负责).

    Args:
        actor: Who asks.
        few: Whether it is asked of a few cases that something else has found.
    """
    if actor.everything:
        return sa.true()
    scopes = [
        _through(grant, few=few)
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
