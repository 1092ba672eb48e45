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
from app.accounts.passwords import compare, hash_password
from app.accounts.rules import (
    LOCKED_FOR_GOOD,
    check_password,
    is_locked,
    next_failures,
    normal_login,
    normal_password,
)
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.errors import NotFound
from app.core.shared_settings import settings_at


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at a desk.

    Attributes:
        actor: With all rights of this moment; without any while the password must be changed.
        must_change_password: The next thing to ask for.
    """

    actor: Actor
    must_change_password: bool


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
    attempt = _count_attempt(database, Person.login == normal_login(login), desk)
    verdict = compare(attempt.password_hash if attempt else None, password)
    if attempt is None or not verdict.fits:
        raise SignInRefused(**_note_failure(database, attempt, desk))
    if not attempt.is_active:
        _note_failure(database, attempt, desk)
        raise AccountInactive
    fresh = hash_password(password) if verdict.is_stale else None
    return _let_in(database, attempt, desk, password_hash=fresh)


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
    _check_choice(database, person_id, old, new)
    attempt = _count_attempt(database, Person.id == person_id, desk)
    if attempt is None:
        raise NotFound
    if compare(attempt.password_hash, old).fits:
        return _let_in(database, attempt, desk, password_hash=hash_password(new), chosen=True)
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


def _count_attempt(database: Database, which: sa.ColumnElement[bool], desk: str) -> _Attempt | None:
    with database.writing(_visitor(desk)) as uow:
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
    with database.writing(_visitor(desk)) as uow:
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
    password_hash: str | None = None,
    chosen: bool = False,
) -> SignedIn:
    with database.writing(Actor(attempt.person_id, attempt.name, desk)) as uow:
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
        if password_hash is not None:
            secret.password_hash = password_hash
            secret.changed_at = uow.now if chosen else secret.changed_at
        uow.record(
            "accounts.change_password" if chosen else "accounts.sign_in", Topic.PERSON, person.id
        )
        if chosen:
            uow.touched(Topic.PERSON, person.id)
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
