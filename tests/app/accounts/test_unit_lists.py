"""Units in lists and pickers, and scopes as conditions."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.actions import (
    UnitDraft,
    deactivate_person,
    update_unit,
)
from app.accounts.models import Unit
from app.accounts.queries import (
    UnitFilter,
    find_units,
    unit_row,
    units_page,
)
from app.accounts.rules import UnitKind
from app.accounts.scope import in_regions
from app.core.errors import NotFound
from tests.factories.accounts import NORTH, SOUTH


def test_units_are_listed_with_parent_and_people(house):
    top = house.unit("北街办", kind=UnitKind.CENTRE)
    below = house.unit("综治办", parent_id=top, code="ZZ01")
    house.person("p.a", unit_id=below)
    house.do(deactivate_person, house.person("p.b", unit_id=below))
    rows = house.ask(units_page, UnitFilter()).rows
    assert [(row.name, row.parent_name, row.people) for row in rows] == [
        ("北街办", "", 0),
        ("综治办", "北街办", 1),
    ]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_every_unit_comes_once_whatever_the_page_size(house, size):
    for number in range(5):
        house.unit(f"第{number % 2}所")
    seen, after = [], None
    while True:
        part = house.ask(units_page, UnitFilter(), after=after, size=size)
        seen += [row.id for row in part.rows]
        after = part.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5


def test_units_are_found_by_name_code_and_pinyin(house):
    house.unit("市政所", code="SZ01")
    house.unit("供水所")
    for text in ("市政", "szs", "shizheng", "shi z", "sz01", "SZ01"):
        assert [row.name for row in house.ask(find_units, text)] == ["市政所"], text
        assert len(house.ask(units_page, UnitFilter(text)).rows) == 1, text
    assert house.ask(find_units, "%") == ()
    assert len(house.ask(find_units, "")) == 2


def test_the_list_of_units_is_narrowed_by_kind_region_and_state(house):
    north = house.unit("甲")
    house.unit("乙", SOUTH, kind=UnitKind.PROPERTY_COMPANY)
    gone = UnitDraft("甲", UnitKind.DEPARTMENT, NORTH, is_active=False)
    house.do(update_unit, north, gone, 1)
    ask = lambda **chosen: [row.name for row in house.ask(units_page, UnitFilter(**chosen)).rows]  # noqa: E731
    assert ask() == ["乙"]
    assert ask(with_inactive=True) == ["甲", "乙"]
    assert ask(with_inactive=True, region=NORTH) == ["甲"]
    assert ask(with_inactive=True, kind=UnitKind.PROPERTY_COMPANY) == ["乙"]


def test_a_picker_offers_units_that_answer_for_a_place_or_lie_in_it(house):
    house.unit("市供水", "1402")
    house.unit("北街办", NORTH)
    house.unit("社区", NORTH + "001", kind=UnitKind.COMMUNITY)
    house.unit("南街办", SOUTH)
    near = [row.name for row in house.ask(find_units, "", near=NORTH)]
    assert near == ["北街办", "社区", "市供水"]
    assert [row.name for row in house.ask(find_units, "", kinds=(UnitKind.COMMUNITY,))] == ["社区"]
    assert len(house.ask(find_units, "", limit=2)) == 2


def test_a_unit_that_is_not_there_is_not_found(house):
    with pytest.raises(NotFound):
        house.ask(unit_row, uuid4())


# Scopes as conditions


def test_a_scope_is_a_range_of_codes(house):
    house.unit("a", NORTH)
    house.unit("b", NORTH + "001")
    house.unit("c", SOUTH)
    for prefixes, found in (
        ((), set()),
        (("",), {"a", "b", "c"}),
        ((NORTH,), {"a", "b"}),
        ((NORTH + "001",), {"b"}),
        ((NORTH, SOUTH), {"a", "b", "c"}),
        (("14021300",), {"a", "b", "c"}),
        (("2",), set()),
    ):
        with house.database.reading() as session:
            ask = sa.select(Unit.name).where(in_regions(Unit.region, prefixes))
            assert set(session.scalars(ask)) == found, prefixes
