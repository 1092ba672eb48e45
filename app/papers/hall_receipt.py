"""The receipt a machine in the hall prints: on a roll of 80 mm, or small on any paper."""

from dataclasses import dataclass, replace
from datetime import datetime

from reportlab.lib.units import mm

from app.core.clock import local
from app.core.qr import qr_matrix
from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import PageGrid, Sheet, Style, one_at_a_time
from app.papers.wording import wording

ROLL = PageGrid(
    width=80 * mm,
    height=130 * mm,
    left=6 * mm,
    top=6 * mm,
    type_width=68 * mm,
    type_height=118 * mm,
)
_CENTRE = Style(FontRole.HEADING, 13, 18)
_TITLE = Style(FontRole.HEADING, 17, 26)
_LABEL = Style(FontRole.BODY, 10.5, 15)
_CODE = Style(FontRole.HEADING, 24, 32, tracking=1)
_BODY = Style(FontRole.BODY, 11, 16)
_QR_SIDE = 34 * mm

_say = wording("hall_receipt")


@dataclass(frozen=True, slots=True)
class HallReceiptFacts:
    """Everything the receipt of a machine says: nothing of what was reported, nor by whom.

    Attributes:
        centre: The centre's name.
        code: Eight characters; all that the QR code holds.
        at: When it was typed in (aware).
        is_kept: It lies at the machine until the network is back.
        telephone: The centre's, "" leaves it out.
        is_demo: True marks it as 演示数据.
    """

    centre: str
    code: str
    at: datetime
    is_kept: bool = False
    telephone: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class HallNoteFacts:
    """A small paper of the hall.

    Attributes:
        large: What is looked at first, "" for nothing.
        lines: What else it says.
        code: What the QR code holds, "" for none.
        is_demo: True marks it as 演示数据.
    """

    centre: str
    title: str
    large: str
    lines: tuple[str, ...]
    code: str = ""
    is_demo: bool = False


def draw_hall_note(facts: HallNoteFacts) -> bytes:
    """Return a note as a PDF of one page, as long as it has to be.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    book = installed_fonts()
    measured = Sheet(book, title=facts.title, author=facts.centre, grid=ROLL)
    folded = [measured.lines(line, _BODY, ROLL.type_width) for line in facts.lines]
    high = sum(len(lines) for lines in folded) * _BODY.leading + 3 * len(folded) + 60 * mm
    high += _QR_SIDE + 12 if facts.code else 0
    grid = replace(ROLL, height=max(ROLL.height / 2, high), type_height=high)
    sheet = Sheet(book, title=facts.title, author=facts.centre, grid=grid)
    sheet.numbered = False
    one_at_a_time(lambda: _draw_note(sheet, facts))
    body: bytes = one_at_a_time(sheet.finish)
    return body


def _draw_note(sheet: Sheet, facts: HallNoteFacts) -> None:
    top = ROLL.top
    if facts.is_demo:
        top = _middle(sheet, top, _say("demo"), _LABEL)
    top = _middle(sheet, top, facts.centre, _CENTRE)
    for line in sheet.lines(facts.title, _TITLE, ROLL.type_width):
        top = sheet.block(ROLL.left, top, (line,), _TITLE, width=ROLL.type_width)
    if facts.large:
        top = _middle(sheet, top, facts.large, _CODE) + 4
    if facts.code:
        left = ROLL.left + (ROLL.type_width - _QR_SIDE) / 2
        sheet.squares(left, top, _QR_SIDE, qr_matrix(facts.code))
        top += _QR_SIDE + 12
    for text in facts.lines:
        lines = sheet.lines(text, _BODY, ROLL.type_width)
        top = sheet.block(ROLL.left, top, lines, _BODY, width=ROLL.type_width) + 3


def draw_hall_receipt(facts: HallReceiptFacts) -> bytes:
    """Return the receipt as a PDF of one page.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    sheet = Sheet(installed_fonts(), title=_say("title"), author=facts.centre, grid=ROLL)
    sheet.numbered = False
    one_at_a_time(lambda: _draw(sheet, facts))
    body: bytes = one_at_a_time(sheet.finish)
    return body


def _draw(sheet: Sheet, facts: HallReceiptFacts) -> None:
    top = ROLL.top
    if facts.is_demo:
        top = _middle(sheet, top, _say("demo"), _LABEL)
    top = _middle(sheet, top, facts.centre, _CENTRE)
    top = _middle(sheet, top, _say("title"), _TITLE)
    top = _middle(sheet, top, _say("code"), _LABEL)
    top = _middle(sheet, top, f"{facts.code[:4]} {facts.code[4:]}", _CODE) + 4
    left = ROLL.left + (ROLL.type_width - _QR_SIDE) / 2
    sheet.squares(left, top, _QR_SIDE, qr_matrix(facts.code))
    top += _QR_SIDE + 12
    at = local(facts.at)
    told = [_say("at", year=at.year, month=at.month, day=at.day, clock=f"{at:%H:%M}")]
    if facts.is_kept:
        told.append(_say("kept"))
    told.append(_say("follow"))
    if facts.telephone:
        told.append(_say("telephone", telephone=facts.telephone))
    for text in told:
        lines = sheet.lines(text, _BODY, ROLL.type_width)
        top = sheet.block(ROLL.left, top, lines, _BODY, width=ROLL.type_width) + 3


def _middle(sheet: Sheet, top: float, text: str, style: Style) -> float:
    left = ROLL.left + (ROLL.type_width - sheet.width(text, style)) / 2
    sheet.text(max(ROLL.left, left), top, text, style)
    return top + style.leading
