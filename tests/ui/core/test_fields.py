"""Moments are Shanghai's; a combo searches as one types."""

import threading
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.ui.core.widgets import put
from ui.core.controls import Combo
from ui.core.fields import MomentField, SearchCombo, SearchField
from ui.core.segmented import Choice


def test_a_moment_is_read_on_the_shanghai_wall_clock(qtbot):
    moment = datetime(2026, 11, 24, 4, 20, tzinfo=UTC)
    field = MomentField(moment)
    qtbot.addWidget(field)

    assert field.text() == "2026-11-24 12:20"
    assert field.moment() == moment


def wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_scrolling_changes_neither_a_moment_nor_a_choice(qtbot, form):
    combo = Combo()
    combo.add("来电", 1)
    combo.add("来访", 2)
    field = MomentField(datetime(2026, 11, 24, 4, 20, tzinfo=UTC))
    put(qtbot, form, combo, field)
    before = field.moment()

    wheel(combo)
    wheel(field)

    assert combo.value() == 1
    assert field.moment() == before


def test_tab_leaves_a_moment_after_one_press(qtbot, form):
    moment, after = MomentField(datetime(2026, 11, 24, 4, 20, tzinfo=UTC)), Combo()
    put(qtbot, form, moment, after)
    moment.setFocus()

    qtbot.keyClick(moment, Qt.Key.Key_Tab)

    assert after.hasFocus()


def test_the_calendar_is_chinese_and_begins_on_monday(qtbot, form):
    field = MomentField(datetime(2026, 11, 24, 4, 20, tzinfo=UTC))
    put(qtbot, form, field)
    arrow = QPoint(field.width() - 12, field.height() // 2)

    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=arrow)

    calendar = field.calendarWidget()
    assert calendar.isVisible()
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    assert calendar.locale().dayName(1, QLocale.FormatType.ShortFormat) == "周一"
    calendar.window().close()


UNITS = ("市政养护站", "城管执法队", "市场监管所")


def find_units(text):
    assert threading.current_thread() is not threading.main_thread()
    return [Choice(name, name, "街道") for name in UNITS if text in name]


@pytest.fixture
def search(qtbot, form, jobs):
    made = SearchCombo(find_units, jobs, "搜单位")
    put(qtbot, form, made)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def commit(field, text):
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_typing_offers_what_is_found_and_enter_takes_it(qtbot, search):
    commit(search, "市")
    qtbot.waitUntil(lambda: len(search.options()) == 2)

    qtbot.keyClick(search, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.chosen) as told:
        qtbot.keyClick(search, Qt.Key.Key_Return)

    assert told.args[0].value == "市场监管所"
    assert search.value() == search.text() == "市场监管所"
    assert search.options() == ()


def test_typing_on_takes_the_choice_back(qtbot, search):
    search.set_choice(Choice("城管执法队", "城管执法队"))

    with qtbot.waitSignal(search.chosen) as told:
        qtbot.keyClick(search, Qt.Key.Key_X)

    assert told.args == [None]
    assert search.value() is None


def test_the_down_key_offers_the_usual_ones_and_escape_hides_them(qtbot, search):
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(search.options()) == 3)

    qtbot.keyClick(search, Qt.Key.Key_Escape)

    assert search.options() == ()


def test_a_click_on_an_offer_takes_it(qtbot, search):
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(search.options()) == 3)
    item = search._popup.item(1)
    middle = search._popup.visualItemRect(item).center()

    with qtbot.waitSignal(search.chosen) as told:
        qtbot.mouseClick(search._popup.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert told.args[0].value == "城管执法队"


def test_nothing_found_offers_nothing(qtbot, search, jobs):
    commit(search, "没有这家")
    qtbot.waitUntil(lambda: not search._soon.isActive() and jobs.idle())

    assert search.options() == ()


def test_letters_of_a_filter_have_their_icon(qtbot):
    field = SearchField("筛选这张表", "ph.funnel")
    qtbot.addWidget(field)

    assert field.accessibleName() == field.placeholderText() == "筛选这张表"
    assert len(field.actions()) == 1
