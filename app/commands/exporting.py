"""`export`: tables for people and other programs."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import BadForm, UnknownKind
from app.commands.parser import Parser, day
from app.core.clock import SHANGHAI
from app.core.words import say

KINDS = ("cases", "divisions", "journal", "seals")


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("KIND", "export_kind")
    parser.argument("FILE", "export_file", type=Path)
    parser.option("--region", metavar="CODE", default="")
    parser.option("--from", metavar="DATE", type=day, dest="first")
    parser.option("--to", metavar="DATE", type=day, dest="last")
    parser.option("--excel", action="store_true")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Export a table of a kind and say how many rows it has."""
    kind, file = arguments.export_kind, arguments.export_file
    if kind not in KINDS:
        raise UnknownKind(kind=kind, known="、".join(KINDS))
    from app.exchange.exports import Extent
    from app.exchange.table_output import UnknownForm, form_of

    try:
        form_of(file)
    except UnknownForm as error:
        raise BadForm(**error.facts) from error
    export = _export(kind)
    extent = Extent(arguments.region, *span(arguments.first, arguments.last))
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        rows = export(parts.database, actor, file, extent, for_excel=arguments.excel)
    console.line(say("commands.export_done", file=file, rows=rows))
    console.result({"file": file, "rows": rows})
    return 0


def span(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """Return from the beginning of the first to the end of the last local day."""
    since = datetime.combine(first, time(), SHANGHAI) if first else None
    until = datetime.combine(last + timedelta(days=1), time(), SHANGHAI) if last else None
    return since, until


def _export(kind: str) -> Callable[..., int]:
    from app.exchange import exports

    found: dict[str, Callable[..., int]] = {
        "cases": exports.export_cases,
        "divisions": exports.export_divisions,
        "journal": exports.export_journal,
        "seals": exports.export_seals,
    }
    return found[kind]
