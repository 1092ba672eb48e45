"""Cases merged under a lead, and taken apart again as if nothing had been."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.actions.after_finishing import CallBack, call_back, reopen_case
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.families import (
    FollowsNone,
    Joining,
    SameFamily,
    WentItsOwnWay,
    change_lead,
    merge_cases,
    unmerge_case,
)
from app.cases.actions.handle import Step, finish_case
from app.cases.actions.pausing import order_pause, resume_case
from app.cases.actions.putting_right import reverse_step
from app.cases.clock import ClockState
from app.cases.filters.fields import FamilyPlace
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.queries.export import exported_rows
from app.cases.queries.queue import QueueFilter, QueueView, queue_page, view_count
from app.cases.rules import BadTransition, CaseState, EventKind, FollowsLead, Pause
from app.cases.work_states import RequestKind
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from tests.factories.centre import COMMUNITY, OTHER_STREET, STREET
from tests.factories.paths import at_work, kinds, pausing, right_due_times

COLUMNS = [c.key for c in sa.inspect(CaseFile).column_attrs if c.key != "version"]


def merge(centre, lead, *cases, actor="dispatcher"):
    joining = tuple(Joining(each, centre.version(each)) for each in cases)
    return centre.do(actor, merge_cases, lead, joining, "")


def unmerge(centre, case_id, actor="dispatcher"):
    centre.do(actor, unmerge_case, case_id, centre.version(case_id), "")


def row(centre, case_id):
    with centre.database.reading() as session:
        case = session.get_one(CaseFile, case_id)
        return {name: getattr(case, name) for name in COLUMNS}


def story(centre, case_id):
    with centre.database.reading() as session:
        asked = sa.select(CaseEvent).where(CaseEvent.case_id == case_id)
        found = session.scalars(asked.order_by(CaseEvent.ordinal))
        return [(e.id, e.ordinal, e.kind, e.at, e.note, e.facts) for e in found]


def test_what_is_merged_is_finished_with_its_lead_and_each_caller_is_called_on_their_own(
    centre, clock
):
    lead, other = at_work(centre), centre.register(wants_call_back=True)
    merge(centre, lead, other)
    clock.advance(timedelta(hours=1))

    centre.finish(lead)

    seen = centre.card(other)
    assert (seen.state, seen.events[-1].note) == (CaseState.FINISHED, "已处理")
    assert kinds(centre, other)[-2:] == [EventKind.MERGED, EventKind.FINISHED]
    assert right_due_times(centre, other)
    called = CallBack(other, seen.version, contacted=True, solved=True, satisfied=True)
    centre.do("receptionist", call_back, called)
    assert centre.card(lead).state is CaseState.FINISHED
    assert centre.card(other).state is CaseState.VERIFIED


def test_what_follows_waits_for_nobody_and_what_leads_still_does(centre):
    lead, case_id = centre.register(), centre.register()
    merge(centre, lead, case_id)

    with centre.database.reading() as session:
        now = centre.database.clock.now()
        waiting = queue_page(
            session, centre.actor("dispatcher"), QueueView.MINE, now=now, narrowed=QueueFilter()
        )

    assert [row.id for row in waiting.rows] == [lead]


def test_what_follows_takes_no_step_of_its_own_and_says_so(centre):
    lead, other = centre.register(), centre.register()
    merge(centre, lead, other)

    with pytest.raises(FollowsLead):
        centre.assign(other)
    assert EventKind.ASSIGNED not in centre.card(other).steps
    assert EventKind.ASSIGNED in centre.card(lead).steps


def test_what_was_merged_is_taken_out_as_if_it_had_never_been(centre, clock):
    lead, other = at_work(centre), at_work(centre)
    before, told = row(centre, other), story(centre, other)
    merge(centre, lead, other)
    clock.advance(timedelta(hours=2))
    centre.finish(lead)

    unmerge(centre, other)

    assert row(centre, other) == before
    assert story(centre, other)[: len(told)] == told
    assert right_due_times(centre, other)
    assert centre.card(lead).state is CaseState.FINISHED


def test_a_signing_clock_stands_no_longer_once_nobody_has_to_sign(centre, clock):
    lead, other = at_work(centre), centre.register()
    centre.assign(other)
    before = row(centre, other)
    merge(centre, lead, other)

    assert centre.card(other).clocks.sign.state is ClockState.ENDED
    assert row(centre, other)["clock"] == "handle"
    unmerge(centre, other)
    assert row(centre, other) == before


def test_what_stops_and_lengthens_the_leads_clock_does_the_same_to_theirs(centre, clock):
    lead, other = at_work(centre), centre.register()
    due = row(centre, other)["handle_due_at"]
    merge(centre, lead, other)
    centre.do("director", order_pause, pausing(centre, lead, RequestKind.SUSPENDED))
    late = centre.register()
    merge(centre, lead, late)

    assert [row(centre, each)["pause"] for each in (other, late)] == [Pause.SUSPENDED] * 2
    clock.advance(timedelta(hours=3))
    centre.do("director", resume_case, lead, centre.version(lead), "件到了")
    assert row(centre, other)["pause"] is None
    assert row(centre, other)["handle_due_at"] > due
    assert right_due_times(centre, other)
    unmerge(centre, other)
    assert row(centre, other)["handle_due_at"] == due


def test_a_finish_that_is_put_right_is_put_right_with_all(centre, clock):
    lead, other = at_work(centre), centre.register()
    merge(centre, lead, other)
    followed = row(centre, other)
    centre.finish(lead)

    centre.do("handler", reverse_step, lead, centre.version(lead), "点错了")

    assert row(centre, other) == followed
    assert kinds(centre, other)[-1] is EventKind.REVERSED


def test_a_lead_that_is_open_again_takes_back_those_nobody_was_called_for(centre):
    lead, one, two = at_work(centre), centre.register(), centre.register()
    merge(centre, lead, one, two)
    centre.finish(lead)
    content = CallBack(two, centre.version(two), contacted=True, solved=True, satisfied=True)
    centre.do("receptionist", call_back, content)

    centre.do("director", reopen_case, lead, centre.version(lead), "没修好")

    assert centre.card(one).state is CaseState.REGISTERED
    assert centre.card(two).state is CaseState.VERIFIED
    with pytest.raises(WentItsOwnWay):
        unmerge(centre, two)


def test_a_caller_who_is_not_content_has_a_matter_of_their_own_again(centre):
    lead, other = at_work(centre), centre.register()
    merge(centre, lead, other)
    centre.finish(lead)
    angry = CallBack(other, centre.version(other), contacted=True, solved=False, satisfied=False)

    centre.do("receptionist", call_back, angry)

    seen = centre.card(other)
    assert (seen.state, seen.follows, seen.family) == (CaseState.REGISTERED, False, ())
    centre.assign(other)


def test_a_lead_that_is_merged_brings_those_that_follow_it_and_takes_them_along(centre, clock):
    first, second, third = at_work(centre), centre.register(), centre.register()
    merge(centre, second, third)
    before = row(centre, third)
    merge(centre, first, second)

    assert [each.id for each in centre.card(third).family] == [first, second, third]
    centre.finish(first)
    assert centre.card(third).state is CaseState.FINISHED
    unmerge(centre, second)
    assert row(centre, third) == before
    assert [each.id for each in centre.card(third).family] == [second, third]
    with pytest.raises(SameFamily):
        merge(centre, third, second)


def test_another_case_leads_and_the_old_lead_follows_or_leaves(centre):
    lead, one, two = centre.register(), centre.register(), centre.register()
    before = row(centre, lead)
    merge(centre, lead, one, two)

    centre.do("dispatcher", change_lead, lead, one, "", stays=True)
    assert {each.id: each.lead_id for each in centre.card(one).family} == {
        one: None,
        lead: one,
        two: one,
    }
    centre.do("dispatcher", change_lead, one, two, "", stays=False)
    assert [each.id for each in centre.card(two).family] == [two, lead]
    unmerge(centre, lead)
    assert row(centre, lead) == before
    assert centre.card(two).family == ()


def test_only_what_is_under_way_and_ones_own_is_merged_as_it_was_seen(centre):
    lead, other = centre.register(), centre.register()
    done = at_work(centre)
    centre.finish(done)
    seen = Joining(other, centre.version(other))

    for wrong, given_, error in (
        (lead, (Joining(lead, centre.version(lead)),), SameFamily),
        (done, (seen,), BadTransition),
        (lead, (Joining(done, centre.version(done)),), BadTransition),
        (lead, (Joining(other, 99),), Conflict),
    ):
        with pytest.raises(error):
            centre.do("dispatcher", merge_cases, wrong, given_, "")
    for who in ("handler", "auditor", "stranger"):
        with pytest.raises(NotFound):
            centre.do(who, merge_cases, lead, (seen,), "")
    with pytest.raises(FollowsNone):
        unmerge(centre, other)


def test_who_takes_a_report_in_merges_it_until_somebody_has_it(centre):
    lead, mine, taken = centre.register(), centre.register(), centre.register()
    centre.assign(taken)

    merge(centre, lead, mine, actor="receptionist")

    assert centre.card(mine).follows
    with pytest.raises(NotAllowed):
        merge(centre, lead, taken, actor="receptionist")


def test_who_holds_the_lead_reads_what_every_caller_said(centre):
    lead, other = at_work(centre), centre.register(region=COMMUNITY)
    with pytest.raises(NotFound):
        centre.card(other, "handler")

    merge(centre, lead, other)

    assert [each.id for each in centre.card(lead, "handler").family] == [lead, other]
    centre.finish(lead)
    assert centre.card(other, "handler").state is CaseState.FINISHED


def test_a_family_shows_nobody_more_than_they_may_read(centre):
    lead, other = centre.register(), centre.register(region=OTHER_STREET, actor="stranger")
    with centre.database.writing(centre.actor("director")) as uow:
        uow.session.get_one(CaseFile, other).lead_id = lead

    assert centre.card(lead).family == ()
    assert [each.id for each in centre.card(other, "stranger").family] == []


def test_a_list_tells_reports_and_matters_and_is_narrowed_by_how_cases_stand(centre, clock):
    lead, one, two, alone = (centre.register() for _ in range(4))
    merge(centre, lead, one, two)
    now, actor = clock.now(), centre.actor("director")

    def counted(*places):
        clause = Clause(FilterField.FAMILY, Operator.IS, tuple(places))
        narrowed = QueueFilter(rules=Filter((clause,) if places else ()))
        with centre.database.reading() as session:
            view = QueueView.ALL_OPEN
            return view_count(session, actor, view, now=now, narrowed=narrowed)

    assert (counted().value, counted().matters) == (4, 2)
    assert counted(FamilyPlace.LEADS).value == 1
    assert counted(FamilyPlace.FOLLOWS).value == 2
    assert counted(FamilyPlace.ALONE, FamilyPlace.LEADS).value == 2
    assert counted(FamilyPlace.LIKELY).value == 0
    with centre.database.reading() as session:
        (row, free) = exported_rows(session, actor, (one, alone))
    assert (row.lead_number, free.lead_number) == (centre.card(lead).number, None)


STEPS = ("merge", "merge", "unmerge", "work", "wait", "pause", "go on", "change")


MOVES = st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(MOVES, min_size=5, max_size=9))
def test_merged_and_taken_apart_in_any_order_all_originals_are_as_they_were(
    embedded_centre, clock, moves
):
    centre = embedded_centre
    cases = [centre.register() for _ in range(2)] + [at_work(centre)]
    cases.append(centre.register(region=STREET))
    centre.assign(cases[1])
    untouched, told = ([f(centre, each) for each in cases] for f in (row, story))
    worked_on = set()
    for move, at, to in moves:
        try:
            do_something(centre, clock, move, cases[at], cases[to])
        except AppError:
            continue
        worked_on |= {cases[at]} if move in ("work", "pause", "go on") else set()

    assert all(right_due_times(centre, each) for each in cases)
    for _ in cases:
        for each in cases:
            if centre.card(each).follows:
                unmerge(centre, each)

    for each, before, beginning in zip(cases, untouched, told, strict=True):
        assert story(centre, each)[: len(beginning)] == beginning
        assert each in worked_on or row(centre, each) == before


def do_something(centre, clock, move, one, other):
    match move:
        case "merge":
            merge(centre, one, other)
        case "unmerge":
            unmerge(centre, one)
        case "change":
            centre.do("dispatcher", change_lead, one, other, "", stays=one < other)
        case "wait":
            clock.advance(timedelta(hours=7))
        case "work":
            step_on(centre, one)
        case "pause":
            centre.do("director", order_pause, pausing(centre, one, RequestKind.SUSPENDED))
        case "go on":
            centre.do("director", resume_case, one, centre.version(one), "好了")


def step_on(centre, case_id):
    card = centre.card(case_id)
    if card.state is CaseState.REGISTERED:
        order = Assignment(case_id, card.version, centre.units["municipal"])
        centre.do("dispatcher", assign_case, order)
    elif card.state is CaseState.ASSIGNED:
        centre.sign_for(case_id)
    elif card.state is CaseState.SIGNED_FOR:
        centre.do("handler", finish_case, Step(case_id, card.version, "好了"))
