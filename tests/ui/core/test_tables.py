"""A table over keyset pages: rows, reloads, keyboard, copy, columns, and no rows."""

import threading
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.core.errors import DatabaseBusy
from app.core.paging import Page
from ui.core.controls import Button
from ui.core.marks import Deadline, DeadlineKind, StageGlyph
from ui.core.menus import MenuEntry
from ui.core.states import EmptyState, ErrorState
from ui.core.table_cells import deadline_column, stage_column
from ui.core.table_model import KEY_ROLE, ROW_ROLE, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable, SortWanted
from ui.core.theme import current, load


@dataclass(frozen=True)
class Row:
    id: int
    title: str


CLOCK = Deadline(DeadlineKind.WARN, "剩 25 分", "11-24 14:30", 0.8)
COLUMNS = (
    stage_column("stage", "阶段", lambda row: (StageGlyph.HALF, "办理中"), fixed=True),
    Column("id", "编号", lambda row: f"{row.id:04}", width=80, sortable=True),
    Column("title", "标题", lambda row: row.title, width=200, stretch=True, large=True),
    deadline_column("due", "时限", lambda row: CLOCK, sortable=True),
    Column("note", "备注", lambda row: "", hidden=True),
)


class Source:
    """Rows in a list, read in pages of ten; counts how often and can be held or broken."""

    def __init__(self, count):
        self.rows = [Row(number, f"第 {number} 件") for number in range(count)]
        self.reads = []
        self.gate = threading.Event()
        self.gate.set()
        self.error = None

    def __call__(self, after):
        self.reads.append(after)
        start = 0 if after is None else after[0]
        found = tuple(self.rows[start : start + 10])
        self.gate.wait(20)
        if self.error is not None:
            raise self.error
        more = start + 10 < len(self.rows)
        return Page(found, (start + 10,) if more else None)


@pytest.fixture
def model(jobs):
    return PagedTableModel(COLUMNS, lambda row: row.id, jobs)


@pytest.fixture
def table(qtbot, model, preferences):
    made = DeskTable(model, "queue", preferences)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def settle(qtbot, jobs):
    qtbot.waitUntil(jobs.idle)


def fetch_all(qtbot, jobs, model):
    settle(qtbot, jobs)
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
        settle(qtbot, jobs)


def test_the_model_keeps_qts_rules(qtbot, qtmodeltester, jobs, model):
    model.show(Source(25))
    settle(qtbot, jobs)

    qtmodeltester.check(model)
    settle(qtbot, jobs)
    model.reload()
    settle(qtbot, jobs)


def test_every_row_comes_once_in_order(qtbot, jobs, model):
    source = Source(35)
    model.show(source)
    fetch_all(qtbot, jobs, model)

    assert [row.id for row in model.rows] == list(range(35))
    assert source.reads == [None, (10,), (20,), (30,)]


def test_a_page_asked_for_before_a_reload_is_thrown_away(qtbot, jobs, model):
    source = Source(25)
    model.show(source)
    settle(qtbot, jobs)
    source.gate.clear()
    model.fetchMore(model.index(-1, -1))
    qtbot.waitUntil(lambda: len(source.reads) == 2)

    source.rows.insert(0, Row(99, "新的"))
    model.reload()
    source.gate.set()
    settle(qtbot, jobs)

    assert [row.id for row in model.rows] == [99, *range(9)]


def test_a_reload_reads_as_far_as_was_loaded(qtbot, jobs, model):
    source = Source(45)
    model.show(source)
    settle(qtbot, jobs)
    model.fetchMore(model.index(-1, -1))
    settle(qtbot, jobs)

    source.rows.pop(0)
    model.reload()
    settle(qtbot, jobs)

    assert [row.id for row in model.rows] == list(range(1, 21))
    fetch_all(qtbot, jobs, model)
    assert [row.id for row in model.rows] == list(range(1, 45))


def test_rows_that_only_changed_do_not_reset_the_view(qtbot, jobs, model):
    source = Source(5)
    model.show(source)
    settle(qtbot, jobs)
    source.rows[3] = replace(source.rows[3], title="改过")

    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        model.reload()

    assert [told.args[0].row(), told.args[1].row()] == [3, 3]
    assert model.row_at(3).title == "改过"


def test_another_question_shows_its_own_rows_from_the_start(qtbot, jobs, model):
    model.show(Source(25))
    fetch_all(qtbot, jobs, model)

    model.show(Source(3))
    settle(qtbot, jobs)

    assert model.rowCount() == 3


