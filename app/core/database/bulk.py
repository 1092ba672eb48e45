"""Many rows at once: `executemany` on SQLite, COPY on PostgreSQL; see the engines' modules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

Row = Mapping[str, Any]

AT_ONCE = 500
"""Rows whose values are turned into the driver's at a time: they are held twice meanwhile."""


class Send(Protocol):
    """What an engine does with rows whose values are as its driver takes them."""

    def __call__(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Any]
    ) -> None:
        """Send them within the transaction of the connection."""


def write_rows(
    connection: Connection,
    table: sa.FromClause,
    rows: Sequence[Row],
    shared: Row = MappingProxyType({}),
) -> None:
    """Insert rows within the transaction of a connection.

    Args:
        connection: Open.
        table: Mapped table.
        rows: Column name → value; every row tells the same columns. What no row tells stays
            empty: no default fills in, see `blank_row`.
        shared: The same for what all rows tell alike of the columns that no row tells.

    Raises:
        IntegrityError: One of them is there already; a savepoint around the call helps.
    """
    for start in range(0, len(rows), AT_ONCE):
        _write(connection, table, rows[start : start + AT_ONCE], shared)


def _write(connection: Connection, table: sa.FromClause, rows: Sequence[Row], shared: Row) -> None:
    names = list(rows[0])
    columns: list[Any] = list(zip(*map(itemgetter(*names), rows), strict=True))
    _send_columns(connection, table, names, columns, shared)


def _send_columns(
    connection: Connection,
    table: sa.FromClause,
    names: list[str],
    columns: list[Any],
    shared: Row,
) -> None:
    count = len(columns[0])
    for place, name in enumerate(names):
        process = _processor(table.c[name].type, connection.dialect)
        if process is not None:
            columns[place] = _processed(process, columns[place])
    for name in [name for name in shared if name not in names]:
        process = _processor(table.c[name].type, connection.dialect)
        columns.append(repeat(process(shared[name]) if process else shared[name], count))
        names.append(name)
    _send(connection.dialect)(connection, str(table), names, list(zip(*columns, strict=True)))


class Packing:
    """Some columns of a table in an order: rows packed by it are tuples that travel between
    processes in a fraction of the time of objects.

    Attributes:
        table: Mapped table.
        names: Its columns, in the order of a packed row.
        packed: The values are those SQLite's driver takes; else they are as they were said.
    """

    def __init__(self, table: sa.FromClause, names: Sequence[str], *, packed: bool) -> None:
        self.table = table
        self.names = tuple(names)
        self.packed = packed
        self._values = itemgetter(*names)
        dialect = sa.make_url("sqlite://").get_dialect()() if packed else None
        kinds = [_processor(table.c[name].type, dialect) for name in names] if dialect else []
        self._made = [(place, make) for place, make in enumerate(kinds) if make is not None]

    def pack(self, row: Row) -> tuple[Any, ...]:
        """Return a row packed; its other columns are left out."""
        values = self._values(row)
        if not self._made:
            return tuple(values)
        found = list(values)
        for place, make in self._made:
            found[place] = make(found[place])
        return tuple(found)


def write_packed(
    connection: Connection,
    packing: Packing,
    rows: Sequence[tuple[Any, ...]],
    shared: Row = MappingProxyType({}),
) -> None:
    """Insert packed rows within the transaction of a connection; see `write_rows`."""
    told = {name: value for name, value in shared.items() if name not in packing.names}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        if not packing.packed:
            columns = list(zip(*some, strict=True))
            _send_columns(connection, packing.table, list(packing.names), columns, told)
            continue
        rest = Packing(packing.table, tuple(told), packed=True).pack(told) if told else ()
        names = (*packing.names, *told)
        whole = [row + rest for row in some] if rest else some
        _send(connection.dialect)(connection, str(packing.table), names, whole)


def _processed(process: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """Return values as the driver takes them; where all are the same object it is processed
    once.
    """
    if len(set(map(id, values))) == 1:
        return [process(values[0])] * len(values)
    return list(map(process, values))


def _processor(kind: sa.types.TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _send(dialect: Dialect) -> Send:
    """Return the engine's own way; the other one with its driver is never imported."""
    if dialect.name == "sqlite":
        from app.core.database import sqlite

        return sqlite.send_rows
    from app.core.database import postgres

    return postgres.send_rows


def blank_row(table: sa.FromClause) -> dict[str, Any]:
    """Return the columns of a table that have a default, with it; those without stay empty in
    the database where nothing is said of them.
    """
    found = {}
    for column in table.c:
        default = getattr(column, "default", None)
        if default is not None:
            found[column.key] = default.arg(None) if default.is_callable else default.arg
    return found
