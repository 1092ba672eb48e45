"""What the keeper does against guessed passwords on a server.

A server cannot count failed sign-ins in SQL: they happen before there is a session. Its log knows
them, and `packaging/server/harden.sql` lets the keeper count them there. Whoever was guessed at
too often cannot sign in for a while; sessions that are open stay.

Shutting a login hurts its person as well, and a prankster needs no more than some wrong passwords
for it. So the first time is short and each further one of a day doubles it; whom an administrator
lets in again is not shut for half a day; and an address that guesses at many logins shuts none of
them by its few tries each. Who sits at the address is told to the administrators, since nothing in
the database can keep an address out (that takes a line in `pg_hba.conf` or a firewall).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actions.reach import told
from app.accounts.errors import GuessingGoesOn
from app.accounts.models import Person
from app.accounts.rules import LOCKED_FOR_GOOD
from app.core.actor import system
from app.core.chores import Chore
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.shared_settings import settings_at
from app.core.words import say

GUESSED, REOPENED = "accounts.guessed_at", "accounts.guess_lock_over"
LET_IN = ("accounts.unlock_person", "accounts.reset_password")
FIRST_LOCK = timedelta(minutes=1)
"""A login is shut so long the first time; twice as long each further time of a day."""
LET_IN_FOR = timedelta(hours=12)
"""Whom an administrator let in again is not shut for so long: a password of ten characters is not
guessed in that time at the pace `auth_delay` leaves."""
MANY, MANY_TIMES = 3, 10
"""An address with wrong passwords for so many logins is out to shut them: it takes so many times
the usual number for one login until that one is shut."""
NAMED = 5
"""So many logins and addresses are named in a sentence."""
_DAY = timedelta(days=1)
_DOORS = ("jz_watch.read_log(bigint)", "jz_watch.wrong_passwords(timestamptz)")
_READ = sa.text("SELECT jz_watch.read_log()")
_ASKED = sa.text(
    "SELECT login, address, minute, failures FROM jz_watch.wrong_passwords(:since) ORDER BY minute"
)
_IS_THERE = sa.text(
    "SELECT to_regprocedure(:door) IS NOT NULL"
    " AND has_function_privilege(to_regprocedure(:door), 'EXECUTE')"
)


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong passwords of one minute.

    Attributes:
        login: "" for one that nobody has.
        address: Of the computer they came from.
        minute: When, without seconds.
        failures: How many.
    """

    login: str
    address: str
    minute: datetime
    failures: int


def account_chores() -> tuple[Chore, ...]:
    """Return the chores of accounts."""
    return (Chore("accounts.guesses", timedelta(seconds=30), stop_guessing),)


def stop_guessing(database: Database) -> str:
    """Shut logins that were guessed at too often, and open those again whose time is over.

    Raises:
        GuessingGoesOn: Somebody guesses just now; it is done all the same.
    """
    if database.is_sqlite:
        return say("chores.guesses_counted_here")
    now = database.clock.now()
    opened = _open_again(database)
    guesses = _guesses(database, now - _DAY)
    if guesses is None:
        return say("chores.guesses_unread", opened=opened)
    with database.reading() as session:
        settings = settings_at(session, now)
    window = now - timedelta(minutes=settings.sign_in_lock_min)
    late = [each for each in guesses if each.minute >= window]
    shut = 0
    for login in at_risk(late, settings.sign_in_failures):
        longest = timedelta(minutes=settings.sign_in_lock_min)
        shut += _shut(database, login, guesses, (settings.sign_in_failures, longest, window))
    going_on = at_risk(late, settings.sign_in_failures, spread=True)
    if going_on:
        addresses = _addresses(late, going_on)
        raise GuessingGoesOn(logins=_listed(going_on), addresses=_listed(addresses))
    return say("chores.guesses_stopped", shut=shut, opened=opened)


