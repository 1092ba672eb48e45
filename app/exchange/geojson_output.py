"""Areas as GeoJSON (RFC 7946: outer rings run to the left), with the system said."""

import json
from collections.abc import Sequence
from pathlib import Path

from app.core.whole_files import whole_file
from app.exchange.area_rows import NUMBERS, TEXTS, AreaRow

_SYSTEMS = {4326: "urn:ogc:def:crs:OGC:1.3:CRS84", 4490: "urn:ogc:def:crs:EPSG::4490"}


def write(path: Path, rows: Sequence[AreaRow], system: int) -> None:
    """Write areas; `system` is an EPSG number."""
    import shapely

    areas = shapely.orient_polygons(shapely.from_wkb([row.wkb for row in rows]))
    shapes = shapely.to_geojson(areas)
    crs = {"type": "name", "properties": {"name": _SYSTEMS[system]}}
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type": "FeatureCollection", "crs": {json.dumps(crs)}, "features": [')
        for number, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
            values = {name: getattr(row, name) for name in (*TEXTS, *NUMBERS)}
            told = json.dumps(values, ensure_ascii=False)
            file.write(",\n" if number else "\n")
            file.write(f'{{"type": "Feature", "properties": {told}, "geometry": {shape}}}')
        file.write("\n]}\n")
