"""PostgreSQL 15+: one shared server; news travels by LISTEN/NOTIFY and is read by snapshot."""

import random
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, ExceptionContext
from sqlalchemy.orm import Session

from app.core.changes import Change
from app.core.database.address import TAG, has_own_accounts
from app.core.database.feed import EVERYTHING, Emit, as_change
from app.core.database.link import ServerLink
from app.core.database.program_name import program_name
from app.core.database.rhythm import Rhythm
from app.core.database.troubles import login_trouble
from app.core.database.wire import LOOK_S, STOP_CHECK_S, Row, Wire, cut, remember_wires
from app.core.errors import AppError, LoginClosed, LoginRefused
from app.core.settings import config_file, load_settings

CHANNEL = "jiezhi_change"
READS = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
COUNT_S = 60.0  # pause between two looks at how many connections the server has
RETRY_S = (0.5, 1.0, 2.0, 4.0)
"""Pauses between tries to reach a server that is away, the last one again and again; each is
stretched by chance by up to a half, so that 400 desks do not come back in the same moment."""
ONCE_MORE_S = 0.2
"""Until the first try after the server closed a connection, before anybody is told: where somebody
lost a role, it lets them in again at once."""

# Rows that were not visible in my last snapshot, and the snapshot to ask with next time. A
# transaction that commits late has a low id and would be missed by "id > last".
_POLL = """
SELECT seen, epoch, missed, at, origin, topic, key, region
  FROM jz.news($1::pg_snapshot, $2::timestamptz)
"""
# An estimate will do, and this one takes no look at what each connection does.
_CONNECTIONS = """
SELECT pg_stat_get_db_numbackends(oid) FROM pg_database WHERE datname = current_database()
"""
_FIRST = """
SELECT pg_current_snapshot()::text, d.epoch, now() FROM database_state d
"""


def make_engine(url: URL) -> Engine:
    """Return an engine that holds few connections and notices dead ones."""
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query([TAG]),
        hide_parameters=True,  # a logged error must not carry what people typed
        **(_FEW if has_own_accounts(url) else _SOME),
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "application_name": program_name(load_settings().desk),
            "keepalives_idle": 60,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            # who does not listen, a command line for one, waits no longer for a pulled cable
            "tcp_user_timeout": 15_000,
            # Typed text compares with "C" columns; times are told apart by their offset.
            # A desk that falls asleep in the middle must not hold its locks for others.
            "options": "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s"
            " -c idle_in_transaction_session_timeout=60s"
            # How common a word is decides the way to it: no plan made for any word will do.
            " -c plan_cache_mode=force_custom_plan",
            **(_guarded(url) if has_own_accounts(url) else {}),
        },
    )
    event.listen(engine, "handle_error", _quote_no_row)
    remember_wires(engine)
    return engine


_FEW = {"pool_size": 1, "max_overflow": 1}
"""With the one that listens a desk holds three connections at most, and two when it is idle: a
server has 400 of them."""
_SOME = {"pool_size": 3, "max_overflow": 1}
CERTIFICATE = "server-ca.pem"
"""The certificate of whoever signed the server's, beside this computer's settings."""
_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})


def _guarded(url: URL) -> dict[str, str]:
    """Return what keeps a password from a server that only says it is ours: nothing but SCRAM
    is answered, and over the network only through TLS.
    """
    asked = {"require_auth": "scram-sha-256"}
    host = url.host or ""
    if host in _HERE or host.startswith("/") or "sslmode" in url.query:
        return asked
    certificate = config_file().with_name(CERTIFICATE)
    if certificate.exists():
        asked |= {"sslmode": "verify-full", "sslrootcert": str(certificate)}
    else:
        asked["sslmode"] = "require"
    return asked | {"channel_binding": "require"}


def _quote_no_row(context: ExceptionContext) -> None:
    """Keep the first line of what the server says; DETAIL and CONTEXT quote rows, and people."""
    if getattr(context.original_exception, "sqlstate", None):
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                _first_line(error)


def _first_line(error: BaseException) -> None:
    error.args = (str(error.args[0]).partition("\n")[0],)


def send_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Any]
) -> None:
    """Insert rows by COPY, or one by one in a pipeline where policies hold for the role, which
    COPY does not know; see `app.core.database.bulk`.
    """
    named = ", ".join(columns)
    asked = sa.text("SELECT row_security_active(:name)")
    if connection.scalar(asked, {"name": table}):
        marks = ", ".join("%s" for _ in columns)
        statement = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608  names of ours
        connection.exec_driver_sql(statement, list(rows))
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise _told(error, connection) from None


def _told(error: psycopg.Error, connection: Connection) -> BaseException:
    """Return what SQLAlchemy would have raised, and quote no row either."""
    _first_line(error)
    return sa.exc.DBAPIError.instance(
        "COPY",
        None,
        error,
        psycopg.Error,
        hide_parameters=True,
        connection_invalidated=connection.connection.driver_connection.closed,  # type: ignore[union-attr]
        dialect=connection.dialect,
    )


