"""What the calendar page reads and writes, off the GUI thread."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.core.calendar import CalendarBody, WorkCalendar
from app.core.calendar_national import with_newly_published
from app.core.calendar_store import (
    VersionRow,
    calendar_of,
    current_calendar,
    publish_calendar,
    versions,
)
from app.core.errors import Conflict
from ui.administration.calendar_changes import changes, first_words

MOST_VERSIONS = 40


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """A line of the history with what it changed against the one before."""

    row: VersionRow
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarSeen:
    """Everything the page shows.

    Attributes:
        current: The version in force.
        history: All versions, the newest first.
        fresh: The version in force with the years that were published since; None for none.
        base: The version a kept draft was begun on, None without one.
    """

    current: WorkCalendar
    history: tuple[VersionSeen, ...]
    fresh: CalendarBody | None
    base: WorkCalendar | None


def calendar_seen(session: Any, draft_number: int | None) -> CalendarSeen:
    """Return what the page shows; called on a reader thread."""
    current = current_calendar(session)
    fresh = with_newly_published(current.body)
    base = calendar_of(session, draft_number) if draft_number else None
    return CalendarSeen(current, _history(session), fresh if fresh != current.body else None, base)


def _history(session: Any) -> tuple[VersionSeen, ...]:
    seen = []
    for row in versions(session)[:MOST_VERSIONS]:
        body = calendar_of(session, row.number).body
        if row.number == 1:
            told = first_words(body)
        else:
            told = changes(calendar_of(session, row.number - 1).body, body)
        seen.append(VersionSeen(row, told))
    return tuple(seen)


def publish_seen(uow: Any, seen: int, body: CalendarBody, note: str, *, command_key: UUID) -> int:
    """Publish what was begun on version `seen`, unless another one came meanwhile.

    Raises:
        Conflict: Somebody published since.
    """
    number = publish_calendar(uow, body, note, command_key=command_key)
    if number != seen + 1:
        raise Conflict  # the transaction takes the publication back
    return number
