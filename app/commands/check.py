"""`check`: is everything as it should be; one line each."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from app.administration.checks import Finding
from app.bootstrap import Parts
from app.commands.acting import acting, check_service, check_there, opened
from app.commands.console import Console
from app.commands.errors import NoSeals
from app.commands.parser import Parser
from app.core.ids import new_id
from app.core.words import say

# Beginnings of the file names of fonts that draw Chinese on the screen.
SCREEN_FONTS = (
    *("notosanscjk", "notoserifcjk", "notosanssc", "sourcehan", "wqy", "msyh", "simhei"),
    *("simsun", "pingfang", "harmonyos", "fzhei", "fzht", "uming", "ukai", "droidsansfallback"),
)


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.option("--mend", action="store_true")
    parser.option("--seals", metavar="FILE", type=Path)
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Check everything; exit code 1 where something has to be done."""
    from app.administration.checks import check_database

    outside = _seals(arguments.seals) if arguments.seals else None
    progress = console.progress(say("commands.check_progress"))
    with opened(arguments) as parts:
        check_service(parts.database)
        check_there(parts.database)
        if arguments.mend:
            count, documents = _mend(parts, arguments, progress)
            console.line(say("commands.mended", count=count, documents=documents))
        findings = [*_fonts(), *check_database(parts.database, progress, outside)]
        findings.append(_papers(parts))
    for finding in findings:
        console.line(f"{'✓' if finding.ok else '✗'} {finding.told}")
    ok = all(finding.ok for finding in findings)
    told = [{"name": f.name, "ok": f.ok, "told": f.told} for f in findings]
    console.result({"ok": ok, "checks": told})
    return 0 if ok else 1


def _seals(file: Path) -> dict[int, bytes]:
    """Return the hashes of a file that `export seals` wrote."""
    from app.exchange.table_files import read_table

    table = read_table(file, ("number", "hash"))
    try:
        return {int(r.values["number"]): bytes.fromhex(r.values["hash"]) for r in table.rows}
    except ValueError as error:
        raise NoSeals(name=file.name) from error


def _mend(
    parts: Parts, arguments: Namespace, progress: Callable[[int, int], None]
) -> tuple[int, int]:
    """Put due times and search documents right; return how many were wrong of each."""
    from app.cases.actions.recounting import mend_documents, recount_due

    with parts.database.writing(acting(parts, arguments)) as uow:
        due = recount_due(uow, progress, command_key=new_id())
        return due, mend_documents(uow, command_key=new_id())


def _papers(parts: Parts) -> Finding:
    """Look at the papers that were signed."""
    from app.papers.proof import prove_papers

    with parts.database.reading() as session:
        proof = prove_papers(session)
    if proof.spoiled:
        told = say("commands.papers_spoiled", papers="、".join(proof.spoiled))
        return Finding("signed_papers", ok=False, told=told)
    told = say("commands.papers_ok", signed=proof.signed, again=proof.again)
    return Finding("signed_papers", ok=True, told=told)


def _fonts() -> Iterator[Finding]:
    from app.papers.fonts import FontRole, font_folders, font_warnings, installed_fonts

    files = (file.name.lower() for folder in font_folders() for file in folder.rglob("*"))
    seen = any(name.startswith(SCREEN_FONTS) for name in files)
    key = "screen_font_ok" if seen else "screen_font_missing"
    yield Finding("screen_font", ok=seen, told=say(f"commands.{key}"))
    book = installed_fonts()
    body = book.leading(FontRole.BODY)
    if body is None:
        yield Finding("paper_fonts", ok=False, told=say("papers.no_font"))
        return
    warnings = font_warnings(book)
    told = say("commands.paper_fonts_ok", font=body.name, notes="".join(warnings))
    yield Finding("paper_fonts", ok=True, told=told)
