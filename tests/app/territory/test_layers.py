"""Prepared layers: levels of detail share their borders, and are kept and read as they were."""

from dataclasses import fields

import numpy as np
import pytest
import shapely

from app.territory.layers.packed import UNITS_PER_DEGREE, Level
from app.territory.layers.prepare import prepare
from app.territory.layers.store import keep_layer, read_layer, write_layer
from tests.factories.layers import layer, made


def area_of(level: Level, number: int) -> float:
    """Return the area that the borders of an area enclose, in square degrees (shoelace)."""
    sides, ends = level.sides, level.ends / UNITS_PER_DEGREE
    total = 0.0
    for column, way in ((0, 1.0), (1, -1.0)):
        x1, y1, x2, y2 = ends[sides[:, column] == number].T
        total += way * float((x1 * y2 - x2 * y1).sum()) / 2
    return total


def test_each_area_is_enclosed_by_its_borders_at_every_level():
    found, grids = layer(), made()

    for level in found.levels:
        for number in range(1, len(found) + 1, 7):
            ends = level.ends[(level.sides == number).any(axis=1)]
            corners = np.concatenate([ends[:, :2], ends[:, 2:]])
            _, counts = np.unique(corners, axis=0, return_counts=True)
            assert not (counts % 2).any()
    exact = shapely.area(grids.areas)
    finest = [area_of(found.levels[0], number) for number in range(1, len(found) + 1)]
    assert finest == pytest.approx(exact, rel=1e-5)


def test_simplified_areas_leave_no_slit_and_no_overlap():
    """What the areas enclose is what the outer border encloses, level for level."""
    found = layer()

    assert len(found.levels) >= 3
    for level in found.levels:
        total = sum(area_of(level, number) for number in range(1, len(found) + 1))
        assert total == pytest.approx(-area_of(level, 0), rel=1e-9)
        _, counts = np.unique(level.ends, axis=0, return_counts=True)
        assert counts.max() == 1


def test_coarser_levels_have_fewer_borders_and_every_area():
    found = layer()
    sizes = [len(level.ends) for level in found.levels]

    assert sizes == sorted(sizes, reverse=True)
    for level in found.levels:
        assert set(np.unique(level.sides)) == set(range(len(found) + 1))


def test_a_border_tells_how_many_tiers_lie_between_its_sides():
    found = layer()
    level, codes = found.levels[0], found.all_codes()

    for (left, right), rank in zip(level.sides[:500], level.ranks[:500], strict=True):
        if left and right:
            one, other = codes[left - 1], codes[right - 1]
            assert rank == sum(one[:n] != other[:n] for n in (2, 4, 6, 9, 12))
        else:
            assert rank > level.ranks[(level.sides > 0).all(axis=1)].max()


def test_a_box_finds_every_border_that_touches_it():
    level = layer().levels[0]
    chance = np.random.default_rng(3)
    lines = shapely.linestrings(level.ends.reshape(-1, 2, 2).astype(float))

    for _ in range(20):
        x, y = chance.integers(level.ends[:, :2].min(axis=0), level.ends[:, 2:].max(axis=0))
        width, height = chance.integers(1, 3_000_000, 2)
        box = (int(x), int(y), int(x + width), int(y + height))
        touching = np.flatnonzero(shapely.intersects(lines, shapely.box(*box)))
        assert set(touching) <= set(level.pieces_in(box))


def test_the_area_under_a_point_is_the_one_that_holds_it():
    found, grids = layer(), made()
    west, south, east, north = found.box()
    chance = np.random.default_rng(4)
    points = chance.uniform((west, south), (east, north), (150, 2))
    tree = shapely.STRtree(grids.areas)

    for x, y in points:
        holders = tree.query(shapely.Point(x, y), predicate="within")
        expected = int(holders[0]) + 1 if len(holders) else 0
        assert found.at(float(x), float(y)) == expected


def test_codes_and_names_are_read_back_from_the_packed_bytes():
    found, grids = layer(), made()

    assert found.all_codes() == grids.codes
    assert [found.number_of(code) for code in grids.codes] == list(range(1, len(grids.codes) + 1))
    assert found.number_of("999999999999999") == 0
    assert (found.code(0), found.name(1)) == ("", grids.names()[0])
    assert [named.digits for named in found.named] == [2, 4, 6, 9, 12, 15]
    assert found.named[0].name(0) == grids.above()[grids.codes[0][:2]]


def test_overlaps_are_put_right_before_drawing():
    """Two squares a hundredth over each other, and one beside that touches neither."""
    squares = [shapely.box(112, 37, 112.51, 38), shapely.box(112.5, 37, 113, 38)]
    squares.append(shapely.box(114, 37, 115, 38))
    codes = ["990101001001001", "990101001001002", "990101001001003"]
    found = prepare(codes, ["甲", "乙", "丙"], list(shapely.to_wkb(squares)), [(0, 0)] * 3, {}, "v")
    level = found.levels[0]

    assert sum(area_of(level, number) for number in (1, 2)) == pytest.approx(1.0)
    assert (level.sides == (1, 2)).all(axis=1).any() or (level.sides == (2, 1)).all(axis=1).any()


def test_a_layer_without_areas_is_empty():
    found = prepare([], [], [], [], {}, "v")

    assert (len(found), found.box(), found.at(112.0, 37.0), found.number_of("1")) == (0, None, 0, 0)


def test_a_kept_layer_is_read_as_it_was(tmp_path):
    found = layer()
    read = keep_layer(tmp_path, "province", found)

    for each in fields(found):
        before, after = getattr(found, each.name), getattr(read, each.name)
        if isinstance(before, np.ndarray):
            assert np.array_equal(before, after)
    assert read.levels[1].corner == found.levels[1].corner
    assert np.array_equal(read.levels[-1].ends, found.levels[-1].ends)
    assert read.all_codes() == found.all_codes()


def test_only_the_newest_layer_of_a_key_and_few_keys_are_kept(tmp_path):
    for key in ("a", "a", "b", "c", "d", "e", "f", "g"):
        write_layer(tmp_path / "kept", key, layer())

    standing = list((tmp_path / "kept").iterdir())
    assert len(standing) == 6
    assert all(len(list(each.iterdir())) == 1 for each in standing)


def test_what_is_broken_or_of_another_format_is_not_read(tmp_path, caplog):
    assert read_layer(tmp_path, "nobody") is None
    write_layer(tmp_path, "a", layer())
    (place,) = (tmp_path / "a").iterdir()
    (place / "corners.npy").write_bytes(b"cut short")
    assert read_layer(tmp_path, "a") is None

    (place / "about.json").write_text('{"format": 0}')
    assert read_layer(tmp_path, "a") is None


def test_where_nothing_can_be_kept_the_layer_itself_is_used(tmp_path, caplog):
    (tmp_path / "blocked").write_text("a file where a folder should be")

    assert keep_layer(tmp_path / "blocked", "a", layer()) is layer()
