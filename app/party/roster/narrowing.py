"""What narrows a roster: told in words, taken away one by one, and written down as a key."""

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.words import label, say
from app.party.queries.roster import RosterFilter, RosterView
from app.party.rules import Standing
from app.territory.queries import region_path


class RosterPart(StrEnum):
    """What may narrow a roster of an organisation: the names of the fields of `RosterFilter`."""

    TEXT = "text"
    VIEW = "view"
    STANDING = "standing"
    SKILL = "skill"
    TAG = "tag"
    SINCE = "joined_since"
    UNTIL = "joined_until"
    GRID = "grid"


_NOTHING = RosterFilter()
OWN_CONTROL = (RosterPart.TEXT, RosterPart.VIEW)
"""What is always seen over the roster, in a line and a box of its own."""
MORE = tuple(part for part in RosterPart if part not in OWN_CONTROL)


def active_parts(chosen: RosterFilter) -> tuple[RosterPart, ...]:
    """Return what of a filter narrows."""
    return tuple(p for p in RosterPart if getattr(chosen, p) != getattr(_NOTHING, p))


def without_parts(chosen: RosterFilter, parts: Iterable[RosterPart]) -> RosterFilter:
    """Return a filter that some parts narrow no more."""
    return with_parts(chosen, _NOTHING, parts)


def with_parts(
    chosen: RosterFilter, other: RosterFilter, parts: Iterable[RosterPart]
) -> RosterFilter:
    """Return a filter with some parts as another has them."""
    taken: dict[str, Any] = {part.value: getattr(other, part) for part in parts}
    return replace(chosen, **taken)


def part_words(chosen: RosterFilter, part: RosterPart, place: str = "") -> str:
    """Return what a part asks for, e.g. 专长：急救.

    Args:
        chosen: The filter.
        part: One that narrows.
        place: Name of the place members live in; its code where that is "".
    """
    value = getattr(chosen, part)
    if part is RosterPart.GRID:
        value = place or value
    elif isinstance(value, Standing | RosterView):
        value = label(value)
    return say(f"roster.narrowed.{part.value}", value=value)


def told_filter(session: Session, chosen: RosterFilter) -> str:
    """Return all that narrows in words, "" where nothing does."""
    path = region_path(session, chosen.grid) if chosen.grid else ()
    place = " ".join(row.short for row in path[-2:])
    return "，".join(part_words(chosen, part, place) for part in active_parts(chosen))


def key_of_filter(chosen: RosterFilter) -> str:
    """Return a filter as a key by which a paper of it is asked for."""
    told = {
        field.name: str(getattr(chosen, field.name))
        for field in fields(chosen)
        if getattr(chosen, field.name) != getattr(_NOTHING, field.name)
    }
    return json.dumps(told, ensure_ascii=False)


_READ: dict[str, Callable[[str], Any]] = {
    "organisation_id": UUID,
    RosterPart.VIEW: RosterView,
    RosterPart.STANDING: Standing,
    RosterPart.SINCE: date.fromisoformat,
    RosterPart.UNTIL: date.fromisoformat,
}


def filter_of_key(key: str) -> RosterFilter:
    """Return the filter of a key; that of an organisation alone is its whole roster.

    Raises:
        NotFound: It is neither.
    """
    try:
        if not key.startswith("{"):
            return RosterFilter(UUID(key))
        told: dict[str, Any] = json.loads(key)
        return RosterFilter(**{name: _READ.get(name, str)(told[name]) for name in told})
    except (ValueError, TypeError) as error:
        raise NotFound(key=key) from error
