"""While the schema changes nobody writes, and every desk is told why.

What is done here is plain SQL on the tables as the last step left them: the program knows others
by then. A migration that is killed cannot take it back; it lapses, or whoever runs the system
takes it back, or the next migration does.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.changes import Change, Topic
from app.core.database import Database, Moment
from app.core.database.feed import write_feed
from app.core.maintenance import SUBJECT
from app.core.settings import load_settings
from app.core.shared_settings import CentreSettings

FIRST = "0013"  # before it a database has no word for it

_ORDER = sa.table(
    "maintenance_order",
    sa.column("id", sa.Integer),
    sa.column("note", sa.String),
    sa.column("stops_writing", sa.Boolean),
    sa.column("author", sa.String),
    sa.column("desk", sa.String),
    sa.column("migrating_by", sa.String),
    sa.column("migrating_since", Moment),
    sa.column("migrating_until", Moment),
)
_SETTING = sa.text(
    "SELECT value FROM shared_setting WHERE name = 'migration_lapse_min'"
    " ORDER BY valid_from DESC, version DESC LIMIT 1"
)


@contextmanager
def nobody_writes(database: Database, old: str) -> Iterator[None]:
    """Keep everybody from writing until the end, whatever comes of it.

    Args:
        database: Whose schema changes, by another connection than those used here.
        old: Its revision before, "" for an empty one.
    """
    if old < FIRST:
        yield
        return
    now = database.clock.now()
    by = f"{load_settings().desk}:{os.getpid()}"
    with _session(database) as session:
        until = now + _lapse(session)
        _tell(database, session, {"migrating_by": by, _SINCE: now, _UNTIL: until})
    try:
        yield
    finally:
        with _session(database) as session:
            _tell(database, session, _OPEN)


def forget_killed(database: Database, revision: str) -> None:
    """Let everybody write again where the last migration was killed after it was through."""
    if revision < FIRST:
        return
    with _session(database) as session:
        left = sa.select(_ORDER.c.id).where(_ORDER.c.migrating_by != "")
        if session.scalar(left) is not None:
            _tell(database, session, _OPEN)


_SINCE, _UNTIL = "migrating_since", "migrating_until"
_OPEN: dict[str, object] = {"migrating_by": "", _SINCE: None, _UNTIL: None}


def _session(database: Database) -> Session:
    return Session(database.engine.execution_options(writes=True))


def _tell(database: Database, session: Session, told: dict[str, object]) -> None:
    order = sa.update(_ORDER).values(told).where(_ORDER.c.id == 1).returning(_ORDER.c.id)
    if session.execute(order).first() is None:
        blank = {"id": 1, "note": "", "stops_writing": False, "author": "", "desk": ""}
        session.execute(sa.insert(_ORDER).values(blank | told))
    news = (Change(Topic.MAINTENANCE, SUBJECT),)
    write_feed(session, database.origin, news, database.clock.now())
    database.wake(session)
    session.commit()


def _lapse(session: Session) -> timedelta:
    value = session.scalar(_SETTING)
    kept = json.loads(value) if isinstance(value, str) else value
    return timedelta(minutes=kept or CentreSettings().migration_lapse_min)
