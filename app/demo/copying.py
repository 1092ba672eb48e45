"""Copies the rows of small SQLite files into the database a demo is made for."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.documents import write_documents
from app.cases.models import CaseFile
from app.cases.models.search import CaseDocument
from app.core.database import Base
from app.core.database.tables import ChangeFeed, CommandDone, DatabaseState

_OWN = tuple(
    table.__tablename__ for table in (ChangeFeed, CommandDone, DatabaseState, CaseDocument)
)
_AT_ONCE = 5_000


def copy_rows(session: Session, base: Path, parts: Sequence[Path]) -> None:
    """Copy everything that was made; what the search knows of it is written anew.

    Args:
        session: Of the open transaction; its database has the same schema and is empty.
        base: What all parts share.
        parts: Files that began as copies of `base`, each with rows of its own besides.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    for table in Base.metadata.sorted_tables:
        if table.name in _OWN:
            continue
        for number, file in enumerate((base, *parts)):
            but = base if number else None
            if is_sqlite:
                _copy_plain(session, table, file, but)
            else:
                _copy_read(session, table, file, but)
    write_documents(session, session.scalars(sa.select(CaseFile.id)).all())


def _copy_plain(session: Session, table: sa.Table, file: Path, but: Path | None) -> None:
    """Copy rows as SQLite stores them, unread."""
    columns = _copied(table)
    marks = ", ".join("?" for _ in columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    target = session.connection().connection.cursor()
    with _opened(file, but) as source:
        rows = source.execute(_asked(table, names, but=but))
        while batch := rows.fetchmany(_AT_ONCE):
            target.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", batch)  # noqa: S608  names of ours


def _copy_read(session: Session, table: sa.Table, file: Path, but: Path | None) -> None:
    """Read rows as values and write them as the other engine stores them."""
    columns = _copied(table)
    names = ", ".join(f'"{column.name}"' for column in columns)
    engine = sa.create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            if but is not None:
                connection.exec_driver_sql(f"ATTACH '{but}' AS base")
            typed = sa.text(_asked(table, names, but=but)).columns(*columns)
            rows = connection.execute(typed)
            for batch in _batches(rows):
                session.connection().execute(sa.insert(table), batch)
    finally:
        engine.dispose()


def _copied(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the columns that are copied; a key the database counts up is counted anew, since
    every part went on counting from where the base ended.
    """
    return [column for column in table.columns if column is not table.autoincrement_column]


def _batches(rows: Any) -> Iterator[list[dict[str, Any]]]:
    while batch := rows.fetchmany(_AT_ONCE):
        yield [row._asdict() for row in batch]


@contextmanager
def _opened(file: Path, but: Path | None) -> Iterator[sqlite3.Connection]:
    """Open a file, with the one its own rows are told from."""
    with closing(sqlite3.connect(file)) as connection:
        if but is not None:
            connection.execute("ATTACH ? AS base", (str(but),))
        yield connection


def _asked(table: sa.Table, names: str, *, but: Path | None) -> str:
    asked = f"SELECT {names} FROM main.{table.name}"  # noqa: S608  names of ours
    counted = table.autoincrement_column
    order = "" if counted is None else f' ORDER BY "{counted.name}"'
    if but is None:
        return f"{asked}{order}"
    if counted is not None:
        last = f'SELECT coalesce(max("{counted.name}"), 0) FROM base.{table.name}'  # noqa: S608
        return f'{asked} WHERE "{counted.name}" > ({last}){order}'
    same = " AND ".join(
        f'known."{c.name}" = main.{table.name}."{c.name}"' for c in table.primary_key
    )
    return f"{asked} WHERE NOT EXISTS (SELECT 1 FROM base.{table.name} AS known WHERE {same})"  # noqa: S608
