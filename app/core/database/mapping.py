"""Tables written as classes; the mapper comes over them once somebody opens a session.

Whoever only reads rows through a connection needs columns and no mapper: loading it, and laying it
over every table, is a seventh of the start of the desk. To the type checker, and to every session,
these are SQLAlchemy's own declarative classes. What is named while a module is imported is a plain
column, so what only the mapper knows (`aliased`, `load_only`) is asked for within functions.
"""

import threading
from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar, get_args
from uuid import UUID

import sqlalchemy as sa

__all__ = ["Base", "Mapped", "mapped_column", "open_session"]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_METADATA = sa.MetaData(naming_convention=NAMES)


class _Mapper:
    """Maps what waits for it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._waiting: list[tuple[type, str | None]] = []
        self._registry: Any = None

    def add(self, kind: type, version: str | None) -> None:
        """Take a class with its table; it is mapped at once where a session was opened before."""
        with self._lock:
            self._waiting.append((kind, version))
            if self._registry is not None:
                self.lay()

    def lay(self) -> None:
        """Map all classes that stand by now."""
        from sqlalchemy.orm import registry

        with self._lock:
            if self._registry is None:
                self._registry = registry(metadata=_METADATA)
            while self._waiting:
                kind, version = self._waiting.pop()
                table: sa.Table = kind.__table__  # type: ignore[attr-defined]
                guard = table.c[version] if version else None
                self._registry.map_imperatively(kind, table, version_id_col=guard)


_MAPPER = _Mapper()


if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column  # noqa: TID251

    class Base(DeclarativeBase):
        """Root of all mapped tables; every constraint gets a name that migrations can find."""

        metadata = _METADATA

else:
    _TYPES = {
        bool: sa.Boolean,
        bytes: sa.LargeBinary,
        date: sa.Date,
        datetime: sa.DateTime,
        float: sa.Double,
        int: sa.Integer,
        str: sa.String,
        UUID: sa.Uuid,
    }

    class Mapped:
        """Names the Python type of a column: ``Mapped[str | None]``."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return kind

    class mapped_column:  # noqa: N801  stands for SQLAlchemy's function of that name
        """What is said of a column beside its type."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            self.arguments = arguments
            self.options = options

        def column(self, name: str, kind: Any) -> sa.Column[Any]:
            """Return the column; `kind` gives the type where nothing else does."""
            plain = next((each for each in get_args(kind) or (kind,) if each is not NoneType), kind)
            given = self.arguments
            if not given:
                given = (_TYPES[plain](),)
            options = {"nullable": NoneType in get_args(kind), **self.options}
            return sa.Column(name, *given, **options)

    class _Tabled(type):
        """Lets SQLAlchemy take a class for its table as long as no mapper is over it."""

        @property
        def __clause_element__(cls) -> Any:
            if "__mapper__" in cls.__dict__:
                raise AttributeError  # the mapper knows better
            return lambda: cls.__table__

    class Base(metaclass=_Tabled):
        """Root of all mapped tables; every constraint gets a name that migrations can find."""

        metadata = _METADATA
        __table__: ClassVar[sa.Table]

        def __init_subclass__(cls) -> None:
            said = {name: cls.__dict__.get(name, mapped_column()) for name in cls.__annotations__}
            *constraints, options = (*getattr(cls, "__table_args__", ()), {})
            if constraints and isinstance(constraints[-1], dict):
                options = constraints.pop()
            cls.__table__ = sa.Table(
                cls.__tablename__,
                _METADATA,
                *(each.column(name, cls.__annotations__[name]) for name, each in said.items()),
                *constraints,
                **options,
            )
            for column in cls.__table__.columns:
                setattr(cls, column.key, column)
            version = getattr(cls, "__mapper_args__", {}).get("version_id_col")
            _MAPPER.add(cls, next((name for name in said if said[name] is version), None))

        def __init__(self, **values: Any) -> None:
            for name, value in values.items():
                if name not in self.__table__.columns:
                    raise TypeError(f"{type(self).__name__} has no column {name!r}")
                setattr(self, name, value)


def open_session(engine: sa.Engine, **options: Any) -> "Session":
    """Return a session, with the mapper over all tables."""
    from sqlalchemy.orm import Session

    _MAPPER.lay()
    return Session(engine, **options)