def test_the_model_answers_with_rows_keys_and_words(qtbot, jobs, model):
    model.show(Source(3))
    settle(qtbot, jobs)

    index = model.index(1, 1)
    assert index.data() == "0001"
    assert index.data(ROW_ROLE) == Row(1, "第 1 件")
    assert index.data(KEY_ROLE) == 1
    assert model.index(1, 3).data() == "剩 25 分 11-24 14:30"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "时限"


def test_a_selection_survives_a_reload_by_key(qtbot, jobs, table, model):
    source = Source(8)
    model.show(source)
    settle(qtbot, jobs)
    table.select_key(4)
    source.rows.insert(0, Row(77, "新的"))

    with qtbot.assertNotEmitted(table.current_key_changed):
        model.reload()
        settle(qtbot, jobs)

    assert table.current_key() == 4
    assert table.chosen_rows() == (Row(4, "第 4 件"),)


def test_a_selected_row_that_is_gone_leaves_nothing_selected(qtbot, jobs, table, model):
    source = Source(8)
    model.show(source)
    settle(qtbot, jobs)
    table.select_key(4)
    source.rows.pop(4)

    with qtbot.waitSignal(table.current_key_changed) as told:
        model.reload()

    assert told.args == [None]
    assert table.chosen_rows() == ()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_key() == 5


def test_the_rows_in_sight_stay_in_sight_when_one_comes_in_above(qtbot, jobs, table, model):
    source = Source(60)
    model.show(source)
    fetch_all(qtbot, jobs, model)
    table.verticalScrollBar().setValue(30 * current().sizes.row)
    assert table.rowAt(1) == 30

    source.rows.insert(0, Row(99, "新的"))
    model.reload()
    settle(qtbot, jobs)

    assert model.row_at(table.rowAt(1)).id == 30


def test_scrolling_to_the_end_fetches_the_next_page(qtbot, jobs, table, model):
    model.show(Source(45))
    settle(qtbot, jobs)

    for _ in range(6):
        table.scrollToBottom()
        settle(qtbot, jobs)

    assert model.rowCount() == 45


def test_arrows_walk_and_enter_opens(qtbot, jobs, table, model):
    model.show(Source(8))
    settle(qtbot, jobs)
    table.select_key(2)

    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)

    assert told.args == [3]


def test_each_step_of_the_keyboard_is_told_once_with_the_new_row(qtbot, jobs, table, model):
    model.show(Source(8))
    settle(qtbot, jobs)
    told = []
    table.current_key_changed.connect(told.append)

    table.select_key(2)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_Up)

    assert told == [2, 3, 4, 3]


def test_a_double_click_opens(qtbot, jobs, table, model):
    model.show(Source(8))
    settle(qtbot, jobs)
    middle = QPoint(200, 2 * current().sizes.row + 10)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    with qtbot.waitSignal(table.opened) as told:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert told.args == [2]


def test_several_rows_are_copied_as_text_with_their_headings(qtbot, jobs, table, model):
    model.show(Source(8))
    settle(qtbot, jobs)
    table.select_key(2)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().splitlines() == [
        "阶段\t编号\t标题\t时限",
        "办理中\t0002\t第 2 件\t剩 25 分 11-24 14:30",
        "办理中\t0003\t第 3 件\t剩 25 分 11-24 14:30",
    ]


def test_single_letters_are_left_to_the_page(qtbot, jobs, table, model):
    model.show(Source(30))
    settle(qtbot, jobs)
    table.select_key(2)

    qtbot.keyClick(table, Qt.Key.Key_0)

    assert table.current_key() == 2


def test_the_context_menu_says_why_something_cannot_be_done(qtbot, jobs, table, model):
    done = []
    table.set_menu(
        lambda rows: (
            MenuEntry("签收", lambda: done.append(rows), key="S"),
            MenuEntry("挂起", lambda: done.append("never"), why_not="已经挂起"),
        )
    )
    model.show(Source(8))
    settle(qtbot, jobs)
    assert table.context_menu() is None
    table.select_key(2)

    sign, suspend = table.context_menu().actions()

    assert sign.text() == "签收\tS"
    assert sign.isEnabled()
    assert suspend.text() == "挂起（已经挂起）"
    assert not suspend.isEnabled()
    sign.trigger()
    assert done == [(Row(2, "第 2 件"),)]


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


def shown_state(table, kind):
    return [state for state in table.viewport().findChildren(kind) if state.isVisible()]


def test_no_rows_are_said_in_words(qtbot, jobs, table, model):
    table.set_empty(lambda: EmptyState("没有将超时的事件", "今天到期的 6 件都还早。"))

    model.show(Source(0))
    assert not shown_state(table, EmptyState)
    settle(qtbot, jobs)

    [state] = shown_state(table, EmptyState)
    assert "没有将超时的事件" in state.accessibleName()


