"""Areas as a GeoPackage 1.3 (OGC 12-128r18): an SQLite file with one layer."""

import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.core.whole_files import whole_file
from app.exchange.area_rows import NUMBERS, TEXTS, AreaRow

_APPLICATION, _VERSION = 0x47504B47, 10300  # "GPKG", 1.3
_FLAGS = 0b011  # little endian, an envelope of four numbers
_LAYER = "regions"
_TABLES = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
  max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE {_LAYER} (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON,
  {", ".join(f"{name} TEXT" for name in TEXTS)},
  {", ".join(f"{name} INTEGER" for name in NUMBERS)});
"""
_UNDEFINED = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic", 0, "NONE", 0, "undefined", None),
)


def write(path: Path, rows: Sequence[AreaRow], system: int) -> None:
    """Write areas; `system` is an EPSG number."""
    import shapely

    bounds = shapely.total_bounds(shapely.from_wkb([row.wkb for row in rows])).tolist()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")  # when the file was made
    columns = ("geom", *TEXTS, *NUMBERS)
    marks = ", ".join("?" * len(columns))
    with whole_file(path) as part, closing(sqlite3.connect(part)) as file, file:
        file.executescript(_TABLES)
        file.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _systems(system)
        )
        contents = (_LAYER, "features", _LAYER, now, *bounds, system)
        file.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?)", contents)
        layer = (_LAYER, "geom", "MULTIPOLYGON", system)
        file.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", layer)
        insert = f"INSERT INTO {_LAYER} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  ours
        file.executemany(insert, _values(rows, system))


def _systems(system: int) -> list[tuple[object, ...]]:
    """Return the systems a file must name: the two undefined ones, WGS84, and its own."""
    from pyproj import CRS

    named = [(CRS.from_epsg(number), number) for number in sorted({4326, system})]
    return [
        *_UNDEFINED,
        *((crs.name, n, "EPSG", n, crs.to_wkt("WKT1_GDAL"), None) for crs, n in named),
    ]


def _values(rows: Sequence[AreaRow], system: int) -> Iterator[tuple[object, ...]]:
    import shapely

    for row in rows:
        parts = shapely.get_parts(shapely.from_wkb(row.wkb))
        whole = shapely.MultiPolygon(list(parts))
        west, south, east, north = whole.bounds
        head = struct.pack("<2sBBi4d", b"GP", 0, _FLAGS, system, west, east, south, north)
        values = (getattr(row, name) for name in (*TEXTS, *NUMBERS))
        yield (head + shapely.to_wkb(whole, byte_order=1), *values)
