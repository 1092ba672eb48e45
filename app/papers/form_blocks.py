"""What stands between head and foot of a form, and a code to scan with what is said beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.lib.units import mm

from app.core.qr import qr_matrix
from app.papers.fields import Cell, Fields
from app.papers.fonts import FontRole
from app.papers.page import GB_9704, Sheet, Style
from app.papers.table import Column, Row
from app.papers.tally import Tally
from app.papers.wording import wording

CODE_SIDE = 30 * mm
_HEADING = Style(FontRole.HEADING, 13, 22)
_STEP = Style(FontRole.BODY, 12, 20)
_CODE_LABEL = Style(FontRole.BODY, 10.5, 16)
_CODE = Style(FontRole.HEADING, 15, 20, tracking=0.5)
_STRONG = Style(FontRole.HEADING, 13, 19)
_BETWEEN = 26.0
_GROUP = 4  # characters of a code that are read at once

_say = wording("form")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a part of the form."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A field: its label and its value.

    Attributes:
        is_half: Takes half of the width together with another one after it, if both are short.
        is_strong: Stands out.
    """

    label: str
    value: str
    is_half: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class FormTable:
    """Many of a kind, a row each; its headings are repeated overleaf."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code to scan and what it is called; headings and paragraphs after it stand beside it."""

    held: str
    label: str


FormBlock = Heading | Said | Labelled | FormTable | Code


def quiet_of(code: Code) -> float:
    """Return the white around a code, four modules wide, in points."""
    return 4 * CODE_SIDE / len(qr_matrix(code.held))


def code_height(code: Code) -> float:
    """Return how high a code is with what stands under it, in points."""
    return CODE_SIDE + 2 * quiet_of(code) + _CODE_LABEL.leading + _CODE.leading


def draw_code(sheet: Sheet, top: float, code: Code, beside: Iterable[Heading | Said]) -> float:
    """Draw a code with what is said beside it, and return where the next thing begins."""
    grid, quiet = GB_9704, quiet_of(code)
    top += quiet
    sheet.squares(grid.left, top, CODE_SIDE, qr_matrix(code.held))
    middle = grid.left + CODE_SIDE / 2
    shown = " ".join(code.held[at : at + _GROUP] for at in range(0, len(code.held), _GROUP))
    below = top + CODE_SIDE + quiet - 4
    for text, style in ((code.label, _CODE_LABEL), (shown, _CODE)):
        sheet.text(middle - sheet.width(text, style) / 2, below, text, style)
        below += style.leading
    left, end = grid.left + CODE_SIDE + _BETWEEN, top - 4
    for each in beside:
        style = _HEADING if isinstance(each, Heading) else _STEP
        lines = sheet.lines(each.text, style, grid.right - left)
        end = sheet.block(left, end, lines, style, width=grid.right - left)
        end += 2 if isinstance(each, Heading) else 0
    return max(end, below) + 6


def beside_code(after: tuple[FormBlock, ...]) -> tuple[Heading | Said, ...]:
    """Return what stands beside a code, of what comes after it."""
    found: list[Heading | Said] = []
    for each in after:
        if not isinstance(each, Heading | Said):
            break
        found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class DrawnFields:
    """How many fields were drawn, and where the next thing begins."""

    count: int
    top: float


def draw_fields(
    sheet: Sheet, top: float, blocks: tuple[FormBlock, ...], tally: Tally | None = None
) -> DrawnFields:
    """Draw the fields that blocks begin with in one frame."""
    table, at = Fields(sheet, top, tally=tally), 0
    while at < len(blocks):
        first = blocks[at]
        if not isinstance(first, Labelled):
            break
        second = blocks[at + 1] if at + 1 < len(blocks) else None
        if first.is_half and isinstance(second, Labelled) and second.is_half:
            table.pair(_cell(first), _cell(second))
            at += 2
            continue
        table.row(_cell(first))
        at += 1
    return DrawnFields(at, table.top)


def _cell(field: Labelled) -> Cell:
    style = _STRONG if field.is_strong else None
    return Cell(field.label, field.value or _say("empty"), style)
