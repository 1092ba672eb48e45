"""A PostgreSQL connection that is never waited for longer than a person would notice.

The driver waits for an answer as long as the socket lives, and a pulled cable leaves a socket
alive for minutes. What listens for news therefore speaks to libpq itself, with a deadline, and
cuts every other connection of its desk once the server is silent for good.
"""

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import psycopg
from psycopg import pq
from sqlalchemy import event
from sqlalchemy.engine import Engine

LOOK_S = 0.5
"""Seconds without a word after which the server is asked for one: an empty statement, which it
neither plans nor runs (12 µs of a core, measured): 400 desks cost it one percent of one."""
SILENT_S = 1.0
"""Seconds without an answer after which people are told; with the look before and the pause in
which news is heard they know within two seconds."""
GIVE_UP_S = 4.0
"""Seconds without an answer after which all connections are cut: until then a server that was
only busy goes on with what it was asked."""

STOP_CHECK_S = 0.2

Row = tuple[str | None, ...]


class Silent(psycopg.OperationalError):
    """The server did not answer in time."""


class Wire:
    """The connection that listens."""

    def __init__(self, connection: Any, silent: Callable[[], None], stop: threading.Event) -> None:
        """Take a connection of its own.

        Args:
            connection: Of psycopg, in autocommit.
            silent: Called when an answer is overdue but may still come.
            stop: Set when nobody wants it any more.
        """
        self._pg = connection.pgconn
        self._silent, self._stop = silent, stop

    def ask(self, statement: str = "", *given: str | None) -> list[Row]:
        """Return the rows of a statement as text.

        Args:
            statement: With $1, $2 …; an empty one asks whether somebody is there.
            given: Its values as text.

        Raises:
            Silent: There was no answer.
            psycopg.Error: The connection is gone, or the statement was refused.
        """
        if given:
            values = [None if value is None else value.encode() for value in given]
            self._pg.send_query_params(statement.encode(), values)
        else:
            self._pg.send_query(statement.encode())
        self._pg.flush()
        self._await()
        rows: list[Row] = []
        while (result := self._pg.get_result()) is not None:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(result)
            rows += _rows(result)
        return rows

    def hears(self, within_s: float) -> bool:
        """Tell whether a notification came; waits for one at most so long."""
        if self._ready(within_s):
            self._pg.consume_input()
        heard = False
        while self._pg.notifies() is not None:
            heard = True
        return heard

    def _await(self) -> None:
        asked, told = monotonic(), False
        while self._pg.is_busy():
            left = asked + (GIVE_UP_S if told else SILENT_S) - monotonic()
            if self._ready(min(STOP_CHECK_S, max(0.0, left))):
                self._pg.consume_input()
            elif told and (left <= 0 or self._stop.is_set()):
                raise Silent("no answer")
            elif left <= 0:
                told = True
                self._silent()

    def _ready(self, within_s: float) -> bool:
        return bool(select.select([self._pg.socket], [], [], within_s)[0])


def _rows(result: Any) -> list[Row]:
    columns = range(result.nfields)
    return [
        tuple(_text(result.get_value(row, column)) for column in columns)
        for row in range(result.ntuples)
    ]


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


_EYE = threading.Lock()
_OPEN: "WeakKeyDictionary[Engine, WeakSet[Any]]" = WeakKeyDictionary()


def remember_wires(engine: Engine) -> None:
    """Keep an eye on the connections an engine opens, so that they can be cut."""
    opened: WeakSet[Any] = WeakSet()
    _OPEN[engine] = opened

    def take(connection: Any, _record: Any) -> None:
        with _EYE:  # several threads connect, and one cuts
            opened.add(connection)

    # first of all: what the engine asks a new connection may wait for a dead socket, too
    event.listen(engine, "connect", take, insert=True)


def cut(engine: Engine) -> None:
    """End what waits for the server on any connection of an engine: it fails at once."""
    with _EYE:
        there = tuple(_OPEN.get(engine, ()))
    for connection in there:
        with contextlib.suppress(psycopg.Error, OSError):  # closed by now
            _shut(connection.pgconn.socket)
    engine.dispose()


def _shut(number: int) -> None:
    """Shut a socket for both sides, and leave it to its owner to close it."""
    held = socket.socket(fileno=number)
    try:
        held.shutdown(socket.SHUT_RDWR)
    finally:
        held.detach()
