"""Roles given and ended."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.accounts.actions import (
    GrantDraft,
    end_grant,
    grant_role,
)
from app.accounts.errors import (
    BeyondReach,
    OwnPersonalData,
    RegionWanted,
    RegionWrong,
    TermWrong,
    UnitWanted,
)
from app.accounts.models import RoleGrant
from app.accounts.rules import Right, Role
from app.core.errors import AppError, NotFound
from app.core.words import sentence
from tests.factories.accounts import DISTRICT, NORTH, SOUTH

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_no_role_is_given_beyond_ones_own_region(house, administrator, role):
    mine = house.person("mine", unit_id=house.home_of(administrator))
    for region in (DISTRICT, "14", "", SOUTH):
        with pytest.raises(BeyondReach):
            house.do(grant_role, mine, GrantDraft(role, region), actor=administrator)


def test_no_role_is_given_in_a_unit_of_another_street(house, administrator, south):
    mine = house.person("mine", unit_id=house.home_of(administrator))
    draft = GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=south)
    with pytest.raises(BeyondReach):
        house.do(grant_role, mine, draft, actor=administrator)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.DISPATCHER, Role.DIRECTOR])
def test_nobody_gives_themself_the_sight_of_personal_data(house, administrator, role):
    draft = GrantDraft(role, NORTH)
    with pytest.raises(OwnPersonalData) as refused:
        house.do(grant_role, administrator.person_id, draft, actor=administrator)
    assert "系统管理员" in sentence(refused.value)
    other = house.person("other", unit_id=house.home_of(administrator))
    assert house.do(grant_role, other, draft, actor=administrator)


def test_a_role_without_sight_of_people_may_be_ones_own(house, administrator):
    draft = GrantDraft(Role.LEADER, NORTH)
    assert house.do(grant_role, administrator.person_id, draft, actor=administrator)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (GrantDraft(Role.DEPARTMENT_HANDLER, NORTH), UnitWanted),
        (GrantDraft(Role.RECEPTIONIST), RegionWanted),
        (GrantDraft(Role.RECEPTIONIST, "14021"), RegionWrong),
        (GrantDraft(Role.RECEPTIONIST, "北街"), RegionWrong),
        (GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=uuid4()), NotFound),
    ],
)
def test_a_role_needs_the_scope_of_its_sort(house, draft, refusal: type[AppError]):
    key = house.person("zhou.min")
    with pytest.raises(refusal) as refused:
        house.do(grant_role, key, draft)
    assert sentence(refused.value).endswith("。")


def test_the_same_role_in_the_same_place_is_given_once(house):
    key = house.person("zhou.min")
    draft = GrantDraft(Role.RECEPTIONIST, NORTH)
    first = house.do(grant_role, key, draft)
    assert house.do(grant_role, key, draft) == first
    assert house.do(grant_role, key, GrantDraft(Role.RECEPTIONIST, SOUTH)) != first
    house.do(end_grant, first)
    assert house.do(grant_role, key, draft) != first


def test_a_role_within_the_term_of_another_is_the_other(house, clock):
    key = house.person("zhou.min")
    long = house.do(grant_role, key, GrantDraft(Role.LEADER, NORTH, until=clock.now() + 9 * HOUR))
    short = GrantDraft(Role.LEADER, NORTH, until=clock.now() + HOUR)
    longer = GrantDraft(Role.LEADER, NORTH, until=clock.now() + 10 * HOUR)
    assert house.do(grant_role, key, short) == long
    assert house.do(grant_role, key, longer) != long


@pytest.mark.parametrize(("since", "until"), [(2, 1), (1, 1), (-2, -1), (None, 0)])
def test_a_term_ends_after_it_begins_and_after_now(house, clock, since, until):
    key = house.person("zhou.min")
    draft = GrantDraft(
        Role.LEADER,
        NORTH,
        since=clock.now() + since * HOUR if since is not None else None,
        until=clock.now() + until * HOUR,
    )
    with pytest.raises(TermWrong):
        house.do(grant_role, key, draft)


def test_an_ended_role_is_gone_at_once_and_ending_twice_changes_nothing(house, clock):
    key = house.person("zhou.min", GrantDraft(Role.LEADER, NORTH))
    (grant,) = house.card(key).grants
    house.do(end_grant, grant.id)
    ended = clock.now()
    assert not house.actor(key).may(Right.READ_FIGURES)
    clock.advance(HOUR)
    house.do(end_grant, grant.id)
    with house.database.reading() as session:
        assert session.get(RoleGrant, grant.id).until == ended


def test_a_role_ended_before_it_began_never_begins(house, clock):
    draft = GrantDraft(Role.LEADER, NORTH, since=clock.now() + HOUR)
    key = house.person("zhou.min", draft)
    (grant,) = house.card(key).grants
    house.do(end_grant, grant.id)
    clock.advance(2 * HOUR)
    assert not house.actor(key).may(Right.READ_FIGURES)


def test_a_role_that_is_not_there_cannot_end(house):
    with pytest.raises(NotFound):
        house.do(end_grant, uuid4())
