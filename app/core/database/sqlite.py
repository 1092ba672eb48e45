"""SQLite: one embedded file, one writer at a time, readers never wait (WAL)."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.orm import Session

from app.core.database.feed import EVERYTHING, Emit, as_change
from app.core.database.link import ServerLink
from app.core.errors import DatabaseUnreachable

BUSY_TIMEOUT_MS = 5_000
RETRY_S = 1.0
ASK_AGAIN_S = 0.02
CACHE_KIB = 32 * 1024  # at most; SQLite's own 2 MiB halve the speed of writing many rows
WAL_PAGES = 16_384
"""Pages of 4 KiB in the log before they are put into the file: many rows touch the same pages of
the indexes again and again, and each is written once so; a log of 64 MiB is read back in a blink.
"""
READING_CACHE_KIB = 8 * 1024  # a desk has several readers, and the system caches the file
PRAGMAS = (
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    f"wal_autocheckpoint = {WAL_PAGES}",
    f"cache_size = -{CACHE_KIB}",
)
"""How every connection of a desk is set up."""

READS: dict[str, Any] = {}  # a transaction here reads at one moment anyway
LOOK_EVERY_S = 0.04  # PRAGMA data_version costs microseconds; a second desk sees news at once


def make_engine(url: URL) -> Engine:
    """Return an engine with foreign keys, WAL and explicit transactions.

    Raises:
        DatabaseUnreachable: The folder is not there and cannot be made.
    """
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnreachable(where=url.database) from error
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(
    _dialect: object, _record: object, arguments: list[Any], _options: dict[str, Any]
) -> None:
    """Make a new file before SQLite does, for its owner only; log and index take its mode."""
    file = Path(arguments[0])
    if str(file) != ":memory:" and not file.exists():
        with suppress(OSError):  # SQLite itself says what is wrong with the place
            file.touch(mode=0o600)


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late for readers and too weak for writers.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        _set(connection, pragma)


def _set(connection: Any, pragma: str) -> None:
    """Set one pragma. A new file is turned to WAL by one desk; SQLite tells those that come at
    the same moment at once that it is locked, whatever their busy_timeout, so they ask again.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASK_AGAIN_S)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA cache_size = -{CACHE_KIB if writes else READING_CACHE_KIB}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def send_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Any]
) -> None:
    """Insert rows by one prepared statement; see `app.core.database.bulk`."""
    marks = ", ".join("?" for _ in columns)
    named = ", ".join(columns)
    statement = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608  names of ours
    connection.exec_driver_sql(statement, list(rows))


def notify(session: Session, *, surely: bool = False) -> None:
    """Do nothing: desks look at the file's version themselves."""


def watch(
    engine: Engine, origin: str, stop: threading.Event, emit: Emit, _link: ServerLink
) -> None:
    """Tell what other desks commit until `stop` is set; blocks, so run it in a thread. A file
    has no server that could go away.

    There is one writer at a time, so feed ids ascend in commit order and "id > last" misses
    nothing. While somebody holds the whole file it waits, and then asks from where it was.
    """
    reader = _Reader(origin, emit)
    while not stop.is_set():
        try:
            raw = engine.raw_connection()
            try:
                reader.listen(raw.driver_connection, stop)
            finally:
                raw.close()
        except (sa.exc.SQLAlchemyError, sqlite3.Error):
            stop.wait(RETRY_S)


class _Reader:
    """Where a desk stands in the feed; outlives the connection it reads with."""

    def __init__(self, origin: str, emit: Emit) -> None:
        self._origin = origin
        self._emit = emit
        self._epoch: object = None
        self._looked_at = ""
        self._last = 0

    def listen(self, connection: Any, stop: threading.Event) -> None:
        if not self._looked_at:
            self._last = self._newest(connection)
            self._epoch, _, self._looked_at = self._state(connection)
        seen = None
        while not stop.wait(LOOK_EVERY_S):
            version = connection.execute("PRAGMA data_version").fetchone()
            if version != seen:
                self.look(connection)
                seen = version

    def look(self, connection: Any) -> None:
        epoch, pruned_before, now = self._state(connection)
        missed = pruned_before is not None and pruned_before > self._looked_at
        self._looked_at = now
        if epoch != self._epoch or missed:
            self._last = self._newest(connection)
            self._epoch = epoch
            self._emit((EVERYTHING,))
            return
        rows = connection.execute(_NEWS, (self._last,)).fetchall()
        self._last = rows[-1][0] if rows else self._last
        news = tuple(as_change(*row[2:]) for row in rows if row[1] != self._origin)
        if news:
            self._emit(news)

    def _state(self, connection: Any) -> tuple[object, str | None, str]:
        found: tuple[object, str | None, str] = connection.execute(_STATE).fetchone()
        return found

    def _newest(self, connection: Any) -> int:
        return int(connection.execute(_NEWEST).fetchone()[0])


_STATE = "SELECT epoch, feed_pruned_before, CURRENT_TIMESTAMP FROM database_state"
_NEWEST = "SELECT coalesce(max(id), 0) FROM change_feed"
_NEWS = "SELECT id, origin, topic, key, region FROM change_feed WHERE id > ? ORDER BY id"
