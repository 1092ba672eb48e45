"""The full case sheet (事件详情单): every attribute of a case, and all that happened to it."""

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from app.cases.ledger_words import full
from app.cases.numbers import is_case_number, short, spaced
from app.cases.queries.full import FullCase
from app.core.doors import Paper
from app.core.qr import qr_matrix
from app.papers.case_sheet_words import Told, fields_of, note_of, tables_of
from app.papers.fields import SMALL, Cell, Fields
from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.table import CELL, STRUCK, Column, Row, Table
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 16, 26, red=True)
_TITLE = Style(FontRole.TITLE, 24, 36, tracking=6)
_NUMBER = Style(FontRole.BODY, 12, 18)
_SMALL = Style(FontRole.BODY, 10.5, 16)
_SIGN_OFF = Style(FontRole.BODY, 10.5, 16, grey=0.25)

_QR_SIDE = 19 * mm
_GAP = 9.0
_HANGING = 4 * mm  # so far the last lines may hang under the type area

_WIDTHS: dict[str, tuple[float, ...]] = {
    "clocks": (34, 0, 66, 80, 92, 80),
    "holds": (0, 110, 110),
    "answers": (0, 250),
    "checks": (0, 50, 66),
    "requests": (96, 96, 0, 140),
    "tasks": (0, 84, 112, 140),
    "sheets": (86, 0, 112, 140),
    "files": (0, 52, 92, 104),
    "story": (92, 62, 104, 0),
}
"""Width of each column in points; 0 takes what the others leave."""

_say = wording("case_sheet")


@dataclass(frozen=True, slots=True)
class CaseSheetFacts:
    """Everything a full case sheet says.

    Attributes:
        centre: The centre's name.
        told: The case, as far as whoever prints it may read it.
        printed_by: Who prints it, as the journal names them.
        printed_at: When it is drawn (aware).
        is_demo: True marks every page as 演示数据.
    """

    centre: str
    told: FullCase
    printed_by: str
    printed_at: datetime
    is_demo: bool = False


def compose_case_sheet(facts: CaseSheetFacts) -> Paper:
    """Return the sheet with its file name and what should be known about it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """

    def drawn() -> Paper:
        pages = _CaseSheet(facts, 0).pages()  # how many there are is known when all are drawn
        return _CaseSheet(facts, pages).drawn()

    return one_at_a_time(drawn)


class _CaseSheet:
    """One sheet being drawn, from top to bottom over as many pages as it takes."""

    def __init__(self, facts: CaseSheetFacts, pages: int) -> None:
        self._facts = facts
        self._told = facts.told
        card = facts.told.card
        self._name = short(card.number) if card.number else card.receipt_code
        sheet = Sheet(installed_fonts(), title=_say("title"), author=facts.centre)
        sheet.foot = _say("foot", name=card.number or card.receipt_code, pages=pages)
        sheet.mark = _say("demo") if facts.is_demo else ""
        self._sheet = sheet
        self._top = GB_9704.top - 16 * mm  # no letterhead stands above the type area

    def pages(self) -> int:
        """Draw everything for the count of its pages alone."""
        self._draw()
        return self._sheet.pages

    def drawn(self) -> Paper:
        """Draw everything."""
        self._draw()
        name = _say("file_name", name=self._name)
        return Paper(name, self._sheet.finish(), self._sheet.warnings())

    def _draw(self) -> None:
        self._head()
        self._fields()
        self._tables()
        self._sign_off()

    def _head(self) -> None:
        sheet, grid, card = self._sheet, GB_9704, self._told.card
        if self._facts.is_demo:
            sheet.text(grid.left, self._top - 20, _say("demo"), MARK)
        sheet.squares(grid.right - _QR_SIDE, self._top, _QR_SIDE, qr_matrix(card.receipt_code))
        sheet.centred(self._top, self._facts.centre, _CENTRE)
        sheet.centred(self._top + _CENTRE.leading, _say("title"), _TITLE)
        self._top += _CENTRE.leading + _TITLE.leading + 4
        sheet.rule(grid.left, self._top, grid.right, weight=1.5)
        self._top += 6
        code = f"{card.receipt_code[:4]} {card.receipt_code[4:]}"
        sheet.text(grid.left, self._top, self._number(), _NUMBER)
        sheet.flush_right(grid.right, self._top, _say("receipt", code=code), _NUMBER)
        self._top += _NUMBER.leading + 4

    def _number(self) -> str:
        number = self._told.card.number
        if number is None:
            return _say("number_later")
        return _say("number", number=spaced(number) if is_case_number(number) else number)

    def _fields(self) -> None:
        fields = Fields(self._sheet, self._top, SMALL)
        for line in fields_of(self._told):
            cells = [Cell(label, value) for label, value in line]
            if len(cells) == 1:
                fields.row(cells[0])
            else:
                fields.pair(cells[0], cells[1])
        self._top = fields.top + _GAP

    def _tables(self) -> None:
        """Draw the tables that have rows, and name the others: nothing seems left out."""
        clocks, *tables, story = tables_of(self._told)
        if clocks.rows:
            self._table(clocks)
        self._words(note_of(self._told), _SMALL)
        self._top += _GAP
        for table in tables:
            if table.rows:
                self._table(table)
        missing = [_say(f"{table.key}.heading") for table in tables if not table.rows]
        if missing:
            self._words(_say("none", sections=_say("none_join").join(missing)), _SMALL)
            self._top += _GAP
        self._table(story)

    def _table(self, told: Told) -> None:
        heading = _say(f"{told.key}.heading")
        names, widths = _say.names(f"{told.key}.columns"), _WIDTHS[told.key]
        columns = [Column(name, width) for name, width in zip(names, widths, strict=True)]
        table = Table(self._sheet, self._top, heading, _say("again", heading=heading), columns)
        table.draw(
            Row(cells, STRUCK if number in told.struck else CELL)
            for number, cells in enumerate(told.rows)
        )
        self._top = table.top + _GAP

    def _sign_off(self) -> None:
        facts = self._facts
        printed = _say(
            "printed", centre=facts.centre, who=facts.printed_by, moment=full(facts.printed_at)
        )
        self._need(2 * _SIGN_OFF.leading, hanging=_HANGING)
        if self._told.card.reporter is not None:
            self._words(_say("privacy"), _SIGN_OFF, hanging=_HANGING)
        for line in self._sheet.lines(printed, _SIGN_OFF, GB_9704.type_width):
            self._need(_SIGN_OFF.leading, hanging=_HANGING)
            self._sheet.flush_right(GB_9704.right, self._top, line.text, _SIGN_OFF)
            self._top += _SIGN_OFF.leading

    def _words(self, text: str, style: Style, *, hanging: float = 0.0) -> None:
        """Draw a paragraph, overleaf where the page ends."""
        width = GB_9704.type_width
        for line in self._sheet.lines(text, style, width):
            self._need(style.leading, hanging=hanging)
            self._top = self._sheet.block(GB_9704.left, self._top, (line,), style, width=width)

    def _need(self, height: float, *, hanging: float = 0.0) -> None:
        if self._top + height > GB_9704.bottom + hanging:
            self._top = self._sheet.next_page()
