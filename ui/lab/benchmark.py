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

from app.commands.errors import OptionMissing, WrongUse
from app.commands.measures import families, long_roster, party_tree, roster, searching
from app.commands.measures.rows import BenchRow
from app.commands.parser import Parser
from app.core.calendar import CHINA
from app.core.database import SCHEMA, Database
from app.core.words import say, sentence
from ui.lab.bench_report import write_report
from ui.lab.measures import kiosk_rows, map_rows

CASES_DAYS = 128  # with its days off, the five thousand cases the start is measured with
RUNS = 7
LIVE_EACH = 5  # of a p99 more is asked than of a median
FILLED = 20_000  # cases of the database at which many desks work
WALL = ("wall_tile", "wall_map", "wall_load", "wall_pixel")
MEASURES = (
    "start",
    "memory",
    "second_window",
    "divisions",
    "points",
    "deadlines",
    "ledger",
    "rules",
    "matching",
    "nearest_units",
    "balances",
    "points_total",
    "recount",
    "panel",
    "slips",
    "weekly",
    "first_page",
    "import",
    *searching.NAMES,
    *party_tree.NAMES,
    "import_memory",
    "export",
    *WALL,
    *kiosk_rows.NAMES,
)
OF_MAPS = ("map", "map_import", *map_rows.NAMES)
"""Pan over a province for a minute, and more; `map` stands for all of them."""
OF_MANY = ("queue", "scroll", "scroll_memory", "district_memory")
CROWD = ("live", "hearing", "listened", "load", "restart")
GROWTH = ("growth_queue", "growth_search")
AT_SERVER = (*CROWD, *GROWTH, "weekly_grown")
"""Ask for a PostgreSQL server (``--database``), and ``restart`` for a way to start it again."""
LONG = (
    "district",
    "backup",
    "weekly_many",
    *long_roster.NAMES,
    *roster.NAMES,
    *families.NAMES,
    *OF_MANY,
    *OF_MAPS,
    *AT_SERVER,
    "wall_soak",
    *kiosk_rows.LONG_NAMES,
)
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
        if {"map", "map_pan"} & set(options.only):
            _shown_light()
            map_rows.plot(options.report.with_suffix(".map.png"))
    return 0 if all(row.passes for row in rows) else 1


def _options(argv: Sequence[str]) -> Namespace | None:
    parser = Parser("benchmark")
    parser.option("--runs", metavar="N", type=int, default=RUNS)
    parser.option("--only", metavar="NAME", nargs="+", choices=(*MEASURES, *LONG), default=MEASURES)
    parser.option("--report", metavar="FILE", type=Path)
    parser.option("--scale", choices=("street",), default="street")
    parser.option("--minutes", metavar="N", type=float, default=10.0)
    parser.option("--desks", metavar="N", type=int, default=400)
    parser.option("--cases", metavar="N", type=int, default=10_000_000)
    parser.option("--restart", metavar="COMMAND", default="")
    parser.common(acts=False)
    try:
        options: Namespace = parser.parse_args(argv)
    except SystemExit:  # --help has been printed
        return None
    is_server = options.database.startswith("postgresql")
    if not is_server and (named := set(options.only) & set(AT_SERVER)):
        raise OptionMissing(option="--database", kind=min(named))
    if "restart" in options.only and not options.restart:
        raise OptionMissing(option="--restart", kind="restart")
    return options


