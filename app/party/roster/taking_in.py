"""A file of members from the moment it is chosen to what it would do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from app.core.actor import Actor
from app.core.database import Database
from app.party.roster.landing import look_at_file
from app.party.roster.places import places_of
from app.party.roster.preview import RosterPreview, preview
from app.party.roster.sheet import Numbered, read_sheet

TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class FileBrought:
    """A file somebody brings.

    Attributes:
        name: Of the file.
        region: Where the import belongs: that of the organisation it is brought for.
        home: The organisation of rows that name none, None for no such one.
        today: The day it is there.
    """

    name: str
    region: str
    home: UUID | None
    today: date


def take_in(
    database: Database,
    actor: Actor,
    brought: FileBrought,
    rows: Iterable[Numbered],
    *,
    command_key: UUID,
    told: Callable[[int], None] | None = None,
) -> RosterPreview:
    """Put down that a file is looked at, then read it and compare it with the roster.

    Args:
        database: Whose roster.
        actor: Keeps it.
        brought: The file.
        rows: Its rows.
        command_key: Made by the caller, once per file chosen.
        told: Told how many rows have been read.

    Raises:
        NoHeader: No row looks like the header of a roster.
        NotAllowed: The actor does not keep the roster.
    """
    with database.writing(actor) as uow:
        key = uuid5(command_key, "look")
        import_id = look_at_file(uow, brought.name, brought.region, command_key=key)
    with database.reading() as session:
        places = places_of(session, actor)
        return preview(
            session,
            actor,
            read_sheet(_counted(rows, told), today=brought.today),
            places,
            import_id=import_id,
            home=brought.home,
            pepper=database.state.pepper,
        )


def _counted(rows: Iterable[Numbered], told: Callable[[int], None] | None) -> Iterator[Numbered]:
    for count, row in enumerate(rows, 1):
        if told is not None and count % TELL_EVERY == 0:
            told(count)
        yield row
