"""Dialogs of what comes after and beside the handling: calls, sheets, tasks, requests."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.actions.handle import Step, close_case
from app.cases.models import Category
from app.cases.models.work import CaseRequest, CaseTask, Supervision
from app.cases.rules import (
    CaseState,
    EventKind,
    SupervisionLevel,
)
from app.cases.work_states import RequestState, SupervisionState, TaskState
from app.core.ids import new_id
from tests.ui.cases.asking import finished, last
from tests.ui.cases.panels import held, suspend
from ui.cases.row_actions import RowVerb, RowWanted
from ui.core.forms import FormField
from ui.core.segmented import Choice


@pytest.mark.parametrize(
    ("reached", "solved", "satisfied", "state"),
    [
        (True, True, True, CaseState.VERIFIED),
        (True, True, False, CaseState.ASSIGNED),
        (False, None, None, CaseState.FINISHED),
    ],
)
def test_a_call_back_leads_where_its_answers_say(
    centre, at, ask, save, reached, solved, satisfied, state
):
    panel = at(finished(centre, wants_call_back=True), "dispatcher")
    dialog = ask(panel, EventKind.CALLED_BACK)
    dialog.reached.set_value(reached)
    dialog.contacted.set_value(True if reached else None)
    dialog.solved.set_value(solved)
    dialog.satisfied.set_value(satisfied)

    card = save(panel, dialog)

    assert card.state is state
    assert card.is_satisfied is satisfied


def test_looking_at_the_place_and_reopening(centre, at, ask, save):
    panel = at(finished(centre), "director")
    dialog = ask(panel, EventKind.VERIFIED)
    dialog.note.setPlainText("到场看过，井盖松动")
    assert save(panel, dialog).state is CaseState.VERIFIED
    dialog = ask(panel, EventKind.REOPENED)
    dialog.note.setPlainText("没装牢，重新装")

    assert save(panel, dialog).reopened_count == 1


def test_a_closed_case_is_archived(centre, at, ask, save):
    case_id = finished(centre)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        close_case(uow, Step(case_id, centre.version(case_id), "好了"), command_key=new_id())
    panel = at(case_id, "dispatcher")

    assert save(panel, ask(panel, EventKind.ARCHIVED)).state is CaseState.ARCHIVED


def test_a_task_is_given_and_done(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.TASK_GIVEN)
    dialog.title_line.setText("关掉上游阀门")
    dialog.unit.set_choice(Choice(centre.units["water"], "供水公司"))
    (task,) = save(panel, dialog).tasks
    assert "关掉上游阀门" in panel.body.bulletins.frames[0].accessibleName()
    panel.actions_of.rows.take(RowWanted(RowVerb.FINISH, task), panel.card)
    dialog = panel.dialogs[-1]
    dialog.note.setPlainText("阀门已关")

    assert save(panel, dialog).tasks[0].state is TaskState.DONE
    with centre.database.reading() as session:
        assert session.scalar(sa.select(CaseTask.result)) == "阀门已关"


def test_a_sheet_is_drafted_issued_and_answered(centre, at, ask, save):
    case_id = held(centre)
    panel = at(case_id, "director")
    dialog = ask(panel, EventKind.SUPERVISED)
    dialog.level.set_value(SupervisionLevel.RED)
    dialog.reason.setPlainText("三次催办没有回音")
    (sheet,) = save(panel, dialog).sheets
    panel.actions_of.rows.take(RowWanted(RowVerb.ISSUE, sheet), panel.card)
    card = save(panel, panel.dialogs[-1])
    assert card.supervision_level is SupervisionLevel.RED
    handling = at(case_id, "handler")
    handling.actions_of.rows.take(RowWanted(RowVerb.REPLY, card.sheets[0]), handling.card)
    dialog = handling.dialogs[-1]
    dialog.note.setPlainText("今天装好")

    assert save(handling, dialog).supervision_level is SupervisionLevel.RED
    with centre.database.reading() as session:
        assert session.scalar(sa.select(Supervision.state)) == SupervisionState.REPLIED


def test_the_last_step_is_put_right_and_both_stand_in_the_story(centre, at, ask, save):
    panel = at(held(centre), "handler")
    dialog = ask(panel, EventKind.REVERSED)
    dialog.note.setPlainText("点错了一件")

    card = save(panel, dialog)

    assert card.state is CaseState.ASSIGNED
    told = panel.body.timeline.accessibleName()
    assert "签收（已撤销）" in told
    assert [entry.struck for entry in panel.body.timeline._entries] == [False, True, False, False]


def test_finishing_ticks_the_check_list_of_the_kind(centre, at, ask, save):
    with centre.database.writing(centre.actor("director")) as uow:
        kind = uow.session.get_one(Category, "C01-003")
        kind.checks = [{"key": "safe", "text": "现场没有隐患", "required": True}]
    panel = at(held(centre), "handler")
    dialog = ask(panel, EventKind.FINISHED)
    dialog.note.setPlainText("井盖已装好")
    dialog.save()
    assert "还没核对：现场没有隐患" in [field.complaint for field in dialog.findChildren(FormField)]
    dialog.checks["safe"].setChecked(True)

    assert last(save(panel, dialog)).facts["checks"] == ["现场没有隐患"]


def test_a_claimed_time_counts_once_the_director_believes_it(centre, at, ask, save, clock):
    case_id = centre.register()
    centre.assign(case_id)
    clock.advance(timedelta(minutes=40))
    panel = at(case_id, "handler")
    dialog = ask(panel, EventKind.SIGNED_FOR, at_length=True)
    dialog.claimed.tick.setChecked(True)
    dialog.claimed.moment.set_moment(clock.now() - timedelta(minutes=30))
    card = save(panel, dialog)
    assert (card.state, card.clocks.sign.used_s) == (CaseState.SIGNED_FOR, 40 * 60)
    directing = at(case_id, "director")
    dialog = ask(directing, EventKind.CLAIM_ACCEPTED)
    dialog.note.setPlainText("回执上写着")

    assert save(directing, dialog).clocks.sign.used_s == 10 * 60


def test_a_case_is_counted_anew_because_the_director_orders_it(centre, at, ask, save):
    panel = at(held(centre), "director")
    dialog = ask(panel, EventKind.RECOUNTED)
    dialog.note.setPlainText("时限表更新了")

    assert last(save(panel, dialog)).kind is EventKind.RECOUNTED


def test_a_unit_without_a_desk_is_signed_for_by_the_centre(centre, at, ask, save):
    with centre.database.writing(centre.actor("director")) as uow:
        uow.session.get_one(Unit, centre.units["municipal"]).has_desk = False
    case_id = centre.register()
    centre.assign(case_id)
    panel = at(case_id, "dispatcher")
    assert next(iter(panel.bar.buttons.values())).text() == "代签收"
    dialog = ask(panel, EventKind.SIGNED_FOR)
    dialog.note.setPlainText("老王收的")

    card = save(panel, dialog)

    assert last(card).facts["on_behalf"] is True
    assert "代签收 韩立群 代市政养护站" in panel.body.timeline.accessibleName()


@pytest.mark.parametrize("verb", [RowVerb.APPROVE, RowVerb.REFUSE])
def test_the_director_answers_a_request(centre, at, ask, save, verb):
    case_id = held(centre)
    handling = at(case_id, "handler")
    dialog = ask(handling, EventKind.EXTENDED)
    dialog.amount.setText("3")
    dialog.reason.setPlainText("要等管网图")
    (request,) = save(handling, dialog).requests
    panel = at(case_id, "director")
    assert [b.text() for b in panel.body.bulletins.frames[0].buttons] == ["批准", "不批准"]
    panel.actions_of.rows.take(RowWanted(verb, request), panel.card)
    dialog = panel.dialogs[-1]
    dialog.note.setPlainText("抓紧")

    card = save(panel, dialog)

    approved = verb is RowVerb.APPROVE
    assert last(card).kind is (EventKind.EXTENDED if approved else EventKind.REFUSED)
    with centre.database.reading() as session:
        state = session.scalar(sa.select(CaseRequest.state))
    assert state == (RequestState.APPROVED if approved else RequestState.REFUSED)
    assert panel.body.bulletins.frames == []


def test_a_request_is_taken_back_by_who_made_it(centre, at, ask, save, qtbot):
    panel = at(held(centre), "handler")
    dialog = ask(panel, EventKind.SUSPENDED)
    dialog.reason.setPlainText("等人")
    (request,) = save(panel, dialog).requests

    panel.actions_of.rows.take(RowWanted(RowVerb.WITHDRAW, request), panel.card)

    qtbot.waitUntil(lambda: panel.card.requests[0].state is RequestState.WITHDRAWN)


def test_what_is_solved_on_the_spot_needs_a_photo(centre, at, ask, qtbot):
    case_id = centre.register(source="grid_patrol", actor="grid_worker")
    panel = at(case_id, "grid_worker")
    dialog = ask(panel, EventKind.SOLVED_ON_SPOT)
    dialog.note.setPlainText("扶正了")

    dialog.save()

    qtbot.waitUntil(lambda: dialog.error_text != "")
    assert dialog.error_text == "自处置要有照片。请先拍照上传。"
    dialog.reject()


def test_a_pause_says_what_and_until_when(centre, at):
    case_id = held(centre)
    suspend(centre, case_id, until=centre.database.clock.now() + timedelta(days=2))
    panel = at(case_id, "handler")

    (frame,) = panel.body.bulletins.frames

    assert frame.accessibleName() == "挂起 等配件，14:05 起，到 11-26 14:05 自动恢复。"
    assert panel.body._clocks[1].accessibleName().startswith("办理 停表 剩")
