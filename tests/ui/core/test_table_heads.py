"""Heads of groups among the rows: painted, walked and folded, never chosen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.core.paging import Count, Head, Page
from tests.ui.core.rows import COLUMNS, Row, settle
from ui.core.table_model import KEY_ROLE, PagedTableModel
from ui.core.tables import DeskTable


class Grouped:
    """Two groups of three rows; what is folded shows its head alone."""

    def __init__(self):
        self.folded = set()

    def __call__(self, after):
        rows = []
        for key, first in (("a", 0), ("b", 3)):
            folded = key in self.folded
            rows.append(Head(key, f"组 {key}", Count(3), folded))
            if not folded:
                rows += [Row(number, f"第 {number} 件") for number in range(first, first + 3)]
        return Page(tuple(rows), None)


@pytest.fixture
def grouped(qtbot: QtBot, jobs, table, model):
    source = Grouped()

    def toggle(head):
        source.folded ^= {head.key}
        model.reload()
        settle(qtbot, jobs)

    table.fold_wanted.connect(toggle)
    model.show(source)
    settle(qtbot, jobs)
    return source


def test_heads_are_no_rows(grouped, table, model):
    assert [row.id for row in model.rows] == [0, 1, 2, 3, 4, 5]
    assert model.rowCount() == 8
    assert model.head_at(4).key == "b"
    assert model.index(0, 0).data() == "组 a 3"
    assert model.index(0, 1).data() is None
    assert model.index(0, 0).data(KEY_ROLE) is None


def test_the_first_row_is_found_past_its_head(grouped, table):
    table.show_top()

    assert table.current_key() == 0


def test_everything_selected_holds_no_head(grouped, table):
    table.selectAll()

    assert [row.id for row in table.chosen_rows()] == [0, 1, 2, 3, 4, 5]
    table.copy()


def test_arrows_walk_over_heads_and_left_and_right_fold(qtbot, grouped, table, model):
    table.select_key(3)

    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.current_key() is None
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert grouped.folded == {"b"}
    assert [row.id for row in model.rows] == [0, 1, 2]
    assert model.head_at(table.currentIndex().row()).key == "b"
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert grouped.folded == {"b"}
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert grouped.folded == set()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert grouped.folded == {"b"}


def test_left_leads_from_a_row_to_its_head(qtbot, grouped, table, model):
    table.select_key(5)

    qtbot.keyClick(table, Qt.Key.Key_Left)

    assert model.head_at(table.currentIndex().row()).key == "b"
    assert grouped.folded == set()


def test_a_click_on_a_head_folds_its_group(qtbot, grouped, table, model):
    at = QPoint(20, table.rowViewportPosition(4) + 5)

    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert grouped.folded == {"b"}
    with qtbot.assertNotEmitted(table.opened):
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_chosen_row_stays_chosen_when_another_group_is_folded(qtbot, grouped, table, model):
    table.select_key(4)

    table.fold_wanted.emit(model.head_at(0))

    assert table.current_key() == 4


def test_columns_are_remembered_under_the_name_in_use(qtbot, jobs, preferences):
    table = DeskTable(PagedTableModel(COLUMNS, lambda row: row.id, jobs), "one", preferences)
    qtbot.addWidget(table)
    head = table.horizontalHeader()

    head.show_column("note", shown=True)
    table.use_columns("two", {"hidden": ["id"], "order": ["title", "stage", "due"]})
    second = [column.key for column in head.shown_columns()]
    table.use_columns("one", {})

    assert second[0] == "title"
    assert "id" not in second
    assert [column.key for column in head.shown_columns()][-1] == "note"
    assert "note" not in table.columns()["hidden"]
