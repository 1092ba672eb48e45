"""Queues and cases torn off to a second monitor: several, kept, brought back, told of news."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.cases.queries.queue import QueueView
from ui.cases.queue_page import QueuePage
from ui.cases.queue_window import MOST_WINDOWS, QueueWindow
from ui.cases.torn_off import Restorer, TornOff
from ui.cases.views.arranging import KEPT_VIEW
from ui.core.targets import QueueWanted

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def queue(embedded_centre, sit, show, settle, qtbot):
    """Open the queue of the dispatcher."""

    def opened():
        seat = sit(embedded_centre, "dispatcher")
        page = show(QueuePage(seat.desk))
        settle(seat)
        page.activateWindow()
        page.table.setFocus()
        qtbot.waitUntil(page.table.hasFocus)
        return seat, page

    return opened


def titles(window) -> list[str]:
    return [row.title for row in window.page.model.rows]


def kept(seat):
    return seat.desk.preferences.layout("cases/queues")["queues"]


def test_a_key_puts_the_view_into_a_window_that_stays_fresh(embedded_centre, queue, qtbot):
    held = embedded_centre.register(text="在办")
    embedded_centre.assign(held)
    embedded_centre.register(text="待分")
    _, page = queue()
    page.show_view(QueueView.REGISTERED)

    QTest.keyClick(page.table, Qt.Key.Key_N, CTRL_SHIFT)
    (window,) = page.queues.windows.values()
    qtbot.waitUntil(lambda: titles(window) == ["待分"])
    embedded_centre.register(text="新来")

    qtbot.waitUntil(lambda: set(titles(window)) == {"待分", "新来"})
    assert (window.windowTitle(), window.isWindow()) == ("待分流", True)
    assert not window.page.views.isVisible()
    assert not window.page.panel.isVisible()
    window.leave()


def test_each_window_has_its_own_view_and_the_page_keeps_its_own(
    embedded_centre, queue, qtbot, settle
):
    embedded_centre.register(text="井盖缺失")
    embedded_centre.register(text="路灯不亮")
    seat, page = queue()
    page.bar.field.setText("路灯")
    page.bar.field.tell()
    first = page.queues.open(page.arrangement())
    second = page.queues.open(QueueWanted(QueueView.OVERDUE))
    settle(seat)

    assert (titles(first), titles(second)) == (["路灯不亮"], [])
    assert kept(seat) == [[1, "all_open", "路灯"], [2, "overdue", ""]]
    assert seat.desk.preferences.text(KEPT_VIEW) == QueueView.ALL_OPEN
    for window in (first, second):
        window.leave()


def test_enter_shows_the_case_in_the_window_itself(embedded_centre, queue, qtbot):
    case_id = embedded_centre.register(text="井盖缺失")
    seat, page = queue()
    window = page.queues.open(page.arrangement())
    qtbot.waitUntil(lambda: titles(window) == ["井盖缺失"])

    window.page.table.setFocus()
    QTest.keyClick(window.page.table, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.page.panel.card is not None)
    assert window.page.panel.isVisible()
    assert window.page.panel.case_id == case_id
    qtbot.waitUntil(seat.settled)
    window.leave()


def test_windows_left_open_come_back_where_they_stood_those_closed_do_not(
    embedded_centre, queue, qtbot, settle
):
    case_id = embedded_centre.register(text="井盖缺失")
    seat, page = queue()
    stays = page.queues.open(QueueWanted(QueueView.OVERDUE, "井盖"))
    closed = page.queues.open(QueueWanted(QueueView.MINE))
    of_case = page.windows.open(case_id)
    stays.setGeometry(40, 60, 640, 420)
    of_case.setGeometry(300, 120, 420, 500)
    closed.leave()
    for windows in (page.queues, page.windows):
        windows.places.keep()
    settle(seat)
    for window in (stays, of_case):
        window.close()  # as the program does when it ends
    seat.desk._shared.clear()  # another start at the same computer

    owner = QWidget()  # the desk, whichever page it opens with
    qtbot.addWidget(owner)
    Restorer(seat.desk, owner)
    qtbot.waitUntil(lambda: bool(owner.findChildren(QueueWindow)))
    settle(seat)

    cases, queues = seat.desk.shared(TornOff).stand_on(page)
    (back,) = queues.windows.values()
    case_back = cases.open(case_id)
    assert (back.parent(), case_back.parent()) == (owner, owner)
    assert (back.page.view, back.page.bar.field.text()) == (QueueView.OVERDUE, "井盖")
    assert back.geometry().getRect() == (40, 60, 640, 420)
    assert case_back.geometry().getRect() == (300, 120, 420, 500)
    for window in (back, case_back):
        window.leave()
    assert kept(seat) == []


def test_windows_are_brought_back_once(embedded_centre, queue, qtbot):
    seat, page = queue()
    window = page.queues.open(QueueWanted(QueueView.MINE))

    seat.desk.shared(TornOff).restore()

    assert len(page.queues.windows) == 1
    qtbot.waitUntil(seat.settled)
    window.leave()


def test_there_are_no_more_windows_than_anybody_looks_at(embedded_centre, queue, qtbot):
    seat, page = queue()
    windows = [page.queues.open(page.arrangement()) for _ in range(MOST_WINDOWS)]

    assert page.queues.open(page.arrangement()) is None

    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert seat.sentences[-1].startswith("最多放 6 个单独的队列窗口")
    qtbot.waitUntil(seat.settled)
    for window in windows:
        window.leave()


def test_a_memory_that_is_broken_brings_nothing_back(embedded_centre, queue, qtbot):
    seat, page = queue()
    for broken in (["x"], [["1", 2, 3]], 7, [[1, "no_such_view", ""]]):
        seat.desk.preferences.set_layout("cases/queues", {"queues": broken})
        page.queues.restore()

    qtbot.waitUntil(seat.settled)
    assert [window.page.view for window in page.queues.windows.values()] == [QueueView.ALL_OPEN]
    for window in list(page.queues.windows.values()):
        window.leave()
