"""The raster map under the grids of the map page."""

from app.core.shared_settings import set_setting
from app.territory.base_map.matrix import web_mercator
from tests.factories.tile_files import write_mbtiles
from tests.ui.territory.conftest import do
from ui.parts.map_paint import map_color

AROUND = (113.29, 40.07, 113.33, 40.11)


def _shown(page) -> int:
    """Return how red the map is beside the street."""
    return page.map.grab().toImage().pixelColor(4, page.map.height() // 2).red()


def test_a_named_file_lies_under_the_grids_until_it_is_switched_off(
    embedded_street, map_page, tmp_path
):
    whole = web_mercator(12, 14)
    tiles = [tile for level in whole.levels for tile in whole.tiles_in(AROUND, level)]
    path = write_mbtiles(tmp_path / "底图.mbtiles", tiles, lambda _: (250, 0, 0))
    seat, page = map_page(embedded_street)
    assert page.bar.base.isHidden()

    do(embedded_street, set_setting, "base_map", str(path))
    do(embedded_street, set_setting, "base_map_credit", "审图号：演示")
    do(embedded_street, set_setting, "base_map_percent", 100)

    seat.wait(lambda: not page.bar.base.isHidden())
    seat.wait(lambda: _shown(page) == 250)
    page.bar.base.click()
    assert _shown(page) == map_color("outside").red()
    page.bar.base.click()
    assert _shown(page) == 250


def test_a_file_that_is_gone_leaves_the_outlines_and_says_why(embedded_street, map_page):
    do(embedded_street, set_setting, "base_map", "没有这个.mbtiles")

    seat, page = map_page(embedded_street)

    seat.wait(lambda: not page.bar.base.isHidden())
    assert not page.bar.base.isEnabled()
    assert "没有这个.mbtiles" in page.bar.base.toolTip()
    assert _shown(page) == map_color("outside").red()
