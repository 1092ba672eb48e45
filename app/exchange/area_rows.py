"""Areas of regions as every map file takes them."""

from typing import NamedTuple


class AreaRow(NamedTuple):
    """A region with its area; the columns are called so in every kind of file.

    Attributes:
        code: Its code.
        name: Its name.
        parent: One tier up, "" for a province.
        kind: Value of `CommunityKind` or `GridKind`, "" where it has none.
        households: Total of the register, 0 for what is no grid.
        population: The same.
        wkb: Polygon or multipolygon, degrees.
    """

    code: str
    name: str
    parent: str
    kind: str
    households: int
    population: int
    wkb: bytes


TEXTS = ("code", "name", "parent", "kind")
NUMBERS = ("households", "population")
