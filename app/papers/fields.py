"""Labelled fields in a frame: the table of slips, notices and sheets."""

from dataclasses import dataclass
from math import ceil

from reportlab.lib.units import mm

from app.papers.fonts import FontRole
from app.papers.lines import Line
from app.papers.page import GB_9704, Sheet, Style
from app.papers.tally import Tally

LABEL = Style(FontRole.HEADING, 12, 19)
VALUE = Style(FontRole.BODY, 14, 19)


@dataclass(frozen=True, slots=True)
class Look:
    """How a table of fields looks.

    Attributes:
        label: Of the labels.
        value: Of values that say nothing else.
        label_width: In points.
        padding: Between text and frame, in points.
    """

    label: Style
    value: Style
    label_width: float
    padding: float


LARGE = Look(LABEL, VALUE, 22 * mm, 5.0)
"""Of papers with few fields."""

SMALL = Look(Style(FontRole.HEADING, 10, 16), Style(FontRole.BODY, 11, 16), 20 * mm, 3.5)
"""Of papers with many."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A field: its label, its value, and how the value looks if not like the others."""

    label: str
    value: str
    style: Style | None = None


_LABEL_MOST, _CUT = 12, "…"


class Fields:
    """A table of fields being drawn downwards.

    Attributes:
        top: Where the next row begins, in points from the top of the page.
    """

    def __init__(
        self, sheet: Sheet, top: float, look: Look = LARGE, tally: Tally | None = None
    ) -> None:
        self.top = top
        self._sheet = sheet
        self._look = look
        self._tally = tally or Tally()

    def pair(self, first: Cell, second: Cell) -> None:
        """Draw two short values side by side, or one under the other."""
        sheet, half, padding = self._sheet, GB_9704.type_width / 2, self._look.padding
        room = half - self._look.label_width - 2 * padding
        both = tuple((cell, self._style(cell)) for cell in (first, second))
        if any(
            "\n" in cell.value
            or sheet.width(cell.value, style) > room
            or len(self._label(cell)) > 1
            for cell, style in both
        ):
            self.row(first)
            self.row(second)
            return
        height = self._look.value.leading + 2 * padding
        if self.top + height > GB_9704.bottom:
            self._overleaf()
        for x, (cell, style) in zip((GB_9704.left, GB_9704.left + half), both, strict=True):
            self._box(x, half, cell, sheet.lines(cell.value, style, room))
        self.top += height
        self._tally.drew(1)

    def row(self, cell: Cell) -> None:
        """Draw a value over the whole width; one too long for the page goes on overleaf."""
        sheet, grid, padding = self._sheet, GB_9704, self._look.padding
        style, tally = self._style(cell), self._tally
        width = grid.type_width - self._look.label_width - 2 * padding
        lines = sheet.lines(cell.value, style, width)
        least = ceil(len(self._label(cell)) * self._look.label.leading / style.leading)
        while lines:
            room = grid.bottom - self.top - 2 * padding
            fits = tally.room(int(room // style.leading))
            whole = max(min(len(lines), 2), least)
            if fits < whole:
                self._overleaf(max(whole, 2))
                continue
            shown, lines = lines[:fits], lines[fits:]
            self.top += self._box(grid.left, grid.type_width, cell, shown)
            tally.drew(len(shown))

    def _label(self, cell: Cell) -> tuple[Line, ...]:
        """Return the lines of a label: a long one, such as the name of a unit, is broken; one that
        no page has room for is cut.
        """
        sheet, look = self._sheet, self._look
        width = look.label_width - look.padding
        lines = sheet.lines(cell.label, look.label, width)
        if len(lines) <= _LABEL_MOST:
            return lines
        kept = "".join(line.text for line in lines[:_LABEL_MOST])
        return sheet.lines(kept[:-1] + _CUT, look.label, width)[:_LABEL_MOST]

    def _overleaf(self, least: int = 2) -> None:
        self.top = self._sheet.next_page()
        self._tally.turned(least)

    def _style(self, cell: Cell) -> Style:
        return cell.style or self._look.value

    def _box(self, x: float, width: float, cell: Cell, lines: tuple[Line, ...]) -> float:
        """Draw label and lines in their frames and return the height."""
        sheet, look, style = self._sheet, self._look, self._style(cell)
        label = self._label(cell)
        high = max(len(lines) * style.leading, len(label) * look.label.leading)
        height = high + 2 * look.padding
        sheet.frame(x, self.top, width, height)
        sheet.upright(x + look.label_width, self.top, self.top + height)
        top = self.top + look.padding
        wide = look.label_width - look.padding
        sheet.block(x + look.padding, top, label, look.label, width=wide)
        left, room = x + look.label_width + look.padding, width - look.label_width
        sheet.block(left, top, lines, style, width=room - 2 * look.padding)
        return height
