"""Not taken on, given back, paused, handed on: who may, from where, with what reason."""

from datetime import datetime, timedelta

import pytest

from app.cases.actions.after_finishing import (
    reopen_case,
)
from app.cases.actions.handle import (
    report_progress,
)
from app.cases.actions.intake import Intake, receive_case
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
    give_back_case,
    order_pause,
    resume_case,
    table_case,
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
from app.cases.actions.steps import TextMissing
from app.cases.clock import BadLimit, ClockState
from app.cases.rules import (
    BadTransition,
    CaseState,
    DeclineReason,
    EventKind,
    NotPaused,
    Pause,
    ReturnReason,
    Source,
    WhilePaused,
)
from app.cases.work_states import RequestKind, RequestState
from app.core.clock import SHANGHAI
from app.core.errors import NotAllowed, NotFound
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.paths import ROOF, at_work, pausing, right_due_times, step

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
        centre.do("dispatcher", decline_case, spaces)
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
