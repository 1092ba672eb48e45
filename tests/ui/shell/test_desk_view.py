"""The desk as its person sees it: rail, titles, tabs, keys, notices."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.core.actor import Actor, Grant
from app.core.changes import Change, Topic
from app.core.errors import DatabaseBusy
from tests.ui.shell.fakes import CLOSED, COUNTS, GRIDS
from ui.administration.save_bar import SaveBar
from ui.cases.action_bar import ActionBar
from ui.cases.bulk.bar import BulkBar
from ui.cases.form_bar import FormBar
from ui.cases.kinds.save_bar import KindSaveBar
from ui.core.chips import Chip
from ui.core.page_bars import FootBar
from ui.core.slices import PageSpec, Slice
from ui.core.states import ErrorState
from ui.core.targets import CaseWanted, GridWanted, NewCaseWanted, PageWanted
from ui.shell.desk_view import DeskView


def show(qtbot, desk, *slices, **how) -> DeskView:
    """Show a desk at the design size."""
    view = DeskView(desk, slices or (GRIDS, CLOSED), **how)
    qtbot.addWidget(view)
    view.resize(1440, 900)
    view.show()
    view.begin()
    qtbot.waitUntil(desk.jobs.idle)
    return view


def texts(widget) -> list[str]:
    return [line.text() for line in widget.findChildren(QLabel) if line.isVisible()]


def nobody() -> Actor:
    return Actor(None, "叶建平", "tests", (Grant("grid_worker", frozenset(), region=""),))


def test_the_rail_lists_only_what_i_may_enter(qtbot, make_desk):
    view = show(qtbot, make_desk(nobody()))

    assert list(view.rail.items) == ["today", "grids"]


def test_the_rail_lists_everything_for_who_may_everything(qtbot, desk):
    view = show(qtbot, desk)

    assert list(view.rail.items) == ["today", "grids", "closed"]


def test_a_click_in_the_rail_opens_the_first_page_of_a_slice(qtbot, desk):
    view = show(qtbot, desk)

    qtbot.mouseClick(view.rail.items["grids"], Qt.MouseButton.LeftButton)

    assert view.stack.currentWidget().objectName() == "地图"
    assert view.rail.items["grids"].isChecked()
    assert view.tabs.titles() == ("地图", "网格表", "密")


def test_tabs_show_only_pages_i_may_open(qtbot, make_desk):
    view = show(qtbot, make_desk(nobody()))

    view.enter("grids")

    assert view.tabs.titles() == ("地图", "网格表")


def test_a_slice_with_one_page_has_no_tabs(qtbot, desk):
    view = show(qtbot, desk)

    view.enter("closed")

    assert not view.tabs.isVisible()


def test_coming_back_to_a_slice_finds_the_page_one_left(qtbot, desk):
    view = show(qtbot, desk)
    view.open_page("grids.list")

    view.enter("today")
    view.enter("grids")

    assert view.stack.currentWidget().objectName() == "网格表"


def test_slices_that_share_an_entry_stand_side_by_side(qtbot, desk):
    first = Slice("one", "管理", "ph.gear-six", 60, rail="office", pages=(plain("one.page"),))
    second = Slice("two", "别的", "ph.bell", 61, rail="office", pages=(plain("two.page"),))

    view = show(qtbot, desk, second, first)
    view.enter("office")

    assert list(view.rail.items) == ["today", "office"]
    assert view.rail.items["office"].text() == "管理"
    assert view.tabs.titles() == ("one.page", "two.page")


def plain(key: str) -> PageSpec:
    return PageSpec(key, key, lambda desk: QLabel(key))


def test_a_form_is_no_tab_and_shows_the_way_to_it(qtbot, desk):
    view = show(qtbot, desk)

    desk.navigator.go(NewCaseWanted("井盖"))

    page = view.stack.currentWidget()
    assert page.shown == [NewCaseWanted("井盖")]
    assert view.stack.crumbs() == ("新建事件",)
    assert not view.tabs.isVisible()
    page.setWindowTitle("1120-0033 / 时限台账")
    assert view.stack.crumbs() == ("1120-0033", "时限台账")


def test_the_title_leads_back_from_a_form(qtbot, desk):
    view = show(qtbot, desk)
    desk.navigator.go(NewCaseWanted())

    view.top.way.back.emit()

    assert view.stack.currentWidget().objectName() == "地图"


def test_going_to_a_target_opens_the_page_that_takes_it(qtbot, desk):
    view = show(qtbot, desk)

    desk.navigator.go(GridWanted("140213004001"))

    page = view.stack.currentWidget()
    assert (page.objectName(), page.shown) == ("地图", [GridWanted("140213004001")])


def test_a_target_behind_a_missing_right_says_who_can_give_it(qtbot, make_desk):
    desk = make_desk(nobody())
    view = show(qtbot, desk)

    desk.navigator.go(PageWanted("grids.secret"))

    assert "权限" in view.plates.strips()[0].notice.text


def test_a_target_nobody_takes_is_said_and_logged(qtbot, desk, caplog):
    view = show(qtbot, desk)

    desk.navigator.go(CaseWanted(case_id=None))

    assert view.plates.strips()
    assert "no page takes" in caplog.text


def test_alt_left_and_right_walk_through_where_one_was(qtbot, desk):
    view = show(qtbot, desk)
    view.enter("grids")
    view.open_page("grids.list")

    view.stack.back()
    assert view.stack.currentWidget().objectName() == "地图"
    view.stack.forward()
    assert view.stack.currentWidget().objectName() == "网格表"


def test_pages_are_built_when_first_shown_and_once(qtbot, desk):
    built = []

    def build(given):
        built.append(given)
        return QLabel("x")

    slice_ = Slice("late", "晚", "ph.clock", 50, pages=(PageSpec("late.page", "晚", build),))
    view = show(qtbot, desk, slice_)
    assert built == []

    view.enter("late")
    view.enter("today")
    view.enter("late")

    assert built == [desk]


def test_a_page_that_cannot_be_built_says_so_and_can_be_tried_again(qtbot, desk):
    failures = [DatabaseBusy()]

    def build(given):
        if failures:
            raise failures.pop()
        return QLabel("x")

    slice_ = Slice("late", "晚", "ph.clock", 50, pages=(PageSpec("late.page", "晚", build),))
    view = show(qtbot, desk, slice_)

    view.enter("late")
    assert view.stack.currentWidget().findChild(ErrorState) is not None
    view.enter("late")

    assert isinstance(view.stack.currentWidget(), QLabel)


def test_the_badge_counts_and_follows_changes(qtbot, desk, monkeypatch):
    view = show(qtbot, desk)
    item = view.rail.items["grids"]
    assert item.badge == 3
    assert item.accessibleName() == "网格图，3 件已超时"

    monkeypatch.setitem(COUNTS, "waiting", 5)
    desk.hub.announce((Change(Topic.REGION, "140213"),))

    qtbot.waitUntil(lambda: item.badge == 5)


def test_a_plain_letter_runs_a_command_but_not_while_typing(qtbot, desk):
    view = show(qtbot, desk)
    view.activateWindow()
    qtbot.keyClick(view, Qt.Key.Key_G)
    assert view.stack.room.page.key == "grids.list"

    view.open_page("grids.map")
    field = view.stack.currentWidget().field
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_G)

    assert view.stack.room.page.key == "grids.map"
    assert field.text() == "g"


def test_ctrl_and_a_number_enter_a_slice(qtbot, desk):
    view = show(qtbot, desk)

    qtbot.keyClick(view, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert view.stack.room.entry.key == "grids"


def test_the_bell_counts_what_has_to_be_known_until_it_is_looked_at(qtbot, desk):
    view = show(qtbot, desk)
    desk.notices.tell("3 件已转派")
    desk.notices.report(DatabaseBusy())
    assert view.top.bell.unread == 1

    qtbot.mouseClick(view.top.bell, Qt.MouseButton.LeftButton)

    assert view.top.bell.unread == 0
    assert [said.notice.text for said in view.notices.said][-1] == "3 件已转派"


def test_what_passes_lies_over_the_foot_of_the_page(qtbot, desk):
    view = show(qtbot, desk)

    desk.notices.tell("3 件已转派")

    qtbot.waitUntil(lambda: view.plates.height() >= 40)
    assert view.stack.geometry().contains(view.plates.geometry())
    assert not view.strips.isVisible()


@pytest.mark.parametrize(
    "under",
    [
        FootBar,
        ActionBar,
        KindSaveBar,
        lambda: FormBar(may_assign=True),
        lambda: SaveBar(datetime.now(UTC)),
    ],
)
def test_what_passes_covers_none_of_the_bars_at_the_foot_of_a_page(qtbot, desk, under):
    bars = [under(), BulkBar()]

    def build(_desk):
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        for bar in reversed(bars):
            column.addWidget(bar)
        return page

    slice_ = Slice("list", "表", "ph.rows", 50, pages=(PageSpec("list.page", "表", build),))
    view = show(qtbot, desk, slice_)
    view.enter("list")
    desk.notices.tell("3 件已转派")
    qtbot.waitUntil(lambda: view.plates.height() >= 40)

    def covered(bar) -> bool:
        return view.plates.geometry().bottom() >= bar.mapTo(view, QPoint(0, 0)).y()

    qtbot.waitUntil(lambda: not covered(bars[0]))
    was = view.plates.y()
    bars[1].show()
    qtbot.waitUntil(lambda: not covered(bars[1]))
    bars[1].hide()
    qtbot.waitUntil(lambda: view.plates.y() == was)


def test_what_lasts_takes_room_of_its_own_and_covers_no_button(qtbot, desk):
    view = show(qtbot, desk)
    before = view.stack.height()

    desk.notices.report(DatabaseBusy())

    qtbot.waitUntil(lambda: view.stack.height() < before)
    assert not view.plates.isVisible()


def test_the_status_bar_says_when_something_last_changed(qtbot, desk, clock):
    view = show(qtbot, desk)
    assert "打开后还没有变更" in texts(view.status)

    desk.hub.announce((Change(Topic.CASE, "x"),))
    clock.advance(timedelta(seconds=30))
    view.status.tick()

    assert "最近变更 14:05:00（30 秒前）" in texts(view.status)
    assert "服务器时间 2026-11-24 14:05:30" in texts(view.status)


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_says_so_in_the_status_bar(qtbot, desk, demo):
    view = show(qtbot, desk, demo=demo)

    chips = [chip.text() for chip in view.status.findChildren(Chip)]
    assert chips == (["演示数据"] if demo else [])


def test_every_control_of_the_frame_says_what_it_is(qtbot, desk):
    view = show(qtbot, desk)
    view.show_keys()
    view.palette_box.begin()

    nameless = [
        control
        for control in view.findChildren(QWidget)
        if isinstance(control, QAbstractButton | QLineEdit)
        and not (control.accessibleName() or getattr(control, "text", str)())
    ]

    assert nameless == []


def test_the_list_of_keys_names_page_commands_and_window(qtbot, desk):
    view = show(qtbot, desk)
    view.enter("grids")

    view.show_keys()

    lines = view.key_sheet.lines()
    assert {"在“地图”", "移动", "随时可做", "查看网格", "全程", "锁屏"} <= set(lines)
