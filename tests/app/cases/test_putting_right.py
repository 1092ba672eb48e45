"""Mistakes, claimed times and recounts; on behalf of others, and two at once."""

from datetime import datetime, timedelta

import pytest

from app.cases.actions.claims import ClaimedLater, ClaimedTooEarly
from app.cases.actions.handle import (
    Step,
    finish_case,
    report_progress,
    sign_for_case,
)
from app.cases.actions.pausing import (
    Pausing,
    order_pause,
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
from app.cases.actions.refusing import Return, return_case
from app.cases.rules import (
    CaseState,
    EventKind,
    Level,
    MatterClass,
    ReturnReason,
)
from app.cases.work_states import RequestKind
from app.core.clock import SHANGHAI
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from tests.factories.paths import ROOF, at_work, kinds, right_due_times, step

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
