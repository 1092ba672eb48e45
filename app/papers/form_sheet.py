"""A paper of the centre with fields, words and room to sign: notices, sheets, approvals."""

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from app.core.clock import local
from app.core.doors import Paper
from app.papers.fonts import FontRole, installed_fonts
from app.papers.form_blocks import (
    Code,
    FormBlock,
    FormTable,
    Heading,
    Labelled,
    Said,
    beside_code,
    code_height,
    draw_code,
    draw_fields,
)
from app.papers.lines import Line
from app.papers.page import BODY_PT, GB_9704, Sheet, Style, one_at_a_time
from app.papers.table import Table
from app.papers.tally import Tally
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 18, 30, red=True)
_TITLE = Style(FontRole.TITLE, 24, 38, tracking=6)
_NUMBER = Style(FontRole.BODY, 14, 20)
_BODY = Style(FontRole.BODY, BODY_PT, GB_9704.line_pitch)
_HEADING = Style(FontRole.HEADING, BODY_PT, GB_9704.line_pitch)
_NOTE = Style(FontRole.KAI, 10.5, 16, grey=0.25)
_SIGN = Style(FontRole.BODY, 13, 27)
_SEAL = Style(FontRole.BODY, 12, 26, grey=0.35)
_DEMO = Style(FontRole.HEADING, 12, 16, red=True)
_GAP = 8.0
_SIGNED = 2
"""Lines of what is signed on the page of the signature: alone it could be put under anything."""

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
        blocks: What stands between head and foot, from top to bottom.
        signatures: What is signed by hand, a line each.
        notes: Small print.
        printed_at: When it is drawn (aware); its date stands under it.
        has_seal: There is a place for the seal beside the issuer.
        is_demo: True marks the paper as 演示数据.
    """

    centre: str
    title: str
    file_name: str
    printed_at: datetime
    number: str = ""
    to: str = ""
    blocks: tuple[FormBlock, ...] = ()
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    has_seal: bool = True
    is_demo: bool = False

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Label and value of each field."""
        return tuple((e.label, e.value) for e in self.blocks if isinstance(e, Labelled))


def compose_form(facts: FormFacts) -> Paper:
    """Return the form with its file name and what should be known about it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _drawn(facts))


def _drawn(facts: FormFacts) -> Paper:
    form = _Form(facts)
    form.draw()
    if form.stands_alone:
        form = _Form(facts, cut=form.lines - _SIGNED)
        form.draw()
    return form.paper()


class _Form:
    """One form being drawn, from top to bottom.

    Attributes:
        lines: How many lines what is signed has.
        stands_alone: Whether the signature stands on a page with fewer than `_SIGNED` of these,
            and some can be spared for it.
    """

    def __init__(self, facts: FormFacts, *, cut: int | None = None) -> None:
        """Begin a form.

        Args:
            facts: What it says.
            cut: After how many lines it goes overleaf though the page has room.
        """
        self.lines = 0
        self.stands_alone = False
        self._tally = Tally(cut=cut)
        self._facts = facts
        self._sheet = Sheet(installed_fonts(), title=facts.title, author=facts.centre)
        self._sheet.mark = _say("demo") if facts.is_demo else ""
        self._top = GB_9704.top

    def draw(self) -> None:
        """Draw everything."""
        facts, tally = self._facts, self._tally
        self._head()
        self._blocks(facts.blocks)
        end = self._end_height()
        if end <= GB_9704.type_height - 2 * _SIGNED * _BODY.leading:
            self._need(end)  # else what is signed by hand fills pages of its own
        self.lines = tally.lines
        self.stands_alone = tally.on_page < _SIGNED < tally.lines - _SIGNED
        self._signatures()
        self._sign_off()
        self._notes()

    def paper(self) -> Paper:
        """Return what was drawn."""
        return Paper(self._facts.file_name, self._sheet.finish(), self._sheet.warnings())

    def _end_height(self) -> float:
        """Return the height of all that stands under what is signed."""
        sheet, width = self._sheet, GB_9704.type_width
        notes = sum(len(sheet.lines(note, _NOTE, width)) for note in self._facts.notes)
        hands = len(self._facts.signatures) * _SIGN.leading
        return hands + 2.5 * _BODY.leading + (_GAP + notes * _NOTE.leading if notes else 0)

    def _blocks(self, blocks: tuple[FormBlock, ...]) -> None:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, Labelled):
                at += self._fields(blocks[at:])
                continue
            at += 1
            if isinstance(block, FormTable):
                self._table(block, blocks[at:])
            elif isinstance(block, Heading):
                self._block(block.text, _HEADING, indent=0)
            elif isinstance(block, Code):
                at += self._code(block, blocks[at:])
            else:
                self._paragraph(block)

    def _fields(self, blocks: tuple[FormBlock, ...]) -> int:
        """Draw the fields a part of the form begins with and return how many there are."""
        drawn = draw_fields(self._sheet, self._top + 2, blocks, self._tally)
        self._top = drawn.top + _GAP
        return drawn.count

    def _code(self, code: Code, after: tuple[FormBlock, ...]) -> int:
        """Draw a code, and return how much of what comes after it stands beside it."""
        beside = beside_code(after)
        self._need(code_height(code))
        self._top = draw_code(self._sheet, self._top, code, beside)
        self._tally.drew(len(beside) + 1)
        return len(beside)

    def _table(self, table: FormTable, after: tuple[FormBlock, ...]) -> None:
        sheet, tally, page = self._sheet, self._tally, self._sheet.pages
        drawn = Table(sheet, self._top, "", "", table.columns)
        texts = tuple(each for each in after if isinstance(each, Said))
        below = _GAP + self._height(texts) + self._end_height() if texts == after else _GAP
        drawn.draw(table.rows, below=below)
        self._top = drawn.top + _GAP
        if sheet.pages != page:
            tally.turned()
        tally.drew(len(table.rows))

    def _height(self, texts: tuple[Said, ...]) -> float:
        return sum(
            len(self._lines(part, _BODY, 2 * _BODY.size)) * _BODY.leading
            for text in texts
            for part in _parts(text)
        )

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

    def _paragraph(self, said: Said) -> None:
        for part in _parts(said):
            self._block(part, _BODY, indent=2 * _BODY.size)

    def _lines(self, text: str, style: Style, indent: float) -> tuple[Line, ...]:
        return self._sheet.lines(text, style, GB_9704.type_width, first_indent=indent)

    def _block(self, text: str, style: Style, *, indent: float) -> None:
        sheet, grid = self._sheet, GB_9704
        lines = self._lines(text, style, indent)
        while lines:
            fits = self._tally.room(int((grid.bottom - self._top) // style.leading))
            if fits < 1:
                self._overleaf()
                continue
            shown, lines = lines[:fits], lines[fits:]
            self._top = sheet.block(grid.left, self._top, shown, style, width=grid.type_width)
            self._tally.drew(len(shown))

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
        if facts.has_seal:
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
            self._overleaf()

    def _overleaf(self) -> None:
        self._top = self._sheet.next_page()
        self._tally.turned()


def _parts(said: Said) -> list[str]:
    return said.text.splitlines() or [said.text]
