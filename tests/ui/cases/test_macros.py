"""Macros at the desk: seen before they run, on one case and over a selection."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.macros import save_macro
from app.cases.actions.tasks import NewTask, give_task
from app.cases.macros import MacroStep
from app.cases.rules import CaseState, EventKind
from tests.ui.cases.panels import state
from ui.cases.macro_dialog import MacroDialog
from ui.cases.macro_run import MacroReport
from ui.cases.queue_page import QueuePage
from ui.core.targets import CaseWanted

DONE = (
    MacroStep(EventKind.SIGNED_FOR),
    MacroStep(EventKind.PROGRESSED, "已到场"),
    MacroStep(EventKind.FINISHED, "已清理"),
)


@pytest.fixture
def at_queue(sit, show, settle):
    """Open somebody's queue; gives seat, page, and what dialogs were opened."""

    def opened(centre, role="handler"):
        seat = sit(centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        dialogs = []
        page.panel.macros.opened.connect(dialogs.append)
        page.activateWindow()
        page.table.setFocus()
        return seat, page, dialogs

    return opened


def assigned(centre, count=1):
    ids = [centre.register(text=f"第 {number} 件") for number in range(1, count + 1)]
    for case_id in ids:
        centre.assign(case_id)
    return ids


def press_m(page, dialogs, qtbot) -> MacroDialog:
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page.table, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(dialogs))
    qtbot.waitUntil(lambda: bool(dialogs[0].rows))
    return dialogs[0]


