"""`account`: a new password, a lock, the end of a lock."""

from argparse import Namespace
from collections.abc import Callable

from app.accounts.queries import PersonBrief
from app.bootstrap import Parts
from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import PersonUnknown
from app.commands.parser import Parser
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("reset|lock|unlock", "action", choices=tuple(_ACTIONS))
    parser.argument("NAME", "person")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Find the person by login, or by a name nobody shares, and act."""
    from app.accounts.queries import person_named

    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        with parts.database.reading() as session:
            try:
                person = person_named(session, arguments.person)
            except NotFound as error:
                raise PersonUnknown(name=arguments.person) from error
        _ACTIONS[arguments.action](parts, actor, person, console)
    return 0


def _reset(parts: Parts, actor: Actor, person: PersonBrief, console: Console) -> None:
    from app.accounts.actions.people import reset_password
    from app.accounts.passwords import temporary_password

    password = temporary_password()
    with parts.database.writing(actor) as uow:
        reset_password(uow, person.id, password.hash, command_key=new_id())
    told = {"name": person.name, "login": person.login, "password": password.text}
    console.line(say("commands.account_reset", **told))
    console.result(told)


def _lock(parts: Parts, actor: Actor, person: PersonBrief, console: Console) -> None:
    from app.accounts.actions.people import lock_person

    with parts.database.writing(actor) as uow:
        lock_person(uow, person.id, command_key=new_id())
    _tell(person, console, locked=True)


def _unlock(parts: Parts, actor: Actor, person: PersonBrief, console: Console) -> None:
    from app.accounts.actions.people import unlock_person

    with parts.database.writing(actor) as uow:
        unlock_person(uow, person.id, command_key=new_id())
    _tell(person, console, locked=False)


def _tell(person: PersonBrief, console: Console, *, locked: bool) -> None:
    key = "commands.account_locked" if locked else "commands.account_unlocked"
    console.line(say(key, name=person.name, login=person.login))
    console.result({"name": person.name, "login": person.login, "locked": locked})


_ACTIONS: dict[str, Callable[[Parts, Actor, PersonBrief, Console], None]] = {
    "reset": _reset,
    "lock": _lock,
    "unlock": _unlock,
}
