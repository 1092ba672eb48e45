"""A grid drawn in a draft: in its community, beside its neighbours, under a code of its own."""

import pytest
import shapely

from app.territory.actions.ground import draw_grid
from app.territory.actions.redrawings import step_back
from app.territory.ground_drawing import GroundTaken, NoCommunityThere, OutsideStreet
from app.territory.queries import GridRow, grids
from app.territory.redrawing import StepKind
from tests.app.territory.conftest import COMMUNITY, STREET
from tests.app.territory.test_redrawings import Draft

EAST = ((113.34005, 40.08), (113.35, 40.08), (113.35, 40.09), (113.34005, 40.09))
"""Beside the third grid, four metres off."""


@pytest.fixture
def draft(town):
    return Draft(town)


def test_a_grid_is_drawn_beside_others_and_published_under_the_next_code(draft):
    draft.write(draw_grid, EAST)
    (new,) = (cell for cell in draft.view.cells if cell.is_new)
    assert new.code == f"{COMMUNITY}004"
    assert (new.households, new.name) == (0, "桥北社区新画1")
    assert draft.view.gap_m < 1.0
    assert [step.kind for step in draft.view.steps] == [StepKind.DRAW]

    draft.publish()

    with draft.database.reading() as session:
        found: tuple[GridRow, ...] = grids(session, STREET, on=draft.today)
    assert [row.code[-3:] for row in found] == ["001", "002", "003", "004"]


def test_it_is_taken_back_like_any_step(draft):
    draft.write(draw_grid, EAST)
    draft.write(step_back)
    assert not any(cell.is_new for cell in draft.view.cells)


def test_where_nothing_is_free_or_no_community_is_near_it_is_refused(draft):
    inside = shapely.box(113.312, 40.082, 113.318, 40.088).exterior.coords[:-1]
    with pytest.raises(GroundTaken):
        draft.write(draw_grid, tuple(inside))
    far = shapely.box(113.5, 40.2, 113.51, 40.21).exterior.coords[:-1]
    with pytest.raises((NoCommunityThere, OutsideStreet)):
        draft.write(draw_grid, tuple(far))
