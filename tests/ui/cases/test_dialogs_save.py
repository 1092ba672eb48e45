"""Each dialog of a step saves through the real action, on both engines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from shiboken6 import isValid

from app.accounts.models import Unit
from app.cases.actions.handle import Step, close_case
from app.cases.models import Category
from app.cases.models.work import CaseRequest, CaseTask, Supervision
from app.cases.rules import (
    CaseState,
    DeclineReason,
    EventKind,
    Pause,
    ReturnReason,
    SupervisionLevel,
)
from app.cases.work_states import RequestState, SupervisionState, TaskState
from app.core.ids import new_id
from tests.factories.centre import OTHER_STREET
from tests.ui.cases.panels import held, suspend
from ui.cases.case_panel import CasePanel
from ui.cases.row_actions import RowVerb, RowWanted
from ui.core.segmented import Choice


@pytest.fixture
def at(centre, sit, show, qtbot):
    """Open the panel of a case at somebody's desk."""

    def opened(case_id, role):
        seat = sit(centre, role)
        panel = show(CasePanel(seat.desk))
        panel.dialogs = []
        panel.actions_of.opened.connect(panel.dialogs.append)
        panel.show_case(case_id)
        qtbot.waitUntil(lambda: panel.card is not None)
        qtbot.waitUntil(seat.settled)
        panel.seat = seat
        return panel

    return opened


@pytest.fixture
def ask(qtbot):
    """Open the dialog of a step, wait until it has read what it needs."""

    def asked(panel, step, **given):
        panel.take(step, **given)
        qtbot.waitUntil(panel.seat.settled)
        return panel.dialogs[-1]

    return asked


@pytest.fixture
def save(qtbot):
    """Save a dialog and wait for the panel to show a newer case."""

    def saved(panel, dialog):
        before = panel.card
        dialog.save()
        qtbot.waitUntil(lambda: panel.card is not before and gone(dialog))
        qtbot.waitUntil(panel.seat.settled)
        return panel.card

    return saved


def gone(dialog) -> bool:
    return not isValid(dialog) or not dialog.isVisible()


def last(card):
    return card.events[-1]


def finished(centre, **given):
    case_id = held(centre, **given)
    centre.finish(case_id)
    return case_id


def test_declining_keeps_reason_and_words(centre, at, ask, save):
    panel = at(centre.register(), "receptionist")
    dialog = ask(panel, EventKind.DECLINED)
    dialog.reason.set_value(DeclineReason.LAWFUL_CHANNEL)
    dialog.note.setPlainText("已在法院立案，请按诉讼程序办理。")

    card = save(panel, dialog)

    assert card.state is CaseState.DECLINED
    assert last(card).facts["reason"] == "lawful_channel"
    assert "走诉讼" in panel.body.timeline.accessibleName()


def test_returning_goes_back_to_the_dispatcher_with_its_basis(centre, at, ask, save):
    panel = at(held(centre), "handler")
    dialog = ask(panel, EventKind.RETURNED)
    dialog.reason.set_value(ReturnReason.UNCLEAR_OWNER)
    dialog.basis.setPlainText("井盖属供水公司，见 2025 年确权表。")

    card = save(panel, dialog)

    assert (card.state, card.unit, card.returned_count) == (CaseState.REGISTERED, "", 1)
    assert "权属不清。井盖属供水公司" in panel.body.timeline.accessibleName()


@pytest.mark.parametrize("role", ["director", "handler"])
def test_suspending_is_ordered_by_the_director_and_asked_for_by_the_handler(
    centre, at, ask, save, role
):
    panel = at(held(centre), role)
    dialog = ask(panel, EventKind.SUSPENDED)
    dialog.reason.setPlainText("等配件")
    dialog.until.tick.setChecked(True)

    card = save(panel, dialog)

    if role == "director":
        assert (card.pause, card.pause_reason) == (Pause.SUSPENDED, "等配件")
        assert card.resume_at is not None
    else:
        (request,) = card.requests
        assert (card.pause, request.state, request.reason) == (
            None,
            RequestState.PENDING,
            "等配件",
        )
        assert panel.seat.sentences[-1] == "1124-0001 已申请挂起，等主任批"


def test_extending_shows_the_new_due_time_before_it_is_saved(centre, at, ask, save, qtbot):
    panel = at(held(centre), "director")
    due = panel.card.clocks.handle.due_at
    dialog = ask(panel, EventKind.EXTENDED)
    dialog.amount.setText("2")
    qtbot.waitUntil(lambda: "→" in dialog.teller.text)
    promised = dialog.teller.text
    dialog.reason.setPlainText("要等管网图")

    card = save(panel, dialog)

    assert card.clocks.handle.due_at == due + timedelta(hours=2)
    assert "14:05" not in promised
    assert "18:05" in promised


def test_carrying_over_and_going_on(centre, at, ask, save):
    panel = at(held(centre), "director")
    dialog = ask(panel, EventKind.CARRIED_OVER)
    dialog.reason.setPlainText("等明年排水改造")
    assert save(panel, dialog).pause is Pause.CARRIED_OVER
    dialog = ask(panel, EventKind.RESUMED)
    dialog.note.setPlainText("改造提前开工")

    assert save(panel, dialog).pause is None


def test_a_matter_is_tabled_and_given_back(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.TABLED)
    dialog.note.setPlainText("请大工委议定养护责任")
    assert save(panel, dialog).pause is Pause.TABLED
    dialog = ask(panel, EventKind.GIVEN_BACK)
    dialog.note.setPlainText("由市政养护站牵头")

    assert save(panel, dialog).pause is None


def test_escalating_offers_the_tiers_above(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.ESCALATED)
    assert [dialog.tier.itemText(at_) for at_ in range(dialog.tier.count())] == [
        "试验区",
        "试验市",
        "试验省",
    ]
    dialog.note.setPlainText("街道没有处置权")

    card = save(panel, dialog)

    assert (card.state, card.desk_region) == (CaseState.REGISTERED, "990102")
    assert "处置" in " ".join(panel.body._facts.texts()) or card.desk_name == "试验区"


def test_handing_over_to_another_street(centre, at, ask, save, qtbot):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.HANDED_OVER)
    dialog.region.set_choice(Choice(OTHER_STREET, "东湖街道"))
    dialog.note.setPlainText("井在东湖街道一侧")

    card = save(panel, dialog)

    assert (card.desk_region, card.unit) == (OTHER_STREET, "")
    assert "韩立群 → 东湖街道" in panel.body.timeline.accessibleName()


def test_another_person_of_the_unit_takes_over(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.REHANDLED)
    person = centre.actor("handler").person_id
    dialog.person.set_choice(Choice(person, "高海燕"))

    assert last(save(panel, dialog)).facts["handler"] == "高海燕"


def test_amending_the_kind_shows_old_and_new_due_time(centre, at, ask, save, qtbot):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.AMENDED)
    qtbot.waitUntil(lambda: dialog.kind.value() == "C01-003")
    dialog.kind.set_choice(Choice("E01-001", "私搭乱建"))
    dialog._edited()
    qtbot.waitUntil(lambda: "→" in dialog.teller.text)
    dialog.note.setPlainText("现场看是违建")

    card = save(panel, dialog)

    assert card.category_code == "E01-001"
    assert last(card).facts["old_due"]


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

    assert save(handling, dialog).supervision_level is None
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
    assert "还没核对：现场没有隐患" in [field.complaint for field in fields(dialog)]
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


def fields(dialog):
    from ui.core.forms import FormField

    return dialog.findChildren(FormField)
