"""The acceptance slip (受理回执) a resident takes home."""

from collections.abc import Sequence

from reportlab.lib.units import mm

from app.cases.clock_words import limit_words
from app.cases.numbers import is_case_number, short, spaced
from app.core.clock import local
from app.core.doors import Paper
from app.papers.facts import SlipFacts
from app.papers.fields import VALUE
from app.papers.fonts import FontRole, installed_fonts
from app.papers.form_blocks import (
    Code,
    FormBlock,
    FormTable,
    Heading,
    Labelled,
    beside_code,
    code_height,
    draw_code,
    draw_fields,
)
from app.papers.form_sheet import FormFacts
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_form
from app.papers.forms.offers import Facts
from app.papers.page import BODY_PT, GB_9704, Sheet, Style, one_at_a_time
from app.papers.table import Table
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 18, 30, red=True)
_TITLE = Style(FontRole.TITLE, 26, 40, tracking=13)
_BODY = Style(FontRole.BODY, BODY_PT, 26)
_HEADING = Style(FontRole.HEADING, BODY_PT, 26)
_NOTE = Style(FontRole.KAI, 10.5, 16, grey=0.25)
_SEAL = Style(FontRole.BODY, 12, 26, grey=0.35)
_DEMO = Style(FontRole.HEADING, 12, 16, red=True)
_GAP = 8.0

_say = wording("form")


def draw_slip(facts: SlipFacts) -> bytes:
    """Return the slip as a PDF."""
    return compose_slip(facts).body


def compose_slip(facts: SlipFacts) -> Paper:
    """Return the slip with its file name and what should be known about it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return compose_slips((facts,))


def compose_slips(every: Sequence[SlipFacts]) -> Paper:
    """Return slips as one document, each on pages of its own that begin with number 1.

    Args:
        every: At least one.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    first = every[0]
    told = [_filled(facts) for facts in every]
    sheet = Sheet(installed_fonts(), title=told[0].title, author=told[0].centre)
    sheet.mark = _say("demo") if first.is_demo else ""
    for number, each in enumerate(told):
        if number:
            one_at_a_time(sheet.next_paper)
        one_at_a_time(_Slip(each, sheet).draw)  # others need not wait for all of them
    body = one_at_a_time(sheet.finish)
    name = told[0].file_name
    if len(told) > 1:
        name = _say("many", title=told[0].title, count=len(told), code=first.receipt_code)
    return Paper(name, body, sheet.warnings())


