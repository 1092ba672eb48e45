"""The shortlist of one person: put on, taken off, told of; closed cases stay, secrets do not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cases.actions import following
from app.cases.actions.following import (
    NobodyFollows,
    TooManyFollowed,
    follow_cases,
    unfollow_cases,
)
from app.cases.actions.handle import Step, close_case
from app.cases.actions.refusing import Return, return_case
from app.cases.chores import warn
from app.cases.queries.following import followed_news
from app.cases.queries.queue import QueueView, queue_page, view_counts
from app.cases.rules import EventKind, ReturnReason
from app.core.actor import console
from app.core.ids import new_id
from tests.factories.paths import at_work, finished


def shortlist(centre, who, size=60):
    actor = centre.actor(who) if isinstance(who, str) else who
    found, after = [], None
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        while True:
            page = queue_page(session, actor, QueueView.FOLLOWED, now=now, after=after, size=size)
            found += [row.id for row in page.rows]
            after = page.after
            if after is None:
                break
        counts = view_counts(session, actor, (QueueView.FOLLOWED,), now=now)
    assert counts[QueueView.FOLLOWED].value == len(found)
    return found


def news(centre, who, since):
    with centre.database.reading() as session:
        found = followed_news(session, centre.actor(who), since)
    return [(each.case_id, each.step) for each in found]


def test_cases_are_put_on_ones_own_list_and_taken_off_it(centre):
    first, second = centre.register(), centre.register()

    added = centre.do("dispatcher", follow_cases, (first, second))
    again = centre.do("dispatcher", follow_cases, (first,))

    assert (added, again) == (2, 0)
    assert set(shortlist(centre, "dispatcher")) == {first, second}
    assert shortlist(centre, "director") == []
    assert centre.card(first).is_followed
    assert not centre.card(first, "director").is_followed
    assert centre.do("dispatcher", unfollow_cases, (first, second)) == 2
    assert shortlist(centre, "dispatcher") == []


def test_closed_cases_stay_at_the_end_page_after_page(centre, clock):
    late = finished(centre)
    open_ones = [centre.register() for _ in range(3)]
    centre.do("dispatcher", follow_cases, (late, *open_ones))
    centre.do("dispatcher", close_case, Step(late, centre.version(late), "满意"))

    seen = shortlist(centre, "dispatcher", size=2)

    assert (set(seen[:3]), seen[3]) == (set(open_ones), late)


def test_a_case_one_may_no_longer_see_leaves_the_list_and_tells_nothing(centre, clock):
    case_id = at_work(centre)
    centre.do("handler", follow_cases, (case_id,))
    since = clock.now()
    clock.advance(timedelta(minutes=1))
    centre.finish(case_id)
    moved = replace(centre.actor("handler"), grants=())

    with centre.database.reading() as session:
        told = followed_news(session, moved, since)

    assert (shortlist(centre, moved), told) == ([], ())


def test_what_one_may_not_see_cannot_be_followed(centre):
    case_id = centre.register()

    assert centre.do("stranger", follow_cases, (case_id, new_id())) == 0
    assert shortlist(centre, "stranger") == []


def test_the_console_is_nobody_in_particular(centre):
    case_id = centre.register()

    with (
        pytest.raises(NobodyFollows),
        centre.database.writing(console("窗口")) as uow,
    ):
        follow_cases(uow, (case_id,), command_key=new_id())
    assert shortlist(centre, console("窗口")) == []


def test_a_list_too_long_to_look_at_is_refused_and_stays_as_it_was(centre, monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWED", 2)
    ids = tuple(centre.register() for _ in range(3))
    centre.do("dispatcher", follow_cases, ids[:2])

    with pytest.raises(TooManyFollowed):
        centre.do("dispatcher", follow_cases, ids)

    assert set(shortlist(centre, "dispatcher")) == set(ids[:2])


def test_steps_of_others_on_followed_cases_are_news_ones_own_are_not(centre, clock):
    done, back = at_work(centre), at_work(centre)
    since = clock.now()
    for who in ("dispatcher", "handler"):
        centre.do(who, follow_cases, (done, back))
    clock.advance(timedelta(minutes=1))

    centre.finish(done)
    clock.advance(timedelta(minutes=1))
    order = Return(back, centre.version(back), ReturnReason.WRONG_AREA, "不属本单位")
    centre.do("handler", return_case, order)

    told = [(done, EventKind.FINISHED), (back, EventKind.RETURNED)]
    assert news(centre, "dispatcher", since) == told
    assert news(centre, "dispatcher", clock.now() - timedelta(seconds=30)) == told[1:]
    assert news(centre, "handler", since) == []
    assert news(centre, "director", since) == []


def test_what_happened_before_a_case_was_followed_is_no_news(centre, clock):
    case_id = finished(centre)
    clock.advance(timedelta(minutes=1))

    centre.do("dispatcher", follow_cases, (case_id,))

    assert news(centre, "dispatcher", clock.now() - timedelta(days=1)) == []


def test_time_that_ran_out_is_told_to_who_follows_unless_a_warning_tells_them(centre, clock):
    case_id = centre.register(category="E01-004", actor="dispatcher")
    centre.assign(case_id)
    for who in ("director", "handler", "receptionist"):
        centre.do(who, follow_cases, (case_id,))
    since = clock.now()

    clock.set(centre.card(case_id).clocks.sign.due_at + timedelta(minutes=1))
    warn(centre.database)

    assert news(centre, "receptionist", since) == [(case_id, None)]
    assert (news(centre, "director", since), news(centre, "handler", since)) == ([], [])


def test_a_case_in_time_again_is_late_for_nobody(centre, clock):
    case_id = centre.register(category="E01-004")
    centre.assign(case_id)
    centre.do("dispatcher", follow_cases, (case_id,))
    since = clock.now()
    clock.set(centre.card(case_id).clocks.sign.due_at + timedelta(minutes=1))
    warn(centre.database)
    late = news(centre, "dispatcher", since)

    centre.sign_for(case_id)

    assert (late, news(centre, "dispatcher", since)) == ([(case_id, None)], [])
