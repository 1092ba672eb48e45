"""A large layer in a window: its colours, what lies under the mouse, and never a blank."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest

from tests.factories.layers import layer, made
from ui.core.jobs import Jobs
from ui.core.theme import apply_theme, current, load, paint_color
from ui.parts.map import MapView
from ui.parts.map.crowd import Crowd, CrowdHit
from ui.parts.map.layer_areas import LayerAreas
from ui.parts.map.layer_chosen import LayerChosen
from ui.parts.map.layer_labels import LayerLabels
from ui.parts.map_paint import map_color

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def jobs(qapp):
    failures = []
    found = Jobs(failures.append)
    yield found
    assert found.stop()
    assert failures == []


@pytest.fixture
def view(qtbot):
    found = MapView()
    qtbot.addWidget(found)
    found.resize(700, 600)
    with qtbot.waitExposed(found):
        found.show()
    return found


@pytest.fixture
def areas(qtbot, view, jobs):
    """The layer in six colours, wholly drawn."""
    found = LayerAreas(layer(), jobs, view)
    found.changed.connect(view.update)
    found.shade({code: at % 6 for at, code in enumerate(made().codes)}, palette())
    view.set_areas(found)
    stand(qtbot, view, found)
    return found


def palette():
    return [paint_color(each) for each in current().chart.seq[:6]]


def stand(qtbot, view, areas):
    """Wait until all that is seen was drawn for its scale."""
    view.repaint()
    qtbot.waitUntil(lambda: areas.shown.exact > 0.999999, timeout=20_000)
    view.repaint()


def spot(view, number) -> QPoint:
    """Return the pixel in the middle of an area."""
    return view.camera.to_px(tuple(made().centres[number - 1])).toPoint()


def drag(view, by: QPoint) -> None:
    start = QPoint(350, 300)
    QTest.mousePress(view, LEFT, NONE, start)
    for step in range(1, 6):
        QTest.mouseMove(view, start + by * step / 5)
    QTest.mouseRelease(view, LEFT, NONE, start + by)


def test_each_area_has_the_colour_of_its_class(view, areas):
    picture = view.grab().toImage()

    shown = {n: picture.pixelColor(spot(view, n)) for n in range(1, 301, 7)}
    assert shown == {n: palette()[(n - 1) % 6] for n in shown}


def test_beside_the_areas_lies_the_ground(view, areas):
    assert view.grab().toImage().pixelColor(5, 5) == map_color("outside")


def test_another_figure_colours_all_at_once(view, areas):
    areas.shade(dict.fromkeys(made().codes, 5), palette())
    picture = view.grab().toImage()

    assert areas.shown.exact > 0.999999
    assert {picture.pixelColor(spot(view, n)).name() for n in range(1, 301, 7)} == {
        palette()[5].name()
    }


def test_an_area_without_a_class_is_plain(view, areas):
    areas.shade({made().codes[0]: 3}, palette())
    picture = view.grab().toImage()

    assert picture.pixelColor(spot(view, 1)) == palette()[3]
    assert picture.pixelColor(spot(view, 150)) == map_color("plain")


def test_another_theme_draws_it_anew(qtbot, qapp, view, areas):
    apply_theme(qapp, load("dark"))
    try:
        areas.shade({}, [])
        stand(qtbot, view, areas)
        picture = view.grab().toImage()
        assert picture.pixelColor(5, 5) == map_color("outside")
        assert picture.pixelColor(spot(view, 150)) == map_color("plain")
    finally:
        apply_theme(qapp, load("light"))


def test_the_area_under_the_mouse_is_the_exact_one(qtbot, view, areas):
    chance = np.random.default_rng(2)

    for metres in (1_500.0, 200.0):
        view.look_at(tuple(made().centres[150]), metres)
        stand(qtbot, view, areas)
        for x, y in chance.integers((0, 0), (700, 600), (80, 2)):
            at = QPointF(float(x), float(y))
            code = areas.code_at(at, view.camera)
            there = shapely.Point(*view.camera.to_earth(at))
            near = there.buffer(1.5 * metres / 111_320)
            if code:
                assert made().areas[layer().number_of(code) - 1].intersects(near)
            else:
                assert not shapely.contains_properly(made().areas, near).any()


def test_before_its_tile_is_drawn_a_point_is_found_by_its_outline(view, areas):
    view.look_at(tuple(made().centres[42]), 3.0)

    assert areas.code_at(QPointF(350, 300), view.camera) == made().codes[42]


def test_a_click_tells_the_area_and_dragging_moves(qtbot, view, areas):
    told = []
    view.area_clicked.connect(told.append)

    QTest.mouseClick(view, LEFT, NONE, spot(view, 77))
    before = view.camera.longitude
    drag(view, QPoint(100, 0))

    assert [each.code for each in told] == [made().codes[76]]
    assert view.camera.longitude < before


def test_panning_and_zooming_never_show_a_blank(qtbot, view, areas):
    """Once the whole was seen, anything else is at worst stretched until it is drawn."""
    qtbot.waitUntil(lambda: areas.has_base, timeout=20_000)
    blanks = []

    for step in range(40):
        if step % 5 == 4:
            view.zoom_in() if step < 25 else view.zoom_out()
        drag(view, QPoint(37 * (-1) ** (step // 10), 23))
        view.repaint()
        blanks.append(areas.shown.blank)
    assert max(blanks) == 0.0
    stand(qtbot, view, areas)


def test_what_is_stretched_has_the_colours_that_belong_there(qtbot, view, areas):
    qtbot.waitUntil(lambda: areas.has_base, timeout=20_000)
    view.look_at(tuple(made().centres[150]), view.camera.metres_per_px / 3)
    picture = view.grab().toImage()

    assert areas.shown.stretched > 0.5
    assert picture.pixelColor(350, 300) == palette()[150 % 6]


def test_coming_back_to_a_scale_finds_it_drawn(qtbot, view, areas):
    view.zoom_in()
    stand(qtbot, view, areas)
    view.zoom_out()
    view.repaint()

    assert areas.shown.exact > 0.999999


def test_borders_are_soft_and_the_greater_ones_darker(qtbot, view, areas):
    areas.shade(dict.fromkeys(made().codes, 2), palette())
    view.look_at(tuple(made().centres[150]), 40.0)
    stand(qtbot, view, areas)
    picture = view.grab().toImage()
    fill = palette()[2].lightness()
    row = [picture.pixelColor(x, 300).lightness() for x in range(700)]

    assert row.count(fill) > 600
    assert len({each for each in row if each != fill}) > 3


def test_names_lie_on_no_other_and_larger_regions_come_first(qtbot, view, areas, jobs):
    labels = LayerLabels(layer(), jobs, view)
    labels.changed.connect(view.update)
    view.look_at(tuple(made().centres[150]), 150.0)
    view.add_overlay(labels)
    view.repaint()
    qtbot.waitUntil(lambda: bool(labels.boxes(view.camera, 1.0)), timeout=20_000)
    boxes = labels.boxes(view.camera, 1.0)

    assert len(boxes) > 5
    for at, box in enumerate(boxes):
        inner = box.adjusted(4, 4, -4, -4)
        assert not any(inner.intersects(other.adjusted(4, 4, -4, -4)) for other in boxes[:at])


def test_the_chosen_region_is_outlined_over_its_areas(qtbot, view, areas):
    chosen = LayerChosen(layer())
    view.add_overlay(chosen)
    county = made().codes[150][:6]
    chosen.choose(county)
    picture = view.grab().toImage()
    inside = [n for n, code in enumerate(made().codes, 1) if code.startswith(county)]
    outline = shapely.union_all(made().areas[[n - 1 for n in inside]]).exterior
    marked = [
        picture.pixelColor(view.camera.to_px(tuple(point)).toPoint())
        for point in shapely.get_coordinates(outline)
    ]

    dark = map_color("selected").lightness()
    assert sum(abs(color.lightness() - dark) < 60 for color in marked) > 0.9 * len(marked)
    assert picture.pixelColor(spot(view, inside[0])) == palette()[(inside[0] - 1) % 6]


def test_cases_that_would_lie_on_one_another_stand_as_one_mark(qtbot, view, areas):
    crowd = Crowd(lambda weight, count, ratio: dot(count), areas.origin)
    here, there = made().centres[30], made().centres[200]
    crowd.set_points([here, here + 1e-4, there], [0, 2, 1])
    view.add_overlay(crowd)
    picture = view.grab().toImage()

    assert view.thing_at(QPointF(spot(view, 31))) == CrowdHit((0, 1))
    assert view.thing_at(QPointF(spot(view, 201))) == CrowdHit((2,))
    assert view.thing_at(QPointF(2, 2)) is None
    assert picture.pixelColor(spot(view, 31)) == current().color("over")


def dot(count: int) -> QPixmap:
    picture = QPixmap(12, 12)
    picture.fill(current().color("over" if count > 1 else "accent"))
    return picture


def test_on_a_dense_screen_tiles_are_drawn_in_its_pixels(qtbot, view, areas):
    picture = QImage(1400, 1200, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(2.0)

    def drawn() -> bool:
        painter = QPainter(picture)
        areas.paint(painter, view.camera)
        painter.end()
        return areas.shown.exact > 0.999999

    qtbot.waitUntil(drawn, timeout=20_000)
    for number in range(1, 301, 7):
        at = view.camera.to_px(tuple(made().centres[number - 1])) * 2
        assert picture.pixelColor(at.toPoint()) == palette()[(number - 1) % 6]
