"""The database of a million cases that queue, search and export are measured on; made once."""

import sys
from pathlib import Path

from app.bootstrap.founding import make_embedded
from app.core.database import SCHEMA, Database
from app.core.settings import data_folder
from app.core.words import say
from app.demo.many import MANY, fill_with_many
from app.migrations import migrate


def million(url: str = "", cases: int = MANY) -> str:
    """Return the URL of a database with very many cases; it is made if it is not there yet.

    Args:
        url: A database to fill, on either engine, unless that has been done; without one an
            SQLite file beside the other benchmark databases is made once and kept.
        cases: How many; each number has a file of its own.
    """
    if url:
        database = Database.open(url)
        try:
            if not migrate(database).old:
                _fill(database, cases)
        finally:
            database.dispose()
        return url
    file = million_file(cases)
    if not file.exists():
        make_embedded(file, lambda database: _fill(database, cases))
    return f"sqlite:///{file}"


def million_file(cases: int = MANY) -> Path:
    """Return where that database is kept."""
    return data_folder() / f"benchmark-{SCHEMA}-{cases}.db"


def _fill(database: Database, cases: int) -> None:
    fill_with_many(database, cases, progress=_told)


def _told(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{say('lab.making_many')} {done:,} / {whole:,} ")
        sys.stderr.write("\n" if done == whole else "")
