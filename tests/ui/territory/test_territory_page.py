"""The territory page: tree, map and panel show one region; what is changed is seen everywhere."""

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.accounts.rules import Role
from app.core.actor import console
from app.territory.actions import PostDraft, assign_post
from app.territory.queries import LineRow, find_places
from app.territory.rules import LineKind, PostRole
from tests.factories.seats import choose_from, press, words_of
from tests.ui.territory.conftest import GRIDS, NORTH, SOUTH, STREET, do, middle, somebody
from ui.core.form_dialog import FormDialog
from ui.core.states import EmptyState
from ui.core.targets import GridWanted, PlaceWanted
from ui.territory import SLICE
from ui.territory.region_panel import BELOW, GROUND
from ui.territory.shading import Shade
from ui.territory.territory_page import IMPORT, TerritoryPage


@pytest.fixture
def open_page(sit):
    def opened(database, actor, size=(1440, 900)):
        seat = sit(database, actor)
        page = seat.show(TerritoryPage(seat.desk), size)
        page.bar.tree.setChecked(True)
        return seat, page

    return opened


def shown_in_tree(page) -> list[str]:
    """Return the names of the rows that can be seen in the tree."""
    found, item = [], page.tree.topLevelItem(0)
    while item is not None:
        found.append(item.text(0))
        item = page.tree.itemBelow(item)
    return found


def click_map(page, point) -> None:
    at = page.map.camera.to_px(point).toPoint()
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


# Looking


def test_the_tree_begins_where_there_is_something_to_choose(street, open_page, reader):
    _, page = open_page(street, console("tests"))

    assert shown_in_tree(page) == ["振华街道", "桥北社区", "桥南社区"]
    assert page.tree.count_of(NORTH) == "2"
    assert "1,000 户 2,500 人" in words_of(page.panel)
    page.bar.shade.set_value(Shade.POPULATION)
    assert page.plate.text() == "桥南 02 人最多：1,000 人，每个网格平均 625 人"


def test_opening_a_node_reads_what_is_below(embedded_street, open_page, reader):
    seat, page = open_page(embedded_street, reader)

    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_Down)
    seat.settle()
    QTest.keyClick(page.tree, Qt.Key.Key_Right)
    seat.settle()

    assert shown_in_tree(page) == ["振华街道", "桥北社区", "桥北 01", "桥北 02", "桥南社区"]
    assert page.panel.seen.row.code == NORTH


def test_a_click_on_the_map_chooses_the_grid_everywhere(street, open_page, reader):
    seat, page = open_page(street, reader)

    click_map(page, middle(GRIDS[2]))
    seat.settle()

    told = words_of(page.panel)
    assert "桥南 01" in told
    assert "140213 054 002 001" in told
    assert "300" in told
    assert "750" in told
    seat.wait(lambda: page.tree.currentItem().text(0) == "桥南 01")


def test_dragging_moves_the_map_and_chooses_nothing(embedded_street, open_page, reader):
    _, page = open_page(embedded_street, reader)
    before = page.map.camera.longitude
    start = page.map.camera.to_px(middle(GRIDS[0])).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    QTest.mousePress(page.map, left, none, start)
    for step in (20, 60, 100):
        QTest.mouseMove(page.map, start + type(start)(step, 0))
    QTest.mouseRelease(page.map, left, none, start + type(start)(100, 0))

    assert page.map.camera.longitude < before
    assert page.panel.seen.row.code == STREET


@pytest.mark.parametrize("typed", ["桥南 02", "qn02", GRIDS[3]])
def test_a_region_is_found_by_name_initials_and_code(embedded_street, open_page, reader, typed):
    seat, page = open_page(embedded_street, reader)

    choose_from(page.search, typed, seat)

    assert page.panel.seen.row.code == GRIDS[3]
    seat.wait(lambda: page.tree.currentItem().text(0) == "桥南 02")


