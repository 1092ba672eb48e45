"""Daily, weekly and monthly papers measured in their PDFs by other libraries: each stands on the
grid of GB/T 9704 within its margins, whatever they are filled with.
"""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from app.papers.briefing.compose import Issued, compose_briefing
from app.papers.briefing.known import NOW, sample_of
from app.papers.briefing.template import shipped
from app.papers.frame import BODY_PT, GB_9704, Span
from app.papers.official import BODY, Colophon, Official, Words, compose_official
from app.papers.rules import PeriodKind

MM = 72 / 25.4
PITCH = GB_9704.line_pitch
AWKWARD = "湴塱墘𡌶地名很长" * 40


def drawn(kind, street=""):
    template = shipped(kind.value)
    gathered = sample_of(template, kind)
    if street:
        gathered.book.words["street"] = street
        gathered.book.words["area"] = street
    return compose_briefing(gathered, template, Issued(NOW.date())).paper


@pytest.fixture(scope="module", params=[(k, s) for k in PeriodKind for s in ("", AWKWARD)])
def paper(request):
    return drawn(*request.param), request.param


def letters(page):
    """Return the letters of a page: text, left, right, its base from the top, its size."""
    text = page.get_textpage()
    found = []
    for at in range(text.count_chars()):
        left, bottom, right, _ = text.get_charbox(at, loose=True)
        size = pdfium.raw.FPDFText_GetFontSize(text, at)
        letter = text.get_text_range(at, 1)
        if letter.strip():
            found.append((letter, left, right, page.get_height() - bottom, size))
    return found


def test_all_of_it_lies_within_the_margins_and_its_lines_on_the_grid(paper):
    document = pdfium.PdfDocument(paper[0].body)
    for number, page in enumerate(document):
        found = letters(page)
        inside = [each for each in found if each[3] <= GB_9704.bottom + 1]
        assert min(left for _, left, *_ in inside) >= 28 * MM - 1
        # a mark at the end of a line hangs its blank half over the edge
        assert max(right for _, _, right, *_ in inside) <= (28 + 156) * MM + BODY_PT / 2 + 0.1
        bases = {round(base, 1) for _, _, _, base, size in inside if abs(size - BODY_PT) < 0.01}
        offsets = [(base - min(bases)) / PITCH for base in bases]
        assert [abs(each - round(each)) < 0.15 for each in offsets].count(False) == 0, offsets
        below = [each for each in found if each[3] > GB_9704.bottom + 1]
        dashes = [left for letter, left, *_ in below if letter == "—"]
        assert len(dashes) == 2  # the page number, right on odd pages, left on even ones
        assert (min(dashes) > 300) == (number % 2 == 0)
    document.close()


def test_another_reader_finds_it_sound_and_every_font_in_it(paper, poppler):
    with pikepdf.open(io.BytesIO(paper[0].body)) as file:
        assert file.check_pdf_syntax() == []
    fonts = poppler("pdffonts", paper[0].body).splitlines()[2:]
    assert fonts
    assert all(line[-40:].split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts
    told = "".join(poppler("pdftotext", paper[0].body, "-raw", output="-").split())
    assert "128件" in told
    assert ("湴塱墘𡌶" in told) == bool(paper[1][1])


def test_the_same_numbers_give_the_same_bytes(paper):
    assert drawn(*paper[1]).body == paper[0].body


@pytest.mark.parametrize("lines", range(12, 24))
def test_no_page_has_the_record_of_printing_alone(lines):
    text = tuple(Words((Span(f"第{at}段。", BODY),)) for at in range(lines))
    record = Colophon("报：区综治中心。", "印发机关", NOW.date())

    body = compose_official(Official("a.pdf", "甲", "题", NOW, text, colophon=record)).body

    document = pdfium.PdfDocument(body)
    for page in document:
        assert "段" in page.get_textpage().get_text_range()
    document.close()
