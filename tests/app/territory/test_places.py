from uuid import uuid4

import pytest

from app.accounts.rules import Right
from app.core.actor import console
from app.core.errors import Conflict, NotAllowed, NotFound
from app.territory import queries
from app.territory.actions import PlaceDraft, confirm_place, save_place
from app.territory.actions.places import OwnFormerName
from app.territory.coordinates import OutsideChina
from app.territory.rules import BadName, PlaceKind
from tests.app.territory.conftest import COMMUNITY, STREET, worker

ONE, TWO, THREE = (f"{COMMUNITY}{number:03d}" for number in (1, 2, 3))
POINTS = {ONE: (113.315, 40.085), TWO: (113.325, 40.085), THREE: (113.335, 40.085)}


def keep(database, name, kind=PlaceKind.OTHER, grid=ONE, **more):
    where = dict(zip(("longitude", "latitude"), POINTS.get(grid, POINTS[ONE]), strict=True))
    draft = PlaceDraft(name, kind, grid, **(where | more))
    with database.writing(console("test")) as uow:
        return save_place(uow, draft, command_key=uuid4())


def find(database, text, **asked):
    with database.reading() as session:
        return queries.find_places(session, text, **asked)


def names(database, text, **asked):
    return [found.name for found in find(database, text, **asked)]


@pytest.fixture
def receptionist():
    return worker(Right.REGISTER_CASE)


def confirm(database, actor, words, grid, point=None):
    longitude, latitude = point or POINTS[grid]
    with database.writing(actor) as uow:
        return confirm_place(uow, words, longitude=longitude, latitude=latitude, grid=grid)


def test_the_longest_known_name_in_the_words_wins(town):
    keep(town, "振华", grid=THREE)
    keep(town, "振华街", PlaceKind.ROAD, ONE)
    keep(town, "振华街幼儿园", PlaceKind.SCHOOL, TWO)

    best, *others = find(town, "振华街幼儿园门口路灯不亮")

    assert (best.name, best.region_code, best.rest) == ("振华街幼儿园", TWO, "门口路灯不亮")
    assert best.region_name == "桥北第2网格"
    assert (best.longitude, best.latitude) == POINTS[TWO]
    assert [other.name for other in others] == ["振华街", "振华"]


def test_a_place_known_down_to_the_community_names_it_as_people_do(town):
    keep(town, "桥北公园", PlaceKind.LANDMARK, COMMUNITY)

    (found,) = find(town, "桥北公园里")

    assert (found.region_code, found.region_name) == (COMMUNITY, "桥北社区")


def test_the_house_number_stays_with_the_road(town):
    keep(town, "振华街", PlaceKind.ROAD)

    (best,) = find(town, "振华街 36 号门口，桥东 200 米")

    assert best.rest == "36号门口,桥东200米"
    assert best.is_rough


def test_the_closest_known_house_number_is_offered_for_one_nobody_knows(town):
    keep(town, "振华街", PlaceKind.ROAD, ONE)
    keep(town, "振华街34号", PlaceKind.HOUSE_NUMBER, TWO)
    keep(town, "振华街35号", PlaceKind.HOUSE_NUMBER, THREE)
    keep(town, "振华街200号", PlaceKind.HOUSE_NUMBER, ONE)

    best, *others = find(town, "振华街36号")

    assert (best.name, best.rest, best.is_rough) == ("振华街35号", "36号", True)
    assert [other.name for other in others] == ["振华街"]
    assert names(town, "振华街34号") == ["振华街34号", "振华街"]
    assert names(town, "振华街120号") == ["振华街"]


def test_a_number_on_the_same_side_of_the_road_is_closer(town):
    keep(town, "振华街", PlaceKind.ROAD, ONE)
    keep(town, "振华街38号", PlaceKind.HOUSE_NUMBER, TWO)
    keep(town, "振华街33号", PlaceKind.HOUSE_NUMBER, THREE)

    assert names(town, "振华街36号")[0] == "振华街38号"


