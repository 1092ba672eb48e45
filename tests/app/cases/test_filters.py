"""The shorthand of a filter: what is typed is meant, and what is kept reads the same again."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.filters.arranged import (
    Arranged,
    Grouping,
    Order,
    arranged_from_body,
    arranged_to_body,
)
from app.cases.filters.model import Clause, Filter, FilterField, Operator, from_body, to_body
from app.cases.filters.parse import parse
from app.cases.filters.told import clause_words, filter_words, troubles
from app.cases.filters.write import write
from app.core.words import sentence
from tests.app.cases.names import NAMES, filters, key

TODAY = date(2026, 11, 24)
IS, NOT = Operator.IS, Operator.NOT


def read(text: str) -> Filter:
    found = parse(text, NAMES, TODAY)
    assert found.wrong == ()
    return found.rules


def wrong(text: str) -> list[str]:
    return [sentence(error) for _, error in parse(text, NAMES, TODAY).wrong]


def test_a_line_of_shorthand_is_the_clauses_it_says():
    rules = read("单位:城管 类别:噪声 超时 @我 近7天 -阶段:已结 #汛期 井盖")

    assert rules.clauses == (
        Clause(FilterField.UNIT, IS, (key(1),)),
        Clause(FilterField.CATEGORY, IS, ("E01",)),
        Clause(FilterField.DUE, IS, ("overdue",)),
        Clause(FilterField.HANDLER, IS, ("me",)),
        Clause(FilterField.RECEIVED, IS, ("days:7",)),
        Clause(FilterField.STATE, NOT, ("closed",)),
        Clause(FilterField.TAG, IS, (key(21),)),
        Clause(FilterField.TEXT, IS, ("井盖",)),
    )


@settings(max_examples=400)
@given(filters)
def test_what_is_written_for_a_filter_reads_as_the_same_filter(rules):
    assert read(write(rules, NAMES)) == rules


@given(filters)
def test_a_filter_comes_back_from_json_as_it_was(rules):
    assert from_body(json.loads(json.dumps(to_body(rules)))) == rules


@given(filters, st.sampled_from(Order), st.booleans(), st.none() | st.sampled_from(Grouping))
def test_an_arrangement_comes_back_from_json_as_it_was(rules, order, descending, grouping):
    columns = {"order": ["title", "due"], "hidden": ["unit"], "widths": {"due": 160}}
    kept = Arranged("all_open", rules, order, descending, grouping, columns)

    back = arranged_from_body(json.loads(json.dumps(arranged_to_body(kept))), "mine")

    assert (back, back.columns) == (kept, columns)


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_told_and_never_breaks(text):
    found = parse(text, NAMES, TODAY)

    assert all(sentence(error) for _, error in found.wrong)
    assert read(write(found.rules, NAMES)) == found.rules
    assert from_body(to_body(found.rules)) == found.rules


@pytest.mark.parametrize("body", [None, 7, "x", [], {}, {"clauses": 3}, {"clauses": [None, 1]}])
def test_a_spoiled_body_is_an_empty_filter(body):
    assert from_body(body).clauses == ()


def test_clauses_of_a_newer_program_are_kept_and_told():
    newer = {"field": "weather", "operator": "is", "values": ["rain"]}
    known = {"field": "level", "operator": "is", "values": ["urgent"]}

    rules = from_body({"version": 9, "clauses": [newer, known]})

    assert rules.clauses == (Clause(FilterField.LEVEL, IS, ("urgent",)),)
    assert newer in to_body(rules)["clauses"]
    assert troubles(rules, NAMES, area=("",), is_person=True)[0].startswith("有 1 个条件")


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("单位：市政", Clause(FilterField.UNIT, IS, (key(2),))),
        ("单位:cgzfd", Clause(FilterField.UNIT, IS, (key(1),))),
        ("承办单位:SZ", Clause(FilterField.UNIT, IS, (key(2),))),
        ("-单位:城管执法队，市政养护站", Clause(FilterField.UNIT, NOT, (key(1), key(2)))),
        ("单位:旧单位", Clause(FilterField.UNIT, IS, (key(7),))),
        ("单位:没有", Clause(FilterField.UNIT, IS, ("none",))),
        ('单位:"没有"', Clause(FilterField.UNIT, IS, (key(6),))),
        ("@李伟", Clause(FilterField.HANDLER, IS, (key(12), key(13)))),
        ("#两会", Clause(FilterField.TAG, IS, (key(22),))),
        ('单位:"城管 执法队"', Clause(FilterField.UNIT, IS, (key(1),))),
        ("单位:北塘里(一期)", Clause(FilterField.UNIT, IS, (key(3),))),
        ("@李伟·城管执法队", Clause(FilterField.HANDLER, IS, (key(12),))),
        ("类别:其他·噪声扰民", Clause(FilterField.CATEGORY, IS, ("E01-099",))),
        ("状态:挂起", Clause(FilterField.STATE, IS, ("paused",))),
        ("时限:24小时内", Clause(FilterField.DUE, IS, ("hours:24",))),
        ("8小时内到期", Clause(FilterField.DUE, IS, ("hours:8",))),
        ("今天到期", Clause(FilterField.DUE, IS, ("today",))),
        ("来件时间:11-01~11-24", Clause(FilterField.RECEIVED, IS, ("2026-11-01..2026-11-24",))),
        ("办结:11月3日至", Clause(FilterField.FINISHED, IS, ("2026-11-03..",))),
        ("退回>=2", Clause(FilterField.RETURNED, IS, ("2",))),
        ("重办:1次", Clause(FilterField.REOPENED, IS, ("1",))),
        ("要求保密:否", Clause(FilterField.CONFIDENTIAL, NOT, ("yes",))),
        ("-要求保密:否", Clause(FilterField.CONFIDENTIAL, IS, ("yes",))),
        ("回访结果:不满意", Clause(FilterField.SATISFIED, IS, ("dissatisfied",))),
        ("http://a.cn", Clause(FilterField.TEXT, IS, ("http://a.cn",))),
        ('"超时"', Clause(FilterField.TEXT, IS, ("超时",))),
        ('"滨河路 36 号"', Clause(FilterField.TEXT, IS, ("滨河路 36 号",))),
        ('"', Clause(FilterField.TEXT, IS, ('"',))),
        ("%", Clause(FilterField.TEXT, IS, ("%",))),
        ("-", Clause(FilterField.TEXT, IS, ("-",))),
    ],
)
def test_people_write_a_clause_in_many_ways(text, clause):
    assert read(text).clauses == (clause,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单位:城管局", "单位里没有叫“城管局”的。是不是想写“城管执法队”？"),
        ("单位:火星", "单位里没有叫“火星”的。可以写全名"),
        ("等级:特急", "等级没有“特急”这一项。可以写：一般、紧急。"),
        ("时限:快了", "时限的“快了”看不懂。可以写：超时、24小时内"),
        ("来件时间:2-30", "来件时间的“2-30”看不懂。"),
        ("来件时间:11-24~11-01", "来件时间的“11-24~11-01”看不懂。"),
        ("退回:许多", "退回后面写次数"),
        ("要求保密:大概", "要求保密后面写“是”或“否”"),
        ("单位:", "“单位:”后面还没有写。"),
        ("井" * 10_000, "要找的词最多 200 个字。"),
        (" ".join(f"w{n}" for n in range(40)), "筛选条件最多 30 个"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_sentence(text, said):
    told = wrong(text)

    assert len(told) == 1
    assert told[0].startswith(said)


def test_blanks_make_no_difference_between_names_but_the_very_name_comes_first():
    from app.cases.filters.vocabulary import Names, Term

    grids = Names([Term("1", "育才 01"), Term("2", "育才 010"), Term("3", "育才01 (旧)")])

    assert [term.value for term in grids.called("育才01")] == ["1"]
    assert [term.value for term in grids.called("育才0")] == ["1", "2", "3"]
    assert grids.called(" ") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("类被:噪声", ("没有“类被”这个条件，按文字找的。是不是想写“类别”？",)),
        ("-类被：噪声 井盖", ("没有“类被”这个条件，按文字找的。是不是想写“类别”？",)),
        ("备忘:井盖", ("没有“备忘”这个条件，按文字找的。",)),
        ('"类被:噪声" http://a.cn 12:30 类别:噪声', ()),
    ],
)
def test_a_field_that_is_none_is_looked_for_as_text_and_this_is_said(text, said):
    found = parse(text, NAMES, TODAY)

    assert found.notes == said
    assert found.wrong == ()
    assert found.rules.clauses[0].field is FilterField.TEXT


def test_one_wrong_piece_leaves_the_others_as_they_are():
    found = parse("单位:火星 超时", NAMES, TODAY)

    assert found.rules.clauses == (Clause(FilterField.DUE, IS, ("overdue",)),)
    assert [(token.raw, token.begin, token.end) for token, _ in found.wrong] == [
        ("单位:火星", 0, 5)
    ]


def test_a_word_that_too_many_names_hold_asks_for_more_of_it():
    from app.cases.filters.vocabulary import Names, Term, Vocabulary

    many = Vocabulary(units=Names(Term(key(n), f"第 {n} 物业") for n in range(9)))
    [(_, error)] = parse("单位:物业", many, TODAY).wrong

    assert sentence(error).startswith("单位里有 9 个含“物业”，如第 0 物业")


def test_a_filter_says_in_words_what_it_does():
    rules = read("-单位:城管,市政 24小时内 退回:2 -井盖 保密 近7天")

    assert filter_words(rules, NAMES) == (
        "单位不是城管执法队、市政养护站，24小时内到期，退回2 次或更多，"
        "不含“井盖”，要求保密，来件时间在近7天"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8小时内", "8小时内到期"),
        ("时限:今天", "今天到期"),
        ("-时限:今天,明天", "不是今天、明天到期"),
        ("超时", "已超时"),
        ("时限:2026-11-01~2026-11-24", "时限在2026-11-01~2026-11-24"),
    ],
)
def test_when_something_falls_due_is_said_as_people_say_it(text, said):
    assert filter_words(read(text), NAMES) == said


def test_many_values_are_counted_and_not_listed():
    clause = Clause(FilterField.UNIT, IS, tuple(key(n) for n in range(1, 6)))

    assert clause_words(clause, NAMES).endswith("等 5 项")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("类别:旧类别", "类别“旧类别”已停用"),
        ("单位:旧单位", "单位“旧单位”已停用"),
        (f"#={key(99)}", "标签里有一项已经不存在，按它一件也找不到"),
        (f"-#={key(99)}", "标签里有一项已经不存在，排除它没有作用"),
        ("网格:=990199", "网格里有一项已经不存在"),
        ("来源:=of_a_newer_program", "来源的“of_a_newer_program”这个版本的程序不认得"),
    ],
)
def test_what_a_filter_speaks_of_and_is_gone_is_told(text, said):
    told = troubles(read(text), NAMES, area=("990102",), is_person=True)

    assert told[0].startswith(said)


def test_who_is_nobody_follows_nothing_and_a_place_elsewhere_shows_nothing():
    rules = read("我关注的 网格:南塘社区")

    told = troubles(rules, NAMES, area=("990102005",), is_person=False)

    assert told[0].startswith("“我关注的”要看是谁在用")
    assert told[1].startswith("南塘社区不在您的辖区里")
    assert troubles(rules, NAMES, area=("990102004013",), is_person=True) == ()