def test_targets_lead_to_a_grid_and_to_a_place_with_its_pin(embedded_street, open_page, reader):
    seat, page = open_page(embedded_street, reader)
    with embedded_street.reading() as session:
        (place,) = find_places(session, "滨河花园")

    page.show_target(GridWanted(GRIDS[1]))
    seat.settle()
    grid = page.panel.seen.row.code
    page.show_target(PlaceWanted(place.place_id, place.region_code))
    seat.settle()

    assert grid == GRIDS[1]
    assert page.panel.seen.row.code == GRIDS[0]
    assert page.panel.switch.value() == GROUND
    assert [row.name for row in page.panel.places.places] == ["滨河花园"]


def test_a_street_is_walked_down_by_what_lies_below(embedded_street, open_page, reader):
    seat, page = open_page(embedded_street, reader)
    page.panel.show_part(BELOW)

    press(page.panel.below.lines[1])
    seat.settle()
    press(page.panel.below.lines[0])
    seat.settle()

    assert page.panel.seen.row.code == f"{SOUTH}001"


def test_grids_without_a_full_time_worker_are_counted_and_said(street, open_page, reader):
    seat, page = open_page(street, reader)

    page.bar.shade.set_value(Shade.WORKER)
    click_map(page, middle(GRIDS[1]))
    seat.settle()

    assert page.plate.text() == "2 个综合网格缺专职网格员"
    assert "还没有专职网格员" in page.panel.posts.vacant.text
    assert not page.panel.posts._assign.isVisible()


def test_who_may_only_read_is_offered_nothing_to_change(embedded_street, open_page, reader):
    seat, page = open_page(embedded_street, reader)
    click_map(page, middle(GRIDS[0]))
    seat.settle()

    page.assign()
    page.add_place()
    page.edit_totals()

    assert not page.panel.assign_button.isVisible()
    assert page.findChildren(FormDialog) == []


def test_somebody_within_a_unit_sees_the_map_and_is_told_why_no_posts(embedded_street, open_page):
    handler = somebody(Role.DEPARTMENT_HANDLER, region=None, unit_id=uuid4())

    seat, page = open_page(embedded_street, handler)

    assert "1,000" in words_of(page.panel)
    seat.wait(lambda: "看不到这里的人员" in words_of(page.panel))


def test_an_empty_database_says_how_regions_come_in(embedded_database, open_page, keeper):
    _, page = open_page(embedded_database, console("tests"))

    state = page.findChild(EmptyState)
    assert "还没有区划" in words_of(state)
    press(next(b for b in state.findChildren(type(page.panel.assign_button))))
    assert QGuiApplication.clipboard().text() == IMPORT


def test_what_another_desk_changes_is_seen(street, second_desk, open_page, reader):
    seat, page = open_page(second_desk, reader)
    page.show_target(GridWanted(GRIDS[1]))
    seat.settle()

    since = street.clock.now().date()
    do(street, assign_post, PostDraft(GRIDS[1], PostRole.HEAD, "叶建平", since))

    seat.wait(lambda: any("叶建平" in line for line in page.panel.posts.lines()))


# Search everything


def test_search_finds_regions_and_places(embedded_street, sit, reader):
    seat = sit(embedded_street, reader)
    hits: list = []

    def ask(session):
        return [SLICE.search.find(seat.desk, session, text) for text in ("桥北", "bhhy", "%")]

    seat.desk.read(ask, hits.extend)
    seat.settle()

    regions, places, nothing = hits
    assert GridWanted(NORTH) in [hit.target for hit in regions]
    assert [(hit.title, type(hit.target)) for hit in places] == [("滨河花园", PlaceWanted)]
    assert nothing == ()


def test_roads_are_named_over_all_but_not_over_rings_and_names(embedded_street, map_page):
    _, page = map_page(embedded_street)
    road = ((113.30, 40.0925), (113.31, 40.0925), (113.32, 40.0925))
    page.map.roads.set_lines([LineRow(uuid4(), LineKind.ROAD, "滨河大道", (road,))])
    page.map.grab()

    assert [stand.name for stand, _ in page.map.roads.shown]
    others = page.cases.levels.taken
    assert others
    assert not any(box.intersects(other) for _, box in page.map.roads.shown for other in others)
