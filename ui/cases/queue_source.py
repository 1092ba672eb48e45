"""What the queue page reads, on reader threads: pages of rows, counts, what the menus offer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.cases.filters.arranged import Arranged
from app.cases.queries.filters import Narrowings, narrowings
from app.cases.queries.grouped import grouped_page
from app.cases.queries.grouping import Groups, ViewTooWide, read_groups
from app.cases.queries.queue import (
    PAGE_SIZE,
    CaseRow,
    QueueFilter,
    QueueView,
    queue_page,
    view_count,
    view_counts,
    wanted_of,
)
from app.cases.queries.saved_views import SavedViewRow, saved_counts
from app.cases.queries.tags import with_marks
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.clock import local
from app.core.paging import Count, Head, Page
from app.core.words import sentence
from ui.cases.deadlines import row_deadline
from ui.cases.views.state import ViewState
from ui.core.marks import Deadline
from ui.core.slices import Desk
from ui.core.table_model import After, Load


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """Everything beside the rows.

    Attributes:
        counts: Of the standing views, not narrowed.
        total: Rows of the view that is shown, narrowed.
        offers: What the filter menus offer; None where that was not asked for again.
    """

    counts: dict[QueueView, Count]
    total: Count
    offers: Narrowings | None


class QueueSource:
    """Reads the queue for one person; holds the calendars the rows were counted by.

    Attributes:
        trouble: Why the rows that were read last are not in groups, "" where they are.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.calendars: dict[int, WorkCalendar] = {}  # only ever added to, whole values
        self.trouble = ""

    def loader(
        self, state: ViewState, *, size: int = PAGE_SIZE, grouped: bool = True
    ) -> Load[CaseRow]:
        """Return what loads a page of what is shown now; called on a reader thread.

        Args:
            state: What is shown; groups folded later on are folded at the next reading.
            size: Rows a page.
            grouped: With the heads of groups, where the rows are put into any.
        """
        view, narrowed = state.view, state.narrowed(self._desk.scope.code)
        ordered = state.ordered if state.arranged.order is not None else None
        grouping = state.arranged.grouping if grouped else None
        groups: Groups | None = None

        def load(after: After) -> Page[Any]:
            nonlocal groups
            with self._desk.parts.database.reading() as session:
                now, actor = self._desk.parts.clock.now(), self._desk.actor
                if after is None and grouping is not None:
                    wanted = wanted_of(session, actor, view, now, narrowed)
                    groups = self._grouped(
                        lambda: read_groups(session, wanted, grouping, local(now).date())
                    )
                    groups = groups and groups.folded(state.folded)
                elif after is None:
                    self.trouble = ""
                page: Page[Any] = (
                    queue_page(
                        session,
                        actor,
                        view,
                        now=now,
                        narrowed=narrowed,
                        ordered=ordered,
                        after=after,
                        size=size,
                    )
                    if groups is None
                    else grouped_page(
                        session,
                        actor,
                        view,
                        groups,
                        now=now,
                        narrowed=narrowed,
                        ordered=ordered,
                        after=after,
                        size=size,
                    )
                )
                self._learn(session, page.rows)
                return Page(self._marked(session, page.rows), page.after)

        return load

    def _grouped(self, read: Callable[[], Groups]) -> Groups | None:
        """Return the groups, None where there are too many rows; the page says why."""
        try:
            found = read()
        except ViewTooWide as error:
            self.trouble = sentence(error)
            return None
        self.trouble = ""
        return found

    def deadline(self, row: CaseRow) -> Deadline:
        """Return a row's clock at the present moment; may be asked on any thread."""
        return row_deadline(row, self.calendars, self._desk.parts.clock.now())

    def figures(
        self,
        session: Any,
        arranged: Arranged,
        narrowed: QueueFilter,
        views: tuple[QueueView, ...],
        *,
        offers: bool,
    ) -> QueueFigures:
        """Return the counts, and what the menus offer where that is wanted; called on a reader
        thread.
        """
        desk, now = self._desk, self._desk.parts.clock.now()
        region, view = desk.scope.code, QueueView(arranged.view)
        counts = view_counts(session, desk.actor, views, now=now, region=region)
        total = counts.get(view)
        if total is None or total.value or not narrowed.rules.is_empty():
            total = view_count(session, desk.actor, view, now=now, narrowed=narrowed)
        offered = narrowings(session, desk.actor, region) if offers else None
        return QueueFigures(counts, total, offered)

    def saved_figures(self, session: Any, rows: tuple[SavedViewRow, ...]) -> dict[UUID, Count]:
        """Return the counts of saved views; called on a reader thread."""
        desk, now = self._desk, self._desk.parts.clock.now()
        return saved_counts(session, desk.actor, rows, now=now, region=desk.scope.code)

    def count(self, session: Any, arranged: Arranged) -> Count:
        """Count what the builder would show; called on a reader thread."""
        desk, now = self._desk, self._desk.parts.clock.now()
        narrowed = QueueFilter(region=desk.scope.code, rules=arranged.rules)
        view = QueueView(arranged.view)
        return view_count(session, desk.actor, view, now=now, narrowed=narrowed)

    def _marked(self, session: Any, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the rows with what people put on them, heads where they stood."""
        cases = [row for row in rows if not isinstance(row, Head)]
        desk, now = self._desk, self._desk.parts.clock.now()
        marked = iter(with_marks(session, desk.actor, cases, now=now))
        return tuple(row if isinstance(row, Head) else next(marked) for row in rows)

    def _learn(self, session: Any, rows: tuple[Any, ...]) -> None:
        cases = [row for row in rows if not isinstance(row, Head)]
        numbers = {row.calendar_number for row in cases if row.calendar_number is not None}
        for number in numbers - self.calendars.keys():
            self.calendars[number] = calendar_of(session, number)
