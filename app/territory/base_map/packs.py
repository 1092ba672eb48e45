"""Tiles in one file: MBTiles (specification 1.3) and GeoPackage (OGC 12-128r18, tiles)."""

import sqlite3
from pathlib import Path
from typing import Any

from app.territory.base_map.matrix import Level, Matrix, Tile, web_mercator
from app.territory.base_map.source import NotATilePack, UnknownProjection, VectorTiles

_MOST_ZOOM = 24
_MERCATOR, _DEGREES = frozenset({3857, 900913}), frozenset({4326, 4490})
_TABLE = """
SELECT c.table_name, s.organization_coordsys_id, m.min_x, m.max_y
FROM gpkg_contents c
JOIN gpkg_tile_matrix_set m ON m.table_name = c.table_name
JOIN gpkg_spatial_ref_sys s ON s.srs_id = m.srs_id
WHERE c.data_type = 'tiles' ORDER BY c.table_name LIMIT 1
"""
_LEVELS = """
SELECT zoom_level, pixel_x_size * tile_width, pixel_y_size * tile_height,
       matrix_width, matrix_height, tile_width
FROM gpkg_tile_matrix WHERE table_name = ? ORDER BY zoom_level
"""


class TilePack:
    """A file of tiles; `sql` finds one by zoom, column and row."""

    def __init__(
        self, file: sqlite3.Connection, matrix: Matrix, sql: str, *, upwards: bool
    ) -> None:
        """Take an open file; `upwards` where its rows count from the south."""
        self._file = file
        self._matrix = matrix
        self._sql = sql
        self._upwards = upwards

    @property
    def matrix(self) -> Matrix:
        """Return where its tiles lie."""
        return self._matrix

    def tile(self, tile: Tile) -> bytes | None:
        """Return the picture of a tile, None where there is none; a damaged page counts as none."""
        row = 2**tile.zoom - 1 - tile.row if self._upwards else tile.row
        try:
            found: Any = self._file.execute(self._sql, (tile.zoom, tile.column, row)).fetchone()
        except sqlite3.Error:
            return None
        return bytes(found[0]) if found is not None and found[0] else None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def open_mbtiles(path: Path) -> TilePack:
    """Open an MBTiles file.

    Raises:
        NotATilePack: It holds no tiles.
        VectorTiles: Its tiles are no pictures.
    """
    file = _opened(path)
    told: dict[str, str] = dict(file.execute("SELECT name, value FROM metadata"))
    if told.get("format", "").lower() in {"pbf", "mvt"}:
        raise VectorTiles(name=path.name)
    least, most = file.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    if least is None or not 0 <= least <= most <= _MOST_ZOOM:
        raise NotATilePack(name=path.name)
    asked = "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?"
    return TilePack(file, web_mercator(least, most), asked, upwards=True)


def open_geopackage(path: Path) -> TilePack:
    """Open the first table of tiles of a GeoPackage.

    Raises:
        NotATilePack: It has none.
        UnknownProjection: Neither web Mercator nor degrees.
    """
    file = _opened(path)
    row = file.execute(_TABLE).fetchone()
    if row is None:
        raise NotATilePack(name=path.name)
    table, system, west, north = row
    if system not in _MERCATOR | _DEGREES:
        raise UnknownProjection(name=path.name)
    levels = tuple(Level(*each) for each in file.execute(_LEVELS, (table,)))
    if not levels or any(min(each.width, each.height, each.px) <= 0 for each in levels):
        raise NotATilePack(name=path.name)
    quoted = '"{}"'.format(str(table).replace('"', '""'))
    asked = f"SELECT tile_data FROM {quoted} WHERE zoom_level=? AND tile_column=? AND tile_row=?"  # noqa: S608  quoted
    matrix = Matrix(system in _MERCATOR, west, north, levels)
    return TilePack(file, matrix, asked, upwards=False)


def _opened(path: Path) -> sqlite3.Connection:
    """Return a file that is only read; whoever asks it may be another thread than the opener."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)
