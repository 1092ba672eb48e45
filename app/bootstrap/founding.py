"""How a computer gets its database: a centre founded on it, or a server joined."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.core.actor import Actor, console
from app.core.clock import Clock, FixedClock
from app.core.database import Database
from app.core.database.address import parsed_url
from app.core.server_password import keep_password
from app.core.settings import Settings, load_settings, save_settings
from app.core.shared_settings import CentreSettings

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


def make_embedded(
    file: Path, build: Callable[[Database], None], *, clock: Clock | None = None
) -> None:
    """Make an embedded database that stands whole or not at all.

    It is built beside `file` and takes that name when `build` is through.

    Args:
        file: Where it is to stand; nothing may stand there yet.
        build: Fills a database that has the present schema and nothing in it.
        clock: For a demo seen at another moment; the desk's own when left out.
    """
    from app.migrations import migrate

    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new.db")
    for left in (new, *(new.with_name(new.name + tail) for tail in ("-wal", "-shm"))):
        left.unlink(missing_ok=True)
    database = Database.open(f"sqlite:///{new.as_posix()}", clock=clock)
    try:
        migrate(database)
        build(database)
    finally:
        database.dispose()  # the last connection folds the write-ahead log into the file
    new.replace(file)


def embedded_file(settings: Settings) -> Path | None:
    """Return the file of an embedded database, None where a server is used."""
    url = parsed_url(settings.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)


class _Stopped(Exception):
    pass


def make_demo(
    file: Path,
    *,
    progress: Callable[[int, int], None] = lambda _done, _whole: None,
    stopped: Callable[[], bool] = lambda: False,
    seed: int = 1,
    clock_now: datetime | None = None,
) -> bool:
    """Make the embedded database of the demo street.

    Args:
        file: Where the database is to stand.
        progress: Told how many steps of how many are done.
        stopped: Asked between the steps; once it says yes nothing is made.
        seed: Where every die begins.
        clock_now: The moment the street is seen at; the present when left out.

    Returns:
        Whether it was made.
    """

    def step(done: int, whole: int) -> None:
        if stopped():
            raise _Stopped
        progress(done, whole)

    def build(database: Database) -> None:
        from app.demo.build import build_demo

        build_demo(database, seed=seed, clock_now=clock_now, progress=step)

    try:
        make_embedded(file, build, clock=FixedClock(clock_now) if clock_now else None)
    except _Stopped:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Office:
    """A centre on one computer as somebody typed it.

    Attributes:
        centre_name: As printed on papers.
        regions: Code and name from the province down to the street.
        name: Of the first administrator.
        login: Of the first administrator.
        password: Of the first administrator, chosen by themself.
        works_too: The administrator also takes in, assigns and approves.
        divisions: A table of divisions to bring in whole, None for none.
        command_key: Made once for the whole.
    """

    centre_name: str
    regions: tuple[tuple[str, str], ...]
    name: str
    login: str
    password: str = field(repr=False)
    works_too: bool
    divisions: Path | None
    command_key: UUID


def found_office(office: Office, *, file: Path, desk: str) -> None:
    """Make the database of a centre on one computer.

    Args:
        office: What was typed.
        file: Where the database is to stand.
        desk: Name of this workstation, for the journal.

    Raises:
        AppError: Something cannot be as it was typed; nothing was made.
    """
    from app.accounts.passwords import secret_of
    from app.accounts.rules import check_password, normal_login
    from app.administration.founding import FirstAdministrator, Founding, found_centre

    check_password(
        office.password, normal_login(office.login), CentreSettings().password_min_length
    )
    administrator = FirstAdministrator(
        office.login, office.name, secret_of(office.password), works_too=office.works_too
    )
    founding = Founding(administrator, office.centre_name, office.regions)
    actor = console(desk)

    def build(database: Database) -> None:
        if office.divisions is not None:
            _bring_in(database, actor, office.divisions, office.command_key)
        found_centre(database, actor, founding, command_key=office.command_key)

    make_embedded(file, build)


def _bring_in(database: Database, actor: Actor, divisions: Path, command_key: UUID) -> None:
    from app.exchange.divisions import import_divisions

    import_divisions(database, actor, divisions, dry_run=False, command_key=command_key)


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
        url: Without a password; without a user where people sign in with their own accounts.
        password: Of the account in the URL, "" without one.

    Raises:
        AppError: What keeps it from working, in one sentence.
    """
    from app.administration.joining import try_server, try_to_reach

    parsed = parsed_url(url).set(password=password or None)
    database = Database.open(parsed.render_as_string(hide_password=False))
    try:
        if database.has_own_accounts:
            try_to_reach(database)
        else:
            try_server(database)
    finally:
        database.dispose()
    if password:
        keep_password(url, password)
    save_settings(replace(load_settings(), database_url=url))
