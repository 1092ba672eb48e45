"""A paper as a Word document: the same text in the layout of GB/T 9704-2012, to be worked on.

The words, tables and numbers are those of the PDF, made from the same `Official`; a chart stands
as a picture over the table of its numbers. Fonts are named, not embedded: a computer without them
shows its own.
"""

import io
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.papers.chart import Bars
from app.papers.fonts import FontRole
from app.papers.frame import GB_9704, Span
from app.papers.official import Colophon, Head, Listing, Official, Words
from app.papers.picture import picture_of
from app.papers.wording import wording

FONTS = {
    FontRole.BODY: "仿宋",
    FontRole.HEADING: "黑体",
    FontRole.KAI: "楷体",
    FontRole.TITLE: "方正小标宋简体",
    FontRole.NUMBER: "宋体",
}
"""What offices call the fonts of the standard."""
_BODY_PT, _TITLE_PT, _MARK_PT, _SMALL_PT, _TABLE_PT = 16.0, 22.0, 36.0, 14.0, 10.5
_RED = RGBColor(0xE6, 0x00, 0x12)  # of letterheads
_TWIPS = 20  # a point
_PT_OF_MM = 72 / 25.4

_say = wording("word_file")


class _Look(NamedTuple):
    """How a run of characters looks."""

    role: FontRole = FontRole.BODY
    size: float = _BODY_PT
    red: bool = False


def write_word(told: Official, note: str = "") -> bytes:
    """Return a paper as a Word document.

    Args:
        told: What it says.
        note: A line over it, e.g. that the signed PDF counts; "" for none.
    """
    return _Writer(told, note).written()


class _Writer:
    """One document being written."""

    def __init__(self, told: Official, note: str) -> None:
        self._told, self._note = told, note
        self._document: Any = Document()
        _lay_page(self._document)
        _page_numbers(self._document)

    def written(self) -> bytes:
        """Write everything."""
        told = self._told
        properties = self._document.core_properties
        properties.title, properties.author = _clean(told.title), _clean(told.issuer)
        properties.created = properties.modified = told.moment.replace(tzinfo=None)
        for words in (told.mark, self._note):
            if words:
                line = self._line(words, _Look(FontRole.HEADING, 12, red=True))
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if told.head is not None:
            self._head(told.head)
        self._line("")
        title = self._line(told.title, _Look(FontRole.TITLE, _TITLE_PT))
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._line("")
        for block in told.blocks:
            self._block(block)
        if told.signed_on is not None:
            self._signature(told)
        if told.colophon is not None:
            self._colophon(told.colophon)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    # -- head and end --------------------------------------------------------------------------

    def _head(self, head: Head) -> None:
        mark = self._line(head.mark, _Look(FontRole.TITLE, _MARK_PT, red=True), pitch=0)
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        last = mark
        if head.line:
            last = self._line(head.line)
            last.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if head.left or head.right:
            last = self._line(f"{head.left}\t{head.right}")
            width = GB_9704.type_width - GB_9704.character_pitch
            last.paragraph_format.left_indent = Pt(GB_9704.character_pitch)
            _right_tab(last, width)
        _edge(last, "bottom", eighths=16, color="E60012")

    def _signature(self, told: Official) -> None:
        self._line("")
        for words in (told.issuer, _day(told.signed_on)):
            line = self._line(words)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = Pt(4 * GB_9704.character_pitch)

    def _colophon(self, colophon: Colophon) -> None:
        self._line("")
        small = _Look(size=_SMALL_PT)
        lines = [self._line(colophon.copies, small)] if colophon.copies else []
        printed = _say("printed", day=_day(colophon.printed_on))
        last = self._line(f"{colophon.printer}\t{printed}", small)
        _right_tab(last, GB_9704.type_width)
        lines.append(last)
        for line in lines:
            _edge(line, "top", eighths=6)
            line.paragraph_format.keep_with_next = line is not last
        _edge(last, "bottom", eighths=8)

    # -- text ----------------------------------------------------------------------------------

    def _block(self, block: Words | Listing | Bars) -> None:
        match block:
            case Words():
                self._words(block)
            case Listing():
                self._table(block.heading, [c.name for c in block.columns],
                            [row.cells for row in block.rows])  # fmt: skip
            case Bars():
                self._bars(block)

    def _words(self, words: Words) -> None:
        line = self._line("")
        line.paragraph_format.first_line_indent = Pt(0 if words.flush else 2 * _BODY_PT)
        line.paragraph_format.keep_with_next = words.is_heading
        for span in words.spans:
            _run(line, span.text, _look_of(span))
        if words.is_heading or words.mark:
            _outline(line, words.level)

    def _bars(self, bars: Bars) -> None:
        heads = [_say("bars.name"), *(word for word, there in self._shown(bars) if there)]
        rows = []
        for at, name in enumerate(bars.names):
            row = [name, str(bars.values[at])]
            if bars.before:
                row.append(str(bars.before[at]))
            if bars.usual:
                row.append(_say("bars.between", low=bars.usual[at][0], high=bars.usual[at][1]))
            rows.append(tuple(row))
        self._picture(bars)
        self._table(bars.title, heads, rows)
        if bars.note:
            self._line(bars.note, _Look(size=_TABLE_PT))

    def _picture(self, bars: Bars) -> None:
        line = self._line("", pitch=0)
        line.paragraph_format.keep_with_next = True
        drawn = io.BytesIO(picture_of(bars))
        shape = line.add_run().add_picture(drawn, width=Pt(GB_9704.type_width))
        told = shape._inline.docPr  # noqa: SLF001  what is read out where nobody sees it
        told.set("descr", _clean(_say("bars.picture", title=bars.title)))

    @staticmethod
    def _shown(bars: Bars) -> tuple[tuple[str, bool], ...]:
        this, before, usual = bars.words
        return ((this, True), (before, bool(bars.before)), (usual, bool(bars.usual)))

    def _table(self, heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        title = self._line(heading, _Look(FontRole.HEADING, 13))
        title.paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=1, cols=len(columns))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        for cell, name in zip(table.rows[0].cells, columns, strict=True):
            _fill(cell, name, _Look(FontRole.HEADING, _TABLE_PT), centred=True)
        _every_page(table.rows[0])
        for row in rows:
            made = table.add_row()
            _whole(made)
            for at, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
                _fill(cell, text, _Look(size=_TABLE_PT), centred=at > 0)
        self._line("")

    def _line(self, text: str, look: _Look | None = None, *, pitch: float | None = None) -> Any:
        """Add a paragraph on the grid of lines; a pitch of 0 lets it be as high as it is."""
        line = self._document.add_paragraph()
        form = line.paragraph_format
        form.space_before = form.space_after = Pt(0)
        if pitch != 0:
            form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            form.line_spacing = Pt(GB_9704.line_pitch)
        if text:
            _run(line, text, look or _Look())
        return line


