"""The page of GB/T 9704-2012, measured in the PDF by another program."""

import re

import pytest

from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import BODY_PT, GB_9704, Sheet, Style

MM = 72 / 25.4
BODY = Style(FontRole.BODY, BODY_PT, GB_9704.line_pitch)
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
)


def words_of(told: str) -> list[tuple[float, float, float, float, str]]:
    """Return the words of `pdftotext -bbox`: left, top, right, bottom, text."""
    return [(*map(float, found[:4]), found[4]) for found in WORD.findall(told)]


def sheet() -> Sheet:
    """Return an empty sheet."""
    return Sheet(installed_fonts(), title="样张", author="柳溪街道综治中心")


def test_the_measures_are_those_of_the_standard():
    assert GB_9704.line_pitch == pytest.approx(28.99, abs=0.01)
    assert GB_9704.type_width / GB_9704.characters == pytest.approx(15.79, abs=0.01)
    assert (GB_9704.top, GB_9704.left) == (37 * MM, 28 * MM)


def test_the_paper_is_a4_and_names_its_author(poppler):
    told = poppler("pdfinfo", sheet().finish())

    assert "(A4)" in told
    assert "柳溪街道综治中心" in told


def test_page_numbers_stand_outside_in_dashes_seven_millimetres_under_the_type_area(poppler):
    paper = sheet()
    paper.next_page()

    pages = poppler("pdftotext", paper.finish(), "-bbox", output="-").split("<page ")[1:]

    odd, even = (words_of(page) for page in pages)
    assert [word[4] for word in odd] == ["—", "1", "—"]
    assert [word[4] for word in even] == ["—", "2", "—"]
    assert odd[-1][2] == pytest.approx(GB_9704.right - 14, abs=1)
    assert even[0][0] == pytest.approx(GB_9704.left + 14, abs=1)
    middle = (odd[1][1] + odd[1][3]) / 2
    assert middle == pytest.approx(GB_9704.bottom + 7 * MM, abs=4)


def test_twenty_eight_characters_fill_a_line_and_spread_to_both_edges(poppler):
    paper = sheet()
    lines = paper.lines("综" * 57, BODY, GB_9704.type_width)

    end = paper.block(GB_9704.left, GB_9704.top, lines, BODY, width=GB_9704.type_width)

    assert [len(line.text) for line in lines] == [28, 28, 1]
    assert end == pytest.approx(GB_9704.top + 3 * GB_9704.line_pitch)
    told = words_of(poppler("pdftotext", paper.finish(), "-bbox", output="-"))
    first = next(word for word in told if "综" in word[4])
    assert first[0] == pytest.approx(GB_9704.left, abs=1)
    full = [word for word in told if word[4].count("综") > 1]
    assert max(word[2] for word in full) == pytest.approx(GB_9704.right, abs=1)


def test_a_line_flush_right_ends_where_it_should(poppler):
    paper = sheet()

    paper.flush_right(GB_9704.right, GB_9704.top, "综治中心", BODY)

    told = words_of(poppler("pdftotext", paper.finish(), "-bbox", output="-"))
    assert told[0][2] == pytest.approx(GB_9704.right, abs=1)
