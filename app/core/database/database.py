"""One shared database behind one seam; what differs between engines is beside this file."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol
from uuid import uuid4

from sqlalchemy import exc
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.changes import Change
from app.core.clock import Clock, ServerClock
from app.core.database.address import parsed_url
from app.core.database.feed import Emit, write_feed
from app.core.database.state import SchemaState, read_state, server_time
from app.core.database.troubles import understood
from app.core.database.uow import Uow
from app.core.ids import follow_server

log = logging.getLogger(__name__)


Present = Callable[[Session, Actor, datetime], Actor]
"""What gives an actor the rights of a moment: a desk may have been open for days."""


def _as_given(_session: Session, actor: Actor, _now: datetime) -> Actor:
    return actor


class Seam(Protocol):
    """What differs between the engines; each is a module of its own."""

    def make_engine(self, url: URL) -> Engine:
        """Return an engine set up for this kind of database."""

    def notify(self, session: Session) -> None:
        """Wake other desks when this transaction commits, if the engine can."""

    def watch(self, engine: Engine, origin: str, stop: threading.Event, emit: Emit) -> None:
        """Tell what other desks commit until `stop` is set."""


def _seam(url: URL) -> Seam:
    """Return the engine's module; the other one with its driver is never imported."""
    if url.get_backend_name() == "sqlite":
        from app.core.database import sqlite

        return sqlite
    from app.core.database import postgres

    return postgres


@dataclass(frozen=True, slots=True)
class _Listeners:
    lock: threading.Lock
    members: list[Emit]


class Database:
    """The shared database.

    Attributes:
        url: Where it is; carries no password when shown (`where`).
        engine: SQLAlchemy engine; slices never touch it, exchange may for bulk copy.
        clock: Server time as far as known.
        origin: Marks this program's own rows in the change feed.
    """

    def __init__(self, url: URL, engine: Engine, clock: Clock, present: Present) -> None:
        self.url = url
        self.engine = engine
        self.clock = clock
        self._present = present
        self.origin = uuid4().hex
        self._listeners = _Listeners(threading.Lock(), [])
        self._seam = _seam(url)

    @classmethod
    def open(
        cls, url: str, *, clock: Clock | None = None, present: Present = _as_given
    ) -> "Database":
        """Open a database by its SQLAlchemy URL; connects only when first used.

        Args:
            url: Of a file or a server.
            clock: For tests and demos; the server's clock when left out.
            present: Gives whoever writes the rights of that moment; as they come if left out.

        Raises:
            BadDatabaseUrl: That is no address of a database this program works with.
        """
        parsed = parsed_url(url)
        engine = _seam(parsed).make_engine(parsed)
        return cls(parsed, engine, clock or ServerClock(), present)

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded file, False for a shared server."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def where(self) -> str:
        """Return file name or host and database, for people."""
        if self.is_sqlite:
            return self.url.database or ""
        return f"{self.url.host or 'localhost'}/{self.url.database}"

    @cached_property
    def state(self) -> SchemaState:
        """Return what the database said of itself at the first look.

        One SELECT; a server is also asked for its time, by which the desk goes from then on.
        """
        with self._translating(), self.engine.connect() as connection:
            if not self.is_sqlite and isinstance(self.clock, ServerClock):
                offset = self.clock.compare(lambda: server_time(connection))
                follow_server(round(offset.total_seconds() * 1_000))
            return read_state(connection, self.where)

    def look_again(self) -> SchemaState:
        """Forget the cached state and ask once more (after a migration or a restore)."""
        self.__dict__.pop("state", None)
        return self.state

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Uow]:
        """Open one transaction that writes; news goes out after the commit.

        Raises:
            SchemaTooNew: This program is older than the database allows.
            Conflict: Somebody changed a row meanwhile.
            DatabaseBusy: The lock was not free in time.
        """
        self.state.check_writable()
        with self._translating():
            engine = self.engine.execution_options(writes=True)
            with Session(engine, expire_on_commit=False) as session:
                # It may have been migrated or restored since: asked again in the transaction.
                self.__dict__["state"] = read_state(session.connection(), self.where)
                self.state.check_writable()
                now = self.clock.now()
                uow = Uow(session, self._present(session, actor, now), now)
                yield uow
                session.flush()
                write_feed(session, self.origin, uow.changes, uow.now)
                if uow.changes:
                    self._seam.notify(session)
                session.commit()
        self._announce(tuple(uow.changes))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads; only frozen rows leave it."""
        with self._translating():
            engine = self.engine.execution_options(postgresql_readonly=True)
            with Session(engine, expire_on_commit=False, autoflush=False) as session:
                yield session

    def subscribe(self, listener: Emit) -> Callable[[], None]:
        """Call `listener` after each own commit, on the writing thread; returns the way out."""
        with self._listeners.lock:
            self._listeners.members.append(listener)
        return lambda: self._listeners.members.remove(listener)

    def watch(self, stop: threading.Event, emit: Emit) -> None:
        """Tell what other programs commit until `stop` is set; blocks (run it in a thread)."""
        self._seam.watch(self.engine, self.origin, stop, emit)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _announce(self, changes: tuple[Change, ...]) -> None:
        if changes:
            with self._listeners.lock:
                members = tuple(self._listeners.members)
            for member in members:
                try:
                    member(changes)
                except Exception:  # the border: it is saved, whatever becomes of the news
                    log.exception("a listener to changes")

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (exc.SQLAlchemyError, UnicodeEncodeError) as error:
            known = understood(error, self.where)
            if known is None:
                raise
            raise known from error
