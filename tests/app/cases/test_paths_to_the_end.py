"""Called back, verified, reopened, tasks and supervision sheets: what comes before the end."""

from datetime import timedelta

import pytest

from app.cases.actions.after_finishing import (
    AnswersIncomplete,
    CallBack,
    call_back,
    verify_case,
)
from app.cases.actions.ending_checks import TasksOpen
from app.cases.actions.handle import (
    CallBackOwed,
    archive_case,
    close_case,
)
from app.cases.actions.on_the_spot import NotSmall, PhotoMissing, solve_on_spot
from app.cases.actions.supervising import (
    SupervisedAlready,
    SupervisionDraft,
    draft_supervision,
    drop_supervision,
    issue_supervision,
    reply_supervision,
)
from app.cases.actions.tasks import (
    NewTask,
    TaskDueInPast,
    TaskEnded,
    finish_task,
    give_task,
    withdraw_task,
)
from app.cases.rules import (
    CaseState,
    EventKind,
    Level,
    MatterClass,
    SupervisionLevel,
)
from app.cases.work_states import SupervisionState, TaskState
from app.core.words import sentence
from tests.factories.paths import at_work, finished, kinds, step

# -- after finishing ---------------------------------------------------------------------------


def test_a_satisfied_reporter_lets_the_case_be_closed_and_archived(centre):
    case_id = finished(centre, wants_call_back=True)
    with pytest.raises(CallBackOwed):
        step(centre, "dispatcher", close_case, case_id)
    answers = CallBack(
        case_id, centre.version(case_id), contacted=True, solved=True, satisfied=True, note="谢谢"
    )

    centre.do("receptionist", call_back, answers)
    step(centre, "dispatcher", close_case, case_id)
    step(centre, "dispatcher", archive_case, case_id)

    seen = centre.card(case_id)
    assert seen.state is CaseState.ARCHIVED
    assert (seen.is_contacted, seen.is_solved, seen.is_satisfied) == (True, True, True)


def test_an_unsatisfied_reporter_reopens_a_case_once_then_the_director_decides(centre, clock):
    case_id = finished(centre, wants_call_back=True)
    clock.advance(timedelta(hours=1))

    def unsatisfied():
        order = CallBack(
            case_id, centre.version(case_id), contacted=True, solved=False, satisfied=False
        )
        centre.do("receptionist", call_back, order)

    unsatisfied()
    again = centre.card(case_id)
    centre.sign_for(case_id)
    centre.finish(case_id)
    unsatisfied()

    assert (again.state, again.unit) == (CaseState.ASSIGNED, "市政养护站")
    assert again.clocks.handle.started_at == clock.now()  # a new handling clock
    assert centre.card(case_id).state is CaseState.VERIFIED
    assert EventKind.REOPENED in centre.card(case_id, "director").steps
    assert EventKind.REOPENED not in centre.card(case_id, "dispatcher").steps


def test_a_call_that_reaches_nobody_is_counted_and_the_case_waits(centre):
    case_id = finished(centre, wants_call_back=True)

    centre.do("receptionist", call_back, CallBack(case_id, centre.version(case_id), None))

    seen = centre.card(case_id)
    assert (seen.state, seen.call_count, seen.is_contacted) == (CaseState.FINISHED, 1, None)


def test_who_was_reached_is_asked_all_three_questions(centre):
    case_id = finished(centre)

    with pytest.raises(AnswersIncomplete):
        order = CallBack(case_id, centre.version(case_id), contacted=True, solved=True)
        centre.do("receptionist", call_back, order)


def test_a_verified_case_may_be_closed(centre):
    case_id = finished(centre)
    centre.do("receptionist", verify_case, case_id, centre.version(case_id), "现场已清")

    step(centre, "dispatcher", close_case, case_id)

    assert kinds(centre, case_id)[-2:] == [EventKind.VERIFIED, EventKind.CLOSED]


def test_a_promised_call_is_replaced_by_a_look_at_the_place_after_three_calls_in_vain(centre):
    case_id = finished(centre, wants_call_back=True)
    for calls in range(3):
        assert centre.card(case_id).call_count == calls
        centre.do("receptionist", call_back, CallBack(case_id, centre.version(case_id), None))
    with pytest.raises(CallBackOwed):
        step(centre, "dispatcher", close_case, case_id)

    centre.do("receptionist", verify_case, case_id, centre.version(case_id), "现场已清")
    step(centre, "dispatcher", close_case, case_id)

    assert centre.card(case_id).state is CaseState.CLOSED