def test_a_failed_reading_offers_to_try_again(qtbot, jobs, table, model):
    source = Source(3)
    source.error = DatabaseBusy()
    model.show(source)
    settle(qtbot, jobs)
    [state] = shown_state(table, ErrorState)

    source.error = None
    [again] = [button for button in state.findChildren(Button) if button.text() == "再试"]
    again.click()
    settle(qtbot, jobs)

    assert model.rowCount() == 3
    assert not shown_state(table, ErrorState)


def test_a_failed_reload_keeps_the_rows_and_tells(qtbot, jobs, table, model, notices):
    source = Source(3)
    model.show(source)
    settle(qtbot, jobs)
    source.error = DatabaseBusy()

    model.reload()
    settle(qtbot, jobs)

    assert model.rowCount() == 3
    assert model.loading is Loading.FAILED
    assert len(notices.attach()) == 1


def test_the_skeleton_stands_while_the_first_page_is_read(qtbot, jobs, table, model):
    source = Source(3)
    source.gate.clear()
    model.show(source)

    block = table.grab().toImage().pixelColor(110, current().sizes.header + 18)
    source.gate.set()
    settle(qtbot, jobs)

    assert block.name().upper() == load("light").colors.bg_track


def test_a_cancelled_reading_leaves_what_stands(qtbot, jobs, model):
    source = Source(3)
    source.gate.clear()
    model.show(source)

    model.cancel()
    source.gate.set()
    settle(qtbot, jobs)

    assert model.loading is Loading.NEVER
    assert model.rowCount() == 0


def test_the_selected_row_has_its_ground_and_accent_edge(qtbot, jobs, table, model):
    model.show(Source(5))
    settle(qtbot, jobs)
    table.select_key(1)

    picture = table.viewport().grab().toImage()
    top = current().sizes.row + 4

    assert picture.pixelColor(1, top).name().upper() == load("light").colors.accent
    assert picture.pixelColor(6, top).name().upper() == load("light").colors.bg_selected
    assert picture.pixelColor(6, 4).name().upper() == load("light").colors.bg_surface


def test_the_row_under_the_mouse_is_lit_as_a_whole(qtbot, jobs, table, model):
    model.show(Source(5))
    settle(qtbot, jobs)

    qtbot.mouseMove(table.viewport(), QPoint(300, 2 * current().sizes.row + 8))
    qtbot.waitUntil(lambda: table._delegate.hovered_row == 2)

    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(6, 2 * current().sizes.row + 4).name().upper() == (
        load("light").colors.bg_hover
    )


def test_a_column_may_explain_itself_when_the_mouse_rests(qtbot, jobs):
    columns = (Column("id", "编号", lambda row: str(row.id), tooltip=lambda row: row.title),)
    model = PagedTableModel(columns, lambda row: row.id, jobs)
    model.show(Source(1))
    settle(qtbot, jobs)

    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "第 0 件"


def test_a_column_is_fitted_to_what_it_shows(qtbot, jobs, table, model):
    model.show(Source(3))
    settle(qtbot, jobs)

    table.resizeColumnToContents(3)

    width = table.fontMetrics().horizontalAdvance("剩 25 分 11-24 14:30")
    assert table.columnWidth(3) >= width


def test_the_mouse_leaving_the_table_lights_no_row(qtbot, jobs, table, model):
    model.show(Source(3))
    settle(qtbot, jobs)
    table._hover(1)

    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))

    assert table._delegate.hovered_row == -1


def test_nothing_selected_copies_nothing(qtbot, jobs, table, model):
    QGuiApplication.clipboard().setText("still here")
    model.show(Source(3))
    settle(qtbot, jobs)

    table.copy()

    assert QGuiApplication.clipboard().text() == "still here"
    assert not table.select_key("unknown")


def test_a_right_click_opens_the_menu_of_the_rows(qtbot, jobs, table, model):
    table.set_menu(lambda rows: (MenuEntry("打开", lambda: None, icon="ph.arrow-right"),))
    table.set_failed_title("没能读出事件")
    model.show(Source(3))
    settle(qtbot, jobs)
    table.select_key(0)

    where = QPoint(20, 10)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, table.mapToGlobal(where))
    QApplication.sendEvent(table.viewport(), event)

    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["打开"]
    menu.close()


def test_a_right_click_on_the_heading_chooses_columns(qtbot, table):
    table.horizontalHeader().customContextMenuRequested.emit(QPoint(10, 5))

    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()][:2] == ["阶段", "编号"]
    menu.close()
