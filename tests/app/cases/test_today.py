"""Figures of the day: each is the count of a list, with its moment."""

from datetime import date, datetime, timedelta

import pytest

from app.cases.actions.families import Joining, merge_cases
from app.cases.queries.today import Registered, read_today
from app.cases.rules import Level
from app.core.clock import SHANGHAI
from app.core.paging import Count


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def read(centre):
    def read_as(actor="dispatcher", **given):
        with centre.database.reading() as session:
            now = centre.database.clock.now()
            return read_today(session, centre.actor(actor), now, **given)

    return read_as


def test_the_figures_count_what_stands_in_the_lists(centre, clock, read):
    clock.set(at(24, 9))
    centre.register(category="C01-003", level=Level.URGENT)
    waiting_since = clock.now()
    done = centre.register()
    centre.assign(done)
    centre.sign_for(done)
    centre.finish(done)
    clock.set(at(24, 10, 45))

    today = read()

    assert (today.unassigned.count.value, today.unassigned.since) == (1, waiting_since)
    assert (today.due_soon.count.value, today.due_soon.next_row.due_at) == (1, at(24, 11))
    assert (today.mine.count.value, today.mine.due_today) == (2, 1)
    assert [row.due_at for row in today.mine.rows] == [at(24, 11), None]
    assert (today.overdue.count.value, today.overdue.next_row) == (0, None)
    assert (today.finished, today.closed) == (1, 0)
    assert today.registered == Registered(count=Count(2), usual=None)


def test_reports_of_one_matter_are_told_as_reports_and_as_matters(centre, clock, read):
    clock.set(at(24, 9))
    lead, case_id = centre.register(), centre.register()
    joining = (Joining(case_id, centre.version(case_id)),)
    centre.do("dispatcher", merge_cases, lead, joining, "")

    today = read()

    assert (today.registered.count.value, today.registered.count.matters) == (2, 1)
    assert (today.unassigned.count.value, today.unassigned.count.matters) == (2, 1)
    assert (today.mine.count.value, today.mine.count.matters) == (1, None)


def test_another_region_has_another_day(centre, clock, read):
    clock.set(at(24, 9))
    centre.register()

    assert read(region="990102999").registered.count.value == 0
    assert read(region="990102004").registered.count.value == 1


def test_a_late_case_is_counted_and_the_longest_late_is_named(centre, clock, read):
    clock.set(at(24, 9))
    for title in ("先", "后"):
        centre.register(title=title, category="C01-003", level=Level.URGENT)
        clock.advance(timedelta(minutes=10))
    clock.set(at(25, 9))

    today = read()

    assert (today.overdue.count.value, today.overdue.next_row.title) == (2, "先")
    assert today.due == ()
    assert today.calendars[today.overdue.next_row.calendar_number] == today.calendar


def test_usual_is_what_past_working_days_had_by_this_hour(centre, clock, read):
    for day, count in ((12, 1), (13, 2), (16, 3), (17, 1), (18, 2), (19, 2), (20, 5)):
        clock.set(at(day, 10))
        for _ in range(count):
            centre.register()
        clock.set(at(day, 16))
        centre.register()
    clock.set(at(24, 14, 5))

    today = read()
    curve = today.arrivals

    assert today.registered.usual == (0, 5)  # on Monday 23 nobody called
    assert (curve.low[23], curve.high[23]) == (0, 6)
    assert len(curve.today) == 15


def test_the_heat_strip_has_the_working_days_to_come(centre, clock, read):
    clock.set(at(27, 14, 5))  # Friday
    centre.register(category="C01-003", level=Level.URGENT)
    centre.register(category="E01-002")  # one working day: Monday 17:30

    heat = read().heat

    assert heat.days[:2] == (date(2026, 11, 27), date(2026, 11, 30))
    assert heat.counts[0][16] == 1
    assert heat.counts[1][17] == 1
    assert sum(map(sum, heat.counts)) == 2


def test_what_ran_out_this_morning_stands_before_what_comes(centre, clock, read):
    clock.set(at(24, 9))
    for title in ("早", "晚"):
        centre.register(title=title, category="C01-003", level=Level.URGENT)
        clock.advance(timedelta(hours=2))
    clock.set(at(24, 12))

    assert [row.title for row in read().due] == ["早", "晚"]
