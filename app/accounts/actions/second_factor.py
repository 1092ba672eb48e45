"""The second factor of signing in: a code from a phone, for whoever turns it on.

On a server that knows each person the database itself looks at the code, and gives no rights to
a session that shows no pass for one (`app/migrations/access/second_factor.sql`). A file has one
desk and whoever holds it holds all of it: there the program looks at the code.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import totp
from app.accounts.actions.reach import managed_person, region_of, told
from app.accounts.errors import CodeFirst, CodeWait, CodeWrong, FactorOff, FactorOn
from app.accounts.models import Person, SecondFactor
from app.accounts.secrets import has_factor
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database, Uow, has_own_account, once
from app.core.errors import NotFound
from app.core.shared_settings import settings_at


@dataclass(frozen=True, slots=True)
class NewFactor:
    """What somebody's phone is to be given.

    Attributes:
        address: Text of the QR code.
        typed: The secret as it is typed where a phone has no camera.
    """

    address: str = field(repr=False)
    typed: str = field(repr=False)


def needs_code(database: Database, session: Session, person_id: UUID) -> bool:
    """Tell whether somebody who knows their password has to give a code yet."""
    if has_own_account(session):
        return bool(session.scalar(sa.text("SELECT jz.needs_code()")))
    return database.proven != person_id and has_factor(session, person_id)


def begin_factor(database: Database, who: Actor) -> NewFactor:
    """Give somebody a new secret; it counts once they have given a code of it.

    Raises:
        FactorOn: They have one that counts already.
    """
    secret = totp.new_secret()
    person_id = _own_key(who)
    with database.writing(who) as uow:
        if has_factor(uow.session, person_id):
            raise FactorOn
        if has_own_account(uow.session):
            uow.session.execute(sa.text("SELECT jz.begin_factor(:key)"), {"key": secret})
        else:
            _fresh_row(uow, person_id, secret)
        login = uow.session.get_one(Person, person_id).login
        centre = settings_at(uow.session, uow.now).centre_name
    address = totp.address_of(secret, login, centre or "街治通")
    return NewFactor(address, totp.typed_secret(secret))


def confirm_factor(database: Database, who: Actor, typed: str) -> None:
    """Turn the second factor on: a code shows that the phone has the secret.

    Raises:
        CodeWrong: It is none of this moment.
        CodeWait: Too many were wrong.
    """
    check_code(database, who, typed, turns_on=True)


def check_code(database: Database, who: Actor, typed: str, *, turns_on: bool = False) -> None:
    """Look at a code; with the right one this program works for somebody from now on.

    A try is counted before it is looked at, so that none is had for nothing.

    Raises:
        CodeWrong: It is none of this moment, or was used already.
        CodeWait: Too many were wrong; facts: ``minutes``.
        FactorOff: There is nothing to prove any more.
    """
    code = totp.digits_of(typed)
    if not code:
        raise CodeWrong
    if database.has_own_accounts:
        _check_there(database, who, code, turns_on=turns_on)
    else:
        _check_here(database, who, code, turns_on=turns_on)


@once
def drop_factor(uow: Uow, person_id: UUID, *, command_key: UUID) -> None:
    """Turn the second factor off: one's own just after giving a code, or that of somebody whose
    phone is lost.

    Raises:
        CodeFirst: It is one's own, and the last code was given a while ago.
        AppError: It is somebody else's, whose account one does not keep; see `managed_person`.
    """
    mine = person_id == uow.actor.person_id
    person = uow.session.get_one(Person, person_id) if mine else managed_person(uow, person_id)
    if has_own_account(uow.session):
        uow.session.execute(sa.text("SELECT jz.drop_factor(:person)"), {"person": person_id})
    else:
        if mine and not _is_fresh(uow, _row(uow, person_id)):
            raise CodeFirst
        uow.session.execute(sa.delete(SecondFactor).where(SecondFactor.person_id == person_id))
    told(uow, person, "accounts.second_factor_off")


def _own_key(who: Actor) -> UUID:
    if who.person_id is None:  # the console has no account
        raise NotFound
    return who.person_id


# -- a server that knows each person -------------------------------------------------------------


def _check_there(database: Database, who: Actor, code: str, *, turns_on: bool) -> None:
    person_id = _own_key(who)
    ticket = secrets.token_hex(32)
    hashed = hashlib.sha256(ticket.encode()).hexdigest()
    with database.writing(who, maintains=True) as uow:
        offer = sa.text("SELECT jz.offer_code(:code, :hash)")
        wait_s = uow.session.scalar(offer, {"code": code, "hash": hashed})
    _check_wait(wait_s)
    with database.writing(who, maintains=True) as uow:
        asked = sa.text("SELECT jz.prove_factor(:hash)")
        is_right = uow.session.scalar(asked, {"hash": hashed})
        _note(uow, person_id, is_right=bool(is_right), turns_on=turns_on)
    if not is_right:
        raise CodeWrong
    database.show_pass(ticket)


# -- a file --------------------------------------------------------------------------------------


def _fresh_row(uow: Uow, person_id: UUID, secret: bytes) -> None:
    uow.session.execute(sa.delete(SecondFactor).where(SecondFactor.person_id == person_id))
    blank = {"last_step": 0, "tries": 0, "offered": "", "offered_for": ""}
    uow.add(SecondFactor, person_id=person_id, secret=secret, **blank)


def _check_here(database: Database, who: Actor, code: str, *, turns_on: bool) -> None:
    person_id = _own_key(who)
    with database.writing(who, maintains=True) as uow:
        _count_try(uow, _row(uow, person_id))
    with database.writing(who, maintains=True) as uow:
        row = _row(uow, person_id)
        step = totp.step_of(row.secret, code, uow.now.timestamp(), row.last_step)
        if step is not None:
            row.last_step, row.tries = step, 0
            row.confirmed_at = row.confirmed_at or uow.now
        _note(uow, person_id, is_right=step is not None, turns_on=turns_on)
    if step is None:
        raise CodeWrong
    database.proven = person_id


def _row(uow: Uow, person_id: UUID) -> SecondFactor:
    asked = sa.select(SecondFactor).where(SecondFactor.person_id == person_id)
    row = uow.session.scalar(asked.with_for_update())
    if row is None:
        raise FactorOff
    return row


def _count_try(uow: Uow, row: SecondFactor) -> None:
    passed_s = (uow.now - row.tried_at).total_seconds() if row.tried_at is not None else 0.0
    _check_wait(totp.wait_s(row.tries, passed_s))
    row.tries, row.tried_at = row.tries + 1, uow.now


def _is_fresh(uow: Uow, row: SecondFactor) -> bool:
    return row.last_step >= uow.now.timestamp() // totp.STEP_S - totp.FRESH_STEPS


def _check_wait(wait_s: int | None) -> None:
    if wait_s:
        raise CodeWait(minutes=-(-wait_s // 60))


def _note(uow: Uow, person_id: UUID, *, is_right: bool, turns_on: bool) -> None:
    region = region_of(uow, uow.session.get_one(Person, person_id).unit_id)
    if not is_right:
        uow.record("accounts.code_refused", Topic.PERSON, person_id, region=region)
    elif turns_on:
        uow.record("accounts.second_factor_on", Topic.PERSON, person_id, region=region)
        uow.touched(Topic.PERSON, person_id)
