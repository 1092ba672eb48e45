"""Mapping files: read strictly, explained in one sentence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cases.rules import Source
from app.core.errors import AppError
from app.core.words import RESOURCES, sentence
from app.exchange.mapping import BadTime, CaseField, CaseMapping, load_mapping

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
    ],
)
def test_a_wrong_mapping_says_what_to_put_right(tmp_path, text, told):
    with pytest.raises(AppError) as raised:
        load(tmp_path, text)
    assert told in sentence(raised.value)


def test_a_missing_mapping_and_one_in_another_encoding_say_so(tmp_path):
    (tmp_path / "gbk.toml").write_bytes(GOOD.encode("gbk"))
    for name in ("nothing.toml", "gbk.toml"):
        with pytest.raises(AppError) as raised:
            load_mapping(tmp_path / name)
        assert name in sentence(raised.value)


def test_times_are_read_by_form_then_as_iso_in_the_zone_of_the_file(tmp_path):
    mapping = load(tmp_path, f"time_formats = ['%d.%m.%Y %H:%M']\nzone = 'UTC'\n{GOOD}")
    for typed in ("02.11.2026 09:30", "2026-11-02 09:30", "2026-11-02T17:30:00+08:00"):
        assert mapping.time(typed) == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    with pytest.raises(BadTime):
        mapping.time("31.11.2026 09:30")
