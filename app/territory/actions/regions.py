"""Regions and grids: opened, named, outlined and retired, never renumbered."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.pinyin import reading
from app.territory.geometry import Shape, shape_from_wkb
from app.territory.models import Region
from app.territory.models.grids import Grid
from app.territory.models.shapes import MapLine, Outline
from app.territory.rules import (
    CommunityKind,
    GridKind,
    LineKind,
    Tier,
    WrongTier,
    checked_name,
    community_kind,
    parent_of,
    tier_of,
)

LETTERS_LIMIT = 64
REGION_COLUMNS = (
    "code",
    "name",
    "tier",
    "parent_code",
    "kind",
    "pinyin",
    "initials",
    "version",
)


class NoParent(AppError):
    """The region above is not in the tree; facts: ``region``, ``parent``."""

    code = "territory.no_parent"


class CodeTaken(AppError):
    """A grid cannot be opened under a code that was ever used; facts: ``region``."""

    code = "territory.code_taken"


class RegionRetired(AppError):
    """A retired region can only be read; facts: ``region``."""

    code = "territory.region_retired"


class HasChildren(AppError):
    """A region with regions in use below cannot be retired; facts: ``region``."""

    code = "territory.has_children"


class BadTotal(AppError):
    """Households and population cannot be negative."""

    code = "territory.bad_total"


@dataclass(frozen=True, slots=True)
class RegionDraft:
    """A region to be made or renamed; tier and parent follow from the code.

    Attributes:
        code: Its code.
        name: Its official name.
        kind: Of a community only; taken from the name when None.
    """

    code: str
    name: str
    kind: CommunityKind | None = None


@dataclass(frozen=True, slots=True)
class GridDraft:
    """A grid to be opened.

    Attributes:
        code: 15 digits, never used before.
        name: Its name.
        kind: General, dedicated or micro.
        households: Total of the register.
        population: Total of the register.
        wkb: Its area in CGCS2000, None where it is not drawn yet.
    """

    code: str
    name: str
    kind: GridKind = GridKind.GENERAL
    households: int = 0
    population: int = 0
    wkb: bytes | None = None


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A road, river or railway to be drawn; WKB of a line in CGCS2000."""

    kind: LineKind
    name: str
    wkb: bytes


@once
def save_region(
    uow: Uow, draft: RegionDraft, *, command_key: UUID, seen_version: int | None = None
) -> str:
    """Make a region, or rename it; grids are opened with `open_grid`.

    Args:
        uow: Open transaction.
        draft: What it is to be.
        command_key: Made by the caller, once per user action.
        seen_version: Version that was edited, None for a new region.

    Returns:
        Its code.
    """
    require_management(uow, draft.code)
    tier = tier_of(draft.code)
    if tier is Tier.GRID:
        raise WrongTier(region=draft.code, wanted=Tier.COMMUNITY)
    kind = draft.kind or community_kind(draft.code, draft.name)
    if tier is not Tier.COMMUNITY:
        kind = None
    region = uow.session.get(Region, draft.code)
    if region is None:
        if seen_version is not None:
            raise NotFound
        _add_region(uow, draft.code, draft.name, kind)
    else:
        _check_unretired(region)
        if seen_version != region.version:
            raise Conflict
        _rename(region, draft.name)
        region.kind = kind
    _tell(uow, "territory.save_region", draft.code, name=draft.name)
    return draft.code


@once
def open_grid(uow: Uow, draft: GridDraft, *, command_key: UUID) -> str:
    """Open a grid under a code that was never used before; returns the code."""
    require_management(uow, draft.code)
    if tier_of(draft.code) is not Tier.GRID:
        raise WrongTier(region=draft.code, wanted=Tier.GRID)
    if uow.session.get(Region, draft.code) is not None:
        raise CodeTaken(region=draft.code)
    _check_totals(draft.households, draft.population)
    _add_region(uow, draft.code, draft.name, draft.kind)
    uow.session.add(
        Grid(
            code=draft.code,
            kind=draft.kind,
            households=draft.households,
            population=draft.population,
        )
    )
    if draft.wkb is not None:
        _put_outline(uow, draft.code, shape_from_wkb(draft.wkb))
    _tell(uow, "territory.open_grid", draft.code, name=draft.name, kind=draft.kind)
    return draft.code


