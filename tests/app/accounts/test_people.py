"""People: taken in, changed, sent away."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.actions import (
    GrantDraft,
    PersonDetails,
    activate_person,
    create_person,
    deactivate_person,
    update_person,
)
from app.accounts.errors import (
    AccountInactive,
    LoginTaken,
    LoginWrong,
    PhoneWrong,
    TextWanted,
)
from app.accounts.models import Person
from app.accounts.rules import Right, Role
from app.core.changes import Topic
from app.core.errors import AppError, Conflict, NotFound
from app.core.words import sentence
from tests.factories.accounts import ANY_SECRET, NORTH, SOUTH

HOUR = timedelta(hours=1)


def test_a_new_person_is_known_by_name_login_and_pinyin(house, administrator):
    unit = house.home_of(administrator)
    details = PersonDetails(" 周敏 ", unit, "0352-1234567 转 12")
    key = house.do(create_person, "Zhou.Min", details, ANY_SECRET, actor=administrator)
    with house.database.reading() as session:
        person = session.get(Person, key)
        assert (person.login, person.name) == ("zhou.min", "周敏")
        assert (person.pinyin, person.initials) == ("zhou min", "zm")
        assert person.must_change_password
    entry = house.last_entry()
    assert (entry.action, entry.subject, entry.region) == (
        "accounts.create_person",
        str(key),
        NORTH,
    )
    assert "SCRAM" not in str(entry.facts)


def test_the_desks_hear_of_a_changed_person_in_old_and_new_region(house, south):
    north = house.unit("北街办事处")
    key = house.person("zhou.min", unit_id=north)
    news = []
    house.database.subscribe(news.extend)
    house.do(update_person, key, PersonDetails("周敏", south), house.card(key).version)
    assert {(change.topic, change.key, change.region) for change in news} == {
        (Topic.PERSON, str(key), NORTH),
        (Topic.PERSON, str(key), SOUTH),
    }


def test_the_journal_keeps_old_and_new(house):
    key = house.person("zhou.min", name="周敏")
    house.do(update_person, key, PersonDetails("周敏敏", None, "110"), house.card(key).version)
    facts = house.last_entry().facts
    assert facts["old"] == {"name": "周敏", "unit": "", "work_phone": ""}
    assert facts["new"] == {"name": "周敏敏", "unit": "", "work_phone": "110"}


def test_a_login_has_few_characters_to_choose_from(house):
    for login in ("x", "a" * 33, "周敏", "a b", ".dot", "a'b", ""):
        with pytest.raises(LoginWrong):
            house.person(login)


def test_a_login_is_never_given_twice_even_after_its_person_left(house):
    first = house.person("zhou.min")
    house.do(deactivate_person, first)
    with pytest.raises(LoginTaken) as refused:
        house.person("ZHOU.MIN")
    assert "zhou.min" in sentence(refused.value)


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        (PersonDetails("  ", None), TextWanted),
        (PersonDetails("名" * 65, None), TextWanted),
        (PersonDetails("周敏", None, "call me"), PhoneWrong),
        (PersonDetails("周敏", uuid4()), NotFound),
    ],
)
def test_what_cannot_be_is_refused_in_words(house, details, refusal: type[AppError]):
    with pytest.raises(refusal) as refused:
        house.do(create_person, "zhou.min", details, ANY_SECRET)
    assert sentence(refused.value).endswith("。")
    with house.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_form_that_is_older_than_the_person_is_refused(house):
    key = house.person("zhou.min")
    seen = house.card(key).version
    house.do(update_person, key, PersonDetails("甲", None), seen)
    with pytest.raises(Conflict):
        house.do(update_person, key, PersonDetails("乙", None), seen)


def test_every_action_sent_twice_is_done_once(house):
    key = uuid4()
    details = PersonDetails("周敏", None)
    first = house.do(create_person, "zhou.min", details, ANY_SECRET, command_key=key)
    assert house.do(create_person, "zhou.min", details, ANY_SECRET, command_key=key) == first


def test_who_left_has_no_rights_and_comes_back_with_their_roles(house):
    key = house.person("zhou.min", GrantDraft(Role.RECEPTIONIST, NORTH))
    house.do(deactivate_person, key)
    with pytest.raises(AccountInactive):
        house.actor(key)
    house.do(activate_person, key)
    assert house.actor(key).may(Right.REGISTER_CASE)
