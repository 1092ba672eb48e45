"""What is offered while one types shorthand: fields, then their values, by word or by pinyin."""

import pytest

from app.cases.filters.complete import all_fields, is_spelt, offers
from tests.app.cases.names import NAMES

READINGS = {"单位": "dw", "待分流": "dfl", "阶段": "jd", "时限": "sx", "超时": "cs"}


def titles(text, cursor=None):
    found = offers(text, len(text) if cursor is None else cursor, NAMES, READINGS)
    return [offer.title for offer in found]


def taken(text, title):
    [offer] = [each for each in offers(text, len(text), NAMES, READINGS) if each.title == title]
    return text[: offer.begin] + offer.text + text[offer.end :]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("单", "单位:"),
        ("dw", "单位:"),
        ("承办", "单位:"),
        ("超", "超时"),
        ("cs", "超时"),
        ("单位:", "城管执法队"),
        ("单位:城", "城管执法队"),
        ("单位:cg", "城管执法队"),
        ("阶段:dfl", "待分流"),
        ("时限:", "24小时内"),
        ("来件时间:", "近7天"),
        ("要求保密:", "是"),
        ("@", "我"),
        ("@周", "周敏"),
        ("#", "汛期"),
        ("超时 单位:城管执法队,szy", "市政养护站"),
        ("-单位:szy", "市政养护站"),
        ("城管", "城管执法队"),
        ("#两会", "两 会"),
    ],
)
def test_fields_and_values_are_offered_by_word_and_by_pinyin(text, offered):
    assert offered in titles(text)


@pytest.mark.parametrize("text", ["", "台灯", "台灯 ", "单位:火星", "单位:旧", '"单'])
def test_nothing_is_offered_where_nothing_fits(text):
    assert titles(text) == []


def test_what_is_taken_stands_in_the_place_of_what_was_typed():
    assert taken("超时 dw", "单位:") == "超时 单位:"
    assert taken("-单位:城管执法队,szy", "市政养护站") == "-单位:城管执法队,市政养护站"
    assert taken("单位:物业", "物业, 北塘里 (一期)") == '单位:"物业, 北塘里 (一期)"'
    assert taken("城管", "城管执法队") == "单位:城管执法队"


def test_only_the_piece_at_the_cursor_counts():
    assert "城管执法队" in titles("单位:城 台灯", cursor=4)
    assert titles("单位:城 台灯") == []


def test_who_has_typed_nothing_sees_every_field():
    assert [offer.title for offer in all_fields()][:3] == ["阶段:", "类别:", "等级:"]


def test_letters_alone_are_initials_and_anything_else_may_be_looked_for():
    assert [is_spelt(text, len(text)) for text in ("cgz", "超时 -cgz")] == [True, True]
    for text in ("", "cgz ", "井盖", "单位:cg", "@zm", "A1", "-"):
        assert not is_spelt(text, len(text))
