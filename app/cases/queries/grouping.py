"""Putting the rows of a view into groups: which groups there are, how many rows each holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person, Unit
from app.cases.filters.arranged import Grouping, Order
from app.cases.models import CaseFile, Category
from app.cases.moments import midnight
from app.cases.queries.conditions import looked_up, of_category
from app.cases.queries.stations import Ordered, Station, stations_of
from app.cases.rules import OPEN_STATES, CaseState, Level, Source
from app.cases.scope import within
from app.core.database.functions import local_day, unindexed
from app.core.errors import AppError
from app.core.paging import Count, Head
from app.core.words import label, say
from app.territory.models import Region

Condition = sa.ColumnElement[bool]

GROUPED_MOST = 100_000
"""Rows of a view that may be put into groups: counting more keeps everybody waiting."""
COUNTED_MOST = 1_000
COMMUNITY_DIGITS = 12


class ViewTooWide(AppError):
    """A view of so many rows that they are not put into groups; facts: ``most``."""

    code = "cases.view_too_wide"


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a view as they were counted.

    Attributes:
        grouping: What rows are put together by.
        heads: In order.
        sizes: Rows of each, not cut off.
    """

    grouping: Grouping
    heads: tuple[Head, ...] = ()
    sizes: tuple[int, ...] = ()

    def folded(self, keys: frozenset[str]) -> "Groups":
        """Return the same with some groups folded."""
        heads = tuple(replace(head, folded=head.key in keys) for head in self.heads)
        return replace(self, heads=heads)


def read_groups(
    session: Session, wanted: Sequence[Condition], grouping: Grouping, today: date
) -> Groups:
    """Return the groups of the rows that fulfil `wanted`: one statement.

    Raises:
        ViewTooWide: There are more rows than are put into groups.
    """
    sort = _SORTS[grouping]
    rows = sa.select(sort.key.label("key")).select_from(CaseFile)
    if grouping is Grouping.CATEGORY:
        rows = rows.outerjoin(Category, Category.code == CaseFile.category_code)
    limited = rows.where(*wanted).limit(GROUPED_MOST + 1).subquery()
    counted = (
        sa.select(limited.c.key, sa.func.count().label("size")).group_by(limited.c.key).subquery()
    )
    found = [(key, size, *more) for key, size, *more in session.execute(sort.named(counted))]
    if sum(size for _, size, *_ in found) > GROUPED_MOST:
        raise ViewTooWide(most=GROUPED_MOST)
    found.sort(key=lambda row: sort.place(row[0], row[2:]))
    heads = tuple(_head(grouping, key, size, more, today) for key, size, *more in found)
    return Groups(grouping, heads, tuple(size for _, size, *_ in found))


def grouped_stations(groups: Groups, ordered: Ordered, *, among_open: bool) -> tuple[Station, ...]:
    """Return the runs of a view in groups: those of each group, its head before the first."""
    inner = stations_of(ordered, among_open=among_open)
    if groups.grouping is Grouping.LEVEL and ordered.order is Order.LEVEL:
        inner = stations_of(Ordered(Order.DUE))  # one level a group: within it by the clock
    made: list[Station] = []
    for head, size in zip(groups.heads, groups.sizes, strict=True):
        if head.folded:
            made.append(Station(f"{head.key}|", head=head, size=0))
            continue
        held = _SORTS[groups.grouping].holds(head.key, among_open)
        for at, run in enumerate(inner):
            made.append(
                replace(
                    run,
                    name=f"{head.key}|{run.name}",
                    conditions=(held, *run.conditions),
                    head=head if at == 0 else None,
                    size=size if at == len(inner) - 1 else 0,
                )
            )
    return tuple(made)


def _head(grouping: Grouping, key: Any, size: int, more: Sequence[Any], today: date) -> Head:
    count = Count(min(size, COUNTED_MOST), more=size > COUNTED_MOST)
    if key is None:
        return Head("", say(f"cases.group_none.{grouping}"), count)
    return Head(str(key), _SORTS[grouping].name(str(key), more, today), count)


# -- what each grouping is ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sort:
    """How one grouping works.

    Attributes:
        key: SQL of what rows are put together by.
        named: Makes of the counted keys a statement that returns key, size and what names them.
        name: Makes a name of a key and of what names it.
        place: Returns what groups are ordered by.
        holds: Returns what a row of a group fulfils, by its key and whether only open cases are
            looked through; "" is the group of rows without a key.
    """

    key: Any
    named: Callable[[Any], sa.Select[Any]]
    name: Callable[[str, Sequence[Any], date], str]
    place: Callable[[Any, Sequence[Any]], Any]
    holds: Callable[[str, bool], Condition]


