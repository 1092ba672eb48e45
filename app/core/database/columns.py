"""Column types and the declarative base; the only place that knows how a value is stored."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of all mapped tables; every constraint gets a name so that migrations can find it."""

    metadata = sa.MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """An aware moment: timestamptz in PostgreSQL, UTC text in SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; store UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware UTC."""
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Return what writes a value; see `result_processor`."""
        if dialect.name == "sqlite":
            return _text_of
        return super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a value; on SQLite from its text in one go, since rows hold moments
        more than anything else.
        """
        if dialect.name == "sqlite":
            return _moment_of
        return super().result_processor(dialect, coltype)


def _text_of(value: datetime | None) -> str | None:
    """Return a moment as SQLite keeps it: UTC, to the microsecond, so that text sorts as time."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    there = value if value.tzinfo is UTC else value.astimezone(UTC)
    return there.isoformat(" ", "microseconds")[:26]


def _moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction number; the change feed is read by it."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        """Return the type's SQL name."""
        return "xid8"


def code_text(length: int) -> TypeEngine[str]:
    """Return a text type compared byte by byte on both engines (codes, keys, sort keys)."""
    plain = sa.String(length)
    return plain.with_variant(sa.String(length, collation="C"), "postgresql")


class Document(TypeDecorator[Any]):
    """A JSON value: jsonb in PostgreSQL, whose dialect is loaded only where it is spoken."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the engine's own JSON type."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB

            return dialect.type_descriptor(JSONB())
        return dialect.type_descriptor(sa.JSON())


def document() -> TypeEngine[Any]:
    """Return the type of a JSON value."""
    return Document()


def unique_where(name: str, *columns: str, where: str) -> sa.Index:
    """Return the index that keeps columns unique among some rows. The condition is what the
    migrations make of it: telling it to an engine here would load PostgreSQL's dialect at every
    start, also of a desk that has a file.
    """
    return sa.Index(name, *columns, unique=True, info={"where": where})


def one_of(column: str, values: type[Any], name: str | None = None) -> sa.CheckConstraint:
    """Return the CHECK that holds a text column to the values of an enum.

    Status values are text with CHECK and never database enums: under row-level
    security PostgreSQL uses no index for an enum comparison.
    """
    listed = ", ".join(f"'{member.value}'" for member in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name or f"{column}_known")
