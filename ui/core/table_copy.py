"""Rows of a table as text for other programs."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.text import guarded
from ui.core.table_model import Column


def rows_as_text(columns: Sequence[Column[Any]], rows: Iterable[object]) -> str:
    """Return rows as lines of cells parted by tabs, headings first; see `cells_as_text`."""
    lines = [[column.title for column in columns]]
    lines += [[column.text(row) for column in columns] for row in rows]
    return "\n".join(map(cells_as_text, lines))


def cells_as_text(cells: Iterable[str]) -> str:
    """Return a line of cells parted by tabs, each one line and, pasted, never a formula."""
    return "\t".join(guarded(" ".join(cell.split())) for cell in cells)