def _look_of(span: Span) -> _Look:
    # on the grid of the standard 3号 is 15.75 pt, which offices call 16
    near = abs(span.style.size - _BODY_PT) < 1
    return _Look(span.style.role, _BODY_PT if near else span.style.size, span.style.red)


def _run(line: Any, text: str, look: _Look) -> None:
    run = line.add_run(_clean(text))
    name = FONTS[look.role]
    run.font.name, run.font.size = name, Pt(look.size)
    fonts = run._element.rPr.rFonts  # noqa: SLF001  the library has no word for East Asian fonts
    for script in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        fonts.set(qn(script), name)
    if look.red:
        run.font.color.rgb = _RED


def _fill(cell: Any, text: str, look: _Look, *, centred: bool) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(0)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(line, text, look)


def _clean(text: str) -> str:
    """Return a text without what XML cannot carry, nor what turns the direction of writing."""
    return "".join(c for c in text if c == "\t" or _is_written(c))


def _is_written(character: str) -> bool:
    if ord(character) & _NO_CHARACTER == _NO_CHARACTER:
        return False
    return unicodedata.category(character) not in _BARRED


_BARRED = {"Cc", "Cf", "Cs"}  # a character Unicode got later than this Python is written
_NO_CHARACTER = 0xFFFE


def _day(day: Any) -> str:
    return _say("day", year=day.year, month=day.month, day=day.day)


# -- what the library has no word for ----------------------------------------------------------


def _element(name: str, **values: object) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _lay_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(28 - 7)  # 7 mm under the type area, as the standard asks
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001
    if grid is None:
        grid = _element("docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(GB_9704.line_pitch * _TWIPS)))


def _page_numbers(document: Any) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = side
        look = _Look(FontRole.NUMBER, _SMALL_PT)
        _run(line, "— ", look)
        _run(line, "", look)
        run = line.runs[-1]._element  # noqa: SLF001
        run.append(_element("fldChar", fldCharType="begin"))
        code = _element("instrText")
        code.text = "PAGE"
        run.append(code)
        run.append(_element("fldChar", fldCharType="end"))
        _run(line, " —", look)


def _edge(line: Any, side: str, *, eighths: int, color: str = "000000") -> None:
    properties = line._p.get_or_add_pPr()  # noqa: SLF001
    edges = properties.find(qn("w:pBdr"))
    if edges is None:
        edges = _element("pBdr")
        properties.insert_element_before(edges, *_AFTER_EDGES)
    edges.append(_element(side, val="single", sz=eighths, space=1, color=color))


_AFTER_EDGES = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:spacing"),
    *("w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"),
)


def _outline(line: Any, level: int) -> None:
    properties = line._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(_element("outlineLvl", val=level), "w:rPr")


def _right_tab(line: Any, at: float) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT

    line.paragraph_format.tab_stops.add_tab_stop(Pt(at), WD_TAB_ALIGNMENT.RIGHT)


def _every_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("tblHeader"))  # noqa: SLF001


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("cantSplit"))  # noqa: SLF001
