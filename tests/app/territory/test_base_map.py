"""The raster map under the grids: where its tiles lie, and what it is read from."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import AppError
from app.core.words import sentence
from app.territory.base_map import (
    AddressIncomplete,
    NotATilePack,
    Tile,
    TilesUnreachable,
    UnknownProjection,
    VectorTiles,
    open_base_map,
)
from app.territory.base_map.matrix import plain_degrees, web_mercator
from app.territory.base_map.web import WebTiles
from tests.factories.tile_files import picture, write_geopackage, write_mbtiles

HERE = (113.30, 40.08, 113.32, 40.10)
RED = (200, 30, 30)


def test_a_place_lies_in_the_tile_that_web_maps_number_so():
    level = web_mercator(0, 18).levels[15]
    # OSM: 2^15 * (113.3 + 180) / 360; 2^15 * (1 - asinh(tan 40.08°) / π) / 2
    assert next(web_mercator(0, 18).tiles_in((113.3, 40.08, 113.3001, 40.0801), level)) == Tile(
        15, 26696, 12395
    )


@pytest.mark.parametrize("matrix", [web_mercator(1, 18), plain_degrees(1, 18)])
@given(longitude=st.floats(73.5, 135), latitude=st.floats(4, 53.5), at=st.integers(0, 17))
def test_a_place_lies_in_its_tile_and_the_coarser_one_covers_it(matrix, longitude, latitude, at):
    level = matrix.levels[at]
    spot = (longitude, latitude, longitude + 1e-9, latitude + 1e-9)
    tile = next(matrix.tiles_in(spot, level))

    west, south, east, north = matrix.box(tile)
    assert west - 1e-6 <= longitude <= east + 1e-6
    assert south - 1e-6 <= latitude <= north + 1e-6
    coarser = matrix.coarser(tile)
    if at == 0:
        assert coarser is None
    else:
        left, bottom, right, top = matrix.box(coarser)
        assert left - 1e-6 <= west < east <= right + 1e-6
        assert bottom - 1e-6 <= south < north <= top + 1e-6


def test_the_coarsest_level_that_is_sharp_enough_is_taken():
    matrix = web_mercator(3, 16)
    screen = 360 / 2**14 / 256  # as sharp as level 14
    assert matrix.level_for(screen).zoom == 14
    assert matrix.level_for(screen / 100).zoom == 16  # no finer one
    assert matrix.level_for(1).zoom == 3


@pytest.mark.parametrize("kind", ["mbtiles", "web mercator", "degrees"])
def test_a_file_gives_the_tile_that_was_put_there(tmp_path, kind):
    makes = plain_degrees if kind == "degrees" else web_mercator
    whole = makes(10, 12)
    tiles = [tile for level in whole.levels for tile in whole.tiles_in(HERE, level)]
    if kind == "mbtiles":
        path = write_mbtiles(tmp_path / "底图.mbtiles", tiles, lambda tile: (tile.zoom, 9, 9))
    else:
        system = 4490 if kind == "degrees" else 3857
        path = tmp_path / "底图.gpkg"
        write_geopackage(path, whole, tiles, lambda tile: (tile.zoom, 9, 9), system)

    base = open_base_map(str(path))

    assert [level.zoom for level in base.matrix.levels] == [10, 11, 12]
    for tile in tiles:
        assert base.tile(tile) == picture((tile.zoom, 9, 9))
        assert base.matrix.box(tile) == pytest.approx(whole.box(tile))
    assert base.tile(Tile(12, 0, 0)) is None
    base.close()


def test_what_is_no_map_is_refused_in_words(tmp_path):
    text = tmp_path / "a.mbtiles"
    text.write_text("不是瓦片", "utf-8")
    none = write_mbtiles(tmp_path / "b.mbtiles", [], lambda _: RED)
    vectors = write_mbtiles(tmp_path / "c.mbtiles", [Tile(1, 1, 0)], lambda _: RED, "pbf")
    level = web_mercator(1, 1)
    far = write_geopackage(tmp_path / "d.gpkg", level, [], lambda _: RED, 4547)
    for named, error in (
        (str(text), NotATilePack),
        (str(none), NotATilePack),
        (str(tmp_path), NotATilePack),
        (str(tmp_path / "没有.gpkg"), NotATilePack),
        (str(vectors), VectorTiles),
        (str(far), UnknownProjection),
        ("https://map.local/{z}/{x}", AddressIncomplete),
    ):
        with pytest.raises(AppError) as caught:
            open_base_map(named)
        assert type(caught.value) is error, named
        assert sentence(caught.value).endswith("。")


@pytest.mark.parametrize(
    ("address", "is_mercator"),
    [
        ("http://map.local/vec_w/wmts?tk=1&TILEMATRIX={TileMatrix}&y={TileRow}&x={TileCol}", True),
        ("http://map.local/vec_c/wmts?TILEMATRIXSET=c&z={z}&y={y}&x={x}", False),
        ("http://map.local/EPSG:4490/{z}/{y}/{x}.png", False),
        ("http://map.local/{z}/{x}/{y}.png", True),
    ],
)
def test_an_address_says_how_its_tiles_are_cut(address, is_mercator):
    assert WebTiles(address).matrix.is_mercator is is_mercator


@pytest.fixture
def server():
    """A map server with one tile, which it knows nothing beyond."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = self.path == "/5/26/12"
            self.send_response(200 if found else 404 if self.path.startswith("/5") else 503)
            self.end_headers()
            if found:
                self.wfile.write(picture(RED))

        def log_message(self, *_):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}/{{z}}/{{x}}/{{y}}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_server_is_asked_for_tiles_and_what_it_lacks_is_no_trouble(server):
    base = open_base_map(server)
    assert base.tile(Tile(5, 26, 12)) == picture(RED)
    assert base.tile(Tile(5, 0, 0)) is None
    with pytest.raises(TilesUnreachable):
        base.tile(Tile(6, 0, 0))


def test_a_server_that_is_not_there_is_one_error():
    with pytest.raises(TilesUnreachable):
        open_base_map("http://127.0.0.1:9/{z}/{x}/{y}").tile(Tile(5, 26, 12))
