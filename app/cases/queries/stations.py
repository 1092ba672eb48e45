"""Keyset pages over several runs of rows one after the other, each walked along its own index.

A view in groups, or ordered by level, is not sorted as a whole: the rows of each group are a run
that the database reads in the order an index keeps, and a page asks for as many runs at once as
it takes to fill it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.filters.arranged import Order
from app.cases.models import CaseFile
from app.cases.rules import OPEN_STATES, Level
from app.core.database.functions import sorted_anew
from app.core.paging import Head, Page

MOST_AT_ONCE = 60
"""Stations a page asks for at once; SQLite joins at most 500 questions."""
MOST_VALUES = 24_000
"""Values of one statement: SQLite takes 32,766, PostgreSQL 65,535."""

Condition = sa.ColumnElement[bool]
After = tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """What rows are ordered by, and which way round."""

    order: Order
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """A run of rows, or a head alone.

    Attributes:
        name: Unlike that of every other station of the view; where a page begins.
        columns: What the run is ordered by; nothing where there are no rows to read.
        conditions: What its rows fulfil besides those of the view.
        descending: The run is read backwards.
        head: Stands before the run.
        size: Rows in it as far as was counted, None for not known.
        anew: The rows are few beside all that the index of the columns leads past.
    """

    name: str
    columns: tuple[Any, ...] = ()
    conditions: tuple[Condition, ...] = ()
    descending: bool = False
    head: Head | None = None
    size: int | None = None
    anew: bool = False


def stations_of(
    ordered: Ordered, *, numbered: bool = False, among_open: bool = False
) -> tuple[Station, ...]:
    """Return the runs of a view that is not in groups.

    Args:
        ordered: What its rows are ordered by.
        numbered: All its cases have a number.
        among_open: Only open cases stand in it.
    """
    by_clock, turned = (CaseFile.order_at, CaseFile.id), ordered.descending
    match ordered.order:
        case Order.DUE:
            return (Station("", by_clock, descending=turned),)
        case Order.RECEIVED:
            received = (CaseFile.received_at, CaseFile.id)
            return (Station("", received, descending=turned, anew=among_open),)
        case Order.LEVEL:  # within a level what runs out first
            levels = (Level.URGENT, Level.NORMAL) if turned else (Level.NORMAL, Level.URGENT)
            return tuple(Station(x, by_clock, (CaseFile.level == x,)) for x in levels)
    number, anew = CaseFile.number, among_open
    with_number = Station("n", (number,), (number.is_not(None),), turned, anew=anew)
    without = Station("w", (CaseFile.id,), (number.is_(None),), turned, anew=anew)
    return (with_number,) if numbered else (with_number, without)


def ended_last(stations: Sequence[Station]) -> tuple[Station, ...]:
    """Return the runs twice: first what is open of each, then what has ended."""
    is_open = CaseFile.state.in_(OPEN_STATES)
    halves = (("open", is_open), ("ended", ~is_open))
    return tuple(
        replace(each, name=f"{half}{each.name}", conditions=(*each.conditions, only))
        for half, only in halves
        for each in stations
    )


def station_page(
    session: Session,
    asked: sa.Select[Any],
    wanted: Sequence[Condition],
    stations: Sequence[Station],
    *,
    after: After,
    size: int,
) -> Page[Any]:
    """Return one page: heads, and records of `asked`; one statement, none where only heads stand.

    Args:
        session: Open session.
        asked: The rows, with all they are joined to.
        wanted: What all rows fulfil.
        stations: The runs in order.
        after: Where the page begins: a station, and the last row read of it.
        size: Rows at most.
    """
    here = _from(stations, after)
    mark = after[1:] if after is not None and here and here[0].name == after[0] else ()
    chosen = _enough(here, size, most=most_at_once(session, wanted, MOST_AT_ONCE))
    found = _read(session, asked, wanted, chosen, mark, size)
    rows: list[Any] = []
    taken = 0
    for at, station in enumerate(chosen):
        mine = [record for record in found if record.station_at == at]
        heads = [station.head] if station.head is not None and not (at == 0 and mark) else []
        fits = mine[: size - taken]
        if len(fits) < len(mine):  # one more was read than a page holds
            if not fits:
                return Page(tuple(rows), (station.name, *(mark if at == 0 else ())))
            return Page((*rows, *heads, *fits), _mark(station, fits[-1]))
        rows += [*heads, *fits]
        taken += len(fits)
    rest = here[len(chosen) :]
    return Page(tuple(rows), (rest[0].name,) if rest else None)


def _mark(station: Station, last: Any) -> tuple[object, ...]:
    return (station.name, *(getattr(last, column.key) for column in station.columns))


def _from(stations: Sequence[Station], after: After) -> Sequence[Station]:
    if after is None:
        return stations
    names = [station.name for station in stations]
    return stations[names.index(str(after[0])) :] if after[0] in names else ()


def most_at_once(session: Session, wanted: Sequence[Condition], most: int) -> int:
    """Return how often, up to `most` times, conditions can be asked for in one statement.

    A word that a thousand cases hold names every one of them.
    """
    dialect = session.get_bind().dialect
    params = sa.and_(sa.true(), *wanted).compile(dialect=dialect).params
    values = sum(len(v) if isinstance(v, (list, tuple)) else 1 for v in params.values())
    return max(1, min(most, MOST_VALUES // max(1, values)))


def _enough(stations: Sequence[Station], size: int, *, most: int) -> Sequence[Station]:
    """Return as many stations as it takes to fill a page, by what was counted of them."""
    expected = 0
    for at, station in enumerate(stations[:most]):
        if expected > size:
            return stations[:at]
        expected += station.size or 0
    return stations[:most]


def _read(
    session: Session,
    asked: sa.Select[Any],
    wanted: Sequence[Condition],
    stations: Sequence[Station],
    mark: tuple[object, ...],
    size: int,
) -> Sequence[Any]:
    runs = [(at, station) for at, station in enumerate(stations) if station.columns]
    if not runs:
        return ()
    if len(runs) == 1:
        at, station = runs[0]
        one = asked.add_columns(sa.literal(at).label("station_at"), CaseFile.order_at)
        one = one.where(*wanted, *station.conditions, *_behind(station, mark if at == 0 else ()))
        return session.execute(one.order_by(*_order(station)).limit(size + 1)).all()
    return session.execute(_union(asked, wanted, runs, mark, size)).all()


def _union(
    asked: sa.Select[Any],
    wanted: Sequence[Condition],
    runs: list[tuple[int, Station]],
    mark: tuple[object, ...],
    size: int,
) -> sa.Select[Any]:
    """Read the keys of each run along its index, then the rows of as many as a page holds."""
    parts = []
    for at, station in runs:
        behind = _behind(station, mark if at == 0 else ())
        part = sa.select(CaseFile.id.label("id"), sa.literal(at).label("station_at"))
        part = part.where(*wanted, *station.conditions, *behind)
        limited = part.order_by(*_order(station)).limit(size + 1).subquery()
        parts.append(sa.select(limited.c.id, limited.c.station_at))
    keys = sa.union_all(*parts).subquery()
    first = runs[0][1]
    return (
        asked.add_columns(keys.c.station_at, CaseFile.order_at)
        .join(keys, keys.c.id == CaseFile.id)
        .order_by(keys.c.station_at, *_order(first), _turned(CaseFile.id, first))
        .limit(size + 1)
    )


def _order(station: Station) -> list[Any]:
    return [_turned(column, station) for column in _columns(station)]


def _columns(station: Station) -> list[Any]:
    return [sorted_anew(c) for c in station.columns] if station.anew else list(station.columns)


def _turned(column: Any, station: Station) -> Any:
    return column.desc() if station.descending else column.asc()


def _behind(station: Station, mark: tuple[object, ...]) -> list[Condition]:
    """Return the condition that a row comes after the last one read."""
    if not mark:
        return []
    place = sa.tuple_(*_columns(station))
    values = sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(mark, station.columns, strict=True)))
    return [place < values if station.descending else place > values]
