"""The tree map: areas are shares, boxes do not overlap, a click opens an organisation."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.factories.party import join
from ui.core.targets import OrganisationWanted
from ui.party.tiles import Box, tiles
from ui.party.tree_map_page import TreeMapPage

ROOM = Box(0.0, 0.0, 800.0, 500.0)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=40))
def test_every_box_has_its_share_of_the_room_and_none_covers_another(sizes):
    sizes = sorted(sizes, reverse=True)
    boxes = tiles(sizes, ROOM)
    whole = sum(sizes)

    for size, box in zip(sizes, boxes, strict=True):
        share = size / whole * ROOM.width * ROOM.height
        assert box.width * box.height == pytest.approx(share, rel=1e-6)
        assert box.left >= -1e-6
        assert box.left + box.width <= ROOM.width + 1e-6
        assert box.top + box.height <= ROOM.height + 1e-6
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
            high = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
            assert min(wide, high) <= 1e-6


def test_no_room_gives_boxes_of_nothing():
    assert tiles([3, 1], Box(0, 0, 0, 100)) == [Box(0, 0, 0.0, 0.0)] * 2
    assert tiles([], ROOM) == []


def test_a_click_or_enter_opens_an_organisation_and_the_wrong_sizes_are_told(party, sit):
    seat = sit(party.database, party.actor("officer"))
    page = seat.show(TreeMapPage(seat.desk), (1000, 600))
    names = [(tile.row.name, tile.frame) for tile in page.map.tiles]
    assert names == [("南塘社区党总支", True), ("南塘第二网格党支部", False)]
    assert page.bar.count_text == ""
    assert "3 个党组织，8 名党员" in page.under.text()

    inner = page.map.tiles[1]
    at = QPoint(round(inner.box.center().x()), round(inner.box.center().y()))
    QTest.mouseMove(page.map, at)
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)
    page.map.setFocus()
    QTest.keyClick(page.map, Qt.Key.Key_Left)
    assert page.foot.text == "南塘社区党总支　8 名党员"
    QTest.keyClick(page.map, Qt.Key.Key_Return)

    outer = page.map.tiles[0]
    assert seat.sent_to == [OrganisationWanted(inner.row.id), OrganisationWanted(outer.row.id)]
    for number in range(48):
        join(party, inner.row.id, f"新党员{number}")
    seat.wait(lambda: "1 个党支部偏大或偏小" in page.bar.title_text)
