"""Figures of the day: each is the count of a list, with its moment."""

from datetime import date, datetime, timedelta

import pytest

from app.cases.queries import today
from app.cases.queries.today import arrivals, due_by_hour, due_today, registered_today
from app.cases.rules import Level
from app.core.calendar_store import current_calendar
from app.core.clock import SHANGHAI


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def ask(centre):
    def ask_one(query, actor="dispatcher", **given):
        with centre.database.reading() as session:
            calendar = current_calendar(session)
            now = centre.database.clock.now()
            return query(session, centre.actor(actor), calendar, now, **given)

    return ask_one


@pytest.fixture
def figure(centre):
    def ask_one(query):
        with centre.database.reading() as session:
            return query(session, centre.actor("dispatcher"), centre.database.clock.now())

    return ask_one


def test_the_figures_count_what_stands_in_the_lists(centre, clock, ask, figure):
    clock.set(at(24, 9))
    centre.register(category="C01-003", level=Level.URGENT)
    waiting_since = clock.now()
    done = centre.register()
    centre.assign(done)
    centre.sign_for(done)
    centre.finish(done)
    clock.set(at(24, 10, 45))

    waiting, soon, mine = (figure(q) for q in (today.unassigned, today.due_soon, today.mine))

    assert (waiting.count.value, waiting.since) == (1, waiting_since)
    assert (soon.count.value, soon.next_row.due_at) == (1, at(24, 11))
    assert (mine.count.value, mine.due_today) == (2, 1)
    assert figure(today.overdue).count.value == 0
    assert figure(today.finished_today) == (1, 0)
    assert ask(registered_today) == today.Registered(count=2, usual=None)


def test_usual_is_what_past_working_days_had_by_this_hour(centre, clock, ask):
    for day, count in ((12, 1), (13, 2), (16, 3), (17, 1), (18, 2), (19, 2), (20, 5)):
        clock.set(at(day, 10))
        for _ in range(count):
            centre.register()
        clock.set(at(day, 16))
        centre.register()
    clock.set(at(24, 14, 5))

    figures, curve = ask(registered_today), ask(arrivals)

    assert figures.usual == (0, 5)  # on Monday 23 nobody called
    assert (curve.low[23], curve.high[23]) == (0, 6)
    assert len(curve.today) == 15


def test_the_heat_strip_has_the_working_days_to_come(centre, clock, ask):
    clock.set(at(27, 14, 5))  # Friday
    centre.register(category="C01-003", level=Level.URGENT)
    centre.register(category="E01-002")  # one working day: Monday 17:30

    heat = ask(due_by_hour)

    assert heat.days[:2] == (date(2026, 11, 27), date(2026, 11, 30))
    assert heat.counts[0][16] == 1
    assert heat.counts[1][17] == 1
    assert sum(map(sum, heat.counts)) == 2


def test_what_ran_out_this_morning_stands_before_what_comes(centre, clock):
    clock.set(at(24, 9))
    for title in ("早", "晚"):
        centre.register(title=title, category="C01-003", level=Level.URGENT)
        clock.advance(timedelta(hours=2))
    with centre.database.reading() as session:
        rows = due_today(session, centre.actor("dispatcher"), at(24, 12))

    assert [row.title for row in rows] == ["早", "晚"]
