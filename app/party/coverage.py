"""What is missing of organisations, and what mends it (DOMAIN §8: the coverage board); pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.party.rules import COMMUNITY_DIGITS


class Advice(StrEnum):
    """What is to be done about a grid without an organisation."""

    FOUND = "found"  # enough members live there for a branch of its own
    JOIN = "join"  # a branch beside looks after it too
    SURVEY = "survey"  # nobody knows who lives there


class Size(StrEnum):
    """What is wrong with the number of members of a branch."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A branch that could look after a grid beside its own.

    Attributes:
        grid_code: The grid it looks after.
    """

    organisation_id: UUID
    name: str
    grid_code: str


def advice_for(members: int, neighbour: Neighbour | None, least: int) -> Advice:
    """Return what mends a grid without an organisation.

    Args:
        members: Who lives there.
        neighbour: A branch beside it, None where its community has none.
        least: Members a branch needs.
    """
    if members >= least:
        return Advice.FOUND
    return Advice.JOIN if members and neighbour is not None else Advice.SURVEY


def nearest(grid_code: str, neighbours: Iterable[Neighbour]) -> Neighbour | None:
    """Return the branch whose grid has the nearest number in the same community: grids are
    numbered from west to east and north to south, so near numbers lie near.
    """
    community = grid_code[:COMMUNITY_DIGITS]
    own = [each for each in neighbours if each.grid_code.startswith(community)]
    number = int(grid_code)
    return min(own, key=lambda n: (abs(int(n.grid_code) - number), n.grid_code), default=None)


def size_of(members: int, least: int, most: int) -> Size | None:
    """Return what is wrong with the size of a branch, None where nothing is."""
    if members < least:
        return Size.SMALL
    return Size.LARGE if members > most else None


def days_left(until: date, today: date) -> int:
    """Return for how many days a term lasts after today; below zero it has run out."""
    return (until - today).days
