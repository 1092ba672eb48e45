"""The clauses of a filter as SQL conditions, bound to who asks and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.cases.family_states import PairState
from app.cases.filters.fields import FamilyPlace, Satisfaction, Stage
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.values import ME, NONE
from app.cases.models import CaseFile
from app.cases.moments import Moments, due_moments, past_moments
from app.cases.rules import OPEN_STATES
from app.cases.scope import within
from app.core.actor import Actor
from app.core.database.functions import unindexed

Condition = sa.ColumnElement[bool]

GRID_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Bound:
    """What a filter is read against.

    Attributes:
        actor: Who "me" is.
        now: The moment.
        containing: Returns the condition that a text stands in a case.
        among_open: Only open cases are looked through, which are few beside all there ever were.
    """

    actor: Actor
    now: datetime
    containing: Callable[[str], Condition]
    among_open: bool = False


def conditions(rules: Filter, bound: Bound) -> list[Condition]:
    """Return a condition for each clause."""
    return [_of_clause(clause, bound) for clause in rules.clauses]


def _of_clause(clause: Clause, bound: Bound) -> Condition:
    found = _VALUES[clause.field](clause.values, bound)
    if clause.operator is Operator.NOT:
        return sa.not_(sa.func.coalesce(found, sa.false()))  # what is not known is not so either
    return found


def _any(conditions: list[Condition]) -> Condition:
    return conditions[0] if len(conditions) == 1 else sa.or_(sa.false(), *conditions)


# -- stages and plain columns ------------------------------------------------------------------


def _open() -> Condition:
    return CaseFile.state.in_(OPEN_STATES)


_STAGES: dict[str, Callable[[], Condition]] = {
    Stage.OPEN: _open,
    Stage.ENDED: lambda: CaseFile.state.not_in(OPEN_STATES),
    Stage.PAUSED: lambda: sa.and_(_open(), CaseFile.pause.is_not(None)),
    Stage.SUPERVISED: lambda: sa.and_(_open(), CaseFile.supervision_level.is_not(None)),
}


def _state(values: tuple[str, ...], _: Bound) -> Condition:
    plain = [value for value in values if value not in _STAGES]
    found = [_STAGES[value]() for value in values if value in _STAGES]
    if plain:
        found.append(CaseFile.state.in_(plain))
    return _any(found)


def looked_up(column: Any, *, among_open: bool) -> Any:
    """Return a column by which cases are looked up, unless open ones are found sooner as such."""
    return unindexed(column) if among_open else column


def _column(column: InstrumentedAttribute[Any]) -> Callable[[tuple[str, ...], Bound], Condition]:
    return lambda values, _: unindexed(column).in_(values)


def _category(values: tuple[str, ...], _: Bound) -> Condition:
    return _any([of_category(None if value == NONE else value) for value in values])


def of_category(code: str | None) -> Condition:
    """Return the condition that a case is of a kind, or of one below a category."""
    column = CaseFile.category_code
    if code is None:
        return column.is_(None)
    return sa.or_(column == code, sa.and_(column > f"{code}-", column < f"{code}."))


def _region(values: tuple[str, ...], _: Bound) -> Condition:
    return _any([_in_region(value) for value in values])


def _in_region(code: str) -> Condition:
    """Return the condition that a case lies in a region, or was opened in a grid that was redrawn
    since: it lies elsewhere in the same community now, and is found under both codes.
    """
    if len(code) != GRID_DIGITS:
        return within(code)
    from app.territory.models.redrawings import RegionLineage  # tables few filters need
    from app.territory.redrawing import COMMUNITY_DIGITS

    redrawn = sa.exists().where(RegionLineage.old_code == code)
    opened = sa.and_(redrawn, within(code[:COMMUNITY_DIGITS]), CaseFile.opened_region == code)
    return sa.or_(within(code), opened)


def _keyed(
    column: InstrumentedAttribute[Any],
) -> Callable[[tuple[str, ...], Bound], Condition]:
    def build(values: tuple[str, ...], bound: Bound) -> Condition:
        keys = [key for key in (_key(value, bound) for value in values) if key is not None]
        held = looked_up(column, among_open=bound.among_open)
        found: list[Condition] = [held == keys[0]] if len(keys) == 1 else [held.in_(keys)]
        if NONE in values:
            found.append(held.is_(None))
        return _any(found)

    return build


def _key(value: str, bound: Bound) -> UUID | None:
    if value == ME:
        return bound.actor.person_id
    try:
        return UUID(value)
    except ValueError:
        return None


# -- time --------------------------------------------------------------------------------------


def _past(
    column: InstrumentedAttribute[Any],
) -> Callable[[tuple[str, ...], Bound], Condition]:
    return lambda values, bound: _any(
        [_between(column, past_moments(value, bound.now)) for value in values]
    )


def _due(values: tuple[str, ...], bound: Bound) -> Condition:
    running = sa.and_(_open(), CaseFile.clock.is_not(None))
    spans = [_between(CaseFile.order_at, due_moments(value, bound.now)) for value in values]
    return sa.and_(running, _any(spans))


def _between(column: Any, moments: Moments) -> Condition:
    first, end = moments
    found: list[Condition] = []
    if first is not None:
        found.append(column >= first)
    if end is not None:
        found.append(column < end)
    return sa.and_(sa.true(), *found)


# -- the rest ----------------------------------------------------------------------------------


def _times(
    column: InstrumentedAttribute[int],
) -> Callable[[tuple[str, ...], Bound], Condition]:
    return lambda values, _: column >= min(int(value) for value in values)


_SATISFACTION: dict[str, Condition] = {
    Satisfaction.SATISFIED: CaseFile.is_satisfied.is_(True),
    Satisfaction.DISSATISFIED: CaseFile.is_satisfied.is_(False),
    Satisfaction.UNASKED: CaseFile.is_satisfied.is_(None),
}


def _satisfied(values: tuple[str, ...], _: Bound) -> Condition:
    return _any([_SATISFACTION.get(value, sa.false()) for value in values])


def _family(values: tuple[str, ...], _: Bound) -> Condition:
    return _any([_in_family(value) for value in values])


def _in_family(value: str) -> Condition:
    if value == FamilyPlace.FOLLOWS:
        return CaseFile.lead_id.is_not(None)
    behind = aliased(CaseFile)
    leads = CaseFile.id.in_(sa.select(behind.lead_id).where(behind.lead_id.is_not(None)))
    if value == FamilyPlace.LEADS:
        return leads
    if value == FamilyPlace.ALONE:
        return sa.and_(CaseFile.lead_id.is_(None), ~leads)
    if value != FamilyPlace.LIKELY:
        return sa.false()
    from app.cases.models.family import LikelyPair

    proposed = LikelyPair.state == PairState.PROPOSED
    either = (LikelyPair.first_id, LikelyPair.second_id)
    pairs = [CaseFile.id.in_(sa.select(each).where(proposed)) for each in either]
    return sa.and_(CaseFile.lead_id.is_(None), sa.or_(*pairs))


def _tagged(values: tuple[str, ...], bound: Bound) -> Condition:
    from app.cases.models.finding import CaseTag

    keys = [key for key in (_key(value, bound) for value in values) if key is not None]
    return CaseFile.id.in_(sa.select(CaseTag.case_id).where(CaseTag.tag_id.in_(keys)))


def _followed(_: tuple[str, ...], bound: Bound) -> Condition:
    from app.cases.models.finding import FollowedCase

    mine = FollowedCase.person_id == bound.actor.person_id
    return CaseFile.id.in_(sa.select(FollowedCase.case_id).where(mine))


def _text(values: tuple[str, ...], bound: Bound) -> Condition:
    return _any([bound.containing(value) for value in values])


_VALUES: dict[FilterField, Callable[[tuple[str, ...], Bound], Condition]] = {
    FilterField.STATE: _state,
    FilterField.CATEGORY: _category,
    FilterField.LEVEL: _column(CaseFile.level),
    FilterField.SOURCE: _column(CaseFile.source),
    FilterField.MATTER_CLASS: _column(CaseFile.matter_class),
    FilterField.REGION: _region,
    FilterField.UNIT: _keyed(CaseFile.handling_unit_id),
    FilterField.HANDLER: _keyed(CaseFile.handler_id),
    FilterField.FIRST_CONTACT: _keyed(CaseFile.first_contact_id),
    FilterField.DUE: _due,
    FilterField.RECEIVED: _past(CaseFile.received_at),
    FilterField.REGISTERED: _past(CaseFile.registered_at),
    FilterField.FINISHED: _past(CaseFile.finished_at),
    FilterField.CLOSED: _past(CaseFile.closed_at),
    FilterField.RETURNED: _times(CaseFile.returned_count),
    FilterField.REOPENED: _times(CaseFile.reopened_count),
    FilterField.CONFIDENTIAL: lambda _, __: CaseFile.is_confidential.is_(True),
    FilterField.CALL_BACK: lambda _, __: CaseFile.wants_call_back.is_(True),
    FilterField.SATISFIED: _satisfied,
    FilterField.FAMILY: _family,
    FilterField.TAG: _tagged,
    FilterField.FOLLOWED: _followed,
    FilterField.TEXT: _text,
}
