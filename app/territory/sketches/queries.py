"""Sketches as they are seen, and as a file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.words import label as word
from app.territory.sketches.models import MapSketch
from app.territory.sketches.rules import SKETCHES_MOST, SketchColor, SketchKind, Spots
from app.territory.sketches.sharing import reads_street

_TYPES = {
    SketchKind.POINT: "Point",
    SketchKind.NOTE: "Point",
    SketchKind.LINE: "LineString",
    SketchKind.AREA: "Polygon",
}


@dataclass(frozen=True, slots=True)
class SketchRow:
    """A sketch.

    Attributes:
        points: CGCS2000 degrees; an area is not closed.
        is_mine: The reader drew it, and may change it.
    """

    id: UUID
    kind: SketchKind
    color: SketchColor
    label: str
    points: Spots
    region: str
    is_shared: bool
    is_mine: bool
    owner: str
    version: int


def sketches(session: Session, actor: Actor, street: str) -> tuple[SketchRow, ...]:
    """Return all one's own sketches in a street, and the last that others share with it, the oldest
    first.
    """
    mine = MapSketch.owner_id.is_not_distinct_from(actor.person_id)
    seen = sa.or_(mine, MapSketch.is_shared) if reads_street(actor, street) else mine
    stmt = (
        sa.select(MapSketch)
        .where(MapSketch.region == street, seen)
        .order_by(mine.desc(), MapSketch.id.desc())
        .limit(2 * SKETCHES_MOST)
    )
    found = sorted(session.scalars(stmt), key=lambda each: each.id)
    return tuple(_row(each, actor) for each in found)


def _row(row: MapSketch, actor: Actor) -> SketchRow:
    return SketchRow(
        row.id,
        SketchKind(row.kind),
        SketchColor(row.color),
        row.label,
        tuple((float(x), float(y)) for x, y in row.points),
        row.region,
        row.is_shared,
        row.owner_id == actor.person_id,
        row.owner_name,
        row.version,
    )


def as_geojson(rows: Iterable[SketchRow]) -> str:
    """Return sketches as a GeoJSON text (RFC 7946); CGCS2000, which its readers take as WGS84."""
    found = [
        {
            "type": "Feature",
            "geometry": {"type": _TYPES[row.kind], "coordinates": _coordinates(row)},
            "properties": {
                "label": row.label,
                "kind": word(row.kind),
                "color": word(row.color),
                "owner": row.owner,
                "shared": row.is_shared,
            },
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False)


def _coordinates(row: SketchRow) -> object:
    if row.kind in (SketchKind.POINT, SketchKind.NOTE):
        return row.points[0]
    if row.kind is SketchKind.LINE:
        return row.points
    ring = (*row.points, row.points[0])
    turns = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return (ring if turns > 0 else ring[::-1],)  # outer rings run against the clock
