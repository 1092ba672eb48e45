"""`benchmark`: the ratio table; smaller is better, and a ratio within its bound passes."""

import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path

from app.commands.errors import WrongUse
from app.commands.measures import searching
from app.commands.measures.rows import BenchRow
from app.commands.parser import Parser
from app.core.calendar import CHINA
from app.core.database import SCHEMA, Database
from app.core.words import say, sentence
from ui.lab.bench_report import write_report

CASES_DAYS = 128  # with its days off, the five thousand cases the start is measured with
RUNS = 7
MEASURES = (
    "start",
    "memory",
    "second_window",
    "divisions",
    "points",
    "deadlines",
    "ledger",
    "recount",
    "panel",
    "slips",
    "import",
    *searching.NAMES,
    "import_memory",
    "export",
)
OF_MANY = ("queue", "scroll", "scroll_memory", "district_memory")
LONG = ("district", *OF_MANY)
"""Take minutes: only when they are named."""


def run_benchmark(argv: Sequence[str]) -> int:
    """Measure, print, and return 0 if every bound is kept, 1 if one is missed, 2 on wrong use."""
    try:
        options = _options(argv)
    except WrongUse as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return 2
    if options is None:
        return 0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="jiezhi-bench-") as folder:
        rows = [row() for row in _measures(options, Path(folder))]
    if options.json:
        sys.stdout.write(json.dumps({"rows": [asdict(row) for row in rows]}, ensure_ascii=False))
        sys.stdout.write("\n")
    else:
        _print(rows)
    if options.report is not None:
        write_report(options.report, rows, datetime.now(CHINA))
    return 0 if all(row.passes for row in rows) else 1


def _options(argv: Sequence[str]) -> Namespace | None:
    parser = Parser("benchmark")
    parser.option("--runs", metavar="N", type=int, default=RUNS)
    parser.option("--only", metavar="NAME", nargs="+", choices=(*MEASURES, *LONG), default=MEASURES)
    parser.option("--report", metavar="FILE", type=Path)
    parser.option("--scale", choices=("street",), default="street")
    parser.common(acts=False)
    try:
        return parser.parse_args(argv)
    except SystemExit:  # --help has been printed
        return None


def _measures(options: Namespace, folder: Path) -> list[Callable[[], BenchRow]]:
    runs, wanted = options.runs, set(options.only)
    found: dict[str, Callable[[], BenchRow]] = {}
    if wanted & {"start", "memory", "second_window", "panel"}:
        url = options.database or _street()
        found |= _with_windows(url, runs)
    from app.commands.measures import cases, deadlines, exchange, papers, territory

    found["divisions"] = lambda: territory.divisions(folder, runs)
    found["points"] = lambda: territory.points_in_grids(runs)
    found["deadlines"] = lambda: deadlines.deadlines(runs)
    found["ledger"] = lambda: deadlines.ledger_in_words(runs)
    found["recount"] = lambda: cases.recounting(folder, min(runs, 3))
    found["slips"] = lambda: papers.slips(folder, min(runs, 3))
    found["import"] = lambda: exchange.importing(folder, min(runs, 3))
    server = options.database if (options.database or "").startswith("postgresql") else ""
    found |= searching.rows(server, runs)
    found["import_memory"] = lambda: exchange.import_memory(folder)
    found["export"] = lambda: exchange.exporting(folder, min(runs, 3))
    if wanted & set(OF_MANY):
        found |= _of_many(runs)
    found["district"] = lambda: cases.district(folder)
    return [found[name] for name in (*MEASURES, *LONG) if name in wanted]


def _with_windows(url: str, runs: int) -> dict[str, Callable[[], BenchRow]]:
    from ui.lab.measures import starting

    name, region, is_demo = _somebody(url)

    def second() -> BenchRow:
        from ui.lab.measures.second_window import second_window

        _shown_light()
        return second_window(url, region, runs=runs)

    def panel() -> BenchRow:
        from ui.lab.measures.long_case import long_case

        _shown_light()
        return long_case(url, region, runs=runs)

    return {
        "start": lambda: starting.start(url, name, remembers=is_demo, runs=runs),
        "memory": lambda: starting.memory(url, name, runs=min(runs, 3)),
        "second_window": second,
        "panel": panel,
    }


def _of_many(runs: int) -> dict[str, Callable[[], BenchRow]]:
    """Return what is measured on a million cases; the database is made when first asked for."""
    from app.commands.measures.many import million
    from app.demo.many import MANY
    from ui.lab.measures import starting
    from ui.lab.measures.long_queue import queue_view, scrolling

    @cache
    def scrolled() -> tuple[BenchRow, BenchRow]:
        _shown_light()
        return scrolling(million())

    def queue() -> BenchRow:
        _shown_light()
        return queue_view(million(), MANY, runs=runs)

    def memory() -> BenchRow:
        url = million()
        return starting.district_memory(url, _somebody(url)[0], MANY, runs=min(runs, 3))

    return {
        "queue": queue,
        "scroll": lambda: scrolled()[0],
        "scroll_memory": lambda: scrolled()[1],
        "district_memory": memory,
    }


def _shown_light() -> None:
    from PySide6.QtWidgets import QApplication

    from ui.core.theme import apply_theme, load

    application = QApplication.instance() or QApplication(sys.argv[:1])
    apply_theme(application, load("light"))  # type: ignore[arg-type]


def _somebody(url: str) -> tuple[str, str, bool]:
    """Return a dispatcher's login, the region they work in, and whether all of it is a demo."""
    from app.accounts.queries import people_with_right
    from app.accounts.rules import Right
    from app.bootstrap import open_parts
    from app.core.shared_settings import settings_at

    parts = open_parts(url)
    with parts.database.reading() as session:
        now = parts.clock.now()
        street = settings_at(session, now).street_code
        person = people_with_right(session, Right.ASSIGN_CASE, region=street, now=now)[0]
    is_demo = parts.database.state.is_demo
    parts.database.dispose()
    return person.login, street, is_demo


def _street() -> str:
    """Return a demo street of five thousand cases; made once and kept for the next time."""
    from app.bootstrap.founding import make_embedded
    from app.core.settings import data_folder
    from app.demo.build import build_demo

    def build(database: Database) -> None:
        build_demo(database, days=CASES_DAYS)

    file = data_folder() / f"benchmark-{SCHEMA}.db"
    if not file.exists():
        make_embedded(file, build)
    return f"sqlite:///{file}"


def _print(rows: Sequence[BenchRow]) -> None:
    for row in rows:
        value = row.yardstick
        yardstick = (
            "" if value is None else say("lab.yardstick", value=f"{value:.3f}", unit=row.unit)
        )
        line = say(
            "lab.row",
            mark="✓" if row.passes else "✗",
            what=row.what,
            ours=f"{row.ours:.3f}",
            unit=row.unit,
            yardstick=yardstick,
            ratio=f"{row.ratio:.2f}",
            bound=f"{row.bound:g}",
            runs=row.runs,
            spread=f"{row.spread:.2f}",
        )
        sys.stdout.write(f"{line}\n")
