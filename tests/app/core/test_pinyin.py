import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.pinyin import initials, pinyin_key, reading

DIVISIONS = Path(__file__).parents[4] / "shared" / "data" / "china_divisions_2023_l1-4.csv"


def test_a_street_is_found_by_the_first_letters_of_its_name():
    assert initials("永泰街道") == "ytjd"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("永泰街道", "yong tai jie dao"),
        ("重庆市", "chong qing shi"),
        ("长安街道", "chang an jie dao"),
        ("长胜街", "chang sheng jie"),
        ("都匀市", "du yun shi"),
        ("洪洞县", "hong tong xian"),
        ("单县", "shan xian"),
        ("重熙社区", "chong xi she qu"),
        ("绿园", "lv yuan"),
    ],
)
def test_names_are_read_as_the_people_there_read_them(name, key):
    assert pinyin_key(name) == key


def test_all_of_one_surname_come_before_the_next():
    names = ["方正", "范伟", "范德", "方安"]

    assert sorted(names, key=pinyin_key) == ["范德", "范伟", "方安", "方正"]


def test_what_is_not_chinese_passes_through_in_lower_case():
    assert reading("１２号楼 A座") == ("12 hao lou a zuo", "12hlaz")
    assert reading("Café") == ("café", "café")


def test_punctuation_counts_for_nothing():
    assert reading("（工业园区）城南街道") == ("gong ye yuan qu cheng nan jie dao", "gyyqcnjd")
    assert reading("🙂 _-、") == ("", "")


def _segmented(name: str) -> tuple[str, str]:
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return " ".join(lazy_pinyin(name)), "".join(letters)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8))
def test_reading_by_character_equals_the_segmentation_of_the_library(name):
    reading("永")  # our own readings are handed to the library first

    assert reading(name) == _segmented(name)


@pytest.mark.skipif(not DIVISIONS.exists(), reason="no shared data here")
def test_every_official_division_is_read_as_by_segmentation():
    reading("永")
    with DIVISIONS.open(encoding="utf-8") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    chinese = sorted(name for name in names if name.isalnum())[::7]

    assert [n for n in chinese if reading(n) != _segmented(n)] == []
