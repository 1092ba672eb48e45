"""Small raster maps as real files: one plain colour a tile."""

import io
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from PIL import Image

from app.territory.base_map import Matrix, Tile

Paint = Callable[[Tile], tuple[int, int, int]]


def picture(color: tuple[int, int, int]) -> bytes:
    """Return a PNG of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", (256, 256), color).save(kept, "PNG")
    return kept.getvalue()


def write_mbtiles(path: Path, tiles: Iterable[Tile], paint: Paint, form: str = "png") -> Path:
    """Write an MBTiles file, whose rows count from the south."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE metadata (name text, value text)")
        file.execute(
            "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
        )
        file.execute("INSERT INTO metadata VALUES ('format', ?)", (form,))
        rows = [(t.zoom, t.column, 2**t.zoom - 1 - t.row, picture(paint(t))) for t in tiles]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        file.commit()
    return path


def write_geopackage(
    path: Path, matrix: Matrix, tiles: Iterable[Tile], paint: Paint, system: int
) -> Path:
    """Write a GeoPackage with one table of tiles."""
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            """
            CREATE TABLE gpkg_spatial_ref_sys (srs_name text, srs_id int, organization text,
                organization_coordsys_id int, definition text);
            CREATE TABLE gpkg_contents (table_name text, data_type text);
            CREATE TABLE gpkg_tile_matrix_set (table_name text, srs_id int, min_x real,
                min_y real, max_x real, max_y real);
            CREATE TABLE gpkg_tile_matrix (table_name text, zoom_level int, matrix_width int,
                matrix_height int, tile_width int, tile_height int, pixel_x_size real,
                pixel_y_size real);
            CREATE TABLE "base map" (zoom_level int, tile_column int, tile_row int,
                tile_data blob);
            INSERT INTO gpkg_contents VALUES ('base map', 'tiles');
            """
        )
        file.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 7, 'EPSG', ?, '')", (system,))
        edge = ("base map", 7, matrix.west, 0, 0, matrix.north)
        file.execute("INSERT INTO gpkg_tile_matrix_set VALUES (?, ?, ?, ?, ?, ?)", edge)
        for level in matrix.levels:
            size = (level.width / level.px, level.height / level.px)
            row = ("base map", level.zoom, level.columns, level.rows, level.px, level.px, *size)
            file.execute("INSERT INTO gpkg_tile_matrix VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        rows = [(*tile, picture(paint(tile))) for tile in tiles]
        file.executemany('INSERT INTO "base map" VALUES (?, ?, ?, ?)', rows)
        file.commit()
    return path
