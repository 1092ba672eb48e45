"""How a ledger is drawn: words in their places, long ones scroll, everything is said in words."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from tests.factories.ledgers import EVERY, at, lift, manhole, stall, wall, water
from ui.cases.ledger_body import LedgerBody
from ui.core.theme import current

SIZES = [(1294, 692), (1368, 824)]  # what the window's bars leave of 1366x768 and 1440x900


@pytest.fixture
def drawn(qtbot, show):
    """Show a ledger made by hand in a window of a size."""
    kept = []  # a window nobody holds is gone

    def body(ledger, size=SIZES[1]) -> LedgerBody:
        made = LedgerBody(at("11-24 14:05"))
        kept.append(made)
        qtbot.addWidget(made)
        made.resize(*size)
        made.set_ledger(ledger, then=False)
        with qtbot.waitExposed(made):
            made.show()
        return made

    return body


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ledger", EVERY)
def test_no_words_on_the_strip_cover_others_or_leave_it(drawn, ledger, size):
    strip = drawn(ledger(), size).strip
    measure = QFontMetricsF(current().font("caption")).horizontalAdvance

    for lane in strip.lanes:
        spans = {}
        for flag in lane.flags:
            spans.setdefault(flag.level, []).append((flag.left, flag.left + measure(flag.text)))
        for level in spans.values():
            level.sort()
            ends = [end for _, end in level]
            assert all(begin >= end for (begin, _), end in zip(level[1:], ends, strict=False))
            assert ends[-1] <= strip.width() + 2


@pytest.mark.parametrize("size", SIZES)
def test_a_long_ledger_scrolls_and_leaves_room_for_its_lines(drawn, size):
    body = drawn(wall(), size)

    assert body.height() == size[1]
    assert body.table.viewport().height() >= 4 * 32
    assert body.strip.now_lane() is not None


def test_words_under_the_mouse_say_what_a_stretch_is(drawn):
    strip = drawn(water()).strip
    lane, axis = strip.lanes[3], strip.axis

    middle = QPoint(round(axis.x(13 * 60 + 40)), round(lane.band + 10)).toPointF()
    lunch = QPoint(round(axis.x(12 * 60 + 30)), round(lane.band + 10)).toPointF()
    early = QPoint(round(axis.x(8 * 60 + 20)), round(lane.band + 10)).toPointF()

    assert strip.words_at(middle) == "11-24 13:30 – 14:05 35 分"
    assert strip.words_at(lunch) == "11-24 12:00 – 13:30 午休"
    assert strip.words_at(early) == "不计"


def test_the_strip_is_read_out_day_by_day(drawn):
    told = drawn(water()).strip.accessibleDescription().splitlines()

    assert told[1] == "11-21 至 22 日，周末不计"
    assert "14:05 现在" in told[3]
    assert "还剩 3 时 25 分" in told[3]


def test_a_stopped_clock_says_so_on_its_card_and_over_the_strip(drawn):
    body = drawn(lift())

    assert body.headline == "办理停表，还剩 3 日 5 时"
    assert body.handle.accessibleName().startswith("办理 停表 剩 3 日 5 时")


@pytest.mark.parametrize("ledger", [stall, manhole])
def test_an_overdue_clock_says_so_in_words(drawn, ledger):
    body = drawn(ledger())

    assert "办理已超" in body.headline
    assert "超" in body.totals
    assert "超时" in body.strip.accessibleDescription()


def test_chosen_lines_are_copied_alone(drawn, qtbot):
    table = drawn(water()).table
    table.selectRow(1)

    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "11-20 12:00 – 13:30 不计。午休，冬季作息。"


def test_the_model_of_the_lines_is_sound(drawn, qtmodeltester):
    qtmodeltester.check(drawn(water()).table.lines)
