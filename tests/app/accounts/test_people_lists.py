"""Reading accounts: who is shown to whom, in which order, and who may do what."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    deactivate_person,
    end_grant,
    lock_person,
    set_deputy,
    sign_in,
)
from app.accounts.errors import SignInRefused
from app.accounts.queries import (
    PeopleFilter,
    PeopleView,
    find_people,
    handlers_of,
    people_counts,
    people_page,
    people_with_right,
    person_named,
)
from app.accounts.rules import Right, Role
from app.core.errors import NotAllowed, NotFound
from app.core.words import label
from tests.factories.accounts import CONSOLE, DISTRICT, NORTH, PASSWORD, SOUTH

HOUR = timedelta(hours=1)
CLERK = GrantDraft(Role.RECEPTIONIST, NORTH)


def page(house, actor=CONSOLE, view=PeopleView.ACTIVE, *, text="", **kwargs):
    chosen = PeopleFilter(text, **{k: kwargs.pop(k) for k in ("unit_id", "role") if k in kwargs})
    now = house.database.clock.now()
    return house.ask(people_page, actor, view, chosen, now=now, **kwargs)


def logins(page) -> list[str]:
    return [row.login for row in page.rows]


# The list of people


def test_people_stand_in_the_order_of_their_pinyin(house):
    for login, name in (("a1", "周敏"), ("a2", "安琪"), ("a3", "李娜"), ("a4", "常玉")):
        house.person(login, name=name)
    assert logins(page(house)) == ["a2", "a4", "a3", "a1"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_every_person_comes_once_whatever_the_page_size(house, size):
    for number in range(7):
        house.person(f"p{number}", name="同名" if number % 2 else "李娜")
    seen, after = [], None
    while True:
        part = page(house, size=size, after=after)
        assert len(part.rows) <= size
        seen += logins(part)
        after = part.after
        if after is None:
            break
    assert len(seen) == 7
    assert set(seen) == {f"p{number}" for number in range(7)}
    assert seen == logins(page(house))


def test_a_page_of_people_costs_one_statement(house):
    for number in range(5):
        house.person(f"p{number}", CLERK, GrantDraft(Role.LEADER, NORTH))
    statements = []
    sa.event.listen(
        house.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2])
    )
    assert all(row.roles == (Role.RECEPTIONIST, Role.LEADER) for row in page(house).rows)
    assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_people_are_found_by_name_login_and_pinyin(house):
    house.person("zhou.min", name="周敏")
    house.person("admin1", name="李娜")
    for text in (
        "周",
        "敏",
        "zhou",
        "zhoumin",
        "zhou m",
        "zm",
        "ZM",
        " ｚｍ ",
        "周\x00\n",
        "\ud800周",
    ):
        assert logins(page(house, text=text)) == ["zhou.min"], text
    for text in ("%", "_", "'", "\\", "😀", "周\x00鱼"):
        assert logins(page(house, text=text)) == [], text
    assert logins(page(house, text="adm")) == ["admin1"]
    assert logins(page(house, text=" ")) == ["admin1", "zhou.min"]


def test_an_administrator_sees_the_people_in_reach(house, administrator):
    south = house.unit("南街办", SOUTH)
    house.person("stranger", unit_id=south)
    house.person("homeless")
    mine = house.person("mine", unit_id=house.card(administrator.person_id).unit_id)
    assert sorted(logins(page(house, administrator))) == ["admin.north", "mine"]
    assert house.card(mine, administrator).may_manage


def test_an_administrator_of_a_unit_sees_its_people(house):
    firm = house.unit("明天物业")
    house.person("theirs", unit_id=house.unit("昨天物业"))
    boss = house.actor(
        house.person("boss", GrantDraft(Role.ADMINISTRATOR, NORTH, unit_id=firm), unit_id=firm)
    )
    assert logins(page(house, boss)) == ["boss"]


def test_others_see_no_list_of_people(house):
    director = house.actor(house.person("director", GrantDraft(Role.DIRECTOR, DISTRICT)))
    with pytest.raises(NotAllowed):
        page(house, director)
    with pytest.raises(NotAllowed):
        house.ask(people_counts, director, now=house.database.clock.now())


def test_the_list_is_narrowed_by_unit_and_role(house):
    unit = house.unit("北街办")
    house.person("p.a", CLERK, unit_id=unit)
    house.person("p.b", unit_id=unit)
    house.person("p.c", CLERK)
    assert logins(page(house, unit_id=unit)) == ["p.a", "p.b"]
    assert logins(page(house, role=Role.RECEPTIONIST)) == ["p.a", "p.c"]
    assert logins(page(house, unit_id=unit, role=Role.RECEPTIONIST)) == ["p.a"]


def test_each_view_holds_its_people_and_its_count(house, clock):
    active = house.person("active", CLERK)
    sign_in(house.database, "active", PASSWORD, desk="x")
    locked = house.person("locked", CLERK)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(house.database, "locked", "wrong", desk="x")
    for_good = house.person("locked.for.good", CLERK)
    house.do(lock_person, for_good)
    house.person("without.role")
    gone = house.person("gone", CLERK)
    house.do(deactivate_person, gone)
    wanted = {
        PeopleView.ACTIVE: ["active", "locked", "locked.for.good", "without.role"],
        PeopleView.LOCKED: ["locked", "locked.for.good"],
        PeopleView.NEVER_SIGNED_IN: ["locked", "locked.for.good", "without.role"],
        PeopleView.WITHOUT_ROLE: ["without.role"],
        PeopleView.INACTIVE: ["gone"],
    }
    counts = house.ask(people_counts, CONSOLE, now=clock.now())
    for view, found in wanted.items():
        assert logins(page(house, view=view)) == found, view
        assert (counts[view].value, counts[view].more) == (len(found), False)
        assert label(view)
    clock.advance(timedelta(minutes=15))
    assert logins(page(house, view=PeopleView.LOCKED)) == ["locked.for.good"]
    assert {row.login: row.is_locked for row in page(house).rows}["locked"] is False
    assert house.card(active).last_sign_in_at is not None
    assert house.card(locked).failed_count == 5


def test_a_role_that_ended_or_has_not_begun_is_not_shown(house, clock):
    key = house.person(
        "p.a", CLERK, GrantDraft(Role.LEADER, NORTH, since=clock.now() + HOUR),
        GrantDraft(Role.SUPERVISOR, NORTH),
    )  # fmt: skip
    grants = {grant.role: grant for grant in house.card(key).grants}
    house.do(end_grant, grants[Role.SUPERVISOR].id)
    assert page(house).rows[0].roles == (Role.RECEPTIONIST,)
    assert grants[Role.LEADER].is_pending
    assert not grants[Role.RECEPTIONIST].is_pending
    clock.advance(HOUR)
    assert page(house).rows[0].roles == (Role.RECEPTIONIST, Role.LEADER)


# One person


def test_a_card_tells_all_there_is_to_manage(house, clock):
    unit = house.unit("北街办")
    handler = GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit)
    key = house.person("zhou.min", handler, name="周敏", unit_id=unit)
    other = house.person("li.na", name="李娜")
    draft = DeputyDraft(other, clock.now() + 2 * HOUR, since=clock.now() + HOUR, note="休假")
    house.do(set_deputy, key, draft)
    found = house.card(key)
    assert (found.login, found.name, found.unit_name, found.region) == (
        "zhou.min",
        "周敏",
        "北街办",
        NORTH,
    )
    assert [(grant.role, grant.unit_name, grant.region) for grant in found.grants] == [
        (Role.DEPARTMENT_HANDLER, "北街办", None)
    ]
    (deputy,) = found.deputies
    assert (deputy.deputy_name, deputy.note, deputy.is_pending) == ("李娜", "休假", True)
    assert house.card(other).stands_in == found.deputies
    clock.advance(2 * HOUR)
    assert house.card(key).deputies == ()


def test_a_lock_is_told_by_its_sort(house, clock):
    key = house.person("zhou.min")
    assert (house.card(key).locked_until, house.card(key).is_locked_for_good) == (None, False)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(house.database, "zhou.min", "wrong", desk="x")
    assert house.card(key).locked_until == clock.now() + timedelta(minutes=15)
    house.do(lock_person, key)
    assert (house.card(key).locked_until, house.card(key).is_locked_for_good) == (None, True)


def test_everybody_sees_their_own_card_and_nobody_elses(house):
    mine, theirs = house.person("mine"), house.person("theirs")
    actor = house.actor(mine)
    assert not house.card(mine, actor).may_manage
    with pytest.raises(NotFound):
        house.card(theirs, actor)
    with pytest.raises(NotFound):
        house.card(uuid4())


def test_the_card_of_somebody_out_of_reach_is_not_found(house, administrator):
    stranger = house.person("stranger", unit_id=house.unit("南街办", SOUTH))
    with pytest.raises(NotFound):
        house.card(stranger, administrator)


def test_a_person_is_named_by_login_or_by_a_name_of_their_own(house):
    key = house.person("zhou.min", name="周敏")
    house.person("li.na", name="李娜")
    house.person("li.na2", name="李娜")
    assert house.ask(person_named, " ZHOU.MIN").id == key
    assert house.ask(person_named, "周敏").id == key
    for text in ("李娜", "nobody", ""):
        with pytest.raises(NotFound):
            house.ask(person_named, text)


def test_a_picker_shows_who_works_here(house):
    unit = house.unit("北街办")
    house.person("zhou.min", name="周敏", unit_id=unit)
    house.do(deactivate_person, house.person("zhou.ming", name="周明"))
    house.person("zhou.mei", name="周梅")
    assert [row.name for row in house.ask(find_people, "zhou")] == ["周梅", "周敏"]
    assert [row.unit_name for row in house.ask(find_people, "", unit_id=unit)] == ["北街办"]
    assert len(house.ask(find_people, "", limit=1)) == 1


# Who may do what


def names(rows) -> set[str]:
    return {row.login for row in rows}


def test_a_right_reaches_whom_region_and_unit_say(house, clock):
    roads, water = house.unit("市政所"), house.unit("供水所")
    house.person("street", GrantDraft(Role.DISPATCHER, NORTH))
    house.person("district", GrantDraft(Role.DISPATCHER, DISTRICT))
    house.person("everywhere", GrantDraft(Role.DISPATCHER, ""))
    house.person("south", GrantDraft(Role.DISPATCHER, SOUTH))
    house.person("roads", GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=roads))
    house.person("roads.north", GrantDraft(Role.DEPARTMENT_HANDLER, NORTH, unit_id=roads))
    house.person("roads.south", GrantDraft(Role.DEPARTMENT_HANDLER, SOUTH, unit_id=roads))
    house.person("water", GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=water))
    now = clock.now()
    grid = NORTH + "001002"
    assert names(house.ask(people_with_right, Right.ASSIGN_CASE, grid, now=now)) == {
        "street",
        "district",
        "everywhere",
    }
    assert names(house.ask(people_with_right, Right.READ_CASES, grid, roads, now=now)) == {
        "street",
        "district",
        "everywhere",
        "roads",
        "roads.north",
    }
    assert names(house.ask(handlers_of, roads, now=now)) == {"roads", "roads.north", "roads.south"}


def test_who_stands_in_is_named_and_who_may_not_work_is_not(house, clock):
    unit = house.unit("市政所")
    draft = GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit)
    away = house.person("away", draft)
    house.do(set_deputy, away, DeputyDraft(house.person("deputy"), clock.now() + HOUR))
    house.do(lock_person, house.person("locked", draft))
    house.do(deactivate_person, house.person("gone", draft))
    assert names(house.ask(handlers_of, unit, now=clock.now())) == {"away", "deputy"}
    assert names(house.ask(handlers_of, unit, now=clock.now() + HOUR)) == {"away"}


@given(data=st.data())
def test_the_query_and_the_actor_agree_on_every_right(data):
    """What `people_with_right` says of all is what `Actor.may_in` says of each."""
    from app.accounts.rules import ROLE_RIGHTS, prefixes_of
    from app.core.actor import Actor, Grant

    region = data.draw(st.sampled_from(["", "14", DISTRICT, NORTH, SOUTH, NORTH + "001"]))
    target = data.draw(st.sampled_from([NORTH, SOUTH, NORTH + "001002", DISTRICT]))
    grant = Grant("x", frozenset(ROLE_RIGHTS[Role.DIRECTOR]), region=region)
    covered = Actor(None, "", "", (grant,)).may_in(Right.APPROVE, target)
    assert covered == (region in prefixes_of(target))


def test_nobody_is_no_actor(house):
    with pytest.raises(NotFound):
        house.actor(uuid4())
