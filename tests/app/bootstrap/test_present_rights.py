"""A desk that has been open for long acts with the rights of this moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    deactivate_person,
    end_grant,
    grant_role,
    reset_password,
    set_deputy,
)
from app.accounts.errors import AccountInactive
from app.accounts.rules import Right, Role
from app.bootstrap import open_parts
from app.core.actor import console
from app.core.errors import NotAllowed
from tests.factories.accounts import ANY_SECRET, NORTH, House

CLERK = GrantDraft(Role.RECEPTIONIST, NORTH)


@pytest.fixture
def parts(database_url, clock):
    parts = open_parts(database_url, clock=clock)
    yield parts
    parts.database.dispose()


@pytest.fixture
def house(parts):
    return House(parts.database, ANY_SECRET)


def rights_now(house, actor):
    with house.database.writing(actor) as uow:
        return {right for grant in uow.actor.grants for right in grant.rights}


def test_a_role_that_was_taken_back_is_gone_at_every_desk(house):
    person = house.person("zhou.min")
    grant = house.do(grant_role, person, CLERK)
    desk = house.actor(person)
    assert Right.REGISTER_CASE in rights_now(house, desk)

    house.do(end_grant, grant)

    assert rights_now(house, desk) == set()


def test_who_left_works_at_no_desk_any_more(house):
    desk = house.actor(house.person("zhou.min", CLERK))
    house.do(deactivate_person, desk.person_id)

    with pytest.raises(AccountInactive), house.database.writing(desk):
        pass


def test_a_term_that_ran_out_is_out_although_the_desk_stayed_open(house, clock):
    director = house.person("director", GrantDraft(Role.DIRECTOR, NORTH))
    deputy = house.person("deputy")
    house.do(set_deputy, director, DeputyDraft(deputy, clock.now() + timedelta(hours=1)))
    desk = house.actor(deputy)
    assert Right.APPROVE in rights_now(house, desk)

    clock.advance(timedelta(hours=1))

    assert rights_now(house, desk) == set()


def test_a_right_a_desk_makes_up_is_none(house):
    person = house.person("zhou.min", CLERK)
    made_up = house.actor(house.person("admin", GrantDraft(Role.ADMINISTRATOR, ""))).grants

    forged = replace(house.actor(person), grants=made_up)
    with pytest.raises(NotAllowed):
        house.do(reset_password, person, ANY_SECRET, actor=forged)


def test_the_console_needs_no_row(house):
    assert house.do(grant_role, house.person("zhou.min"), CLERK, actor=console("x"))
