"""Which rows of a table are selected, told fast however many they are."""

from PySide6.QtCore import QItemSelectionModel

from ui.core.table_model import PagedTableModel


def chosen_positions(selector: QItemSelectionModel) -> list[int]:
    """Return the positions of the selected rows from top to bottom, heads of groups left out.

    For a table that selects whole rows only. Qt's own `selectedRows` asks the model about every
    cell of every row: for a thousand rows that takes a quarter of a second, at each painting.
    """
    found: set[int] = set()
    selection = selector.selection()
    for part in map(selection.at, range(selection.count())):
        found.update(range(part.top(), part.bottom() + 1))
    model = selector.model()
    if isinstance(model, PagedTableModel):
        return sorted(at for at in found if model.head_at(at) is None)
    return sorted(found)
