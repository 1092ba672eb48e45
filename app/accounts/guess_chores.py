"""What the keeper does against guessed passwords on a server.

A server cannot count failed sign-ins in SQL: they happen before there is a session. Its log knows
them, and `packaging/server/harden.sql` lets the keeper count them there. Whoever was guessed at
too often cannot sign in for a while, as on an embedded database; sessions that are open stay.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actions.reach import told
from app.accounts.models import Person
from app.accounts.rules import LOCKED_FOR_GOOD
from app.core.actor import system
from app.core.chores import Chore
from app.core.database import Database
from app.core.shared_settings import settings_at
from app.core.words import say

GUESSED, REOPENED = "accounts.guessed_at", "accounts.guess_lock_over"
_DOOR = "jz_watch.failed_sign_ins(timestamptz)"
_ASKED = sa.text("SELECT login, failures, last_at FROM jz_watch.failed_sign_ins(:since)")
_IS_THERE = sa.text(
    "SELECT to_regprocedure(:door) IS NOT NULL"
    " AND has_function_privilege(to_regprocedure(:door), 'EXECUTE')"
)


def account_chores() -> tuple[Chore, ...]:
    """Return the chores of accounts."""
    return (Chore("accounts.guesses", timedelta(seconds=30), stop_guessing),)


def stop_guessing(database: Database) -> str:
    """Shut logins that were guessed at too often, and open those again whose time is over."""
    if database.is_sqlite:
        return say("chores.guesses_counted_here")
    now = database.clock.now()
    with database.reading() as session:
        settings = settings_at(session, now)
        lock = timedelta(minutes=settings.sign_in_lock_min)
        guessed = _guessed(session, now - lock, settings.sign_in_failures)
    if guessed is None:
        return say("chores.guesses_unread", opened=_open_again(database))
    shut = sum(_shut(database, login, failures, lock) for login, failures in guessed)
    return say("chores.guesses_stopped", shut=shut, opened=_open_again(database))


def _guessed(session: Session, since: datetime, most: int) -> list[tuple[str, int]] | None:
    """Return the logins with too many failures; None where the log may not be read."""
    if not session.scalar(_IS_THERE, {"door": _DOOR}):
        return None
    rows = session.execute(_ASKED, {"since": since}).all()
    if any(login is None for login, _, _ in rows):  # no such log is kept
        return None
    return [(login, failures) for login, failures, _ in rows if failures >= most]


def _shut(database: Database, login: str, failures: int, lock: timedelta) -> bool:
    """Shut one login, unless it is shut, or nobody's."""
    with database.writing(system("accounts.guesses")) as uow:
        asked = sa.select(Person).where(Person.login == login, Person.is_active)
        person = uow.session.scalars(asked.with_for_update()).one_or_none()
        if person is None or (person.locked_until is not None and person.locked_until > uow.now):
            return False
        person.failed_count, person.locked_until = failures, uow.now + lock
        told(uow, person, GUESSED, failures=failures)
    return True


def _open_again(database: Database) -> int:
    with database.writing(system("accounts.guesses")) as uow:
        over = sa.select(Person).where(
            Person.locked_until <= uow.now, Person.locked_until < LOCKED_FOR_GOOD
        )
        people = uow.session.scalars(over.with_for_update()).all()
        for person in people:
            person.failed_count, person.locked_until = 0, None
            told(uow, person, REOPENED)
    return len(people)
