"""`migrate`: bring a database to the schema of this program."""

from argparse import Namespace

from app.bootstrap import Parts
from app.commands.acting import check_service, check_there, opened
from app.commands.console import Console
from app.commands.parser import Parser
from app.core.actor import system
from app.core.ids import new_id
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.option("--wanted", metavar="VERSION", default="")
    parser.option("--package", metavar="PLACE", default="")
    parser.common(acts=False)


def run(arguments: Namespace, console: Console) -> int:
    """Migrate; whoever may change the server's tables may do it."""
    from app.migrations import migrate

    with opened(arguments) as parts:
        check_service(parts.database)
        check_there(parts.database)
        done = migrate(parts.database)
        parts.database.state.check_writable()
        wanted = _want(parts, arguments)
    key = "commands.migrate_nothing" if done.old == done.new else "commands.migrate_done"
    console.line(say(key, old=done.old or "—", new=done.new))
    if done.backup is not None:
        console.line(say("commands.migrate_backup", file=done.backup))
    if wanted:
        console.line(say("commands.migrate_wanted", **wanted))
    console.result({"old": done.old, "new": done.new, "backup": done.backup, **wanted})
    return 0


def _want(parts: Parts, arguments: Namespace) -> dict[str, str]:
    """Tell desks which version of the program they should have, and where it lies."""
    told = {"wanted_version": arguments.wanted, "package_place": arguments.package}
    if not any(told.values()):
        return {}
    from app.core.shared_settings import set_setting, settings_at

    with parts.database.writing(system("migrate")) as uow:
        for name, value in told.items():
            if value:
                set_setting(uow, name, value, command_key=new_id())
        found = settings_at(uow.session, uow.now)
    return {"wanted": found.wanted_version or "—", "package": found.package_place or "—"}
