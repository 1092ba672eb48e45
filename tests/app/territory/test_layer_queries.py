"""Layers out of the database: which state the outlines are in, and what is kept of them."""

from uuid import uuid4

import pytest

from app.core.actor import console
from app.territory.actions import GridDraft, RegionDraft, open_grid, save_region, set_outline
from app.territory.queries.layers import (
    kept_layer,
    layer_key,
    layer_rows,
    layer_state,
    make_layer,
)
from app.territory.rules import GridKind, Tier
from tests.app.territory.conftest import COMMUNITY, STREET, square


def state_of(database, prefix=STREET):
    with database.reading() as session:
        return layer_state(session, prefix, Tier.GRID)


def do(database, action, *given, **more):
    with database.writing(console("test")) as uow:
        action(uow, *given, command_key=uuid4(), **more)


def test_a_layer_holds_the_grids_of_a_region_in_the_order_of_their_codes(town):
    with town.reading() as session:
        rows = layer_rows(session, STREET, Tier.GRID)
        state = layer_state(session, STREET, Tier.GRID)

    assert rows.codes == tuple(f"{COMMUNITY}{number:03d}" for number in (1, 2, 3))
    assert rows.names[0] == "桥北第1网格"
    assert rows.above[COMMUNITY] == "桥北社区居民委员会"
    assert rows.centres[0] == pytest.approx((113.315, 40.085))
    assert state.count == 3


def test_the_state_changes_with_an_outline_a_name_and_a_new_grid_and_else_not(town):
    seen = [state_of(town)]
    assert state_of(town) == seen[0]

    do(town, set_outline, f"{COMMUNITY}003", square(3, row=1))
    seen.append(state_of(town))
    do(town, open_grid, GridDraft(f"{COMMUNITY}004", "桥北第4网格", wkb=square(4)))
    seen.append(state_of(town))
    do(town, save_region, RegionDraft(COMMUNITY, "桥北第一社区居民委员会"), seen_version=1)
    seen.append(state_of(town))

    assert len({state.version for state in seen}) == 4
    assert len({state.key for state in seen}) == 1


def test_micro_grids_lie_inside_others_and_are_left_out(town):
    before = state_of(town)
    inside = GridDraft(f"{COMMUNITY}009", "微网格", GridKind.MICRO, wkb=square(2))
    do(town, open_grid, inside)

    assert state_of(town) == before


def test_a_region_without_outlines_has_an_empty_layer(town):
    assert state_of(town, "990102").count == 0


def test_what_was_made_is_kept_for_the_next_start(town):
    with town.reading() as session:
        key = layer_key(session, STREET, Tier.GRID)
        assert kept_layer(key) is None
        rows = layer_rows(session, STREET, Tier.GRID)
        state = layer_state(session, STREET, Tier.GRID)
    made = make_layer(rows, state)
    kept = kept_layer(key)

    assert (len(made), kept.version) == (3, state.version)
    assert kept.code(kept.at(113.325, 40.085)) == f"{COMMUNITY}002"
