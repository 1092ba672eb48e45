"""Search everything: cases by number, receipt code, title and place, and no others."""

import pytest

from app.cases.queries.card import case_card
from ui.cases import SLICE
from ui.core.targets import CaseWanted


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
