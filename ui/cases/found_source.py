"""What the page of search results reads, on reader threads: words, a phone, what is in hand."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.cases.queries.callers import LOOKED_AT, callers_cases
from app.cases.queries.search import (
    FoundCase,
    found_cases,
    in_hand_page,
    search_count,
    search_page,
)
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.paging import Count, Page
from ui.core.slices import Desk
from ui.core.table_model import After, Load


class FoundSource:
    """Reads for one person; holds the calendars the rows were counted by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.calendars: dict[int, WorkCalendar] = {}  # only ever added to, whole values

    def by_words(self, typed: str) -> Load[FoundCase]:
        """Return what loads a page of the cases that hold some words."""
        actor = self._desk.actor
        return self._loader(lambda session, after: search_page(session, actor, typed, after=after))

    def in_hand(self, person_id: UUID) -> Load[FoundCase]:
        """Return what loads a page of the open cases somebody has in hand."""
        actor = self._desk.actor
        return self._loader(
            lambda session, after: in_hand_page(session, actor, person_id, after=after)
        )

    def these(self, ids: Sequence[UUID]) -> Load[FoundCase]:
        """Return what loads given cases, all at once."""
        actor = self._desk.actor
        return self._loader(lambda session, _: Page(found_cases(session, actor, ids), None))

    def count(self, session: Any, typed: str) -> Count:
        """Return how many cases hold some words; called on a reader thread."""
        return search_count(session, self._desk.actor, typed)

    def of_phone(self, session: Any, request: UUID) -> tuple[UUID, ...]:
        """Return the cases of a number, against what was written down; on a reader thread."""
        now = self._desk.parts.clock.now()
        found = callers_cases(session, self._desk.actor, request, now=now, most=LOOKED_AT)
        return tuple(row.id for row in found.rows)

    def _loader(self, read: Any) -> Load[FoundCase]:
        def load(after: After) -> Page[FoundCase]:
            with self._desk.parts.database.reading() as session:
                page: Page[FoundCase] = read(session, after)
                self._learn(session, page.rows)
                return page

        return load

    def _learn(self, session: Any, rows: tuple[FoundCase, ...]) -> None:
        numbers = {found.row.calendar_number for found in rows}
        for number in numbers - self.calendars.keys():
            if number is not None:
                self.calendars[number] = calendar_of(session, number)
