"""Many rows of the queue at once: the bar, the menu, the keys, the runs and their reports."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.cases.actions.reminding import remind_case
from app.cases.actions.tags import add_tag, mark_case, retire_tag
from app.cases.queries.queue import QueueView
from app.cases.rules import CaseState, EventKind
from tests.factories.centre import STREET
from tests.factories.paths import at_work, finished, kinds
from tests.ui.cases.bulk_hands import (
    CTRL,
    choose_unit,
    click,
    run_to_the_end,
    select,
    select_all,
    shown,
)
from tests.ui.cases.panels import state
from ui.cases.bulk.assigning import BulkAssignDialog
from ui.cases.bulk.batch import BatchReport
from ui.cases.bulk.reminding import BulkRemindDialog
from ui.cases.bulk.tagging import TagDialog
from ui.core.targets import CaseWanted


def test_several_rows_bring_the_bar_and_one_row_takes_it_away(
    embedded_centre, rows_at_queue, qtbot
):
    for title in ("甲", "乙", "丙"):
        embedded_centre.register(text=title)
    _, page, _ = rows_at_queue(embedded_centre)
    before = page.bulk.bar.isVisible()

    select(page, qtbot, "甲", "丙")
    says, offered = page.bulk.bar.says, shown(page)
    QTest.keyClick(page.table, Qt.Key.Key_Escape)

    assert (before, says) == (False, "已选 2 件")
    assert offered == [
        "assign",
        "remind",
        "merge",
        "tag",
        "follow",
        "print",
        "labels",
        "export",
        "macro",
    ]
    assert (page.bulk.bar.isVisible(), len(page.table.chosen_rows())) == (False, 1)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("receptionist", ["merge", "tag", "follow", "print", "labels", "macro"]),
        ("handler", ["tag", "follow", "print", "labels", "macro"]),
        (
            "director",
            ["assign", "remind", "merge", "tag", "follow", "print", "labels", "export", "macro"],
        ),
    ],
)
def test_the_bar_offers_what_the_rights_allow_and_the_menu_the_same(
    embedded_centre, rows_at_queue, qtbot, role, offered
):
    for title in ("甲", "乙"):
        embedded_centre.assign(embedded_centre.register(text=title))
    _, page, _ = rows_at_queue(embedded_centre, role)

    select_all(page)

    assert list(page.bulk.bar.buttons) == offered
    menu = page.table.context_menu()
    exports = 1 if role == "director" else 0  # all that is filtered, besides what is selected
    # and the two ways to copy, the map, the walking route
    assert len(menu.actions()) == len(offered) + 4 + exports
    menu.deleteLater()


def test_what_cannot_be_done_says_why(embedded_centre, rows_at_queue, qtbot):
    for title in ("甲", "乙"):
        finished(embedded_centre, text=title)
    seat, page, dialogs = rows_at_queue(embedded_centre)

    select_all(page)
    bar = page.bulk.bar
    QTest.keyClick(page.table, Qt.Key.Key_A)

    assert not bar.buttons["assign"].isEnabled()
    assert bar.buttons["assign"].toolTip() == "选中的都不能分流：还没受理、停着或已办结"
    assert bar.buttons["remind"].toolTip() == "选中的都没有单位在办，或者停着"
    assert dialogs == []
    qtbot.waitUntil(lambda: seat.sentences == ["选中的都不能分流：还没受理、停着或已办结"])


def test_many_cases_are_assigned_at_once_and_the_others_are_told(centre, rows_at_queue, qtbot):
    first, second = centre.register(text="甲"), centre.register(text="乙")
    done = finished(centre, text="丙")
    seat, page, dialogs = rows_at_queue(centre)
    select_all(page)

    QTest.keyClick(page.table, Qt.Key.Key_A)
    dialog = dialogs[-1]
    assert isinstance(dialog, BulkAssignDialog)
    choose_unit(dialog, centre, qtbot)
    qtbot.waitUntil(dialog.do_button.isEnabled)
    foreseen = (dialog.preview.says, dialog.preview.refusals(), dialog.do_button.text())
    click(qtbot, dialog.do_button)
    report = run_to_the_end(dialogs, qtbot)

    assert foreseen[0] == "2 件可以，1 件不行，跳过："
    assert "丙\n“已办结”的事件不能转派" in foreseen[1][0]
    assert foreseen[2] == "分流 2 件"
    assert report.says == "2 件已分流，1 件没有办成，还是原样。"
    assert [state(centre, each) for each in (first, second, done)] == [
        CaseState.ASSIGNED,
        CaseState.ASSIGNED,
        CaseState.FINISHED,
    ]
    report.reject()
    qtbot.waitUntil(seat.settled)


def test_what_the_unit_has_in_hand_is_not_handed_to_it_again(embedded_centre, rows_at_queue, qtbot):
    embedded_centre.register(text="甲")
    held = at_work(embedded_centre, text="乙")
    before = kinds(embedded_centre, held)
    seat, page, dialogs = rows_at_queue(embedded_centre)
    select_all(page)
    page.bulk.assign()
    choose_unit(dialogs[-1], embedded_centre, qtbot)

    click(qtbot, dialogs[-1].do_button)
    report = run_to_the_end(dialogs, qtbot)

    assert report.says == "1 件已分流，1 件没有办成，还是原样。"
    assert kinds(embedded_centre, held) == before
    report.reject()
    qtbot.waitUntil(seat.settled)


def test_a_report_can_be_copied_and_leads_to_its_cases(embedded_centre, rows_at_queue, qtbot):
    embedded_centre.register(text="甲")
    done = finished(embedded_centre, text="乙")
    seat, page, dialogs = rows_at_queue(embedded_centre)
    select_all(page)
    page.bulk.assign()
    choose_unit(dialogs[-1], embedded_centre, qtbot)
    click(qtbot, dialogs[-1].do_button)
    report = run_to_the_end(dialogs, qtbot)

    click(qtbot, report.copy_button)
    copied = QGuiApplication.clipboard().text()
    QTest.keyClick(report.list, Qt.Key.Key_Return)

    assert copied.splitlines() == [
        "分流给市政养护站",
        "1 件已分流，1 件没有办成，还是原样。",
        "1124-0001\t甲\t分给市政养护站了",
        "1124-0002\t乙\t“已办结”的事件不能转派。请刷新后看看它现在到了哪一步。",
    ]
    assert seat.sent_to == [CaseWanted(done)]


def test_what_was_assigned_wrongly_is_taken_back_unless_somebody_went_on(
    embedded_centre, rows_at_queue, qtbot
):
    first, second = (embedded_centre.register(text=title) for title in ("甲", "乙"))
    seat, page, dialogs = rows_at_queue(embedded_centre)
    select_all(page)
    page.bulk.assign()
    choose_unit(dialogs[-1], embedded_centre, qtbot)
    click(qtbot, dialogs[-1].do_button)
    report = run_to_the_end(dialogs, qtbot)
    embedded_centre.sign_for(second)

    assert report.undo_button.text() == "撤回这 2 件"
    click(qtbot, report.undo_button)
    qtbot.waitUntil(lambda: report.is_over)

    assert report.says == "撤回了 1 件，1 件没有撤回。"
    assert "分流以后已经有了别的步骤，不能撤回" in report.lines()[1]
    assert state(embedded_centre, first) is CaseState.REGISTERED
    assert state(embedded_centre, second) is CaseState.SIGNED_FOR
    report.reject()
    qtbot.waitUntil(seat.settled)


def test_a_run_that_is_stopped_says_what_was_not_done_and_goes_on_when_asked(
    embedded_centre, rows_at_queue, qtbot
):
    ids = [embedded_centre.register(text=title) for title in "甲乙丙丁"]
    seat, page, dialogs = rows_at_queue(embedded_centre)
    select_all(page)
    page.bulk.assign()
    choose_unit(dialogs[-1], embedded_centre, qtbot)
    click(qtbot, dialogs[-1].do_button)
    report = dialogs[-1]
    assert isinstance(report, BatchReport)

    report.reject()
    qtbot.waitUntil(lambda: report.is_over)
    stopped = report.says
    click(qtbot, report.again_button)
    qtbot.waitUntil(lambda: report.says == "4 件已分流。")

    assert stopped == "1 件已分流，3 件没有办。"
    assert not report.again_button.isVisible()
    assert [kinds(embedded_centre, each).count(EventKind.ASSIGNED) for each in ids] == [1] * 4
    report.reject()
    qtbot.waitUntil(seat.settled)


def test_many_are_reminded_of_and_those_reminded_lately_are_left_alone(
    embedded_centre, rows_at_queue, qtbot
):
    fresh = at_work(embedded_centre, text="甲")
    lately = at_work(embedded_centre, text="乙")
    embedded_centre.do("dispatcher", remind_case, lately)
    seat, page, dialogs = rows_at_queue(embedded_centre)
    select_all(page)

    QTest.keyClick(page.table, Qt.Key.Key_B)
    dialog = dialogs[-1]
    assert isinstance(dialog, BulkRemindDialog)
    qtbot.waitUntil(dialog.do_button.isEnabled)
    refusals = dialog.preview.refusals()
    dialog.note.setPlainText("今天能办完吗？")
    QTest.keyClick(dialog.note, Qt.Key.Key_Return, CTRL)
    report = run_to_the_end(dialogs, qtbot)

    assert "您 11-24 14:05 刚催办过" in refusals[0]
    assert report.says == "1 件已催办，1 件没有办成，还是原样。"
    assert not report.undo_button.isVisible()
    assert embedded_centre.card(fresh).events[-1].note == "今天能办完吗？"
    assert kinds(embedded_centre, lately).count(EventKind.REMINDED) == 1
    report.reject()
    qtbot.waitUntil(seat.settled)


def tick(dialog, typed: str, qtbot) -> None:
    dialog.tags.field.setText(typed)
    QTest.keyClick(dialog.tags.field, Qt.Key.Key_Return)


def test_tags_are_put_on_many_by_their_initials_and_taken_back_case_by_case(
    embedded_centre, rows_at_queue, qtbot
):
    centre = embedded_centre
    first, second = (centre.register(text=title) for title in ("甲", "乙"))
    flood = centre.do("director", add_tag, "汛期", STREET)
    centre.do("dispatcher", mark_case, first, (flood,))
    seat, page, dialogs = rows_at_queue(centre)
    select_all(page)

    QTest.keyClick(page.table, Qt.Key.Key_NumberSign)
    dialog = dialogs[-1]
    assert isinstance(dialog, TagDialog)
    qtbot.waitUntil(lambda: bool(dialog.tags.shown()))
    some = dialog.tags.shown()
    tick(dialog, "xq", qtbot)
    click(qtbot, dialog.do_button)
    qtbot.waitUntil(lambda: bool(seat.told))
    marked = [centre.card(each).tags for each in (first, second)]
    shown_over_the_page = QApplication.activeModalWidget()
    seat.told[-1].act.run()
    qtbot.waitUntil(lambda: len(seat.told) > 1)

    assert shown_over_the_page is None
    assert seat.sentences == ["2 件已改标签", "撤回了 2 件"]
    assert some == ("汛期　1 件有",)
    assert marked == [("汛期",), ("汛期",)]
    assert [centre.card(each).tags for each in (first, second)] == [("汛期",), ()]
    qtbot.waitUntil(seat.settled)


def test_tags_that_could_not_be_put_on_every_case_are_reported_one_by_one(
    embedded_centre, rows_at_queue, qtbot
):
    centre = embedded_centre
    for title in ("甲", "乙"):
        centre.register(text=title)
    flood = centre.do("director", add_tag, "汛期", STREET)
    seat, page, dialogs = rows_at_queue(centre)
    select_all(page)
    page.bulk.tag()
    qtbot.waitUntil(lambda: bool(dialogs[-1].tags.shown()))
    tick(dialogs[-1], "xq", qtbot)
    centre.do("director", retire_tag, flood, 1)

    click(qtbot, dialogs[-1].do_button)
    report = run_to_the_end(dialogs, qtbot)

    qtbot.waitUntil(report.isVisible)
    assert report.says == "0 件已改标签，2 件没有办成，还是原样。"
    assert seat.sentences == []
    report.reject()
    qtbot.waitUntil(seat.settled)


def test_a_step_for_one_case_is_not_taken_on_one_of_several(embedded_centre, rows_at_queue, qtbot):
    ids = [embedded_centre.register(text=title) for title in ("甲", "乙", "丙")]
    before = [kinds(embedded_centre, each) for each in ids]
    seat, page, dialogs = rows_at_queue(embedded_centre, "director")
    select(page, qtbot, "甲", "丙")
    keys = "SFCTVHE"

    QTest.keyClicks(page.table, keys)
    qtbot.waitUntil(lambda: len(seat.sentences) == len(keys))
    QTest.keyClick(page.table, Qt.Key.Key_Escape)

    assert set(seat.sentences) == {"这一步一次只能办一件，按 Esc 只留一件"}
    assert (dialogs, QApplication.activeModalWidget()) == ([], None)
    assert [kinds(embedded_centre, each) for each in ids] == before
    assert [row.title for row in page.table.chosen_rows()] == ["丙"]


def test_the_star_of_the_shortlist_shows_in_table_panel_and_view(
    embedded_centre, rows_at_queue, qtbot, settle
):
    ids = [embedded_centre.register(text=title) for title in ("甲", "乙")]
    seat, page, _ = rows_at_queue(embedded_centre)
    select_all(page)

    QTest.keyClick(page.table, Qt.Key.Key_Asterisk)

    qtbot.waitUntil(lambda: page.views.rows[QueueView.FOLLOWED].count_text == "2")
    qtbot.waitUntil(lambda: all(row.is_followed for row in page.model.rows))
    qtbot.waitUntil(lambda: page.panel.head.star.toolTip() == "不再关注 *")
    assert page.bulk.bar.buttons["follow"].text() == "取消关注"
    page.show_view(QueueView.FOLLOWED)
    settle(seat)
    assert {row.id for row in page.model.rows} == set(ids)
    undo = seat.told[-1]
    assert undo.text.startswith("已关注 2 件")
    undo.act.run()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
