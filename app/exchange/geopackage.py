"""Features of a GeoPackage: an SQLite file with well-known binary in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange.shapefile import BrokenLayer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAGIC = b"SQLite format 3\0"
_FIRST_LAYER = """
SELECT g.table_name, g.column_name FROM gpkg_geometry_columns g
JOIN gpkg_contents c ON c.table_name = g.table_name WHERE c.data_type = 'features'
ORDER BY g.table_name LIMIT 1
"""
_SYSTEM = """
SELECT s.organization, s.organization_coordsys_id, s.definition FROM gpkg_geometry_columns g
JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE g.table_name = ?
"""
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes, by the kind written into the flags


def read_layer(path: Path) -> "Iterator[tuple[dict[str, Any], BaseGeometry | None]]":
    """Yield the columns and the shape of each row of the first layer, in their order.

    Raises:
        BrokenLayer: It is another SQLite file, or a damaged one.
    """
    import shapely

    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            file.row_factory = sqlite3.Row
            layer = file.execute(_FIRST_LAYER).fetchone()
            if layer is None:
                raise BrokenLayer(name=path.name)
            table = '"{}"'.format(layer["table_name"].replace('"', '""'))
            for row in file.execute(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608  quoted
                columns = dict(row)
                shape = columns.pop(layer["column_name"])
                yield columns, shapely.from_wkb(_wkb(shape)) if shape else None
    except (sqlite3.Error, shapely.errors.ShapelyError, IndexError) as error:
        raise BrokenLayer(name=path.name) from error


def declared_crs(path: Path) -> str:
    """Return the coordinate system the first layer declares, "" where none."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            layer = file.execute(_FIRST_LAYER).fetchone()
            row = file.execute(_SYSTEM, layer[:1]).fetchone() if layer else None
    except sqlite3.Error:
        return ""  # reading the layer itself says what is wrong
    if row is None:
        return ""
    organization, number, definition = row
    if str(organization).upper() == "EPSG" and int(number) > 0:
        return f"EPSG:{number}"
    return str(definition) if "[" in str(definition) else ""


def _wkb(blob: bytes) -> bytes:
    """Return the geometry behind the header: GP, version, flags, coordinates, envelope."""
    return blob[8 + _ENVELOPES[blob[3] >> 1 & 7] :]
