"""Areas of regions that leave as a map file; every export is journaled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database
from app.core.errors import AppError, NotAllowed
from app.exchange import geojson_output, geopackage_output, kml_output, shapefile_output
from app.exchange.area_rows import AreaRow
from app.exchange.table_output import UnknownForm
from app.territory.coordinates import CGCS2000, WGS84, UnknownCoordinates, system_name
from app.territory.models import Region
from app.territory.models.grids import Grid
from app.territory.models.shapes import Outline
from app.territory.queries.regions import code_within
from app.territory.rules import Tier

_SYSTEMS = {CGCS2000: 4490, WGS84: 4326}

Write = Callable[[Path, Sequence[AreaRow], int], None]
"""Writes rows in a system, given by its EPSG number; the numbers of both are the same within
centimetres, so nothing is converted.
"""

_FORMS: dict[str, Write] = {
    ".geojson": geojson_output.write,
    ".json": geojson_output.write,
    ".gpkg": geopackage_output.write,
    ".shp": shapefile_output.write,
    ".kml": kml_output.write,
}


class NothingDrawn(AppError):
    """No region of the tier has an area there; facts: ``region``, ``tier``."""

    code = "exchange.nothing_drawn"


@dataclass(frozen=True, slots=True)
class AreaOrder:
    """Which areas leave.

    Attributes:
        region: Region code prefix, "" for all.
        tier: Which regions.
        crs: ``CGCS2000`` or ``WGS84``; KML is in WGS84 by its standard.
    """

    region: str = ""
    tier: Tier = Tier.GRID
    crs: str = CGCS2000


def export_areas(database: Database, actor: Actor, path: Path, order: AreaOrder) -> int:
    """Write the areas of the regions in use of one tier; return how many.

    Args:
        database: Where from.
        actor: Needs the right to take data out, or to manage the territory; what lies outside
            is left out.
        path: Where to; its end says the form: .geojson, .gpkg, .shp or .kml. Beside a .shp stand
            .dbf, .shx, .prj and .cpg.
        order: Which.

    Raises:
        NotAllowed: Neither right is held.
        UnknownForm: The file name ends in something else.
        UnknownCoordinates: It is none of the two systems.
        NothingDrawn: There is nothing to write.
    """
    prefixes = actor.prefixes(Right.EXPORT) + actor.prefixes(Right.MANAGE_TERRITORY)
    if not prefixes:
        raise NotAllowed(right=Right.EXPORT)
    write = check_form(path)
    number = _SYSTEMS.get(system_name(order.crs))
    if number is None:
        raise UnknownCoordinates(crs=order.crs)
    with database.reading() as session:
        rows = _rows(session, order, prefixes)
    if not rows:
        raise NothingDrawn(region=order.region, tier=order.tier)
    with database.writing(actor) as uow:  # what is not in the journal does not leave
        facts = {"rows": len(rows), "tier": order.tier, "crs": order.crs}
        uow.record("exchange.export", Topic.SETTING, "geometry", region=order.region, **facts)
        write(path, rows, number)
    return len(rows)


def check_form(path: Path) -> Write:
    """Return what writes such a file.

    Raises:
        UnknownForm: The file name ends in something else.
    """
    try:
        return _FORMS[path.suffix.lower()]
    except KeyError as error:
        raise UnknownForm(name=path.name, known="、".join(_FORMS)) from error


def _rows(session: Session, order: AreaOrder, prefixes: tuple[str, ...]) -> list[AreaRow]:
    stmt = (
        sa.select(
            Region.code,
            Region.name,
            Region.parent_code,
            Region.kind,
            Grid.households,
            Grid.population,
            Outline.wkb,
        )
        .join(Outline, Outline.code == Region.code)
        .outerjoin(Grid, Grid.code == Region.code)
        .where(
            code_within(Region.code, order.region),
            in_regions(Region.code, prefixes),
            Region.tier == order.tier,
            Region.retired_at.is_(None),
        )
        .order_by(Region.code)
    )
    return [
        AreaRow(code, name, parent or "", kind or "", households or 0, population or 0, wkb)
        for code, name, parent, kind, households, population, wkb in session.execute(stmt)
    ]
