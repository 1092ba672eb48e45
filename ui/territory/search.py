"""What "search everything" finds here: regions by name, initials or code, and places."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.words import label as word
from app.territory.queries import find_places, search_regions
from app.territory.rules import Tier
from ui.core.slices import Desk, SearchHit
from ui.core.targets import GridWanted, PlaceWanted
from ui.territory.places_part import ICONS
from ui.territory.region_words import code_words
from ui.territory.territory_source import READ

MOST = 6
SAME, REGION, PLACE = 100, 65, 55


def find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    """Return regions within reach, and places near what is looked at."""
    return (*_regions(desk, session, text), *_places(desk, session, text))


def _regions(desk: Desk, session: Any, text: str) -> Iterator[SearchHit]:
    within = desk.actor.prefixes(READ) or ("",)
    for hit in search_regions(session, text, within=within, limit=MOST):
        row = hit.region
        detail = f"{code_words(row.code)}·{' '.join(hit.path[-2:])}".strip("·")
        icon = "ph.map-trifold" if row.tier is Tier.GRID else "ph.tree-structure"
        exact = text.strip() in (row.name, row.short, row.code)
        yield SearchHit(row.short, detail, icon, GridWanted(row.code), SAME if exact else REGION)


def _places(desk: Desk, session: Any, text: str) -> Iterator[SearchHit]:
    near = desk.scope.code or next(iter(desk.actor.prefixes(READ)), "")
    for place in find_places(session, text, near=near, limit=MOST):
        detail = f"{word(place.kind)}·{place.region_name}"
        if place.is_former_name:
            detail = f"{place.matched}·{detail}"
        yield SearchHit(
            place.name,
            detail,
            ICONS[place.kind],
            PlaceWanted(place.place_id, place.region_code),
            SAME if text.strip() == place.name else PLACE,
        )
