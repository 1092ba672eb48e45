"""Selecting rows of a queue: all of them, also those not loaded; copying what is selected."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.cases.filters.arranged import Grouping
from app.cases.queries.queue import QueueView
from app.core.paging import Count
from tests.ui.cases.bulk_hands import CTRL, SHIFT, click, select_all, shown


def test_all_rows_of_a_view_are_selected_also_those_not_loaded(
    embedded_centre, rows_at_queue, qtbot
):
    for number in range(130):
        embedded_centre.register(text=f"第 {number} 件")
    _, page, _ = rows_at_queue(embedded_centre)
    qtbot.waitUntil(lambda: page.bar.count_text == "130 件")

    select_all(page)
    loaded = (page.bulk.bar.says, page.bulk.bar.all_button.text())
    click(qtbot, page.bulk.bar.all_button)

    qtbot.waitUntil(lambda: page.bulk.bar.says == "已选 130 件")
    assert loaded == ("已选 60 件", "选中全部 130 件")
    assert not page.bulk.bar.all_button.isVisible()


def test_without_an_end_in_sight_the_offer_names_its_limit(embedded_centre, rows_at_queue, qtbot):
    for number in range(70):
        embedded_centre.register(text=f"第 {number} 件")
    _, page, _ = rows_at_queue(embedded_centre)
    select_all(page)

    page.bulk.set_total(Count(1000, more=True))

    assert page.bulk.bar.all_button.text() == "选中前 1000 件"


def test_another_view_ends_the_selection_of_all(embedded_centre, rows_at_queue, qtbot, settle):
    for number in range(130):
        embedded_centre.register(text=f"第 {number} 件")
    seat, page, _ = rows_at_queue(embedded_centre)
    select_all(page)
    page.bulk.all.start()

    page.show_view(QueueView.REGISTERED)
    settle(seat)

    assert (page.bulk.all.runs, page.model.rowCount()) == (False, 60)


def test_rows_are_copied_with_headings_and_numbers_alone_whole(
    embedded_centre, rows_at_queue, qtbot
):
    numbers = [
        embedded_centre.card(embedded_centre.register(text=title)).number for title in ("甲", "乙")
    ]
    seat, page, _ = rows_at_queue(embedded_centre)
    select_all(page)

    QTest.keyClick(page.table, Qt.Key.Key_C, CTRL)
    rows = QGuiApplication.clipboard().text().splitlines()
    QTest.keyClick(page.table, Qt.Key.Key_C, CTRL | SHIFT)

    assert rows[0] == "阶段\t编号\t标题\t类别\t网格\t承办\t时限"
    assert [row.split("\t")[2] for row in rows[1:]] == ["甲", "乙"]
    assert QGuiApplication.clipboard().text().splitlines() == numbers
    qtbot.waitUntil(lambda: seat.sentences == ["已复制 2 个编号"])


def test_a_narrow_window_puts_the_last_buttons_behind_the_dots(
    embedded_centre, rows_at_queue, qtbot
):
    for title in ("甲", "乙"):
        embedded_centre.register(text=title)
    _, page, _ = rows_at_queue(embedded_centre)
    select_all(page)

    page.bulk.bar.setMaximumWidth(420)
    page.bulk.bar.resize(420, page.bulk.bar.height())

    assert shown(page)[0] == "assign"
    assert "macro" not in shown(page)
    assert page.bulk.bar.more.isVisible()


def test_heads_of_groups_are_not_among_what_is_selected(
    embedded_centre, rows_at_queue, qtbot, settle
):
    for number in range(70):
        kind = "C01-003" if number % 2 else "E01-001"
        embedded_centre.register(text=f"第 {number} 件", category=kind)
    seat, page, _ = rows_at_queue(embedded_centre)
    page.state.set_grouping(Grouping.CATEGORY)
    settle(seat)
    heads = page.model.rowCount() - len(page.model.rows)
    page.table.setFocus()

    select_all(page)
    loaded, offered = page.bulk.bar.says, page.bulk.bar.all_button.text()
    click(qtbot, page.bulk.bar.all_button)

    qtbot.waitUntil(lambda: page.bulk.bar.says == "已选 70 件")
    assert heads >= 1
    assert (loaded, offered) == ("已选 60 件", "选中全部 70 件")
