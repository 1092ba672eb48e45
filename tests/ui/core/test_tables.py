"""A table by keyboard and mouse, over a reload, and without rows."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.core.errors import DatabaseBusy
from tests.ui.core.rows import Row, Source, fetch_all, settle
from ui.core.controls import Button
from ui.core.menus import MenuEntry
from ui.core.states import EmptyState, ErrorState
from ui.core.table_model import Loading
from ui.core.theme import current, load

Mod = Qt.KeyboardModifier


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


@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier]
)
def test_home_and_end_choose_the_first_and_the_last_row(qtbot, jobs, table, model, held):
    model.show(Source(8))
    settle(qtbot, jobs)
    table.select_key(3)
    last = model.key_at(model.rowCount() - 1)

    qtbot.keyClick(table, Qt.Key.Key_Home, held)
    assert table.chosen_rows() == (model.row_at(0),)
    assert table.current_key() == model.key_at(0)
    qtbot.keyClick(table, Qt.Key.Key_End, held)
    assert table.current_key() == last


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


def test_a_row_chosen_by_the_page_stands_alone_whatever_keys_are_held(qtbot, jobs, table, model):
    model.show(Source(8))
    settle(qtbot, jobs)
    table.select_key(2)
    qtbot.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)

    table.select_key(5)
    qtbot.keyRelease(table, Qt.Key.Key_Control)

    assert table.chosen_rows() == (Row(5, "第 5 件"),)


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
    qtbot.waitUntil(lambda: table._hovered_row == 2)

    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(6, 2 * current().sizes.row + 4).name().upper() == (
        load("light").colors.bg_hover
    )


def test_the_mouse_leaving_the_table_lights_no_row(qtbot, jobs, table, model):
    model.show(Source(3))
    settle(qtbot, jobs)
    table._hover(1)

    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))

    assert table._hovered_row == -1


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
