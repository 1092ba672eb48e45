"""What would have changed last month, counted again by a draft of limits or of a calendar."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cases.actions.pausing import Pausing, order_pause
from app.cases.clock import Limit, LimitUnit
from app.cases.due import clock_pair, pair_of
from app.cases.limit_edit import LimitClock, with_limit
from app.cases.limits import Limits, limits_now
from app.cases.models import CaseFile
from app.cases.queries.preview import (
    Draft,
    Period,
    Tally,
    preview,
    preview_batch,
    preview_count,
)
from app.cases.rules import Level
from app.cases.work_states import RequestKind
from app.core.calendar import DayKind, DayOverride, WorkCalendar
from app.core.calendar_store import current_calendar
from app.core.clock import local
from app.core.ids import new_id

LAMP, COVER, LITTER = "C01-010", "C01-003", "E01-002"


def limits_with(centre, code, clock, limit, level=Level.NORMAL):
    with centre.database.reading() as session:
        body = with_limit(limits_now(session).body, code, clock, level, limit)
    return Draft(limits=Limits(0, body))


def asked(centre, draft, *, who="director", since=timedelta(days=30), later=timedelta(0)):
    until = centre.database.clock.now() + timedelta(seconds=1) + later
    period = Period(until - since, until)
    with centre.database.reading() as session:
        return preview(session, draft, period, centre.actor(who))


MINUTE = Limit(1 / 60, LimitUnit.EMERGENCY_HOUR)
YEAR = Limit(365, LimitUnit.WORKING_DAY)
LATER = timedelta(days=20)


def test_a_shorter_limit_names_the_cases_that_would_have_been_late(centre):
    lamp, other = centre.register(category=LAMP), centre.register(category=LITTER)
    hour = timedelta(hours=1)

    effect = asked(centre, limits_with(centre, LAMP, LimitClock.HANDLE, MINUTE), later=hour)

    assert (effect.case_count, effect.newly_late, effect.no_longer_late) == (2, 1, 0)
    (flip,) = effect.flips
    assert (flip.case_id, flip.clock, flip.is_late) == (lamp, LimitClock.HANDLE, True)
    assert flip.new_due_at < flip.old_due_at
    assert flip.title
    assert [(kind.code, kind.name, kind.case_count) for kind in effect.kinds] == [(LAMP, "路灯", 1)]
    assert other not in {flip.case_id for flip in effect.flips}


def test_a_longer_limit_names_those_that_would_have_been_in_time(centre):
    lamp = centre.register(category=LAMP)

    effect = asked(centre, limits_with(centre, LAMP, LimitClock.HANDLE, YEAR), later=LATER)

    assert (effect.newly_late, effect.no_longer_late) == (0, 1)
    assert [flip.case_id for flip in effect.flips] == [lamp]


def test_each_clock_is_judged_by_itself(centre):
    case = centre.register(category=LAMP)
    centre.assign(case)
    hour = timedelta(hours=1)

    effect = asked(centre, limits_with(centre, "C01", LimitClock.SIGN, MINUTE), later=hour)

    assert [(flip.clock, flip.is_late) for flip in effect.flips] == [(LimitClock.SIGN, True)]


def test_a_promise_that_would_have_been_broken_is_told(centre):
    case = centre.register(category=LITTER)

    effect = asked(
        centre,
        limits_with(centre, LITTER, LimitClock.PROMISE, MINUTE),
        later=timedelta(hours=1),
    )

    assert [(flip.case_id, flip.clock) for flip in effect.flips] == [(case, LimitClock.PROMISE)]


def test_what_is_the_same_flips_nothing(centre):
    centre.register(category=LAMP)
    with centre.database.reading() as session:
        same = Draft(limits=Limits(0, limits_now(session).body), calendar=current_calendar(session))

    effect = asked(centre, same, later=LATER)

    assert (effect.case_count, effect.moved, effect.flips) == (1, 0, ())


def test_a_calendar_with_days_off_saves_who_would_have_been_late(centre):
    case = centre.register(category=LAMP)
    with centre.database.reading() as session:
        calendar = current_calendar(session)
    first = local(centre.database.clock.now()).date() + timedelta(days=1)
    days = (first + timedelta(days=n) for n in range(40))
    closed = tuple(DayOverride(day, DayKind.DAY_OFF, None, "停") for day in days)
    draft = WorkCalendar(0, replace(calendar.body, overrides=closed))

    effect = asked(centre, Draft(calendar=draft), later=LATER)

    assert {(flip.case_id, flip.is_late) for flip in effect.flips} == {(case, False)}
    assert effect.no_longer_late == 1


def test_the_draft_counts_as_the_one_function_does(centre):
    case = centre.register(category=LAMP)
    centre.assign(case)
    centre.sign_for(case)
    draft = limits_with(centre, LAMP, LimitClock.HANDLE, Limit(3, LimitUnit.WORKING_HOUR))
    until = centre.database.clock.now() + LATER

    effect = asked(centre, draft, later=LATER)
    with centre.database.reading() as session:
        row = session.get_one(CaseFile, case)
        stored = clock_pair(session, row, until)

    assert effect.moved == 1
    assert effect.case_count == 1
    assert stored.handle.due_at == row.handle_due_at
    assert pair_of  # the draft runs through it as well: see `app.cases.queries.preview`


def test_more_time_given_in_another_unit_is_left_out_and_said(centre):
    case = centre.register(category=LAMP)
    centre.assign(case)
    centre.sign_for(case)
    order = Pausing(case, centre.version(case), RequestKind.EXTENDED, "等配件", amount=2)
    with centre.database.writing(centre.actor("director")) as uow:
        order_pause(uow, order, command_key=new_id())

    other = asked(centre, limits_with(centre, LAMP, LimitClock.HANDLE, MINUTE), later=LATER)
    same = asked(
        centre,
        limits_with(centre, LAMP, LimitClock.HANDLE, Limit(1, LimitUnit.WORKING_DAY)),
        later=LATER,
    )

    assert (other.skipped, other.flips) == (1, ())
    assert same.skipped == 0


def test_a_case_one_may_not_see_is_counted_and_not_named(centre):
    centre.register(category=LAMP)
    draft = limits_with(centre, LAMP, LimitClock.HANDLE, MINUTE)

    effect = asked(centre, draft, who="administrator", later=timedelta(hours=1))

    assert effect.newly_late == 1
    assert [(flip.case_id, flip.title, flip.number) for flip in effect.flips] == [(None, "", "")]


def test_only_cases_of_the_period_are_looked_at(centre):
    centre.register(category=LAMP)
    draft = limits_with(centre, LAMP, LimitClock.HANDLE, MINUTE)

    effect = asked(centre, draft, since=timedelta(days=1), later=timedelta(days=5))

    assert effect.case_count == 0


@pytest.mark.parametrize("size", [1, 2, 7])
def test_batches_of_any_size_add_up_to_the_same(centre, size):
    for category in (LAMP, LAMP, COVER, LITTER, LAMP):
        centre.register(category=category)
    draft = limits_with(centre, LAMP, LimitClock.HANDLE, MINUTE)
    until = centre.database.clock.now() + timedelta(hours=1)
    period, actor = Period(until - timedelta(days=2), until), centre.actor("director")

    tally, after, batches = Tally(), None, 0
    with centre.database.reading() as session:
        whole = preview(session, draft, period, actor)
        while True:
            batch = preview_batch(session, draft, period, actor, after, size)
            tally.add(batch)
            after, batches = batch.after, batches + 1
            if after is None:
                break
        count = preview_count(session, period)

    assert tally.effect() == whole
    assert (count, whole.newly_late) == (5, 3)
    assert batches == 5 // size + 1