@once
def save_grid_totals(
    uow: Uow,
    code: str,
    *,
    households: int,
    population: int,
    seen_version: int,
    command_key: UUID,
) -> None:
    """Correct the register's totals of a grid."""
    require_management(uow, code)
    grid = uow.session.get(Grid, code)
    if grid is None:
        raise NotFound
    if grid.version != seen_version:
        raise Conflict
    _check_totals(households, population)
    old = [grid.households, grid.population]
    grid.households, grid.population = households, population
    _tell(uow, "territory.save_grid_totals", code, old=old, new=[households, population])


@once
def set_outline(uow: Uow, code: str, wkb: bytes, *, command_key: UUID) -> None:
    """Draw or redraw the area of a region; `wkb` is CGCS2000 longitude and latitude."""
    require_management(uow, code)
    region = uow.session.get(Region, code)
    if region is None:
        raise NotFound
    _check_unretired(region)
    _put_outline(uow, code, shape_from_wkb(wkb))
    _tell(uow, "territory.set_outline", code)


@once
def retire_region(uow: Uow, code: str, *, command_key: UUID) -> None:
    """Take a region out of use; its code stays readable for ever."""
    require_management(uow, code)
    region = uow.session.get(Region, code)
    if region is None:
        raise NotFound
    _check_unretired(region)
    below = sa.select(Region.code).where(Region.parent_code == code, Region.retired_at.is_(None))
    if uow.session.scalar(below.limit(1)):
        raise HasChildren(region=code)
    region.retired_at = uow.now
    _tell(uow, "territory.retire_region", code)


@once
def save_map_lines(
    uow: Uow, region_code: str, drafts: Iterable[LineDraft], *, command_key: UUID
) -> None:
    """Replace the roads and rivers that are drawn for a region."""
    require_management(uow, region_code)
    if uow.session.get(Region, region_code) is None:
        raise NotFound
    uow.session.execute(sa.delete(MapLine).where(MapLine.region_code == region_code))
    lines = [
        MapLine(
            id=new_id(),
            kind=draft.kind,
            name=checked_name(draft.name),
            region_code=region_code,
            wkb=draft.wkb,
        )
        for draft in drafts
    ]
    uow.session.add_all(lines)
    _tell(uow, "territory.save_map_lines", region_code, lines=len(lines))


def require_management(uow: Uow, code: str) -> None:
    """Raise `NotAllowed` unless the actor may change the territory at `code`."""
    if not uow.actor.may_in(Right.MANAGE_TERRITORY, code):
        raise NotAllowed(right=Right.MANAGE_TERRITORY)


def outline_values(shape: Shape) -> dict[str, object]:
    """Return the columns of `Outline` for a shape, all but the code."""
    return {
        "wkb": shape.wkb,
        "min_longitude": shape.west,
        "min_latitude": shape.south,
        "max_longitude": shape.east,
        "max_latitude": shape.north,
        "centre_longitude": shape.centre[0],
        "centre_latitude": shape.centre[1],
    }


def region_values(code: str, name: str, kind: str | None) -> tuple[object, ...]:
    """Return `REGION_COLUMNS` of a new `Region`; the same for one and for 44,703 of them."""
    key, letters = reading(name)
    tier, parent = str(tier_of(code)), parent_of(code)
    return code, name, tier, parent, kind, key, letters[:LETTERS_LIMIT], 1


def _add_region(uow: Uow, code: str, name: str, kind: str | None) -> None:
    parent = parent_of(code)
    above = uow.session.get(Region, parent) if parent else None
    if parent and above is None:
        raise NoParent(region=code, parent=parent)
    if above is not None:
        _check_unretired(above)
    values = region_values(code, checked_name(name), kind)
    uow.session.add(Region(**dict(zip(REGION_COLUMNS, values, strict=True))))
    uow.session.flush()


def _rename(region: Region, name: str) -> None:
    region.name = checked_name(name)
    region.pinyin, letters = reading(region.name)
    region.initials = letters[:LETTERS_LIMIT]


def _put_outline(uow: Uow, code: str, shape: Shape) -> None:
    uow.session.merge(Outline(code=code, **outline_values(shape)))


def _check_unretired(region: Region) -> None:
    if region.retired_at is not None:
        raise RegionRetired(region=region.code)


def _check_totals(households: int, population: int) -> None:
    if households < 0 or population < 0:
        raise BadTotal


def _tell(uow: Uow, action: str, code: str, **facts: object) -> None:
    uow.session.flush()
    uow.record(action, Topic.REGION, code, region=code, **facts)
    uow.touched(Topic.REGION, code, code)
