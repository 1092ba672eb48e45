"""Deputies: who stands in for whom, and how long."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    deactivate_person,
    end_deputy,
    set_deputy,
)
from app.accounts.errors import (
    DeputyIsSelf,
    OwnPersonalData,
    TermWrong,
    TextTooLong,
)
from app.accounts.models import Deputy
from app.accounts.rules import Right, Role
from app.core.database.tables import JournalEntry
from app.core.errors import AppError, NotAllowed, NotFound
from app.core.words import sentence
from tests.factories.accounts import NORTH

HOUR = timedelta(hours=1)


@pytest.fixture
def director(house, administrator):
    return house.actor(
        house.person(
            "director", GrantDraft(Role.DIRECTOR, NORTH), unit_id=house.home_of(administrator)
        )
    )


@pytest.fixture
def colleague(house, administrator):
    return house.actor(
        house.person(
            "colleague", GrantDraft(Role.LEADER, NORTH), unit_id=house.home_of(administrator)
        )
    )


def test_a_deputy_has_all_rights_of_the_other_for_that_time(house, director, colleague, clock):
    draft = DeputyDraft(
        colleague.person_id, clock.now() + 3 * HOUR, since=clock.now() + HOUR, note="出差"
    )
    house.do(set_deputy, director.person_id, draft, actor=director)
    assert not house.actor(colleague.person_id).may(Right.APPROVE)
    clock.advance(HOUR)
    actor = house.actor(colleague.person_id)
    assert actor.may_in(Right.APPROVE, NORTH + "001")
    assert {grant.deputy_for for grant in actor.grants} == {None, director.person_id}
    clock.advance(2 * HOUR)
    assert not house.actor(colleague.person_id).may(Right.APPROVE)


def test_a_deputy_of_a_deputy_gets_nothing_of_the_first(house, director, colleague, clock):
    third = house.person("third")
    until = clock.now() + HOUR
    house.do(set_deputy, director.person_id, DeputyDraft(colleague.person_id, until))
    house.do(set_deputy, colleague.person_id, DeputyDraft(third, until))
    actor = house.actor(third)
    assert actor.may(Right.READ_FIGURES)
    assert not actor.may(Right.APPROVE)


def test_who_was_sent_away_leaves_nothing_to_a_deputy(house, director, colleague, clock):
    until = clock.now() + HOUR
    house.do(set_deputy, director.person_id, DeputyDraft(colleague.person_id, until))
    house.do(deactivate_person, director.person_id)
    assert not house.actor(colleague.person_id).may(Right.APPROVE)


def test_an_administrator_may_name_a_deputy_but_never_themself(
    house, administrator, director, colleague, clock
):
    until = clock.now() + HOUR
    mine = DeputyDraft(administrator.person_id, until)
    with pytest.raises(OwnPersonalData):
        house.do(set_deputy, director.person_id, mine, actor=administrator)
    house.do(set_deputy, colleague.person_id, mine, actor=administrator)
    other = DeputyDraft(colleague.person_id, until)
    assert house.do(set_deputy, director.person_id, other, actor=administrator)


def test_nobody_names_deputies_for_others(house, director, colleague, clock):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    with pytest.raises(NotAllowed):
        house.do(set_deputy, director.person_id, draft, actor=colleague)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"deputy_id": "self"}, DeputyIsSelf),
        ({"deputy_id": "nobody"}, NotFound),
        ({"deputy_id": "gone"}, NotFound),
        ({"until": -1}, TermWrong),
        ({"note": "长" * 201}, TextTooLong),
    ],
)
def test_a_deputy_that_cannot_be_is_refused(
    house, director, colleague, clock, given, refusal: type[AppError]
):
    gone = house.person("gone")
    house.do(deactivate_person, gone)
    who = {"self": director.person_id, "nobody": uuid4(), "gone": gone}
    draft = DeputyDraft(
        who.get(given.get("deputy_id"), colleague.person_id),
        clock.now() + given.get("until", 1) * HOUR,
        note=given.get("note", ""),
    )
    with pytest.raises(refusal) as refused:
        house.do(set_deputy, director.person_id, draft, actor=director)
    assert sentence(refused.value).endswith("。")


@pytest.mark.parametrize("by", ["director", "colleague", "administrator"])
def test_either_of_the_two_ends_it_and_who_manages_them(
    house, director, colleague, administrator, clock, by
):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    row = house.do(set_deputy, director.person_id, draft, actor=director)
    actors = {"director": director, "colleague": colleague, "administrator": administrator}
    house.do(end_deputy, row, actor=actors[by])
    assert not house.actor(colleague.person_id).may(Right.APPROVE)
    ended = clock.now()
    clock.advance(HOUR / 2)
    house.do(end_deputy, row, actor=actors[by])
    with house.database.reading() as session:
        assert session.get(Deputy, row).until == ended


def test_others_cannot_end_it(house, director, colleague, clock):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    row = house.do(set_deputy, director.person_id, draft, actor=director)
    stranger = house.actor(house.person("stranger", GrantDraft(Role.DIRECTOR, NORTH)))
    with pytest.raises(NotAllowed):
        house.do(end_deputy, row, actor=stranger)
    with pytest.raises(NotFound):
        house.do(end_deputy, uuid4(), actor=director)


def test_both_people_have_it_in_their_journal(house, director, colleague, clock):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    house.do(set_deputy, director.person_id, draft, actor=director)
    with house.database.reading() as session:
        rows = session.execute(
            sa.select(JournalEntry.action, JournalEntry.subject).where(
                JournalEntry.action.startswith("accounts.set_deputy")
            )
        ).all()
    assert set(map(tuple, rows)) == {
        ("accounts.set_deputy", str(director.person_id)),
        ("accounts.set_deputy_for", str(colleague.person_id)),
    }
