"""Sheets of labels for folders: QR code, number, title and place, from any label of the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from app.cases.label_paper import LabelSheet
from app.core.doors import Paper
from app.core.qr import qr_matrix
from app.papers.fonts import FontRole, installed_fonts
from app.papers.frame import PageGrid, Style
from app.papers.page import Sheet, one_at_a_time
from app.papers.wording import wording

_NUMBER = Style(FontRole.HEADING, 11, 14)
_TITLE = Style(FontRole.HEADING, 9, 11.5)
_PLACE = Style(FontRole.BODY, 8, 10.5)
_INSET = 3.5 * mm
_GAP = 2.5 * mm
_QR_SHARE = 0.36  # of a label's width at most
_MORE = "…"

_say = wording("labels")


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What a label says.

    Attributes:
        code: In its QR code: the number of the case, or its receipt code.
        number: As people read it.
    """

    code: str
    number: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """Labels to draw."""

    labels: tuple[LabelFacts, ...]
    sheet: LabelSheet
    first: int
    centre: str
    moment: datetime


def compose_labels(told: LabelPaper) -> Paper:
    """Return sheets of labels.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _composed(told))


def _composed(told: LabelPaper) -> Paper:
    grid = PageGrid(left=0, top=0, type_width=210 * mm, type_height=297 * mm)
    page = Sheet(
        installed_fonts(), title=_say("title"), author=told.centre, grid=grid, moment=told.moment
    )
    page.numbered = False
    for at, label in enumerate(told.labels, told.first - 1):
        place = at % told.sheet.count
        if at >= told.sheet.count and not place:
            page.next_page()
        row, column = divmod(place, told.sheet.columns)
        left = (told.sheet.left + column * told.sheet.width) * mm
        top = (told.sheet.top + row * told.sheet.height) * mm
        _draw(page, label, told.sheet, (left, top))
    name = _say("file_name", count=len(told.labels), sheet=told.sheet.written())
    return Paper(name, page.finish(), page.warnings())


def _draw(page: Sheet, label: LabelFacts, sheet: LabelSheet, corner: tuple[float, float]) -> None:
    width, height = sheet.width * mm, sheet.height * mm
    left, top = corner[0] + _INSET, corner[1] + _INSET
    matrix = qr_matrix(label.code)
    side = min(height - 2 * _INSET, _QR_SHARE * width)
    quiet = 4 * side / (len(matrix) + 8)  # four modules of white around
    code = side - 2 * quiet
    page.squares(left + quiet, corner[1] + (height - code) / 2, code, matrix)
    beside = left + side + _GAP
    room, end = corner[0] + width - _INSET - beside, corner[1] + height - _INSET
    for text, style, most in (
        (label.number, _NUMBER, 1),
        (label.title, _TITLE, 4),
        (label.place, _PLACE, 2),
    ):
        fits = min(most, int((end - top) / style.leading))
        for line in _fitting(page, text, style, room, fits):
            page.text(beside, top, line, style)
            top += style.leading


def _fitting(page: Sheet, text: str, style: Style, room: float, most: int) -> Sequence[str]:
    """Return the lines of a text that have room; what is left out is told by dots."""
    if not text or most < 1:
        return ()
    lines = [line.text for line in page.lines(text, style, room)]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and page.width(last + _MORE, style) > room:
        last = last[:-1]
    return (*lines[: most - 1], last + _MORE)
