"""What hands do to a machine that no machine should take harm from: many fingers, long presses,
whole books pasted in, guesses without end, and twenty thousand touches at random.
"""

from random import Random
from time import monotonic

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.kiosk.models import KioskMessage
from app.kiosk.rules import ASKINGS
from tests.factories.windows import LEFT, let_pass
from tests.ui.kiosk.conftest import Hall
from tests.ui.kiosk.test_visits import report
from ui.kiosk.controls import Tile
from ui.kiosk.screens.words import MOST, WordsScreen
from ui.lab.drawn_camera import DrawnCamera
from ui.lab.kiosk_shots import screens_of

FINGERS = 50
HELD_S = 0.9  # longer than any system takes a press for a long one
BOMB = "爆" * 1_000_000
DEEP = {
    *("TopicScreen", "WordsScreen", "PhotoScreen", "PhoneScreen", "MapScreen", "CodeScreen"),
    *("GuideScreen", "HallDoorScreen", "BookScreen", "DayScreen", "TimeScreen"),
    *("BookDigitsScreen", "ArriveCodeScreen", "CancelCodeScreen", "QueueScreen"),
}


def nothing_else_is_open(hall: Hall) -> None:
    """Assert that the window of the machine is there, and no other."""
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert shown == [hall.window]


def test_fifty_fingers_hand_in_once(hall, embedded_centre):
    hall.touch("我要反映", "路灯不亮", "说不清", "路灯不亮，晚上看不见路。", "写好了", "不留号码")
    (button,) = [each for each in hall.buttons() if each.text() == "交给工作人员"]
    screen = hall.window.windowHandle()
    device = QTest.createTouchDevice()
    middle = button.mapTo(hall.window, button.rect().center())
    spots = [middle, *(QPoint(20 * at, 30 * at) for at in range(1, FINGERS))]
    for _ in range(3):
        down = QTest.touchEvent(screen, device)
        for finger, at in enumerate(spots):
            down.press(finger, at, screen)
        down.commit()
        up = QTest.touchEvent(screen, device)
        for finger, at in enumerate(spots):
            up.release(finger, at, screen)
        up.commit()
    hall.shows("收到了，谢谢您")
    hall.settle()
    with embedded_centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(KioskMessage)) == 1
    nothing_else_is_open(hall)


def test_a_long_press_opens_nothing_anywhere(hall):
    for name, show in screens_of(hall.window):
        show()
        hall.settle()
        for each in [hall.window.shown, *hall.window.shown.findChildren(QWidget)]:
            if each.isVisible():
                at = each.rect().center()
                asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, each.mapToGlobal(at))
                QApplication.sendEvent(each, asked)
        let_pass()
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        assert shown == [hall.window], name
        hall.window.vision.reset()
    hall.window.home()
    hall.touch("我要反映", "路灯不亮", "说不清")
    for held in (hall.window.shown.field.viewport(), hall.window.shown.title):
        QTest.mousePress(held, LEFT)
        until = monotonic() + HELD_S
        hall.wait(lambda until=until: monotonic() > until)
        nothing_else_is_open(hall)
        QTest.mouseRelease(held, LEFT)
    hall.shows("说说是什么事")


def test_a_book_that_is_pasted_or_sent_by_a_keyboard_is_cut_short(hall):
    hall.window.go(WordsScreen)
    field = hall.window.shown.field
    QGuiApplication.clipboard().setText(BOMB)
    field.paste()
    assert field.toPlainText() == ""
    said = QInputMethodEvent()
    said.setCommitString(BOMB)
    QApplication.sendEvent(field, said)
    assert field.toPlainText() == BOMB[:MOST]
    hall.window.home()
    for button, wide in (("查进度", 22), ("我要评价", 22)):
        hall.touch(button)
        QTest.keyClicks(hall.window, "7" * 2_000)
        assert len(hall.window.visit.code) == wide
        hall.touch("首页")


def test_who_guesses_on_and_on_is_told_kindly_and_learns_nothing(hall):
    report(hall)
    hall.touch("好了", "查进度")
    told = []
    for guess in range(ASKINGS + 2):
        QTest.keyClicks(hall.window, f"AAAAAA{guess // 8 + 2}{guess % 8 + 2}")
        hall.touch("查一查")
        told.append(hall.window.shown.hint.text())
        hall.touch("重填")
    assert "没有查到" in told[0]
    assert "一分钟" in told[-1]
    assert hall.window.visit.progress is None


def test_hundreds_of_fingers_and_keys_reach_nothing_outside(booking):
    play(booking, 400)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_twenty_thousand_fingers_and_keys_reach_nothing_outside(booking):
    assert play(booking, 20_000) >= DEEP


def play(hall: Hall, times: int) -> set[str]:
    """Touch and type at random and return the screens that were seen; only the window of the
    machine may ever be there.
    """
    hall.window.camera = DrawnCamera()
    chance, seen = Random(7), set()
    for count in range(times):
        _touch_or_type(hall, chance)
        if chance.random() < 0.5:  # the others touch what is still on its way
            hall.wait(hall.machine.jobs.idle)
        seen.add(type(hall.window.shown).__name__)
        if count % 50 == 0:
            hall.settle()
            nothing_else_is_open(hall)
    hall.window.home()
    hall.settle()
    assert len(hall.window.findChildren(Tile)) >= 1
    return seen


_KEYS = [*range(0x20, 0x7F), *range(0x01000000, 0x01000060)]
_HELD = [Qt.KeyboardModifier.NoModifier] * 3 + [
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
]


def _touch_or_type(hall: Hall, chance: Random) -> None:
    at = QPoint(chance.randrange(hall.window.width()), chance.randrange(hall.window.height()))
    dice = chance.random()
    if dice < 0.3 and (buttons := hall.buttons()):  # most of the screen is no button
        button = chance.choice(buttons)
        at = button.mapTo(hall.window, button.rect().center())
    under = hall.window.childAt(at) or hall.window
    inside = under.mapFrom(hall.window, at)
    if dice < 0.6:
        QTest.mouseClick(under, LEFT, Qt.KeyboardModifier.NoModifier, inside)
    elif dice < 0.65:
        QTest.mouseClick(under, Qt.MouseButton.RightButton, pos=inside)
    elif dice < 0.7:
        QTest.mouseDClick(under, LEFT, pos=inside)
    else:
        target = QApplication.focusWidget() or hall.window
        key, held = chance.choice(_KEYS), chance.choice(_HELD)
        said = chr(key) if key < 0x7F else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, held, said))
