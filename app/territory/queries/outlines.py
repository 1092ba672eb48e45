"""Outlines for drawing, and which grid a point lies in."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.territory.geometry import GridIndex, Point, Ring, lines, rings
from app.territory.models import Region
from app.territory.models.grids import Grid
from app.territory.models.shapes import MapLine, Outline
from app.territory.queries.regions import RegionRow, code_within, region
from app.territory.rules import GridKind, LineKind, Tier


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A region as it is drawn; CGCS2000 longitude and latitude in plain tuples.

    Attributes:
        code: Its code.
        name: Its name.
        kind: Value of `CommunityKind` or `GridKind`, None where unknown.
        rings: Outer and inner rings of all its parts.
        centre: Where a label looks right.
    """

    code: str
    name: str
    kind: str | None
    rings: tuple[Ring, ...]
    centre: Point


@dataclass(frozen=True, slots=True)
class LineRow:
    """A road, river or railway as it is drawn; CGCS2000."""

    id: UUID
    kind: LineKind
    name: str
    parts: tuple[Ring, ...]


def outlines(session: Session, prefix: str, tier: Tier) -> tuple[OutlineRow, ...]:
    """Return the outlines of one tier below (or at) `prefix`, in the order of codes."""
    stmt = (
        sa.select(
            Outline.code,
            Region.name,
            Region.kind,
            Outline.wkb,
            Outline.centre_longitude,
            Outline.centre_latitude,
        )
        .join(Region, Region.code == Outline.code)
        .where(code_within(Outline.code, prefix), Region.tier == tier, Region.retired_at.is_(None))
        .order_by(Outline.code)
    )
    return tuple(
        OutlineRow(code, name, kind, rings(wkb), (longitude, latitude))
        for code, name, kind, wkb, longitude, latitude in session.execute(stmt)
    )


def bounds_of(session: Session, prefix: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all outlines in a region, None where there are none."""
    bounds = session.execute(
        sa.select(
            sa.func.min(Outline.min_longitude),
            sa.func.min(Outline.min_latitude),
            sa.func.max(Outline.max_longitude),
            sa.func.max(Outline.max_latitude),
        )
        .where(code_within(Outline.code, prefix))
        .having(sa.func.count() > 0)
    ).one_or_none()
    return None if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3])


def map_lines(session: Session, prefix: str) -> tuple[LineRow, ...]:
    """Return the roads and rivers of a region, by name."""
    stmt = (
        sa.select(MapLine.id, MapLine.kind, MapLine.name, MapLine.wkb)
        .where(code_within(MapLine.region_code, prefix))
        .order_by(MapLine.name, MapLine.id)
    )
    return tuple(
        LineRow(key, LineKind(kind), name, lines(wkb))
        for key, kind, name, wkb in session.execute(stmt)
    )


def grid_index(session: Session, prefix: str = "") -> GridIndex:
    """Return an index over the grids of a region, to place many points at once."""
    stmt = _grid_outlines(prefix)
    return GridIndex.from_outlines((code, wkb) for code, wkb in session.execute(stmt))


def grid_at(
    session: Session, longitude: float, latitude: float, *, within: str = ""
) -> RegionRow | None:
    """Return the grid a point lies in; on a border it is the one with the lower code.

    Micro grids lie inside general ones and are no answer.

    Args:
        session: Reading session.
        longitude: CGCS2000 degrees.
        latitude: CGCS2000 degrees.
        within: Look only in this region.
    """
    stmt = _grid_outlines(within).where(
        Outline.min_longitude <= longitude,
        Outline.max_longitude >= longitude,
        Outline.min_latitude <= latitude,
        Outline.max_latitude >= latitude,
    )
    near = [(code, wkb) for code, wkb in session.execute(stmt)]
    code = GridIndex.from_outlines(near).find(longitude, latitude) if near else None
    return region(session, code) if code else None


def _grid_outlines(prefix: str) -> sa.Select[str, bytes]:
    return (
        sa.select(Outline.code, Outline.wkb)
        .join(Grid, Grid.code == Outline.code)
        .join(Region, Region.code == Outline.code)
        .where(
            code_within(Outline.code, prefix),
            Grid.kind != GridKind.MICRO,
            Region.retired_at.is_(None),
        )
    )