def test_so_many_metres_east_of_a_place_is_another_grid(town):
    keep(town, "御河桥", PlaceKind.LANDMARK, ONE)

    (moved,) = find(town, "御河桥东 800 米处")
    (unmoved,) = find(town, "御河桥下")
    (outside,) = find(town, "御河桥西5000米")

    assert (moved.region_code, moved.is_rough) == (TWO, True)
    assert moved.longitude == pytest.approx(113.3244, abs=1e-4)
    assert unmoved.region_code == ONE
    assert outside.region_code == ONE
    assert outside.longitude < 113.27


def test_a_former_name_leads_to_the_place_of_today(town):
    today = keep(town, "绿洲西城", PlaceKind.COMPOUND, TWO)
    keep(town, "二电厂家属院", PlaceKind.COMPOUND, ONE, former_name_of=today)

    (found,) = find(town, "二电厂家属院 3 号楼")

    assert (found.place_id, found.name, found.matched) == (today, "绿洲西城", "二电厂家属院")
    assert (found.region_code, found.rest) == (TWO, "3号楼")
    assert found.is_former_name
    (both,) = find(town, "绿洲西城（二电厂家属院）")
    assert (both.place_id, both.matched) == (today, "二电厂家属院")
    assert not find(town, "绿洲西城")[0].is_former_name


def test_names_are_offered_while_they_are_typed(town):
    keep(town, "红旗广场", PlaceKind.LANDMARK, ONE)
    keep(town, "红旗里", PlaceKind.COMPOUND, TWO)

    assert names(town, "红旗") == ["红旗广场", "红旗里"]
    assert names(town, "红旗广") == ["红旗广场"]
    assert names(town, "hqg") == ["红旗广场"]
    assert names(town, "HQ") == ["红旗广场", "红旗里"]
    assert names(town, "红") == names(town, "") == names(town, "完全无关的话") == []


def test_the_same_name_is_meant_nearby(town):
    with town.writing(console("test")) as uow:
        from app.territory.actions import RegionDraft, save_region

        for code, name in (("1403", "阳泉市"), ("140302", "城区"), ("140302001", "上站街道")):
            save_region(uow, RegionDraft(code, name), command_key=uuid4())
    here = keep(town, "和平里", PlaceKind.COMPOUND, TWO)
    there = keep(town, "和平里", PlaceKind.COMPOUND, "140302001")

    def order(near):
        return [found.place_id for found in find(town, "和平里3号楼", near=near)]

    assert order(STREET) == [here, there]
    assert order("140302001") == [there, here]


def test_a_confirmed_place_is_learned_and_found_again(town, receptionist):
    place = confirm(town, receptionist, "振华街36号门口，桥东200米", TWO)

    (found,) = find(town, "振华街三十六号旁边")

    assert (found.place_id, found.name, found.confirmed_count) == (place, "振华街36号", 1)
    assert (found.kind, found.region_code) == (PlaceKind.HOUSE_NUMBER, TWO)


def test_what_was_confirmed_more_often_comes_first(town, receptionist):
    keep(town, "和平里", PlaceKind.COMPOUND, ONE)
    often = keep(town, "和平里", PlaceKind.COMPOUND, THREE)
    confirm(town, receptionist, "和平里小区", TWO)
    confirm(town, receptionist, "和平里", THREE)

    assert find(town, "和平里 2 号楼")[0].place_id == often


def test_confirming_the_same_spot_again_draws_the_point_to_the_middle(town, receptionist):
    west, east = (113.3200, 40.085), (113.3210, 40.085)
    first = confirm(town, receptionist, "振华街36号", TWO, west)
    second = confirm(town, receptionist, "振华街 36 号门前", TWO, east)

    (found,) = find(town, "振华街36号")
    assert first == second == found.place_id
    assert (found.longitude, found.confirmed_count) == (pytest.approx(113.3205), 2)


