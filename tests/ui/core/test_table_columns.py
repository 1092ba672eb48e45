"""Which columns are shown, how wide, in which order, and what they sort."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.ui.core.rows import COLUMNS, Source, settle
from ui.core.table_model import PagedTableModel
from ui.core.tables import DeskTable, SortWanted


def test_the_choice_width_and_order_of_columns_are_remembered(
    qtbot, jobs, table, model, preferences
):
    head = table.horizontalHeader()
    menu = {action.text(): action for action in table.column_menu().actions()}
    menu["编号"].trigger()
    menu["备注"].trigger()
    head.resizeSection(4, 150)
    head.moveSection(head.visualIndex(4), 0)

    again = DeskTable(PagedTableModel(COLUMNS, lambda row: row.id, jobs), "queue", preferences)
    qtbot.addWidget(again)

    shown = [column.key for column in again.horizontalHeader().shown_columns()]
    assert shown == ["note", "stage", "title", "due"]
    assert again.horizontalHeader().sectionSize(4) == 150
    assert not menu["阶段"].isEnabled()


def test_broken_memories_of_columns_are_ignored(qtbot, jobs, preferences):
    preferences.set_layout(
        "table/queue", {"widths": {"gone": 5, "id": "wide"}, "order": ["gone"], "hidden": "all"}
    )

    table = DeskTable(PagedTableModel(COLUMNS, lambda row: row.id, jobs), "queue", preferences)
    qtbot.addWidget(table)

    shown = [column.key for column in table.horizontalHeader().shown_columns()]
    assert shown == ["stage", "id", "title", "due"]


def test_the_default_columns_come_back(table, preferences):
    table.horizontalHeader().show_column("note", shown=True)

    table.column_menu().actions()[-1].trigger()

    assert [c.key for c in table.horizontalHeader().shown_columns()][-1] == "due"
    assert preferences.layout("table/queue") == {}


def test_the_title_takes_the_room_the_other_columns_leave(table):
    head = table.horizontalHeader()

    assert head.length() == table.viewport().width()
    table.resize(300, 300)
    assert head.sectionSize(2) == 200


def test_a_click_on_a_sortable_heading_asks_for_that_order(qtbot, table):
    head = table.horizontalHeader()

    with qtbot.waitSignal(table.sort_wanted) as first:
        head.sectionClicked.emit(1)
    table.set_sorted("id", descending=False)
    with qtbot.waitSignal(table.sort_wanted) as second:
        head.sectionClicked.emit(1)

    assert first.args == [SortWanted("id", descending=False)]
    assert second.args == [SortWanted("id", descending=True)]
    with qtbot.assertNotEmitted(table.sort_wanted):
        head.sectionClicked.emit(2)


def test_a_column_is_fitted_to_what_it_shows(qtbot, jobs, table, model):
    model.show(Source(3))
    settle(qtbot, jobs)

    table.resizeColumnToContents(3)

    width = table.fontMetrics().horizontalAdvance("剩 25 分 11-24 14:30")
    assert table.columnWidth(3) >= width


def test_a_right_click_on_the_heading_chooses_columns(qtbot, table):
    table.horizontalHeader().customContextMenuRequested.emit(QPoint(10, 5))

    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()][:2] == ["阶段", "编号"]
    menu.close()
