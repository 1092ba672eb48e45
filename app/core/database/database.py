"""One shared database behind one seam; what differs between engines is beside this file."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import event, exc
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.changes import Change
from app.core.clock import Clock, ServerClock
from app.core.database.address import has_own_accounts, login_role, parsed_url
from app.core.database.credentials import Credentials, leave, presenting, show_pass
from app.core.database.feed import Emit, write_feed
from app.core.database.link import ServerLink
from app.core.database.state import OWN_ACCOUNT, SchemaState, read_state, server_time
from app.core.database.troubles import login_trouble, understood
from app.core.database.uow import Uow
from app.core.errors import DatabaseUnreachable, LoginRefused, SignOnFirst
from app.core.ids import follow_server

log = logging.getLogger(__name__)

Found = TypeVar("Found")


Present = Callable[[Session, Actor, datetime], Actor]
"""What gives an actor the rights of a moment: a desk may have been open for days."""


def _as_given(_session: Session, actor: Actor, _now: datetime) -> Actor:
    return actor


class Seam(Protocol):
    """What differs between the engines; each is a module of its own."""

    @property
    def READS(self) -> Mapping[str, Any]:  # noqa: N802  a constant of the module
        """Options of a connection that only reads, all of it at one moment."""

    def make_engine(self, url: URL) -> Engine:
        """Return an engine set up for this kind of database."""

    def notify(self, session: Session, *, surely: bool = False) -> None:
        """Let other desks look when this transaction commits, if the engine can."""

    def watch(
        self, engine: Engine, origin: str, stop: threading.Event, emit: Emit, link: ServerLink
    ) -> None:
        """Tell what other desks commit until `stop` is set, and by `link` whether it answers."""


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


class _Either(threading.Event):
    """Set when one of two is."""

    def __init__(self, first: threading.Event, second: threading.Event) -> None:
        super().__init__()
        self._first, self._second = first, second

    def is_set(self) -> bool:
        return self._first.is_set() or self._second.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        self._first.wait(timeout)
        return self.is_set()


class Database:
    """The shared database.

    Attributes:
        url: Where it is; carries no password when shown (`where`).
        engine: SQLAlchemy engine; slices never touch it, exchange may for bulk copy.
        clock: Server time as far as known.
        has_own_accounts: On a server: people sign in to it as themselves.
        origin: Marks this program's own rows in the change feed.
        link: Whether the server answers, as far as `watch` sees.
        mirror: What `look_up` reads while it does not; see `app.core.database.mirror`.
        mirror_at: When that was copied.
        proven: Who gave the code of their second factor here, where the program looks at it.
        reads_mirror: Every reading reads that while the server is away: at the desk of whoever
            signed in meanwhile, where nothing else can be shown.
    """

    def __init__(self, url: URL, engine: Engine, clock: Clock, present: Present) -> None:
        self.url = url
        self.engine = engine
        self.clock = clock
        self._present = present
        self.origin = uuid4().hex
        self.link = ServerLink(clock)
        self.mirror: Engine | None = None
        self.mirror_at: datetime | None = None
        self.reads_mirror = False
        self._listeners = _Listeners(threading.Lock(), [])
        self._seam = _seam(url)
        self.has_own_accounts = has_own_accounts(url)
        self._credentials: Credentials | None = None
        self._pass = ""
        self.proven: UUID | None = None
        self._changed_hands = threading.Event()
        if self.has_own_accounts:
            engine.update_execution_options(**{OWN_ACCOUNT: True})
            event.listen(engine, "do_connect", self._present_credentials)
            event.listen(engine, "checkout", self._present_pass)

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

    def sign_on(self, login: str, password: str) -> None:
        """Be somebody else to the server from now on; connections of before are closed.

        Where the server refuses, whoever was signed on before still is.

        Args:
            login: Of a person, normal.
            password: As their verifier was made of it.

        Raises:
            LoginRefused: The server knows no such account, or not with that password.
            LoginClosed: The account may not sign in.
            LoginBusy: The account is at too many desks at once.
            DatabaseUnreachable: There is no answer.
        """
        wanted = Credentials(login_role(self.url, login), password)
        trial = self._seam.make_engine(self.url)
        event.listen(trial, "do_connect", presenting(wanted))
        try:
            trial.connect().close()
        except exc.OperationalError as error:
            raise login_trouble(error, self.where) from error
        finally:
            trial.dispose()
        if wanted != self._credentials:
            if self._credentials is None or self._credentials.role != wanted.role:
                self._pass = ""
            self._credentials = wanted
            leave(self.engine)
            self.__dict__.pop("state", None)
            self._changed_hands.set()  # whoever listens, listens as somebody else by now

    def show_pass(self, ticket: str) -> None:
        """Show the server from now on, with each connection, that a code was given."""
        self._pass = ticket
        self.__dict__.pop("state", None)
        self._changed_hands.set()

    def by_way_of(self, port: int) -> "Database":
        """Return the same database by way of a port of this computer, as the same person: for
        drills. Its server proves itself by its own name all the same.
        """
        url = self.url.set(port=port)
        if url.host and not url.host.startswith("/"):
            url = url.update_query_dict({"hostaddr": "127.0.0.1"})
        else:
            url = url.set(host="127.0.0.1")
        other = Database(url, self._seam.make_engine(url), self.clock, self._present)
        other._credentials, other._pass = self._credentials, self._pass
        return other

    def sign_off(self) -> None:
        """Be nobody to the server: whoever sits here now has not been seen by it."""
        self._credentials, self._pass = None, ""
        leave(self.engine)
        self.__dict__.pop("state", None)

    def knock(self) -> None:
        """See whether a server answers, before anybody has signed on.

        Raises:
            DatabaseUnreachable: It does not.
        """
        try:
            self.sign_on("", "")
        except LoginRefused:
            return

    def reach(self) -> None:
        """See whether a server answers, whatever is known of it.

        Raises:
            DatabaseUnreachable: It does not.
        """
        if self.has_own_accounts:
            self.knock()
            return
        trial = self._seam.make_engine(self.url)
        try:
            with self._translating():
                trial.connect().close()
        finally:
            trial.dispose()

    def _present_credentials(self, _dialect: Any, _record: Any, _args: Any, given: Any) -> None:
        if self._credentials is not None:
            presenting(self._credentials)(_dialect, _record, _args, given)
        elif not self.url.username:
            raise SignOnFirst

    def _present_pass(self, raw: Any, record: Any, _proxy: Any) -> None:
        show_pass(raw, record.info, self._pass)

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
        return self._ask_state()

    def look_again(self) -> SchemaState:
        """Ask once more (after a migration or a restore); without an answer what was known
        stays.
        """
        asked = self._ask_state()
        self.__dict__["state"] = asked
        return asked

    def _ask_state(self) -> SchemaState:
        self._check_link()
        with self._translating(), self.engine.connect() as connection:
            if not self.is_sqlite and isinstance(self.clock, ServerClock):
                offset = self.clock.compare(lambda: server_time(connection))
                follow_server(round(offset.total_seconds() * 1_000))
            return read_state(connection, self.where)

    @contextmanager
    def writing(self, actor: Actor, *, maintains: bool = False) -> Iterator[Uow]:
        """Open one transaction that writes; news goes out after the commit.

        Args:
            actor: Who acts.
            maintains: Also while nobody else may write: for what maintains the database, and for
                letting people in to read.

        Raises:
            DatabaseUnreachable: The server is away. It may have gone when all was written and
                only the answer was lost: the same command key tells, when it is back.
            SchemaTooNew: This program is older than the database allows.
            ReadOnly: The database is maintained, and nobody may write meanwhile.
            Conflict: Somebody changed a row meanwhile.
            DatabaseBusy: The lock was not free in time.
        """
        self._check_link()
        if self.state.is_unfinished:  # by now it may be finished
            self.look_again()
        self.state.check_writable()
        with self._translating():
            engine = self.engine.execution_options(writes=True)
            with Session(engine, expire_on_commit=False) as session:
                # It may have been migrated or restored since: asked again in the transaction.
                self.__dict__["state"] = read_state(session.connection(), self.where)
                self.state.check_writable()
                now = self.clock.now()
                if not maintains:
                    # who only reads needs it not
                    from app.core.database.maintenance import refuse_when_read_only

                    refuse_when_read_only(session.connection(), now)
                uow = Uow(session, self._present(session, actor, now), now)
                yield uow
                uow.finish()
                session.flush()
                write_feed(session, self.origin, uow.changes, uow.now)
                if uow.changes:
                    self._seam.notify(session)
                session.commit()
        self._announce(tuple(uow.changes))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads, at one moment; only frozen rows leave it.

        A case and its requests, read by two statements, must not be half before and half after
        what a colleague saves between them. SQLite reads so by itself.

        Raises:
            DatabaseUnreachable: The server is away.
        """
        if self.reads_mirror and self.mirror is not None and not self.link.is_well:
            with self._translating(), Session(self.mirror, autoflush=False) as session:
                yield session
            return
        self._check_link()
        with self._translating():
            engine = self.engine.execution_options(**self._seam.READS)
            with Session(engine, expire_on_commit=False, autoflush=False) as session:
                yield session

    def wake(self, session: Session) -> None:
        """Let other desks look at the feed once the transaction of `session` is committed."""
        self._seam.notify(session, surely=True)

    def look_up(self, query: Callable[[Session], Found]) -> Found:
        """Return what a query finds, while the server is away in what a desk copied of it.

        Raises:
            DatabaseUnreachable: The server is away and nothing was copied.
        """
        if self.link.is_well or self.mirror is None:
            with suppress(DatabaseUnreachable), self.reading() as session:
                return query(session)
            if self.mirror is None:  # else found away here, before the watcher says it
                raise DatabaseUnreachable(where=self.where)
        with self._translating(), Session(self.mirror, autoflush=False) as session:
            return query(session)

    def subscribe(self, listener: Emit) -> Callable[[], None]:
        """Call `listener` after each own commit, on the writing thread; returns the way out."""
        with self._listeners.lock:
            self._listeners.members.append(listener)
        return lambda: self._listeners.members.remove(listener)

    def watch(self, stop: threading.Event, emit: Emit) -> None:
        """Tell what other programs commit until `stop` is set; blocks (run it in a thread)."""
        while not stop.is_set():
            self._changed_hands.clear()
            until = _Either(stop, self._changed_hands)
            self._seam.watch(self.engine, self.origin, until, emit, self.link)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _check_link(self) -> None:
        if not self.link.is_well:
            raise DatabaseUnreachable(where=self.where)

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
