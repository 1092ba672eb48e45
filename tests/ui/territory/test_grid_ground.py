"""The grids of a district under its map: there once they are made ready, gone with the frame."""

from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.actor import console
from app.territory.actions import RegionDraft, save_region, set_outline
from app.territory.queries.layers import kept_layer, layer_key
from app.territory.rules import Tier
from tests.ui.territory.conftest import GRIDS, STREET, box, do, middle
from ui.core.theme import current, paint_color
from ui.parts.map import layer_source
from ui.parts.map_paint import map_color
from ui.territory.region_map import RegionMap
from ui.territory.shading import Shade, ShadeClass, Shading
from ui.territory.territory_source import map_frame

COUNTY = "140213"


def frame_of(database, code):
    with database.reading() as session:
        return map_frame(session, code, date(2026, 11, 24))


@pytest.fixture
def open_map(sit, qtbot):
    def opened(database):
        seat = sit(database, console("tests"))
        shown = RegionMap()
        shown.read_grids(seat.desk)
        seat.show(shown, (900, 700))
        shown.show_frame(frame_of(database, COUNTY))
        stand(seat, shown)
        return seat, shown

    return opened


def stand(seat, shown) -> None:
    """Let everything be read, made and drawn."""
    for _ in range(4):
        shown.repaint()
        seat.settle()
    shown.repaint()


def color_at(shown, point):
    return shown.grab().toImage().pixelColor(shown.camera.to_px(point).toPoint())


def test_a_district_shows_its_grids_in_the_colours_of_its_streets(embedded_street, open_map):
    seat, shown = open_map(embedded_street)
    classes = (ShadeClass("很多", 1),)
    shown.shade(Shading(Shade.HOUSEHOLDS, {STREET: 0}, classes, ""))
    stand(seat, shown)

    assert shown.code_at(shown.camera.to_px(middle(GRIDS[2]))) == GRIDS[2]
    assert color_at(shown, (113.3022, 40.0972)) == paint_color(current().chart.seq[0])


def test_a_click_chooses_the_smallest_region_that_is_large_enough(embedded_street, open_map):
    seat, shown = open_map(embedded_street)
    told = []
    shown.chosen.connect(lambda chosen: told.append(chosen.code))

    for metres in (5.0, 300.0):
        shown.look_at(middle(GRIDS[1]), metres)
        stand(seat, shown)
        at = shown.camera.to_px(middle(GRIDS[1])).toPoint()
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    assert told == [GRIDS[1], STREET]


def test_what_lies_under_the_mouse_is_named(embedded_street, open_map):
    _, shown = open_map(embedded_street)
    shown.look_at(middle(GRIDS[3]), 5.0)

    assert shown.tip_at(shown.camera.to_px(middle(GRIDS[3]))) == "桥南 02"


def test_an_outline_that_changes_is_drawn_anew(embedded_street, open_map):
    seat, shown = open_map(embedded_street)
    with seat.desk.parts.database.writing(console("tests")) as uow:
        set_outline(uow, GRIDS[1], box(1, 1, 2, 1), command_key=uuid4())
    stand(seat, shown)

    assert shown.code_at(shown.camera.to_px((113.325, 40.095))) == GRIDS[1]


def test_changes_to_a_very_large_layer_are_gathered(embedded_street, sit, monkeypatch):
    monkeypatch.setattr(layer_source, "LARGE", 3)
    seat, told = sit(embedded_street, console("tests")), []
    source = layer_source.LayerSource(seat.desk, seat.desk.jobs)
    source.ready.connect(told.append)
    source.ask(COUNTY, Tier.GRID)
    seat.settle()
    with seat.desk.parts.database.writing(console("tests")) as uow:
        set_outline(uow, GRIDS[1], box(1, 1, 2, 1), command_key=uuid4())
    seat.settle()

    assert (len(told), source.later.isActive()) == (1, True)
    source.later.timeout.emit()
    seat.settle()
    assert len(told) == 2


def test_a_street_shows_its_own_outlines_again(embedded_street, open_map):
    seat, shown = open_map(embedded_street)
    shown.show_frame(frame_of(embedded_street, STREET))
    stand(seat, shown)

    assert shown.code_at(shown.camera.to_px(middle(GRIDS[0]))) == GRIDS[0]
    assert color_at(shown, (113.3022, 40.0972)) == map_color("plain")


def test_where_a_street_has_no_grids_yet_the_streets_stay(embedded_street, open_map):
    other = "140213055"
    do(embedded_street, save_region, RegionDraft(other, "新街道"))
    do(embedded_street, set_outline, other, box(2, 0, 1, 2))
    _, shown = open_map(embedded_street)

    assert shown.code_at(shown.camera.to_px(middle(GRIDS[0]))) == STREET
    assert shown.code_at(shown.camera.to_px((113.325, 40.095))) == other


def test_the_next_start_finds_the_layer_made_ready(embedded_street, open_map):
    open_map(embedded_street)
    with embedded_street.reading() as session:
        kept = kept_layer(layer_key(session, COUNTY, Tier.GRID))

    assert kept.all_codes() == list(GRIDS)
