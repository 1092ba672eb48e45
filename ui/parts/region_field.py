"""Chooses a region of any tier, from the province down: homes of units, scopes of roles."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.territory.queries import RegionHit, RegionRow, region_path, search_regions
from ui.core.controls import Button
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.region_tree import RegionTree

MOST = 12


class RegionField(SearchCombo):
    """A search line over the region tree.

    Attributes:
        button: Opens the tree; stands beside the line in the owner's layout.
    """

    def __init__(
        self, desk: Desk, roots: tuple[str, ...], *, parent: QWidget | None = None
    ) -> None:
        """Choose within `roots` (prefixes of codes); ("",) is everywhere."""
        self._desk = desk
        self._roots = roots or ("",)
        super().__init__(self._offers, desk.jobs, parent=parent)
        self.setPlaceholderText(self.tr("名称、拼音首字母或代码"))
        self._asked = ""
        self.button = Button(icon="ph.tree-structure")
        self.button.setAccessibleName(self.tr("从区划树里选"))
        self.button.setToolTip(self.tr("从区划树里选"))
        self.button.clicked.connect(self._open_tree)
        self._tree = RegionTree(desk, self._roots, self)
        self._tree.chosen.connect(self._take)

    def code(self) -> str | None:
        """Return the code chosen."""
        code = self.value()
        return code if isinstance(code, str) else None

    def set_region(self, code: str) -> None:
        """Show a region without telling anybody; its name is read first. "" is none."""
        self._asked = code
        self.set_choice(Choice(code, code) if code else None)
        if code:
            self._desk.look_up(lambda session: region_path(session, code), self._named)

    def _named(self, path: tuple[RegionRow, ...]) -> None:
        if path and path[-1].code == self._asked and self.code() == self._asked:
            self.set_choice(Choice(self._asked, _short(path)))

    def _offers(self, text: str) -> Sequence[Choice]:
        search = partial(search_regions, text=text, within=self._roots, limit=MOST)
        hits = self._desk.parts.database.look_up(search)
        return [_choice(hit) for hit in hits]

    def _open_tree(self) -> None:
        self._tree.open_under(self)

    def _take(self, row: RegionRow) -> None:
        choice = Choice(row.code, row.short)
        self.set_choice(choice)
        self.chosen.emit(choice)


def region_words(session: Any, code: str) -> str:
    """Return what the field calls a region; called on a reader thread."""
    return _short(region_path(session, code))


def _short(path: Sequence[RegionRow]) -> str:
    return " ".join(row.short for row in path[-2:])


def _choice(hit: RegionHit) -> Choice:
    return Choice(hit.region.code, hit.region.short, " ".join(hit.path[-2:]))