def _measures(options: Namespace, folder: Path) -> list[Callable[[], BenchRow]]:
    runs, wanted = options.runs, set(options.only)
    if "map" in wanted:
        wanted = (wanted | set(OF_MAPS)) - {"map"}
    found: dict[str, Callable[[], BenchRow]] = {}
    if wanted & {"start", "memory", "second_window", "panel", "wall_pixel"}:
        url = options.database or _street()
        found |= _with_windows(url, runs)
    from app.commands.measures import (
        areas,
        automation,
        backups,
        briefings,
        cases,
        deadlines,
        exchange,
        forces,
        lists,
        papers,
        points,
        territory,
    )

    found["divisions"] = lambda: territory.divisions(folder, runs)
    found["points"] = lambda: territory.points_in_grids(runs)
    found["deadlines"] = lambda: deadlines.deadlines(runs)
    found["rules"] = lambda: automation.rules_over_a_case(runs)
    found["nearest_units"] = lambda: forces.nearest_units(folder, runs)
    found["matching"] = lambda: lists.matching(runs)
    found |= points.rows(folder, runs)
    found["ledger"] = lambda: deadlines.ledger_in_words(runs)
    found["recount"] = lambda: cases.recounting(folder, min(runs, 3))
    found["slips"] = lambda: papers.slips(folder, min(runs, 3))
    found["weekly"] = lambda: briefings.weekly(folder, min(runs, 3))
    found["weekly_many"] = lambda: briefings.weekly_many(folder)
    found |= long_roster.rows(min(runs, 3))
    found["first_page"] = lambda: _first_page(folder, runs)
    found["import"] = lambda: exchange.importing(folder, min(runs, 3))
    server = options.database if (options.database or "").startswith("postgresql") else ""
    found |= searching.rows(server, runs)
    found["import_memory"] = lambda: exchange.import_memory(folder)
    found["export"] = lambda: exchange.exporting(folder, min(runs, 3))
    if wanted & set(OF_MANY):
        found |= _of_many(runs)
    found["map_import"] = lambda: areas.importing(folder, min(runs, 3))
    found |= map_rows.rows(runs)
    found |= _of_the_wall()
    found |= kiosk_rows.rows(lambda: options.database or _street())
    found |= party_tree.rows(folder, runs)
    found |= roster.rows(folder, runs)
    found |= families.rows(folder, runs)
    if wanted & set(AT_SERVER):
        found |= _at_server(options)
    found["district"] = lambda: cases.district(folder)
    found["backup"] = lambda: backups.backing_up(folder, server, min(runs, 3))
    return [found[name] for name in (*MEASURES, *LONG) if name in wanted]


def _of_the_wall() -> dict[str, Callable[[], BenchRow]]:
    from ui.lab.measures import wall_rows

    return wall_rows.rows()


def _first_page(folder: Path, runs: int) -> BenchRow:
    from ui.lab.measures.paper_preview import first_page

    return first_page(folder, runs)


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

    def pixel() -> BenchRow:
        from ui.lab.measures.wall_rows import pixel

        _shown_light()
        return pixel(url, region, runs=runs)

    return {
        "start": lambda: starting.start(url, name, remembers=is_demo, runs=runs),
        "memory": lambda: starting.memory(url, name, runs=min(runs, 3)),
        "second_window": second,
        "panel": panel,
        "wall_pixel": pixel,
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


def _at_server(options: Namespace) -> dict[str, Callable[[], BenchRow]]:
    """Return what is measured at a server; an empty database is filled when first asked for."""
    from app.commands.measures import grown_briefing, growth
    from app.commands.measures.crowd import rows
    from app.commands.measures.many import million
    from ui.lab.measures.live import live

    url = options.database
    scale = rows.Scale(many=options.desks, minutes=options.minutes)

    @cache
    def filled() -> str:
        return million(url, FILLED)

    @cache
    def heard() -> tuple[BenchRow, BenchRow]:
        return rows.hearing(filled(), scale)

    @cache
    def grown() -> tuple[BenchRow, BenchRow]:
        return growth.growth(url, options.cases, options.runs)

    return {
        "live": lambda: live(filled(), runs=options.runs * LIVE_EACH),
        "hearing": lambda: heard()[0],
        "listened": lambda: heard()[1],
        "load": lambda: rows.load(filled(), scale),
        "restart": lambda: rows.restarting(filled(), scale, rows.by_command(options.restart)),
        "growth_queue": lambda: grown()[0],
        "growth_search": lambda: grown()[1],
        "weekly_grown": lambda: grown_briefing.weekly_grown(
            url, options.cases, min(options.runs, 3)
        ),
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
        note = f"    {row.note}\n" if row.note else ""
        sys.stdout.write(f"{line}\n{note}")