def compose_slip_form(told: FormFacts) -> Paper:
    """Return one slip of what its template says.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    sheet = Sheet(installed_fonts(), title=told.title, author=told.centre)
    sheet.mark = _say("demo") if told.is_demo else ""
    one_at_a_time(_Slip(told, sheet).draw)
    return Paper(told.file_name, one_at_a_time(sheet.finish), sheet.warnings())


def _filled(facts: SlipFacts) -> FormFacts:
    template = facts.template or shipped_form(FormKind.SLIP)
    return fill_form(template, slip_fields(facts), is_demo=facts.is_demo)


def slip_fields(facts: SlipFacts) -> Facts:
    """Return what a slip offers its template."""
    promised, number = facts.promises, facts.case_number
    return {
        "centre": facts.centre,
        "printed": facts.printed_at,
        "address": facts.address,
        "telephone": facts.telephone,
        "name": short(number) if is_case_number(number) else facts.receipt_code,
        "number": spaced(number) if is_case_number(number) else number,
        "receipt_code": facts.receipt_code,
        "title": facts.title,
        "place": facts.place,
        "category": facts.category,
        "source": facts.source,
        "received": facts.received_at,
        "first_contact": facts.first_contact,
        "reporter": facts.reporter,
        "phone": facts.phone,
        "sign_due": promised.sign_due_at,
        "sign_limit": limit_words(promised.sign_limit),
        "handle_due": promised.handle_due_at,
        "handle_limit": limit_words(promised.handle_limit),
        "limit_number": promised.limit_number,
        "calendar": promised.calendar_name,
        "provisional_years": "、".join(str(year) for year in promised.provisional_years),
    }


class _Slip:
    """One slip being drawn, from top to bottom."""

    def __init__(self, facts: FormFacts, sheet: Sheet) -> None:
        self._facts = facts
        self._sheet = sheet
        self._top = GB_9704.top - 16 * mm  # a slip has no letterhead above the type area

    def draw(self) -> None:
        """Draw everything."""
        self._head()
        blocks, at = self._facts.blocks, 0
        while at < len(blocks):
            at += self._block(blocks[at], blocks[at:])
        self._signatures()
        self._notes()
        self._sign_off()

    def _head(self) -> None:
        sheet, grid, facts = self._sheet, GB_9704, self._facts
        if facts.is_demo:
            sheet.flush_right(grid.right, self._top - 20, _say("demo"), _DEMO)
        sheet.centred(self._top, facts.centre, _CENTRE)
        sheet.centred(self._top + _CENTRE.leading, facts.title, _TITLE)
        self._top += _CENTRE.leading + _TITLE.leading + 6
        sheet.rule(grid.left, self._top, grid.right, weight=1.5)
        self._top += 8
        if facts.number:
            sheet.text(grid.left, self._top, facts.number, VALUE)
            self._top += VALUE.leading + 6
        if facts.to:
            self._text(_say("to", name=facts.to), _BODY)

    def _block(self, block: FormBlock, rest: tuple[FormBlock, ...]) -> int:
        """Draw a block, and return how many of the rest that were."""
        if isinstance(block, Labelled):
            drawn = draw_fields(self._sheet, self._top, rest)
            self._top = drawn.top
            return drawn.count
        if isinstance(block, Code):
            beside = beside_code(rest[1:])
            self._need(code_height(block))
            self._top = draw_code(self._sheet, self._top, block, beside)
            return 1 + len(beside)
        if isinstance(block, FormTable):
            table = Table(self._sheet, self._top, "", "", block.columns)
            table.draw(block.rows)
            self._top = table.top + _GAP
            return 1
        is_heading = isinstance(block, Heading)
        self._text(block.text, _HEADING if is_heading else _BODY, indent=not is_heading)
        self._top += 4
        return 1

    def _text(self, text: str, style: Style, *, indent: bool = False) -> None:
        sheet, grid = self._sheet, GB_9704
        for part in text.splitlines() or (text,):
            begin = 2 * style.size if indent else 0.0
            lines = sheet.lines(part, style, grid.type_width, first_indent=begin)
            while lines:
                self._need(style.leading)
                fits = max(int((GB_9704.bottom + 4 * mm - self._top) // style.leading), 1)
                shown, lines = lines[:fits], lines[fits:]
                self._top = sheet.block(grid.left, self._top, shown, style, width=grid.type_width)

    def _signatures(self) -> None:
        sheet, grid = self._sheet, GB_9704
        for text in self._facts.signatures:
            self._need(_BODY.leading)
            sheet.text(grid.left, self._top, text, VALUE)
            line = grid.left + sheet.width(text, VALUE) + 4
            sheet.rule(line, self._top + _BODY.leading - 6, grid.right, weight=0.4)
            self._top += _BODY.leading

    def _notes(self) -> None:
        sheet, grid = self._sheet, GB_9704
        if not self._facts.notes:
            return
        lines = sheet.lines("".join(self._facts.notes), _NOTE, grid.type_width)
        self._need(len(lines) * _NOTE.leading + 10)
        sheet.rule(grid.left, self._top, grid.right, weight=0.4, dash=(2, 2))
        self._top += 6
        self._top = sheet.block(grid.left, self._top, lines, _NOTE, width=grid.type_width) + 10

    def _sign_off(self) -> None:
        sheet, grid, facts = self._sheet, GB_9704, self._facts
        day = local(facts.printed_at)
        date = _say("date", year=day.year, month=day.month, day=day.day)
        self._need(2 * _BODY.leading)
        # the date stands four characters in from the right, the centre centred over it
        right = grid.right - 4 * BODY_PT
        middle = right - sheet.width(date, _BODY) / 2
        left = middle - sheet.width(facts.centre, _BODY) / 2
        sheet.text(left, self._top, facts.centre, _BODY)
        if facts.has_seal:
            seal = left + sheet.width(facts.centre, _BODY)
            sheet.text(seal, self._top, _say("seal"), _SEAL)
        sheet.flush_right(right, self._top + _BODY.leading, date, _BODY)
        self._top += 2 * _BODY.leading

    def _need(self, height: float) -> None:
        if self._top + height > GB_9704.bottom + 4 * mm:
            self._top = self._sheet.next_page()