def notify(session: Session, *, surely: bool = False) -> None:
    """Let listeners look at the feed once this transaction has committed.

    Args:
        session: Whose transaction.
        surely: Wake them whatever schema the database has. Else they are woken a few times a
            second at most, see `app.core.database.rhythm`.
    """
    session.execute(sa.text(f"NOTIFY {CHANNEL}" if surely else "SELECT jz.hint()"))


def watch(engine: Engine, origin: str, stop: threading.Event, emit: Emit, link: ServerLink) -> None:
    """Tell what other desks commit until `stop` is set; blocks, so run it in a thread.

    It also finds out whether the server answers, and says so by `link` within two seconds. After
    a lost connection it comes back by itself and asks from its last snapshot, so nothing is
    missed.
    """
    reader, failed = _Reader(origin, emit, link), 0
    while not stop.is_set():
        try:
            with _listener(engine, link, stop) as wire:
                failed = 0
                reader.listen(wire, stop)
        except (sa.exc.SQLAlchemyError, psycopg.Error) as error:
            if not failed and _is_ended(error):  # an account was changed, or the server stops
                stop.wait(random.uniform(0.0, ONCE_MORE_S))  # noqa: S311
                failed += 1
                continue
            if not stop.is_set():
                link.lost(_refusal(error))
            cut(engine)  # whatever waits on another connection fails now, not in minutes
            stop.wait(_pause_s(failed))
            failed += 1


def _is_ended(error: Exception) -> bool:
    """Tell whether the server's machine is there and closed this connection."""
    said = getattr(error, "orig", error)
    is_told = getattr(said, "sqlstate", None) == "57P01"
    return is_told or "server closed the connection" in str(said)


def _refusal(error: Exception) -> AppError | None:
    """Return why a server that is there does not let this account in, None for another trouble."""
    why = login_trouble(error, "")
    return why if isinstance(why, LoginRefused | LoginClosed) else None


def _pause_s(failed: int) -> float:
    return RETRY_S[min(failed, len(RETRY_S) - 1)] * random.uniform(1.0, 1.5)  # noqa: S311


@contextmanager
def _listener(engine: Engine, link: ServerLink, stop: threading.Event) -> Iterator[Wire]:
    """Give a connection of its own that hears the channel; autocommit, else it holds the queue."""
    pooled = engine.raw_connection()
    raw: Any = pooled.driver_connection
    pooled.detach()
    try:
        raw.rollback()
        raw.autocommit = True
        wire = Wire(raw, link.lost, stop)
        wire.ask(f"LISTEN {CHANNEL}")
        yield wire
    finally:
        raw.close()


@dataclass(slots=True)
class _Reader:
    """Where a desk stands in the feed; outlives the connection it reads with. All that it
    remembers is text as the server wrote it.
    """

    origin: str
    emit: Emit
    link: ServerLink
    last: str | None = None
    epoch: str | None = None
    looked_at: str | None = None

    def listen(self, wire: Wire, stop: threading.Event) -> None:
        if self.last is None:
            self.last, self.epoch, self.looked_at = wire.ask(_FIRST)[0]
        self.poll(wire)
        counted = answered = monotonic()
        rhythm = Rhythm(answered)
        rhythm.among(_connections(wire))
        # The hint of just before it listened speaks for what is committed just after, too.
        rhythm.looked(answered, found=True)
        self.link.answered()
        while not stop.is_set():
            if wire.hears(min(STOP_CHECK_S, rhythm.wait_s(monotonic()))):
                rhythm.heard(monotonic())
            if rhythm.wait_s(monotonic()) == 0:
                found = self.poll(wire)
                answered = monotonic()
                rhythm.looked(answered, found=found)
            elif monotonic() - counted >= COUNT_S:
                rhythm.among(_connections(wire))
                counted = answered = monotonic()
            elif monotonic() - answered >= LOOK_S:
                wire.ask()
                answered = monotonic()
            else:
                continue
            if not stop.is_set():  # from then on others know whether the server is there
                self.link.answered()

    def poll(self, wire: Wire) -> bool:
        """Tell the news, and whether there was any, be it one's own."""
        rows = wire.ask(_POLL, self.last, self.looked_at)
        self.last, epoch, missed, self.looked_at = rows[0][:4]
        if epoch != self.epoch or missed == "t":
            self.epoch = epoch
            self.emit((EVERYTHING,))
            return True
        news = tuple(_change(row) for row in rows if row[4] not in (None, self.origin))
        if news:
            self.emit(news)
        return rows[0][4] is not None


def _connections(wire: Wire) -> int:
    return int(wire.ask(_CONNECTIONS)[0][0] or 0)


def _change(row: Row) -> Change:
    topic, key, region = (value or "" for value in row[5:8])
    return as_change(topic, key, region)
