"""Which view the queue shows and how it was rearranged since: one value, changed in one place."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.cases.filters.arranged import Arranged, Grouping, Order
from app.cases.filters.model import Filter
from app.cases.queries.queue import QueueFilter, QueueView, usual_order
from app.cases.queries.saved_views import SavedViewRow
from app.cases.queries.stations import Ordered
from app.core.paging import Head
from ui.core.targets import CasesWanted


class ViewState(QObject):
    """What is shown now; `changed` tells that other rows are wanted."""

    changed = Signal()
    folded_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arranged = Arranged(QueueView.ALL_OPEN)
        self._saved: SavedViewRow | None = None
        self._folded: frozenset[str] = frozenset()
        self._among: CasesWanted | None = None

    @property
    def among(self) -> CasesWanted | None:
        """The given cases of which only are shown, None for all."""
        return self._among

    @property
    def arranged(self) -> Arranged:
        """How the queue is looked at."""
        return self._arranged

    @property
    def view(self) -> QueueView:
        """The standing view that is shown, or narrowed."""
        return QueueView(self._arranged.view)

    @property
    def saved(self) -> SavedViewRow | None:
        """The saved view that is shown, None for a standing one."""
        return self._saved

    @property
    def folded(self) -> frozenset[str]:
        """Keys of the groups whose rows are not shown."""
        return self._folded

    @property
    def ordered(self) -> Ordered:
        """What the rows are ordered by."""
        usual = usual_order(self.view)
        order = self._arranged.order
        return Ordered(order, self._arranged.descending) if order is not None else usual

    @property
    def is_changed(self) -> bool:
        """Tell whether a saved view was rearranged since it was shown."""
        return self._saved is not None and self._arranged != self._usual_of(self._saved)

    def narrowed(self, region: str) -> QueueFilter:
        """Return what narrows the standing view within a region."""
        among = self._among.case_ids if self._among is not None else ()
        return QueueFilter(region=region, rules=self._arranged.rules, among=among)

    # -- changing it ---------------------------------------------------------------------------

    def show_standing(self, view: QueueView) -> None:
        """Show a standing view; what narrowed another standing one still does."""
        before = self._arranged if self._saved is None else Arranged(view)
        self._saved = self._among = None
        self._take(Arranged(view, before.rules, grouping=before.grouping))

    def show_saved(self, row: SavedViewRow) -> None:
        """Show a saved view as it was saved."""
        self._saved, self._among = row, None
        self._take(self._usual_of(row))

    def show_among(self, among: CasesWanted | None) -> None:
        """Show only given cases of the view; None shows all again."""
        self._among = among
        self._take(self._arranged)

    def learn_saved(self, row: SavedViewRow | None) -> None:
        """Take note that the saved view is another now, or gone; what is shown stays."""
        self._saved = row

    def revert(self) -> None:
        """Show the saved view as it was saved again."""
        if self._saved is not None:
            self.show_saved(self._saved)

    def set_rules(self, rules: Filter) -> None:
        """Narrow otherwise."""
        if rules != self._arranged.rules:
            self._take(self._arranged.narrowed(rules))

    def set_order(self, order: Order | None, *, descending: bool = False) -> None:
        """Order otherwise; None is the usual order of the view."""
        self._take(replace(self._arranged, order=order, descending=descending))

    def set_grouping(self, grouping: Grouping | None) -> None:
        """Put into other groups, or into none."""
        self._take(replace(self._arranged, grouping=grouping))

    def take(self, arranged: Arranged) -> None:
        """Look at the queue in quite another way, e.g. as the builder says."""
        if arranged != self._arranged:
            self._take(arranged)

    def toggle(self, head: Head) -> None:
        """Fold a group, or unfold it."""
        self._folded = self._folded ^ {head.key}
        self.folded_changed.emit()

    def _take(self, arranged: Arranged) -> None:
        if arranged.grouping is not self._arranged.grouping:
            self._folded = frozenset()
        self._arranged = arranged
        self.changed.emit()

    @staticmethod
    def _usual_of(row: SavedViewRow) -> Arranged:
        return replace(row.arranged, view=row.view)
