"""`restore`: make a database what it was when a backup was written."""

from argparse import Namespace
from pathlib import Path

from app.commands.acting import acting, founding, has_people, opened
from app.commands.console import Console
from app.commands.parser import Parser
from app.core.database import Database
from app.core.errors import NoDatabase
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("FILE", "restore_file", type=Path)
    parser.option("--yes", action="store_true")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Restore; where somebody can sign in, somebody has to."""
    from app.administration.backup import restore

    with opened(arguments) as parts:
        where = parts.database.where
        known = _somebody_works_with(parts.database)
        actor = acting(parts, arguments) if known else founding(parts)
        done = restore(parts.database, actor, arguments.restore_file, overwrite=arguments.yes)
    console.line(say("commands.restore_done", where=where, revision=done.revision))
    if done.needs_migration:
        console.line(say("commands.restore_migrate"))
    console.result({"revision": done.revision, "needs_migration": done.needs_migration})
    return 0


def _somebody_works_with(database: Database) -> bool:
    try:
        database.look_again()
    except NoDatabase:
        return False
    return has_people(database)
