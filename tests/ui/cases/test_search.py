"""Search everything: cases by number, receipt code or any words in them, and no others."""

import pytest

from app.cases.queries.card import case_card
from ui.cases import SLICE
from ui.core.targets import CaseWanted, FoundWanted, PhoneWanted


@pytest.fixture
def found(centre, sit):
    """What somebody finds for some words."""
    seats = {}

    def search(text, role="dispatcher"):
        seat = seats.setdefault(role, sit(centre, role))
        with centre.database.reading() as session:
            return SLICE.search.find(seat.desk, session, text)

    return search


def card_of(centre, case_id):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor("director"), case_id, now=now)


def test_a_whole_number_and_a_receipt_code_find_their_case_first(centre, found):
    case_id = centre.register(text="井盖缺失")
    card = card_of(centre, case_id)

    for typed in (card.number, card.receipt_code.lower(), "1124-0001"):
        hits = found(typed)
        assert (hits[0].target, hits[0].score) == (CaseWanted(case_id), 100)
        assert len(hits) == 1


def test_words_of_title_and_place_find_open_cases_before_closed_ones(centre, found):
    case_id = centre.register(text="路灯不亮", place="北塘游园")

    (hit,) = found("北塘")

    assert (hit.title, hit.target) == ("路灯不亮", CaseWanted(case_id))
    assert hit.detail == "1124-0001·待分流·南塘第二网格"


def test_a_case_outside_my_street_is_not_found(centre, found):
    centre.register(text="井盖缺失")

    assert found("井盖", "stranger") == []


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\"])
def test_signs_of_the_database_are_plain_letters(centre, found, typed):
    centre.register(text="井盖缺失")

    assert found(typed) == []


def test_what_stands_only_in_the_text_is_shown_below_with_the_words_marked(centre, found):
    centre.register(title="路灯不亮", text="东门的银杏挡住了灯光。")

    (hit,) = found("银杏")

    assert hit.title_at == ()
    assert [hit.snippet[begin:end] for begin, end in hit.snippet_at] == ["银杏"]


def test_words_are_marked_in_the_title(centre, found):
    centre.register(title="门前井盖缺失", text="有人绊倒。")

    (hit,) = found("井盖")

    assert (hit.title_at, hit.snippet) == (((2, 4),), "")


def test_where_there_are_more_the_last_line_leads_to_all_of_them(centre, found):
    for number in range(14):
        centre.register(title=f"井盖{number}")

    *some, last = found("井盖")

    assert len(some) == 8
    assert (last.title, last.target) == ("全部 14 件", FoundWanted("井盖"))


@pytest.mark.parametrize("typed", ["13812346021", "138 1234 6021", "0352-5102311"])
def test_a_phone_number_is_looked_up_only_where_that_is_chosen(centre, found, typed):
    centre.register(title="井盖缺失")

    (hit,) = found(typed, "receptionist")

    assert isinstance(hit.target, PhoneWanted)
    assert hit.title == f"查这个号码（尾号 {typed[-4:]}）反映过的事件"
    assert "6021" not in repr(hit.target)


def test_who_may_not_read_who_reports_is_offered_no_look_up(centre, found):
    assert found("13812346021", "handler") == []
