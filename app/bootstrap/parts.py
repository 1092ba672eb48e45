"""Wires engine, clock, settings and doors into one frozen value: `Parts`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor, console
from app.core.clock import Clock
from app.core.database import SCHEMA, Database, SchemaState, Uow
from app.core.doors import Doors, OpenWork, Paper, PaperBatch, Succession, TableOrder
from app.core.server_password import with_password
from app.core.settings import Settings, load_settings


class _Papers:
    """Loads what draws papers when the first one is asked for: no start waits for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def draw(self, session: Session, actor: Actor, kind: str, key: str) -> Paper:
        from app.papers.door import Papers

        return Papers(self._clock).draw(session, actor, kind, key)

    def draw_many(
        self, session: Session, actor: Actor, kind: str, keys: Sequence[str]
    ) -> PaperBatch:
        from app.papers.door import Papers

        return Papers(self._clock).draw_many(session, actor, kind, keys)


class _Work:
    """Loads what knows of cases when somebody asks for it."""

    def open_work(self, session: Session, actor: Actor, person_id: UUID) -> OpenWork:
        from app.cases.queries.leaving import open_work

        return open_work(session, actor, person_id)

    def hand_on(self, uow: Uow, leaver_id: UUID, taker_id: UUID, *, command_key: UUID) -> int:
        from app.cases.actions.leaving import hand_desk_over

        return hand_desk_over(uow, leaver_id, taker_id, command_key=command_key)


class _Tables:
    """Loads what writes tables when the first one leaves."""

    def write(
        self,
        database: Database,
        actor: Actor,
        path: Path,
        order: TableOrder,
        rows: Iterable[Sequence[object]],
    ) -> int:
        from app.exchange.exports import export_rows

        return export_rows(database, actor, path, order, rows)


class _Sheets:
    """Loads what reads spreadsheets when the first one comes."""

    def rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        from app.exchange.table_files import read_cells

        return read_cells(path)


class _Regions:
    """Loads what moves cases when grids are redrawn."""

    def __repr__(self) -> str:
        return type(self).__name__  # what is asked of an action must not differ by desk

    def moved(self, uow: Uow, successions: Sequence[Succession]) -> int:
        from app.cases.actions.redrawing import move_cases

        return move_cases(uow, successions)


class _Duty:
    """Loads what knows of posture when somebody asks for it."""

    def least(self, session: Session, region: str, now: datetime) -> int:
        from app.command.posture.queries import duty_least

        return duty_least(session, region, now)


def open_doors(clock: Clock) -> Doors:
    """Return all doors of the program."""
    return Doors(
        papers=_Papers(clock),
        work=_Work(),
        tables=_Tables(),
        sheets=_Sheets(),
        regions=_Regions(),
        duty=_Duty(),
    )


def present(session: Session, actor: Actor, now: datetime) -> Actor:
    """Return who writes with the rights of this moment, whatever their desk remembers."""
    if actor.person_id is None:
        return actor
    from app.accounts.actors import actor_of

    return actor_of(session, actor.person_id, actor.desk, now)


@dataclass(frozen=True, slots=True)
class Parts:
    """The program below the desk.

    Attributes:
        settings: Machine settings.
        database: The shared database.
        clock: Server time as far as known; the database's own.
        doors: What lower floors need from higher ones.
    """

    settings: Settings
    database: Database
    clock: Clock
    doors: Doors

    def console(self) -> Actor:
        """Return the person at the console of an embedded database."""
        return console(self.settings.desk)


def open_parts(
    url: str = "", *, settings: Settings | None = None, clock: Clock | None = None
) -> Parts:
    """Return the wired program; connects only when first used.

    Args:
        url: SQLAlchemy URL; empty for the one in the settings.
        settings: Machine settings; read from their file when left out.
        clock: For tests and demos; the server's clock when left out.
    """
    settings = settings or load_settings()
    database = Database.open(with_password(url or settings.url), clock=clock, present=present)
    return Parts(settings, database, database.clock, open_doors(database.clock))


def make_ready(database: Database) -> SchemaState:
    """Return what a database says of itself; an embedded file is brought up to date first.

    A shared server is brought up to date by its administrator (`migrate`), never by a desk.

    Raises:
        NoDatabase: There is no schema in it.
        SchemaTooNew: This program is older than the database allows.
        SchemaTooOld: A shared server waits for its administrator.
        MigrationFailed: A step failed; nothing was changed.
    """
    state = database.state
    if database.is_sqlite and state.revision < SCHEMA:
        from app.migrations import migrate

        migrate(database)
        state = database.state
    state.check_writable()
    return state
