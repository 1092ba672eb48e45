"""`report`: papers as PDF, briefings as Word and Excel files as well."""

from argparse import Namespace
from pathlib import Path

from app.bootstrap import Parts
from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import OptionMissing, OptionUseless, UnknownKind
from app.commands.parser import Parser, day, moment
from app.commands.report_keys import (
    ABOUT_A_CASE,
    BRIEFINGS,
    KINDS,
    OF_A_MOMENT,
    OF_A_NAME,
    OF_A_PERIOD,
    OF_A_REGION,
    key_of,
)
from app.commands.schedule_lines import schedule_facts, schedule_line
from app.core.actor import Actor
from app.core.ids import new_id
from app.core.whole_files import whole_file
from app.core.words import say
from app.papers.files.export import PaperWish, draw_file, record_export
from app.papers.files.forms import OnlyPdf, PaperForm, form_of
from app.papers.schedules.queries import ScheduleRow, schedules


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("KIND", "report_kind", nargs="?", default="")
    parser.option("--list", action="store_true")
    parser.option("--output", metavar="FILE.pdf", type=Path)
    parser.option("--case", metavar="NUMBER", default="")
    parser.option("--of", metavar="NAME", default="", dest="named")
    parser.option("--clock", choices=("sign", "handle"), default="")
    parser.option("--at", metavar="MOMENT", type=moment, dest="moment")
    parser.option("--region", metavar="CODE", default="")
    parser.option("--from", metavar="DATE", type=day, dest="first")
    parser.option("--to", metavar="DATE", type=day, dest="last")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Draw a paper, or say which there are."""
    if arguments.list or not arguments.report_kind:
        return _list(arguments, console)
    _check(arguments)
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        form = form_of(arguments.output)
        with parts.database.reading() as session:
            key = key_of(session, actor, arguments, parts.clock.now())
            if form is PaperForm.PDF:
                paper = parts.doors.papers.draw(session, actor, arguments.report_kind, key)
            else:
                paper = draw_file(
                    session, actor, PaperWish(arguments.report_kind, key, form), parts.clock.now()
                )
        if form is not PaperForm.PDF:
            _written_down(parts, actor, PaperWish(arguments.report_kind, key, form))
    with whole_file(arguments.output) as part:
        part.write_bytes(paper.body)
    console.line(say("commands.report_done", file=arguments.output))
    for warning in paper.warnings:
        console.line(warning)
    console.result(
        {
            "file": arguments.output,
            "bytes": len(paper.body),
            "warnings": list(paper.warnings),
        }
    )
    return 0


def _written_down(parts: Parts, actor: Actor, wish: PaperWish) -> None:
    with parts.database.writing(actor) as uow:
        record_export(uow, wish, command_key=new_id())


def _list(arguments: Namespace, console: Console) -> int:
    told = {kind: say(f"commands.paper.{kind}") for kind in KINDS}
    for kind, about in told.items():
        console.line(f"{kind}  {about}")
    rows = _schedules(arguments)
    for row in rows:
        console.line(schedule_line(row))
    console.result({"kinds": told, "schedules": [schedule_facts(row) for row in rows]})
    return 0


def _schedules(arguments: Namespace) -> tuple[ScheduleRow, ...]:
    """Return what is drawn by itself; without a database that was named, nothing is."""
    if not arguments.database:
        return ()
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        with parts.database.reading() as session:
            return schedules(session, actor, parts.clock.now())


def _check(arguments: Namespace) -> None:
    kind = arguments.report_kind
    if kind not in KINDS:
        raise UnknownKind(kind=kind, known="、".join(KINDS))
    of_a_case, of_a_name = kind in ABOUT_A_CASE, kind in OF_A_NAME
    with_days = kind in OF_A_PERIOD or kind == "points_certificate"
    needed = [("--output", arguments.output)]
    if of_a_case:
        needed.append(("--case", arguments.case))
    if of_a_name:
        needed.append(("--of", arguments.named))
    for option, value in needed:
        if not value:
            raise OptionMissing(option=option, kind=kind)
    if form_of(arguments.output) is not PaperForm.PDF and kind not in BRIEFINGS:
        raise OnlyPdf(name=arguments.output.name, kind=kind)
    for option, value in (
        ("--case", arguments.case and not of_a_case),
        ("--of", arguments.named and not of_a_name),
        ("--clock", arguments.clock and kind not in OF_A_MOMENT),
        ("--at", arguments.moment and kind not in OF_A_MOMENT),
        ("--region", arguments.region and kind not in (*OF_A_PERIOD, *OF_A_REGION)),
        ("--from", arguments.first and not with_days),
        ("--to", arguments.last and kind not in OF_A_PERIOD),
    ):
        if value:
            raise OptionUseless(option=option, kind=kind)
