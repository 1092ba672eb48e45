"""What a drill writes: lines in the journal that say they are a drill's, and nothing else.

No case, number, deadline or figure is touched. A line goes the way of every command: with its key,
in one transaction, through the outbox while the server is away.
"""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.database.tables import JournalEntry

NOTE, RESULT = "drill.note", "drill.outage"


@once
def write_note(uow: Uow, number: int, *, command_key: UUID) -> None:
    """Leave one line in the journal."""
    uow.record(NOTE, Topic.SETTING, command_key, number=number)


def times_written(database: Database, keys: Iterable[UUID]) -> dict[UUID, int]:
    """Return how often each line stands in the journal: once is right."""
    wanted = {str(key): key for key in keys}
    asked = (
        sa.select(JournalEntry.subject, sa.func.count())
        .where(JournalEntry.action == NOTE, JournalEntry.subject.in_(wanted))
        .group_by(JournalEntry.subject)
    )
    with database.reading() as session:
        rows = session.execute(asked).all()
    found = {row[0]: row[1] for row in rows}
    return {key: found.get(subject, 0) for subject, key in wanted.items()}
