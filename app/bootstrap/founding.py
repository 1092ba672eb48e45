"""How a computer gets its database: a centre founded on it, or a server joined."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.engine import make_url

from app.core.actor import console
from app.core.database import Database
from app.core.server_password import keep_password
from app.core.settings import Settings, load_settings, save_settings

if TYPE_CHECKING:
    from app.administration.founding import Founding

STREET_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Street:
    """A street found in a table of divisions.

    Attributes:
        path: Code and name from the province down to the street.
    """

    path: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        """Return its own code."""
        return self.path[-1][0]

    @property
    def name(self) -> str:
        """Return its own name."""
        return self.path[-1][1]


def make_embedded(file: Path, build: Callable[[Database], None]) -> None:
    """Make an embedded database that stands whole or not at all.

    It is built beside `file` and takes that name when `build` is through.

    Args:
        file: Where it is to stand; nothing may stand there yet.
        build: Fills a database that has the present schema and nothing in it.
    """
    from app.migrations import migrate

    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new.db")
    for left in (new, *(new.with_name(new.name + tail) for tail in ("-wal", "-shm"))):
        left.unlink(missing_ok=True)
    database = Database.open(f"sqlite:///{new.as_posix()}")
    try:
        migrate(database)
        build(database)
    finally:
        database.dispose()  # the last connection folds the write-ahead log into the file
    new.replace(file)


def embedded_file(settings: Settings) -> Path | None:
    """Return the file of an embedded database, None where a server is used."""
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)


def found_office(
    founding: "Founding", divisions: Path | None, *, file: Path, desk: str, command_key: UUID
) -> None:
    """Make the database of a centre on one computer.

    Args:
        founding: What the centre is told at the start.
        divisions: A table of divisions to bring in first, None for none.
        file: Where the database is to stand.
        desk: Name of this workstation, for the journal.
        command_key: Made by the caller, once for the whole.

    Raises:
        AppError: Something cannot be as it was typed; nothing was made.
    """
    from app.administration.founding import found_centre

    actor = console(desk)

    def build(database: Database) -> None:
        if divisions is not None:
            from app.exchange.divisions import import_divisions

            import_divisions(database, actor, divisions, dry_run=False, command_key=command_key)
        found_centre(database, actor, founding, command_key=command_key)

    make_embedded(file, build)


def streets_in(path: Path) -> tuple["Street", ...]:
    """Return the streets of a table of divisions, with the names above each.

    Raises:
        AppError: The file is none that can be read; the sentence says why.
    """
    from app.exchange.divisions import COLUMNS
    from app.exchange.table_files import read_table
    from app.territory.rules import ancestors_of

    names = {row.values["code"]: row.values["name"] for row in read_table(path, COLUMNS).rows}
    return tuple(
        Street(tuple((c, names[c]) for c in (*ancestors_of(code), code)))
        for code in sorted(names)
        if len(code) == STREET_DIGITS and all(c in names for c in ancestors_of(code))
    )


def join_server(url: str, password: str) -> None:
    """Try a server; where it can be worked with, this computer uses it from now on.

    Args:
        url: Without a password.
        password: Of the account in the URL.

    Raises:
        AppError: What keeps it from working, in one sentence.
    """
    from app.administration.joining import try_server

    parsed = make_url(url).set(password=password or None)
    database = Database.open(parsed.render_as_string(hide_password=False))
    try:
        try_server(database)
    finally:
        database.dispose()
    if password:
        keep_password(url, password)
    save_settings(replace(load_settings(), database_url=url))
