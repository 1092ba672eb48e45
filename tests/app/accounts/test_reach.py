"""How far an administrator reaches, and that one always remains."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    PersonDetails,
    UnitDraft,
    activate_person,
    create_person,
    create_unit,
    deactivate_person,
    end_grant,
    grant_role,
    lock_person,
    reset_password,
    set_deputy,
    unlock_person,
    update_person,
)
from app.accounts.errors import (
    AccountInactive,
    BeyondReach,
    LastAdministrator,
)
from app.accounts.models import Person, RoleGrant
from app.accounts.rules import Right, Role, UnitKind
from app.core.errors import AppError, NotAllowed, NotFound
from app.core.words import sentence
from tests.factories.accounts import ANY_SECRET, CONSOLE, DISTRICT, NORTH, SOUTH

HOUR = timedelta(hours=1)

MANAGING = [
    (create_person, lambda h, p: ("new.one", PersonDetails("新", None), ANY_SECRET)),
    (update_person, lambda h, p: (p, PersonDetails("新", None), 1)),
    (reset_password, lambda h, p: (p, ANY_SECRET)),
    (lock_person, lambda h, p: (p,)),
    (unlock_person, lambda h, p: (p,)),
    (deactivate_person, lambda h, p: (p,)),
    (activate_person, lambda h, p: (p,)),
    (grant_role, lambda h, p: (p, GrantDraft(Role.RECEPTIONIST, NORTH))),
    (set_deputy, lambda h, p: (p, DeputyDraft(p, h.database.clock.now() + HOUR))),
    (create_unit, lambda h, p: (UnitDraft("新", UnitKind.DEPARTMENT, NORTH),)),
]


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.RECEPTIONIST, Role.AUDITOR, Role.LEADER])
def test_only_administrators_manage_accounts(house, role):
    actor = house.actor(house.person("somebody", GrantDraft(role, DISTRICT)))
    other = house.person("other")
    for action, given in MANAGING:
        with pytest.raises(NotAllowed) as refused:
            house.do(action, *given(house, other), actor=actor)
        assert "管理账号" in sentence(refused.value)


def test_people_of_another_street_are_not_even_found(house, administrator, south):
    stranger = house.person("stranger", unit_id=south)
    for action, given in MANAGING[1:-1]:
        with pytest.raises(NotFound):
            house.do(action, *given(house, stranger), actor=administrator)


def test_whose_roles_reach_further_is_out_of_hands(house, administrator):
    """Else a new password or a deputy would be a way to rights nobody gave."""
    senior = house.person(
        "senior", GrantDraft(Role.DIRECTOR, DISTRICT), unit_id=house.home_of(administrator)
    )
    for action, given in MANAGING[1:-1]:
        with pytest.raises(BeyondReach):
            house.do(action, *given(house, senior), actor=administrator)


def test_nobody_is_taken_in_or_moved_beyond_ones_own_region(house, administrator, south):
    with pytest.raises(BeyondReach):
        house.do(create_person, "new", PersonDetails("新", south), ANY_SECRET, actor=administrator)
    with pytest.raises(BeyondReach):
        house.do(create_person, "new", PersonDetails("新", None), ANY_SECRET, actor=administrator)
    mine = house.person("mine", unit_id=house.home_of(administrator))
    with pytest.raises(BeyondReach):
        house.do(
            update_person,
            mine,
            PersonDetails("新", south),
            house.card(mine).version,
            actor=administrator,
        )


def test_an_administrator_of_a_unit_manages_its_people_only(house):
    firm, other = house.unit("明天物业"), house.unit("昨天物业")
    boss = house.actor(
        house.person("boss", GrantDraft(Role.ADMINISTRATOR, NORTH, unit_id=firm), unit_id=firm)
    )
    mine = house.person("mine", unit_id=firm)
    theirs = house.person("theirs", unit_id=other)
    draft = GrantDraft(Role.EXTERNAL_HANDLER, unit_id=firm)
    assert house.do(grant_role, mine, draft, actor=boss)
    with pytest.raises(NotFound):
        house.do(lock_person, theirs, actor=boss)
    with pytest.raises(BeyondReach):
        house.do(grant_role, mine, GrantDraft(Role.RECEPTIONIST, NORTH), actor=boss)


# The last administrator


def test_the_last_administrator_cannot_be_lost_in_any_way(house, administrator):
    key = administrator.person_id
    (grant,) = house.card(key).grants
    for action, subject in (
        (lock_person, key),
        (deactivate_person, key),
        (end_grant, grant.id),
    ):
        with pytest.raises(LastAdministrator):
            house.do(action, subject, actor=administrator)
    assert house.actor(key).may(Right.MANAGE_ACCOUNTS)


def test_with_another_one_there_an_administrator_may_go(house, administrator):
    unit = house.home_of(administrator)
    house.person("second", GrantDraft(Role.ADMINISTRATOR, NORTH), unit_id=unit)
    house.do(deactivate_person, administrator.person_id, actor=administrator)
    with pytest.raises(AccountInactive):
        house.actor(administrator.person_id)


@pytest.mark.parametrize("state", ["inactive", "locked", "expiring", "later", "elsewhere", "firm"])
def test_who_could_not_take_over_does_not_count(house, administrator, clock, state):
    unit = house.home_of(administrator)
    term = {
        "expiring": {"until": clock.now() + HOUR},
        "later": {"since": clock.now() + HOUR},
        "firm": {"unit_id": unit},
    }.get(state, {})
    region = SOUTH if state == "elsewhere" else NORTH
    second = house.person("second", GrantDraft(Role.ADMINISTRATOR, region, **term), unit_id=unit)
    if state in ("inactive", "locked"):
        third = house.person("third", GrantDraft(Role.ADMINISTRATOR, DISTRICT))
        house.do(deactivate_person if state == "inactive" else lock_person, second)
        with house.database.writing(CONSOLE) as uow:
            uow.session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id == third))
    with pytest.raises(LastAdministrator):
        house.do(lock_person, administrator.person_id, actor=administrator)


def test_an_administrator_of_the_district_stands_in_for_one_of_a_street_not_the_other_way(
    house, administrator
):
    district = house.person("district", GrantDraft(Role.ADMINISTRATOR, DISTRICT))
    with pytest.raises(LastAdministrator):
        house.do(lock_person, district)
    house.do(lock_person, administrator.person_id)


def test_two_administrators_cannot_end_each_other_at_once(house, administrator):
    unit = house.home_of(administrator)
    second = house.actor(
        house.person("second", GrantDraft(Role.ADMINISTRATOR, NORTH), unit_id=unit)
    )

    def end(pair) -> str:
        actor, other = pair
        try:
            house.do(deactivate_person, other.person_id, actor=actor)
        except AppError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(end, [(administrator, second), (second, administrator)]))
    assert outcomes.count("done") == 1
    with house.database.reading() as session:
        active = sa.select(sa.func.count()).where(Person.is_active)
        assert session.scalar(active) == 1
