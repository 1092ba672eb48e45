"""A copy of some rows in memory, for looking things up while the server is away.

What a form needs to be filled in (regions, kinds, units, time limits) changes seldom, and what
somebody has in hand is little; a desk keeps both, encrypted by the password of whoever sits there,
and reads them as SQLite reads any database. Every table is there; most are empty.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, StaticPool

from app.core.database.columns import Base

Rows = tuple[type[Base], Sequence[Mapping[str, Any]]]
"""A table and rows of it, by column."""


def rows_of(
    session: Session, mapped: type[Base], which: sa.ColumnElement[bool] | None = None
) -> Rows:
    """Return the rows of a table that the reader may see; all where `which` is left out."""
    table: Any = mapped.__table__
    asked = sa.select(table) if which is None else sa.select(table).where(which)
    return mapped, [dict(row) for row in session.execute(asked).mappings()]


def image_of(rows: Iterable[Rows], onto: bytes = b"") -> bytes:
    """Return rows as the image of a database, added to those of another one."""
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    if onto:
        memory.deserialize(onto)
    engine = sa.create_engine(
        "sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True
    )
    Base.metadata.create_all(engine)
    with engine.begin() as copy:
        for mapped, found in rows:
            if found:
                table: Any = mapped.__table__
                copy.execute(sa.insert(table), list(found))
    image = memory.serialize()
    memory.close()
    return image


def open_image(image: bytes) -> Engine:
    """Return an engine that reads an image; each connection has it for itself."""

    def connect() -> sqlite3.Connection:
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        memory.deserialize(image)
        memory.isolation_level = None
        return memory

    engine = sa.create_engine(
        "sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
