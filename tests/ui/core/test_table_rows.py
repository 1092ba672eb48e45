"""What is selected is told without asking the model about every cell."""

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionModel, QModelIndex

from ui.core.table_rows import chosen_positions

FLAGS = QItemSelectionModel.SelectionFlag


class Asked(QAbstractTableModel):
    """Counts how often it is asked how wide it is."""

    def __init__(self):
        super().__init__()
        self.times = 0

    def rowCount(self, parent=QModelIndex()):
        return 1_000

    def columnCount(self, parent=QModelIndex()):
        self.times += 1
        return 10

    def data(self, index, role=0):
        return None


def select(model, selector, *spans):
    for first, last in spans:
        part = QItemSelection(model.index(first, 0), model.index(last, 9))
        selector.select(part, FLAGS.Select | FLAGS.Rows)


def test_a_thousand_rows_are_told_without_a_question(qapp):
    model = Asked()
    selector = QItemSelectionModel(model)
    select(model, selector, (0, 999))
    model.times = 0

    found = chosen_positions(selector)

    assert (found, model.times) == (list(range(1_000)), 0)


def test_rows_are_told_from_top_to_bottom_in_whichever_order_they_were_selected(qapp):
    model = Asked()
    selector = QItemSelectionModel(model)
    select(model, selector, (7, 8), (2, 2), (5, 7))

    assert chosen_positions(selector) == [2, 5, 6, 7, 8]
    selector.clearSelection()
    assert chosen_positions(selector) == []
