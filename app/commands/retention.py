"""`retention`: what of residents is past its date; and letting the keeper erase it."""

from argparse import Namespace

from app.administration.retention import StreetDue, is_released, release_erasing, values_due
from app.commands.acting import acting, check_service, ready
from app.commands.console import Console
from app.commands.parser import Parser
from app.core.ids import new_id
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    chosen = parser.options.add_mutually_exclusive_group()
    chosen.add_argument("--release", action="store_true", help=say("commands.option.release"))
    chosen.add_argument("--hold", action="store_true", help=say("commands.option.hold"))
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Show it, street by street; nothing is erased here."""
    with ready(arguments) as parts:
        check_service(parts.database)
        if arguments.release or arguments.hold:
            with parts.database.writing(acting(parts, arguments)) as uow:
                release_erasing(uow, released=arguments.release, command_key=new_id())
        with parts.database.reading() as session:
            now = parts.clock.now()
            due = values_due(session, now)
            released = is_released(session, now)
    for each in due:
        console.line(_line(each))
    key = "nothing" if not due else "released" if released else "waits"
    people = sum(each.people for each in due)
    console.line(say(f"commands.retention_{key}", people=people))
    streets = [
        {
            "street": each.street,
            "name": each.name,
            "people": each.people,
            "oldest": each.oldest,
            **each.counts,
        }
        for each in due
    ]
    console.result({"released": released, "people": people, "streets": streets})
    return 0


def _line(due: StreetDue) -> str:
    return say(
        "commands.retention_street",
        street=due.name or due.street,
        people=due.people,
        oldest=due.oldest.isoformat(),
        **due.counts,
    )
