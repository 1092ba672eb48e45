"""What the demo says: something about every kind, nothing twice, no slot left open."""

import string
import tomllib
from collections import Counter
from random import Random

import pytest

from app.core.words import RESOURCES
from app.demo.phrases import Teller
from app.demo.spots import GridArea, Spots
from app.demo.street import KindTexts, StreetPlan, kind_texts, load_street
from app.territory.rules import Tier, parent_of, tier_of

FILLED = {"p", "when", "long", "n"}


@pytest.fixture(scope="module")
def plan() -> StreetPlan:
    return load_street()


@pytest.fixture
def spots(plan: StreetPlan) -> Spots:
    areas = [
        GridArea(
            f"{community.code}{number:03d}",
            (113.3 + number / 100, 40.1),
            ((113.3 + number / 100, 40.1), (113.301 + number / 100, 40.101)),
        )
        for community in plan.communities
        for number in range(1, community.grids + 1)
    ]
    return Spots(plan, areas, Random(1))


def shipped_kinds() -> dict[str, list[object]]:
    with (RESOURCES / "dictionaries" / "categories.toml").open("rb") as file:
        groups = tomllib.load(file)
    return {kind[0]: kind for group in groups.values() for kind in group.get("kinds", ())}


def test_there_are_texts_for_every_shipped_kind_but_complaints_about_officials():
    told = {code for code in shipped_kinds() if not code.startswith("X18")}

    assert set(kind_texts()) == told


@pytest.mark.parametrize("texts", kind_texts().values(), ids=lambda texts: texts.code)
def test_every_slot_of_a_text_is_one_that_is_filled(texts: KindTexts):
    for text in (*texts.titles, *texts.texts, *texts.doing, *texts.done):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert names <= FILLED
    assert all("{p}" in title for title in texts.titles)
    assert texts.weight > 0


def test_every_responsible_unit_of_the_dictionary_works_in_the_street(plan: StreetPlan):
    wanted = {str(kind[3]) for kind in shipped_kinds().values() if kind[3]}
    assert wanted == {unit.code for unit in plan.units}
    on_paper = [unit.code for unit in plan.units if not unit.people]
    assert len(on_paper) == 1  # one unit has no desk: the centre types in what it answers


def test_the_street_is_a_real_one_with_its_codes(plan: StreetPlan):
    assert [tier_of(code) for code, _ in plan.regions] == list(Tier)[:4]
    assert all(parent_of(community.code) == plan.code for community in plan.communities)
    assert sum(community.grids for community in plan.communities) == 160


def test_no_two_cases_have_the_same_title(plan: StreetPlan, spots: Spots):
    teller = Teller(plan.words, spots, Random(1))
    kinds = list(kind_texts().values())
    told = [teller.tell(kind, 2) for _ in range(12) for kind in kinds]
    twice = [title for title, n in Counter(each.title for each in told).items() if n > 1]
    assert not twice


def test_reports_of_a_case_differ_from_each_other(plan: StreetPlan, spots: Spots):
    teller = Teller(plan.words, spots, Random(1))
    for kind in kind_texts().values():
        reports = teller.tell(kind, 3).reports
        assert len(set(reports)) == 3


def test_a_place_lies_in_the_community_its_words_name(plan: StreetPlan, spots: Spots):
    road_of = {road: c.code for c in plan.communities for road in c.roads}
    for sort in ("number", "corner"):
        for _ in range(200):
            spot = spots.draw(sort)
            road = next(road for road in road_of if spot.words.startswith(road))
            assert spot.grid.startswith(road_of[road])


def test_every_name_of_the_gazetteer_stands_for_one_place(spots: Spots):
    names = Counter(place.name for place in spots.named)
    assert max(names.values()) == 1
    former = [place for place in spots.named if place.former]
    assert former
    assert all(place.former in names for place in former)
