"""Units: taken in and changed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.accounts.actions import (
    UnitDraft,
    create_unit,
    update_unit,
)
from app.accounts.errors import (
    BeyondReach,
    UnitCodeTaken,
    UnitUnderItself,
)
from app.accounts.queries import unit_row
from app.accounts.rules import UnitKind
from app.core.errors import Conflict, NotFound
from app.core.words import sentence
from tests.factories.accounts import NORTH, SOUTH

HOUR = timedelta(hours=1)


def test_a_unit_is_created_and_changed(house, administrator):
    draft = UnitDraft("市政所", UnitKind.DEPARTMENT, NORTH, code=" SZ01 ", phone="12319")
    key = house.do(create_unit, draft, actor=administrator)
    row = house.ask(unit_row, key)
    assert (row.name, row.code, row.phone, row.has_desk) == ("市政所", "SZ01", "12319", True)
    changed = UnitDraft("市政养护所", UnitKind.DEPARTMENT, NORTH, has_desk=False, is_active=False)
    house.do(update_unit, key, changed, row.version, actor=administrator)
    row = house.ask(unit_row, key)
    assert (row.name, row.code, row.has_desk, row.is_active) == ("市政养护所", "", False, False)
    facts = house.last_entry().facts
    assert (facts["old"]["name"], facts["new"]["name"]) == ("市政所", "市政养护所")


def test_a_unit_seen_before_somebody_changed_it_is_a_conflict(house):
    key = house.unit("市政所")
    draft = UnitDraft("市政所", UnitKind.DEPARTMENT, NORTH, phone="1")
    house.do(update_unit, key, draft, house.ask(unit_row, key).version)
    with pytest.raises(Conflict):
        house.do(update_unit, key, draft, 1)


def test_a_unit_code_is_given_once_and_none_as_often_as_wanted(house):
    house.unit("甲", code="A1")
    house.unit("乙")
    house.unit("丙")
    with pytest.raises(UnitCodeTaken) as refused:
        house.unit("丁", code="A1")
    assert "A1" in sentence(refused.value)


def test_a_unit_of_another_street_is_not_found_and_none_is_moved_there(house, administrator, south):
    draft = UnitDraft("新", UnitKind.DEPARTMENT, SOUTH)
    with pytest.raises(NotFound):
        house.do(update_unit, south, draft, 1, actor=administrator)
    with pytest.raises(BeyondReach):
        house.do(create_unit, draft, actor=administrator)
    mine = house.unit("北街办")
    with pytest.raises(BeyondReach):
        house.do(update_unit, mine, draft, 1, actor=administrator)


def test_a_unit_never_stands_below_itself(house):
    top = house.unit("上")
    middle = house.unit("中", parent_id=top)
    bottom = house.unit("下", parent_id=middle)
    draft = UnitDraft("上", UnitKind.DEPARTMENT, NORTH, parent_id=bottom)
    with pytest.raises(UnitUnderItself):
        house.do(update_unit, top, draft, 1)
    with pytest.raises(NotFound):
        house.unit("无", parent_id=uuid4())


def test_a_unit_that_is_not_there_cannot_change(house):
    with pytest.raises(NotFound):
        house.do(update_unit, uuid4(), UnitDraft("无", UnitKind.DEPARTMENT, NORTH), 1)


def test_a_moved_unit_is_news_in_both_regions(house, south):
    news = []
    house.database.subscribe(news.extend)
    house.do(update_unit, south, UnitDraft("南街办", UnitKind.DEPARTMENT, NORTH), 1)
    assert {change.region for change in news} == {NORTH, SOUTH}
