"""Every side path of a case: who may take it, from where, with what reason, and what it leaves."""

from datetime import datetime, timedelta

import pytest

from app.cases.actions.after_finishing import (
    AnswersIncomplete,
    CallBack,
    call_back,
    reopen_case,
    verify_case,
)
from app.cases.actions.ending_checks import TasksOpen
from app.cases.actions.handle import (
    CallBackOwed,
    Step,
    archive_case,
    close_case,
    finish_case,
    report_progress,
    sign_for_case,
)
from app.cases.actions.intake import Intake, receive_case
from app.cases.actions.on_the_spot import NotSmall, PhotoMissing, solve_on_spot
from app.cases.actions.passing_on import (
    NotAbove,
    Passing,
    SameDesk,
    escalate_case,
    hand_over_case,
    rehandle_case,
)
from app.cases.actions.pausing import (
    EndsBeforeStart,
    Pausing,
    give_back_case,
    order_pause,
    resume_case,
    table_case,
)
from app.cases.actions.putting_right import (
    Amendment,
    NoClaim,
    NothingToReverse,
    NotYourStep,
    TooLateToReverse,
    accept_claim,
    amend_case,
    recount_case,
    reverse_step,
)
from app.cases.actions.refusing import Decline, Return, decline_case, return_case
from app.cases.actions.requests import (
    AskedAlready,
    DecidedAlready,
    approve_request,
    ask_pause,
    refuse_request,
    withdraw_request,
)
from app.cases.actions.steps import ClaimedLater, ClaimedTooEarly, TextMissing
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
from app.cases.clock import BadLimit, ClockState
from app.cases.due import wrong_due_times
from app.cases.rules import (
    BadTransition,
    CaseState,
    DeclineReason,
    EventKind,
    Level,
    MatterClass,
    NotPaused,
    Pause,
    ReturnReason,
    Source,
    SupervisionLevel,
    WhilePaused,
)
from app.cases.work_states import RequestKind, RequestState, SupervisionState, TaskState
from app.core.clock import SHANGHAI
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from tests.factories.centre import OTHER_STREET, STREET

ROOF = "E01-001"  # 违法搭建: 15 working days


def kinds(centre, case_id):
    return [event.kind for event in centre.card(case_id).events]


def step(centre, actor, action, case_id, note="好了", **more):
    return centre.do(actor, action, Step(case_id, centre.version(case_id), note, **more))


def at_work(centre, **given):
    """Return a case that the handler has signed for."""
    case_id = centre.register(**given)
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


def pausing(centre, case_id, kind, reason="等配件", **more):
    return Pausing(case_id, centre.version(case_id), kind, reason, **more)


def right_due_times(centre, case_id):
    with centre.database.reading() as session:
        return not wrong_due_times(session, (case_id,), centre.database.clock.now())


# -- not taken on, given back ------------------------------------------------------------------


def test_a_message_is_declined_with_a_reason_and_leaves_every_queue_of_open_cases(centre, clock):
    intake = Intake("想离婚，怎么判？", Source.MAILBOX, STREET)
    pepper = centre.database.state.pepper
    case_id = centre.do("director", receive_case, intake, pepper, received_at=clock.now())
    order = Decline(case_id, centre.version(case_id), DeclineReason.LAWFUL_CHANNEL, "请到法院起诉")

    centre.do("receptionist", decline_case, order)

    seen = centre.card(case_id)
    assert (seen.state, seen.number, seen.clocks) == (CaseState.DECLINED, None, None)
    assert seen.events[-1].facts["reason"] == "lawful_channel"
    assert seen.events[-1].note == "请到法院起诉"


def test_a_declined_message_that_the_director_reopens_gets_a_number_and_its_clock(centre, clock):
    intake = Intake("路灯不亮", Source.MAILBOX, STREET, category="C01-010")
    pepper = centre.database.state.pepper
    case_id = centre.do("director", receive_case, intake, pepper, received_at=clock.now())
    order = Decline(case_id, centre.version(case_id), DeclineReason.OUT_OF_AREA, "在邻街")
    centre.do("receptionist", decline_case, order)

    centre.do("director", reopen_case, case_id, centre.version(case_id), "核实后属本街道")

    seen = centre.card(case_id)
    assert seen.state is CaseState.REGISTERED
    assert seen.number.startswith(f"20261124{STREET}")
    assert seen.clocks.handle.started_at == clock.now()


