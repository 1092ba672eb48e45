"""The change feed: how a desk learns what other desks committed."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.changes import Change, Topic

Emit = Callable[[tuple[Change, ...]], None]
EVERYTHING = Change(Topic.EVERYTHING, "")


def write_feed(session: Session, origin: str, changes: Iterable[Change], at: datetime) -> None:
    """Put the news of a transaction into the feed, within that transaction."""
    from app.core.database.tables import ChangeFeed  # who only reads never maps it

    rows = [
        {"origin": origin, "topic": c.topic, "key": c.key, "region": c.region, "at": at}
        for c in changes
    ]
    if rows:
        # Inline: nothing is asked back, since not everybody may read what they tell.
        session.connection().execute(insert(ChangeFeed).inline(), rows)


def as_change(topic: str, key: str, region: str) -> Change:
    """Return a feed row as a change; a topic of a newer program makes the desk read all again."""
    try:
        return Change(Topic(topic), key, region)
    except ValueError:
        return EVERYTHING
