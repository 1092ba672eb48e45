"""承办: what a unit or a grid worker has in hand, and what is done right on the page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.pausing import Pausing
from app.cases.actions.requests import ask_pause
from app.cases.actions.supervising import SupervisionDraft, draft_supervision, issue_supervision
from app.cases.actions.tasks import NewTask, give_task
from app.cases.rules import CaseState, SupervisionLevel
from app.cases.work_states import RequestKind, RequestState, SupervisionState, TaskState
from tests.ui.cases.panels import held, state
from ui.cases.own_page import OwnPage
from ui.core.targets import CaseWanted, NewCaseWanted, QueueWanted


@pytest.fixture
def page_of(embedded_centre, sit, show, qtbot):
    """Open the page at somebody's desk."""

    def opened(role="handler"):
        seat = sit(embedded_centre, role)
        page = show(OwnPage(seat.desk))
        page.dialogs = []
        page.actions_of.opened.connect(page.dialogs.append)
        page.activateWindow()
        qtbot.waitUntil(lambda: page.seen is not None)
        qtbot.waitUntil(seat.settled)
        return seat, page

    return opened


def titles(page, key):
    section = page.sections[key]
    return [row.line.title for row in section.lines.rows] if section.isVisibleTo(page) else None


def click(row):
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)


def first(page, key):
    return page.sections[key].lines.rows[0]


def test_each_thing_stands_in_its_section(embedded_centre, page_of):
    centre = embedded_centre
    centre.assign(centre.register(title="等签收"))
    held(centre, title="在办")

    _, page = page_of()

    assert titles(page, "to_sign") == ["等签收"]
    assert titles(page, "in_hand") == ["在办"]
    assert titles(page, "stopped") is None  # nothing stands, and nothing has to be said of it
    assert titles(page, "tasks") == []
    assert "new_today" not in page.sections


def test_signing_moves_a_line_from_one_section_to_the_next(embedded_centre, page_of, qtbot):
    case_id = embedded_centre.register(title="井盖")
    embedded_centre.assign(case_id)
    seat, page = page_of()

    click(first(page, "to_sign"))
    qtbot.waitUntil(lambda: titles(page, "in_hand") == ["井盖"])
    qtbot.waitUntil(seat.settled)

    assert titles(page, "to_sign") == []
    assert state(embedded_centre, case_id) is CaseState.SIGNED_FOR


def test_a_task_is_finished_right_there_with_its_words(embedded_centre, page_of, qtbot):
    case_id = held(embedded_centre)
    task = NewTask(case_id, "现场复核", embedded_centre.units["municipal"])
    embedded_centre.do("dispatcher", give_task, task)
    seat, page = page_of()

    click(first(page, "tasks"))
    qtbot.waitUntil(lambda: bool(page.dialogs))
    page.dialogs[-1].note.setPlainText("已复核")
    page.dialogs[-1].save()
    qtbot.waitUntil(lambda: titles(page, "tasks") == [])
    qtbot.waitUntil(seat.settled)

    task = embedded_centre.card(case_id).tasks[0]
    assert (task.state, task.result) == (TaskState.DONE, "已复核")


def test_a_sheet_is_answered_right_there(embedded_centre, page_of, qtbot):
    centre, case_id = embedded_centre, held(embedded_centre)
    order = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不办")
    sheet_id = centre.do("director", draft_supervision, order)
    centre.do("director", issue_supervision, sheet_id, centre.card(case_id).sheets[0].version)
    seat, page = page_of()

    click(first(page, "sheets"))
    qtbot.waitUntil(lambda: bool(page.dialogs))
    page.dialogs[-1].note.setPlainText("明天办结")
    page.dialogs[-1].save()
    qtbot.waitUntil(lambda: titles(page, "sheets") is None)
    qtbot.waitUntil(seat.settled)

    assert centre.card(case_id).sheets[0].state is SupervisionState.REPLIED


def test_what_i_asked_for_can_be_taken_back(embedded_centre, page_of, qtbot):
    case_id = held(embedded_centre)
    order = Pausing(
        case_id, embedded_centre.version(case_id), RequestKind.EXTENDED, "等料", amount=2.0
    )
    embedded_centre.do("handler", ask_pause, order)
    seat, page = page_of()
    assert "等主任批" in first(page, "requests").line.under

    click(first(page, "requests"))
    qtbot.waitUntil(lambda: titles(page, "requests") == [])
    qtbot.waitUntil(seat.settled)

    assert embedded_centre.card(case_id).requests[0].state is RequestState.WITHDRAWN


def test_arrows_walk_and_enter_opens(embedded_centre, page_of):
    cases = [held(embedded_centre, title=title) for title in ("甲", "乙")]
    seat, page = page_of()
    first(page, "in_hand").setFocus()

    QTest.keyClick(first(page, "in_hand"), Qt.Key.Key_Down)
    QTest.keyClick(page.sections["in_hand"].lines.rows[1], Qt.Key.Key_Return)

    assert page.sections["in_hand"].lines.chosen().title in "甲乙"
    assert seat.sent_to == [CaseWanted(page.sections["in_hand"].lines.rows[1].line.key)]
    assert seat.sent_to[0].case_id in cases


def test_what_has_no_room_is_shown_on_demand_and_then_leads_to_the_queue(
    embedded_centre, page_of, monkeypatch
):
    monkeypatch.setattr("app.cases.queries.holding.MOST_LINES", 10)
    for _ in range(11):
        embedded_centre.assign(embedded_centre.register())
    seat, page = page_of()
    section = page.sections["to_sign"]
    assert (len(section.lines.rows), section.more.text()) == (8, "再看 2 件")

    section.more.click()
    assert (len(section.lines.rows), section.more.text()) == (10, "其余的在队列里看")
    section.more.click()

    assert seat.sent_to == [QueueWanted("assigned")]


def test_a_grid_worker_sees_what_came_today_and_begins_a_new_case(embedded_centre, page_of):
    embedded_centre.register(title="井盖")

    seat, page = page_of("grid_worker")

    assert titles(page, "new_today") == ["井盖"]
    assert first(page, "new_today").line.verb == "自处置"
    QTest.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    assert seat.sent_to == [NewCaseWanted()]


def test_solving_on_the_spot_begins_from_the_line(embedded_centre, page_of, qtbot):
    embedded_centre.register(title="井盖", category="E01-004")
    seat, page = page_of("grid_worker")

    click(first(page, "new_today"))
    qtbot.waitUntil(lambda: bool(page.dialogs) or bool(seat.sentences))
    qtbot.waitUntil(seat.settled)

    assert "自处置" in page.dialogs[-1].windowTitle()
    page.dialogs[-1].reject()


def test_a_line_that_somebody_was_faster_with_says_so(embedded_centre, page_of, qtbot):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    seat, page = page_of()
    row = first(page, "to_sign")
    page.hide()  # so that the news does not reload the page
    embedded_centre.sign_for(case_id)

    row.acted.emit(row.line)
    qtbot.waitUntil(lambda: bool(seat.sentences))
    qtbot.waitUntil(seat.settled)

    assert "不能签收" in seat.sentences[0]
