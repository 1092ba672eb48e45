"""The book of precedents is searched on both engines, and offered with its reasons."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.actions.ruling import retire_precedent
from app.cases.queries.precedents import (
    Likeness,
    PrecedentFilter,
    offers_for,
    place_type_in,
    precedent_count,
    precedents,
)
from app.cases.ruling_rules import PlaceType, checked_words, must_rule, place_type_of
from app.cases.ruling_rules import RulingWords as Words
from app.core.errors import AppError
from tests.app.cases.test_rulings import disputed, rule
from tests.factories.centre import STREET

MANHOLE, POTHOLE = "C01-003", "C02-001"


@pytest.fixture
def book(centre, clock):
    """Three rulings: two on manholes, of which one at a compound, the newest last."""
    told = (
        ("municipal", PlaceType.ROAD, "市政道路上的雨水井盖缺失"),
        ("water", PlaceType.COMPOUND, "小区院内的检查井盖破损"),
        ("municipal", PlaceType.ROAD, "主干道路口的井盖松动异响"),
    )
    for lead, place, matter in told:
        case_id = disputed(centre, clock)
        rule(centre, case_id, lead=lead, place_type=place, matter=matter)
        clock.advance(timedelta(days=1))
    return centre


def found(centre, who="dispatcher", **wanted):
    with centre.database.reading() as session:
        asked = PrecedentFilter(**wanted)
        page = precedents(session, centre.actor(who), asked)
        assert precedent_count(session, centre.actor(who), asked) == len(page.rows)
    return [row.matter[:4] for row in page.rows]


def offered(centre, text, place=PlaceType.ROAD, who="dispatcher", category=MANHOLE):
    with centre.database.reading() as session:
        case = Likeness(category, text, place, STREET)
        return offers_for(session, centre.actor(who), case)


def test_they_are_found_by_words_kind_and_place_the_newest_first(book):
    assert found(book) == ["主干道路", "小区院内", "市政道路"]
    assert found(book, words="井盖 松动") == ["主干道路"]
    assert found(book, words="松动", place_type=PlaceType.COMPOUND) == []
    assert found(book, category="C01") == ["主干道路", "小区院内", "市政道路"]
    assert found(book, category="C02") == []


def test_a_page_leads_to_the_next_and_none_is_told_twice(book):
    with book.database.reading() as session:
        actor, wanted, rows, after = book.actor("director"), PrecedentFilter(), [], None
        while True:
            page = precedents(session, actor, wanted, after=after, size=1)
            rows += page.rows
            after = page.after
            if after is None:
                break

    assert [row.matter[:4] for row in rows] == ["主干道路", "小区院内", "市政道路"]


def test_the_whole_district_reads_them_without_the_cases_of_others(book):
    with book.database.reading() as session:
        page = precedents(session, book.actor("stranger"), PrecedentFilter())

    assert len(page.rows) == 3
    assert {row.case_id for row in page.rows} == {None}
    assert not any(row.may_end for row in page.rows)
    assert found(book, who="handler") == []


def test_what_was_retired_is_offered_no_more_and_stays_in_the_book(book):
    with book.database.reading() as session:
        row = precedents(session, book.actor("director"), PrecedentFilter(words="小区")).rows[0]
    book.do("director", retire_precedent, row.id, row.version, "小区已移交市政")

    assert found(book, words="小区") == []
    assert found(book, words="小区", only_in_force=False) == ["小区院内"]
    assert [offer.lead for offer in offered(book, "小区院内的检查井盖破损")] == ["市政养护站"]


def test_units_are_offered_by_how_much_speaks_for_them(book):
    first, second = offered(book, "建设路井盖缺失")
    assert (first.lead, first.count, first.same_kind) == ("市政养护站", 2, 2)
    assert (second.lead, second.count) == ("供水公司", 1)
    assert first.newest.matter == "主干道路口的井盖松动异响"

    at_home = offered(book, "小区院内的检查井盖破损，夜里有人踩空", PlaceType.COMPOUND)
    assert at_home[0].lead == "市政养护站" or at_home[0].same_place
    assert offered(book, "井盖", category="E01-004") == ()


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("滨河路36号门口的井盖不见了", PlaceType.ROAD),
        ("阳光小区3号楼下水堵了", PlaceType.COMPOUND),
        ("实验小学门口接送车乱停", PlaceType.SCHOOL),
        ("护城河边有人倒垃圾", PlaceType.WATER),
        ("", PlaceType.OTHER),
    ],
)
def test_the_sort_of_a_place_is_guessed_from_what_is_said(words, place):
    assert place_type_in(words) is place


@given(st.text(), st.dictionaries(st.sampled_from(list(PlaceType)), st.lists(st.text(min_size=1))))
def test_a_guess_is_always_a_sort_of_place_whose_sign_stands_there(words, hints):
    place = place_type_of(words, {sort.value: signs for sort, signs in hints.items()})

    if place is not PlaceType.OTHER or PlaceType.OTHER in hints:
        assert place is PlaceType.OTHER or any(sign in words for sign in hints[place])
    else:
        assert not any(sign in words for signs in hints.values() for sign in signs)


@given(st.sampled_from(Words), st.text(max_size=80))
@settings(max_examples=60)
def test_what_is_kept_of_a_ruling_is_short_said_and_kept_again_as_it_is(field, typed):
    try:
        kept = checked_words(field, typed)
    except AppError:
        return

    assert kept.strip() == kept
    assert checked_words(field, kept) == kept


@given(st.integers(0, 20), st.integers(1, 10))
def test_once_forced_a_ruling_stays_forced_by_further_returns(returned, limit):
    if must_rule(returned, limit):
        assert must_rule(returned + 1, limit)
    assert must_rule(limit, limit)
