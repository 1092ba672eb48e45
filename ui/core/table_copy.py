"""Rows of a table as text for other programs."""

from collections.abc import Iterable, Sequence
from typing import Any

from ui.core.table_model import Column


def rows_as_text(columns: Sequence[Column[Any]], rows: Iterable[object]) -> str:
    """Return rows as lines of cells parted by tabs, headings first; a cell is one line."""
    lines = [[column.title for column in columns]]
    lines += [[column.text(row) for column in columns] for row in rows]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
