"""Signing in: who knows the password gets in, who guesses is locked out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts import passwords
from app.accounts.actions import (
    GrantDraft,
    change_password,
    deactivate_person,
    lock_person,
    reset_password,
    sign_in,
    unlock_person,
    update_person,
)
from app.accounts.actions.people import PersonDetails
from app.accounts.errors import (
    AccountInactive,
    AccountLocked,
    AccountLockedForGood,
    PasswordIsLogin,
    PasswordTooLong,
    PasswordTooShort,
    PasswordUnchanged,
    PasswordWrong,
    SignInRefused,
)
from app.accounts.models import Person, PersonSecret
from app.accounts.passwords import compare, secret_of, temporary_password
from app.accounts.rules import Role
from app.core.changes import Topic
from app.core.database.tables import JournalEntry
from app.core.errors import AppError, NotFound
from app.core.shared_settings import set_setting
from app.core.words import sentence
from tests.factories.accounts import CONSOLE, NORTH, PASSWORD
from tests.factories.tables import readable_tables

CLERK = GrantDraft(Role.RECEPTIONIST, NORTH)


def enter(house, login="zhou.min", password=PASSWORD):
    return sign_in(house.database, login, password, desk="窗口1")


def fail(house, times=1, login="zhou.min"):
    for _ in range(times):
        with pytest.raises(SignInRefused):
            enter(house, login, "wrong password")


def journal(house) -> list[JournalEntry]:
    with house.database.reading() as session:
        return list(session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id)))


@pytest.fixture
def clerk(house):
    return house.person("zhou.min", CLERK, name="周敏")


def test_who_knows_the_password_gets_in_with_their_rights(house, clerk, clock):
    signed_in = enter(house)
    assert not signed_in.must_change_password
    assert (signed_in.actor.person_id, signed_in.actor.name) == (clerk, "周敏")
    assert signed_in.actor.desk == "窗口1"
    assert signed_in.actor.may_in("cases.register", NORTH + "001")
    assert house.card(clerk).last_sign_in_at == clock.now()


@pytest.mark.parametrize("typed", ["ZHOU.MIN", " zhou.min ", "ｚｈｏｕ．ｍｉｎ"])
def test_capitals_and_full_width_letters_mean_the_same_login(house, clerk, typed):
    assert enter(house, typed).actor.person_id == clerk


def test_a_password_typed_in_full_width_is_the_same(house, clerk):
    assert enter(house, password="ｏｐｅｎｓｅｓａｍｅ２６").actor.person_id == clerk


def test_capitals_in_a_password_matter(house, clerk):
    with pytest.raises(SignInRefused):
        enter(house, password=PASSWORD.upper())


def test_an_unknown_login_and_a_wrong_password_are_told_apart_by_nothing(house, clerk):
    told = []
    for login in ("zhou.min", "nobody", "' OR 1=1 --", ""):
        with pytest.raises(SignInRefused) as refused:
            enter(house, login, "wrong password")
        told.append(sentence(refused.value))
    assert set(told) == {"用户名或密码不对。连续输错 5 次，账号将锁定 15 分钟。"}


def test_an_unknown_login_costs_a_comparison_too():
    """The stand-in has the parameters of a real hash, so it takes as long."""
    from argon2 import extract_parameters

    assert extract_parameters(passwords.NOBODY) == extract_parameters(secret_of("x").hash)
    assert not compare(None, "x").fits


def test_five_failures_lock_for_fifteen_minutes(house, clerk, clock):
    fail(house, 5)
    with pytest.raises(AccountLocked) as refused:
        enter(house)
    assert "14:20" in sentence(refused.value)
    clock.advance(timedelta(minutes=15) - timedelta(seconds=1))
    with pytest.raises(AccountLocked):
        enter(house)
    clock.advance(timedelta(seconds=1))
    assert enter(house).actor.person_id == clerk


def test_a_right_password_forgives_the_wrong_ones_before(house, clerk):
    for _ in range(3):
        fail(house, 4)
        enter(house)
    assert house.card(clerk).failed_count == 0


def test_after_a_lock_ran_out_the_count_begins_anew(house, clerk, clock):
    fail(house, 5)
    clock.advance(timedelta(minutes=15))
    fail(house, 4)
    assert enter(house).actor.person_id == clerk


def test_trying_while_locked_does_not_lengthen_the_lock(house, clerk, clock):
    fail(house, 5)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(AccountLocked):
        enter(house, password="guess again")
    clock.advance(timedelta(minutes=5))
    assert enter(house).actor.person_id == clerk


def test_many_guesses_at_once_get_no_more_tries_than_one_after_the_other(house, clerk):
    def guess(number: int) -> type[AppError]:
        try:
            enter(house, password=f"guess {number}")
        except AppError as refused:
            return type(refused)
        raise AssertionError(number)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert outcomes.count(SignInRefused) == 5
    assert outcomes.count(AccountLocked) == 7


def test_how_many_and_how_long_are_settings(house, clerk, clock):
    house.do(set_setting, "sign_in_failures", 3)
    house.do(set_setting, "sign_in_lock_min", 60)
    fail(house, 3)
    clock.advance(timedelta(minutes=59))
    with pytest.raises(AccountLocked):
        enter(house)


def test_a_lock_is_news_and_a_mere_failure_is_none(house, clerk):
    news = []
    house.database.subscribe(news.extend)
    fail(house, 4)
    assert news == []
    fail(house)
    assert [(change.topic, change.key) for change in news] == [(Topic.PERSON, str(clerk))]


def test_the_journal_notes_what_happened_and_never_what_was_typed(house, clerk):
    typed = ("a-wrong-secret", PASSWORD, "my-password-as-login")
    with pytest.raises(SignInRefused):
        enter(house, password=typed[0])
    enter(house)
    with pytest.raises(SignInRefused):
        enter(house, typed[2], "x")
    rows = [row for row in journal(house) if row.action.startswith("accounts.sign_in")]
    assert [(row.action, row.person_name, row.subject) for row in rows] == [
        ("accounts.sign_in_failed", "未登录", str(clerk)),
        ("accounts.sign_in", "周敏", str(clerk)),
        ("accounts.sign_in_failed", "未登录", ""),
    ]
    assert rows[0].facts == {"failed": 1, "locked": False}
    for row in journal(house):
        assert not any(secret in str(vars(row)) for secret in typed)


def test_no_secret_stands_anywhere_in_the_database(house, clerk):
    enter(house)
    with house.database.engine.connect() as connection:
        for table in readable_tables(connection):
            rows = connection.execute(sa.text(f'SELECT * FROM "{table}"')).all()
            assert PASSWORD not in str(rows), table
            if table != "person_secret":
                assert "argon2" not in str(rows), table


def test_who_works_here_no_more_is_told_so_only_with_the_right_password(house, clerk):
    house.do(deactivate_person, clerk)
    fail(house)
    with pytest.raises(AccountInactive):
        enter(house)


def test_an_administrators_lock_lasts_until_it_is_lifted(house, clerk, clock):
    house.do(lock_person, clerk)
    clock.advance(timedelta(days=3650))
    with pytest.raises(AccountLockedForGood):
        enter(house)
    with pytest.raises(AccountLockedForGood):
        house.actor(clerk)
    house.do(unlock_person, clerk)
    assert enter(house).actor.person_id == clerk


def test_an_administrator_may_lift_a_lock_at_once(house, clerk):
    fail(house, 5)
    house.do(unlock_person, clerk)
    assert enter(house).actor.person_id == clerk


def test_a_lock_that_comes_while_the_password_is_compared_holds(house, clerk, monkeypatch):
    def slowly(stored, password):
        house.do(lock_person, clerk)
        return compare(stored, password)

    monkeypatch.setattr("app.accounts.actions.signing_in.compare", slowly)
    with pytest.raises(AccountLockedForGood):
        enter(house)
    assert house.card(clerk).is_locked_for_good


def test_a_person_without_a_password_cannot_sign_in(house, clerk):
    with house.database.writing(CONSOLE) as uow:
        uow.session.execute(sa.delete(PersonSecret))
    fail(house)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(house, clerk, monkeypatch):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    with house.database.writing(CONSOLE) as uow:
        uow.session.execute(sa.update(PersonSecret).values(password_hash=old))
    enter(house)
    with house.database.reading() as session:
        stored = session.get(PersonSecret, clerk).password_hash
    assert stored != old
    assert not compare(stored, PASSWORD).is_stale
    assert enter(house).actor.person_id == clerk


def test_a_sign_in_does_not_spoil_an_open_form(house, clerk):
    seen = house.card(clerk).version
    fail(house)
    enter(house)
    house.do(update_person, clerk, PersonDetails("周敏敏", None), seen)
    assert house.card(clerk).name == "周敏敏"


# Passwords of one's own


def choose(house, person_id, old=PASSWORD, new="a new password"):
    return change_password(house.database, person_id, old, new, desk="窗口1")


def test_a_chosen_password_opens_and_the_old_one_does_not(house, clerk):
    assert choose(house, clerk).actor.grants
    with pytest.raises(SignInRefused):
        enter(house)
    assert enter(house, password="a new password").actor.person_id == clerk


def test_until_the_first_password_is_changed_there_are_no_rights(house):
    newcomer = house.person("li.na", CLERK, must_change_password=True)
    signed_in = enter(house, "li.na")
    assert signed_in.must_change_password
    assert signed_in.actor.grants == ()
    assert house.actor(newcomer).grants == ()
    done = choose(house, newcomer)
    assert not done.must_change_password
    assert done.actor.may("cases.register")
    assert not enter(house, "li.na", "a new password").must_change_password


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ("short", PasswordTooShort),
        ("x" * 129, PasswordTooLong),
        ("zhou.min2026", PasswordIsLogin),
        ("ZHOU.MIN!!!!", PasswordIsLogin),
        (PASSWORD, PasswordUnchanged),
        ("ｏｐｅｎｓｅｓａｍｅ２６", PasswordUnchanged),
    ],
)
def test_a_bad_choice_is_refused_in_words_and_costs_no_try(house, clerk, new, refusal):
    for _ in range(6):
        with pytest.raises(refusal) as refused:
            choose(house, clerk, new=new)
    assert sentence(refused.value).endswith("。")
    assert enter(house).actor.person_id == clerk


def test_the_shortest_password_is_a_setting(house, clerk):
    house.do(set_setting, "password_min_length", 16)
    with pytest.raises(PasswordTooShort) as refused:
        choose(house, clerk, new="fifteen letters")
    assert "16" in sentence(refused.value)


def test_guessing_the_old_password_locks_like_any_guessing(house, clerk):
    for _ in range(5):
        with pytest.raises(PasswordWrong):
            choose(house, clerk, old="wrong password")
    with pytest.raises(AccountLocked):
        choose(house, clerk)


def test_sending_the_change_again_after_a_lost_answer_does_no_harm(house, clerk):
    choose(house, clerk)
    assert choose(house, clerk).actor.person_id == clerk
    assert house.card(clerk).failed_count == 0


def test_nobody_changes_the_password_of_no_one(house):
    with pytest.raises(NotFound):
        choose(house, uuid4())


def test_a_reset_password_must_be_changed_and_lifts_a_lock(house, clerk):
    fail(house, 5)
    temporary = temporary_password()
    house.do(reset_password, clerk, temporary.secret)
    with pytest.raises(SignInRefused):
        enter(house)
    signed_in = enter(house, password=temporary.text)
    assert signed_in.must_change_password
    assert choose(house, clerk, old=temporary.text).actor.grants


def test_a_person_without_a_secret_gets_one_by_a_reset(house, clerk):
    with house.database.writing(CONSOLE) as uow:
        uow.session.execute(sa.delete(PersonSecret))
    temporary = temporary_password()
    house.do(reset_password, clerk, temporary.secret)
    assert enter(house, password=temporary.text).must_change_password


def test_a_desk_of_today_needs_a_moment_and_some_memory_to_compare():
    assert compare(secret_of("x").hash, "x").fits
    assert "$m=32768,t=3,p=1$" in secret_of("x").hash


def test_temporary_passwords_are_readable_and_never_the_same():
    made = {temporary_password().text for _ in range(5)}
    assert len(made) == 5
    for text in made:
        assert len(text) == 14
        assert not set(text) & set("0O1lIoi")
    temporary = temporary_password()
    assert temporary.text not in repr(temporary)


def test_endless_passwords_are_not_even_hashed(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", lambda: pytest.fail("hashed"))
    assert not compare("$argon2id$", "x" * 10_000_000).fits


def test_a_damaged_hash_lets_nobody_in():
    assert not compare("no hash at all", "x").fits


def test_the_person_row_is_locked_in_a_way_the_database_can_hold(house, clerk):
    house.do(lock_person, clerk)
    with house.database.reading() as session:
        assert session.get(Person, clerk).locked_until.year == 9999
