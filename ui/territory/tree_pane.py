"""The tree of regions beside the map, with the field that finds one: shown on demand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.territory.queries import RegionRow
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.territory.region_tree_view import RegionTreeView
from ui.territory.territory_source import READ, Branches, branch, roots_of, way_to

TREE_WIDE, TREE_SMALL = 240, 208
_TIERS = (2, 4, 6, 9, 12)


class TreePane(QFrame):
    """Reads its branches for itself; tells which region was chosen."""

    chosen = Signal(object)  # str, a code
    begun = Signal(object)  # RegionRow | None, the first root
    failed = Signal(object)  # BaseException

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        self.setProperty("surface", "sunken")
        self.tree = RegionTreeView()
        self.search = RegionField(desk, self.roots())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        find = QHBoxLayout()
        find.setContentsMargins(12, 8, 11, 8)
        find.addWidget(self.search)
        column.addLayout(find)
        column.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)
        self.tree.chosen.connect(self._row_chosen)
        self.tree.children_wanted.connect(self.read_children)
        self.search.chosen.connect(self._found)

    def roots(self) -> tuple[str, ...]:
        """Return where the tree begins."""
        scope = self._desk.scope.code
        return (scope,) if scope else self._desk.actor.prefixes(READ)

    def reload(self) -> None:
        """Read the roots and, where each has one child only, what is below."""
        roots = self.roots()
        self._desk.read(
            lambda session: roots_of(session, roots), self._take_roots, self.failed.emit
        )

    def _take_roots(self, branches: Branches) -> None:
        self.tree.show_branches(branches)
        self.begun.emit(self.tree.first())

    def show_region(self, code: str) -> None:
        """Mark a region, reading the way down to it where it is not known."""
        self._wanted = code
        if not self.tree.mark(code):
            self._desk.read(lambda session: way_to(session, code), self._reveal)

    def _reveal(self, way: Branches) -> None:
        if way.wanted == self._wanted and not self.tree.reveal(way):
            self.tree.unmark()  # it lies above the roots

    def reload_around(self, code: str) -> None:
        """Read a region and all above it anew."""
        above = [code[:length] for length in _TIERS if length < len(code)]
        for known in (*above, code):
            self.read_children(known)

    def read_children(self, code: str) -> None:
        """Read what lies below a region."""
        self._desk.read(lambda session: branch(session, code), self._take_children)

    def _take_children(self, found: Branches) -> None:
        for code, rows in found.rows.items():
            self.tree.fill(code, rows)

    def _row_chosen(self, row: RegionRow) -> None:
        if row.code != self._wanted:
            self.chosen.emit(row.code)

    def _found(self, choice: Choice | None) -> None:
        if choice is not None:
            self.chosen.emit(choice.value)
            self.search.set_choice(None)

    def fit(self, *, wide: bool) -> None:
        """Take the width that goes with the window."""
        self.setFixedWidth(TREE_WIDE if wide else TREE_SMALL)
