"""PostgreSQL 15+: one shared server; news travels by LISTEN/NOTIFY and is read by snapshot."""

import threading
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine
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
SELECT w.s::text, d.epoch, d.feed_pruned_before, f.origin, f.topic, f.key, f.region
FROM w CROSS JOIN database_state d LEFT JOIN change_feed f
  ON f.xid >= pg_snapshot_xmin(%(last)s::pg_snapshot)
 AND NOT pg_visible_in_snapshot(f.xid, %(last)s::pg_snapshot)
ORDER BY f.xid, f.id
"""
_FIRST = """
SELECT pg_current_snapshot()::text, d.epoch, d.feed_pruned_before FROM database_state d
"""


def make_engine(url: URL) -> Engine:
    """Return an engine that holds few connections and notices dead ones."""
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
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
            "options": "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s",
        },
    )


def notify(session: Session) -> None:
    """Wake the listeners when this transaction commits."""
    session.execute(sa.text(f"NOTIFY {CHANNEL}"))


def watch(engine: Engine, origin: str, stop: threading.Event, emit: Emit) -> None:
    """Tell what other desks commit until `stop` is set; blocks, so run it in a thread.

    After a lost connection it comes back by itself and asks from its last snapshot, so
    nothing is missed.
    """
    position: tuple[str, object] | None = None
    while not stop.is_set():
        try:
            with engine.connect() as pooled:
                pooled.detach()
                raw = pooled.connection.driver_connection
                assert raw is not None
                raw.rollback()
                raw.autocommit = True
                raw.execute(f"LISTEN {CHANNEL}")
                position = _listen(raw, origin, position, stop, emit)
        except (sa.exc.DBAPIError, psycopg.Error):
            stop.wait(RETRY_S)


def _listen(
    raw: Any,
    origin: str,
    position: tuple[str, object] | None,
    stop: threading.Event,
    emit: Emit,
) -> tuple[str, object]:
    if position is None:
        first = raw.execute(_FIRST).fetchone()
        position = (first[0], first[1:3])
    waited = LOOK_ANYWAY_S
    while not stop.is_set():
        hints = list(raw.notifies(timeout=STOP_CHECK_S, stop_after=1))
        waited += STOP_CHECK_S
        if hints or waited >= LOOK_ANYWAY_S:
            waited = 0.0
            position = _poll(raw, origin, position, emit)
    return position


def _poll(raw: Any, origin: str, position: tuple[str, object], emit: Emit) -> tuple[str, object]:
    last, state = position
    rows = raw.execute(_POLL, {"last": last}).fetchall()
    snapshot, here = rows[0][0], rows[0][1:3]
    if here != state:
        emit((EVERYTHING,))
        return snapshot, here
    news = tuple(as_change(*r[4:]) for r in rows if r[3] is not None and r[3] != origin)
    if news:
        emit(news)
    return snapshot, here
