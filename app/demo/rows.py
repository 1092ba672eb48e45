"""Plain rows in bulk, as quick as each engine takes them: for databases made as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from app.core.database import Base


def add_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all tell the same columns; defaults of the program are not filled in."""
    if not rows:
        return
    table: Any = model.__table__
    columns = [table.c[name] for name in rows[0]]
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _add_plain(connection, table, columns, rows)
    else:
        _copy(connection, table, columns, rows)


def _named(columns: Sequence[sa.Column[Any]]) -> str:
    return ", ".join(f'"{column.name}"' for column in columns)


def _add_plain(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    kept = [_kept_as(column, connection.dialect) for column in columns]
    names = [column.name for column in columns]
    marks = ", ".join("?" for _ in columns)
    cursor: Any = connection.connection.cursor()
    cursor.executemany(
        f"INSERT INTO {table.name} ({_named(columns)}) VALUES ({marks})",  # noqa: S608  names of ours
        (
            [make(row[name]) if make else row[name] for name, make in zip(names, kept, strict=True)]
            for row in rows
        ),
    )
    cursor.close()


def _kept_as(column: sa.Column[Any], dialect: Dialect) -> Any:
    """Return what makes of a value what the engine stores; None where it is stored as it is."""
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _copy(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    from psycopg.types.json import Jsonb

    names = [column.name for column in columns]
    raw: Any = connection.connection.cursor()
    with raw.copy(f"COPY {table.name} ({_named(columns)}) FROM STDIN") as copy:
        for row in rows:
            values = (row[name] for name in names)
            copy.write_row([Jsonb(each) if isinstance(each, dict) else each for each in values])
    raw.close()
