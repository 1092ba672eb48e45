"""Ways to rights nobody gave, and what is typed on purpose."""

from datetime import timedelta

import pytest

from app.accounts import passwords
from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    PersonDetails,
    change_password,
    create_person,
    end_grant,
    grant_role,
    reset_password,
    set_deputy,
    sign_in,
    update_person,
)
from app.accounts.errors import (
    BeyondReach,
    LentRight,
    OwnPersonalData,
    PasswordTooSimple,
    SignInRefused,
)
from app.accounts.passwords import compare, secret_of
from app.accounts.queries import (
    PeopleFilter,
    PeopleView,
    UnitFilter,
    find_people,
    find_units,
    people_page,
    units_page,
)
from app.accounts.rules import Right, Role
from app.core.words import sentence
from tests.factories.accounts import ANY_SECRET, CONSOLE, DISTRICT, NORTH, PASSWORD

DAY = timedelta(days=1)
NUL, HALF = "\0", "\ud83d"


@pytest.fixture
def colleague(house, administrator):
    """Somebody in the administrator's own unit, without any role."""
    return house.person("colleague", unit_id=house.home_of(administrator))


# -- rights nobody gave --------------------------------------------------------------------------


def test_who_stands_in_for_somebody_gives_them_no_sight_of_people(
    house, administrator, colleague, clock
):
    """A person without roles to stand in for, and then the role: sight of people by two steps."""
    draft = DeputyDraft(administrator.person_id, clock.now() + 30 * DAY, since=clock.now() + DAY)
    house.do(set_deputy, colleague, draft, actor=administrator)

    with pytest.raises(OwnPersonalData):
        house.do(grant_role, colleague, GrantDraft(Role.DISPATCHER, NORTH), actor=administrator)

    clock.advance(2 * DAY)
    assert not house.actor(administrator.person_id).may(Right.READ_PERSONAL)


def test_a_password_of_who_stands_in_for_a_mightier_one_is_out_of_hands(
    house, administrator, colleague, clock
):
    director = house.person("director", GrantDraft(Role.DIRECTOR, DISTRICT))
    house.do(set_deputy, director, DeputyDraft(colleague, clock.now() + DAY))

    with pytest.raises(BeyondReach):
        house.do(reset_password, colleague, ANY_SECRET, actor=administrator)

    clock.advance(2 * DAY)
    house.do(reset_password, colleague, ANY_SECRET, actor=administrator)


def test_what_is_lent_for_a_day_is_not_made_ones_own(house, administrator, colleague, clock):
    house.do(set_deputy, administrator.person_id, DeputyDraft(colleague, clock.now() + DAY))
    stand_in = house.actor(colleague)

    with pytest.raises(LentRight):
        house.do(grant_role, colleague, GrantDraft(Role.ADMINISTRATOR, NORTH), actor=stand_in)
    with pytest.raises(LentRight):
        longer = DeputyDraft(colleague, clock.now() + 3_650 * DAY)
        house.do(set_deputy, administrator.person_id, longer, actor=stand_in)

    clock.advance(2 * DAY)
    assert not house.actor(colleague).may(Right.MANAGE_ACCOUNTS)


def test_who_stands_in_does_the_days_work_all_the_same(house, administrator, colleague, clock):
    other = house.person("other", unit_id=house.home_of(administrator))
    house.do(set_deputy, administrator.person_id, DeputyDraft(colleague, clock.now() + DAY))
    stand_in = house.actor(colleague)

    key = house.do(grant_role, other, GrantDraft(Role.RECEPTIONIST, NORTH), actor=stand_in)
    house.do(end_grant, key, actor=stand_in)
    house.do(reset_password, other, ANY_SECRET, actor=stand_in)


def test_an_administrator_prolongs_an_own_role_by_an_own_right(house, administrator, clock):
    until = clock.now() + DAY
    house.do(
        grant_role,
        administrator.person_id,
        GrantDraft(Role.SUPERVISOR, NORTH, until=until),
        actor=administrator,
    )
    assert house.actor(administrator.person_id).may(Right.SUPERVISE_CASE)


# -- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "enter",
    [
        lambda house, _: sign_in(house.database, "colleague", PASSWORD, desk="窗口1"),
        lambda house, key: change_password(house.database, key, PASSWORD, "another one", desk="1"),
    ],
    ids=["sign in", "change password"],
)
def test_a_password_that_is_reset_while_it_is_compared_lets_nobody_in(
    house, colleague, monkeypatch, enter
):
    def slowly(stored, password):
        verdict = compare(stored, password)
        house.do(reset_password, colleague, secret_of("new-and-unknown"))
        return verdict

    monkeypatch.setattr("app.accounts.actions.signing_in.compare", slowly)
    with pytest.raises(SignInRefused):
        enter(house, colleague)

    assert house.card(colleague).must_change_password


def test_a_password_of_any_signs_is_a_password(house, colleague):
    odd = f"半个{HALF}字{NUL}和空字"
    with pytest.raises(SignInRefused):
        sign_in(house.database, "colleague", odd, desk="窗口1")

    change_password(house.database, colleague, PASSWORD, f"{odd}1234", desk="窗口1")

    entered = sign_in(house.database, "colleague", f"{odd}1234", desk="窗口1")
    assert entered.actor.person_id == colleague


@pytest.mark.parametrize(
    "password",
    [
        *("1234567890", "9876543210", "０１２３４５６７８９", "0000000000", "1212121212"),
        *("abcdefghij", "QWERTYUIOP", "aaaaaaaaab"),
    ],
)
def test_the_first_passwords_anybody_tries_are_refused(house, colleague, password):
    with pytest.raises(PasswordTooSimple) as refused:
        change_password(house.database, colleague, PASSWORD, password, desk="窗口1")

    assert "请换一个" in sentence(refused.value)


def test_a_traceback_shows_no_hash(house, colleague):
    from app.accounts.actions.signing_in import _Attempt

    assert "argon2" not in repr(_Attempt(colleague, "colleague", "$argon2id$…", is_active=True))
    assert passwords.NOBODY.startswith("$argon2id$")


# -- what is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize("login", [f"col{NUL}league", f"colleague{HALF}", f"{NUL}"])
def test_signs_nobody_can_see_in_a_login_are_no_program_error(house, colleague, login):
    with pytest.raises(SignInRefused):
        sign_in(house.database, f"x{login}", PASSWORD, desk="窗口1")


def test_a_name_is_one_line_that_reads_as_it_is(house, colleague):
    typed = f" 张\u202e三{NUL}\n 李{HALF}四 "
    house.do(update_person, colleague, PersonDetails(typed, None), house.card(colleague).version)
    made = house.do(create_person, "other", PersonDetails(typed, None), ANY_SECRET)

    assert house.card(colleague).name == "张三 李四"
    assert house.card(made).name == "张三 李四"


@pytest.mark.parametrize("text", [NUL, f"a{NUL}", HALF, "张" * 40_000, "%" * 30_000, "_"])
def test_whatever_is_pasted_into_a_search_is_answered(house, colleague, text):
    now = house.database.clock.now()

    house.ask(find_people, text)
    house.ask(find_units, text)
    house.ask(units_page, UnitFilter(text=text))
    page = house.ask(people_page, CONSOLE, PeopleView.ACTIVE, PeopleFilter(text=text), now=now)

    assert len(page.rows) <= 2
