"""Redrawing the grids of a street: what a draft holds, how its steps are replayed, which codes
its new grids get, and what became of the old ones (DOMAIN §1); pure.
"""

import base64
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.territory.coverage import is_redrawn, shares
from app.territory.geometry import Point
from app.territory.rules import GridKind, next_grid_code

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]

COMMUNITY_DIGITS = 12
TITLE_LIMIT = 40


class RedrawingState(StrEnum):
    """How far a draft has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN = (RedrawingState.DRAFT, RedrawingState.SUBMITTED)


class StepKind(StrEnum):
    """What was done in a step."""

    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"
    DESCRIBE = "describe"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class CellPost:
    """Somebody of a grid of today who goes over to a grid of the draft.

    Attributes:
        id: Of the post.
        is_full_time: A general grid has one such.
    """

    id: str
    is_full_time: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A grid as the draft has it.

    Attributes:
        key: Its code today, or the code of its community with what the draft calls it.
        name: Its name.
        kind: General or dedicated; micro grids lie inside others and are not drawn here.
        households: Total of the register.
        population: Total of the register.
        wkb: Its area in CGCS2000.
        posts: Who goes over to it.
    """

    key: str
    name: str
    kind: GridKind
    households: int
    population: int
    wkb: bytes
    posts: tuple[CellPost, ...] = ()

    @property
    def community(self) -> str:
        """The community it lies in."""
        return self.key[:COMMUNITY_DIGITS]

    @property
    def area(self) -> "BaseGeometry":
        """Its area."""
        import shapely

        return shapely.from_wkb(self.wkb)

    def with_area(self, area: "BaseGeometry") -> "Cell":
        """Return it with another area."""
        import shapely

        return replace(self, wkb=shapely.to_wkb(area, byte_order=1, output_dimension=2))


Cells = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Step:
    """What one deed changed.

    Attributes:
        kind: What was done.
        removed: Keys of the grids that are no longer there.
        added: Grids that are new or changed.
    """

    kind: StepKind
    removed: tuple[str, ...]
    added: tuple[Cell, ...]

    def body(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"removed": list(self.removed), "added": [_cell_body(cell) for cell in self.added]}

    @classmethod
    def from_body(cls, kind: StepKind, body: Mapping[str, Any]) -> "Step":
        """Return what `body` gave."""
        return cls(kind, tuple(body["removed"]), tuple(map(_cell_from, body["added"])))


def _cell_body(cell: Cell) -> dict[str, Any]:
    return {
        "key": cell.key,
        "name": cell.name,
        "kind": cell.kind,
        "households": cell.households,
        "population": cell.population,
        "wkb": base64.b64encode(cell.wkb).decode("ascii"),
        "posts": [[post.id, post.is_full_time] for post in cell.posts],
    }


def _cell_from(body: Mapping[str, Any]) -> Cell:
    return Cell(
        body["key"],
        body["name"],
        GridKind(body["kind"]),
        body["households"],
        body["population"],
        base64.b64decode(body["wkb"]),
        tuple(CellPost(key, is_full_time) for key, is_full_time in body["posts"]),
    )


def replay(base: Cells, steps: Iterable[Step]) -> dict[str, Cell]:
    """Return the grids after some steps, in the order of keys."""
    cells = dict(base)
    for step in steps:
        for key in step.removed:
            del cells[key]
        cells |= {cell.key: cell for cell in step.added}
    return dict(sorted(cells.items()))


def base_digest(base: Cells) -> str:
    """Return what tells whether the grids of today are still those a draft began with."""
    digest = hashlib.sha256()
    for key, cell in sorted(base.items()):
        digest.update(key.encode("ascii"))
        digest.update(cell.wkb)
    return digest.hexdigest()


def divided(total: int, sizes: Sequence[float]) -> list[int]:
    """Return a total in parts as large as sizes are; the parts add up to it exactly."""
    whole = sum(sizes)
    exact = [total * size / whole for size in sizes]
    parts = [math.floor(part) for part in exact]
    rest = sorted(range(len(sizes)), key=lambda n: parts[n] - exact[n])
    for place in rest[: total - sum(parts)]:
        parts[place] += 1
    return parts


def one_full_time(posts: Iterable[CellPost]) -> tuple[CellPost, ...]:
    """Return posts without a second full-time worker: a general grid has exactly one."""
    kept: list[CellPost] = []
    for post in posts:
        if post not in kept and not (post.is_full_time and any(p.is_full_time for p in kept)):
            kept.append(post)
    return tuple(kept)


def reading_order(boxes: Mapping[str, Box]) -> list[str]:
    """Return keys from west to east and from north to south (GB/T 30428.1).

    A row begins with the most northern area that is left, and holds all whose middle lies beside
    it; what lies below it begins another.

    Args:
        boxes: West, south, east, north of each area.
    """
    left = sorted(boxes, key=lambda key: (-_middle(boxes[key])[1], _middle(boxes[key])[0]))
    found: list[str] = []
    while left:
        floor = boxes[left[0]][1]
        row = [key for key in left if _middle(boxes[key])[1] >= floor]
        found += sorted(row, key=lambda key: _middle(boxes[key]))
        left = [key for key in left if key not in row]
    return found


def _middle(box: Box) -> Point:
    west, south, east, north = box
    return (west + east) / 2.0, (south + north) / 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a draft does.

    Attributes:
        opened: New code → grid, in the order of codes.
        retired: Codes that go out of use.
        touched: Grids whose border only got a point more where a neighbour was cut.
        lineage: Old code → new code or staying one → part of the old area that lies in it.
    """

    opened: Mapping[str, Cell]
    retired: tuple[str, ...]
    touched: tuple[Cell, ...]
    lineage: Mapping[str, Mapping[str, float]]

    @property
    def is_empty(self) -> bool:
        """True where nothing would be different."""
        return not self.opened


def plan(base: Cells, cells: Cells, taken: Iterable[str]) -> Plan:
    """Return what publishing does; a grid that is cut, put together or redrawn gets a new code.

    Args:
        base: Grids of today.
        cells: Grids of the draft.
        taken: All codes that were ever used.
    """
    changed = {key for key, cell in cells.items() if cell != base.get(key)}
    new = {
        key: cells[key]
        for key in changed
        if key not in base or is_redrawn(base[key].area, cells[key].area)
    }
    codes = _codes(new, set(taken))
    retired = tuple(sorted(key for key in base if key not in cells or key in new))
    areas = {codes[key]: cell.area for key, cell in new.items()}
    lineage = {
        code: shares(base[code].area, _inside(areas, code[:COMMUNITY_DIGITS])) for code in retired
    }
    return Plan(
        opened={codes[key]: new[key] for key in sorted(new, key=codes.__getitem__)},
        retired=retired,
        touched=tuple(cells[key] for key in sorted(changed - new.keys())),
        lineage=lineage,
    )


def _codes(new: Cells, taken: set[str]) -> dict[str, str]:
    """Return the code of each new grid: after the highest ever used in its community."""
    codes: dict[str, str] = {}
    for community in sorted({cell.community for cell in new.values()}):
        mine = {key: cell for key, cell in new.items() if cell.community == community}
        boxes: dict[str, Box] = {key: cell.area.bounds for key, cell in mine.items()}
        for key in reading_order(boxes):
            codes[key] = next_grid_code(community, taken)
            taken.add(codes[key])
    return codes


def _inside(areas: "Mapping[str, BaseGeometry]", community: str) -> "dict[str, BaseGeometry]":
    return {code: area for code, area in areas.items() if code.startswith(community)}
