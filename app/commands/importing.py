"""`import`: files of other systems."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.bootstrap import Parts
from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import OptionMissing, OptionUseless, UnknownKind
from app.commands.parser import Parser
from app.core.actor import Actor
from app.core.ids import new_id
from app.core.words import say
from app.exchange.report import ImportReport, rejected_path

SHOWN = 20
"""So many refused rows are shown; all of them are listed beside the file."""

_Import = Callable[[Parts, Actor, Namespace, Console], ImportReport]


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("KIND", "import_kind")
    parser.argument("FILE", "import_file", type=Path)
    parser.option("--mapping", metavar="M.toml|NAME", type=Path)
    parser.option("--crs", metavar="NAME", default="")
    parser.option("--region", metavar="CODE", default="")
    parser.option("--dry-run", action="store_true")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Import a file of a kind and say what became of its rows."""
    kind = arguments.import_kind
    if kind not in _IMPORTS:
        raise UnknownKind(kind=kind, known="、".join(_IMPORTS))
    _check_options(arguments, kind)
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        report = _IMPORTS[kind](parts, actor, arguments, console)
    _tell(report, arguments.import_file, console)
    return 0


def _check_options(arguments: Namespace, kind: str) -> None:
    given = {"--mapping": arguments.mapping is not None, "--crs": bool(arguments.crs)}
    if arguments.region and kind != "cases":
        raise OptionUseless(option="--region", kind=kind)
    for option, of in _OPTIONS.items():
        if of == kind and not given[option]:
            raise OptionMissing(option=option, kind=kind)
        if of != kind and given[option]:
            raise OptionUseless(option=option, kind=kind)


def _cases(parts: Parts, actor: Actor, arguments: Namespace, console: Console) -> ImportReport:
    from app.exchange.cases import import_cases
    from app.exchange.mapping import load_mapping

    progress = console.progress(say("commands.rows"))
    mapping = load_mapping(arguments.mapping)
    return import_cases(
        parts.database,
        actor,
        arguments.import_file,
        replace(mapping, region=arguments.region or mapping.region),
        dry_run=arguments.dry_run,
        progress=lambda done: progress(done, 0),
    )


def _divisions(parts: Parts, actor: Actor, arguments: Namespace, _console: Console) -> ImportReport:
    from app.exchange.divisions import import_divisions

    return import_divisions(
        parts.database,
        actor,
        arguments.import_file,
        dry_run=arguments.dry_run,
        command_key=new_id(),
    )


def _geometry(parts: Parts, actor: Actor, arguments: Namespace, _console: Console) -> ImportReport:
    from app.exchange.geometry import import_geometry

    return import_geometry(
        parts.database,
        actor,
        arguments.import_file,
        crs=arguments.crs,
        command_key=new_id(),
        dry_run=arguments.dry_run,
    )


_IMPORTS: dict[str, _Import] = {
    "divisions": _divisions,
    "geometry": _geometry,
    "cases": _cases,
}
_OPTIONS = {"--mapping": "cases", "--crs": "geometry"}


def _tell(report: ImportReport, file: Path, console: Console) -> None:
    key = "commands.import_trial" if report.dry_run else "commands.import_done"
    console.line(
        say(
            key,
            rows=report.rows,
            new=report.new,
            changed=report.changed,
            unchanged=report.unchanged,
            refused=report.refused,
        )
    )
    if report.joined:
        console.line(say("commands.import_joined", joined=report.joined))
    for row in (*report.rejected[:SHOWN], *report.notes[:SHOWN]):
        where = say("commands.row_field", field=row.field) if row.field else ""
        console.line(say("commands.row", line=row.line, where=where, reason=row.reason))
    if report.refused and not report.dry_run:
        console.line(say("commands.import_rejected", file=rejected_path(file)))
    console.result(report.as_json())