def test_declining_needs_words_and_no_case_that_somebody_holds_is_declined(centre):
    case_id = centre.register()
    spaces = Decline(case_id, centre.version(case_id), DeclineReason.OTHER, " 　")
    with pytest.raises(TextMissing):
        centre.do("receptionist", decline_case, spaces)
    centre.assign(case_id)

    order = Decline(case_id, centre.version(case_id), DeclineReason.OTHER, "不受理")
    with pytest.raises(BadTransition):
        centre.do("dispatcher", decline_case, order)


def test_a_returned_case_lies_at_the_desk_again_with_its_typed_reason_and_basis(centre):
    case_id = at_work(centre)
    order = Return(case_id, centre.version(case_id), ReturnReason.UNCLEAR_OWNER, "产权在供水公司")

    centre.do("handler", return_case, order)

    seen = centre.card(case_id)
    assert (seen.state, seen.unit, seen.returned_count) == (CaseState.REGISTERED, "", 1)
    assert seen.events[-1].facts["reason"] == "unclear_owner"
    assert [hold.holder for hold in seen.clocks.holds] == ["分流", "市政养护站"]
    assert EventKind.ASSIGNED in seen.steps


def test_only_who_holds_a_case_gives_it_back(centre):
    case_id = at_work(centre)
    order = Return(case_id, centre.version(case_id), ReturnReason.OTHER, "不归我们")

    with pytest.raises(NotAllowed):
        centre.do("receptionist", return_case, order)
    with pytest.raises(NotFound):
        centre.do("rival", return_case, order)


# -- pauses and extensions ---------------------------------------------------------------------


def test_a_request_counts_from_the_asking_once_the_director_approves(centre, clock):
    case_id = at_work(centre, category=ROOF)
    asked = clock.now()
    ask = pausing(centre, case_id, RequestKind.SUSPENDED)
    request = centre.do("handler", ask_pause, ask)
    clock.advance(timedelta(minutes=90))

    centre.do("director", approve_request, request, 1, "同意")

    seen = centre.card(case_id)
    assert (seen.pause, seen.pause_reason) == (Pause.SUSPENDED, "等配件")
    assert seen.clocks.handle.state is ClockState.SUSPENDED
    assert seen.clocks.handle.due_at is None
    assert seen.events[-1].claimed_at == asked
    assert seen.clocks.handle.used_s == 0
    assert right_due_times(centre, case_id)


def test_a_refused_request_moves_no_clock_and_says_why(centre):
    case_id = at_work(centre)
    due = centre.card(case_id).clocks.handle.due_at
    request = centre.do("handler", ask_pause, pausing(centre, case_id, RequestKind.SUSPENDED))

    with pytest.raises(TextMissing):
        centre.do("director", refuse_request, request, 1, "  ")
    centre.do("director", refuse_request, request, 1, "配件有货")

    seen = centre.card(case_id)
    assert seen.requests[0].state is RequestState.REFUSED
    assert (seen.events[-1].kind, seen.events[-1].note) == (EventKind.REFUSED, "配件有货")
    assert (seen.pause, seen.clocks.handle.due_at) == (None, due)


def test_a_request_is_decided_once_by_a_director_and_asked_once(centre):
    case_id = at_work(centre)
    request = centre.do("handler", ask_pause, pausing(centre, case_id, RequestKind.SUSPENDED))

    with pytest.raises(AskedAlready):
        centre.do("handler", ask_pause, pausing(centre, case_id, RequestKind.SUSPENDED))
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", approve_request, request, 1)
    centre.do("director", approve_request, request, 1)
    with pytest.raises(DecidedAlready):
        centre.do("director", refuse_request, request, 2, "不行")


def test_a_request_for_a_case_that_moved_on_is_refused_whole(centre):
    case_id = at_work(centre)
    request = centre.do("handler", ask_pause, pausing(centre, case_id, RequestKind.SUSPENDED))
    centre.finish(case_id)

    with pytest.raises(BadTransition):
        centre.do("director", approve_request, request, 1)

    assert centre.card(case_id).requests[0].state is RequestState.PENDING


def test_only_who_asked_takes_a_request_back(centre):
    case_id = at_work(centre)
    request = centre.do("handler", ask_pause, pausing(centre, case_id, RequestKind.SUSPENDED))

    with pytest.raises(NotAllowed):
        centre.do("director", withdraw_request, request, 1)
    centre.do("handler", withdraw_request, request, 1)

    assert centre.card(case_id).requests[0].state is RequestState.WITHDRAWN


