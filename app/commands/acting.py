"""Opening the database a command is about, and finding out who acts."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.accounts.errors import CodeWanted
from app.accounts.rules import normal_login, normal_password
from app.bootstrap import Parts, make_ready, open_parts
from app.commands.errors import (
    BadUrl,
    LoginWanted,
    NoPassword,
    PasswordFileUnreadable,
    PasswordIsTemporary,
    ServiceWanted,
)
from app.core.actor import Actor
from app.core.database import Database
from app.core.database.address import login_of
from app.core.errors import BadDatabaseUrl, NoDatabase
from app.core.server_password import VARIABLE
from app.core.words import say


@contextmanager
def opened(arguments: Namespace) -> Iterator[Parts]:
    """Give the program with the database named, or the one in the settings; close it after.

    Raises:
        BadUrl: No database can be meant by that.
    """
    try:
        parts = open_parts(arguments.database)
    except BadDatabaseUrl as error:
        raise BadUrl from error
    try:
        yield parts
    finally:
        parts.database.dispose()


@contextmanager
def ready(arguments: Namespace) -> Iterator[Parts]:
    """Give the program with a database that can be worked with; close it after.

    Raises:
        NoDatabase: There is nothing in it; a missing file is not made.
        LoginWanted: On a server nobody said who they are.
        ServiceWanted: On a server a person's account is too little for this command.
        AppError: It cannot be reached, or has another version.
    """
    with opened(arguments) as parts:
        check_there(parts.database)
        if parts.database.has_own_accounts:
            _sign_on(parts.database, arguments)
        make_ready(parts.database)
        yield parts


def check_service(database: Database) -> None:
    """Raise `ServiceWanted` where a person's account would see a part of everything only."""
    if database.has_own_accounts:
        raise ServiceWanted


def _sign_on(database: Database, arguments: Namespace) -> None:
    if not hasattr(arguments, "login"):  # a command in which nobody in particular acts
        raise ServiceWanted
    login = arguments.login or login_of(database.url.username or "")
    if not login:
        raise LoginWanted
    password = normal_password(_password(login, arguments))
    database.sign_on(normal_login(login), password)


def check_there(database: Database) -> None:
    """Raise `NoDatabase` for an embedded file that does not exist: asking would make it."""
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        raise NoDatabase(where=database.where)


def acting(parts: Parts, arguments: Namespace) -> Actor:
    """Return who acts.

    Somebody named by ``--as`` signs in. Without it that is the person at the console of an
    embedded file, who holds the file and so holds it all, and on a server the person whose
    login is the user of the URL.

    Raises:
        SignInRefused: Login and password do not fit.
        NoPassword: There is none to be had.
        PasswordIsTemporary: It has to be changed at a desk first.
        CodeWanted: A code of a phone is asked for, which nobody types here.
    """
    database = parts.database
    login = arguments.login
    if not login:
        if database.is_sqlite:
            return parts.console()
        role = database.url.username or ""
        login = login_of(role) or role
    from app.accounts.actions.signing_in import sign_in

    signed_in = sign_in(database, login, _password(login, arguments), desk=parts.settings.desk)
    if signed_in.needs_code:
        raise CodeWanted(login=login)
    if signed_in.must_change_password:
        raise PasswordIsTemporary(login=login)
    return signed_in.actor


def founding(parts: Parts) -> Actor:
    """Return whoever sets up a database nobody works with yet: holding it is right enough."""
    return parts.console()


def has_people(database: Database) -> bool:
    """Tell whether anybody could sign in."""
    from app.accounts.models import Person

    with database.reading() as session:
        return session.scalar(sa.select(Person.id).limit(1)) is not None


def _password(login: str, arguments: Namespace) -> str:
    """Return the password of `login`; it never comes from an argument."""
    if arguments.password_file is not None:
        return first_line(arguments.password_file)
    kept = os.environ.get(VARIABLE)
    if kept:
        return kept
    if not sys.stdin.isatty():
        raise NoPassword(login=login)
    return getpass.getpass(say("commands.ask_password", login=login))


def first_line(file: Path) -> str:
    """Return the first line of a file with a secret in it.

    Raises:
        PasswordFileUnreadable: It cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise PasswordFileUnreadable(file=file, why=why) from error
