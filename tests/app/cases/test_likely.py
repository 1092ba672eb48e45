"""Likely duplicates of what is typed: only of cases one may read, each family once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cases.actions.families import Joining, merge_cases
from app.cases.actions.intake import Intake
from app.cases.actions.likely_pairs import tell_apart
from app.cases.models.family import LikelyPair
from app.cases.queries.likely import likely_cases, likely_for_case
from app.cases.registering import Registering, register
from app.cases.rules import Source
from app.cases.telling import Telling
from app.core.errors import NotAllowed, NotFound
from app.core.shared_settings import set_setting
from tests.factories.centre import GRID, OTHER_STREET

TEXT = "滨河路36号门口的井盖不见了。"
POINT = {"longitude": 112.58, "latitude": 37.86}


def likely(centre, clock, who="receptionist", phones=(), **given):
    telling = replace(Telling(TEXT, clock.now(), "C01-003", GRID, **POINT), **given)
    with centre.database.reading() as session:
        return likely_cases(session, centre.actor(who), telling, phones=phones)


def test_what_was_told_nearby_is_found_while_it_is_typed(centre, clock):
    here = centre.register(**POINT)
    centre.register(text="北门的路灯不亮了，三天了。", category="X12-005")
    clock.advance(timedelta(hours=3))

    (found,) = likely(centre, clock)

    assert (found.id, found.why.same_kind, found.why.metres) == (here, True, 0)
    assert likely(centre, clock, text="", category=None, **dict.fromkeys(POINT)) == ()
    clock.advance(timedelta(hours=80))
    assert likely(centre, clock) == ()


def test_without_a_kind_the_words_of_the_street_are_compared(centre, clock):
    here = centre.register()

    (found,) = likely(centre, clock, category=None, **dict.fromkeys(POINT))

    assert (found.id, found.why.metres, found.why.text_percent) == (here, None, 100)


def test_nothing_is_said_of_cases_one_may_not_read(centre, clock):
    centre.register(**POINT)
    centre.register(region=OTHER_STREET, actor="stranger", **POINT)

    assert len(likely(centre, clock)) == 1
    assert len(likely(centre, clock, "stranger", region=OTHER_STREET)) == 1
    assert likely(centre, clock, "handler") == ()


def test_a_family_is_named_once_and_what_cannot_lead_not_at_all(centre, clock):
    lead, other, done = (centre.register(**POINT) for _ in range(3))
    joining = (Joining(other, centre.version(other)),)
    centre.do("dispatcher", merge_cases, lead, joining, "")
    centre.assign(done)
    centre.sign_for(done)
    centre.finish(done)

    (found,) = likely(centre, clock)

    assert lead in (found.id, found.lead_id)


def test_places_that_cases_are_parked_on_say_nothing_of_distance(centre, clock):
    centre.register(text="井盖坏了", place="街道办事处", **POINT)
    assert likely(centre, clock, text="少了一块")

    centre.do("administrator", set_setting, "parked_places", "街道办事处；大厅")
    clock.advance(timedelta(seconds=1))

    assert likely(centre, clock, text="少了一块") == ()


def test_the_same_caller_is_one_of_the_reasons(centre, clock):
    other = centre.register(text="井盖坏了", **dict.fromkeys(POINT))

    (found,) = likely(centre, clock, text="还没有人来", phones=(other,), **dict.fromkeys(POINT))

    assert (found.id, found.why.same_phone) == (other, True)


def test_it_is_registered_and_merged_in_one_and_what_is_not_the_same_is_remembered(centre, clock):
    lead, other = centre.register(**POINT), centre.register(**POINT)
    first = likely(centre, clock)[0]
    intake = Intake(TEXT, Source.CALL, GRID, "C01-003", **POINT)
    wanted = Registering(intake, lead_id=lead, reasons=first.why.as_facts(), not_same=(other,))

    for _ in range(2):
        with centre.database.writing(centre.actor("receptionist")) as uow:
            row = register(uow, wanted, centre.database.state.pepper)

    assert row.lead_id == lead
    assert centre.card(row.id).family[1].reasons["metres"] == 0
    with centre.database.reading() as session:
        pair = session.get_one(LikelyPair, tuple(sorted((row.id, other))))
        assert (pair.state, pair.person_name) == ("refused", "周敏")
        actor = centre.actor("dispatcher")
        assert other not in [each.id for each in likely_for_case(session, actor, row.id)]


def test_who_merges_nothing_tells_nothing_apart(centre):
    one, other = centre.register(), centre.register()
    centre.assign(one)
    centre.assign(other)

    with pytest.raises(NotAllowed):
        centre.do("handler", tell_apart, one, other)
    with pytest.raises(NotFound):
        centre.do("stranger", tell_apart, one, other)
