"""The clauses of a filter as SQL conditions, bound to who asks and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.cases.filters.fields import Satisfaction, Stage
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.values import (
    ME,
    MONTH,
    NONE,
    OVERDUE,
    TODAY,
    TOMORROW,
    WEEK,
    YESTERDAY,
    days_of,
    hours_of,
    span_of,
)
from app.cases.models import CaseFile
from app.cases.models.finding import CaseTag, FollowedCase
from app.cases.rules import OPEN_STATES
from app.cases.scope import within
from app.core.actor import Actor
from app.core.clock import SHANGHAI, local
from app.core.database.functions import unindexed

Condition = sa.ColumnElement[bool]
Moments = tuple[datetime | None, datetime | None]

_ONE_DAY = timedelta(days=1)


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
    return _any([within(value) for value in values])


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


def past_moments(value: str, now: datetime) -> Moments:
    """Return where a past period begins, and what it ends before."""
    today = local(now).date()
    days = days_of(value)
    begins = {
        TODAY: today,
        YESTERDAY: today - _ONE_DAY,
        WEEK: today - timedelta(days=today.weekday()),
        MONTH: today.replace(day=1),
    }
    if value in begins:
        return midnight(begins[value]), midnight(today) if value == YESTERDAY else None
    if days is not None:
        return midnight(today - timedelta(days=days - 1)), None
    return _span(value)


def due_moments(value: str, now: datetime) -> Moments:
    """Return where a period of what is to come begins, and what it ends before.

    "Today" begins now: what ran out this morning is overdue and no longer due.
    """
    today = local(now).date()
    hours = hours_of(value)
    if value == OVERDUE:
        return None, now
    if hours is not None:
        return now, now + timedelta(hours=hours)
    if value == TODAY:
        return now, midnight(today + _ONE_DAY)
    if value == TOMORROW:
        return midnight(today + _ONE_DAY), midnight(today + 2 * _ONE_DAY)
    if value == WEEK:
        return now, midnight(today + timedelta(days=7 - today.weekday()))
    return _span(value)


def _span(value: str) -> Moments:
    first, last = span_of(value) or (None, None)
    return (midnight(first) if first else None), (midnight(last + _ONE_DAY) if last else None)


def midnight(day: date) -> datetime:
    """Return where a local day begins."""
    return datetime.combine(day, time(), SHANGHAI)


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


def _tagged(values: tuple[str, ...], bound: Bound) -> Condition:
    keys = [key for key in (_key(value, bound) for value in values) if key is not None]
    return CaseFile.id.in_(sa.select(CaseTag.case_id).where(CaseTag.tag_id.in_(keys)))


def _followed(_: tuple[str, ...], bound: Bound) -> Condition:
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
    FilterField.FINISHED: _past(CaseFile.finished_at),
    FilterField.CLOSED: _past(CaseFile.closed_at),
    FilterField.RETURNED: _times(CaseFile.returned_count),
    FilterField.REOPENED: _times(CaseFile.reopened_count),
    FilterField.CONFIDENTIAL: lambda _, __: CaseFile.is_confidential.is_(True),
    FilterField.CALL_BACK: lambda _, __: CaseFile.wants_call_back.is_(True),
    FilterField.SATISFIED: _satisfied,
    FilterField.TAG: _tagged,
    FilterField.FOLLOWED: _followed,
    FilterField.TEXT: _text,
}
