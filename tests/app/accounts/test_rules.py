"""Roles, rights and what may be typed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import errors, passwords
from app.accounts.errors import LoginWrong, PasswordIsLogin, RegionWrong
from app.accounts.rules import (
    LOCKED_FOR_GOOD,
    ROLE_RIGHTS,
    Field,
    Right,
    Role,
    UnitKind,
    check_login,
    check_note,
    check_password,
    check_phone,
    check_region,
    is_locked,
    next_failures,
    normal_login,
    prefixes_of,
    rights_of,
    sees_personal,
)
from app.core.errors import AppError
from app.core.words import label, say

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize("kind", [Role, Right, UnitKind, Field])
def test_everything_has_the_name_staff_use(kind):
    assert len({label(member) for member in kind}) == len(kind)


def test_every_refusal_has_a_sentence():
    kinds = [
        kind for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, AppError) and kind is not AppError
    ]  # fmt: skip
    facts = dict.fromkeys(
        (
            *("most", "minutes", "until", "least", "login", "logins", "addresses"),
            *("field", "region", "role", "unit_code"),
        ),
        "…",
    )
    assert len(kinds) > 20
    for kind in kinds:
        assert say(kind.code, **facts).endswith("。")


def test_an_administrator_sees_no_personal_data_and_an_auditor_changes_nothing():
    assert not sees_personal(Role.ADMINISTRATOR)
    assert rights_of(Role.AUDITOR) == {"journal.read"}
    assert not any(sees_personal(role) for role in (Role.WALL, Role.KIOSK, Role.LEADER))
    assert sees_personal(Role.DIRECTOR)


def test_only_the_administrator_manages_accounts():
    assert [role for role in Role if Right.MANAGE_ACCOUNTS in ROLE_RIGHTS[role]] == [
        Role.ADMINISTRATOR
    ]


@given(st.text())
def test_a_normal_login_stays_as_it_is(text):
    assert normal_login(normal_login(text)) == normal_login(text)


@given(st.from_regex(r"\A[a-z0-9][a-z0-9._-]{1,31}\Z"))
def test_a_login_that_is_allowed_is_its_own_lower_case(login):
    check_login(login)
    assert normal_login(login) == login == login.lower()


@given(st.text(max_size=40))
def test_no_other_login_is_allowed(text):
    allowed = re.fullmatch("[a-z0-9][a-z0-9._-]{1,31}", text) is not None
    try:
        check_login(text)
    except LoginWrong:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize(
    "password",
    ["zhangli2026", "ZhangLi!!!!", "...zhangli...", "123zhangli456", "ｚｈａｎｇｌｉ２０２６"],
)
def test_a_login_with_something_around_it_is_no_password(password):
    with pytest.raises(PasswordIsLogin):
        check_password(password, "zhangli", 10)


def test_a_login_within_a_longer_text_is_none_of_our_business():
    check_password("zhangli walks the dog", "zhangli", 10)
    check_password("correct horse battery", "zhangli", 10)


def test_digits_are_no_login_of_digits():
    check_password("8264159370", "12345", 10)
    with pytest.raises(PasswordIsLogin):
        check_password("1234567890", "1234567890", 10)


@pytest.mark.parametrize("text", ["", "0352-1234567", "＋86 352 1234567", "12345 转 8", "110/119"])
def test_numbers_that_people_write_are_numbers(text):
    assert len(check_phone(text)) <= 32


def test_a_note_loses_its_margins_and_what_cannot_be_seen():
    assert check_note(Field.NOTE, "  出\x00差\n\ud800 ", 10) == "出差"


@pytest.mark.parametrize("code", ["", "14", "1402", "140213", "140213004", "1" * 12, "1" * 15])
def test_codes_of_every_tier_are_codes(code):
    check_region(code)


@pytest.mark.parametrize("code", ["1", "140", "14021", "１４", "14021300x", "1" * 16, " 14"])
def test_other_lengths_and_letters_are_none(code):
    with pytest.raises(RegionWrong):
        check_region(code)


@given(st.text("0123456789", max_size=15), st.text("0123456789", max_size=15))
def test_what_covers_a_region_is_each_of_its_beginnings(region, other):
    assert (other in prefixes_of(region)) == region.startswith(other)


@given(
    failed=st.integers(0, 100),
    seconds=st.none() | st.integers(-10_000, 10_000),
)
def test_an_attempt_counts_one_more_or_begins_anew(failed, seconds):
    until = None if seconds is None else NOW + timedelta(seconds=seconds)
    counted = next_failures(failed, until, NOW)
    assert counted == (1 if seconds is not None and seconds <= 0 else failed + 1)
    assert is_locked(until, NOW) == (seconds is not None and seconds > 0)


def test_a_lock_for_good_outlasts_everybody():
    assert is_locked(LOCKED_FOR_GOOD, NOW + timedelta(days=36_500))


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_a_password_of_any_characters_can_be_hashed_and_compared(password):
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_hasher", lambda: quick)
        assert passwords.compare(passwords.secret_of(password).hash, password).fits
