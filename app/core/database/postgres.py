"""PostgreSQL 15+: one shared server; news travels by LISTEN/NOTIFY and is read by snapshot."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, ExceptionContext
from sqlalchemy.orm import Session

from app.core.database.feed import EVERYTHING, Emit, as_change

CHANNEL = "jiezhi_change"
LOOK_ANYWAY_S = 30.0  # a hint can be lost; the feed itself cannot
RETRY_S = 2.0
STOP_CHECK_S = 0.2

# Rows that were not visible in my last snapshot, and the snapshot to ask with next time. One
# statement, so that rows and snapshot belong together. A transaction that commits late has a
# low id and would be missed by "id > last".
_POLL = """
WITH w AS MATERIALIZED (SELECT pg_current_snapshot() AS s)
SELECT w.s::text, d.epoch, d.feed_pruned_before > %(looked_at)s, now(),
       f.origin, f.topic, f.key, f.region
FROM w CROSS JOIN database_state d LEFT JOIN change_feed f
  ON f.xid >= pg_snapshot_xmin(%(last)s::pg_snapshot)
 AND NOT pg_visible_in_snapshot(f.xid, %(last)s::pg_snapshot)
ORDER BY f.xid, f.id
"""
_FIRST = """
SELECT pg_current_snapshot()::text, d.epoch, now() FROM database_state d
"""


def make_engine(url: URL) -> Engine:
    """Return an engine that holds few connections and notices dead ones."""
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # a logged error must not carry what people typed
        pool_size=3,
        max_overflow=1,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "application_name": "jiezhi",
            "keepalives_idle": 60,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            # Typed text compares with "C" columns; times are told apart by their offset.
            # A desk that falls asleep in the middle must not hold its locks for others.
            "options": "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s"
            " -c idle_in_transaction_session_timeout=60s"
            # How common a word is decides the way to it: no plan made for any word will do.
            " -c plan_cache_mode=force_custom_plan",
        },
    )
    event.listen(engine, "handle_error", _quote_no_row)
    return engine


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


def notify(session: Session) -> None:
    """Wake the listeners when this transaction commits."""
    session.execute(sa.text(f"NOTIFY {CHANNEL}"))


def watch(engine: Engine, origin: str, stop: threading.Event, emit: Emit) -> None:
    """Tell what other desks commit until `stop` is set; blocks, so run it in a thread.

    After a lost connection it comes back by itself and asks from its last snapshot, so
    nothing is missed.
    """
    reader = _Reader(origin, emit)
    while not stop.is_set():
        try:
            with _listener(engine) as raw:
                reader.listen(raw, stop)
        except (sa.exc.SQLAlchemyError, psycopg.Error):
            stop.wait(RETRY_S)


@contextmanager
def _listener(engine: Engine) -> Iterator[Any]:
    """Give a connection of its own that hears the channel; autocommit, else it holds the queue."""
    pooled = engine.raw_connection()
    raw: Any = pooled.driver_connection
    pooled.detach()
    try:
        raw.rollback()
        raw.autocommit = True
        raw.execute(f"LISTEN {CHANNEL}")
        yield raw
    finally:
        raw.close()


@dataclass(slots=True)
class _Reader:
    """Where a desk stands in the feed; outlives the connection it reads with."""

    origin: str
    emit: Emit
    last: str = ""
    epoch: object = None
    looked_at: object = None

    def listen(self, raw: Any, stop: threading.Event) -> None:
        if not self.last:
            self.last, self.epoch, self.looked_at = raw.execute(_FIRST).fetchone()
        waited = LOOK_ANYWAY_S
        while not stop.is_set():
            hints = list(raw.notifies(timeout=STOP_CHECK_S, stop_after=1))
            waited += STOP_CHECK_S
            if hints or waited >= LOOK_ANYWAY_S:
                waited = 0.0
                self.poll(raw)

    def poll(self, raw: Any) -> None:
        asked = {"last": self.last, "looked_at": self.looked_at}
        rows = raw.execute(_POLL, asked).fetchall()
        self.last, epoch, missed, self.looked_at = rows[0][:4]
        if epoch != self.epoch or missed:
            self.epoch = epoch
            self.emit((EVERYTHING,))
            return
        told = (row for row in rows if row[4] is not None and row[4] != self.origin)
        news = tuple(as_change(*row[5:]) for row in told)
        if news:
            self.emit(news)
