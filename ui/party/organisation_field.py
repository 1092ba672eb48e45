"""Chooses an organisation of the tree that is shown."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.party.queries.organisations import OrganisationRow
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.party.tree_rows import TreeRows

MOST = 12


class OrganisationField(SearchCombo):
    """Offers what fits by name or the first letters of its pinyin."""

    def __init__(
        self,
        desk: Desk,
        tree: TreeRows,
        fits: Callable[[OrganisationRow], bool],
        parent: QWidget | None = None,
    ) -> None:
        """Choose among the organisations of `tree` for which `fits` holds."""
        self._tree, self._fits = tree, fits
        super().__init__(self._offers, desk.jobs, parent=parent)
        self.setPlaceholderText(self.tr("名称或拼音首字母"))

    def organisation(self) -> OrganisationRow | None:
        """Return what is chosen."""
        key = self.value()
        return self._tree.get(key) if isinstance(key, UUID) else None

    def set_organisation(self, row: OrganisationRow | None) -> None:
        """Choose one, or none."""
        self.set_choice(self._choice_of(row) if row is not None else None)

    def _offers(self, text: str) -> Sequence[Choice]:
        told = text.lower()
        found = [
            row
            for row in self._tree.rows
            if self._fits(row) and (told in row.name.lower() or row.initials.startswith(told))
        ]
        return [self._choice_of(row) for row in found[:MOST]]

    def _choice_of(self, row: OrganisationRow) -> Choice:
        above = self._tree.get(row.parent_id)
        return Choice(row.id, row.name, above.name if above is not None else "")
