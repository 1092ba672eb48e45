"""Sticky labels: where they stand on the sheet, what they say, sheets that do not exist."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from app.bootstrap.parts import open_doors
from app.cases.label_paper import SHEETS, BadLabelSheet, LabelSheet, LabelWish
from app.core import words
from app.core.errors import NotFound

MM = 72 / 25.4


def test_labels_stand_in_their_cells_from_the_first_that_is_left(embedded_centre):
    centre, long = embedded_centre, "很长的标题" * 40
    cases = [centre.register(title=long if n == 1 else f"井盖{n}") for n in range(3)]
    wish = LabelWish(tuple(cases), SHEETS[0], 23)
    papers = open_doors(centre.database.clock).papers

    with centre.database.reading() as session:
        paper = papers.draw(session, centre.actor("dispatcher"), "labels", wish.write())

    with pikepdf.open(io.BytesIO(paper.body)) as file:
        assert file.check_pdf_syntax() == []
        assert len(file.pages) == 2  # two labels were left on the first sheet
    document = pdfium.PdfDocument(paper.body)
    found = []
    for page in (0, 1):
        text = document[page].get_textpage()
        height = document[page].get_height()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            column, row = int(left / MM // 70), int((height - top) / MM // 37)
            assert right / MM <= 70 * (column + 1)
            assert (height - bottom) / MM <= 0.5 + 37 * (row + 1)
            found.append((page, row * 3 + column + 1))
    document.close()
    assert set(found) == {(0, 23), (0, 24), (1, 1)}
    assert paper.name == "不干胶标签 3 张 70×37 3×8.pdf"


def test_what_a_case_nobody_may_see_has_no_label(embedded_centre):
    wish = LabelWish((embedded_centre.register(),), SHEETS[0])
    papers = open_doors(embedded_centre.database.clock).papers
    with embedded_centre.database.reading() as session, pytest.raises(NotFound):
        papers.draw(session, embedded_centre.actor("rival"), "labels", wish.write())


def test_a_sheet_is_read_as_it_is_typed_and_refused_where_it_does_not_fit():
    assert all(LabelSheet.read(sheet.written()) == sheet for sheet in SHEETS)
    assert LabelSheet.read(" 63.5x38.1  3*7 ").count == 21
    for wrong in ("", "70", "70×37 4×8", "70×37 3×9", "5×5 3×3", "70×37 0×8"):
        with pytest.raises(BadLabelSheet) as refused:
            LabelSheet.read(wrong)
        assert "放得进 A4" in words.sentence(refused.value)
    with pytest.raises(NotFound):
        LabelWish.read("70×37 3×8|25|x")
