"""`backup`: everything in one file."""

from argparse import Namespace
from pathlib import Path

from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.parser import Parser
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("FILE", "backup_file", type=Path)
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Write the backup."""
    from app.administration.backup import backup

    with ready(arguments) as parts:
        done = backup(parts.database, acting(parts, arguments), arguments.backup_file)
    size_mb = f"{done.size_bytes / 1_000_000:.1f}"
    console.line(say("commands.backup_done", file=done.file, size_mb=size_mb))
    console.result({"file": done.file, "bytes": done.size_bytes, "revision": done.revision})
    return 0
