"""`export`: tables for people and other programs."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import BadForm, OptionMissing, OptionUseless, UnknownKind
from app.commands.parser import Parser, day
from app.core.clock import SHANGHAI
from app.core.words import say

KINDS = (
    *("cases", "divisions", "geometry", "journal", "results", "seals", "services"),
    *("open311_requests", "open311_services"),
)
RESULTS = "results"
_MAP = {"--tier": "tier", "--crs": "crs"}
_TIERS = ("province", "city", "county", "street", "community", "grid")


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("KIND", "export_kind")
    parser.argument("FILE", "export_file", type=Path)
    parser.option("--region", metavar="CODE", default="")
    parser.option("--from", metavar="DATE", type=day, dest="first")
    parser.option("--to", metavar="DATE", type=day, dest="last")
    parser.option("--excel", action="store_true")
    parser.option("--tier", choices=_TIERS)
    parser.option("--crs", metavar="NAME", default="", about="export_crs")
    parser.option("--mapping", metavar="M.toml|NAME", type=Path, about="export_mapping")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Export a table of a kind and say how many rows it has."""
    kind, file = arguments.export_kind, arguments.export_file
    if kind not in KINDS:
        raise UnknownKind(kind=kind, known="、".join(KINDS))
    for option, name in _MAP.items():
        if getattr(arguments, name) and kind != "geometry":
            raise OptionUseless(option=option, kind=kind)
    if arguments.mapping is not None and kind != RESULTS:
        raise OptionUseless(option="--mapping", kind=kind)
    if arguments.mapping is None and kind == RESULTS:
        raise OptionMissing(option="--mapping", kind=kind)
    from app.exchange.table_output import UnknownForm

    try:
        rows = _WRITERS.get(kind, _table)(arguments)
    except UnknownForm as error:
        raise BadForm(**error.facts) from error
    console.line(say("commands.export_done", file=file, rows=rows))
    console.result({"file": file, "rows": rows})
    return 0


def _table(arguments: Namespace) -> int:
    from app.exchange.exports import Extent
    from app.exchange.table_output import form_of

    form_of(arguments.export_file)
    export = _export(arguments.export_kind)
    extent = Extent(arguments.region, *span(arguments.first, arguments.last))
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        return export(
            parts.database, actor, arguments.export_file, extent, for_excel=arguments.excel
        )


def _areas(arguments: Namespace) -> int:
    from app.exchange.area_export import AreaOrder, check_form, export_areas
    from app.territory.rules import Tier

    check_form(arguments.export_file)
    plain = AreaOrder(arguments.region)
    tier = Tier(arguments.tier) if arguments.tier else plain.tier
    order = AreaOrder(arguments.region, tier, arguments.crs or plain.crs)
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        return export_areas(parts.database, actor, arguments.export_file, order)


def _results(arguments: Namespace) -> int:
    from app.commands.importing import named_mapping
    from app.exchange.feeds.results import ResultOrder, export_results

    order = ResultOrder(arguments.region, *span(arguments.first, arguments.last))
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        mapping = named_mapping(parts, actor, arguments.mapping)
        return export_results(
            parts.database,
            actor,
            arguments.export_file,
            mapping,
            order,
            for_excel=arguments.excel,
        )


_WRITERS: dict[str, Callable[[Namespace], int]] = {"geometry": _areas, RESULTS: _results}


def span(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """Return from the beginning of the first to the end of the last local day."""
    since = datetime.combine(first, time(), SHANGHAI) if first else None
    until = datetime.combine(last + timedelta(days=1), time(), SHANGHAI) if last else None
    return since, until


def _export(kind: str) -> Callable[..., int]:
    from app.exchange import exports, open311, services

    found: dict[str, Callable[..., int]] = {
        "cases": exports.export_cases,
        "divisions": exports.export_divisions,
        "journal": exports.export_journal,
        "seals": exports.export_seals,
        "services": services.export_services,
        "open311_requests": open311.export_requests,
        "open311_services": open311.export_services,
    }
    return found[kind]
