"""Words of a search: what is compared, and where a word stands in a text as it is written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.search_words import (
    LONGEST_WORD,
    MOST_SIGNS,
    MOST_WORDS,
    found_at,
    pieces_of,
    plain,
    spread,
    words_of,
)

SIGNS = st.text(alphabet="井盖缺失aB1Ⅳ㎡ ，。'\"%_-\n")


def test_only_letters_and_digits_count():
    assert plain("《井盖》，A座-3 号！🚧") == "井盖a座3号"


def test_forms_of_one_sign_are_one():
    assert plain("Ａ１㎡Ⅳ") == "a1m2iv"


@pytest.mark.parametrize("typed", ["", "   ", "'", '"', "%", "。，！", "🚧🚧", "\x00"])
def test_punctuation_alone_asks_for_nothing(typed):
    assert words_of(typed) == ()


def test_a_pasted_page_is_cut_to_its_first_words():
    words = words_of(" ".join(f"词{number}" for number in range(500)))

    assert len(words) == MOST_WORDS
    assert len(words_of("井" * 10_000)[0]) == LONGEST_WORD


@given(SIGNS, SIGNS)
def test_what_stands_in_a_text_stands_in_its_plain_form(text, word):
    assert plain(word) in plain(f"{text}{word}{text}")


@given(SIGNS)
def test_the_pieces_of_a_text_give_it_back(text):
    pieces = pieces_of([plain(text)])

    assert "".join(piece[0] for piece in pieces) == plain(text)


def test_an_empty_field_has_no_pieces():
    assert pieces_of(["井盖a", "", "b"]) == ["井盖", "盖a", "a", "b"]


@given(st.lists(SIGNS))
def test_spread_texts_are_their_pieces(texts):
    fields = [plain(text) for text in texts]

    assert spread(fields).split() == pieces_of(fields)


def test_signs_are_told_rightly_also_when_more_were_met_than_are_remembered():
    plain("".join(map(chr, range(0x3400, 0x3400 + MOST_SIGNS + 10))))

    assert plain("ＡＢ，㏎井") == "abkm井"


@given(SIGNS, st.text(alphabet="井盖缺ab1", min_size=1, max_size=3))
def test_a_word_is_shown_exactly_where_it_stands(text, word):
    found = found_at(text, [word])

    assert bool(found) == (word in plain(text))
    assert all(word in plain(text[begin:end]) for begin, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_words_that_touch_are_shown_as_one():
    assert found_at("门前井盖缺失", ["井盖", "缺失"]) == ((2, 6),)
