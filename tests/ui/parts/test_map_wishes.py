"""What is drawn next: what is seen now, then where the hand is going."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from app.territory.layers.helpers import Helpers
from tests.factories.layers import layer
from ui.parts.map.plane import Plane
from ui.parts.map.wishes import Hand, Style, Wish, Wishes

LOOK = Style(1, 1, np.zeros(301, dtype=np.uint32))
VIEW = QRectF(1_000, 2_000, 800, 600)


def plane(metres: float = 400.0) -> Plane:
    north = 111_320.0 / 10_000_000 / metres
    return Plane(north, north, (0, 0))


def test_what_a_hand_has_passed_by_is_not_drawn():
    wishes, helpers = Wishes(LOOK), Helpers(layer(), 0)
    passed, wanted = Wish(plane(), (1, 1)), Wish(plane(200.0), (3, 1))
    wishes.want([(passed, ())], LOOK)
    wishes.want([(wanted, ())], LOOK)

    drawn = wishes.draw_next(helpers)

    assert drawn is not None
    assert drawn.wish == wanted
    assert wishes.draw_next(helpers) is None


def test_a_turn_of_the_wheel_is_foreseen_about_the_place_of_the_last_one():
    hand, anchor, factor = Hand(), QPointF(600, 150), 1.35
    hand.moved_to(plane(), VIEW)
    corner = (VIEW.topLeft() + anchor) * factor - anchor
    nearer = QRectF(corner, VIEW.size())
    hand.moved_to(plane().scaled(factor), nearer)

    foreseen = hand.turned(nearer, factor)
    next_corner = (nearer.topLeft() + anchor) * factor - anchor

    assert foreseen.contains(QRectF(next_corner, VIEW.size()))
    assert foreseen.width() < VIEW.width() * 1.2


def test_a_throw_leads_further_the_same_way():
    hand = Hand()
    hand.moved_to(plane(), VIEW)
    hand.moved_to(plane(), VIEW.translated(30, -5))

    ahead = hand.ahead(VIEW.translated(30, -5))

    assert ahead.left() > VIEW.left() + 200
    assert ahead.top() < VIEW.top()
