"""How grids fall into classes, and what the map says it shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.territory.classes import (
    MOST_CLASSES,
    class_step,
    even_classes,
    signed_classes,
)
from app.territory.queries import GridRow
from app.territory.rules import GridKind
from ui.territory.shading import Shade, shading


def row(name: str, population: int, *, worker: str = "邓秋霞", kind=GridKind.GENERAL) -> GridRow:
    return GridRow(name, name, kind, population // 2, population, worker, 1)


@given(st.integers(0, 10_000_000))
def test_six_round_classes_of_which_the_last_is_open_hold_the_most(most):
    step = class_step(most)

    assert step * (MOST_CLASSES + 1.5) >= most
    assert str(step).rstrip("0") in ("1", "2", "25", "5")


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (7, 1), (1_218, 200), (1_600, 250), (2_900, 500)]
)
def test_one_large_grid_leaves_the_others_their_classes(most, step):
    assert class_step(most) == step


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 5_000), min_size=1, max_size=30))
def test_every_grid_falls_into_one_class_of_the_legend(populations):
    grids = {code: row(code, population) for code, population in populations.items()}

    made = shading(Shade.POPULATION, grids)

    assert made.class_of.keys() == grids.keys()
    assert sum(entry.count for entry in made.classes) == len(grids)
    assert max(made.class_of.values()) == len(made.classes) - 1


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 400), min_size=1, max_size=60))
def test_even_classes_begin_at_ascending_whole_numbers_and_hold_every_region(values):
    made = even_classes(values)

    assert list(made.limits) == sorted(set(made.limits))
    assert all(limit >= 1 and limit == int(limit) for limit in made.limits)
    assert sum(made.counts) == len(values)
    assert all(
        bool(made.class_of[code]) is (bool(made.limits) and value >= made.limits[0])
        for code, value in values.items()
    )


def test_where_few_have_most_of_it_the_others_are_told_apart_nevertheless():
    skewed = {str(n): float(n) for n in range(30)} | {"one": 900.0}

    assert min(even_classes(skewed).counts) >= 4


def test_more_and_less_than_before_are_told_apart_around_nothing():
    made = signed_classes({"a": -12, "b": -1, "c": 0, "d": 1, "e": 9})

    assert made.class_of == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}
    assert signed_classes({}).counts == even_classes({}).counts == ()


def test_the_finding_names_the_largest_and_the_mean():
    grids = {"a": row("桥北 01", 1_100), "b": row("桥北 02", 300)}

    assert (
        shading(Shade.POPULATION, grids).finding == "桥北 01 人最多：1,100 人，每个网格平均 700 人"
    )
    assert "户最多：550 户" in shading(Shade.HOUSEHOLDS, grids).finding


def test_only_general_grids_can_lack_a_worker():
    grids = {
        "a": row("桥北 01", 1),
        "b": row("桥北 02", 1, worker=""),
        "c": row("市场", 1, worker="", kind=GridKind.DEDICATED),
    }

    made = shading(Shade.WORKER, grids)

    assert made.class_of == {"a": 0, "b": 1}
    assert made.finding == "1 个综合网格缺专职网格员"
    filled = shading(Shade.WORKER, {"a": replace(grids["a"])})
    assert filled.finding == "每个综合网格都有专职网格员"


@pytest.mark.parametrize("shade", [Shade.NONE, Shade.POPULATION, Shade.HOUSEHOLDS])
def test_without_grids_nothing_is_coloured(shade):
    assert shading(shade, {}).classes == ()
