"""Who is called back: drawn at finishing, tried again, given up; and what an answer leads to."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.after_finishing import CallBack, call_back, reopen_case
from app.cases.actions.calling import publish_plan
from app.cases.actions.handle import ReopeningUndecided, Step, close_case
from app.cases.actions.intake import Reporter
from app.cases.actions.putting_right import reverse_step
from app.cases.actions.requests import approve_request, refuse_request
from app.cases.chores import draw_calls
from app.cases.drawing import ALL, CallReason, DrawnBy, Share
from app.cases.models.calling import CallAnswer, CallRound
from app.cases.queries.calling import CallView, call_counts, call_page, round_of
from app.cases.queries.work import pending_requests
from app.cases.rules import CaseState, EventKind, Source
from app.cases.work_states import RequestKind
from app.core.errors import Conflict, NotAllowed, NotForAll
from tests.factories.centre import STREET
from tests.factories.paths import draw, finished, kinds

NO_REST = Share(DrawnBy.REST, "", 0, 1)


def view(centre, part=CallView.NOW, actor="receptionist", **more):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return call_page(session, centre.actor(actor), part, now=now, **more)


def listed(centre, part=CallView.NOW, actor="receptionist"):
    return [row.case_id for row in view(centre, part, actor).rows]


def answer(centre, case_id, actor="receptionist", *, satisfied=True, **more):
    given = {"contacted": True, "solved": True, "satisfied": satisfied, **more}
    order = CallBack(case_id, centre.version(case_id), **given)
    centre.do(actor, call_back, order)


def miss(centre, case_id):
    centre.do("receptionist", call_back, CallBack(case_id, centre.version(case_id), None))


def again(centre, case_id):
    """Let the handler finish a reopened case."""
    centre.sign_for(case_id)
    centre.finish(case_id)


def plan(centre, *shares, rest=ALL, seen=0, actor="director"):
    return centre.do(actor, publish_plan, shares, rest, seen)


def test_every_finished_case_with_a_number_is_to_be_called_the_oldest_first(centre, clock):
    first = finished(centre)
    clock.advance(timedelta(minutes=5))
    second = finished(centre)
    silent = finished(centre, reporter=Reporter())

    for _ in range(2):
        draw(centre)

    assert listed(centre) == [first, second]
    assert [row.reason for row in view(centre).rows] == [CallReason.DRAWN] * 2
    assert [row.case_id for row in view(centre, CallView.LEFT_OUT).rows] == [silent]
    assert listed(centre, actor="stranger") == []
    assert listed(centre, actor="handler") == []


def test_a_share_draws_as_many_as_it_says_and_tells_which_case_it_was(centre):
    plan(centre, Share(DrawnBy.SOURCE, Source.CALL, 1, 3), rest=NO_REST)
    for _ in range(6):
        finished(centre)
    finished(centre, source=Source.VISIT)

    draw(centre)

    with centre.database.reading() as session:
        rows = session.scalars(sa.select(CallRound).order_by(CallRound.serial)).all()
    calls = [row for row in rows if row.share == "source:call"]
    assert [row.serial for row in calls] == [1, 2, 3, 4, 5, 6]
    assert [row.reason for row in calls].count(CallReason.DRAWN) == 2
    assert [row.reason for row in rows if row.share == "rest:"] == [CallReason.NOT_DRAWN]


def test_who_was_promised_a_call_gets_one_whatever_is_drawn(centre):
    plan(centre, rest=NO_REST)
    promised = finished(centre, wants_call_back=True)
    finished(centre)

    draw(centre)

    assert listed(centre) == [promised]


def test_the_plan_is_decided_by_who_decides_for_all_and_nobody_decides_blindly(centre):
    assert plan(centre, rest=NO_REST) == 1
    with pytest.raises(Conflict):
        plan(centre, rest=ALL, seen=0)
    with pytest.raises((NotAllowed, NotForAll)):
        plan(centre, seen=1, actor="dispatcher")


def test_a_call_in_vain_comes_back_later_and_after_enough_of_them_no_more(centre, clock):
    case_id = finished(centre)
    draw(centre)

    miss(centre, case_id)
    assert (listed(centre), listed(centre, CallView.LATER)) == ([], [case_id])
    clock.advance(timedelta(hours=2, minutes=1))
    assert listed(centre) == [case_id]
    for _ in range(2):
        miss(centre, case_id)

    assert listed(centre, CallView.GIVEN_UP) == [case_id]
    with centre.database.reading() as session:
        counts = call_counts(session, centre.actor("receptionist"), clock.now(), region=STREET)
    assert {part: n.value for part, n in counts.items() if n.value} == {CallView.GIVEN_UP: 1}
    answer(centre, case_id)  # who calls all the same is heard
    assert listed(centre, CallView.DONE) == [case_id]


def test_pages_of_the_list_hold_every_case_once(centre, clock):
    cases = []
    for _ in range(5):
        cases.append(finished(centre))
        clock.advance(timedelta(seconds=1))
    draw(centre)

    first = view(centre, size=2)
    second = view(centre, size=2, after=first.after)
    third = view(centre, size=2, after=second.after)

    seen = [row.case_id for page in (first, second, third) for row in page.rows]
    assert (seen, third.after) == (cases, None)


def test_a_confidential_reporter_is_called_by_whoever_may_learn_who_it_is(centre):
    case_id = finished(centre, is_confidential=True)

    draw(centre)

    assert listed(centre) == []
    assert listed(centre, actor="director") == [case_id]


def test_a_case_closed_before_the_call_is_called_about_and_stays_closed_if_all_is_well(centre):
    good, bad = finished(centre), finished(centre)
    draw(centre)
    for case_id in (good, bad):
        centre.do("dispatcher", close_case, Step(case_id, centre.version(case_id), "好"))

    answer(centre, good)
    answer(centre, bad, satisfied=False)

    assert centre.card(good).state is CaseState.CLOSED
    assert centre.card(bad).state is CaseState.ASSIGNED


def test_who_is_unhappy_again_puts_the_case_before_the_director(centre):
    case_id = finished(centre)
    answer(centre, case_id, satisfied=False)
    again(centre, case_id)
    draw(centre)
    assert listed(centre) == [case_id]  # finished again, drawn again

    answer(centre, case_id, satisfied=False)
    answer(centre, case_id, satisfied=False)  # asked once

    with centre.database.reading() as session:
        (waits,) = pending_requests(session, centre.actor("director"))
    assert waits.request.kind is RequestKind.REOPENED
    assert centre.card(case_id).state is CaseState.VERIFIED
    with pytest.raises(ReopeningUndecided):
        centre.do("dispatcher", close_case, Step(case_id, centre.version(case_id), "算了"))

    centre.do("director", approve_request, waits.request.id, waits.request.version, "再去一次")

    assert centre.card(case_id).state is CaseState.ASSIGNED
    assert kinds(centre, case_id).count(EventKind.REOPENED) == 2


@pytest.mark.parametrize("closes", [True, False])
def test_the_director_may_leave_it_at_that(centre, closes):
    case_id = finished(centre)
    answer(centre, case_id, satisfied=False)
    again(centre, case_id)
    answer(centre, case_id, satisfied=False)
    with centre.database.reading() as session:
        (waits,) = pending_requests(session, centre.actor("director"))

    if closes:
        centre.do("director", close_case, Step(case_id, centre.version(case_id), "已尽力"))
    else:
        request = waits.request
        centre.do("director", refuse_request, request.id, request.version, "要求超出政策")
        centre.do("dispatcher", close_case, Step(case_id, centre.version(case_id), "照主任"))

    assert centre.card(case_id).state is CaseState.CLOSED
    with centre.database.reading() as session:
        assert pending_requests(session, centre.actor("director")) == ()


def test_a_mistaken_answer_is_put_right_with_all_that_hangs_on_it(centre):
    case_id = finished(centre)
    draw(centre)
    answer(centre, case_id)

    centre.do("receptionist", reverse_step, case_id, centre.version(case_id), "按错了")

    assert listed(centre) == [case_id]
    with centre.database.reading() as session:
        assert session.scalars(sa.select(CallAnswer)).one().reversed_at is not None
    miss(centre, case_id)
    centre.do("receptionist", reverse_step, case_id, centre.version(case_id), "其实没打")
    assert [row.tries for row in view(centre).rows] == [0]


def test_nobody_is_called_about_a_finishing_that_holds_no_more(centre):
    reopened, undone = finished(centre), finished(centre)
    centre.do("handler", reverse_step, undone, centre.version(undone), "点错")
    draw(centre)

    centre.do("director", reopen_case, reopened, centre.version(reopened), "没修好")

    assert listed(centre) == []
    assert draw(centre).startswith("抽取办结的 0 件")
    with centre.database.reading() as session:
        row = round_of(session, centre.actor("receptionist"), reopened)
    assert row.call_state == "overtaken"


def test_who_puts_a_finishing_right_gets_no_second_draw_by_it(centre):
    case_id = finished(centre)
    assert draw_calls(centre.database).startswith("抽取办结的 0 件")

    centre.do("handler", reverse_step, case_id, centre.version(case_id), "点错")
    centre.finish(case_id)
    draw(centre)

    with centre.database.reading() as session:
        assert session.scalars(sa.select(CallRound.serial)).all() == [1]


def test_who_was_not_drawn_is_heard_and_does_not_count(centre):
    plan(centre, rest=NO_REST)
    case_id = finished(centre)

    answer(centre, case_id)

    with centre.database.reading() as session:
        assert not session.scalars(sa.select(CallAnswer)).one().counts
