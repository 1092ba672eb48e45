"""A briefing as Word and Excel: the same words, the same numbers, nothing that a sheet executes."""

import io
from datetime import date, timedelta

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from app.core import words
from app.core.clock import local
from app.papers.briefing.compose import Issued, compose_briefing
from app.papers.briefing.drawing import draw_briefing
from app.papers.briefing.gather import gather
from app.papers.briefing.period import Period, PeriodWish
from app.papers.briefing.template import shipped
from app.papers.chart import Bars
from app.papers.figure_rows import rows_to_keep
from app.papers.files.export import export_briefing
from app.papers.files.forms import NoOfd, PaperForm, UnknownPaperForm, form_of, in_form
from app.papers.official import Listing, Words
from app.papers.rules import PeriodKind
from tests.factories.centre import STREET

FORMULA = '=HYPERLINK("http://x","点我")'


class Told:
    """A week of cases, one of them called like a formula, its briefing, and a way to a file."""

    def __init__(self, centre) -> None:
        for title in (FORMULA, "@SUM(1+1)", "路灯\x07不亮\u202e"):
            centre.register(title=title)
        centre.database.clock.advance(timedelta(minutes=1))
        self.centre, self.now = centre, centre.database.clock.now()
        wish = PeriodWish(STREET, Period.of(PeriodKind.WEEKLY, local(self.now).date()))
        with centre.database.reading() as session:
            who = centre.actor("director")
            self.briefing = draw_briefing(session, who, wish, self.now)
            self.kept = rows_to_keep(session, who, self.briefing.gathered.book, self.now)

    def file(self, form, who="director", **more):
        with self.centre.database.reading() as session:
            actor = self.centre.actor(who)
            body = export_briefing(session, actor, self.briefing, form, self.now, **more)
        return io.BytesIO(body)


@pytest.fixture
def told(centre):
    return Told(centre)


@pytest.fixture
def embedded(embedded_centre):
    return Told(embedded_centre)


def test_word_holds_every_word_table_and_number_of_the_pages_in_their_layout(embedded):
    document = docx.Document(embedded.file(PaperForm.WORD))

    texts = [line.text for line in document.paragraphs]
    official = embedded.briefing.official
    for block in official.blocks:
        if isinstance(block, Words):
            assert "".join(span.text for span in block.spans) in texts
    listings = [b for b in official.blocks if isinstance(b, Listing | Bars)]
    assert len(document.tables) == len(listings)
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[1:] == [list(row.cells) for row in listings[-1].rows]
    section = document.sections[0]
    assert abs(section.top_margin - Mm(37)) < 500
    assert abs(section.left_margin - Mm(28)) < 500
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < 1000
    fonts = {f.get(qn("w:eastAsia")) for f in document.element.iter(qn("w:rFonts"))}
    assert {"仿宋", "黑体", "楷体", "方正小标宋简体"} <= fonts
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    assert official.mark in texts  # a draft says so


def test_excel_holds_every_number_with_what_it_is_compared_with_and_its_list(told):
    book = load_workbook(told.file(PaperForm.EXCEL, kept=told.kept))

    found = {}
    for sheet in book.worksheets:
        if sheet["A1"].value == "数字":
            for label, value, part, whole, last, change, *_, name in sheet.iter_rows(
                min_row=2, values_only=True
            ):
                found[label] = (value, part, whole, last, change, name)
    for figure in told.briefing.figures:
        value = found[figure.label][0]
        assert value == (figure.text if figure.value is None else figure.value), figure
    assert found["受理"][3:5] == (0, 3)
    hows = {row[7].value for row in book.worksheets[1].iter_rows(min_row=2)}
    assert any("受理:2026-11-23~2026-11-29" in (how or "") for how in hows)
    assert book[found["受理"][5]].max_row - 1 == found["受理"][0] == 3


def test_no_cell_is_a_formula_and_lists_stay_where_nobody_may_export(embedded):
    book = load_workbook(embedded.file(PaperForm.EXCEL))

    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    without = load_workbook(embedded.file(PaperForm.EXCEL, who="handler"))
    assert not [name for name in without.sheetnames if name.startswith("名单")]
    assert "没有导出的权限" in "".join(str(cell.value) for cell in without["说明"]["B"])


def test_awkward_texts_are_survived(embedded):
    wish = embedded.briefing.gathered.wish
    with embedded.centre.database.reading() as session:
        template = shipped("weekly")
        gathered = gather(session, embedded.centre.actor("director"), wish, embedded.now, template)
    gathered.book.words["street"] = "湴塱墘𡌶\u202e\x07\ufffe" + "很长的地名" * 60
    briefing = compose_briefing(gathered, template, Issued(on=date(2026, 11, 24)))
    with embedded.centre.database.reading() as session:
        who = embedded.centre.actor("director")
        body = export_briefing(session, who, briefing, PaperForm.WORD, embedded.now, body=b"%PDF")

    texts = [line.text for line in docx.Document(io.BytesIO(body)).paragraphs]
    assert any("湴塱墘𡌶很长的地名" in text for text in texts)
    assert "可编辑的副本，以签发的为准" in texts


def test_a_file_name_says_the_form_and_ofd_is_refused_in_words(tmp_path):
    assert form_of(tmp_path / "A.XLSX") is PaperForm.EXCEL
    assert in_form("周报 2026年第47期.pdf", PaperForm.WORD) == "周报 2026年第47期.docx"
    with pytest.raises(NoOfd) as no:
        form_of(tmp_path / "周报.ofd")
    assert "GB/T 33190" in words.sentence(no.value)
    with pytest.raises(UnknownPaperForm):
        form_of(tmp_path / "周报.odt")
