"""Chooses a region: search by name, initials or code, or walk the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.territory.queries import RegionRow, region_path, search_regions
from app.territory.rules import Tier
from ui.core.controls import Button
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.region_tree import RegionTree

STREET_DIGITS = 9
MOST = 12
_NAMED = (Tier.STREET, Tier.COMMUNITY, Tier.GRID)


@dataclass(frozen=True, slots=True)
class RegionPicked:
    """A region was chosen by hand; None when the choice was taken back."""

    code: str | None


class RegionPicker(SearchCombo):
    """A search line that shows community and grid.

    Attributes:
        button: Opens the tree; stands beside the line in the owner's layout.
    """

    picked = Signal(object)  # RegionPicked

    def __init__(
        self, desk: Desk, roots: tuple[str, ...], *, parent: QWidget | None = None
    ) -> None:
        """Choose a street, community or grid within `roots` (prefixes); ("",) is everywhere."""
        self._desk = desk
        self._roots = roots or ("",)
        self._asked = ""
        super().__init__(self._search, desk.jobs, parent=parent)
        self.setPlaceholderText(self.tr("网格或社区：名称、拼音首字母、代码"))
        self.chosen.connect(self._line_chosen)
        self.button = Button(kind="plain", icon="ph.tree-structure")
        self.button.setAccessibleName(self.tr("从区划树里选"))
        self.button.setToolTip(self.tr("从区划树里选"))
        self.button.clicked.connect(self.open_tree)
        self.tree = RegionTree(desk, self._roots, self)
        self.tree.chosen.connect(self._tree_chosen)

    def code(self) -> str | None:
        """Return the code chosen."""
        code = self.value()
        return code if isinstance(code, str) else None

    def set_region(self, code: str | None) -> None:
        """Show a region without telling anybody; its name is read first."""
        self._asked = code or ""
        if not code:
            self.set_choice(None)
            return
        self.set_choice(Choice(code, code))
        self._desk.look_up(lambda session: region_path(session, code), self._named)

    def _named(self, path: tuple[RegionRow, ...]) -> None:
        if path and path[-1].code == self._asked:
            self.set_choice(Choice(path[-1].code, path_words(path)))

    def open_tree(self) -> None:
        """Show the tree under the line."""
        self.tree.open_under(self)

    def _search(self, text: str) -> Sequence[Choice]:
        search = partial(search_regions, text=text, within=self._roots, limit=MOST)
        hits = self._desk.parts.database.look_up(search)
        return [
            Choice(hit.region.code, hit.region.short, " ".join(hit.path[-2:]))
            for hit in hits
            if len(hit.region.code) >= STREET_DIGITS
        ]

    def _line_chosen(self, choice: Choice | None) -> None:
        code = choice.value if choice is not None else None
        if isinstance(code, str):
            self.set_region(code)
        self.picked.emit(RegionPicked(code if isinstance(code, str) else None))

    def _tree_chosen(self, row: RegionRow) -> None:
        if len(row.code) >= STREET_DIGITS:
            self.set_region(row.code)
            self.picked.emit(RegionPicked(row.code))


def path_words(path: Sequence[RegionRow]) -> str:
    """Return the last two tiers from the street down: 望江门社区 / 望江门 09 网格."""
    named = [row.short for row in path if row.tier in _NAMED]
    return " / ".join(named[-2:])
