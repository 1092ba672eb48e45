"""Signing in to a server that knows each person by a login role of their own.

The server compares the password, and slows down who guesses (`auth_delay`). It cannot count
failures in SQL: an account under attack is locked by an administrator.
"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actions.desks import see_desk
from app.accounts.actions.second_factor import needs_code
from app.accounts.actors import actor_of
from app.accounts.errors import AccountInactive, OldPasswordRefused, PasswordUnchanged
from app.accounts.models import Person
from app.accounts.passwords import secret_of
from app.accounts.rules import PASSWORD_MOST, check_password, normal_login, normal_password
from app.accounts.scram import proof_of
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database
from app.core.errors import LoginRefused, NotFound
from app.core.shared_settings import settings_at


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at a desk.

    Attributes:
        actor: With all rights of this moment; without any while something is to be asked for.
        must_change_password: That is a new password.
        needs_code: That is a code of their second factor, before anything else.
    """

    actor: Actor
    must_change_password: bool
    needs_code: bool = False


_CHOOSE = sa.text("SELECT jz.choose_password(:verifier, :proof)")


def sign_on(database: Database, login: str, password: str, *, desk: str) -> SignedIn:
    """Let somebody in whom the server lets in.

    Raises:
        LoginRefused: Login and password do not fit together.
        LoginClosed: The account may not sign in.
        LoginBusy: It is at too many desks.
        AccountInactive: The person works here no more.
    """
    _sign_on(database, normal_login(login), password)
    return come_in(database, desk, "accounts.sign_in")


def choose_password(
    database: Database, person_id: UUID, old: str, new: str, *, desk: str
) -> SignedIn:
    """Let somebody choose a new password; the server compares the old one.

    Raises:
        OldPasswordRefused: The old one was not given rightly.
        AppError: The new one may not be chosen, see `check_password`.
    """
    login = _check_choice(database, person_id, old, new)
    try:
        _sign_on(database, login, old)
    except LoginRefused as error:
        if _is_chosen_already(database, login, new):
            return come_in(database, desk, "accounts.sign_in")
        raise OldPasswordRefused from error
    told = {"verifier": secret_of(new).verifier}
    with database.reading() as session:
        who = Actor(person_id, _myself(session).name, desk)
        reckoned_by = session.scalar(sa.text("SELECT jz.reckoned_by()")) or ""
    proof = proof_of(reckoned_by, normal_password(old))
    with database.writing(who) as uow:
        uow.session.execute(_CHOOSE, told | {"proof": proof})
        uow.record("accounts.change_password", Topic.PERSON, person_id)
        uow.touched(Topic.PERSON, person_id)
    _sign_on(database, login, new)
    with database.writing(who) as uow:  # what the old password opened elsewhere, be it a thief's
        uow.session.execute(sa.text("SELECT jz.end_my_older_sessions()"))
    return come_in(database, desk, None)


def _sign_on(database: Database, login: str, password: str) -> None:
    plain = normal_password(password)
    if not plain or len(plain) > PASSWORD_MOST:
        raise LoginRefused
    database.sign_on(login, plain)


def _is_chosen_already(database: Database, login: str, new: str) -> bool:
    """Tell whether an answer was lost: then `new` is the password by now."""
    try:
        _sign_on(database, login, new)
    except LoginRefused:
        return False
    return True


def _check_choice(database: Database, person_id: UUID, old: str, new: str) -> str:
    with database.reading() as session:
        login = session.scalar(sa.select(Person.login).where(Person.id == person_id))
        if login is None:
            raise NotFound
        least = settings_at(session, database.clock.now()).password_min_length
    check_password(new, login, least)
    if normal_password(new) == normal_password(old):
        raise PasswordUnchanged
    return login


def come_in(database: Database, desk: str, action: str | None) -> SignedIn:
    """Let somebody sit down who is signed on: with their rights, unless a code is to be given.

    Args:
        database: Signed on to.
        desk: Name of the workstation.
        action: What the journal notes, None for nothing.
    """
    database.state.check_writable()
    with database.reading() as session:
        person = _myself(session)
        who = Actor(person.id, person.name, desk)
        if needs_code(database, session, person.id):
            return SignedIn(who, person.must_change_password, needs_code=True)
    with database.writing(who, maintains=True) as uow:
        uow.session.execute(sa.text("SELECT jz.note_sign_in()"))
        if action is not None:
            uow.record(action, Topic.PERSON, who.person_id)
        see_desk(uow)
        actor = actor_of(uow.session, person.id, desk, uow.now)
    return SignedIn(actor, person.must_change_password)


def _myself(session: Session) -> Person:
    me = session.scalar(sa.text("SELECT jz.knocking()"))
    person = session.get(Person, me) if me is not None else None
    if person is None:
        raise AccountInactive
    session.expunge(person)
    return person
