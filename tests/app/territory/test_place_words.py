import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.territory import place_words
from app.territory.place_words import Shift
from app.territory.rules import PlaceKind


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("振华街 ３６ 号门口", "振华街36号门口"),
        ("振华街三十六号", "振华街36号"),
        ("大庆路一百零五号院", "大庆路105号院"),
        ("十号院", "10号院"),
        ("Ａ座\u200b Ｂ", "a座b"),
    ],
)
def test_words_are_compared_without_width_case_blanks_or_spelt_numbers(words, plain):
    assert place_words.plain_words(words) == plain


@given(st.text("振华街三十六百号楼 ３６\u3000Ａbé´\u200b", max_size=40))
def test_comparing_words_twice_changes_nothing_more(words):
    once = place_words.plain_words(words)

    assert place_words.plain_words(once) == once


def test_every_piece_that_could_be_a_name_is_looked_up():
    assert set(place_words.possible_names("振华街36")) == {
        "振华", "振华街", "振华街3", "振华街36", "华街", "华街3", "华街36", "街3", "街36", "36",
    }  # fmt: skip


def test_a_very_long_text_asks_for_a_bounded_number_of_names():
    plain = place_words.plain_words("很长的话" * 10_000)

    assert len(plain) == place_words.WORDS_MAX
    assert len(list(place_words.possible_names(plain))) < 3_000


@pytest.mark.parametrize(
    ("rest", "number"),
    [("36号门口", 36), ("36-2号", 36), ("36号楼", None), ("门口", None), ("2号线", None)],
)
def test_a_house_number_is_read_from_what_follows_the_road(rest, number):
    assert place_words.house_number(rest) == number


@pytest.mark.parametrize(
    ("rest", "east", "north"),
    [
        ("东200米", 200, 0),
        ("往西50m处", -50, 0),
        ("北侧约100米", 0, 100),
        ("东南300米", 300 / math.sqrt(2), -300 / math.sqrt(2)),
    ],
)
def test_a_direction_and_a_distance_shift_the_point(rest, east, north):
    assert place_words.shift_of(rest) == Shift(pytest.approx(east), pytest.approx(north))


@pytest.mark.parametrize("rest", ["", "200米", "东门", "门口东200米"])
def test_anything_else_shifts_nothing(rest):
    assert place_words.shift_of(rest) is None


def test_a_shift_is_metres_on_the_ground():
    from pyproj import Geod

    there = place_words.shifted(113.3, 40.08, Shift(300.0, -400.0))

    assert Geod(ellps="GRS80").inv(113.3, 40.08, *there)[2] == pytest.approx(500.0, rel=0.01)


@pytest.mark.parametrize(
    ("words", "learned"),
    [
        ("振华街 36 号门口，桥东 200 米", "振华街36号"),
        ("御馨花都3号楼2单元501室", "御馨花都3号楼"),
        ("操场城东街路口", "操场城东街路口"),
        ("曾家庄村口", "曾家庄村"),
        ("大同市第二中学门口", "大同市第二中学"),
        ("红旗家园十二号楼", "红旗家园12号楼"),
    ],
)
def test_streets_buildings_and_house_numbers_are_learned(words, learned):
    assert place_words.learnable_name(words) == learned


@pytest.mark.parametrize(
    "words",
    [
        "李大爷家门口",
        "王某家楼下",
        "张三家",
        "我们小区",
        "13812345678打这个电话的店",
        "沃尔玛对面停车场",
        "12号楼",
        "路灯不亮",
        "",
    ],
)
def test_what_leads_to_a_person_or_to_no_place_is_not_learned(words):
    assert place_words.learnable_name(words) is None


@given(st.text("振华街家园号楼单元室一二3 6，某", max_size=30))
def test_nothing_below_the_building_is_ever_learned(words):
    learned = place_words.learnable_name(words) or ""

    assert not re.search(r"[\d一二三](单元|室)", learned)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("红旗家园12号楼", PlaceKind.BUILDING),
        ("振华街36号", PlaceKind.HOUSE_NUMBER),
        ("振华街", PlaceKind.ROAD),
        ("红旗家园", PlaceKind.COMPOUND),
        ("红旗广场", PlaceKind.OTHER),
    ],
)
def test_the_kind_of_a_learned_place_is_told_by_its_name(name, kind):
    assert place_words.kind_by_name(name) is kind