def test_looking_at_the_place_alone_does_not_redeem_a_promised_call(centre):
    case_id = finished(centre, wants_call_back=True)
    centre.do("receptionist", verify_case, case_id, centre.version(case_id), "现场已清")

    with pytest.raises(CallBackOwed) as refused:
        step(centre, "dispatcher", close_case, case_id)
    assert "3 次" in sentence(refused.value)
    content = CallBack(case_id, centre.version(case_id), True, True, True)
    centre.do("receptionist", call_back, content)
    step(centre, "dispatcher", close_case, case_id)

    assert centre.card(case_id).state is CaseState.CLOSED


def test_the_director_closes_a_case_whose_promised_call_was_not_made(centre):
    case_id = finished(centre, wants_call_back=True)

    step(centre, "director", close_case, case_id)

    assert centre.card(case_id).state is CaseState.CLOSED


def test_a_case_solved_on_the_spot_needs_a_photo_and_a_small_matter(centre):
    small = centre.register(category="E01-002", matter_class=MatterClass.MINOR)
    with pytest.raises(PhotoMissing):
        step(centre, "grid_worker", solve_on_spot, small)


def test_what_is_urgent_is_never_solved_on_the_spot(centre, tmp_path):
    from app.cases.actions.attach import attach_to_case
    from app.core.attachments import prepare
    from tests.factories.files import photo

    case_id = centre.register(level=Level.URGENT)
    path = tmp_path / "a.jpg"
    path.write_bytes(photo())
    centre.do("receptionist", attach_to_case, case_id, prepare(path))

    with pytest.raises(NotSmall):
        step(centre, "grid_worker", solve_on_spot, case_id)


# -- tasks -------------------------------------------------------------------------------------


def test_a_case_with_an_open_task_is_neither_finished_nor_closed(centre, clock):
    case_id = at_work(centre)
    task = NewTask(
        case_id, "关总阀", centre.units["water"], due_at=clock.now() + timedelta(hours=2)
    )
    key = centre.do("handler", give_task, task)

    with pytest.raises(TasksOpen):
        centre.finish(case_id)
    centre.do("rival", finish_task, key, 1, "已关")
    centre.finish(case_id)

    assert centre.card(case_id).tasks[0].state is TaskState.DONE
    assert centre.card(case_id, "rival").unit == "市政养护站"  # who has a task reads the case
    with pytest.raises(TaskEnded):
        centre.do("dispatcher", withdraw_task, key, 2, "不用了")


def test_a_task_may_not_be_due_before_it_was_given(centre, clock):
    case_id = at_work(centre)

    with pytest.raises(TaskDueInPast):
        task = NewTask(case_id, "关总阀", centre.units["water"], due_at=clock.now())
        centre.do("handler", give_task, task)


# -- supervision -------------------------------------------------------------------------------


def test_a_sheet_is_drafted_issued_with_a_number_and_answered_by_the_holder(centre):
    case_id = at_work(centre)
    draft = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不决")
    key = centre.do("director", draft_supervision, draft)
    with pytest.raises(SupervisedAlready):
        centre.do("director", draft_supervision, draft)

    centre.do("director", issue_supervision, key, 1)

    seen = centre.card(case_id)
    assert seen.supervision_level is SupervisionLevel.RED
    assert seen.sheets[0].number == "督〔2026〕1 号"
    # 14:05 on a Tuesday and 16 working hours: 3 h 25 left today, 7 h on two days, to be answered
    assert seen.sheets[0].reply_due_at > centre.database.clock.now()
    centre.do("handler", reply_supervision, key, 2, "三日内办结")
    assert centre.card(case_id).sheets[0].state is SupervisionState.REPLIED
    assert centre.card(case_id).supervision_level is SupervisionLevel.RED


def test_a_dropped_draft_presses_nobody(centre):
    case_id = at_work(centre)
    draft = SupervisionDraft(case_id, SupervisionLevel.BLUE, "看看")
    key = centre.do("director", draft_supervision, draft)

    centre.do("director", drop_supervision, key, 1, "已在办")

    assert EventKind.SUPERVISED not in kinds(centre, case_id)
