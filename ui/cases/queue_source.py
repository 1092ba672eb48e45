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
    CaseRow,
    QueueFilter,
    QueueView,
    conditions_of,
    queue_page,
    view_count,
    view_counts,
)
from app.cases.queries.saved_views import SavedViewRow, saved_counts
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.clock import local
from app.core.paging import Count, Head, Page
from app.core.words import sentence
from ui.cases.views.state import ViewState
from ui.core.slices import Desk
from ui.core.table_model import After, Load


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """Everything beside the rows.

    Attributes:
        counts: Of the standing views, not narrowed.
        total: Rows of the view that is shown, narrowed.
        offers: What the filter menus offer.
    """

    counts: dict[QueueView, Count]
    total: Count
    offers: Narrowings


class QueueSource:
    """Reads the queue for one person; holds the calendars the rows were counted by.

    Attributes:
        trouble: Why the rows that were read last are not in groups, "" where they are.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.calendars: dict[int, WorkCalendar] = {}  # only ever added to, whole values
        self.trouble = ""

    def loader(self, state: ViewState) -> Load[CaseRow]:
        """Return what loads a page of what is shown now; called on a reader thread."""
        view, narrowed = state.view, state.narrowed(self._desk.scope.code)
        ordered, grouping = state.ordered, state.arranged.grouping
        groups: Groups | None = None

        def load(after: After) -> Page[Any]:
            nonlocal groups
            with self._desk.parts.database.reading() as session:
                now, actor = self._desk.parts.clock.now(), self._desk.actor
                if after is None and grouping is not None:
                    wanted = conditions_of(actor, view, now, narrowed)
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
                    )
                )
                self._learn(session, page.rows)
                return page

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

    def figures(
        self,
        session: Any,
        arranged: Arranged,
        narrowed: QueueFilter,
        views: tuple[QueueView, ...],
    ) -> QueueFigures:
        """Return the counts; called on a reader thread."""
        desk, now = self._desk, self._desk.parts.clock.now()
        region, view = desk.scope.code, QueueView(arranged.view)
        counts = view_counts(session, desk.actor, views, now=now, region=region)
        total = counts.get(view)
        if total is None or not narrowed.rules.is_empty():
            total = view_count(session, desk.actor, view, now=now, narrowed=narrowed)
        return QueueFigures(counts, total, narrowings(session, desk.actor, region))

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

    def _learn(self, session: Any, rows: tuple[Any, ...]) -> None:
        cases = [row for row in rows if not isinstance(row, Head)]
        numbers = {row.calendar_number for row in cases if row.calendar_number is not None}
        for number in numbers - self.calendars.keys():
            self.calendars[number] = calendar_of(session, number)
