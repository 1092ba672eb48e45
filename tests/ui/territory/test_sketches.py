"""Drawing on the map: by mouse and by key, worded, taken back, seen by others, as a file."""

import json
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.accounts.models import Person
from app.accounts.rules import Role
from app.core.actor import console
from app.territory.sketches.queries import SketchRow
from app.territory.sketches.rules import SketchColor, SketchKind
from tests.ui.territory.conftest import GRIDS, STREET, middle
from tests.ui.territory.map_hands import LEFT, PLAIN, at, put
from ui.core.theme import current
from ui.territory.sketching.layer import SketchHit
from ui.territory.sketching.tool import SketchTool


@pytest.fixture
def sketch_page(embedded_street, map_page):
    """Open the map as somebody the database knows."""

    def opened(role=Role.DISPATCHER):
        seat, page = map_page(embedded_street, role)
        key = seat.desk.actor.person_id
        names = dict.fromkeys(("login", "pinyin", "initials"), key.hex[-8:])
        with embedded_street.writing(console("tests")) as uow:
            uow.session.add(Person(id=key, name=seat.desk.actor.name, **names))
        return seat, page

    return opened


def drawn_line(qtbot, page, words="绕行路线", color=SketchColor.RED, *, shared=False):
    """Draw a line over the two northern grids and word it."""
    page.sketches.draw(SketchKind.LINE)
    ends = [at(page, middle(grid)) for grid in (GRIDS[0], GRIDS[1])]
    with qtbot.waitSignal(page.sketches.dialog_opened) as opened:
        QTest.mouseClick(page.map, LEFT, PLAIN, ends[0])
        QTest.mouseClick(page.map, LEFT, PLAIN, ends[1])
        QTest.keyClick(page.map, Qt.Key.Key_Return)
    dialog = opened.args[0]
    dialog.label.setText(words)
    dialog.color.set_value(color)
    dialog.shared.setChecked(shared)
    dialog.save()
    qtbot.waitUntil(lambda: [row.label for row in page.sketches.layer.rows] == [words])
    page.window().activateWindow()
    page.map.setFocus()
    qtbot.waitUntil(page.map.hasFocus)
    return ends


def labels(page):
    return [row.label for row in page.sketches.layer.rows]


def test_what_is_drawn_stands_on_the_map_in_its_colour(qtbot, sketch_page):
    _, page = sketch_page()
    ends = drawn_line(qtbot, page)
    page.bar.clusters.setChecked(False)

    row = page.sketches.layer.rows[0]
    quarter = (ends[0] * 3 + ends[1]) / 4
    pixel = page.map.grab().toImage().pixelColor(quarter)
    assert (row.kind, len(row.points), row.is_mine) == (SketchKind.LINE, 2, True)
    assert pixel == current().color("over")
    assert isinstance(page.map.thing_at(quarter.toPointF()), SketchHit)
    assert page.map.tool is None


def test_it_is_taken_back_and_done_again(qtbot, sketch_page):
    _, page = sketch_page()
    drawn_line(qtbot, page)
    page.sketches.wipe(page.sketches.layer.rows[0])
    qtbot.waitUntil(lambda: labels(page) == [] and len(page.sketches.steps.done) == 2)

    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: labels(page) == ["绕行路线"] and len(page.sketches.steps.done) == 1)
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: labels(page) == [] and not page.sketches.steps.done)
    for _ in range(2):
        before = len(page.sketches.steps.done)
        QTest.keyClick(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda was=before: len(page.sketches.steps.done) == was + 1)
    qtbot.waitUntil(lambda: labels(page) == [])
    assert not page.sketches.steps.undone


def test_words_changed_are_taken_back_too(qtbot, sketch_page):
    _, page = sketch_page()
    drawn_line(qtbot, page)
    with qtbot.waitSignal(page.sketches.dialog_opened) as opened:
        page.sketches.change(page.sketches.layer.rows[0])
    opened.args[0].label.setText("改走滨河路")
    opened.args[0].save()
    qtbot.waitUntil(lambda: labels(page) == ["改走滨河路"] and len(page.sketches.steps.done) == 2)

    page.sketches.undo()

    qtbot.waitUntil(lambda: labels(page) == ["绕行路线"])


def test_without_a_mouse_an_area_is_drawn_and_a_note_needs_words(qtbot, sketch_page):
    _, page = sketch_page()
    page.sketches.draw(SketchKind.AREA)
    tool = page.map.tool
    assert isinstance(tool, SketchTool)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(page.map, Qt.Key.Key_Space)
        QTest.keyClick(page.map, key)
        QTest.keyClick(page.map, key)
    assert len(tool.points) == 3
    with qtbot.waitSignal(page.sketches.dialog_opened) as opened:
        QTest.keyClick(page.map, Qt.Key.Key_Return)
    opened.args[0].reject()

    page.sketches.draw(SketchKind.NOTE)
    with qtbot.waitSignal(page.sketches.dialog_opened) as opened:
        QTest.mouseClick(page.map, LEFT, PLAIN, QPoint(200, 200))
    opened.args[0].save()

    assert opened.args[0].isVisible()
    assert labels(page) == []


def test_others_see_what_is_shared_and_cannot_change_it(qtbot, sketch_page):
    _, page = sketch_page()
    drawn_line(qtbot, page, shared=True)
    seat, other = sketch_page(Role.DIRECTOR)
    qtbot.waitUntil(lambda: labels(other) == ["绕行路线"])

    other.map.thing_clicked.emit(_clicked(other))

    assert any("马志远 画的" in said for said in seat.sentences)
    assert other.findChildren(QMenu) == []


def _clicked(page):
    from ui.parts.map import ThingClicked

    return ThingClicked(SketchHit(page.sketches.layer.rows[0]))


def test_the_layer_is_hidden_and_written_as_a_file(qtbot, tmp_path, sketch_page):
    _, page = sketch_page()
    drawn_line(qtbot, page)
    with qtbot.waitSignal(page.sketches.saved) as saved:
        page.sketches.save(tmp_path / "图.geojson")
    told = json.loads(saved.args[0].read_text("utf-8"))
    assert told["features"][0]["geometry"]["type"] == "LineString"

    page.sketches.show_layer(shown=False)

    spot = at(page, middle(GRIDS[0])).toPointF()
    assert not isinstance(page.map.thing_at(spot), SketchHit)


def test_words_stand_aside_from_rings(qtbot, embedded_street, sketch_page):
    put(embedded_street, GRIDS[0], 3)
    _, page = sketch_page()
    qtbot.waitUntil(lambda: bool(page.cases.points))
    page.sketches.layer.set_sketches([note(middle(GRIDS[0]))])
    page.map.grab()

    (box,) = page.sketches.layer.taken
    rings = page.cases.levels.taken
    assert rings
    assert not any(box.intersects(ring) for ring in rings)


def note(point):
    look = (SketchKind.NOTE, SketchColor.RED, "在此集合", (point,))
    return SketchRow(uuid4(), *look, STREET, False, True, "马志远", 1)
