"""Rounds: planned, made, taken back; what is due, and what was covered by whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.actions.patrol import register_finding
from app.cases.patrol.finding import Finding
from app.cases.rounds.actions.making import RoundDraft, drop_round, record_round
from app.cases.rounds.actions.plans import PlanDraft, change_plan, end_plan, plan_round
from app.cases.rounds.errors import (
    PlanEnded,
    PlanWrong,
    ReasonWanted,
    RoundDropped,
    TimeWrong,
    TrackWrong,
)
from app.cases.rounds.queries.made import found_cases, my_rounds, rounds, track_of, tracks
from app.cases.rounds.queries.plans import plan_counts, planned_and_done, plans
from app.cases.rounds.rules import (
    PlanState,
    Rhythm,
    RoundKind,
    Stop,
    Tally,
    TrackPoint,
    standing,
    tally,
    window_of,
    windows,
)
from app.core.clock import local
from app.core.errors import Conflict, NotAllowed
from tests.factories.centre import GRID, MADE, OTHER_STREET, STREET

NOW = MADE.now()
TODAY = local(NOW).date()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def draft(centre, **given):
    walker = centre.actor("grid_worker").person_id
    first = TODAY - 10 * DAY
    plan = PlanDraft(GRID, RoundKind.WALK, "南塘走巡", Rhythm.DAILY, first, (walker,))
    return replace(plan, **given)


def made(plan_id=None, days=0, **given):
    begin = NOW - days * DAY - 2 * HOUR
    return RoundDraft(begin, begin + HOUR, plan_id, **given)


def test_a_round_is_planned_made_and_found_on(centre):
    stops = (Stop("桥头", (113.3, 40.1)), Stop("桥头"), Stop("  "), Stop("后巷"))
    plan = centre.do("director", plan_round, draft(centre, stops=stops))
    track = tuple(TrackPoint(NOW - HOUR - at * HOUR / 4, 113.3, 40.1) for at in range(4))
    done = made(plan, track=track, visited=("桥头",))
    key = centre.do("grid_worker", record_round, done)
    found = Finding("井盖翘起", "C01-003", GRID, round_id=key)
    case = centre.do("grid_worker", register_finding, found, centre.database.state.pepper)
    with centre.database.reading() as session:
        (row,) = plans(session, centre.actor("dispatcher"), NOW)
        assert (row.standing.state, row.names) == (PlanState.DONE, "邓秋霞")
        assert [stop.name for stop in row.stops] == ["桥头", "后巷"]
        (one,) = rounds(session, centre.actor("dispatcher"), NOW - DAY, NOW, region=STREET)
        told = (one.plan_name, one.points, one.visited, one.stops, one.findings)
        assert told == ("南塘走巡", 4, ("桥头",), 2, 1)
        assert [each.id for each in found_cases(session, centre.actor("director"), key)] == [case]
        (way,) = tracks(session, centre.actor("director"), NOW - DAY, NOW, region=GRID)
        assert way.points == track_of(session, centre.actor("director"), key)
        assert [p.at for p in way.points] == sorted(p.at for p in track), "in the order of time"
        assert my_rounds(session, centre.actor("grid_worker"), NOW)[0].id == key
        for who in ("stranger", "leader", "handler"):
            assert plans(session, centre.actor(who), NOW) == ()
            assert tracks(session, centre.actor(who), NOW - DAY, NOW) == ()
            assert found_cases(session, centre.actor(who), key) == ()
    centre.do("grid_worker", drop_round, key, 1, "记错了日子")
    with pytest.raises(RoundDropped):
        centre.do("grid_worker", register_finding, found, centre.database.state.pepper)
    with centre.database.reading() as session:
        (row,) = plans(session, centre.actor("dispatcher"), NOW)
        assert row.standing.state is PlanState.OVERDUE, "what was taken back counts no more"
        (one,) = rounds(session, centre.actor("dispatcher"), NOW - DAY, NOW)
        assert one.dropped_why == "记错了日子"


def test_who_keeps_plans_and_who_writes_rounds_down(centre):
    plan = centre.do("dispatcher", plan_round, draft(centre))
    for who in ("grid_worker", "stranger", "leader"):
        with pytest.raises(NotAllowed):
            centre.do(who, plan_round, draft(centre))
    for who, asked in (
        ("stranger", made(plan)),
        ("leader", made(plan)),
        ("grid_worker", made(plan, person_id=centre.actor("director").person_id)),
        ("grid_worker", made(region=STREET)),
        ("receptionist", made(region=OTHER_STREET)),
    ):
        with pytest.raises(NotAllowed):
            centre.do(who, record_round, asked)
    walker = centre.actor("grid_worker").person_id
    centre.do("dispatcher", record_round, made(plan, days=1, person_id=walker))
    with centre.database.reading() as session:
        (row,) = rounds(session, centre.actor("grid_worker"), NOW - 2 * DAY, NOW)
        assert (row.person_name, row.recorded_name) == ("邓秋霞", "韩立群")
        (mine,) = plan_counts(session, centre.actor("grid_worker"), NOW).mine
        assert (mine.id, mine.standing.state) == (plan, PlanState.DUE)
    with pytest.raises(NotAllowed):
        centre.do("receptionist", drop_round, row.id, row.version, "看错")
    with pytest.raises(ReasonWanted):
        centre.do("director", drop_round, row.id, row.version, " ")
    with pytest.raises(Conflict):
        centre.do("director", drop_round, row.id, row.version + 1, "看错")


def test_what_cannot_be_is_refused(centre):
    plan = centre.do("director", plan_round, draft(centre))
    for bad in (
        replace(made(plan), ended_at=NOW - 3 * HOUR),
        replace(made(plan), ended_at=NOW + HOUR),
        replace(made(plan), started_at=NOW - 2 * DAY),
    ):
        with pytest.raises(TimeWrong):
            centre.do("director", record_round, bad)
    for where in ((181.0, 1.0), (1.0, float("nan"))):
        with pytest.raises(TrackWrong):
            centre.do("director", record_round, made(plan, track=(TrackPoint(NOW, *where),)))
    for bad in (draft(centre, name=" "), draft(centre, stops=(Stop("x"),) * 61)):
        with pytest.raises(PlanWrong):
            centre.do("director", plan_round, bad)
    with pytest.raises(Conflict):
        centre.do("director", change_plan, plan, draft(centre), 9)
    other = draft(centre, name="每周", rhythm=Rhythm.WEEKLY, people=())
    centre.do("director", change_plan, plan, other, 1)
    centre.do("director", end_plan, plan, 2)
    with pytest.raises(PlanEnded):
        centre.do("director", record_round, made(plan))
    with pytest.raises(PlanEnded):
        centre.do("director", change_plan, plan, other, 3)
    with centre.database.reading() as session:
        assert plans(session, centre.actor("director"), NOW) == ()
        (row,) = plans(session, centre.actor("director"), NOW, ended=True)
        told = (row.name, row.rhythm, row.people, row.standing.state)
        assert told == ("每周", Rhythm.WEEKLY, (), PlanState.ENDED)


def test_planned_is_set_beside_done_by_grid_and_by_person(centre):
    plan = centre.do("director", plan_round, draft(centre))
    for days in (1, 2, 2, 5):
        centre.do("grid_worker", record_round, made(plan, days=days))
    centre.do("receptionist", record_round, made(region=STREET))
    with centre.database.reading() as session:
        grids, people = planned_and_done(session, centre.actor("director"), NOW)
    (grid,), (person,) = grids, people
    assert (grid.name, grid.tally, grid.walked) == ("南塘第二网格", Tally(10, 3), 4)
    assert (person.name, person.tally, person.walked) == ("邓秋霞", Tally(10, 3), 4)


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@settings(max_examples=50)
@given(st.sampled_from(Rhythm), DAYS, st.integers(0, 120))
def test_windows_cover_every_day_once(rhythm, first, count):
    last = first + count * DAY
    for at in range(count + 1):
        day = first + at * DAY
        window = window_of(rhythm, day)
        assert window.first <= day <= window.last
        assert window_of(rhythm, window.first) == window_of(rhythm, window.last) == window
        assert window_of(rhythm, window.last + DAY).first == window.last + DAY
    found = windows(rhythm, first, last)
    assert all(first <= each.last <= last for each in found)
    assert [each.last for each in found] == sorted({each.last for each in found})


@pytest.mark.parametrize(
    ("rhythm", "done", "today", "state"),
    [
        (Rhythm.DAILY, [], date(2026, 11, 1), PlanState.AHEAD),
        (Rhythm.DAILY, [], date(2026, 11, 2), PlanState.DUE),
        (Rhythm.DAILY, [], date(2026, 11, 3), PlanState.OVERDUE),
        (Rhythm.DAILY, [2], date(2026, 11, 3), PlanState.DUE),
        (Rhythm.DAILY, [2, 3], date(2026, 11, 3), PlanState.DONE),
        (Rhythm.TWICE_WEEK, [4], date(2026, 11, 5), PlanState.DUE),
        (Rhythm.TWICE_WEEK, [], date(2026, 11, 5), PlanState.OVERDUE),
        (Rhythm.WEEKLY, [3], date(2026, 11, 15), PlanState.DUE),
        (Rhythm.MONTHLY, [3], date(2026, 11, 30), PlanState.DONE),
        (Rhythm.TWICE_MONTH, [3], date(2026, 11, 16), PlanState.DUE),
        (Rhythm.TWICE_MONTH, [3], date(2026, 12, 1), PlanState.OVERDUE),
        (Rhythm.MONTHLY, [], date(2026, 12, 1), PlanState.DUE),
    ],
)
def test_a_plan_stands_by_the_last_window(rhythm, done, today, state):
    days = [date(2026, 11, day) for day in done]
    assert standing(rhythm, date(2026, 11, 2), None, days, today).state is state


def test_a_plan_counts_from_its_first_whole_window_to_its_end():
    span = (date(2026, 11, 1), date(2026, 11, 30))
    begins, ended = date(2026, 11, 4), date(2026, 11, 24)
    assert tally(Rhythm.WEEKLY, begins, ended, [date(2026, 11, 10)], *span) == Tally(2, 1)
    assert tally(Rhythm.DAILY, begins, None, [], *span) == Tally(27, 0)
