"""Sentences stand in one place, with their facts filled in."""

from enum import StrEnum

import pytest

from app.cases.rules import CaseState, EventKind
from app.core.errors import Conflict, NotAllowed
from app.core.words import label, placeholders, say, sentence


def test_a_sentence_is_filled_with_its_facts():
    assert sentence(NotAllowed(right="查看")) == "您没有“查看”权限，请联系中心主任或系统管理员。"


def test_members_of_enums_are_named_as_staff_call_them():
    words = say("cases.bad_transition", old=CaseState.FINISHED, step=EventKind.SIGNED_FOR)

    assert words.startswith("“已办结”的事件不能签收。")
    assert label(CaseState.ASSIGNED) == "待签收"


def test_facts_nobody_asked_for_do_no_harm():
    assert sentence(Conflict(case_id="1")).endswith("请刷新后再试。")


@pytest.mark.parametrize("code", ["core.no_such_code", "nobody.home", "core.conflict.deeper"])
def test_a_code_without_words_is_a_defect(code):
    with pytest.raises(KeyError):
        say(code)


def test_an_enum_without_labels_is_a_defect():
    class Unnamed(StrEnum):
        ONE = "one"

    with pytest.raises(KeyError):
        label(Unnamed.ONE)


def test_placeholders_of_a_sentence_are_known():
    assert placeholders("{field}：{why}{{}}") == {"field", "why"}
