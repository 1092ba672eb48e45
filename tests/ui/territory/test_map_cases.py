"""Cases on the grid map: colours, rings, weeks, lists, paper."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.accounts.rules import Role
from app.core.changes import Change, Topic
from app.core.doors import Paper
from app.territory.models.redrawings import RegionLineage
from tests.factories.seats import words_of
from tests.ui.territory.conftest import GRIDS, NORTH, SOUTH, middle
from tests.ui.territory.map_hands import LEFT, PLAIN, at, put
from ui.core.targets import CaseWanted, QueueWanted
from ui.parts.case_map import MapFigure
from ui.territory.shading import Shade


def test_the_map_is_coloured_by_cases_and_says_what_stands_out(street, map_page):
    put(street, GRIDS[0], 3)
    put(street, GRIDS[2], 1)

    seat, page = map_page(street)
    per_thousand = page.plate.text()
    page.bar.shade.set_value(MapFigure.OPEN)

    assert per_thousand == "桥北社区、桥南社区最密：每千人 4 件、0.6 件，全街道 1.6 件"
    assert page.plate.text() == "桥北社区、桥南社区在办最多：3 件、1 件，全街道 4 件"
    assert sum(entry.count for entry in page.cases.shading.classes) == len(GRIDS)
    assert "4" in words_of(page.panel.figures)
    seat.settle()


def test_what_somebody_else_registers_is_seen_at_once(embedded_street, map_page):
    seat, page = map_page(embedded_street)
    page.bar.shade.set_value(MapFigure.OPEN)

    put(embedded_street, GRIDS[0])
    seat.desk.hub.announce((Change(Topic.CASE, "x", GRIDS[0]),))

    seat.wait(lambda: "在办最多：1 件" in page.plate.text())


def test_a_change_elsewhere_costs_nothing(embedded_street, map_page):
    seat, page = map_page(embedded_street)
    page.bar.shade.set_value(MapFigure.OPEN)
    put(embedded_street, GRIDS[0])

    seat.desk.hub.announce((Change(Topic.CASE, "x", "990102004013002"),))
    seat.settle()

    assert page.plate.text() == "全街道没有在办的事件"


def test_a_ring_opens_into_the_list_of_its_region(embedded_street, map_page):
    keys = put(embedded_street, GRIDS[0], 2)
    seat, page = map_page(embedded_street)
    page.map.grab()
    ring = next(c for c in page.cases.levels.near.shown if c.code == GRIDS[0])

    QTest.mouseClick(page.map, LEFT, PLAIN, at(page, ring.middle))
    seat.settle()

    pane = page.panel.panes["cases.open"]
    assert page.panel.seen.row.code == GRIDS[0]
    seat.wait(lambda: len(pane.lines.rows) == 2)
    pane.take_keyboard()
    QTest.keyClick(pane.lines.rows[0], Qt.Key.Key_Return)
    assert seat.sent_to[-1].case_id in keys
    assert isinstance(seat.sent_to[-1], CaseWanted)


def test_the_queue_opens_with_the_region_and_the_kind_of_the_map(embedded_street, map_page):
    put(embedded_street, GRIDS[0])
    seat, page = map_page(embedded_street)
    page.show_region(GRIDS[0])
    seat.settle()
    seat.wait(lambda: "这 1 件" in page.panel.queue_button.text())

    QTest.keyClick(page, Qt.Key.Key_Q)

    assert seat.sent_to[-1] == QueueWanted("all_open", f"网格:={GRIDS[0]}")


def test_the_mouse_says_where_it_is_and_what_is_open_there(embedded_street, map_page):
    put(embedded_street, GRIDS[0], 2, order_at=embedded_street.clock.now() - timedelta(hours=1))
    _, page = map_page(embedded_street)

    told = page.map.tip_at(page.map.camera.to_px(middle(GRIDS[0])))

    assert "专职网格员：邓秋霞" in told
    assert "在办 2 件，其中超时 2 件" in told


def test_who_reads_no_cases_sees_what_the_register_holds(embedded_street, map_page):
    put(embedded_street, GRIDS[0])

    _, page = map_page(embedded_street, Role.ADMINISTRATOR)

    assert page.bar.figure is Shade.POPULATION
    assert not page.bar.period.isVisible()
    assert page.cases.points == ()
    assert "户" in words_of(page.panel.figures)


def test_a_leader_sees_figures_but_no_single_case(embedded_street, map_page):
    put(embedded_street, GRIDS[0])

    _, page = map_page(embedded_street, Role.LEADER)

    assert "每千人" in page.plate.text()
    assert page.cases.points == ()
    assert page.panel.panes == {}


def test_from_afar_communities_are_told_and_from_near_by_grids(embedded_street, map_page):
    put(embedded_street, GRIDS[0])
    put(embedded_street, GRIDS[2], 2)
    _, page = map_page(embedded_street)

    near = {c.code for c in page.cases.levels.near._clusters if c.count.open}
    far = {c.code: c.count.open for c in page.cases.levels.far._clusters}

    assert near == {GRIDS[0], GRIDS[2]}
    assert far == {NORTH: 1, SOUTH: 2}


def test_what_the_map_shows_is_drawn_on_the_paper_that_is_chosen(embedded_street, map_page):
    put(embedded_street, GRIDS[0])
    seat, page = map_page(embedded_street)
    page.bar.shade.set_value(MapFigure.OPEN)
    windows: list = []
    page.paper.shown.connect(windows.append)

    page.paper.entries()[1].run()
    seat.wait(lambda: windows)

    assert windows[0].windowTitle() == "振华街道网格图 在办 A3"
    windows[0].close()


def test_a_map_is_saved_where_one_says(embedded_street, map_page, tmp_path):
    seat, page = map_page(embedded_street)

    page.paper.save(Paper("网格图.pdf", b"%PDF"), tmp_path / "a.pdf")
    page.paper.save(Paper("网格图.pdf", b"%PDF"), tmp_path / "nowhere" / "a.pdf")
    seat.settle()

    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF"
    assert "已存为 a.pdf" in seat.sentences
    seat.wait(lambda: any("写不进这个文件夹" in sentence for sentence in seat.sentences))


def test_a_map_that_is_not_coloured_by_cases_says_why_it_is_not_printed(embedded_street, map_page):
    _, page = map_page(embedded_street)
    page.bar.shade.set_value(Shade.HOUSEHOLDS)

    assert {entry.why_not for entry in page.paper.entries()} == {"先选一个事件的数字来着色"}


def test_heat_is_where_cases_lie_and_nowhere_else(embedded_street, map_page):
    put(embedded_street, GRIDS[0], 5)
    _, page = map_page(embedded_street)
    page.bar.heat.setChecked(True)
    page.map.grab()

    density = page.cases.heat.density(page.map.camera)
    rows, columns = density.shape
    at = page.map.camera.to_px(middle(GRIDS[0]))
    row, column = int(at.y() / page.map.height() * rows), int(at.x() / page.map.width() * columns)

    assert density.max() == pytest.approx(1.0)
    assert density[row, column] > 0.95
    assert density[-1, -1] < 0.01


def test_a_grid_says_which_it_was_drawn_from(embedded_street, map_page):
    with embedded_street.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            RegionLineage.__table__.insert().values(
                old_code=GRIDS[1], new_code=GRIDS[0], share=1.0, since=date(2026, 1, 1)
            )
        )
    seat, page = map_page(embedded_street)

    page.show_region(GRIDS[0])
    seat.settle()
    told = page.panel.lineage.text()
    page.panel.lineage.linkActivated.emit(GRIDS[1])
    seat.settle()

    assert "由" in told
    assert "桥北 02" in told
    assert page.panel.seen.row.code == GRIDS[1]
    assert "已划入" in page.panel.lineage.text()
