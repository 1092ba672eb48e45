"""When two reports are taken for one matter, and why; what real people wrote, judged by hand."""

import csv
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.likeness import (
    Limits,
    Report,
    Weights,
    alike,
    likeness,
    metres_between,
    most_alike,
    parked_points,
    text_pairs,
)
from app.cases.likeness_words import why_words
from app.core.clock import SHANGHAI
from app.core.ids import new_id

NOON = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
HOLE = "滨河路36号门口的雨水井盖不见了，晚上没有灯，怕有人掉下去。"
SAME_HOLE = "滨河路36号对面马路上少了一个雨水井盖，晚上黑，会有人掉下去的。"
NOISE = "楼下的烧烤店每天到半夜两点还在放音乐，孩子没法睡觉。"
REAL = Path(__file__).parents[4] / "shared/data/taidi2020C_att2_sample495_labelled.csv"


def report(text, *, category="C01-003", hours=0, north=0.0, point=True):
    return Report(
        new_id(),
        category,
        NOON + timedelta(hours=hours),
        text_pairs("", text),
        112.58 if point else None,
        37.86 + north if point else None,
    )


def compared(one, other, **more):
    return likeness(one, other, Weights((one.pairs, other.pairs)), Limits(), **more)


def test_the_same_kind_nearby_is_proposed_and_every_part_is_told():
    told = report(HOLE, hours=3)
    why = compared(told, report(NOISE, north=40 / 111_195))

    assert why_words(why) == "同类，相距 40 米，3 小时前"
    assert compared(told, report(NOISE, north=150 / 111_195)) is None
    assert compared(told, report(NOISE, category="X12-005")) is None
    assert compared(told, report(NOISE, hours=-70)) is None


def test_much_the_same_words_are_proposed_whatever_the_kind_unless_far_away():
    told = report(HOLE, point=False)
    why = compared(told, report(SAME_HOLE, category="E01-001", point=False))

    assert why is not None
    assert not why.same_kind
    assert why.text_percent >= Limits().text_percent
    assert compared(report(HOLE), report(SAME_HOLE, north=0.1)) is None
    assert compared(report(HOLE), report(HOLE, north=0.1)) is not None  # written off


def test_the_same_caller_counts_where_kind_or_words_agree():
    one, other = report(HOLE, point=False), report(NOISE, point=False)

    assert "同一电话" in why_words(compared(one, other, same_phone=True))
    assert compared(one, other) is None
    elsewhere = report(NOISE, category="E01-001", point=False)
    assert compared(one, elsewhere, same_phone=True) is None


def test_the_likeliest_stands_first_and_what_everybody_writes_says_nothing():
    polite = "请有关部门尽快派人处理，谢谢。"
    told = report(HOLE + polite, point=False)
    others = [report(f"{NOISE}{number}{polite}", point=False) for number in range(30)]
    true = report(SAME_HOLE + polite, point=False)

    found = most_alike(told, [*others, true], Limits())

    assert [each.id for each, _ in found] == [true.id]


def test_a_point_that_cases_are_parked_on_is_seen_by_their_kinds():
    hall, home = (112.6, 37.9), (112.7, 37.9)
    places = [(*hall, f"C01-00{at % 4}") for at in range(6)] + [(*home, "C01-001")] * 9
    places.append((None, None, "C01-001"))

    assert parked_points(places, 5) == {hall}
    assert parked_points(places, 7) == frozenset()


def test_distances_are_those_of_the_globe():
    assert metres_between(112.58, 37.86, 112.58, 37.87) == pytest.approx(1_112, abs=1)
    assert metres_between(112.58, 37.86, 112.59, 37.86) == pytest.approx(878, abs=1)


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_of_text_is_a_share_the_same_both_ways_and_whole_for_itself(one, other):
    mine, theirs = text_pairs("", one), text_pairs("", other)
    weigh = Weights((mine, theirs))

    share = alike(mine, theirs, weigh)

    assert 0 <= share <= 1
    assert share == pytest.approx(alike(theirs, mine, weigh))
    assert not mine or alike(mine, mine, weigh) == pytest.approx(1)


# -- 495 messages people wrote to a city, compared pair by pair ------------------------------------

ONE_MATTER = {
    (10, 11): "the same proposal for rail lines, sent twice on a day",
    (99, 311): "the same question about medical insurance, sent twice on a day",
    (50, 51): "one caller about one illegal building, again after 104 days",
    (82, 83): "one compound whose deeds are not issued, two owners",
    (132, 133): "one refinery and its permit, two villagers, 12 days apart",
    (185, 186): "one compound that gets no post, again after 572 days",
}
"""Row numbers (from 1) of pairs that were proposed, read, and found to be one matter."""
TWO_MATTERS = {
    (115, 116): "two substations at two places; both quote the same law at length",
    (430, 434): "giving a licence back, and applying for one",
}
"""Pairs that were proposed, read, and found to be two matters."""
OVER_THE_YEARS_PERCENT = 17
"""From which the list above was read: with time left out, as the messages span nine years."""


@pytest.fixture(scope="module")
def messages():
    if not REAL.exists():
        pytest.skip("the real messages do not lie beside the repository")
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@pytest.fixture(scope="module")
def pairs_of_messages(messages):
    return tuple(text_pairs(each["留言主题"], each["留言详情"]) for each in messages)


def written_at(text):
    return datetime.strptime(text.strip(), "%Y/%m/%d %H:%M:%S").replace(tzinfo=SHANGHAI)


def test_of_real_messages_all_that_is_proposed_as_set_is_one_matter(messages, pairs_of_messages):
    weigh = Weights(pairs_of_messages)
    reports = [
        Report(None, None, written_at(each["留言时间"]), pairs)
        for each, pairs in zip(messages, pairs_of_messages, strict=True)
    ]

    proposed = {
        (one + 1, other + 1)
        for one, other in combinations(range(len(reports)), 2)
        if likeness(reports[one], reports[other], weigh, Limits())
    }

    precision = len(proposed & set(ONE_MATTER)) / len(proposed)
    assert (proposed, precision) == ({(10, 11), (99, 311)}, 1.0)


def test_of_real_messages_three_in_four_that_words_alone_propose_are_one_matter(
    pairs_of_messages,
):
    weigh = Weights(pairs_of_messages)

    proposed = {
        (one + 1, other + 1)
        for one, other in combinations(range(len(pairs_of_messages)), 2)
        if 100 * alike(pairs_of_messages[one], pairs_of_messages[other], weigh)
        >= OVER_THE_YEARS_PERCENT
    }

    assert proposed == set(ONE_MATTER) | set(TWO_MATTERS)
    assert len(proposed & set(ONE_MATTER)) / len(proposed) == 0.75
