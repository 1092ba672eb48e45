"""Roles of a page of people: held now, within reach, in the order of roles."""

from datetime import timedelta

import pytest

from app.accounts.actions import GrantDraft, end_grant
from app.accounts.queries import grants_of
from app.accounts.rules import Role
from app.core.errors import NotAllowed
from tests.factories.accounts import CONSOLE, NORTH, SOUTH


def held(house, people, actor=CONSOLE):
    found = house.ask(grants_of, actor, people, now=house.database.clock.now())
    return {person: [grant.role for grant in grants] for person, grants in found.items()}


def test_roles_held_now_come_in_the_order_of_roles(house):
    unit = house.unit("北街综治中心", NORTH)
    person = house.person(
        "a1",
        GrantDraft(Role.GRID_WORKER, NORTH),
        GrantDraft(Role.RECEPTIONIST, NORTH),
        GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit),
        unit_id=unit,
    )
    nobody = house.person("a2", unit_id=unit)

    found = house.ask(grants_of, CONSOLE, [person, nobody], now=house.database.clock.now())

    roles = [Role.RECEPTIONIST, Role.GRID_WORKER, Role.DEPARTMENT_HANDLER]
    assert [grant.role for grant in found[person]] == roles
    assert found[person][2].unit_name == "北街综治中心"
    assert nobody not in found


def test_roles_that_ended_or_have_not_begun_are_left_out(house):
    now = house.database.clock.now()
    later = GrantDraft(Role.DISPATCHER, NORTH, since=now + timedelta(days=1))
    person = house.person("a1", GrantDraft(Role.RECEPTIONIST, NORTH), later)
    house.do(end_grant, house.card(person).grants[0].id)

    assert held(house, [person]) == {}


def test_people_out_of_reach_are_left_out(house, administrator):
    near = house.person(
        "a1", GrantDraft(Role.RECEPTIONIST, NORTH), unit_id=house.home_of(administrator)
    )
    far = house.person(
        "a2", GrantDraft(Role.RECEPTIONIST, SOUTH), unit_id=house.unit("南街办事处", SOUTH)
    )

    assert held(house, [near, far], administrator) == {near: [Role.RECEPTIONIST]}


def test_it_takes_the_right_to_manage_accounts(house):
    clerk = house.actor(house.person("a1", GrantDraft(Role.RECEPTIONIST, NORTH)))

    with pytest.raises(NotAllowed):
        held(house, [], clerk)