def test_a_point_that_a_person_entered_is_not_moved(town, receptionist):
    keep(town, "振华街36号", PlaceKind.HOUSE_NUMBER, TWO)
    confirm(town, receptionist, "振华街36号", TWO, (113.326, 40.085))

    (found,) = find(town, "振华街36号")
    assert (found.longitude, found.confirmed_count) == (POINTS[TWO][0], 1)


def test_the_same_name_elsewhere_is_another_place(town, receptionist):
    here = confirm(town, receptionist, "振华街36号", ONE)
    there = confirm(town, receptionist, "振华街36号", THREE)

    assert here != there
    assert {found.place_id for found in find(town, "振华街36号")} == {here, there}


@pytest.mark.parametrize("words", ["李大爷家门口", "13812345678说的地方", "他家楼下"])
def test_what_leads_to_a_person_never_enters_the_gazetteer(town, receptionist, words):
    assert confirm(town, receptionist, words, ONE) is None
    assert find(town, words) == ()


def test_only_who_handles_cases_there_confirms_places(town):
    with pytest.raises(NotAllowed):
        confirm(town, worker(Right.READ_CASES), "振华街36号", ONE)
    with pytest.raises(NotAllowed):
        confirm(town, worker(Right.REGISTER_CASE, region="140213050"), "振华街36号", ONE)


def test_a_place_is_corrected_by_whoever_saw_its_present_state(town, keeper):
    place = keep(town, "红旗里")
    draft = PlaceDraft("红旗北里", PlaceKind.COMPOUND, TWO, *POINTS[TWO])

    def save(**more):
        with town.writing(keeper) as uow:
            save_place(uow, draft, place_id=place, command_key=uuid4(), **more)

    save(seen_version=1)
    assert [(f.name, f.region_code) for f in find(town, "红旗北里")] == [("红旗北里", TWO)]
    with pytest.raises(Conflict):
        save(seen_version=1)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": "　"}, BadName),
        ({"name": "㍿" * 40}, BadName),
        ({"longitude": 40.0, "latitude": 113.0}, OutsideChina),
        ({"longitude": float("nan")}, OutsideChina),
        ({"region_code": f"{COMMUNITY}099"}, NotFound),
        ({"region_code": "140213050"}, NotAllowed),
        ({"former_name_of": uuid4()}, OwnFormerName),
    ],
)
def test_a_place_that_cannot_be_is_refused(town, keeper, change, refusal):
    good = {
        "name": "红旗里",
        "kind": PlaceKind.COMPOUND,
        "region_code": ONE,
        "longitude": 113.315,
        "latitude": 40.085,
    }
    with pytest.raises(refusal), town.writing(keeper) as uow:
        save_place(uow, PlaceDraft(**(good | change)), command_key=uuid4())


def test_former_names_do_not_form_chains(town, keeper):
    today = keep(town, "绿洲西城")
    former = keep(town, "二电厂家属院", former_name_of=today)
    with pytest.raises(OwnFormerName):
        keep(town, "电厂大院", former_name_of=former)
    other = keep(town, "五州帝景")
    draft = PlaceDraft("绿洲西城", PlaceKind.COMPOUND, ONE, *POINTS[ONE], former_name_of=other)

    with pytest.raises(OwnFormerName), town.writing(keeper) as uow:
        save_place(uow, draft, place_id=today, seen_version=1, command_key=uuid4())
    with pytest.raises(NotFound), town.writing(keeper) as uow:
        save_place(uow, draft, place_id=uuid4(), seen_version=1, command_key=uuid4())


@pytest.mark.parametrize("text", ["%%", "__", "''", '";--', "🙂🙂", "振" * 40_000, "\x00\x01"])
def test_odd_words_find_nothing_and_break_nothing(town, text):
    keep(town, "红旗里")

    assert find(town, text) == ()
