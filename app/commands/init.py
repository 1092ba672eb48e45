"""`init`: an empty schema, dictionaries, the calendar and the first administrator."""

from argparse import Namespace

from app.accounts.errors import LoginWrong
from app.accounts.rules import check_login, normal_login
from app.commands.acting import founding, has_people, opened
from app.commands.console import Console
from app.commands.errors import AlreadyFounded
from app.commands.parser import Parser
from app.core.ids import new_id
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.option("--admin", metavar="NAME", required=True)
    parser.common(acts=False)


def run(arguments: Namespace, console: Console) -> int:
    """Make the database ready and say how its administrator signs in.

    Raises:
        AlreadyFounded: Somebody can sign in already.
    """
    from app.accounts.passwords import temporary_password
    from app.administration.founding import FirstAdministrator, Founding, found_centre
    from app.migrations import migrate

    name = arguments.admin.strip()
    login = _login(name)
    password = temporary_password()
    first = FirstAdministrator(login, name, password.secret, must_change_password=True)
    with opened(arguments) as parts:
        where = parts.database.where
        migrated = migrate(parts.database)
        if has_people(parts.database):
            raise AlreadyFounded(where=where)
        found_centre(parts.database, founding(parts), Founding(first), command_key=new_id())
    console.line(say("commands.init_done", where=where, revision=migrated.new))
    console.line(say("commands.init_admin", login=login, password=password.text))
    console.result(
        {
            "database": where,
            "revision": migrated.new,
            "login": login,
            "password": password.text,
        }
    )
    return 0


def _login(name: str) -> str:
    """Return the login of somebody: the name itself, or how it is read."""
    login = normal_login(name)
    try:
        check_login(login)
    except LoginWrong:
        from app.core.pinyin import reading

        login = reading(name).key.replace(" ", "")
        check_login(login)
    return login
