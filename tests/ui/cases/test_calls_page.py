"""Forty calls to make: shown one after the other, answered by keys, nothing lost on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.calling import publish_plan
from app.cases.call_plan import plan_now
from app.cases.drawing import ALL, DrawnBy, Share
from app.cases.queries.calling import CallView
from app.cases.rules import CaseState, EventKind, Source
from tests.factories.paths import draw, finished
from ui.cases.calls.calls_page import CallsPage
from ui.cases.calls.plan_dialog import PlanDialog
from ui.core.targets import CaseWanted


@pytest.fixture
def calls(embedded_centre, clock, sit, show, qtbot):
    """Open the page at somebody's desk, with so many cases to call about."""

    def opened(count=2, role="receptionist", **given):
        cases = []
        for _ in range(count):
            cases.append(finished(embedded_centre, **given))
            clock.advance(timedelta(minutes=1))
        draw(embedded_centre)
        seat = sit(embedded_centre, role)
        page = show(CallsPage(seat.desk))
        page.activateWindow()
        qtbot.waitUntil(seat.settled)
        qtbot.waitUntil(lambda: not page.model.rows or page.panel.card is not None)
        return seat, page, cases

    return opened


def press(page, *keys):
    for key in keys:
        QTest.keyClick(page.table, key)


def save(page):
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_oldest_stands_first_with_what_was_done_and_why_it_is_called(calls):
    _, page, cases = calls(2)

    assert [row.case_id for row in page.model.rows] == cases
    assert page.panel.row.case_id == cases[0]
    read = "\n".join(page.panel.facts.texts())
    assert "滨河路36号门口的井盖不见了" in read
    assert "已处理" in read
    assert "全部回访" in read
    assert "138****6021" in page.panel.reporter.text


def test_keys_answer_and_lead_on_to_the_next_call(calls, embedded_centre, qtbot):
    seat, page, (first, second) = calls(2)

    press(page, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_6)
    save(page)
    qtbot.waitUntil(lambda: page.panel.card is not None and page.panel.card.id == second)
    qtbot.waitUntil(seat.settled)

    seen = embedded_centre.card(first)
    assert (seen.is_contacted, seen.is_solved, seen.is_satisfied) == (True, True, True)
    assert seen.state is CaseState.VERIFIED
    assert seen.events[-1].facts["late"] is True
    assert page.panel.questions.contact.value() is None  # the next one is asked anew


def test_one_key_says_that_all_is_well(calls, embedded_centre, qtbot):
    seat, page, (case_id,) = calls(1)

    press(page, Qt.Key.Key_Y)
    save(page)
    qtbot.waitUntil(lambda: embedded_centre.card(case_id).state is CaseState.VERIFIED)
    qtbot.waitUntil(seat.settled)

    assert page.model.rowCount() == 0
    page.views.set_value(CallView.DONE)
    page.views.chosen.emit(CallView.DONE)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_the_number_is_shown_by_a_key_and_noted_with_its_reason(calls, embedded_centre, qtbot):
    seat, page, _ = calls(1)

    press(page, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: "13812346021" in page.panel.reporter.text)
    qtbot.waitUntil(seat.settled)
    press(page, Qt.Key.Key_V)

    assert "13812346021" not in page.panel.reporter.text


def test_nobody_reached_comes_back_later(calls, embedded_centre, clock, qtbot):
    seat, page, (case_id,) = calls(1)

    press(page, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.waitUntil(seat.settled)

    assert embedded_centre.card(case_id).events[-1].kind is EventKind.CALL_MISSED
    clock.advance(timedelta(hours=3))
    page.model.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.index(0, 4).data() == "1 次"
    qtbot.waitUntil(seat.settled)


def test_an_answer_that_is_missing_is_asked_for_and_nothing_is_written(calls, embedded_centre):
    _, page, (case_id,) = calls(1)

    press(page, Qt.Key.Key_1, Qt.Key.Key_4)
    save(page)

    assert embedded_centre.card(case_id).state is CaseState.FINISHED
    assert "三个回答都要问到" in page.panel.questions.follows.text()


def test_what_was_answered_is_kept_while_another_case_is_looked_at(calls, qtbot):
    seat, page, (first, second) = calls(2)
    press(page, Qt.Key.Key_5)
    page.panel.questions.note.setPlainText("说是没人来过")

    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page.panel.card is not None and page.panel.card.id == second)
    assert page.panel.questions.note.toPlainText() == ""
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.panel.card is not None and page.panel.card.id == first)

    assert page.panel.questions.solved.value() is False
    assert page.panel.questions.note.toPlainText() == "说是没人来过"
    qtbot.waitUntil(seat.settled)


def test_somebody_was_faster_and_what_was_typed_is_still_there(calls, embedded_centre, qtbot):
    seat, page, (case_id,) = calls(1)
    press(page, Qt.Key.Key_Y)
    page.panel.questions.note.setPlainText("很满意")
    seen = page.panel.card
    page.panel.card = replace(seen, version=seen.version - 1)  # as this desk saw it before
    save(page)
    qtbot.waitUntil(lambda: "别人刚改过" in page.panel.error.text())
    qtbot.waitUntil(seat.settled)

    assert embedded_centre.card(case_id).state is CaseState.FINISHED
    assert page.panel.questions.note.toPlainText() == "很满意"
    assert page.panel.questions.satisfied.value() is True


def test_who_may_not_learn_the_reporter_is_not_asked_to_call(calls):
    _, page, _ = calls(1, is_confidential=True)

    assert page.model.rowCount() == 0


def test_enter_opens_the_case(calls):
    seat, page, (case_id,) = calls(1)

    press(page, Qt.Key.Key_Return)

    assert seat.sent_to == [CaseWanted(case_id)]


def test_the_plan_is_put_together_from_shares_and_holds_from_now_on(calls, embedded_centre, qtbot):
    seat, page, _ = calls(0, "director")
    dialog = PlanDialog(seat.desk, page)
    dialog.start()
    qtbot.waitUntil(lambda: dialog.rest is not None)
    dialog.add_button.click()
    dialog.rows[0].drawn.setValue(20)
    dialog.save()
    assert "请改小" in dialog._field.complaint
    dialog.rows[0].drawn.setValue(2)
    dialog.rest.drawn.setValue(0)
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    qtbot.waitUntil(seat.settled)

    with embedded_centre.database.reading() as session:
        plan = plan_now(session)
    assert plan.shares == (Share(DrawnBy.SOURCE, Source.CALL, 2, 10),)
    assert plan.rest.drawn == 0
    assert "来电每 10 件抽 2 件；其余不回访" in page.plan_button.toolTip()


def test_who_does_not_decide_the_plan_only_reads_it(calls, embedded_centre, qtbot):
    embedded_centre.do("director", publish_plan, (), ALL, 0, "试行")
    seat, page, _ = calls(0)

    dialog = PlanDialog(seat.desk, page)
    dialog.start()
    qtbot.waitUntil(lambda: dialog.rest is not None)

    assert not dialog.do_button.isEnabled()
    assert "试行" in dialog.history.text()
    assert "您只能看" in dialog.error_text
    dialog.reject()
    qtbot.waitUntil(seat.settled)
