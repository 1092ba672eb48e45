"""The queue arranged by hand: shorthand, chips, builder, order, groups; in real windows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.cases.filters.arranged import Grouping, Order
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.queries import grouping as grouping_module
from app.cases.queries.queue import QueueView
from app.cases.rules import Level
from tests.factories.centre import OTHER_STREET
from tests.ui.cases.arranged_hands import chips, heads, put_in, titles, type_in
from ui.cases.queue_page import QueuePage
from ui.core.tables import SortWanted
from ui.core.targets import QueueWanted


def test_typed_shorthand_narrows_and_stands_in_words_over_the_table(queue, qtbot, settle):
    seat, page = queue

    type_in(page, "单位:szyhz -井盖")
    type_in(page, "单位:市政 -井盖")
    settle(seat)

    assert titles(page) == ["路灯不亮"]
    assert chips(page) == ["单位是市政养护站", "不含“井盖”"]
    assert page.bar.holder_button.text() == "市政养护站"
    assert page.bar.field.text() == "单位:市政 -井盖"  # nobody rewrites what one is typing


def test_a_chip_taken_away_frees_what_it_narrowed(queue, qtbot, settle):
    seat, page = queue
    type_in(page, "类别:雨水井盖 路灯")
    settle(seat)
    page.table.setFocus()

    qtbot.mouseClick(page.arranging.chips.members()[1], Qt.MouseButton.LeftButton)
    settle(seat)

    assert sorted(titles(page)) == ["井盖松动", "路灯不亮"]
    assert page.bar.field.text() == "类别:雨水井盖"


def test_a_wrong_value_is_said_and_keeps_the_rows_and_what_was_typed(queue, qtbot, settle):
    seat, page = queue
    type_in(page, "路灯")
    settle(seat)

    type_in(page, "单位:市政局 路灯")
    settle(seat)

    assert page.arranging.strip.text == "单位里没有叫“市政局”的。是不是想写“市政养护站”？"
    assert page.bar.field.text() == "单位:市政局 路灯"
    assert titles(page) == ["路灯不亮"]
    type_in(page, "单位:市政 路灯")
    settle(seat)
    assert page.arranging.strip.text == ""


def test_a_target_opens_the_queue_narrowed_by_what_one_would_type(
    embedded_centre, sit, show, settle
):
    for level, title in ((Level.URGENT, "急"), (Level.NORMAL, "缓")):
        embedded_centre.register(title=title, level=level)
    seat = sit(embedded_centre, "dispatcher")
    page = show(QueuePage(seat.desk))
    page.show_target(QueueWanted("registered", "等级:紧急"))  # the names are not read yet
    settle(seat)

    assert page.view is QueueView.REGISTERED
    assert titles(page) == ["急"]
    page.show_target(QueueWanted("all_open"))
    settle(seat)
    assert sorted(titles(page)) == ["急", "缓"]


def test_headings_sort_where_there_is_an_order(queue, qtbot, settle):
    seat, page = queue

    page.table.sort_wanted.emit(SortWanted("received", descending=True))
    settle(seat)
    newest = titles(page)
    page.table.sort_wanted.emit(SortWanted("number", descending=False))
    settle(seat)

    assert newest == ["路灯不亮", "违法搭建", "井盖松动"]
    assert titles(page) == newest[::-1]
    assert chips(page) == ["按编号，从小到大"]
    sortable = [column.key for column in page.model.columns if column.sortable]
    assert sortable == ["number", "level", "received", "due"]


def test_groups_have_heads_that_fold_and_the_foot_still_counts_all(queue, qtbot, settle):
    seat, page = queue

    page.state.set_grouping(Grouping.CATEGORY)
    settle(seat)
    assert heads(page) == ["公用设施 2", "市容环境 1"]
    assert page.table.current_key() is not None
    page.table.fold_wanted.emit(page.model.head_at(0))
    settle(seat)

    assert titles(page) == ["违法搭建"]
    assert heads(page) == ["公用设施 2", "市容环境 1"]
    assert page.foot.text == "列出 1 / 3 件，其余收在组里"


def test_news_reaches_a_view_in_groups(embedded_centre, queue, qtbot):
    _, page = queue
    page.state.set_grouping(Grouping.STATE)
    qtbot.waitUntil(lambda: heads(page) == ["待分流 2", "待签收 1"])

    embedded_centre.register(title="新的")

    qtbot.waitUntil(lambda: heads(page) == ["待分流 3", "待签收 1"])
    assert "新的" in titles(page)


def test_a_view_too_wide_to_group_says_so_and_shows_its_rows(queue, settle, monkeypatch):
    monkeypatch.setattr(grouping_module, "GROUPED_MOST", 2)
    seat, page = queue

    page.state.set_grouping(Grouping.UNIT)
    settle(seat)

    assert heads(page) == []
    assert len(titles(page)) == 3
    assert page.arranging.strip.text == "这个视图超过 2 件，先筛选到少一些再分组。现在没有分组。"


def test_a_standing_view_keeps_what_narrowed_the_one_before(queue, qtbot, settle):
    seat, page = queue
    type_in(page, "路灯")

    page.show_view(QueueView.ASSIGNED)
    settle(seat)

    assert (titles(page), chips(page)) == (["路灯不亮"], ["含有“路灯”"])


def test_columns_are_kept_for_each_view(queue, qtbot, settle):
    _, page = queue
    head = page.table.horizontalHeader()

    head.show_column("level", shown=True)
    page.show_view(QueueView.ASSIGNED)
    elsewhere = "level" in page.table.columns()["hidden"]
    page.show_view(QueueView.ALL_OPEN)

    assert elsewhere
    assert "level" not in page.table.columns()["hidden"]


def test_a_place_outside_ones_area_is_told(queue, settle):
    seat, page = queue

    page.state.set_rules(Filter().setting(FilterField.REGION, OTHER_STREET))
    settle(seat)

    assert titles(page) == []
    assert "网格里有一项已经不存在" in page.arranging.strip.text
    assert "不在您的辖区里" in page.arranging.strip.text


# -- the builder -------------------------------------------------------------------------------


def words_on(dialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def builder(queue, qtbot):
    _, page = queue
    qtbot.mouseClick(page.bar.builder_button, Qt.MouseButton.LeftButton)
    return page.arranging.builder


def test_the_builder_says_what_is_shown_and_counts_what_it_would_show(queue, builder, qtbot):
    _, page = queue

    qtbot.mouseClick(builder.add_button, Qt.MouseButton.LeftButton)
    row = builder.rows[0]
    assert builder.says.text() == "还有 1 个条件没有填完"
    assert not builder.do_button.isEnabled()
    row.field.set_value("unit")
    qtbot.mouseClick(row.input, Qt.MouseButton.LeftButton)
    popup = row.input.popup
    put_in(popup.field, "市政")
    assert popup.shown_titles() == ("市政养护站",)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    popup.close()
    qtbot.waitUntil(lambda: builder.says.text() == "现在有 1 件")
    assert builder.shorthand.text() == "在筛选框里这样写：单位:市政养护站"

    assert [builder.grouping.itemText(at) for at in (0, 3)] == ["不分组", "按承办单位分组"]
    builder.grouping.set_value("unit")
    builder.order.set_value("received")
    builder.direction.set_value(True)
    qtbot.mouseClick(builder.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: heads(page) == ["市政养护站 1"])
    assert chips(page) == ["单位是市政养护站", "按承办单位分组", "按来件时间，新来的在前"]
    assert page.bar.field.text() == "单位:市政养护站"
    assert page.state.ordered.order is Order.RECEIVED


@pytest.mark.parametrize(
    "typed",
    [
        "单位:市政养护站,供水公司 -阶段:已结案 24小时内",
        "退回:2 要回访 -保密 回访结果:不满意,没问过",
        "来件时间:2026-11-01~2026-11-24 -近30天 @我 首问:我",
        '井盖 -路灯 网格:南塘社区 类别:雨水井盖 三类事:"二类 急"',
    ],
)
def test_what_was_typed_comes_out_of_the_builder_as_it_went_in(queue, typed):
    _, page = queue
    type_in(page, typed)
    before = page.state.arranged
    assert before.rules.clauses

    page.arranging.open_builder()
    builder = page.arranging.builder
    after = builder.arranged()
    builder.reject()

    assert after == before


def test_the_builder_is_opened_and_done_with_the_keyboard_alone(queue, qtbot, settle):
    seat, page = queue
    page.table.setFocus()

    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    builder = page.arranging.builder
    builder.activateWindow()
    qtbot.waitUntil(builder.isActiveWindow)
    builder.view.setFocus()
    builder.view.set_value("assigned")
    qtbot.keyClick(builder.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(seat)

    assert page.view is QueueView.ASSIGNED
    assert titles(page) == ["路灯不亮"]


def test_a_builder_left_changes_nothing(queue, builder, qtbot, settle):
    seat, page = queue
    before = page.state.arranged
    builder.view.set_value("closed")

    qtbot.keyClick(builder, Qt.Key.Key_Escape)
    settle(seat)

    assert page.state.arranged == before


def test_a_period_of_ones_own_is_written_as_in_the_line(queue, builder, qtbot):
    qtbot.mouseClick(builder.add_button, Qt.MouseButton.LeftButton)
    row = builder.rows[0]
    row.field.set_value("received")
    row.input.combo.set_value("other")
    assert row.clause() is None

    row.input.own.setText("11-01~11-24")

    assert row.clause() == Clause(FilterField.RECEIVED, Operator.IS, ("2026-11-01..2026-11-24",))


def test_the_builder_fits_a_small_screen_with_many_clauses(queue, builder, qtbot):
    for _ in range(12):
        builder.add_button.click()
    QApplication.processEvents()

    assert builder.height() < 700
    assert builder.rows[-1].lead.text() == "并且"
