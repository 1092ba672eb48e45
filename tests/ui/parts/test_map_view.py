"""The map view under the hands: overlays answer from the top, a tool has the mouse first."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from ui.core.theme import current
from ui.parts.map import AreaClicked, AreaHovered, BoxDragged, MapView, ThingClicked, Tool

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Halves:
    """West of the middle lies W, east of it E."""

    def paint(self, painter, camera):
        painter.fillRect(QRectF(0, 0, 400, 300), current().color("accent.bg"))

    def code_at(self, at, camera):
        return "W" if camera.to_earth(at)[0] < 112.5 else "E"

    def box(self):
        return 112.4, 37.8, 112.6, 37.9


class Patch:
    """A square of one colour that answers for itself."""

    def __init__(self, name: str, token: str, rect: QRectF) -> None:
        self.name, self.token, self.rect = name, token, rect

    def paint(self, painter, camera):
        painter.fillRect(self.rect, current().color(self.token))

    def hit(self, at, camera):
        return self.name if self.rect.contains(at) else None


class Ruler(Tool):
    """Takes every press with the left button."""

    def __init__(self) -> None:
        self.pressed, self.left = [], False

    def press(self, event, camera):
        self.pressed.append(event.position())
        return True

    def leave(self):
        self.left = True


@pytest.fixture
def view(qtbot):
    found = MapView()
    qtbot.addWidget(found)
    found.resize(400, 300)
    found.set_areas(Halves())
    with qtbot.waitExposed(found):
        found.show()
    return found


def heard(signal) -> list:
    told = []
    signal.connect(told.append)
    return told


def drag(view, start: QPoint, end: QPoint, keys=NONE) -> None:
    QTest.mousePress(view, LEFT, keys, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, keys, end)


def test_the_view_is_fitted_to_its_areas_once_it_has_a_size(view):
    assert view.camera.longitude == pytest.approx(112.5)
    assert view.camera.view().contains(QRectF(112.4, 37.8, 0.2, 0.1))


def test_a_click_asks_the_overlays_from_the_top_and_then_the_areas(view):
    view.add_overlay(Patch("low", "warn", QRectF(100, 100, 60, 60)))
    view.add_overlay(Patch("high", "over", QRectF(130, 100, 60, 60)))
    things, areas = heard(view.thing_clicked), heard(view.area_clicked)

    for x in (140, 110, 300):
        QTest.mouseClick(view, LEFT, NONE, QPoint(x, 120))

    assert things == [ThingClicked("high"), ThingClicked("low")]
    assert [(a.code, a.adds) for a in areas] == [("E", False)]


def test_overlays_lie_over_the_areas_in_their_order(view):
    view.add_overlay(Patch("high", "over", QRectF(130, 100, 60, 60)))
    view.add_overlay(Patch("low", "warn", QRectF(100, 100, 60, 60)), at=0)
    picture = view.grab().toImage()

    wanted = {(50, 50): "accent.bg", (110, 120): "warn", (140, 120): "over"}
    assert {at: picture.pixelColor(*at) for at in wanted} == {
        at: current().color(token) for at, token in wanted.items()
    }


def test_the_mouse_tells_each_area_it_comes_over_once(view):
    told = heard(view.area_hovered)

    for x in (80, 100, 300, 320):
        QTest.mouseMove(view, QPoint(x, 150))

    assert told == [AreaHovered("W"), AreaHovered("E")]


def test_a_tool_has_the_mouse_until_it_is_taken_away(view):
    ruler, clicks = Ruler(), heard(view.area_clicked)
    view.set_tool(ruler)
    QTest.mouseClick(view, LEFT, NONE, QPoint(50, 60))

    assert (ruler.pressed, clicks) == ([QPointF(50, 60)], [])

    view.set_tool(None)
    QTest.mouseClick(view, LEFT, NONE, QPoint(50, 60))

    assert ruler.left
    assert [type(click) for click in clicks] == [AreaClicked]


def test_in_box_mode_dragging_tells_a_box_and_moves_nothing(view):
    before, told = view.camera.longitude, heard(view.box_dragged)
    view.set_box_mode(True)

    drag(view, QPoint(200, 200), QPoint(120, 100), Qt.KeyboardModifier.ShiftModifier)

    west, north = view.camera.to_earth(QPointF(120, 100))
    east, south = view.camera.to_earth(QPointF(200, 200))
    assert told == [BoxDragged((west, south, east, north), adds=True)]
    assert view.camera.longitude == before


def test_escape_drops_a_box_that_was_begun(view, qtbot):
    told = heard(view.box_dragged)
    view.set_box_mode(True)
    QTest.mousePress(view, LEFT, NONE, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(200, 200))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, NONE, QPoint(200, 200))

    assert told == []


def test_after_box_mode_dragging_moves_the_map_again(view):
    before, told = view.camera.longitude, heard(view.box_dragged)
    view.set_box_mode(True)
    view.set_box_mode(False)

    drag(view, QPoint(100, 100), QPoint(200, 100))

    assert view.camera.longitude < before
    assert told == []
