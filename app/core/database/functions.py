"""SQL functions that the two engines spell differently."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class epoch_hour(FunctionElement[int]):  # noqa: N801  a SQL function
    """Whole hours since 1970 (UTC) of a moment: what counts per hour are grouped by."""

    type = sa.BigInteger()
    inherit_cache = True
    name = "epoch_hour"


@compiles(epoch_hour, "sqlite")
def _sqlite(element: epoch_hour, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"(CAST(unixepoch({inner}) AS INTEGER) / 3600)"


@compiles(epoch_hour, "postgresql")
def _postgres(element: epoch_hour, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"floor(extract(epoch FROM {inner}) / 3600)::bigint"


class epoch_second(FunctionElement[int]):  # noqa: N801  a SQL function
    """Whole seconds since 1970 (UTC) of a moment: what lies between two of them is subtracted."""

    type = sa.BigInteger()
    inherit_cache = True
    name = "epoch_second"


@compiles(epoch_second, "sqlite")
def _sqlite_second(element: epoch_second, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"CAST(unixepoch({inner}) AS INTEGER)"


@compiles(epoch_second, "postgresql")
def _postgres_second(element: epoch_second, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"floor(extract(epoch FROM {inner}))::bigint"


class local_day(FunctionElement[str]):  # noqa: N801  a SQL function
    """The day in Asia/Shanghai of a moment, as ``2026-11-24``: what is due is grouped by it."""

    type = sa.String()
    inherit_cache = True
    name = "local_day"


@compiles(local_day, "sqlite")
def _sqlite_day(element: local_day, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"date({inner}, '+8 hours')"  # no summer time since 1991


@compiles(local_day, "postgresql")
def _postgres_day(element: local_day, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"to_char({inner} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"


class unindexed(FunctionElement[Any]):  # noqa: N801  a SQL operator
    """A column SQLite is not to look up by index: it guesses which one is worth it, without ever
    counting, and PostgreSQL, which counts, is left to choose.
    """

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(unindexed, "sqlite")
def _sqlite_plain(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(+({compiler.process(element.clauses, **kw)}))"


@compiles(unindexed, "postgresql")
def _postgres_plain(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})"


class sorted_anew(unindexed):  # noqa: N801  a SQL operator
    """A column whose index no engine is to walk in order: what is wanted is so little beside all
    there is that it is found otherwise and sorted.
    """

    inherit_cache = True
    name = "sorted_anew"


@compiles(sorted_anew, "sqlite")
def _sqlite_anew(element: sorted_anew, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(+({compiler.process(element.clauses, **kw)}))"


@compiles(sorted_anew, "postgresql")
def _postgres_anew(element: sorted_anew, compiler: SQLCompiler, **kw: Any) -> str:
    inner = compiler.process(element.clauses, **kw)
    return f"coalesce({inner}, {inner})"


class among(FunctionElement[bool]):  # noqa: N801  a SQL condition
    """That a row is among others, said as each engine is quick with: SQLite gathers the others
    once, PostgreSQL chooses between that and looking each up, which it may only where it is asked
    whether one exists. Else it would walk through all of them for each row where they are more
    than its memory holds.
    """

    type = sa.Boolean()
    inherit_cache = True
    name = "among"

    def __init__(self, gathered: Any, looked_up: Any) -> None:
        super().__init__(gathered, looked_up)


@compiles(among, "sqlite")
def _sqlite_among(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    gathered, _ = element.clauses
    return f"({compiler.process(gathered, **kw)})"


@compiles(among, "postgresql")
def _postgres_among(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    _, looked_up = element.clauses
    return f"({compiler.process(looked_up, **kw)})"
