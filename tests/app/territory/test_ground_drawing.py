"""Drawing a grid on free ground: it takes what is free, and fits its neighbours exactly."""

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.territory import coverage
from app.territory.ground_drawing import (
    GroundParted,
    GroundTaken,
    NoCommunityThere,
    OutsideStreet,
    community_of,
    draw,
)

ONE, TWO = "140213054001", "140213054002"
LEFT = shapely.box(113.30, 40.08, 113.31, 40.09)
RIGHT = shapely.box(113.32, 40.08, 113.33, 40.09)
GROUND = {f"{ONE}001": LEFT, f"{TWO}001": RIGHT}
BETWEEN = ((113.3100, 40.08), (113.32, 40.08), (113.32, 40.09), (113.31, 40.09))


def fits(areas, new):
    return bool(shapely.coverage_is_valid([*areas.values(), new]))


HAIR = 1e-9  # degrees: a tenth of a millimetre


@settings(max_examples=25, deadline=None)
@example(jitter=[(0, 0), (0, 0), (0, HAIR), (0, 0)], reach=0)
@example(jitter=[(0, 0), (0, 6e-5), (0, HAIR), (0, 0)], reach=-2e-4)
@example(jitter=[(2 * HAIR, 5e-5), (0, -6e-5), (-HAIR, 0), (-2 * HAIR, -6e-5)], reach=-HAIR)
@example(jitter=[(0, -6e-5), (0, -HAIR), (-6e-5, 0), (-HAIR, 0)], reach=7e-4)
@given(
    jitter=st.lists(
        st.tuples(st.floats(-1e-4, 1e-4), st.floats(-1e-4, 1e-4)), min_size=4, max_size=4
    ),
    reach=st.floats(-2e-4, 4e-3),
)
def test_however_it_is_drawn_there_is_no_gap_and_no_overlap(jitter, reach):
    ring = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(BETWEEN, jitter, strict=True)]
    ring[1] = (ring[1][0] + reach, ring[1][1])
    new, changed = draw(GROUND, ring)
    after = GROUND | dict(changed)

    assert fits(after, new)
    assert new.is_valid
    for key, area in after.items():
        assert area.area == pytest.approx(GROUND[key].area, rel=1e-9)
        assert new.intersection(area).area < 1e-14


def test_a_strip_between_is_closed_and_a_wide_one_is_not():
    near = [(x + (1e-4 if x < 113.315 else 0), y) for x, y in BETWEEN]  # 8.5 m
    new, _ = draw(GROUND, near)
    assert new.distance(LEFT) == 0
    assert new.intersection(LEFT).length == pytest.approx(0.01, rel=0.1)

    far = [(x + (1e-3 if x < 113.315 else 0), y) for x, y in BETWEEN]  # 85 m
    new, _ = draw(GROUND, far)
    assert new.distance(LEFT) > 9e-4


def test_what_others_have_stays_theirs_and_all_taken_is_refused():
    over = shapely.box(113.305, 40.082, 113.315, 40.088).exterior.coords[:-1]
    new, changed = draw(GROUND, over)
    assert new.bounds[0] == pytest.approx(113.31)
    assert len(changed) == 1  # its straight border got the two points where the new one begins
    with pytest.raises(GroundTaken):
        draw(GROUND, shapely.box(113.302, 40.082, 113.308, 40.088).exterior.coords[:-1])


def test_no_line_that_crosses_itself_no_parts_and_no_sliver():
    with pytest.raises(coverage.BorderBreaks):
        draw(GROUND, (BETWEEN[0], BETWEEN[2], BETWEEN[1], BETWEEN[3]))
    with pytest.raises(GroundParted):
        draw(GROUND, shapely.box(113.295, 40.082, 113.315, 40.088).exterior.coords[:-1])
    tiny = shapely.box(113.315, 40.085, 113.31503, 40.08503)
    with pytest.raises(coverage.PieceTooSmall):
        draw({}, tiny.exterior.coords[:-1])


def test_nothing_is_drawn_beyond_the_street():
    street = shapely.box(113.30, 40.08, 113.33, 40.09)
    assert draw(GROUND, BETWEEN, street)[0].area > 0
    with pytest.raises(OutsideStreet):
        draw(GROUND, [(x, y - 0.005) for x, y in BETWEEN], street)


def test_its_community_is_the_one_it_lies_in_else_the_one_it_borders_most():
    new, _ = draw(GROUND, BETWEEN)
    whole = {TWO: shapely.box(113.31, 40.08, 113.34, 40.09)}
    assert community_of(new, whole, GROUND, 12) == TWO
    touching = draw(GROUND, [(x, y if x < 113.315 else min(y, 40.084)) for x, y in BETWEEN])[0]
    assert community_of(touching, {}, GROUND, 12) == ONE
    with pytest.raises(NoCommunityThere):
        community_of(shapely.box(114, 41, 114.01, 41.01), {}, GROUND, 12)
