"""What the queue page reads, on reader threads: pages of rows, counts, what the menus offer."""

from dataclasses import dataclass, replace
from typing import Any

from app.cases.queries.filters import Narrowings, narrowings
from app.cases.queries.queue import (
    PAGE_SIZE,
    CaseRow,
    QueueFilter,
    QueueView,
    queue_page,
    view_count,
    view_counts,
)
from app.cases.queries.tags import with_marks
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.paging import Count, Page
from ui.cases.deadlines import row_deadline
from ui.core.marks import Deadline
from ui.core.slices import Desk
from ui.core.table_model import After, Load


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """Everything beside the rows.

    Attributes:
        counts: Of the saved views, not narrowed.
        total: Rows of the view that is shown, narrowed.
        offers: What the filter menus offer.
    """

    counts: dict[QueueView, Count]
    total: Count
    offers: Narrowings


class QueueSource:
    """Reads the queue for one person; holds the calendars the rows were counted by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.calendars: dict[int, WorkCalendar] = {}  # only ever added to, whole values

    def loader(
        self, view: QueueView, narrowed: QueueFilter, *, size: int = PAGE_SIZE
    ) -> Load[CaseRow]:
        """Return what loads a page of a view; called on a reader thread."""
        desk = self._desk
        narrowed = replace(narrowed, region=desk.scope.code)

        def load(after: After) -> Page[CaseRow]:
            with desk.parts.database.reading() as session:
                now = desk.parts.clock.now()
                page = queue_page(
                    session,
                    desk.actor,
                    view,
                    now=now,
                    narrowed=narrowed,
                    after=after,
                    size=size,
                )
                self._learn(session, page.rows)
                return Page(with_marks(session, desk.actor, page.rows), page.after)

        return load

    def deadline(self, row: CaseRow) -> Deadline:
        """Return a row's clock at the present moment; may be asked on any thread."""
        return row_deadline(row, self.calendars, self._desk.parts.clock.now())

    def figures(
        self, session: Any, view: QueueView, narrowed: QueueFilter, views: tuple[QueueView, ...]
    ) -> QueueFigures:
        """Return the counts; called on a reader thread."""
        desk, now = self._desk, self._desk.parts.clock.now()
        region = desk.scope.code
        counts = view_counts(session, desk.actor, views, now=now, region=region)
        total = counts.get(view)
        if total is None or not narrowed.is_empty():
            inside = replace(narrowed, region=region)
            total = view_count(session, desk.actor, view, now=now, narrowed=inside)
        return QueueFigures(counts, total, narrowings(session, desk.actor, region))

    def _learn(self, session: Any, rows: tuple[CaseRow, ...]) -> None:
        numbers = {row.calendar_number for row in rows if row.calendar_number is not None}
        for number in numbers - self.calendars.keys():
            self.calendars[number] = calendar_of(session, number)
