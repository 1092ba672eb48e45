"""The map beside the queue: rows as points, and back."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from app.accounts.rules import Role
from app.cases.queries.queue import QueueView
from tests.ui.territory.conftest import GRIDS, STREET, middle, somebody
from tests.ui.territory.map_hands import LEFT, PLAIN, put
from ui.cases.queue_page import QueuePage
from ui.parts.frame_shapes import frame_of


@pytest.fixture
def queue(sit, embedded_street):
    """Open the queue of a dispatcher with the map below it."""
    seat = sit(embedded_street, somebody(Role.DISPATCHER))
    page = seat.show(QueuePage(seat.desk))
    page.bar.map_button.click()
    seat.wait(lambda: page.map.pane is not None and page.map.pane.ground.paths.areas)
    return seat, page


def _at(pane, point) -> QPoint:
    return pane.map.camera.to_px(point).toPoint()


def _ids(page) -> set[object]:
    return {row.id for row in page.model.rows}


def _add(database, at: int, **values) -> object:
    (key,) = put(database, GRIDS[at], **values)
    return key


def test_what_the_queue_lists_lies_on_the_map_and_follows_it(queue, embedded_street):
    seat, page = queue
    pane = page.map.pane
    past = embedded_street.clock.now() - timedelta(days=1)
    first, second = _add(embedded_street, 0), _add(embedded_street, 3, order_at=past)
    page._reload()

    seat.wait(lambda: {point.id for point in pane.pins.points} == {first, second})
    page.show_view(QueueView.OVERDUE)
    seat.wait(lambda: [point.id for point in pane.pins.points] == [second])
    assert "1 件" in pane.words.text()


def test_a_point_leads_to_its_case_and_a_chosen_row_is_ringed(queue, embedded_street):
    seat, page = queue
    pane = page.map.pane
    later = embedded_street.clock.now() + timedelta(days=9)
    soon, late = _add(embedded_street, 0), _add(embedded_street, 3, order_at=later)
    page._reload()
    seat.wait(lambda: len(pane.pins.points) == 2)

    pane.map.grab()
    QTest.mouseClick(pane.map, LEFT, PLAIN, _at(pane, middle(GRIDS[3])))
    seat.settle()
    assert page.panel.case_id == late
    page.table.select_key(soon)
    assert pane.pins.chosen == {soon}


def test_a_grid_or_a_box_leaves_its_rows_in_the_queue(queue, embedded_street):
    seat, page = queue
    pane = page.map.pane
    here, there = _add(embedded_street, 0), _add(embedded_street, 1)
    page._reload()
    seat.wait(lambda: len(pane.pins.points) == 2)
    pane.map.grab()

    beside = (middle(GRIDS[0])[0] - 0.003, middle(GRIDS[0])[1])
    QTest.mouseClick(pane.map, LEFT, PLAIN, _at(pane, beside))
    seat.wait(lambda: _ids(page) == {here})
    page.bar.clear()
    page.arranging.choose(page.view)
    seat.wait(lambda: _ids(page) == {here, there} and len(pane.pins.points) == 2)

    pane.box_button.click()
    corner, end = (113.311, 40.099), (113.319, 40.091)
    QTest.mousePress(pane.map, LEFT, PLAIN, _at(pane, corner))
    QTest.mouseMove(pane.map, _at(pane, end))
    QTest.mouseRelease(pane.map, LEFT, PLAIN, _at(pane, end))
    seat.wait(lambda: _ids(page) == {there})
    assert not pane.box_button.isChecked()


def test_the_map_is_there_again_where_it_was_shown_last(queue):
    seat, _ = queue
    again = seat.show(QueuePage(seat.desk))
    assert again.map.pane is not None
    again.map.pane.close_button.click()
    assert again.map.pane.isHidden()
    assert seat.show(QueuePage(seat.desk)).map.pane is None


@pytest.mark.parametrize(
    ("scope", "codes", "frame"),
    [
        (STREET, (), STREET),
        ("140213054001002", (), STREET),
        ("", ("140213054001001", "140213054002001"), STREET),
        ("", ("140213054001001", "140213055002001"), "140213"),
        ("", ("140213054001001", "150213055002001"), ""),
        ("", (), ""),
    ],
)
def test_the_frame_holds_all_that_is_shown(scope, codes, frame):
    assert frame_of(scope, codes) == frame
