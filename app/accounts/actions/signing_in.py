"""Signing in and choosing a password.

Both open their own transactions: a wrong password must be counted although the sign-in fails,
and a password is compared outside of any transaction, since that takes its time on purpose.
An attempt is counted before the password is compared and forgiven after, so that many
attempts at once get no more tries than one after the other.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.desks import see_desk
from app.accounts.actions.second_factor import check_code, needs_code
from app.accounts.actions.signing_on import SignedIn as SignedIn
from app.accounts.actions.signing_on import choose_password, come_in, sign_on
from app.accounts.actors import actor_of
from app.accounts.errors import (
    AccountInactive,
    AccountLocked,
    AccountLockedForGood,
    PasswordUnchanged,
    PasswordWrong,
    SignInRefused,
)
from app.accounts.models import Person, PersonSecret
from app.accounts.passwords import Secret, compare, secret_of
from app.accounts.rules import (
    LOCKED_FOR_GOOD,
    check_password,
    is_locked,
    next_failures,
    normal_login,
    normal_password,
)
from app.accounts.secrets import keep_secret
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.errors import NotFound
from app.core.shared_settings import settings_at


@dataclass(frozen=True, slots=True)
class _Attempt:
    person_id: UUID
    name: str
    password_hash: str | None = field(repr=False)
    is_active: bool


def sign_in(database: Database, login: str, password: str, *, desk: str) -> SignedIn:
    """Let somebody in who knows the password.

    Also unlocks the screen and changes the person on a shared PC: there is one way in. The
    journal notes success and failure, never what was typed.

    Args:
        database: The shared database.
        login: As typed; full-width letters and capitals mean the same.
        password: As typed.
        desk: Name of the workstation.

    Raises:
        SignInRefused: Login and password do not fit together.
        AccountLocked: Too many wrong passwords; the sentence says until when.
        AccountLockedForGood: An administrator locked the account.
        AccountInactive: The password is right but the person works here no more.
    """
    if database.has_own_accounts:
        return sign_on(database, login, password, desk=desk)
    attempt = _count_attempt(database, Person.login == normal_login(login), desk, to_read=True)
    verdict = compare(attempt.password_hash if attempt else None, password)
    if attempt is None or not verdict.fits:
        raise SignInRefused(**_note_failure(database, attempt, desk))
    if not attempt.is_active:
        _note_failure(database, attempt, desk)
        raise AccountInactive
    if database.proven != attempt.person_id:
        database.proven = None  # somebody else sits down
    fresh = secret_of(password) if verdict.is_stale else None
    return _let_in(database, attempt, desk, fresh=fresh)


def give_code(database: Database, who: Actor, typed: str) -> SignedIn:
    """Let somebody in who knows their password, by the code of their second factor.

    Args:
        database: The shared database.
        who: As `sign_in` returned them.
        typed: The code, as typed.

    Raises:
        CodeWrong: It is none of this moment, or was used already.
        CodeWait: Too many were wrong.
        FactorOff: It was turned off meanwhile; signing in anew needs none.
    """
    check_code(database, who, typed)
    if database.has_own_accounts:
        return come_in(database, who.desk, "accounts.sign_in")
    with database.writing(who, maintains=True) as uow:
        person = uow.session.get_one(Person, who.person_id)
        uow.record("accounts.sign_in", Topic.PERSON, person.id)
        see_desk(uow)
        actor = actor_of(uow.session, person.id, who.desk, uow.now)
    return SignedIn(actor, person.must_change_password)


def change_password(
    database: Database, person_id: UUID, old: str, new: str, *, desk: str
) -> SignedIn:
    """Let somebody choose a new password; a wrong old one counts like a failed sign-in.

    Calling again after a lost answer does no harm: where `new` is the password already, it
    is done.

    Raises:
        PasswordTooShort: Shorter than the centre wants.
        PasswordTooLong: Longer than anybody types.
        PasswordIsLogin: It is the login, with digits around it or without.
        PasswordUnchanged: It is the old one.
        PasswordWrong: The old one was not given rightly.
        AccountLocked: Too many wrong ones.
    """
    if database.has_own_accounts:
        return choose_password(database, person_id, old, new, desk=desk)
    _check_choice(database, person_id, old, new)
    attempt = _count_attempt(database, Person.id == person_id, desk)
    if attempt is None:
        raise NotFound
    if compare(attempt.password_hash, old).fits:
        return _let_in(database, attempt, desk, fresh=secret_of(new), chosen=True)
    if compare(attempt.password_hash, new).fits:
        return _let_in(database, attempt, desk)
    raise PasswordWrong(**_note_failure(database, attempt, desk))


def _check_choice(database: Database, person_id: UUID, old: str, new: str) -> None:
    with database.reading() as session:
        login = session.scalar(sa.select(Person.login).where(Person.id == person_id))
        least = settings_at(session, database.clock.now()).password_min_length
    check_password(new, login or "", least)
    if normal_password(new) == normal_password(old):
        raise PasswordUnchanged


def _count_attempt(
    database: Database, which: sa.ColumnElement[bool], desk: str, *, to_read: bool = False
) -> _Attempt | None:
    """Count an attempt; one to get in is counted also while nobody may write."""
    with database.writing(_visitor(desk), maintains=to_read) as uow:
        person = uow.session.scalar(sa.select(Person).where(which).with_for_update())
        if person is None:
            return None
        _check_lock(person.locked_until, uow.now)
        settings = settings_at(uow.session, uow.now)
        failed = next_failures(person.failed_count, person.locked_until, uow.now)
        lock = timedelta(minutes=settings.sign_in_lock_min)
        _set(
            uow,
            person.id,
            failed_count=failed,
            locked_until=uow.now + lock if failed >= settings.sign_in_failures else None,
        )
        secret = uow.session.get(PersonSecret, person.id)
        return _Attempt(
            person.id, person.name, secret.password_hash if secret else None, person.is_active
        )


def _note_failure(database: Database, attempt: _Attempt | None, desk: str) -> dict[str, int]:
    """Write the failure down; return how many are allowed and how long a lock lasts."""
    with database.writing(_visitor(desk), maintains=True) as uow:
        settings = settings_at(uow.session, uow.now)
        if attempt is None:
            # Not even the login: people type their password into the wrong field.
            uow.record("accounts.sign_in_failed", Topic.PERSON, "")
        else:
            _note_failure_of(uow, attempt.person_id)
    return {"most": settings.sign_in_failures, "minutes": settings.sign_in_lock_min}


def _note_failure_of(uow: Uow, person_id: UUID) -> None:
    failed, until = uow.session.execute(
        sa.select(Person.failed_count, Person.locked_until).where(Person.id == person_id)
    ).one()
    locked = is_locked(until, uow.now)
    uow.record("accounts.sign_in_failed", Topic.PERSON, person_id, failed=failed, locked=locked)
    if locked:
        uow.touched(Topic.PERSON, person_id)


def _let_in(
    database: Database,
    attempt: _Attempt,
    desk: str,
    *,
    fresh: Secret | None = None,
    chosen: bool = False,
) -> SignedIn:
    who = Actor(attempt.person_id, attempt.name, desk)
    with database.writing(who, maintains=not chosen) as uow:
        person = uow.session.scalars(
            sa.select(Person).where(Person.id == attempt.person_id).with_for_update()
        ).one()
        must_change = person.must_change_password and not chosen
        secret = uow.session.get_one(PersonSecret, person.id)
        # Both may have happened since this attempt was counted.
        if person.locked_until == LOCKED_FOR_GOOD:
            raise AccountLockedForGood
        if secret.password_hash != attempt.password_hash:
            settings = settings_at(uow.session, uow.now)
            raise SignInRefused(most=settings.sign_in_failures, minutes=settings.sign_in_lock_min)
        _set(
            uow,
            person.id,
            failed_count=0,
            locked_until=None,
            last_sign_in_at=uow.now,
            must_change_password=must_change,
        )
        if fresh is not None:
            keep_secret(uow, person.id, fresh)
        asks_code = needs_code(database, uow.session, person.id)
        if chosen:
            uow.record("accounts.change_password", Topic.PERSON, person.id)
            uow.touched(Topic.PERSON, person.id)
        elif not asks_code:
            uow.record("accounts.sign_in", Topic.PERSON, person.id)
        if asks_code:
            return SignedIn(who, must_change, needs_code=True)
        see_desk(uow)
        return SignedIn(actor_of(uow.session, person.id, desk, uow.now), must_change)


def _check_lock(locked_until: datetime | None, now: datetime) -> None:
    if locked_until == LOCKED_FOR_GOOD:
        raise AccountLockedForGood
    if locked_until is not None and is_locked(locked_until, now):
        raise AccountLocked(until=f"{local(locked_until):%H:%M}")


def _set(uow: Uow, person_id: UUID, **values: object) -> None:
    # A bulk UPDATE leaves the version alone: a sign-in must not spoil what an administrator
    # has open in a form.
    uow.session.execute(
        sa.update(Person)
        .where(Person.id == person_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _visitor(desk: str) -> Actor:
    from app.core.words import say

    return Actor(person_id=None, name=say("accounts.visitor"), desk=desk)