def test_a_suspension_may_not_end_before_it_starts(centre, clock):
    case_id = at_work(centre)
    order = pausing(centre, case_id, RequestKind.SUSPENDED, until=clock.now())

    with pytest.raises(EndsBeforeStart):
        centre.do("director", order_pause, order)


@pytest.mark.parametrize("amount", [None, 0, -1, 1.5])
def test_an_extension_of_nothing_or_of_half_a_day_is_refused(centre, amount):
    case_id = at_work(centre, category=ROOF)

    with pytest.raises(BadLimit):
        order = pausing(centre, case_id, RequestKind.EXTENDED, amount=amount)
        centre.do("director", order_pause, order)

    assert centre.card(case_id).events[-1].kind is EventKind.SIGNED_FOR


def test_an_extension_moves_the_due_time_by_working_days(centre):
    case_id = at_work(centre, category=ROOF)
    order = pausing(centre, case_id, RequestKind.EXTENDED, "工期长", amount=2)

    centre.do("director", order_pause, order)

    # 11-24 + 15 working days is 12-15 (Tue); two more is 12-17 (Thu), at close of business
    due = centre.card(case_id).clocks.handle.due_at
    assert due == datetime(2026, 12, 17, 17, 30, tzinfo=SHANGHAI)
    assert right_due_times(centre, case_id)


def test_while_suspended_only_word_of_it_may_be_added_until_it_goes_on(centre, clock):
    case_id = at_work(centre)
    centre.do("director", order_pause, pausing(centre, case_id, RequestKind.SUSPENDED))

    with pytest.raises(WhilePaused):
        centre.finish(case_id)
    step(centre, "handler", report_progress, case_id, "配件明天到")
    clock.advance(timedelta(hours=2))
    centre.do("handler", resume_case, case_id, centre.version(case_id), "配件到了")

    seen = centre.card(case_id)
    assert (seen.pause, seen.pause_reason) == (None, "")
    assert seen.clocks.handle.state is ClockState.RUNNING
    with pytest.raises(NotPaused):
        centre.do("handler", resume_case, case_id, centre.version(case_id), "再恢复")


def test_a_case_carried_over_stops_its_clock_and_a_tabled_one_does_not(centre):
    carried, tabled = at_work(centre), at_work(centre)
    centre.do("director", order_pause, pausing(centre, carried, RequestKind.CARRIED_OVER))
    centre.do("dispatcher", table_case, tabled, centre.version(tabled), "请大工委议停车位")

    assert centre.card(carried).clocks.handle.state is ClockState.SUSPENDED
    assert centre.card(tabled).clocks.handle.state is ClockState.RUNNING
    centre.do("dispatcher", give_back_case, tabled, centre.version(tabled), "同意施划")
    assert centre.card(tabled).pause is None


# -- handing on --------------------------------------------------------------------------------


def test_an_escalated_case_is_disposed_of_by_the_tier_above_while_the_street_reads_on(centre):
    case_id = at_work(centre)
    order = Passing(case_id, centre.version(case_id), "990102", "街道无执法权")

    centre.do("dispatcher", escalate_case, order)

    seen = centre.card(case_id)
    assert (seen.state, seen.desk_name, seen.unit) == (CaseState.REGISTERED, "试验区", "")
    assert EventKind.ASSIGNED not in seen.steps


def test_a_case_is_escalated_upwards_only(centre):
    case_id = centre.register()

    for region in (OTHER_STREET, "88", ""):
        with pytest.raises(NotAbove):
            order = Passing(case_id, centre.version(case_id), region, "上报")
            centre.do("dispatcher", escalate_case, order)


def test_a_case_handed_over_is_seen_by_both_streets_and_disposed_of_by_the_new_one(centre):
    case_id = centre.register()
    order = Passing(case_id, centre.version(case_id), OTHER_STREET, "现场在东湖街道一侧")

    centre.do("dispatcher", hand_over_case, order)

    assert EventKind.ASSIGNED not in centre.card(case_id, "dispatcher").steps
    theirs = centre.card(case_id, "stranger")
    assert (theirs.desk_name, theirs.state) == ("东湖街道", CaseState.REGISTERED)
    assert EventKind.ASSIGNED in theirs.steps


