"""Signing in with a code of one's phone, where the program itself looks at it."""

from base64 import b32decode
from datetime import timedelta

import pytest

from app.accounts import totp
from app.accounts.actions import GrantDraft, change_password, sign_in
from app.accounts.actions.second_factor import (
    begin_factor,
    check_code,
    confirm_factor,
    drop_factor,
)
from app.accounts.actions.signing_in import give_code
from app.accounts.errors import CodeFirst, CodeWait, CodeWrong, FactorOn
from app.accounts.rules import Role
from app.core.errors import AppError
from tests.factories.accounts import NORTH, PASSWORD


@pytest.fixture
def clerk(house):
    unit = house.unit("北街办事处")
    key = house.person("zhou.min", GrantDraft(Role.DIRECTOR, NORTH), unit_id=unit)
    return house.actor(key)


def enter(house):
    return sign_in(house.database, "zhou.min", PASSWORD, desk="窗口1")


def code(house, secret, steps=0):
    return totp.code_of(secret, int(house.database.clock.now().timestamp() // totp.STEP_S) + steps)


def turn_on(house, actor) -> bytes:
    secret = b32decode(begin_factor(house.database, actor).typed)
    confirm_factor(house.database, actor, code(house, secret, -1))
    house.database.proven = None  # as after the program was closed
    return secret


def test_whoever_turned_it_on_has_no_rights_before_the_code(house, clerk):
    secret = turn_on(house, clerk)

    signed = enter(house)
    assert signed.needs_code
    assert signed.actor.grants == ()
    inside = give_code(house.database, signed.actor, code(house, secret))

    assert not inside.needs_code
    assert inside.actor.grants == clerk.grants


def test_a_secret_nobody_confirmed_asks_for_nothing(house, clerk):
    begin_factor(house.database, clerk)

    assert not enter(house).needs_code


def test_at_the_same_desk_the_screen_is_unlocked_without_another_code(house, clerk):
    secret = turn_on(house, clerk)
    give_code(house.database, enter(house).actor, code(house, secret))

    assert not enter(house).needs_code

    house.person("li.na", GrantDraft(Role.RECEPTIONIST, NORTH))
    sign_in(house.database, "li.na", PASSWORD, desk="窗口1")
    assert enter(house).needs_code


def test_a_password_that_is_changed_meanwhile_lets_nobody_past_the_code(house, clerk):
    turn_on(house, clerk)

    changed = change_password(
        house.database, clerk.person_id, PASSWORD, "another-word-9", desk="窗口1"
    )

    assert changed.needs_code
    assert changed.actor.grants == ()


def test_a_code_is_good_for_one_time(house, clerk):
    secret = turn_on(house, clerk)
    give_code(house.database, enter(house).actor, code(house, secret))
    house.database.proven = None

    with pytest.raises(CodeWrong):
        give_code(house.database, enter(house).actor, code(house, secret))


def test_after_five_wrong_codes_even_the_right_one_waits(house, clerk):
    secret = turn_on(house, clerk)
    who = enter(house).actor
    for _ in range(totp.TRIES):
        with pytest.raises(CodeWrong):
            give_code(house.database, who, code(house, secret, 40))

    with pytest.raises(CodeWait) as waits:
        give_code(house.database, who, code(house, secret))

    assert waits.value.facts["minutes"] == totp.WAIT_S // 60
    house.database.clock.advance(timedelta(seconds=totp.WAIT_S))
    assert not give_code(house.database, who, code(house, secret)).needs_code


def test_one_that_counts_is_not_replaced(house, clerk):
    turn_on(house, clerk)

    with pytest.raises(FactorOn):
        begin_factor(house.database, clerk)


def test_whoever_keeps_the_account_turns_it_off_for_a_lost_phone(house, clerk, administrator):
    turn_on(house, clerk)
    assert house.card(clerk.person_id, administrator).has_factor

    house.do(drop_factor, clerk.person_id, actor=administrator)

    assert not enter(house).needs_code
    assert not house.card(clerk.person_id, administrator).has_factor


def test_ones_own_is_turned_off_just_after_a_code(house, clerk):
    secret = turn_on(house, clerk)
    house.database.clock.advance(timedelta(minutes=10))
    with pytest.raises(CodeFirst):
        house.do(drop_factor, clerk.person_id, actor=clerk)

    check_code(house.database, clerk, code(house, secret))
    house.do(drop_factor, clerk.person_id, actor=clerk)

    assert not enter(house).needs_code


def test_nobody_else_does(house, clerk, south):
    turn_on(house, clerk)
    stranger = house.actor(house.person("li.na", GrantDraft(Role.RECEPTIONIST, NORTH)))

    with pytest.raises(AppError):
        house.do(drop_factor, clerk.person_id, actor=stranger)

    assert enter(house).needs_code
