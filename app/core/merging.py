"""Three ways into one: what a form started from, what was typed, what others wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Pick(StrEnum):
    """Whose value of a field is kept."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same in all three.

    Attributes:
        name: Name of the field.
        base: Its value when the form was opened.
        mine: As it stands in the form.
        theirs: As others wrote it.
        pick: Whose it is by default; None where both changed it, each otherwise: somebody
            has to choose.
    """

    name: str
    base: Any
    mine: Any
    theirs: Any
    pick: Pick | None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has to choose."""
        return self.pick is None


def compare(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Return the fields that are not the same in all three, in the order of `mine`.

    Raises:
        ValueError: They are not about the same fields.
    """
    if not base.keys() == mine.keys() == theirs.keys():
        raise ValueError(sorted(base.keys() ^ mine.keys() | mine.keys() ^ theirs.keys()))
    found = (_difference(name, base[name], mine[name], theirs[name]) for name in mine)
    return tuple(each for each in found if each is not None)


def _difference(name: str, base: Any, mine: Any, theirs: Any) -> Difference | None:
    if mine == theirs:
        return None if mine == base else Difference(name, base, mine, theirs, Pick.MINE)
    if theirs == base:
        return Difference(name, base, mine, theirs, Pick.MINE)
    pick = Pick.THEIRS if mine == base else None
    return Difference(name, base, mine, theirs, pick)


def merged(
    mine: Mapping[str, Any],
    differences: tuple[Difference, ...],
    picks: Mapping[str, Pick] | None = None,
) -> dict[str, Any]:
    """Return all fields as they are to be saved.

    Args:
        mine: The form.
        differences: What `compare` found.
        picks: What somebody chose; the defaults hold for all other fields.

    Raises:
        ValueError: A field both changed was left without a choice.
    """
    result = dict(mine)
    for each in differences:
        pick = (picks or {}).get(each.name, each.pick)
        if pick is None:
            raise ValueError(each.name)
        result[each.name] = picked(each, pick)
    return result


def picked(difference: Difference, pick: Pick) -> Any:
    """Return the value of a field by a choice."""
    match pick:
        case Pick.MINE:
            return difference.mine
        case Pick.THEIRS:
            return difference.theirs
        case Pick.BOTH:
            return both(difference.theirs, difference.mine)


def both(theirs: str, mine: str) -> str:
    """Return two texts as one: what stands there first, then what was typed; none twice."""
    if mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs}\n{mine}"
