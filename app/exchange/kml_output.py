"""Areas as KML 2.2, which is in WGS84 by its standard."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from app.core.whole_files import whole_file
from app.exchange.area_rows import NUMBERS, TEXTS, AreaRow
from app.territory.geometry import Ring

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'


def write(path: Path, rows: Sequence[AreaRow], _system: int) -> None:
    """Write areas; whatever system was asked for, a KML says WGS84."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_HEAD}<Document>\n")
        for row in rows:
            file.write(_placemark(row))
        file.write("</Document></kml>\n")


def _placemark(row: AreaRow) -> str:
    import shapely

    area = shapely.from_wkb(row.wkb)
    parts = area.geoms if isinstance(area, shapely.MultiPolygon) else (area,)
    polygons = "".join(
        f"<Polygon>{_boundary('outer', part.exterior.coords)}"
        f"{''.join(_boundary('inner', hole.coords) for hole in part.interiors)}</Polygon>"
        for part in parts
        if isinstance(part, shapely.Polygon)
    )
    data = "".join(
        f"<Data name={quoteattr(name)}><value>{escape(str(getattr(row, name)))}</value></Data>"
        for name in (*TEXTS, *NUMBERS)
    )
    return (
        f"<Placemark><name>{escape(row.name)}</name><ExtendedData>{data}</ExtendedData>"
        f"<MultiGeometry>{polygons}</MultiGeometry></Placemark>\n"
    )


def _boundary(which: str, ring: Iterable[Sequence[float]] | Ring) -> str:
    points = " ".join(f"{point[0]!r},{point[1]!r}" for point in ring)
    return (
        f"<{which}BoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing>"
        f"</{which}BoundaryIs>"
    )
