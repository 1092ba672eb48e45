"""Importing the divisions of a country, and finding grids under many points."""

import csv
import random
import sqlite3
from pathlib import Path

from app.commands.measures.rows import BenchRow, against, paired, timed
from app.core.actor import console
from app.core.database import Database
from app.core.ids import new_id
from app.core.words import say
from app.exchange.divisions import import_divisions
from app.migrations import migrate
from app.territory.actions.regions import REGION_COLUMNS, region_values
from app.territory.geometry import GridIndex

DIVISIONS = 44_703
GRIDS = 1_529
POINTS = 300_000
_SYLLABLES = (
    "永泰古城新旺迎宾振华清远武定御河开源大庆马军营卧虎湾"
    "鹿苑白登山文瀛湖水泊寺小南头康吉平和兴国友谊桥光熙柳"
)
_TIERS = ((2, 31, "省"), (4, 342, "市"), (6, 2_978, "区"), (9, 41_352, "街道"))

Division = tuple[str, str, int, str]


def made_divisions(seed: int = 1) -> list[Division]:
    """Return as many divisions as the country has, with codes and names like theirs."""
    chance = random.Random(seed)  # noqa: S311  names, not secrets
    found: list[Division] = []
    above = [""]
    for level, (width, count, word) in enumerate(_TIERS, start=1):
        here = []
        for n in range(count):
            parent = above[n % len(above)]
            code = f"{parent}{n // len(above) + 11:0{width - len(parent)}d}"
            name = "".join(chance.sample(_SYLLABLES, 2)) + word
            found.append((code, name, level, parent))
            here.append(code)
        above = here
    return found


def divisions(folder: Path, runs: int) -> BenchRow:
    """Measure the import of a country's divisions against the bare insert of the same rows.

    The yardstick puts the same values, pinyin ready made, into the same table of the same
    file by one `executemany`: what the import reads, checks and compares comes on top.
    """
    rows = made_divisions()
    source = folder / "divisions.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "name", "level", "parent_code"), *rows])
    template = folder / "template.db"
    database = Database.open(f"sqlite:///{template}")
    migrate(database)
    database.dispose()
    body = template.read_bytes()
    ready = sorted(region_values(code, name, None) for code, name, _, _ in rows)
    made = iter(range(1_000_000))

    def ours() -> float:
        file = folder / f"ours{next(made)}.db"
        file.write_bytes(body)
        database = Database.open(f"sqlite:///{file}")
        actor = console("bench")
        done = timed(
            lambda: import_divisions(database, actor, source, dry_run=False, command_key=new_id())
        )()
        database.dispose()
        file.unlink()
        return done

    def bare() -> float:
        file = folder / f"bare{next(made)}.db"
        file.write_bytes(body)
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        done = timed(lambda: _insert(connection, ready))()
        connection.close()
        file.unlink()
        return done

    what = say("lab.divisions", rows=f"{DIVISIONS:,}")
    return paired(what, ours, bare, bound=3.0, runs=runs)


def _insert(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join("?" for _ in REGION_COLUMNS)
    columns = ", ".join(REGION_COLUMNS)
    connection.executemany(f"INSERT INTO region ({columns}) VALUES ({marks})", rows)  # noqa: S608  names of ours
    connection.commit()


def points_in_grids(runs: int) -> BenchRow:
    """Measure how long 300,000 points take over a district's grids; the limit is a second."""
    import numpy as np
    import shapely

    chance = np.random.default_rng(1)
    seeds = chance.random((GRIDS, 2)) * 0.2 + (113.2, 40.0)
    frame = shapely.box(113.2, 40.0, 113.4, 40.2)
    cells = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=frame)
    areas = [shapely.intersection(cell, frame) for cell in shapely.get_parts(cells)]
    index = GridIndex.from_outlines(
        (f"9901020010{n:05d}", shapely.to_wkb(area)) for n, area in enumerate(areas)
    )
    where = chance.random((POINTS, 2)) * 0.2 + (113.2, 40.0)
    find = timed(lambda: index.find_many(where[:, 0], where[:, 1]))
    find()
    what = say("lab.points", grids=f"{GRIDS:,}", points=f"{POINTS:,}")
    return against(what, [find() for _ in range(runs)], unit="s", limit=1.0)
