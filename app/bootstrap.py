"""Wires engine, clock, settings and doors into one frozen value: `Parts`."""

from dataclasses import dataclass

from app.core.actor import Actor, console
from app.core.clock import Clock
from app.core.database import Database
from app.core.doors import Doors
from app.core.settings import Settings, load_settings
from app.papers.door import Papers


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
        return console(self.settings.desk_name)


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
    database = Database.open(url or settings.database_url, clock=clock)
    return Parts(settings, database, database.clock, Doors(papers=Papers()))
