"""Who could help whom: four parts one can check, and a plan no other beats."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.party.lists.fitting import Fit, Offer, Want, distance_m, fitting, kind_fit
from app.party.lists.matching import propose
from app.party.lists.rules import (
    ALL_SLOTS,
    ANY_TIME,
    NeedState,
    OfferKind,
    ProjectState,
    lateness,
    need_state,
    neighbours,
    parts_by_day,
    slot,
    slots_of,
)

REACH = 5000.0
HERE, NEAR, FAR = (113.30, 40.08), (113.31, 40.08), (113.50, 40.08)
TODAY = date(2026, 11, 24)
SATURDAY, SUNDAY, WEDNESDAY = slot(5, 0), slot(6, 0), slot(2, 0)


def offer(number, kind=OfferKind.MEDICAL, amount=60, **more):
    return Offer(UUID(int=number), kind, amount, **{"at": HERE, **more})


def want(number, kind=OfferKind.MEDICAL, amount=80, **more):
    return Want(UUID(int=1000 + number), kind, amount, **{"at": HERE, **more})


KINDS = st.sampled_from([OfferKind.MEDICAL, OfferKind.HELPERS, OfferKind.ELDER, OfferKind.VENUE])
DAYS = st.none() | st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
PLACES = st.none() | st.sampled_from([HERE, NEAR, FAR, (113.34, 40.10)])
SLOTS = st.just(ANY_TIME) | st.integers(0, ALL_SLOTS)
COLUMNS = {"at": PLACES, "slots": SLOTS, "since": DAYS, "until": DAYS}


def some(make, kind, most):
    one = st.builds(make, kind=KINDS, amount=st.integers(0, most), **COLUMNS, key=st.uuids())
    return st.lists(one, max_size=5, unique_by=lambda each: each.key)


@given(some(Offer, "offer", 6), some(Want, "want", 6))
def test_a_plan_gives_no_more_than_there_is_and_takes_no_more_than_is_lacking(offers, wants):
    matches = propose(offers, wants, REACH)

    having = {one.key: one.amount for one in offers}
    lacking = {one.key: one.amount for one in wants}
    rows = {one.key: one for one in offers} | {one.key: one for one in wants}
    for match in matches:
        having[match.offer] -= match.amount
        lacking[match.want] -= match.amount
        fit = fitting(rows[match.offer], rows[match.want], REACH)
        assert match.amount > 0
        assert match.score == pytest.approx(fit.score)
        assert fit.fits
    assert min((*having.values(), *lacking.values(), 0)) == 0


def worth(offers, wants, plan):
    """Return what a plan is worth: the share of each need, by how well it fits."""
    score = {(o.key, w.key): fitting(o, w, REACH).score for o in offers for w in wants}
    whole = {w.key: w.amount for w in wants}
    return sum(score[pair] * amount / whole[pair[1]] for pair, amount in plan.items())


def all_plans(offers, wants):
    """Yield every way to hand out single units."""
    pairs = [(o.key, w.key) for o in offers for w in wants if fitting(o, w, REACH).fits]
    left = {o.key: o.amount for o in offers}
    lack = {w.key: w.amount for w in wants}

    def walk(at):
        if at == len(pairs):
            yield {}
            return
        source, target = pairs[at]
        for amount in range(min(left[source], lack[target]) + 1):
            left[source] -= amount
            lack[target] -= amount
            for rest in walk(at + 1):
                yield {pairs[at]: amount, **rest}
            left[source] += amount
            lack[target] += amount

    return walk(0)


SMALL = {"kind": st.sampled_from([OfferKind.ELDER, OfferKind.HELPERS]), "amount": st.integers(1, 2)}


@given(
    st.lists(
        st.builds(Offer, key=st.uuids(), at=PLACES, slots=SLOTS, **SMALL),
        max_size=2,
        unique_by=lambda each: each.key,
    ),
    st.lists(
        st.builds(Want, key=st.uuids(), at=PLACES, slots=SLOTS, **SMALL),
        min_size=1,
        max_size=3,
        unique_by=lambda each: each.key,
    ),
)
def test_no_other_plan_is_worth_more(offers, wants):
    found = {(m.offer, m.want): m.amount for m in propose(offers, wants, REACH)}

    best = max(worth(offers, wants, plan) for plan in all_plans(offers, wants))
    assert worth(offers, wants, found) == pytest.approx(best)


def test_who_can_do_only_one_thing_is_kept_for_it_where_greed_would_take_it_away():
    only_one = offer(1, amount=10, slots=SATURDAY)
    any_time = offer(2, amount=10, at=NEAR)
    saturday = want(1, amount=10, slots=SATURDAY | WEDNESDAY)
    same_only = want(2, amount=10, slots=WEDNESDAY)

    matches = propose([only_one, any_time], [saturday, same_only], REACH)

    found = {(match.offer.int, match.want.int) for match in matches}
    assert found == {(1, 1001), (2, 1002)}


def test_two_that_are_too_small_are_put_together():
    matches = propose([offer(1, amount=60), offer(2, amount=25)], [want(1, amount=80)], REACH)

    assert len(matches) == 2
    assert sum(match.amount for match in matches) == 80


def test_each_part_says_how_it_fits():
    fit = fitting(offer(1, slots=SUNDAY, at=NEAR), want(1, slots=SATURDAY), REACH)

    assert (fit.kind, fit.place, fit.time, fit.quantity) == (
        Fit.FULL,
        Fit.FULL,
        Fit.PART,
        Fit.PART,
    )
    assert round(fit.distance_m) == 852
    assert fit.lacking - fit.amount == 20
    far = fitting(offer(1, at=FAR), want(1), REACH)
    assert (far.place, far.fits) == (Fit.NONE, False)
    never = fitting(offer(1, slots=WEDNESDAY), want(1, slots=SATURDAY), REACH)
    assert (never.time, never.fits) == (Fit.NONE, False)
    over = fitting(offer(1, until=TODAY), want(1, since=TODAY + timedelta(days=1)), REACH)
    assert (over.time, over.fits) == (Fit.NONE, False)


def test_hands_stand_in_for_care_and_nothing_stands_in_for_doctors():
    assert kind_fit(OfferKind.HELPERS, OfferKind.ELDER) is Fit.PART
    assert kind_fit(OfferKind.HELPERS, OfferKind.MEDICAL) is Fit.NONE
    assert kind_fit(OfferKind.ELDER, OfferKind.HELPERS) is Fit.NONE


def test_a_degree_is_as_long_as_it_is_on_the_ground():
    assert distance_m((113.0, 40.0), (113.0, 41.0)) == pytest.approx(111_320)
    assert distance_m((113.0, 40.0), (114.0, 40.0)) == pytest.approx(85_277, rel=1e-3)


@given(st.integers(0, ALL_SLOTS))
def test_days_of_the_week_are_neighbours_both_ways(slots):
    days = {(day, part) for day, parts in parts_by_day(slots) for part in parts}

    around = {((day + step) % 7, part) for day, part in days for step in (1, -1)}
    assert neighbours(slots) == slots_of(around)
    assert slots_of(days) == slots


def test_a_need_is_met_by_what_was_given_and_matched_by_what_is_promised():
    def state(promised, done, until=None, **more):
        return need_state(80, promised, done, until, TODAY, **{"withdrawn": False, **more})

    yesterday = TODAY - timedelta(days=1)
    assert [state(0, 0), state(60, 0), state(60, 20), state(0, 80)] == [
        NeedState.OPEN,
        NeedState.HALF,
        NeedState.MATCHED,
        NeedState.MET,
    ]
    assert state(60, 0, yesterday) is NeedState.LAPSED
    assert state(80, 0, yesterday) is NeedState.MATCHED
    assert state(0, 0, withdrawn=True) is NeedState.WITHDRAWN


def test_a_promise_is_late_from_the_day_after_it_was_due():
    def days(state, **more):
        given = {"answer_by": TODAY, "next_due": None, "ended": None} | more
        found = lateness(state, **given, today=TODAY)
        return found.days if found else 0

    yesterday = TODAY - timedelta(days=1)
    assert days(ProjectState.ASKED) == 0
    assert days(ProjectState.ASKED, answer_by=yesterday) == 1
    assert days(ProjectState.RUNNING, answer_by=yesterday, next_due=TODAY) == 0
    assert days(ProjectState.RUNNING, next_due=TODAY - timedelta(days=4)) == 4
    assert days(ProjectState.TO_RATE, ended=TODAY - timedelta(days=15)) == 1
    assert days(ProjectState.RATED, ended=TODAY - timedelta(days=99)) == 0
