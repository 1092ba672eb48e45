"""Whistles on the panel of a case: blown, answered, ended, by mouse and by keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.reporting_in import ask_release
from app.cases.actions.whistling import draft_whistle
from app.cases.queries.whistles import WhistleVerb
from app.cases.rules import EventKind
from app.cases.whistle_rules import UnitStage, WhistleKind, WhistleState
from tests.factories.whistles import come, draft_of, report, seen, summoned, whistle, whistled
from tests.ui.cases.panels import held, said
from ui.cases.case_panel import CasePanel
from ui.core.segmented import Choice


@pytest.fixture
def panel_at(embedded_centre, sit, show, qtbot):
    """Open the panel of a case at somebody's desk; its dialogs are gathered."""

    def opened(case_id, role):
        seat = sit(embedded_centre, role)
        panel = show(CasePanel(seat.desk))
        panel.seat, panel.dialogs = seat, []
        panel.actions_of.opened.connect(panel.dialogs.append)
        panel.actions_of.rows.opened.connect(panel.dialogs.append)
        panel.show_case(case_id)
        qtbot.waitUntil(lambda: panel.card is not None)
        qtbot.waitUntil(seat.settled)
        return panel

    return opened


@pytest.fixture
def settled(qtbot):
    """Wait until what a panel asked for is done, and what is to be so is so."""

    def wait(panel, holds):
        qtbot.waitUntil(lambda: bool(holds(panel.card)))
        qtbot.waitUntil(panel.seat.settled)
        return panel.card

    return wait


def press(panel, verb, unit=""):
    frame = panel.body.whistles.frames[0]
    QTest.mouseClick(frame.buttons[verb, unit], Qt.MouseButton.LeftButton)


def test_the_dispatcher_drafts_by_a_key_with_place_time_and_lead_filled_in(
    embedded_centre, panel_at, settled
):
    case_id = held(embedded_centre, place="滨河路36号")
    panel = panel_at(case_id, "dispatcher")

    panel.take_key("Q")
    dialog = panel.dialogs[-1]
    assert (dialog.place.text(), dialog.do_button.text()) == ("滨河路36号", "起草吹哨单")
    assert dialog.units.lead == embedded_centre.units["municipal"]
    dialog.save()
    assert dialog.task_field.complaint == "请写明请他们来做什么。"
    dialog.unit.chosen.emit(Choice(embedded_centre.units["water"], "供水公司"))
    dialog.units.leads[embedded_centre.units["water"]].setChecked(True)
    dialog.task.setPlainText("现场会商")
    dialog.save()

    card = settled(panel, lambda card: card.whistles)
    assert (card.whistles[0].state, card.whistles[0].lead) == (WhistleState.DRAFTED, "供水公司")
    assert panel.seat.sentences[-1].endswith("的吹哨单已起草，等主任吹哨")
    assert "民生难题（待吹哨）" in said(panel.body.whistles)


def test_an_empty_list_of_units_or_a_time_that_passed_is_said_beside_the_field(
    embedded_centre, panel_at
):
    panel = panel_at(held(embedded_centre), "director")
    panel.take(EventKind.WHISTLED)
    dialog = panel.dialogs[-1]
    dialog.units.remove(embedded_centre.units["municipal"])
    dialog.appear.set_moment(embedded_centre.database.clock.now() - timedelta(minutes=1))
    dialog.task.setPlainText("会商")

    dialog.save()

    assert dialog.units_field.complaint == "请选至少一家单位"
    assert dialog.appear_field.complaint == "到场时间已经过了，请选以后的时间"
    assert dialog.task.toPlainText() == "会商"
    dialog.reject()


def test_the_director_blows_a_draft_and_an_emergency_at_once(embedded_centre, panel_at, settled):
    case_id = held(embedded_centre)
    embedded_centre.do("dispatcher", draft_whistle, draft_of(embedded_centre, case_id))
    panel = panel_at(case_id, "director")
    assert panel.seat.desk.actor.may("cases.approve")

    panel.take_key("Q")
    panel.dialogs[-1].save()
    card = settled(panel, lambda card: card.whistles[0].state is WhistleState.BLOWN)
    assert card.whistles[0].number == "哨〔2026〕1 号"

    other = panel_at(held(embedded_centre), "director")
    other.take_key("Q")
    dialog = other.dialogs[-1]
    dialog.kind.chosen.emit(WhistleKind.EMERGENCY)
    dialog.task.setPlainText("立即关阀")
    assert dialog.do_button.text() == "吹哨"
    dialog.save()
    settled(other, lambda card: card.whistles and card.whistles[0].number)


