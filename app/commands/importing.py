"""`import`: files of other systems."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import Parts
from app.commands.acting import acting, check_service, ready
from app.commands.console import Console
from app.commands.errors import OptionMissing, OptionUseless, UnknownKind
from app.commands.parser import Parser
from app.core.actor import Actor
from app.core.ids import new_id
from app.core.words import say
from app.exchange.report import ImportReport, Rejected, rejected_path

if TYPE_CHECKING:
    from app.exchange.mapping import CaseMapping

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
    if arguments.region and kind not in ("cases", "services"):
        raise OptionUseless(option="--region", kind=kind)
    if kind == "services" and not arguments.region:
        raise OptionMissing(option="--region", kind=kind)
    if kind == "cases" and not given["--mapping"]:
        raise OptionMissing(option="--mapping", kind=kind)
    for option, kinds in _OPTIONS.items():
        if given[option] and kind not in kinds:
            raise OptionUseless(option=option, kind=kind)


def _cases(parts: Parts, actor: Actor, arguments: Namespace, console: Console) -> ImportReport:
    from app.exchange.cases import import_cases

    # A message that comes again is compared with whom it named: no person's account may read that.
    check_service(parts.database)
    progress = console.progress(say("commands.rows"))
    mapping = named_mapping(parts, actor, arguments.mapping)
    return import_cases(
        parts.database,
        actor,
        arguments.import_file,
        replace(mapping, region=arguments.region or mapping.region),
        dry_run=arguments.dry_run,
        progress=lambda done: progress(done, 0),
    )


def named_mapping(parts: Parts, actor: Actor, named: Path) -> "CaseMapping":
    """Return a mapping: a file, one that comes with the program, or one the centre keeps.

    Raises:
        MappingMissing: There is none of these.
    """
    from app.exchange.feeds.queries import mapping_named
    from app.exchange.mapping_files import MappingMissing, load_mapping, mapping_from

    try:
        return load_mapping(named)
    except MappingMissing:
        with parts.database.reading() as session:
            kept = mapping_named(session, actor, str(named))
        if kept is None:
            raise
        return mapping_from(kept.body, kept.name)


def _divisions(parts: Parts, actor: Actor, arguments: Namespace, _console: Console) -> ImportReport:
    from app.exchange.divisions import import_divisions

    return import_divisions(
        parts.database,
        actor,
        arguments.import_file,
        dry_run=arguments.dry_run,
        command_key=new_id(),
    )


def _geometry(parts: Parts, actor: Actor, arguments: Namespace, console: Console) -> ImportReport:
    from app.exchange.geometry import import_geometry
    from app.exchange.outlines import outline_columns

    mapping = arguments.mapping
    return import_geometry(
        parts.database,
        actor,
        arguments.import_file,
        crs=arguments.crs,
        command_key=new_id(),
        columns=outline_columns(mapping) if mapping is not None else None,
        dry_run=arguments.dry_run,
        progress=console.progress(say("commands.rows")),
    )


def _services(parts: Parts, actor: Actor, arguments: Namespace, _console: Console) -> ImportReport:
    from app.exchange.services import import_services

    return import_services(
        parts.database,
        actor,
        arguments.import_file,
        region=arguments.region,
        dry_run=arguments.dry_run,
        command_key=new_id(),
    )


_IMPORTS: dict[str, _Import] = {
    "services": _services,
    "divisions": _divisions,
    "geometry": _geometry,
    "cases": _cases,
}
_OPTIONS = {"--mapping": ("cases", "geometry"), "--crs": ("geometry",)}


def _row(row: Rejected) -> str:
    """Return what is said of a row, or of the whole file: line 0."""
    where = say("commands.row_field", field=row.field) if row.field else ""
    told = say("commands.row", line=row.line, where=where, reason=row.reason)
    return told if row.line else row.reason


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
        console.line(_row(row))
    if report.refused and not report.dry_run:
        console.line(say("commands.import_rejected", file=rejected_path(file)))
    console.result(report.as_json())
