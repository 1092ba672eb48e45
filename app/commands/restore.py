"""`restore`: make a database what it was when a backup was written."""

from argparse import Namespace
from pathlib import Path

from app.commands.acting import acting, check_service, founding, has_people, opened
from app.commands.console import Console
from app.commands.parser import Parser
from app.commands.passphrases import declare_keys, keys_from
from app.core.database import Database
from app.core.errors import NoDatabase
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("FILE", "restore_file", type=Path)
    parser.option("--yes", action="store_true")
    declare_keys(parser)
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Restore; where somebody can sign in, somebody has to."""
    from app.administration.backup import restore
    from app.administration.backup.locks import is_locked
    from app.migrations import migrate

    file: Path = arguments.restore_file
    keys = keys_from(arguments, locked=file.is_file() and is_locked(file))
    with opened(arguments) as parts:
        check_service(parts.database)
        where = parts.database.where
        known = _somebody_works_with(parts.database)
        done = restore(
            parts.database,
            acting(parts, arguments) if known else founding(parts),
            file,
            overwrite=arguments.yes,
            keys=keys,
            settle=lambda: migrate(parts.database),
        )
    console.line(say("commands.restore_done", where=where, revision=done.revision))
    if done.damaged:
        console.line(say("commands.restore_damaged", count=done.damaged))
    if done.needs_migration:
        console.line(say("commands.restore_migrate"))
    facts = {"revision": done.revision, "needs_migration": done.needs_migration}
    console.result(facts | {"damaged": done.damaged})
    return 0


def _somebody_works_with(database: Database) -> bool:
    """Tell whether anybody can sign in; nobody can where a restore has to be finished first."""
    try:
        if database.look_again().is_unfinished:
            return False
    except NoDatabase:
        return False
    return has_people(database)
