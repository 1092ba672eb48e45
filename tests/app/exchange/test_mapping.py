"""Mapping files: read strictly, explained in one sentence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cases.rules import Source
from app.core.errors import AppError
from app.core.words import RESOURCES, sentence
from app.exchange.mapping import BadTime, CaseField, CaseMapping
from app.exchange.mapping_files import load_mapping

GOOD = """
source = "hotline_12345"
[columns]
external_number = "工单号"
text = "内容"
received_at = "时间"
"""


def load(tmp_path: Path, text: str) -> CaseMapping:
    file = tmp_path / "m.toml"
    file.write_text(text, encoding="utf-8")
    return load_mapping(file)


def test_a_short_mapping_is_enough(tmp_path):
    mapping = load(tmp_path, GOOD)
    assert mapping.source is Source.HOTLINE_12345
    assert mapping.headers == ("工单号", "内容", "时间")


def test_every_shipped_mapping_can_be_read():
    shipped = sorted((RESOURCES / "mappings").glob("*.toml"))
    assert shipped
    for file in shipped:
        assert load_mapping(file).columns[CaseField.TEXT]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source = ", "读不出来"),
        (GOOD.replace("hotline_12345", "pigeon"), "一种来源"),
        (GOOD.replace('source = "hotline_12345"', ""), "一种来源"),
        (f"tmie = 1\n{GOOD}", "不该有“tmie”"),
        (f"{GOOD}titel = '标题'\n", "不该有“columns.titel”"),
        (GOOD.replace('text = "内容"', ""), "缺少“text”（内容）"),
        (f"zone = 'Mars/Phobos'\n{GOOD}", "一个时区"),
        (f"time_formats = '%Y'\n{GOOD}", "文字的列表"),
        (f"region = 140213\n{GOOD}", "应当是文字"),
        (f"{GOOD}title = 3\n", "对照表"),
        (f"{GOOD}title = []\n", "列名的列表"),
        (f"crs = 'BJ54'\n{GOOD}", "一种坐标系"),
        (f"{GOOD}[patterns]\ntext = '(没写完'\n", "正则表达式"),
        (f"{GOOD}[patterns]\ntext = '没有括号组'\n", "正则表达式"),
        (f"{GOOD}[patterns]\ntxet = '(.)'\n", "不该有“patterns.txet”"),
        (f"{GOOD}[steps]\nat = '时间'\n", "at、what"),
        (f"{GOOD}[steps]\nat = '时间'\nwhat = '步骤'\nwhom = '谁'\n", "at、what"),
        (f"personal = ['内容']\n{GOOD}", "“内容”列为个人信息"),
    ],
)
def test_a_wrong_mapping_says_what_to_put_right(tmp_path, text, told):
    with pytest.raises(AppError) as raised:
        load(tmp_path, text)
    assert told in sentence(raised.value)


def test_a_missing_mapping_and_one_in_another_encoding_say_so(tmp_path):
    (tmp_path / "gbk.toml").write_bytes(GOOD.encode("gbk"))
    for name in ("nothing.toml", "gbk.toml", "taidi2020.toml"):  # a path names no shipped one
        with pytest.raises(AppError) as raised:
            load_mapping(tmp_path / name)
        assert name in sentence(raised.value)


def test_a_shipped_mapping_is_asked_for_by_its_name_and_others_are_named():
    assert load_mapping(Path("taidi2020")) == load_mapping(RESOURCES / "mappings/taidi2020.toml")
    with pytest.raises(AppError) as raised:
        load_mapping(Path("taidi2021"))
    shipped = sorted(file.stem for file in (RESOURCES / "mappings").glob("*.toml"))
    assert "taidi2020" in shipped
    assert "、".join(shipped) in sentence(raised.value)


def test_ones_own_mapping_goes_before_a_shipped_one_of_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    load(tmp_path, GOOD)
    (tmp_path / "m.toml").rename(tmp_path / "taidi2020.toml")
    assert load_mapping(Path("taidi2020.toml")).source is Source.HOTLINE_12345


def test_every_kind_a_shipped_mapping_names_is_in_the_shipped_dictionary():
    kinds = (RESOURCES / "dictionaries/categories.toml").read_text("utf-8")
    for file in (RESOURCES / "mappings").glob("*.toml"):
        mapping = load_mapping(file)
        for code in {*mapping.categories.values(), mapping.category} - {""}:
            assert f'["{code}"' in kinds, (file.name, code)


def test_a_field_may_be_put_together_and_taken_apart(tmp_path):
    text = GOOD.replace('text = "内容"', "text = ['类型', '内容']")
    mapping = load(tmp_path, f"{text}[patterns]\nexternal_number = '编号[：:]\\s*(\\d+)'\n")
    row = {"工单号": " 编号： 12 号", "类型": "路灯", "内容": "", "时间": ""}

    assert mapping.headers == ("工单号", "类型", "内容", "时间")
    assert mapping.reader(CaseField.TEXT)(row) == "路灯"
    assert mapping.reader(CaseField.TEXT)(row | {"内容": "不亮"}) == "路灯\n不亮"
    assert mapping.reader(CaseField.EXTERNAL_NUMBER)(row) == "12"
    assert mapping.reader(CaseField.EXTERNAL_NUMBER)(row | {"工单号": "十二"}) == ""


def test_a_kind_that_is_not_listed_is_the_default_one(tmp_path):
    mapping = load(
        tmp_path, f"category = 'X14-003'\n{GOOD}[categories]\n'路灯' = 'C01-010'\n'难说' = ''"
    )
    told = [mapping.kind(word) for word in ("路灯", "难说", "别的", "")]
    assert told == ["C01-010", None, "X14-003", "X14-003"]


def test_times_are_read_by_form_then_as_iso_in_the_zone_of_the_file(tmp_path):
    mapping = load(tmp_path, f"time_formats = ['%d.%m.%Y %H:%M']\nzone = 'UTC'\n{GOOD}")
    for typed in ("02.11.2026 09:30", "2026-11-02 09:30", "2026-11-02T17:30:00+08:00"):
        assert mapping.time(typed) == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    with pytest.raises(BadTime):
        mapping.time("31.11.2026 09:30")
