"""Processes that draw a kept layer beside the window: the same picture, and none is missed."""

import numpy as np
import pytest

from app.territory.layers.helpers import Helper, Helpers
from app.territory.layers.packed import METRES_PER_DEGREE, UNITS_PER_DEGREE, PackedLayer
from app.territory.layers.squares import SIDE_PX, Asked, Line, draw_square
from app.territory.layers.store import keep_layer
from tests.factories.layers import layer

PATIENCE_S = 20.0
LINES = (Line(0, (90, 100, 120), 1.0, 1.0), Line(1, (20, 30, 60), 1.0, 2.4))


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> PackedLayer:
    return keep_layer(tmp_path_factory.mktemp("layers"), "one", layer())


@pytest.fixture
def helpers(kept):
    found = Helpers(kept, 1)
    yield found
    found.end()


def asked(metres: float = 400.0) -> Asked:
    """Return a square in the middle of the layer."""
    low, high = layer().boxes[:, :2].min(axis=0), layer().boxes[:, 2:].max(axis=0)
    x, y = ((low.astype(np.int64) + high) / 2).tolist()
    up = METRES_PER_DEGREE / UNITS_PER_DEGREE / metres
    across, half = up * 0.8, SIDE_PX / 2
    box = (x - half / across, y - half / up, x + half / across, y + half / up)
    return Asked(*box, across, up, metres, LINES)


def drawn_beside(helpers: Helpers, wanted: Asked):
    """Return a square that a process drew, and that process."""
    helpers.draw(wanted)  # drawn here: the process only begins
    (helper,) = helpers.processes
    assert helper.is_ready(PATIENCE_S)
    return helpers.draw(wanted), helper


def test_a_process_draws_what_would_be_drawn_here(kept, helpers):
    here = draw_square(kept, asked())
    beside, _ = drawn_beside(helpers, asked())

    assert len(np.unique(here.numbers)) > 20
    assert np.array_equal(beside.numbers, here.numbers)
    assert np.array_equal(beside.borders, here.borders)


def test_a_square_that_no_border_divides_has_none(kept, helpers):
    drawn_beside(helpers, asked())
    near = helpers.draw(asked(0.01))

    assert near.borders is None
    assert len(np.unique(near.numbers)) == 1


def test_a_process_that_ended_is_not_missed(kept, helpers):
    _, helper = drawn_beside(helpers, asked())
    helper.end()
    again = helpers.draw(asked())

    assert np.array_equal(again.numbers, draw_square(kept, asked()).numbers)


def test_a_layer_in_memory_only_is_drawn_here():
    helpers = Helpers(layer(), 2)
    found = helpers.draw(asked())

    assert helpers.processes == ()
    assert found.borders is not None


def test_the_file_both_map_is_gone_once_both_have_it(kept):
    helper = Helper(kept.kept)
    try:
        assert helper.is_ready(PATIENCE_S)
        assert not helper.file.exists()
    finally:
        helper.end()
