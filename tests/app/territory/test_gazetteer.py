"""The gazetteer as a list: each place once, in the order of pinyin, narrowed by what was typed."""

from uuid import uuid4

import pytest

from app.core.errors import NotFound
from app.territory.actions import PlaceDraft, save_place
from app.territory.queries import place_row, places_page
from app.territory.rules import PlaceKind
from tests.app.territory.conftest import COMMUNITY, OTHER_COMMUNITY, STREET

GRID, OTHER_GRID = f"{COMMUNITY}001", f"{COMMUNITY}002"


@pytest.fixture
def enter(town, keeper):
    def entered(name, grid=GRID, **given):
        draft = PlaceDraft(name, PlaceKind.COMPOUND, grid, 113.305, 40.085, **given)
        with town.writing(keeper) as uow:
            return save_place(uow, draft, command_key=uuid4())

    return entered


def names(database, prefix, **given) -> list[str]:
    with database.reading() as session:
        return [row.name for row in places_page(session, prefix, **given).rows]


def test_places_of_a_region_stand_in_the_order_of_pinyin(town, enter):
    for name in ("滨河花园", "安居小区", "翠湖家园"):
        enter(name)
    enter("东苑", OTHER_GRID)

    assert names(town, GRID) == ["安居小区", "滨河花园", "翠湖家园"]
    assert names(town, COMMUNITY) == ["安居小区", "滨河花园", "翠湖家园", "东苑"]
    assert names(town, OTHER_COMMUNITY) == []


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_place_comes_once_whatever_the_page_size(town, enter, size):
    for name in ("甲院", "乙院", "丙院", "甲 院"):
        enter(name)
    seen, after = [], None
    while True:
        with town.reading() as session:
            page = places_page(session, STREET, after=after, size=size)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break

    assert len(seen) == len(set(seen)) == 4


@pytest.mark.parametrize("typed", ["花园", "bhhy", "BH", " 滨河 "])
def test_places_are_found_by_part_of_the_name_and_by_initials(town, enter, typed):
    enter("滨河花园")
    enter("安居小区")

    assert names(town, STREET, text=typed) == ["滨河花园"]


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "没有"])
def test_signs_are_plain_letters(town, enter, typed):
    enter("滨河花园")

    assert names(town, STREET, text=typed) == []


def test_a_former_name_says_what_the_place_is_called_today(town, enter):
    today = enter("滨河花园")
    former = enter("二纺宿舍", former_name_of=today)

    with town.reading() as session:
        row = place_row(session, former)

    assert (row.former_name_of, row.name_today) == (today, "滨河花园")
    assert row.region_name == "桥北第1网格"


def test_a_place_nobody_entered_is_not_found(town):
    with town.reading() as session, pytest.raises(NotFound):
        place_row(session, uuid4())
