"""`account`: a new password, a lock, the end of a lock; an account for a device."""

from argparse import Namespace
from collections.abc import Callable

from app.accounts.queries import PersonBrief
from app.bootstrap import Parts
from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import OptionMissing, OptionUseless, PersonUnknown
from app.commands.parser import Parser
from app.core.actor import Actor
from app.core.database import Uow
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    actions = (*_ACTIONS, *_DEVICES)
    parser.argument("|".join(actions), "action", choices=actions)
    parser.argument("NAME", "person")
    parser.option("--region", metavar="CODE", default="")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Find the person by login, or by a name nobody shares, and act; or make an account."""
    from app.accounts.queries import person_named

    is_device = arguments.action in _DEVICES
    if is_device != bool(arguments.region):
        trouble = OptionMissing if is_device else OptionUseless
        raise trouble(option="--region", kind=arguments.action)
    if is_device:
        return _make_device(arguments, console)
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        with parts.database.reading() as session:
            try:
                person = person_named(session, arguments.person)
            except NotFound as error:
                raise PersonUnknown(name=arguments.person) from error
        _ACTIONS[arguments.action](parts, actor, person, console)
    return 0


def _make_device(arguments: Namespace, console: Console) -> int:
    """Make the account of a wall of screens or of a machine in a hall: it sees nothing else."""
    from app.accounts.actions import GrantDraft, PersonDetails, create_person, grant_role
    from app.accounts.passwords import temporary_password
    from app.accounts.queries import centre_of
    from app.accounts.rules import Role

    role, password = Role(arguments.action), temporary_password()
    name = say("commands.device", role=role, login=arguments.person)
    with ready(arguments) as parts, parts.database.writing(acting(parts, arguments)) as uow:
        details = PersonDetails(name, centre_of(uow.session, arguments.region))
        device = create_person(
            uow,
            arguments.person,
            details,
            password.secret,
            command_key=new_id(),
            must_change_password=False,  # nobody sits there to choose another
        )
        grant_role(uow, device, GrantDraft(role, region=arguments.region), command_key=new_id())
        staff_code = _first_staff_code(uow, arguments.region) if role is Role.KIOSK else ""
    told = {"name": name, "login": arguments.person, "password": password.text}
    console.line(say("commands.device_made", **told))
    if staff_code:
        console.line(say("commands.staff_code", code=staff_code))
        told["staff_code"] = staff_code
    console.result(told)
    return 0


def _first_staff_code(uow: Uow, region: str) -> str:
    """Let the staff of a street leave its machines by a code; "" where there is one already."""
    from app.kiosk.looks import decide_look, hash_of_code, look_of, new_staff_code

    row = look_of(uow.session, region)
    if row.has_code:
        return ""
    code = new_staff_code()
    secret = hash_of_code(code)
    decide_look(uow, region, row.look, row.version, secret=secret, command_key=new_id())
    return code


def _reset(parts: Parts, actor: Actor, person: PersonBrief, console: Console) -> None:
    from app.accounts.actions.people import reset_password
    from app.accounts.passwords import temporary_password

    password = temporary_password()
    with parts.database.writing(actor) as uow:
        reset_password(uow, person.id, password.secret, command_key=new_id())
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
_DEVICES = ("wall", "kiosk")
"""Roles of devices."""
