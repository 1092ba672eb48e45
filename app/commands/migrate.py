"""`migrate`: bring a database to the schema of this program."""

from argparse import Namespace

from app.commands.acting import check_there, opened
from app.commands.console import Console
from app.commands.parser import Parser
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.common(acts=False)


def run(arguments: Namespace, console: Console) -> int:
    """Migrate; whoever may change the server's tables may do it."""
    from app.migrations import migrate

    with opened(arguments) as parts:
        check_there(parts.database)
        done = migrate(parts.database)
        parts.database.state.check_writable()
    key = "commands.migrate_nothing" if done.old == done.new else "commands.migrate_done"
    console.line(say(key, old=done.old or "—", new=done.new))
    if done.backup is not None:
        console.line(say("commands.migrate_backup", file=done.backup))
    console.result({"old": done.old, "new": done.new, "backup": done.backup})
    return 0
