"""What the territory page reads, on reader threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.errors import NotFound
from app.territory.queries import (
    GridRow,
    LineRow,
    OutlineRow,
    PostRow,
    RegionRow,
    Totals,
    children,
    grids,
    map_lines,
    outlines,
    posts_of,
    region_names,
    region_path,
    totals,
)
from app.territory.queries.redrawings import predecessors, successors
from app.territory.rules import CODE_LENGTHS, Tier

READ, MANAGE = "territory.read", "territory.manage"
STREET_DIGITS = 9
_TIERS = tuple(CODE_LENGTHS.values())
_SHOWN = (Tier.STREET, Tier.COMMUNITY, Tier.GRID)


@dataclass(frozen=True, slots=True)
class MapFrame:
    """What the map shows at once: a street with its grids, or a higher region with the next tier.

    Attributes:
        code: Of the region that is framed.
        name: What people call it, "" for the whole country.
        areas: What can be chosen by a click: the grids of a street, else the next tier.
        borders: Outlines between: the communities of a street.
        edge: The region's own outline, None where it is not drawn.
        lines: Roads, rivers, railways.
        grids: Code → totals and worker, for a street.
    """

    code: str
    name: str
    areas: tuple[OutlineRow, ...]
    borders: tuple[OutlineRow, ...]
    edge: OutlineRow | None
    lines: tuple[LineRow, ...]
    grids: Mapping[str, GridRow]

    @property
    def is_street(self) -> bool:
        """True where the areas are grids."""
        return len(self.code) >= STREET_DIGITS


@dataclass(frozen=True, slots=True)
class RegionSeen:
    """One region as the panel shows it.

    Attributes:
        path: From the province down to the region itself.
        totals: What it holds.
        grid: Totals and worker, of a grid only.
        posts: Who is what to it, former ones among them; None where the actor may not see that.
        below: The regions one tier down.
        came_from: Code and name of the grids it was drawn from, the largest part first.
        became: The same of the grids it went into, where it is in use no more.
    """

    path: tuple[RegionRow, ...]
    totals: Totals
    grid: GridRow | None
    posts: tuple[PostRow, ...] | None
    below: tuple[RegionRow, ...]
    came_from: tuple[tuple[str, str], ...] = ()
    became: tuple[tuple[str, str], ...] = ()

    @property
    def row(self) -> RegionRow:
        """The region itself."""
        return self.path[-1]


def digits_below(frame: MapFrame) -> int:
    """Return of how many digits the codes of the areas of a frame are."""
    return len(frame.areas[0].code)


def frame_of(code: str) -> str:
    """Return which region the map frames when `code` is chosen."""
    return code[:STREET_DIGITS]


def map_frame(session: Any, code: str, on: date) -> MapFrame:
    """Return what the map shows of a region; called on a reader thread."""
    path = region_path(session, code) if code else ()
    name = path[-1].short if path else ""
    tier = path[-1].tier if path else None
    if tier is Tier.STREET:
        rows = grids(session, code, on=on)
        return MapFrame(
            code,
            name,
            outlines(session, code, Tier.GRID),
            outlines(session, code, Tier.COMMUNITY),
            _own(session, code, tier),
            map_lines(session, code),
            {row.code: row for row in rows},
        )
    below = _TIERS[_TIERS.index(tier) + 1] if tier is not None else Tier.PROVINCE
    edge = _own(session, code, tier) if tier is not None else None
    return MapFrame(code, name, outlines(session, code, below), (), edge, (), {})


def _own(session: Any, code: str, tier: Tier) -> OutlineRow | None:
    return next(iter(outlines(session, code, tier)), None)


def region_seen(session: Any, actor: Actor, code: str, on: date) -> RegionSeen:
    """Return one region; called on a reader thread.

    Raises:
        NotFound: There is no such code.
    """
    path = region_path(session, code)
    if not path or path[-1].code != code:
        raise NotFound
    may_read = actor.may_in(READ, code)
    posts = posts_of(session, actor, code, on=on, with_former=True) if may_read else None
    grid = None
    if path[-1].tier is Tier.GRID:
        grid = next(iter(grids(session, code, on=on)), None)
    return RegionSeen(
        path,
        totals(session, code),
        grid,
        posts,
        children(session, code),
        _named(session, predecessors(session, code)),
        _named(session, successors(session, code)),
    )


def _named(session: Any, shares: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    names = region_names(session, shares)
    ordered = sorted(shares, key=lambda code: (-shares[code], code))
    return tuple((code, names.get(code, code)) for code in ordered)


@dataclass(frozen=True, slots=True)
class Branches:
    """Rows of the tree: parent ("" for the roots) → its children; and what to choose then."""

    rows: Mapping[str, tuple[RegionRow, ...]]
    wanted: str = ""


def roots_of(session: Any, roots: tuple[str, ...]) -> Branches:
    """Return the roots of the tree; what stands alone above a street is left out."""
    if roots in ((), ("",)):
        rows = children(session, None)
    else:
        rows = tuple(path[-1] for code in roots if (path := region_path(session, code)))
    below: tuple[RegionRow, ...] = ()
    while len(rows) == 1:
        below = children(session, rows[0].code)
        if len(below) != 1 or rows[0].tier in _SHOWN:
            break
        rows = below
    found = {"": rows}
    if len(rows) == 1:
        found[rows[0].code] = below
    return Branches(found)


def way_to(session: Any, code: str) -> Branches:
    """Return all rows on the way down to a region."""
    path = region_path(session, code)
    return Branches({row.code: children(session, row.code) for row in path[:-1]}, code)


def branch(session: Any, code: str) -> Branches:
    """Return the children of one region."""
    return Branches({code: children(session, code)})
