"""Names along roads: on straight stretches, the right way up, over no other name."""

import math
from uuid import uuid4

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.territory.queries import LineRow
from app.territory.rules import LineKind
from ui.core.theme import current
from ui.parts.map.road_names import RoadNames, stands
from ui.parts.map_shapes import Camera

EAST = tuple((113.30 + at / 1000, 40.08) for at in range(21))
SOUTH = tuple((113.31, 40.09 - at / 1000) for at in range(21))
ROUND = tuple(
    (113.31 + 0.0004 * math.cos(at / 3), 40.08 + 0.0003 * math.sin(at / 3)) for at in range(19)
)


@pytest.fixture
def camera() -> Camera:
    return Camera(113.31, 40.08, 2.0, QSizeF(800, 600))


def line(points, name="滨河大道", kind=LineKind.ROAD) -> LineRow:
    return LineRow(uuid4(), kind, name, (points,))


def painted(names, camera):
    picture = QImage(800, 600, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    names.paint(painter, camera)
    painter.end()
    return picture


def test_a_name_lies_along_its_road_and_is_never_upside_down(qapp, camera):
    font = current().font("caption")
    both = stands([line(EAST), line(EAST[::-1])], camera, font)
    (along,) = {stand.degrees for slot in both for stand in slot}
    assert along == 0
    (down,) = {stand.degrees for slot in stands([line(SOUTH)], camera, font) for stand in slot}
    assert abs(down) == 90
    for turned in range(0, 360, 25):
        angle = math.radians(turned)
        x, y = 0.004 * math.cos(angle), 0.004 * math.sin(angle)
        ends = ((113.31 - x, 40.08 - y), (113.31 + x, 40.08 + y))
        ((stand, *_),) = stands([line(ends)], camera, font)
        assert -90 <= stand.degrees <= 90


def test_a_long_road_is_named_again_and_a_bend_or_a_lane_not_at_all(qapp, camera):
    font = current().font("caption")
    near = Camera(113.31, 40.08, 0.5, QSizeF(800, 600))
    assert len(stands([line(EAST)], near, font)) > len(stands([line(EAST)], camera, font)) > 0
    assert stands([line(ROUND)], camera, font) == []
    assert (
        stands([line(EAST[:2], "很长很长的一条小巷子的名字")], Camera(113.3, 40.08, 20.0), font)
        == []
    )


def test_a_name_gives_way_to_what_stands_there_already(qapp, camera):
    whole = QRectF(0, 0, 800, 600)
    taken: list[QRectF] = []
    names = RoadNames(lambda: taken)
    names.set_lines([line(EAST), line(SOUTH, "柳溪大道"), line(EAST, "")])
    free = painted(names, camera)
    assert {stand.name for stand, _ in names.shown} == {"滨河大道", "柳溪大道"}
    boxes = [box for _, box in names.shown]
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
    assert all(whole.contains(box) for box in boxes)
    inks = {free.pixelColor(x, y).lightness() for x in range(0, 800, 2) for y in range(280, 320)}
    assert min(inks) < 140

    taken.append(whole)
    painted(names, camera)
    assert names.shown == []
