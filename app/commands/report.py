"""`report`: papers as PDF."""

from argparse import Namespace
from pathlib import Path

from sqlalchemy.orm import Session

from app.commands.acting import acting, ready
from app.commands.console import Console
from app.commands.errors import CaseUnknown, OptionMissing, OptionUseless, UnknownKind
from app.commands.parser import Parser, day, moment
from app.core.actor import Actor
from app.core.whole_files import whole_file
from app.core.words import say

ABOUT_A_CASE = ("slip", "case", "ledger", "decline", "assignment", "supervision", "approval")
"""Kinds that are about one case."""

OF_A_MOMENT = ("ledger",)
"""Kinds that tell of one clock, as of any moment."""


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("KIND", "report_kind", nargs="?", default="")
    parser.option("--list", action="store_true")
    parser.option("--output", metavar="FILE.pdf", type=Path)
    parser.option("--case", metavar="NUMBER", default="")
    parser.option("--clock", choices=("sign", "handle"), default="")
    parser.option("--at", metavar="MOMENT", type=moment, dest="moment")
    parser.option("--region", metavar="CODE", default="")
    parser.option("--from", metavar="DATE", type=day, dest="first")
    parser.option("--to", metavar="DATE", type=day, dest="last")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Draw a paper, or say which there are."""
    if arguments.list or not arguments.report_kind:
        return _list(console)
    _check(arguments)
    with ready(arguments) as parts:
        actor = acting(parts, arguments)
        with parts.database.reading() as session:
            key = _key(session, actor, arguments)
            paper = parts.doors.papers.draw(session, actor, arguments.report_kind, key)
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


def _list(console: Console) -> int:
    told = {kind: say(f"commands.paper.{kind}") for kind in ABOUT_A_CASE}
    for kind, about in told.items():
        console.line(f"{kind}  {about}")
    console.result({"kinds": told})
    return 0


def _check(arguments: Namespace) -> None:
    kind = arguments.report_kind
    if kind not in ABOUT_A_CASE:
        raise UnknownKind(kind=kind, known="、".join(ABOUT_A_CASE))
    for option, value in (("--output", arguments.output), ("--case", arguments.case)):
        if not value:
            raise OptionMissing(option=option, kind=kind)
    of_a_moment = kind in OF_A_MOMENT
    for option, value in (
        ("--clock", arguments.clock and not of_a_moment),
        ("--at", arguments.moment and not of_a_moment),
        ("--region", arguments.region),
        ("--from", arguments.first),
        ("--to", arguments.last),
    ):
        if value:
            raise OptionUseless(option=option, kind=kind)


def _key(session: Session, actor: Actor, arguments: Namespace) -> str:
    """Return the key of the paper about the case whose number or receipt code was typed."""
    from app.cases.ledger_words import ClockName
    from app.cases.queries.card import find_by_number
    from app.cases.queries.ledger import LedgerWish

    found = find_by_number(session, actor, arguments.case)
    if found is None:
        raise CaseUnknown(number=arguments.case)
    if arguments.report_kind not in OF_A_MOMENT:
        return str(found)
    clock = ClockName(arguments.clock or ClockName.HANDLE)
    return str(LedgerWish(found, clock, arguments.moment))
