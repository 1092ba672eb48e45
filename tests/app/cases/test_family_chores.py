"""What the keeper finds at night: likely pairs, what comes back; and who was left behind."""

from datetime import timedelta

import pytest

from app.cases.actions.families import Joining, merge_cases
from app.cases.actions.likely_pairs import tell_apart
from app.cases.actions.recurring import (
    RecurrenceDecided,
    accept_recurrence,
    dismiss_recurrence,
)
from app.cases.actions.steps import TextMissing
from app.cases.actions.tasks import NewTask, finish_task, give_task
from app.cases.family_chores import catch_up, find_pairs, find_recurrences
from app.cases.family_states import PairState, RecurrenceState
from app.cases.models.family import LikelyPair
from app.cases.queries.recurrences import recurrences
from app.cases.rules import CaseState, Source
from app.core.errors import NotAllowed, NotFound
from tests.factories.centre import GRID
from tests.factories.paths import at_work

POINT = {"longitude": 112.58, "latitude": 37.86}


def pairs(centre):
    with centre.database.reading() as session:
        found = session.query(LikelyPair).all()
        return {frozenset((each.first_id, each.second_id)): each.state for each in found}


def proposals(centre, who="dispatcher", **narrowed):
    with centre.database.reading() as session:
        return recurrences(session, centre.actor(who), **narrowed)


def test_pairs_among_new_cases_are_found_once_and_a_refusal_stays(centre, clock):
    one, two = centre.register(**POINT), centre.register(**POINT)
    other = centre.register(text="楼下烧烤店每天半夜放音乐，孩子睡不着。", category="X12-005")

    find_pairs(centre.database)

    assert pairs(centre) == {frozenset((one, two)): PairState.PROPOSED}
    centre.do("dispatcher", tell_apart, one, two)
    clock.advance(timedelta(hours=1))
    find_pairs(centre.database)
    assert pairs(centre) == {frozenset((one, two)): PairState.REFUSED}
    assert other not in {key for pair in pairs(centre) for key in pair}


def test_who_could_not_follow_at_once_follows_later(centre):
    lead, other = at_work(centre), centre.register()
    joining = (Joining(other, centre.version(other)),)
    centre.do("dispatcher", merge_cases, lead, joining, "")
    order = NewTask(other, "量一下", centre.units["municipal"])
    task = centre.do("dispatcher", give_task, order)
    centre.finish(lead)
    assert centre.card(other).state is CaseState.REGISTERED

    catch_up(centre.database)
    assert centre.card(other).state is CaseState.REGISTERED
    centre.do("handler", finish_task, task, 1, "量好了")
    catch_up(centre.database)

    assert centre.card(other).state is CaseState.FINISHED
    assert centre.card(other).events[-1].note == "已处理"


def test_what_comes_back_three_times_is_proposed_once_and_taken_up(centre, clock):
    before = []
    for metres in (0, 20, 30):
        before.append(centre.register(**POINT | {"latitude": 37.86 + metres / 111_195}))
        clock.advance(timedelta(days=5))
    centre.register(longitude=112.60, latitude=37.86)

    for _ in range(2):
        find_recurrences(centre.database)

    (row,) = proposals(centre)
    assert [each.id for each in row.cases] == before[::-1]
    assert (row.region, row.may_decide) == (GRID, True)
    assert proposals(centre, "stranger") == ()
    pepper = centre.database.state.pepper
    with pytest.raises(NotFound):
        centre.do("stranger", accept_recurrence, row.id, row.version, pepper)
    with pytest.raises(NotAllowed):
        centre.do("receptionist", accept_recurrence, row.id, row.version, pepper)

    made = centre.do("dispatcher", accept_recurrence, row.id, row.version, pepper)

    card = centre.card(made)
    assert (card.source, card.state) == (Source.GRID_PATROL, CaseState.REGISTERED)
    assert "反复发生" in card.text
    assert card.source_facts[0].lines == tuple(centre.card(each).number for each in before)
    assert proposals(centre) == ()
    (done,) = proposals(centre, decided=True)
    assert (done.state, done.case_id, done.decided_name) == (
        RecurrenceState.ACCEPTED,
        made,
        "韩立群",
    )
    with pytest.raises(RecurrenceDecided):
        centre.do("dispatcher", dismiss_recurrence, row.id, done.version, "不用")


def test_what_is_left_is_left_with_a_reason(centre, clock):
    for _ in range(3):
        centre.register(**POINT)
    find_recurrences(centre.database)
    (row,) = proposals(centre)

    with pytest.raises(TextMissing):
        centre.do("director", dismiss_recurrence, row.id, row.version, "  ")
    centre.do("director", dismiss_recurrence, row.id, row.version, "路面本月大修")

    find_recurrences(centre.database)
    assert proposals(centre) == ()
    assert proposals(centre, decided=True)[0].reason == "路面本月大修"
