"""What "search everything" finds among people and units, and for whom."""

import pytest

from app.accounts.actions import GrantDraft
from app.accounts.rules import Role
from tests.factories.accounts import NORTH
from ui.accounts import SLICE
from ui.core.targets import InHandWanted, PersonWanted, UnitWanted


@pytest.fixture
def find(sit):
    def found(town, actor, text):
        seat = sit(town.database, actor)
        hits: list = []
        seat.desk.read(lambda session: SLICE.search.find(seat.desk, session, text), hits.extend)
        seat.settle()
        return hits

    return found


def test_an_administrator_finds_people_and_units(town, find):
    unit = town.unit("市政养护站", NORTH)
    person = town.person("gao", name="高海燕", unit_id=unit)

    people = find(town, town.administrator(), "ghy")
    units = find(town, town.actor(person), "市政养护站")

    assert [(hit.title, hit.target) for hit in people] == [("高海燕", PersonWanted(person))]
    assert [(hit.title, hit.target, hit.score) for hit in units] == [
        ("市政养护站", UnitWanted(unit), 100)
    ]


@pytest.mark.parametrize("typed", ["高海燕", "海燕", "ghy", "gaohai", "市政", "szyhz"])
def test_everybody_finds_a_colleague_and_what_they_have_in_hand(embedded_town, find, typed):
    town = embedded_town
    unit = town.unit("市政养护站", NORTH)
    handler = town.person(
        "gao", GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit), name="高海燕", unit_id=unit
    )

    hits = [h for h in find(town, town.actor(handler), typed) if "高海燕" in h.title]

    assert [hit.target for hit in hits] == [InHandWanted(handler, "高海燕")]
    assert hits[0].detail == "市政养护站·部门承办人·看在办事件"


@pytest.mark.parametrize("typed", ["市政", "szyhz"])
def test_a_name_of_its_own_comes_before_people_of_a_unit_called_so(town, find, typed):
    unit = town.unit("市政养护站", NORTH)
    grant = GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit)
    gao = town.person("gao", grant, name="高海燕", unit_id=unit)
    town.person("shi", grant, name="石市政", unit_id=unit)

    hits = sorted(find(town, town.actor(gao), typed), key=lambda hit: -hit.score)

    names = [hit.title for hit in hits]
    assert names.index("市政养护站") < names.index("高海燕")
    if typed == "市政":
        assert names[-1] == "高海燕"
        assert "石市政" in names[:2]


def test_who_reads_no_cases_is_offered_no_colleagues_cases(embedded_town, find):
    town = embedded_town
    unit = town.unit("市政养护站", NORTH)
    plain = town.person("gao", name="高海燕", unit_id=unit)

    assert find(town, town.actor(plain), "高海燕") == []


def test_quotes_and_percent_signs_are_plain_letters(embedded_town, find):
    assert find(embedded_town, embedded_town.administrator(), "%'\"_") == []
