"""The light map under the hands: pin, pan, zoom, keys; and that it paints what it should."""

from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.territory.queries import LineRow
from app.territory.rules import LineKind
from tests.ui.parts.test_map_shapes import EAST_GRID, SHAPES, WEST_GRID
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import MapShapes
from ui.parts.mini_map import MiniMap, PinMoved

CENTRE = QPoint(200, 150)
WITH_RIVER = MapShapes(
    SHAPES.areas,
    (LineRow(UUID(int=1), LineKind.RIVER, "柳溪河", (((112.57, 37.865), (112.61, 37.865)),)),),
)


@pytest.fixture
def make_map(qtbot):
    def made(*, movable: bool = True, shapes: MapShapes = SHAPES) -> MiniMap:
        found = MiniMap(movable=movable)
        qtbot.addWidget(found)
        found.resize(400, 300)
        found.set_shapes(shapes)
        with qtbot.waitExposed(found):
            found.show()
        return found

    return made


def wheel(target: MiniMap, steps: int, at: QPointF) -> None:
    event = QWheelEvent(
        at,
        target.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)


def test_a_double_click_puts_the_pin_there(make_map, qtbot):
    shown = make_map()
    there = shown.camera.to_earth(QPointF(120, 80))

    with qtbot.waitSignal(shown.pin_moved) as told:
        qtbot.mouseDClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(120, 80))

    moved: PinMoved = told.args[0]
    assert (moved.longitude, moved.latitude) == pytest.approx(there, abs=1e-6)
    assert shown.pin == pytest.approx(there)


def test_the_pin_is_dragged_and_tells_where_it_was_left(make_map, qtbot):
    shown = make_map()
    shown.set_pin((112.585, 37.865))
    tip = shown.camera.to_px(shown.pin).toPoint()

    with qtbot.waitSignal(shown.pin_moved) as told:
        qtbot.mousePress(shown, Qt.MouseButton.LeftButton, pos=tip - QPoint(0, 8))
        qtbot.mouseMove(shown, tip + QPoint(50, 12))
        qtbot.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=tip + QPoint(50, 12))

    there = shown.camera.to_earth(QPointF(tip + QPoint(50, 20)))
    assert (told.args[0].longitude, told.args[0].latitude) == pytest.approx(there, abs=1e-5)


def test_dragging_beside_the_pin_moves_the_view_and_not_the_pin(make_map, qtbot):
    shown = make_map()
    shown.set_pin((112.585, 37.865))
    before = shown.camera.to_earth(QPointF(CENTRE))

    qtbot.mousePress(shown, Qt.MouseButton.LeftButton, pos=QPoint(40, 250))
    qtbot.mouseMove(shown, QPoint(90, 250))
    qtbot.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=QPoint(90, 250))

    assert shown.pin == (112.585, 37.865)
    assert shown.camera.to_earth(QPointF(CENTRE + QPoint(50, 0))) == pytest.approx(before)


def test_the_wheel_zooms_about_the_mouse(make_map):
    shown = make_map()
    at = QPointF(100, 100)
    before, under = shown.camera.metres_per_px, shown.camera.to_earth(at)

    wheel(shown, 1, at)

    assert shown.camera.metres_per_px < before
    assert shown.camera.to_earth(at) == pytest.approx(under, abs=1e-6)


def test_the_keyboard_pans_zooms_and_puts_the_pin(make_map, qtbot):
    shown = make_map()
    start = (shown.camera.longitude, shown.camera.metres_per_px)

    qtbot.keyClick(shown, Qt.Key.Key_Right)
    qtbot.keyClick(shown, Qt.Key.Key_Plus)
    with qtbot.waitSignal(shown.pin_moved):
        qtbot.keyClick(shown, Qt.Key.Key_Return)

    assert shown.camera.longitude > start[0]
    assert shown.camera.metres_per_px < start[1]
    assert shown.pin == pytest.approx((shown.camera.longitude, shown.camera.latitude))


def test_a_thumbnail_is_only_looked_at(make_map, qtbot):
    shown = make_map(movable=False)
    before = shown.camera.metres_per_px
    told = []
    shown.pin_moved.connect(told.append)

    qtbot.mouseDClick(shown, Qt.MouseButton.LeftButton, pos=CENTRE)
    wheel(shown, 3, QPointF(CENTRE))
    qtbot.keyClick(shown, Qt.Key.Key_Return)

    assert (told, shown.pin, shown.camera.metres_per_px) == ([], None, before)


def test_the_way_back_to_the_pin(make_map, qtbot):
    shown = make_map()
    shown.set_pin((112.585, 37.865))
    for _ in range(20):
        qtbot.keyClick(shown, Qt.Key.Key_Left)

    shown.show_pin()

    at = shown.camera.to_px(shown.pin)
    assert (at.x(), at.y()) == pytest.approx((200, 150))


def test_the_chosen_grid_stands_out_from_the_others(make_map):
    shown = make_map()
    shown.set_selected("A")
    picture = shown.grab().toImage()

    def ink(area):
        at = shown.camera.to_px(area.rings[0][0]) + QPointF(12, -12)
        return picture.pixelColor(at.toPoint())

    assert ink(WEST_GRID) == current().color("accent.bg")
    shown.set_selected("")
    picture = shown.grab().toImage()
    assert ink(EAST_GRID) == map_color("plain")


def test_pin_river_and_ground_are_painted_where_they_are(make_map):
    shown = make_map(shapes=WITH_RIVER)
    shown.set_pin((112.585, 37.8658))
    picture = shown.grab().toImage()
    tip = shown.camera.to_px(shown.pin).toPoint()
    on_river = shown.camera.to_px((112.5862, 37.865)).toPoint()

    assert picture.pixelColor(tip - QPoint(5, 16)) == current().color("over")
    assert picture.pixelColor(on_river) == map_color("river")


def test_a_map_without_anything_to_draw_paints_its_ground(make_map):
    shown = make_map(shapes=MapShapes())

    assert shown.grab().toImage().pixelColor(200, 150) == map_color("outside")
