"""Hands on the map: measuring, circling, marking, walking; with a mouse and without."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.territory.queries import places_near
from tests.ui.territory.conftest import GRIDS, STREET, middle
from tests.ui.territory.map_hands import LEFT, PLAIN, at, put
from ui.core.targets import CasesOnMapWanted, CasesWanted, CaseWanted
from ui.territory.map_tools import LassoTool, MeasureTool


def test_what_is_circled_becomes_a_list(embedded_street, map_page):
    keys = put(embedded_street, GRIDS[0], 2)
    put(embedded_street, GRIDS[3])
    seat, page = map_page(embedded_street)
    page.hands.take_tool("lasso")
    around = at(page, middle(GRIDS[0]))

    corners = [around + QPoint(x, y) for x, y in ((-40, -40), (40, -40), (40, 40), (-40, 40))]
    QTest.mousePress(page.map, LEFT, PLAIN, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(page.map, corner)
    QTest.mouseRelease(page.map, LEFT, PLAIN, corners[-1])

    wanted = seat.sent_to[-1]
    assert isinstance(wanted, CasesWanted)
    assert set(wanted.case_ids) == set(keys)
    assert wanted.title == "地图上圈出的 2 件"


def test_without_a_mouse_return_circles_what_is_in_view(embedded_street, map_page):
    put(embedded_street, GRIDS[0], 2)
    seat, page = map_page(embedded_street)

    QTest.keyClick(page, Qt.Key.Key_O)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    circled = seat.sent_to[-1]
    for _ in range(2):
        QTest.keyClick(page.map, Qt.Key.Key_Escape)

    assert len(circled.case_ids) == 2
    assert page.map.tool is None
    assert not page.bar.lasso.isChecked()


def test_nothing_in_the_circle_is_said(embedded_street, map_page):
    seat, page = map_page(embedded_street)

    page.hands.take_tool("lasso")
    QTest.keyClick(page.map, Qt.Key.Key_Return)

    assert "圈里没有在办的事件" in seat.sentences
    assert isinstance(page.map.tool, LassoTool)


def test_clicks_measure_a_way_and_back_at_the_first_corner_an_area(embedded_street, map_page):
    _, page = map_page(embedded_street)
    page.hands.take_tool("measure")
    tool = page.map.tool
    assert isinstance(tool, MeasureTool)
    corners = [at(page, middle(grid)) for grid in (GRIDS[0], GRIDS[1], GRIDS[3])]

    for corner in corners:
        QTest.mouseClick(page.map, LEFT, PLAIN, corner)
    way = tool.words
    QTest.mouseClick(page.map, LEFT, PLAIN, corners[0])

    assert way.startswith("共 1.96 公里")
    assert tool.words.startswith("面积 47.")
    assert page.panel.seen.row.code == STREET  # nothing was chosen meanwhile


def test_measuring_goes_without_a_mouse_and_escape_ends_it(embedded_street, map_page):
    _, page = map_page(embedded_street)
    QTest.keyClick(page, Qt.Key.Key_L)

    QTest.keyClick(page.map, Qt.Key.Key_Space)
    for _ in range(5):
        QTest.keyClick(page.map, Qt.Key.Key_Right)
    QTest.keyClick(page.map, Qt.Key.Key_Space)
    measured = page.map.tool.words
    for _ in range(2):
        QTest.keyClick(page.map, Qt.Key.Key_Escape)

    assert measured.endswith("米")
    assert page.map.tool is None


def test_cases_chosen_elsewhere_are_marked_and_looked_at_until_escape(embedded_street, map_page):
    keys = put(embedded_street, GRIDS[3], 2)
    put(embedded_street, GRIDS[3], longitude=None, latitude=None)
    seat, page = map_page(embedded_street)

    page.show_target(CasesOnMapWanted((keys[0],)))
    seat.settle()
    marked = [point.id for point in page.marked.pins.points]
    said = page.bar.marked.text()
    looks_at = page.map.camera.longitude
    QTest.keyClick(page.map, Qt.Key.Key_Escape)

    assert marked == [keys[0]]
    assert said == "标出 1 件"
    assert looks_at == pytest.approx(middle(GRIDS[3])[0], abs=1e-3)
    assert not page.bar.marked.isVisible()


def test_cases_without_a_point_are_said(embedded_street, map_page):
    keys = put(embedded_street, GRIDS[3], 1, longitude=None, latitude=None)
    seat, page = map_page(embedded_street)

    page.show_target(CasesOnMapWanted(tuple(keys)))
    seat.settle()

    assert "选中的事件都没有点位，不能在地图上看" in seat.sentences


def test_marked_cases_become_a_way_one_can_walk(embedded_street, map_page):
    keys = [put(embedded_street, grid)[0] for grid in (GRIDS[0], GRIDS[3], GRIDS[1])]
    seat, page = map_page(embedded_street)
    page.show_target(CasesOnMapWanted(tuple(keys)))
    seat.settle()

    page.bar.route.click()
    seat.wait(lambda: page.bar.marked.text().startswith("走访 3 处，直线 1.9"))
    page.map.grab()
    stops = page.marked.route.route.stops
    QTest.mouseClick(page.map, LEFT, PLAIN, at(page, stops[1].point))
    opened = seat.sent_to[-1]
    page.map.setFocus()
    QTest.keyClick(page.map, Qt.Key.Key_Escape)

    assert [stop.row.id for stop in stops] == [keys[0], keys[2], keys[1]]
    assert opened == CaseWanted(keys[2])
    assert not page.bar.route.isVisible()
    assert page.bar.clusters.isVisible()


def test_a_point_knows_how_far_one_walks_and_what_is_near(embedded_street, map_page):
    put(embedded_street, GRIDS[0], 2)
    put(embedded_street, GRIDS[3])
    seat, page = map_page(embedded_street)
    here = middle(GRIDS[0])
    with embedded_street.reading() as session:
        near = places_near(session, here, 500)

    walk, nearest = page.around.entries(here, near)
    walk.run()
    told = page.around.circle.words
    page.map.setFocus()
    QTest.keyClick(page.map, Qt.Key.Key_Escape)

    assert told == "步行 15 分钟内：在办 2 件，地点 1 处"
    assert [entry.title for entry in nearest.entries] == ["滨河花园　0 米"]
    assert page.around.circle is None
    seat.settle()


def test_the_keyboard_asks_for_the_middle_of_the_map(embedded_street, map_page):
    _, page = map_page(embedded_street)
    asked: list = []
    page.map.menu_asked.disconnect()
    page.map.menu_asked.connect(asked.append)

    QApplication.sendEvent(
        page.map, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    )

    camera = page.map.camera
    assert asked[0].point == pytest.approx((camera.longitude, camera.latitude), abs=1e-4)


def test_far_places_and_former_names_are_not_near(embedded_street):
    with embedded_street.reading() as session:
        assert places_near(session, middle(GRIDS[3]), 300) == ()
        assert len(places_near(session, middle(GRIDS[0]), 300, prefix=STREET)) == 1
        assert places_near(session, middle(GRIDS[0]), 300, prefix="99") == ()
