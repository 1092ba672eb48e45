"""What list pages are made of: bars, views, panel, chips in cells, strips, days."""

from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.core.paging import Count
from ui.core.controls import Button, label
from ui.core.date_field import DateField
from ui.core.facts import FactGrid, FactLine
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.side_panel import ListPanes, PanelPart, SidePanel
from ui.core.slices import KeyHelp
from ui.core.states import EmptyState
from ui.core.strips import Strip
from ui.core.table_marks import ChipText, chips_column, paint_chips
from ui.core.view_list import ViewEntry, ViewList


@pytest.fixture
def put(qtbot):
    """Show a widget in a window of its own."""
    windows = []

    def shown(widget: QWidget, width: int = 400, height: int = 300) -> QWidget:
        window = QWidget()
        QVBoxLayout(window).addWidget(widget)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return widget

    yield shown
    windows.clear()


# Bars


def test_the_filter_speaks_after_a_pause_and_is_left_by_escape(qtbot, put):
    field = put(NarrowField("姓名"))
    field.setFocus()
    with qtbot.waitSignal(field.narrowed) as narrowed:
        QTest.keyClicks(field, "zm ")

    with qtbot.waitSignals([field.narrowed, field.left]):
        QTest.keyClick(field, Qt.Key.Key_Escape)

    assert narrowed.args == ["zm"]
    assert field.text() == ""


def test_the_placeholder_of_the_filter_is_never_cut(put):
    field = put(NarrowField("姓名、用户名、拼音首字母"), width=60)

    room = field.fontMetrics().horizontalAdvance(field.placeholderText())
    assert field.width() > room + 40


@pytest.mark.parametrize(
    ("loaded", "total", "more", "told"),
    [
        (12, None, False, "共 12 人"),
        (60, Count(214), True, "已载入 60 / 214 人，下滚续载"),
        (60, Count(1000, more=True), True, "已载入 60 / 1000+ 人，下滚续载"),
        (60, None, True, "已载入 60 人，下滚续载"),
    ],
)
def test_the_foot_says_how_much_is_loaded(put, loaded, total, more, told):
    foot = put(FootBar((KeyHelp("Up Down", "移动"),)))

    foot.tell(loaded, total, "人", more=more)

    assert foot.text == told


def test_an_empty_title_takes_no_room(put):
    bar = put(ToolBar())
    first = Button("今天")
    bar.add(first)
    before = first.x()

    bar.set_title("2026 年")

    assert before < 20
    assert bar.findChild(QLabel).isVisible()


# Views


@pytest.fixture
def views(put):
    made = ViewList("视图")
    made.add_group(
        "状态", ViewEntry("a", "在岗", "ph.users"), ViewEntry("b", "停用", "ph.prohibit")
    )
    made.add_group("角色", ViewEntry("c", "全部", "ph.users"))
    return put(made)


def test_one_entry_of_each_group_is_marked(views):
    views.mark("a")
    views.mark("c")
    views.mark("b")

    assert [key for key, row in views.rows.items() if row.isChecked()] == ["b", "c"]


def test_a_click_tells_and_marks_nothing_by_itself(qtbot, views):
    views.mark("a")

    with qtbot.waitSignal(views.chosen) as chosen:
        QTest.mouseClick(views.rows["b"], Qt.MouseButton.LeftButton)

    assert chosen.args == ["b"]
    assert not views.rows["b"].isChecked()


def test_arrows_walk_the_views(qtbot, views):
    views.rows["a"].setFocus()

    with qtbot.waitSignal(views.chosen) as chosen:
        QTest.keyClick(views.rows["a"], Qt.Key.Key_Down)

    assert chosen.args == ["b"]
    assert views.rows["b"].hasFocus()


def test_a_count_is_read_out_with_its_word(views):
    views.set_count("a", Count(42))

    assert views.rows["a"].accessibleName() == "在岗 42"


# Panel


def test_a_state_stands_in_place_of_the_record_and_goes(put):
    panel = put(SidePanel("人员"))
    panel.show_state(EmptyState("还没有选人", "在左边选一个。"))
    state = panel.shows_record

    panel.show_record()

    assert not state
    assert panel.shows_record
    assert panel.findChildren(EmptyState, "", Qt.FindChildOption.FindDirectChildrenOnly) == []


def test_a_part_says_so_when_it_has_no_rows(put):
    part = put(PanelPart("代班", "安排"))

    part.set_rows((), "没有安排。")
    (nothing,) = part.rows()
    part.set_rows([label("韩立群 代班")])

    assert nothing.text() == "没有安排。"
    assert [row.text() for row in part.rows()] == ["韩立群 代班"]


@pytest.mark.parametrize(("window", "panel"), [(1366, 360), (1440, 392), (2560, 392)])
def test_the_panel_keeps_the_width_that_goes_with_the_window(qtbot, window, panel):
    side = SidePanel("人员")
    panes = ListPanes((QWidget(),), side)
    qtbot.addWidget(panes)
    panes.resize(window, 700)
    panes.show()

    assert side.width() == panel


def test_a_closed_panel_gives_its_room_to_the_list(qtbot):
    side, table = SidePanel("人员"), QWidget()
    panes = ListPanes((table,), side)
    qtbot.addWidget(panes)
    panes.resize(1440, 700)
    panes.show()

    side.closed.emit()

    qtbot.waitUntil(lambda: table.width() == 1440)


# Facts, chips, strips, days


def test_facts_come_and_go(put):
    facts = put(FactGrid())
    facts.set_lines(FactLine("单位", "市政养护站"), FactLine("电话", "5102300", "白天"))
    facts.set_lines(FactLine("单位", "供水公司"))

    assert facts.texts() == ("单位 供水公司",)


def test_chips_are_copied_as_words():
    column = chips_column("roles", "角色", lambda row: row, width=100, nothing="未授权")

    assert (
        column.text((ChipText("受理员", "柳溪街道"), ChipText("大屏")))
        == "受理员（柳溪街道）、大屏"
    )
    assert column.text(()) == "未授权"


@pytest.mark.parametrize("width", [10, 40, 80, 160, 400])
def test_chips_stay_within_their_cell(qapp, width):
    image = QImage(500, 36, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    chips = (ChipText("部门承办人", "市政养护站"), ChipText("受理员", "柳溪街道"), ChipText("大屏"))

    paint_chips(painter, chips, QRect(10, 0, width, 36))
    painter.end()

    inked = {x for x in range(500) for y in range(36) if image.pixelColor(x, y).alpha()}
    assert inked
    assert max(inked) <= 10 + width + 1


def test_a_strip_told_nothing_is_not_there(put):
    strip = put(Strip("warn"))

    strip.tell("2027 年还没公布，", "暂按周一至周五推算。")
    told = strip.text
    strip.tell("")

    assert told == "2027 年还没公布，暂按周一至周五推算。"
    assert strip.text == ""
    assert not strip.isVisible()


def test_a_day_is_changed_by_keys_and_read(put):
    field = put(DateField(date(2026, 11, 30)))
    field.setFocus()
    field.setSelectedSection(DateField.Section.YearSection)

    QTest.keyClicks(field, "2027")
    QTest.keyClick(field, Qt.Key.Key_Up)

    assert field.text() == "2027-12-30"
    assert field.day() == date(2027, 12, 30)
