"""Chooses a kind (小类) or a whole category (大类)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.cases.queries.categories import CategoryRow, categories
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk

MOST = 80


class NodePicker(SearchCombo):
    """Searches by name, code or the initials of the pinyin."""

    def __init__(self, desk: Desk, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                rows = categories(session)
            typed = text.lower()
            return [Choice(r.code, r.path) for r in rows if _fits(r, typed)][:MOST]

        super().__init__(find, desk.jobs, placeholder, parent)


def _fits(row: CategoryRow, typed: str) -> bool:
    return typed in row.path or typed in row.initials or row.code.lower().startswith(typed)
