"""Named figures: what briefings, screens and exports count alike.

A figure is a filter of the queue within a region: whoever counts it here counts the very rows
that the queue lists under the same filter. Several figures that look at the same cases are
counted in one pass over them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.values import span
from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle
from app.cases.models.work import Supervision
from app.cases.queries.by_region import counted
from app.cases.queries.conditions import Bound, conditions
from app.cases.queries.queue import contains_word
from app.cases.scope import within
from app.cases.whistle_rules import HEARD_WHISTLES
from app.core.actor import Actor
from app.core.database.functions import epoch_hour

CATEGORY_MARK = "-"
"""Stands between the code of a category (大类) and that of a kind below it."""
_DAY_HOURS = 24
_SHANGHAI_HOURS = 8
_FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Ground:
    """Whose figures of what are counted.

    Attributes:
        actor: Who asks: what they may not read is not counted.
        region: Code prefix.
        as_of: The moment.
    """

    actor: Actor
    region: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """Cases of one day, region and category.

    Attributes:
        day: Local day they were registered.
        region: Code of the tier asked for, or a shorter one where less is known.
        category: Code of the category, "" for none.
        counts: How many fulfil each of the filters asked for.
    """

    day: date
    region: str
    category: str
    counts: Mapping[str, int]


def between(field: FilterField, first: date, last: date) -> Filter:
    """Return the filter of what happened from one local day to another, both included."""
    return Filter((Clause(field, Operator.IS, (span(first, last),)),))


def narrowed(rules: Filter, field: FilterField, *values: str) -> Filter:
    """Return a filter in which a field must also be one of the values."""
    return Filter((*rules.clauses, Clause(field, Operator.IS, values)))


def count_cases(session: Session, ground: Ground, rules: Filter) -> int:
    """Return how many cases a figure counts, exactly."""
    asked = sa.select(sa.func.count()).select_from(CaseFile).where(*_wanted(ground, rules))
    return session.execute(asked).scalar_one()


def count_each(
    session: Session, ground: Ground, base: Filter, named: Mapping[str, Filter]
) -> dict[str, int]:
    """Return how many cases of a base fulfil each of several filters, in one pass."""
    sums = [_how_many(ground, rules).label(name) for name, rules in named.items()]
    record = session.execute(sa.select(*sums).where(*_wanted(ground, base))).one()
    return {name: int(value or 0) for name, value in zip(named, record, strict=True)}


def count_cells(
    session: Session,
    ground: Ground,
    days: tuple[date, date],
    digits: int,
    named: Mapping[str, Filter],
) -> tuple[Cell, ...]:
    """Return what was registered from one local day to another by day, region and category.

    Args:
        session: Reading session.
        ground: Whose figures.
        days: First and last day.
        digits: Of the codes regions are told apart by.
        named: What else is counted of each; ``all`` counts them all.
    """
    day = (epoch_hour(CaseFile.registered_at) + _SHANGHAI_HOURS) // _DAY_HOURS
    region = sa.func.substr(CaseFile.region, 1, digits)
    sums = [_how_many(ground, rules) for rules in named.values()]
    asked = (
        sa.select(day, region, CaseFile.category_code, *sums)
        .where(*_wanted(ground, between(FilterField.REGISTERED, *days)))
        .group_by(day, region, CaseFile.category_code)
    )
    return tuple(_cell(record, tuple(named)) for record in session.execute(asked))


def summed(cells: Iterable[Cell], name: str) -> int:
    """Return the count of a filter over cells."""
    return sum(cell.counts[name] for cell in cells)


def by(cells: Iterable[Cell], part: str, name: str) -> dict[Any, int]:
    """Return the counts of a filter by ``day``, ``region`` or ``category``."""
    found: dict[Any, int] = {}
    for cell in cells:
        key = getattr(cell, part)
        found[key] = found.get(key, 0) + cell.counts[name]
    return found


def _wanted(ground: Ground, rules: Filter) -> list[sa.ColumnElement[bool]]:
    seen = [counted(ground.actor, ground.region), within(ground.region)]
    return [*seen, *conditions(rules, _bound(ground))]


def _bound(ground: Ground) -> Bound:
    return Bound(ground.actor, ground.as_of, contains_word)


def _how_many(ground: Ground, rules: Filter) -> Any:
    found: Sequence[sa.ColumnElement[bool]] = conditions(rules, _bound(ground))
    if not found:
        return sa.func.count()
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*found), 1), else_=0)), 0)


def _cell(record: Any, names: tuple[str, ...]) -> Cell:
    day, region, code, *counts = record
    category = (code or "").split(CATEGORY_MARK)[0]
    told = dict(zip(names, map(int, counts), strict=True))
    return Cell(_FIRST_DAY + timedelta(days=int(day)), region, category, told)


def count_days(session: Session, ground: Ground, first: date, last: date) -> dict[date, int]:
    """Return how many cases were registered on each local day that had any."""
    day = (epoch_hour(CaseFile.registered_at) + _SHANGHAI_HOURS) // _DAY_HOURS
    wanted = between(FilterField.REGISTERED, first, last)
    asked = sa.select(day, sa.func.count()).where(*_wanted(ground, wanted)).group_by(day)
    return {_FIRST_DAY + timedelta(days=int(at)): n for at, n in session.execute(asked)}


def count_regions(
    session: Session, ground: Ground, base: Filter, digits: int, named: Mapping[str, Filter]
) -> dict[str, dict[str, int]]:
    """Return by region how many cases of a base fulfil each of several filters."""
    region = sa.func.substr(CaseFile.region, 1, digits)
    sums = [_how_many(ground, rules) for rules in named.values()]
    asked = sa.select(region, *sums).where(*_wanted(ground, base)).group_by(region)
    return {
        code: dict(zip(named, map(int, counts), strict=True))
        for code, *counts in session.execute(asked)
    }


def count_sheets(session: Session, ground: Ground, since: datetime, until: datetime) -> int:
    """Return how many supervision sheets were issued in a period."""
    return _count_joined(session, ground, Supervision.case_id, Supervision.issued_at, since, until)


def count_whistles(session: Session, ground: Ground, since: datetime, until: datetime) -> int:
    """Return how many whistles were blown in a period; called off ones are none."""
    heard = Whistle.state.in_(HEARD_WHISTLES)
    return _count_joined(session, ground, Whistle.case_id, Whistle.blown_at, since, until, heard)


def _count_joined(
    session: Session,
    ground: Ground,
    case_id: Any,
    at: Any,
    since: datetime,
    until: datetime,
    *more: sa.ColumnElement[bool],
) -> int:
    asked = (
        sa.select(sa.func.count())
        .select_from(CaseFile)
        .join(case_id.class_, case_id == CaseFile.id)
        .where(counted(ground.actor, ground.region), within(ground.region))
        .where(at >= since, at < until, *more)
    )
    return session.execute(asked).scalar_one()
