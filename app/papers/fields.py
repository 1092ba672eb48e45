"""Labelled fields in a frame: the table of slips, notices and sheets."""

from dataclasses import dataclass

from reportlab.lib.units import mm

from app.papers.fonts import FontRole
from app.papers.lines import Line
from app.papers.page import GB_9704, Sheet, Style

LABEL = Style(FontRole.HEADING, 12, 19)
VALUE = Style(FontRole.BODY, 14, 19)

_LABEL_WIDTH = 22 * mm
_PADDING = 5.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A field: its label, its value, and how the value looks."""

    label: str
    value: str
    style: Style = VALUE


class Fields:
    """A table of fields being drawn downwards.

    Attributes:
        top: Where the next row begins, in points from the top of the page.
    """

    def __init__(self, sheet: Sheet, top: float) -> None:
        self.top = top
        self._sheet = sheet

    def pair(self, first: Cell, second: Cell) -> None:
        """Draw two short values side by side, or one under the other."""
        sheet, half = self._sheet, GB_9704.type_width / 2
        room = half - _LABEL_WIDTH - 2 * _PADDING
        if any(sheet.width(cell.value, cell.style) > room for cell in (first, second)):
            self.row(first)
            self.row(second)
            return
        height = VALUE.leading + 2 * _PADDING
        if self.top + height > GB_9704.bottom:
            self.top = sheet.next_page()
        for x, cell in ((GB_9704.left, first), (GB_9704.left + half, second)):
            self._box(x, half, cell, sheet.lines(cell.value, cell.style, room))
        self.top += height

    def row(self, cell: Cell) -> None:
        """Draw a value over the whole width; one too long for the page goes on overleaf."""
        sheet, grid = self._sheet, GB_9704
        width = grid.type_width - _LABEL_WIDTH - 2 * _PADDING
        lines = sheet.lines(cell.value, cell.style, width)
        while lines:
            room = grid.bottom - self.top - 2 * _PADDING
            fits = int(room // cell.style.leading)
            if fits < min(len(lines), 2):
                self.top = sheet.next_page()
                continue
            self.top += self._box(grid.left, grid.type_width, cell, lines[:fits])
            lines = lines[fits:]

    def _box(self, x: float, width: float, cell: Cell, lines: tuple[Line, ...]) -> float:
        """Draw label and lines in their frames and return the height."""
        sheet = self._sheet
        height = len(lines) * cell.style.leading + 2 * _PADDING
        sheet.frame(x, self.top, width, height)
        sheet.upright(x + _LABEL_WIDTH, self.top, self.top + height)
        top = self.top + _PADDING
        sheet.text(x + _PADDING, top, cell.label, LABEL)
        room = width - _LABEL_WIDTH - 2 * _PADDING
        sheet.block(x + _LABEL_WIDTH + _PADDING, top, lines, cell.style, width=room)
        return height
