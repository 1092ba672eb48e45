"""A backup of very many cases with steps and files, against the engine's own bare copy of them."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from app.administration.backup import How, Proof, backup
from app.administration.backup.postgres import server_version
from app.administration.backup.programs import find_program, start
from app.commands.measures.many import million
from app.commands.measures.rows import BenchRow, paired, timed
from app.core.actor import console
from app.core.database import Database
from app.core.words import say
from app.demo.laden import add_weight
from app.demo.many import MANY

BOUND = 1.3


def backing_up(folder: Path, url: str, runs: int, cases: int = MANY) -> BenchRow:
    """Measure a backup against ``pg_dump -Fc``, or the online copy of SQLite; what restores it
    elsewhere afterwards has no yardstick and is left out.

    Args:
        folder: For the files, the embedded database among them: the one others are measured on
            stays as light as it is.
        url: Of a PostgreSQL database that `million` filled or may fill; "" for the embedded one.
        runs: How often each is made.
        cases: How many cases there are to be.
    """
    laden = million(url, cases)
    if not url:
        plain = laden.removeprefix("sqlite:///")
        laden = f"sqlite:///{shutil.copyfile(plain, folder / 'laden.db')}"
    database = Database.open(laden)
    file, bare = folder / "ours.backup", folder / "bare.backup"
    how = How(proof=Proof.NONE)
    try:
        add_weight(database)
        ours = timed(lambda: backup(database, console("bench"), file, how))
        yardstick = timed(lambda: _bare(database, bare))
        engine = "SQLite" if database.is_sqlite else "PostgreSQL"
        what = say("lab.backup", cases=f"{cases:,}", engine=engine)
        return paired(what, ours, yardstick, bound=BOUND, runs=runs, warm_up=0)
    finally:
        database.dispose()
        for each in (file, bare):
            each.unlink(missing_ok=True)


def _bare(database: Database, file: Path) -> None:
    file.unlink(missing_ok=True)
    if database.is_sqlite:
        origin, target = str(database.url.database), str(file)
        with closing(sqlite3.connect(origin)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)
        return
    program = find_program("pg_dump", server_version(database))
    with start(database.url, program, "--format=custom", f"--file={file}") as dump:
        if dump.ended():
            raise subprocess.CalledProcessError(1, "pg_dump", stderr=dump.complaint())