def ctrl_enter(widget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_key_shows_each_step_with_what_follows_and_another_one_runs_them(centre, at_queue, qtbot):
    (case_id,) = assigned(centre)
    centre.do("handler", save_macro, "到场即办", DONE)
    seat, page, dialogs = at_queue(centre)
    qtbot.waitUntil(lambda: page.panel.card is not None)

    dialog = press_m(page, dialogs, qtbot)
    seen = dialog.steps.outcomes
    ctrl_enter(dialog.list)

    assert seen == ("之后是“已签收”", "之后是“办理中”", "之后是“已办结”")
    qtbot.waitUntil(lambda: state(centre, case_id) is CaseState.FINISHED)
    qtbot.waitUntil(seat.settled)
    assert seat.sentences == ["1124-0001 已走完“到场即办”"]


def test_the_words_can_be_others_this_time_and_spaces_are_refused(embedded_centre, at_queue, qtbot):
    (case_id,) = assigned(embedded_centre)
    embedded_centre.do("handler", save_macro, "到场即办", DONE)
    _, page, dialogs = at_queue(embedded_centre)
    qtbot.waitUntil(lambda: page.panel.card is not None)
    dialog = press_m(page, dialogs, qtbot)
    words = dialog.steps.fields[2]

    words.setText(" 　")
    refused = (dialog.error_text, dialog.do_button.isEnabled())
    words.setText("井盖已换新")
    ctrl_enter(words)

    assert refused == ("第 3 步要写内容，不能只有空格。", False)
    qtbot.waitUntil(lambda: state(embedded_centre, case_id) is CaseState.FINISHED)
    notes = [event.note for event in embedded_centre.card(case_id).events]
    assert notes[-2:] == ["已到场", "井盖已换新"]


def test_a_step_that_cannot_be_taken_is_said_before_anything_runs(embedded_centre, at_queue, qtbot):
    assigned(embedded_centre)
    embedded_centre.do("handler", save_macro, "直接办结", DONE[1:])
    _, page, dialogs = at_queue(embedded_centre)
    qtbot.waitUntil(lambda: page.panel.card is not None)

    dialog = press_m(page, dialogs, qtbot)

    assert "“待签收”的事件不能进展" in dialog.steps.outcomes[0]
    assert dialog.steps.outcomes[1] == "走不到这一步"
    assert not dialog.do_button.isEnabled()
    dialog.reject()


def test_a_refusal_that_could_not_be_foreseen_leaves_case_and_words_as_they_were(
    embedded_centre, at_queue, qtbot
):
    (case_id,) = assigned(embedded_centre)
    task = NewTask(case_id, "关总阀", embedded_centre.units["water"])
    embedded_centre.do("dispatcher", give_task, task)
    embedded_centre.do("handler", save_macro, "到场即办", DONE)
    seat, page, dialogs = at_queue(embedded_centre)
    qtbot.waitUntil(lambda: page.panel.card is not None)
    dialog = press_m(page, dialogs, qtbot)
    dialog.steps.fields[2].setText("都好了")

    ctrl_enter(dialog.steps.fields[2])

    qtbot.waitUntil(seat.settled)
    assert "第 3 步“办结”没有走成：还有 1 项子任务" in dialog.error_text
    assert dialog.steps.fields[2].text() == "都好了"
    assert state(embedded_centre, case_id) is CaseState.ASSIGNED
    dialog.reject()


def select_all(page, qtbot) -> None:
    qtbot.waitUntil(page.table.hasFocus)
    for _ in range(page.model.rowCount() - 1):
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def test_over_a_selection_each_case_is_reported_done_or_why_not_and_can_be_opened(
    centre, at_queue, qtbot
):
    ids = assigned(centre, 3)
    centre.do("dispatcher", give_task, NewTask(ids[1], "关总阀", centre.units["water"]))
    centre.do("handler", save_macro, "到场即办", DONE)
    seat, page, dialogs = at_queue(centre)
    select_all(page, qtbot)

    dialog = press_m(page, dialogs, qtbot)
    foreseen = dialog.says
    ctrl_enter(dialog.list)
    qtbot.waitUntil(lambda: isinstance(dialogs[-1], MacroReport))
    report = dialogs[-1]
    qtbot.waitUntil(lambda: report.is_over)

    assert foreseen == "3 件能走完。"
    assert report.says == "2 件走完，1 件没有走成，还是原样。"
    assert [state(centre, case_id) for case_id in ids] == [
        CaseState.FINISHED,
        CaseState.ASSIGNED,
        CaseState.FINISHED,
    ]
    assert "1124-0002　第 2 件\n第 3 步“办结”没有走成" in report.lines()[1]
    QTest.keyClick(report.list, Qt.Key.Key_Return)
    assert seat.sent_to == [CaseWanted(ids[1])]


def test_steps_that_are_not_ones_right_are_foreseen_and_nothing_can_be_run(
    embedded_centre, at_queue, qtbot
):
    assigned(embedded_centre, 2)
    embedded_centre.do("director", save_macro, "到场即办", DONE, shared=True)
    seat, page, dialogs = at_queue(embedded_centre, "receptionist")
    select_all(page, qtbot)

    dialog = press_m(page, dialogs, qtbot)

    assert dialog.says == "2 件都走不成，第 1 步：您没有这项权限。"
    assert not dialog.do_button.isEnabled()
    dialog.reject()
    qtbot.waitUntil(seat.settled)


def test_a_run_that_is_stopped_leaves_the_rest_as_they_are(embedded_centre, at_queue, qtbot):
    ids = assigned(embedded_centre, 4)
    embedded_centre.do("handler", save_macro, "到场即办", DONE)
    seat, page, dialogs = at_queue(embedded_centre)
    select_all(page, qtbot)
    dialog = press_m(page, dialogs, qtbot)
    ctrl_enter(dialog.list)
    report = dialogs[-1]

    report.reject()

    qtbot.waitUntil(lambda: report.is_over)
    assert report.says == "1 件走完，3 件没有走。"
    assert [state(embedded_centre, case_id) for case_id in ids[1:]] == [CaseState.ASSIGNED] * 3
    report.reject()
    qtbot.waitUntil(seat.settled)


def test_without_a_macro_it_says_where_one_is_made(embedded_centre, at_queue, qtbot):
    assigned(embedded_centre)
    seat, page, dialogs = at_queue(embedded_centre)
    qtbot.waitUntil(lambda: page.panel.card is not None)

    page.run_macro()
    qtbot.waitUntil(seat.settled)

    assert dialogs[0].says == "还没有宏。在“管理”里的“宏”一页可以建一个。"
    assert not dialogs[0].do_button.isEnabled()
    dialogs[0].reject()
