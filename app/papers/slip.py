"""The acceptance slip (受理回执) a resident takes home."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm

from app.cases.clock_words import limit_words
from app.cases.numbers import is_case_number, spaced
from app.core.clock import local
from app.core.doors import Paper
from app.core.qr import qr_matrix
from app.papers.facts import SlipFacts
from app.papers.fields import VALUE, Cell, Fields
from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import BODY_PT, GB_9704, Sheet, Style, one_at_a_time
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 18, 30, red=True)
_TITLE = Style(FontRole.TITLE, 26, 40, tracking=13)
_BODY = Style(FontRole.BODY, BODY_PT, 26)
_PROMISE = Style(FontRole.HEADING, 13, 19)
_HEADING = Style(FontRole.HEADING, 13, 22)
_STEP = Style(FontRole.BODY, 12, 20)
_CODE_LABEL = Style(FontRole.BODY, 10.5, 16)
_CODE = Style(FontRole.HEADING, 15, 20, tracking=0.5)
_NOTE = Style(FontRole.KAI, 10.5, 16, grey=0.25)
_SEAL = Style(FontRole.BODY, 12, 26, grey=0.35)
_DEMO = Style(FontRole.HEADING, 12, 16, red=True)

_QR_SIDE = 30 * mm

_say = wording("slip")


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
    sheet = Sheet(installed_fonts(), title=_say("title"), author=first.centre)
    sheet.mark = _say("demo") if first.is_demo else ""
    for number, facts in enumerate(every):
        if number:
            one_at_a_time(sheet.next_paper)
        one_at_a_time(_Slip(facts, sheet).draw)  # others need not wait for all of them
    body = one_at_a_time(sheet.finish)
    name = (
        _say("file_name", code=first.receipt_code)
        if len(every) == 1
        else _say("file_name_many", count=len(every), code=first.receipt_code)
    )
    return Paper(name, body, sheet.warnings())


class _Slip:
    """One slip being drawn, from top to bottom."""

    def __init__(self, facts: SlipFacts, sheet: Sheet) -> None:
        self._facts = facts
        self._sheet = sheet
        self._top = GB_9704.top - 16 * mm  # a slip has no letterhead above the type area

    def draw(self) -> None:
        """Draw everything."""
        self._head()
        self._table()
        self._follow()
        self._notes()
        self._sign_off()

    def _head(self) -> None:
        sheet, grid = self._sheet, GB_9704
        if self._facts.is_demo:
            sheet.flush_right(grid.right, self._top - 20, _say("demo"), _DEMO)
        sheet.centred(self._top, self._facts.centre, _CENTRE)
        sheet.centred(self._top + _CENTRE.leading, _say("title"), _TITLE)
        self._top += _CENTRE.leading + _TITLE.leading + 6
        sheet.rule(grid.left, self._top, grid.right, weight=1.5)
        self._top += 8
        sheet.text(grid.left, self._top, self._number(), VALUE)
        self._top += VALUE.leading + 6
        indent = 2 * _BODY.size
        lines = sheet.lines(_say("opening"), _BODY, grid.type_width, first_indent=indent)
        self._top = sheet.block(grid.left, self._top, lines, _BODY, width=grid.type_width) + 4

    def _number(self) -> str:
        number = self._facts.case_number
        if not number:
            return _say("number_later")
        return _say("number", number=spaced(number) if is_case_number(number) else number)

    def _table(self) -> None:
        facts = self._facts
        promised = facts.promises
        sign, handle = limit_words(promised.sign_limit), limit_words(promised.handle_limit)
        fields = Fields(self._sheet, self._top)
        fields.row(_cell("title", facts.title))
        fields.row(_cell("place", facts.place))
        fields.pair(_cell("category", facts.category), _cell("source", facts.source))
        fields.pair(
            _cell("received", _moment(facts.received_at)),
            _cell("first_contact", facts.first_contact),
        )
        fields.row(_cell("reporter", self._reporter()))
        fields.row(_cell("sign", _promise("sign", promised.sign_due_at, sign), _PROMISE))
        fields.row(_cell("handle", _promise("handle", promised.handle_due_at, handle), _PROMISE))
        self._top = fields.top

    def _reporter(self) -> str:
        name = self._facts.reporter or _say("value.anonymous")
        phone = self._facts.phone
        return _say("value.reporter", name=name, phone=phone) if phone else name

    def _follow(self) -> None:
        sheet, grid, facts = self._sheet, GB_9704, self._facts
        quiet = 4 * _QR_SIDE / len(qr_matrix(facts.receipt_code))  # four modules of white around
        self._need(_QR_SIDE + 2 * quiet + _CODE_LABEL.leading + _CODE.leading)
        top = self._top + quiet
        sheet.squares(grid.left, top, _QR_SIDE, qr_matrix(facts.receipt_code))
        middle = grid.left + _QR_SIDE / 2
        code = f"{facts.receipt_code[:4]} {facts.receipt_code[4:]}"
        below = top + _QR_SIDE + quiet - 4
        for text, style in ((_say("follow.code"), _CODE_LABEL), (code, _CODE)):
            sheet.text(middle - sheet.width(text, style) / 2, below, text, style)
            below += style.leading
        left = grid.left + _QR_SIDE + 26
        sheet.text(left, top - 4, _say("follow.heading"), _HEADING)
        end = top - 4 + _HEADING.leading + 2
        for step in self._steps():
            lines = sheet.lines(step, _STEP, grid.right - left)
            end = sheet.block(left, end, lines, _STEP, width=grid.right - left)
        self._top = max(end, below) + 6

    def _steps(self) -> Iterator[str]:
        facts = self._facts
        anonymous = "" if facts.phone else "_anonymous"
        yield _say("follow.kiosk")
        yield _say(f"follow.window{anonymous}")
        yield _say(f"follow.call_back{anonymous}")
        if facts.address and facts.telephone:
            yield _say("follow.contact", address=facts.address, telephone=facts.telephone)
        elif facts.address:
            yield _say("follow.contact_address", address=facts.address)
        elif facts.telephone:
            yield _say("follow.contact_telephone", telephone=facts.telephone)

    def _notes(self) -> None:
        sheet, grid, rules = self._sheet, GB_9704, self._facts.promises
        told = [_say("note.basis", limit_number=rules.limit_number, calendar=rules.calendar_name)]
        if rules.provisional_years:
            years = "、".join(str(year) for year in rules.provisional_years)
            told.append(_say("note.provisional", years=years))
        told.append(_say("note.privacy"))
        lines = sheet.lines("".join(told), _NOTE, grid.type_width)
        self._need(len(lines) * _NOTE.leading + 10)
        sheet.rule(grid.left, self._top, grid.right, weight=0.4, dash=(2, 2))
        self._top += 6
        self._top = sheet.block(grid.left, self._top, lines, _NOTE, width=grid.type_width) + 10

    def _sign_off(self) -> None:
        sheet, grid = self._sheet, GB_9704
        day = local(self._facts.printed_at)
        date = _say("sign_off.date", year=day.year, month=day.month, day=day.day)
        self._need(2 * _BODY.leading)
        # the date stands four characters in from the right, the centre centred over it
        right = grid.right - 4 * BODY_PT
        centre, seal = self._facts.centre, _say("sign_off.seal")
        middle = right - sheet.width(date, _BODY) / 2
        left = middle - sheet.width(centre, _BODY) / 2
        sheet.text(left, self._top, centre, _BODY)
        sheet.text(left + sheet.width(centre, _BODY), self._top, seal, _SEAL)
        sheet.flush_right(right, self._top + _BODY.leading, date, _BODY)
        self._top += 2 * _BODY.leading

    def _need(self, height: float) -> None:
        if self._top + height > GB_9704.bottom + 4 * mm:
            self._top = self._sheet.next_page()


def _cell(key: str, value: str, style: Style = VALUE) -> Cell:
    return Cell(_say(f"row.{key}"), value or _say("value.empty"), style)


def _moment(moment: datetime) -> str:
    at = local(moment)
    return _say("value.moment", year=at.year, month=at.month, day=at.day, clock=f"{at:%H:%M}")


def _promise(which: str, due_at: datetime | None, limit: str) -> str:
    if due_at is None:
        return _say(f"value.{which}_later", limit=limit)
    return _say(f"value.{which}", moment=_moment(due_at), limit=limit)