def test_a_unit_signs_by_a_key_appears_and_is_told_what_its_feedback_lacks(
    embedded_centre, panel_at, settled, qtbot
):
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id)
    panel = panel_at(case_id, "rival")

    panel.take_key("Q")
    settled(panel, lambda card: card.whistles[0].units[1].stage is UnitStage.TO_APPEAR)
    assert panel.seat.sentences[-1] == "供水公司：已签收"
    panel.take_key("Q")
    panel.dialogs[-1].where.setText("东门")
    panel.dialogs[-1].save()
    settled(panel, lambda card: card.whistles[0].units[1].stage is UnitStage.TO_REPORT)
    panel.take_key("Q")
    dialog = panel.dialogs[-1]
    dialog.remedy.setPlainText("换井盖")
    dialog.save()
    assert "请写明与谁沟通过" in said(dialog)
    assert dialog.remedy.toPlainText() == "换井盖"
    dialog.talked.setText("陈芳华")
    dialog.save()

    settled(panel, lambda card: card.whistles[0].units[1].stage is UnitStage.PRESENT)
    told = summoned(embedded_centre, case_id, "water")
    assert (told.where, told.feedback.talked_to) == ("东门", "陈芳华")
    assert "在场，已反馈" in said(panel.body.whistles)


def test_leaving_is_asked_for_granted_and_taken(embedded_centre, panel_at, settled):
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id)
    come(embedded_centre, case_id, "water", "rival")
    panel = panel_at(case_id, "rival")
    press(panel, WhistleVerb.ASK_RELEASE, "供水公司")
    panel.dialogs[-1].note.setPlainText("另有抢修")
    panel.dialogs[-1].save()
    settled(panel, lambda card: card.whistles[0].units[1].release is not None)
    director = panel_at(case_id, "director")
    press(director, WhistleVerb.GRANT, "供水公司")
    assert "罗小兵申请：另有抢修" in said(director.dialogs[-1])
    director.dialogs[-1].save()
    settled(panel, lambda card: WhistleVerb.LEAVE in card.whistles[0].units[1].verbs)

    press(panel, WhistleVerb.LEAVE, "供水公司")

    settled(panel, lambda card: card.whistles[0].units[1].stage is UnitStage.LEFT)


def test_a_late_unit_stands_out_and_who_may_nothing_sees_no_button(
    embedded_centre, panel_at, clock
):
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id)
    clock.advance(timedelta(hours=5))

    panel = panel_at(case_id, "receptionist")

    frame = panel.body.whistles.frames[0]
    assert frame.property("surface") == "warn"
    assert frame.buttons == {}
    assert "待签收，11-24 16:05 已过" in said(frame)
    panel.take_key("Q")
    assert panel.seat.sentences[-1].endswith("现在不能由您吹哨。")


def test_finishing_is_refused_in_words_until_the_whistle_is_ended(
    embedded_centre, panel_at, settled
):
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id, units=("municipal",))
    report(embedded_centre, case_id, "municipal", "handler")
    panel = panel_at(case_id, "handler")
    panel.take(EventKind.FINISHED)
    dialog = panel.dialogs[-1]
    dialog.note.setPlainText("修好了")
    dialog.save()
    settled(panel, lambda _: "哨〔2026〕1 号 还没有办结" in dialog.error_text)
    dialog.reject()

    press(panel, WhistleVerb.END)
    panel.dialogs[-1].note.setPlainText("权属明确，已换")
    panel.dialogs[-1].save()
    settled(panel, lambda card: card.whistles[0].state is WhistleState.DONE)
    press(panel, WhistleVerb.RATE_STREET, "市政养护站")
    panel.dialogs[-1].score.set_value(4)
    panel.dialogs[-1].save()

    settled(panel, lambda card: card.whistles[0].units[0].unit_mark is not None)
    assert whistle(embedded_centre, case_id).units[0].unit_mark.score == 4
    assert "评街道 4 分" in said(panel.body.whistles)


def test_a_release_that_was_answered_meanwhile_is_not_answered_twice(
    embedded_centre, panel_at, settled
):
    case_id = held(embedded_centre)
    whistled(embedded_centre, case_id)
    come(embedded_centre, case_id, "water", "rival")
    embedded_centre.do("rival", ask_release, seen(embedded_centre, case_id, "water"), "有急事")
    first, second = panel_at(case_id, "director"), panel_at(case_id, "director")
    press(first, WhistleVerb.GRANT, "供水公司")
    press(second, WhistleVerb.REFUSE, "供水公司")
    first.dialogs[-1].save()
    settled(first, lambda card: card.whistles[0].units[1].release.decided_by)
    late = second.dialogs[-1]
    late.note.setPlainText("不行")
    late.save()

    settled(second, lambda _: late.error_text)
    assert late.note.toPlainText() == "不行"
    late.reject()