def test_a_case_is_not_handed_over_to_the_desk_it_lies_at(centre):
    case_id = centre.register()

    with pytest.raises(SameDesk):
        order = Passing(case_id, centre.version(case_id), STREET, "移交")
        centre.do("dispatcher", hand_over_case, order)


def test_another_person_of_the_unit_takes_over_and_no_clock_notices(centre):
    case_id = at_work(centre)
    due = centre.card(case_id).clocks.handle.due_at
    handler = centre.actor("handler").person_id

    centre.do("dispatcher", rehandle_case, case_id, centre.version(case_id), handler)

    assert centre.card(case_id).clocks.handle.due_at == due


# -- after finishing ---------------------------------------------------------------------------


def finished(centre, **given):
    case_id = at_work(centre, **given)
    centre.finish(case_id)
    return case_id


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
    assert centre.card(case_id).supervision_level is None


def test_a_dropped_draft_presses_nobody(centre):
    case_id = at_work(centre)
    draft = SupervisionDraft(case_id, SupervisionLevel.BLUE, "看看")
    key = centre.do("director", draft_supervision, draft)

    centre.do("director", drop_supervision, key, 1, "已在办")

    assert EventKind.SUPERVISED not in kinds(centre, case_id)


# -- putting right -----------------------------------------------------------------------------


def test_a_mistaken_finish_is_put_right_and_the_clock_runs_as_if_it_never_was(centre, clock):
    case_id = at_work(centre)
    before = centre.card(case_id)
    clock.advance(timedelta(minutes=3))
    centre.finish(case_id)
    clock.advance(timedelta(minutes=3))

    centre.do("handler", reverse_step, case_id, centre.version(case_id), "点错了")

    seen = centre.card(case_id)
    assert (seen.state, seen.clocks.handle.due_at) == (before.state, before.clocks.handle.due_at)
    assert kinds(centre, case_id)[-2:] == [EventKind.FINISHED, EventKind.REVERSED]
    assert right_due_times(centre, case_id)


def test_a_mistaken_assignment_is_put_right_with_unit_and_handler(centre):
    case_id = centre.register()
    centre.assign(case_id)

    centre.do("dispatcher", reverse_step, case_id, centre.version(case_id), "分错了")

    seen = centre.card(case_id)
    assert (seen.state, seen.unit, seen.clocks.sign) == (CaseState.REGISTERED, "", None)


def test_a_step_is_put_right_by_its_author_within_minutes_and_never_the_first(centre, clock):
    case_id = centre.register()
    with pytest.raises(NothingToReverse):
        centre.do("receptionist", reverse_step, case_id, centre.version(case_id), "错了")
    centre.assign(case_id)
    with pytest.raises(NotYourStep):
        centre.do("receptionist", reverse_step, case_id, centre.version(case_id), "错了")
    clock.advance(timedelta(minutes=10, seconds=1))

    with pytest.raises(TooLateToReverse):
        centre.do("dispatcher", reverse_step, case_id, centre.version(case_id), "错了")


def test_an_amended_kind_counts_from_the_same_start_by_the_new_limit(centre):
    case_id = centre.register(category="C01-003")
    start = centre.card(case_id).clocks.handle.started_at
    order = Amendment(
        case_id, centre.version(case_id), ROOF, Level.NORMAL, MatterClass.MAJOR, "其实是违建"
    )

    centre.do("dispatcher", amend_case, order)

    clocks = centre.card(case_id).clocks
    assert clocks.handle.started_at == start
    assert clocks.handle.due_at == datetime(2026, 12, 15, 17, 30, tzinfo=SHANGHAI)
    assert right_due_times(centre, case_id)


def test_a_past_moment_is_counted_by_what_was_known_then(centre, clock):
    from app.cases.due import clock_pair
    from app.cases.models import CaseFile

    case_id = centre.register(category="C01-003")
    then = clock.now() + timedelta(minutes=10)
    clock.advance(timedelta(minutes=20))
    order = Amendment(case_id, centre.version(case_id), ROOF, Level.NORMAL, None, "其实是违建")
    centre.do("dispatcher", amend_case, order)

    with centre.database.reading() as session:
        pair = clock_pair(session, session.get_one(CaseFile, case_id), then)

    assert pair.handle_limit.amount == 2  # emergency hours of a missing cover
    assert pair.handle.used_s == 600


