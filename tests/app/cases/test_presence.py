"""Who has a case in hand: others see it, it costs no journal row, and it lapses by itself."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from app.cases.actions.presence import clear_in_hand, drop_lapsed, mark_in_hand
from app.cases.models.presence import CasePresence
from app.cases.queries.presence import in_hand
from app.cases.queries.tags import marks_of
from app.core.changes import Topic
from app.core.database.tables import JournalEntry
from app.core.ids import new_id
from tests.factories.centre import OTHER_STREET


def write(centre, role, action, *given):
    with centre.database.writing(centre.actor(role)) as uow:
        action(uow, *given)
        return tuple(uow.changes)


def seen_by(centre, actor, case_id):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        marks = marks_of(session, actor, (case_id,), now=now)
        held = in_hand(session, actor, case_id, now=now)
    names = tuple(sorted(each.person for each in held))
    assert marks.in_hand.get(case_id, ()) == names
    return names


def test_others_see_who_works_on_a_case_and_oneself_does_not(centre):
    case_id = centre.register()
    dispatcher, director = centre.actor("dispatcher"), centre.actor("director")

    write(centre, "dispatcher", mark_in_hand, case_id, new_id())

    assert seen_by(centre, director, case_id) == (dispatcher.name,)
    assert seen_by(centre, dispatcher, case_id) == ()
    assert seen_by(centre, replace(dispatcher, desk="另一台"), case_id) == (dispatcher.name,)


def test_a_mark_is_news_once_and_writes_no_journal(centre):
    case_id, mark = centre.register(), new_id()
    count = sa.select(sa.func.count()).select_from(JournalEntry)
    with centre.database.reading() as session:
        before = session.scalar(count)

    first = write(centre, "dispatcher", mark_in_hand, case_id, mark)
    again = write(centre, "dispatcher", mark_in_hand, case_id, mark)

    assert ([change.topic for change in first], again) == ([Topic.PRESENCE], ())
    with centre.database.reading() as session:
        assert session.scalar(count) == before


def test_a_closed_form_takes_its_mark_away_and_says_so(centre):
    case_id, mark = centre.register(), new_id()
    write(centre, "dispatcher", mark_in_hand, case_id, mark)

    told = write(centre, "dispatcher", clear_in_hand, case_id, mark)

    assert [change.key for change in told] == [str(case_id)]
    assert seen_by(centre, centre.actor("director"), case_id) == ()


def test_a_mark_nobody_renews_lapses_and_is_dropped(centre, clock):
    case_id, mark = centre.register(), new_id()
    write(centre, "dispatcher", mark_in_hand, case_id, mark)
    clock.advance(timedelta(seconds=100))
    write(centre, "dispatcher", mark_in_hand, case_id, mark)
    clock.advance(timedelta(seconds=100))
    assert seen_by(centre, centre.actor("director"), case_id) != ()

    clock.advance(timedelta(seconds=21))

    assert seen_by(centre, centre.actor("director"), case_id) == ()
    drop_lapsed(centre.database)
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CasePresence)) == 0


def test_a_case_out_of_reach_is_not_marked(centre):
    case_id = centre.register()
    stranger = centre.actor("handler")
    stranger = replace(
        stranger,
        person_id=new_id(),
        grants=tuple(replace(g, region=OTHER_STREET, unit_id=None) for g in stranger.grants),
    )
    with centre.database.writing(stranger) as uow:
        mark_in_hand(uow, case_id, new_id())
        assert uow.changes == []
