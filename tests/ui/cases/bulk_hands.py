"""Hands that select rows of a queue and press what the bar offers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.cases.bulk.batch import BatchReport
from ui.cases.queue_page import QueuePage
from ui.core.segmented import Choice

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def rows_at_queue(sit, show, settle, qtbot):
    """Open somebody's queue; gives seat, page, and what dialogs were opened."""

    def opened(centre, role="dispatcher"):
        seat = sit(centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        dialogs = []
        page.bulk.opened.connect(dialogs.append)
        page.activateWindow()
        page.table.setFocus()
        qtbot.waitUntil(page.table.hasFocus)
        return seat, page, dialogs

    return opened


def select(page, qtbot, *titles) -> None:
    """Select rows as a mouse with Ctrl would."""
    for at, title in enumerate(titles):
        row = next(n for n, each in enumerate(page.model.rows) if each.title == title)
        where = page.table.visualRect(page.model.index(row, 2)).center()
        held = CTRL if at else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, held, where)


def select_all(page) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_A, CTRL)


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(page) -> list[str]:
    return [key for key, button in page.bulk.bar.buttons.items() if button.isVisible()]


def choose_unit(dialog, centre, qtbot, unit="municipal", name="市政养护站") -> None:
    dialog.unit.set_choice(Choice(centre.units[unit], name))
    dialog.unit.chosen.emit(dialog.unit.value())
    qtbot.waitUntil(lambda: bool(dialog.preview.rows))


def run_to_the_end(dialogs, qtbot) -> BatchReport:
    qtbot.waitUntil(lambda: isinstance(dialogs[-1], BatchReport))
    report = dialogs[-1]
    qtbot.waitUntil(lambda: report.is_over)
    return report