def _as_counted(counted: Any) -> sa.Select[Any]:
    return sa.select(counted.c.key, counted.c.size)


def _of_enum(column: Any, members: Sequence[Any]) -> _Sort:
    places = {str(member.value): at for at, member in enumerate(members)}
    words = {str(member.value): member for member in members}
    return _Sort(
        key=column,
        named=_as_counted,
        name=lambda key, _, __: label(words[key]) if key in words else key,
        place=lambda key, _: places.get(key, len(places)),
        holds=lambda key, _: unindexed(column) == key,
    )


def _of_record(column: Any, table: Any) -> _Sort:
    def named(counted: Any) -> sa.Select[Any]:
        asked = sa.select(counted.c.key, counted.c.size, table.name, table.pinyin)
        return asked.outerjoin(table, table.id == counted.c.key)

    def holds(key: str, among_open: bool) -> Condition:  # noqa: FBT001
        held = looked_up(column, among_open=among_open)
        found: Condition = held == UUID(key) if key else held.is_(None)
        return found

    return _Sort(
        key=column,
        named=named,
        name=lambda _, more, __: str(more[0]),
        place=lambda key, more: (key is None, more[1] or "", str(key)),
        holds=holds,
    )


def _of_region(key: Any, holds: Callable[[str], Condition]) -> _Sort:
    def named(counted: Any) -> sa.Select[Any]:
        asked = sa.select(counted.c.key, counted.c.size, Region.name)
        return asked.outerjoin(Region, Region.code == counted.c.key)

    return _Sort(
        key=key,
        named=named,
        name=lambda code, more, _: str(more[0] or code),
        place=lambda code, _: str(code),
        holds=lambda key, _: holds(key),
    )


def _in_community(key: str) -> Condition:
    return within(key) if len(key) == COMMUNITY_DIGITS else CaseFile.region == key


def _name_category(counted: Any) -> sa.Select[Any]:
    asked = sa.select(counted.c.key, counted.c.size, Category.name)
    return asked.outerjoin(Category, Category.code == counted.c.key)


def _running() -> Condition:
    return sa.and_(CaseFile.state.in_(OPEN_STATES), CaseFile.clock.is_not(None))


def _on_day(key: str) -> Condition:
    if not key:
        return sa.not_(_running())
    day = date.fromisoformat(key)
    begin, end = midnight(day), midnight(day + timedelta(days=1))
    return sa.and_(_running(), CaseFile.order_at >= begin, CaseFile.order_at < end)


def _name_day(key: str, _: Sequence[Any], today: date) -> str:
    day = date.fromisoformat(key)
    weekday = say("cases.weekdays")[day.weekday()]
    code = {0: "today", 1: "tomorrow"}.get((day - today).days, "past" if day < today else "day")
    return say(f"cases.group_day.{code}", day=key, weekday=weekday)


_SORTS: dict[Grouping, _Sort] = {
    Grouping.STATE: _of_enum(CaseFile.state, tuple(CaseState)),
    Grouping.LEVEL: _of_enum(CaseFile.level, (Level.URGENT, Level.NORMAL)),
    Grouping.SOURCE: _of_enum(CaseFile.source, tuple(Source)),
    Grouping.CATEGORY: _Sort(
        key=sa.func.coalesce(Category.parent_code, Category.code),
        named=_name_category,
        name=lambda code, more, _: str(more[0] or code),
        place=lambda code, _: (code is None, code or ""),
        holds=lambda key, _: of_category(key or None),
    ),
    Grouping.UNIT: _of_record(CaseFile.handling_unit_id, Unit),
    Grouping.HANDLER: _of_record(CaseFile.handler_id, Person),
    Grouping.GRID: _of_region(CaseFile.region, lambda key: CaseFile.region == key),
    Grouping.COMMUNITY: _of_region(
        sa.func.substr(CaseFile.region, 1, COMMUNITY_DIGITS), _in_community
    ),
    Grouping.DUE_DAY: _Sort(
        key=sa.case((_running(), local_day(CaseFile.order_at)), else_=sa.null()),
        named=_as_counted,
        name=_name_day,
        place=lambda key, _: (key is None, key or ""),
        holds=lambda key, _: _on_day(key),
    ),
}
