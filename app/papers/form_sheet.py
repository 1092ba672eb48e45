"""A paper of the centre with fields, words and room to sign: notices, sheets, approvals."""

from dataclasses import dataclass, field
from datetime import datetime

from reportlab.lib.units import mm

from app.core.clock import local
from app.core.doors import Paper
from app.papers.fields import Cell, Fields
from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import BODY_PT, GB_9704, Sheet, Style, one_at_a_time
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 18, 30, red=True)
_TITLE = Style(FontRole.TITLE, 24, 38, tracking=6)
_NUMBER = Style(FontRole.BODY, 14, 20)
_BODY = Style(FontRole.BODY, BODY_PT, GB_9704.line_pitch)
_NOTE = Style(FontRole.KAI, 10.5, 16, grey=0.25)
_SIGN = Style(FontRole.BODY, 13, 27)
_SEAL = Style(FontRole.BODY, 12, 26, grey=0.35)
_DEMO = Style(FontRole.HEADING, 12, 16, red=True)
_GAP = 8.0

_say = wording("form")


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Everything a form says, in words.

    Attributes:
        centre: Who issues it.
        title: What it is.
        file_name: To propose, with ``.pdf``.
        number: Line under the title, at the left; "" leaves it out.
        to: Whom it is addressed to; "" leaves the line out.
        opening: Paragraphs before the fields.
        rows: Label and value of each field.
        closing: Paragraphs after the fields.
        signatures: What is signed by hand, a line each.
        notes: Small print.
        printed_at: When it is drawn (aware); its date stands under it.
        is_demo: True marks the paper as 演示数据.
    """

    centre: str
    title: str
    file_name: str
    printed_at: datetime
    number: str = ""
    to: str = ""
    opening: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_demo: bool = field(default=False)


def compose_form(facts: FormFacts) -> Paper:
    """Return the form with its file name and what should be known about it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _Form(facts).drawn())


class _Form:
    """One form being drawn, from top to bottom."""

    def __init__(self, facts: FormFacts) -> None:
        self._facts = facts
        self._sheet = Sheet(installed_fonts(), title=facts.title, author=facts.centre)
        self._sheet.mark = _say("demo") if facts.is_demo else ""
        self._top = GB_9704.top

    def drawn(self) -> Paper:
        """Draw everything."""
        facts = self._facts
        self._head()
        self._paragraphs(facts.opening)
        fields = Fields(self._sheet, self._top + 2)
        for label, value in facts.rows:
            fields.row(Cell(label, value or _say("empty")))
        self._top = fields.top + (_GAP if facts.rows else 0)
        self._paragraphs(facts.closing)
        self._signatures()
        self._sign_off()
        self._notes()
        return Paper(facts.file_name, self._sheet.finish(), self._sheet.warnings())

    def _head(self) -> None:
        sheet, grid, facts = self._sheet, GB_9704, self._facts
        if facts.is_demo:
            sheet.flush_right(grid.right, self._top - 20, _say("demo"), _DEMO)
        sheet.centred(self._top, facts.centre, _CENTRE)
        sheet.centred(self._top + _CENTRE.leading, facts.title, _TITLE)
        self._top += _CENTRE.leading + _TITLE.leading + 4
        sheet.rule(grid.left, self._top, grid.right, weight=1.5)
        self._top += _GAP
        if facts.number:
            sheet.text(grid.left, self._top, facts.number, _NUMBER)
            self._top += _NUMBER.leading + 4
        if facts.to:
            self._block(_say("to", name=facts.to), _BODY, indent=0)

    def _paragraphs(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            for part in text.splitlines() or [text]:
                self._block(part, _BODY, indent=2 * _BODY.size)

    def _block(self, text: str, style: Style, *, indent: float) -> None:
        sheet, grid = self._sheet, GB_9704
        lines = sheet.lines(text, style, grid.type_width, first_indent=indent)
        while lines:
            fits = int((grid.bottom - self._top) // style.leading)
            if fits < 1:
                self._top = sheet.next_page()
                continue
            shown, lines = lines[:fits], lines[fits:]
            self._top = sheet.block(grid.left, self._top, shown, style, width=grid.type_width)

    def _signatures(self) -> None:
        sheet, grid = self._sheet, GB_9704
        for text in self._facts.signatures:
            self._need(_SIGN.leading)
            sheet.text(grid.left, self._top, text, _SIGN)
            line = grid.left + sheet.width(text, _SIGN) + 4
            sheet.rule(line, self._top + _SIGN.leading - 6, grid.right, weight=0.4)
            self._top += _SIGN.leading

    def _sign_off(self) -> None:
        sheet, grid, facts = self._sheet, GB_9704, self._facts
        day = local(facts.printed_at)
        date = _say("date", year=day.year, month=day.month, day=day.day)
        self._need(2.5 * _BODY.leading)
        self._top += _BODY.leading / 2
        right = grid.right - 4 * BODY_PT  # the date stands four characters in from the right
        middle = right - sheet.width(date, _BODY) / 2
        left = middle - sheet.width(facts.centre, _BODY) / 2
        sheet.text(left, self._top, facts.centre, _BODY)
        seal = left + sheet.width(facts.centre, _BODY)
        sheet.text(seal, self._top, _say("seal"), _SEAL)
        sheet.flush_right(right, self._top + _BODY.leading, date, _BODY)
        self._top += 2 * _BODY.leading + _GAP

    def _notes(self) -> None:
        sheet, grid = self._sheet, GB_9704
        for note in self._facts.notes:
            lines = sheet.lines(note, _NOTE, grid.type_width)
            self._need(len(lines) * _NOTE.leading)
            self._top = sheet.block(grid.left, self._top, lines, _NOTE, width=grid.type_width)

    def _need(self, height: float) -> None:
        if self._top + height > GB_9704.bottom + 4 * mm:
            self._top = self._sheet.next_page()
