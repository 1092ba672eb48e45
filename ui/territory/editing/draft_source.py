"""What the page of drafts reads, on reader threads."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.territory.queries import region_names
from app.territory.queries.redrawings import (
    RedrawingRow,
    RedrawingView,
    first_street,
    redrawing,
    redrawings,
)
from app.territory.redrawing import OPEN

REDRAW, PUBLISH = "territory.redraw", "territory.publish"


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """The drafts of a street, and the one that is worked on.

    Attributes:
        street: Code, "" where no street has drawn grids.
        name: What people call it.
        drafts: Open ones first.
        view: The draft that is worked on, None where none is open.
    """

    street: str
    name: str
    drafts: tuple[RedrawingRow, ...]
    view: RedrawingView | None

    @property
    def can_begin(self) -> bool:
        """True where there are grids to redraw."""
        return bool(self.street)


def draft_seen(
    session: Any, actor: Actor, places: tuple[str, ...], wanted: UUID | None, on: date
) -> DraftSeen:
    """Return the drafts of the first street in some places that has drawn grids.

    Args:
        session: Reading session.
        actor: Who looks.
        places: Region codes, of streets or above.
        wanted: The draft to work on; None for the first open one.
        on: Today.
    """
    street = next(filter(None, (first_street(session, place) for place in places)), "")
    if not street:
        return DraftSeen("", "", (), None)
    drafts = redrawings(session, actor, street)
    known = {row.id for row in drafts}
    chosen = wanted if wanted in known else next((r.id for r in drafts if r.state in OPEN), None)
    view = redrawing(session, actor, chosen, on) if chosen is not None else None
    name = region_names(session, (street,)).get(street, street)
    return DraftSeen(street, name, drafts, view)