def at_risk(guesses: Iterable[Guesses], most: int, *, spread: bool = False) -> tuple[str, ...]:
    """Return the logins that are guessed at too often, the worst first.

    Args:
        guesses: Of the time that counts.
        most: Wrong passwords that are too many for one login.
        spread: Count what came from addresses that try many logins as fully as the rest, since
            it is asked for people; else as `MANY_TIMES` less, since it shuts a login.
    """
    tried: dict[str, set[str]] = defaultdict(set)
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for each in guesses:
        tried[each.address].add(each.login)
        counted[each.login, each.address] += each.failures
    weighed: dict[str, float] = defaultdict(float)
    for (login, address), failures in counted.items():
        if not login and (not spread or failures < most):
            continue  # somebody mistyped their own name
        is_spread = len(tried[address]) >= MANY and not spread
        weighed[login] += failures / MANY_TIMES if is_spread else failures
    found = [login for login, weight in weighed.items() if weight >= most]
    return tuple(sorted(found, key=lambda login: (-weighed[login], login)))


def lock_of(shut_before: int, longest: timedelta) -> timedelta:
    """Return how long a login is shut that was so often within a day."""
    return min(longest, FIRST_LOCK * (1 << shut_before))


def _guesses(database: Database, since: datetime) -> list[Guesses] | None:
    """Return the wrong passwords since a moment; None where the log may not be read."""
    with database.reading() as session:
        if not all(session.scalar(_IS_THERE, {"door": door}) for door in _DOORS):
            return None
    with database.writing(system("accounts.guesses")) as uow:  # it remembers how far it read
        if uow.session.scalar(_READ) is None:  # no such log is kept
            return None
        rows = uow.session.execute(_ASKED, {"since": since}).all()
    return [Guesses(*row) for row in rows]


def _shut(
    database: Database,
    login: str,
    guesses: Iterable[Guesses],
    rule: tuple[int, timedelta, datetime],
) -> bool:
    """Shut one login, unless it is shut, nobody's, or was let in again by an administrator."""
    most, longest, window = rule
    with database.writing(system("accounts.guesses")) as uow:
        asked = sa.select(Person).where(Person.login == login, Person.is_active)
        person = uow.session.scalars(asked.with_for_update()).one_or_none()
        if person is None or (person.locked_until is not None and person.locked_until > uow.now):
            return False
        past = _past(uow.session, person, uow.now - _DAY)
        if _is_let_in(past, uow.now):
            return False
        shut = past.get(GUESSED, [])
        since = max([window, *shut])
        late = [each for each in guesses if each.login == login and each.minute >= since]
        if sum(each.failures for each in late) < most:
            return False  # those were before it was shut the last time
        lock = lock_of(len(shut), longest)
        failures = sum(each.failures for each in late)
        person.failed_count, person.locked_until = failures, uow.now + lock
        minutes = int(lock.total_seconds() // 60)
        addresses = list(_addresses(late, (login,)))[:NAMED]
        told(uow, person, GUESSED, failures=failures, minutes=minutes, addresses=addresses)
    return True


def _past(session: Session, person: Person, since: datetime) -> Mapping[str, list[datetime]]:
    """Return when a login was shut and let in again, by what was done."""
    asked = sa.select(JournalEntry.action, JournalEntry.at).where(
        JournalEntry.subject == str(person.id),
        JournalEntry.at >= since,
        JournalEntry.action.in_((GUESSED, *LET_IN)),
    )
    found: dict[str, list[datetime]] = defaultdict(list)
    for action, at in session.execute(asked.order_by(JournalEntry.at)):
        found[action].append(at)
    return found


def _is_let_in(past: Mapping[str, list[datetime]], now: datetime) -> bool:
    times = [at for action in LET_IN for at in past.get(action, [])]
    return bool(times) and max(times) > now - LET_IN_FOR


def _addresses(guesses: Iterable[Guesses], logins: tuple[str, ...]) -> tuple[str, ...]:
    """Return where the guesses at some logins came from, the busiest first."""
    counted: dict[str, int] = defaultdict(int)
    for each in guesses:
        if each.login in logins:
            counted[each.address] += each.failures
    return tuple(sorted(counted, key=lambda address: (-counted[address], address)))


def _listed(names: Iterable[str]) -> str:
    shown = [name or say("accounts.no_such_login") for name in names]
    more = say("accounts.and_more", count=len(shown)) if len(shown) > NAMED else ""
    return "、".join(shown[:NAMED]) + more


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