def test_a_claimed_time_counts_only_once_the_director_accepts_it(centre, clock):
    case_id = centre.register()
    centre.assign(case_id)
    clock.advance(timedelta(minutes=40))
    real = clock.now() - timedelta(minutes=30)
    step(centre, "handler", sign_for_case, case_id, "网络不通", claimed_at=real)
    late = centre.card(case_id)

    event = late.events[-1].ordinal
    version = centre.version(case_id)
    centre.do("director", accept_claim, case_id, version, event, "确有停网")

    assert late.clocks.sign.used_s == 40 * 60
    assert centre.card(case_id).clocks.sign.used_s == 10 * 60
    with pytest.raises(NoClaim):
        version = centre.version(case_id)
        centre.do("director", accept_claim, case_id, version, event, "再认一次")


def test_a_claimed_time_within_an_outage_the_server_saw_counts_by_itself(centre, clock):
    from app.cases.actions.outages import note_outage

    case_id = centre.register()
    centre.assign(case_id)
    clock.advance(timedelta(minutes=40))
    began = clock.now() - timedelta(minutes=35)
    with centre.database.writing(centre.actor("director")) as uow:
        note_outage(uow, began, clock.now() - timedelta(minutes=5))

    real = clock.now() - timedelta(minutes=30)
    step(centre, "handler", sign_for_case, case_id, "停电时已签", claimed_at=real)

    assert centre.card(case_id).clocks.sign.used_s == 10 * 60


def test_nobody_claims_the_future_or_a_time_before_the_step_it_follows(centre, clock):
    case_id = centre.register()
    clock.advance(timedelta(minutes=5))
    centre.assign(case_id)

    with pytest.raises(ClaimedLater):
        future = clock.now() + timedelta(minutes=1)
        step(centre, "handler", sign_for_case, case_id, claimed_at=future)
    with pytest.raises(ClaimedTooEarly):
        past = clock.now() - timedelta(minutes=1)
        step(centre, "handler", sign_for_case, case_id, claimed_at=past)


def test_a_recount_is_ordered_by_the_director_and_stands_in_the_story(centre):
    case_id = centre.register()

    with pytest.raises(NotAllowed):
        centre.do("dispatcher", recount_case, case_id, centre.version(case_id), "按新规")
    centre.do("director", recount_case, case_id, centre.version(case_id), "按新规")

    assert kinds(centre, case_id)[-1] is EventKind.RECOUNTED
    assert right_due_times(centre, case_id)


# -- on behalf, and at once --------------------------------------------------------------------


def test_the_centre_types_in_for_a_unit_without_a_desk_and_it_is_counted_as_such(centre):
    import sqlalchemy as sa

    from app.accounts.models import Unit

    with centre.database.engine.begin() as connection:
        paper = sa.update(Unit).where(Unit.id == centre.units["water"]).values(has_desk=False)
        connection.execute(paper)
    case_id = centre.register()
    centre.assign(case_id, unit="water")

    step(centre, "dispatcher", sign_for_case, case_id, "电话确认已收到")

    seen = centre.card(case_id)
    assert seen.on_behalf
    assert seen.events[-2].facts["slip"] == f"{seen.number}-2"
    assert seen.events[-1].facts["on_behalf"] is True
    assert seen.handler == ""


def test_two_people_at_once_is_a_conflict_for_every_path(centre):
    case_id = at_work(centre)
    seen = centre.version(case_id)
    step(centre, "handler", report_progress, case_id, "在路上")

    with pytest.raises(Conflict):
        order = Return(case_id, seen, ReturnReason.OTHER, "退")
        centre.do("handler", return_case, order)
    with pytest.raises(Conflict):
        centre.do("handler", finish_case, Step(case_id, seen, "好"))
    with pytest.raises(Conflict):
        order = Pausing(case_id, seen, RequestKind.SUSPENDED, "等")
        centre.do("director", order_pause, order)


def test_a_command_sent_twice_is_done_once(centre):
    case_id, key = at_work(centre), new_id()
    order = Return(case_id, centre.version(case_id), ReturnReason.OTHER, "不归我们")

    for _ in range(2):
        with centre.database.writing(centre.actor("handler")) as uow:
            return_case(uow, order, command_key=key)

    assert kinds(centre, case_id).count(EventKind.RETURNED) == 1


def test_a_grid_worker_does_not_sign_for_what_a_department_holds(centre):
    case_id = centre.register()
    centre.assign(case_id)

    with pytest.raises(NotAllowed):
        step(centre, "grid_worker", sign_for_case, case_id)
