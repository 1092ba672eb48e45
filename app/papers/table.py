"""Tables that go on overleaf: headings repeated, no row cut in half."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.papers.fonts import FontRole
from app.papers.lines import Line
from app.papers.page import GB_9704, Sheet, Style

HEADING = Style(FontRole.HEADING, 13, 24)
COLUMN = Style(FontRole.HEADING, 10, 15)
CELL = Style(FontRole.BODY, 10.5, 15)
STRUCK = Style(FontRole.BODY, 10.5, 15, grey=0.5)

_PADDING = 3.5
_SPREAD_FROM = 140.0  # points: in a narrower column a few characters would be torn apart
_LEAST_LINES = 2  # of a row too high for a page, where it begins

_Cells = tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands over it, and its width in points; 0 takes what the others leave."""

    name: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of as many texts as there are columns, and how they look."""

    cells: tuple[str, ...]
    style: Style = CELL


class Table:
    """A table being drawn downwards over the whole type area.

    Attributes:
        top: Where the next thing begins, in points from the top of the page.
    """

    def __init__(
        self, sheet: Sheet, top: float, heading: str, again: str, columns: Iterable[Column]
    ) -> None:
        """Prepare a table.

        Args:
            sheet: Where to draw it.
            top: Where it begins.
            heading: What stands over it.
            again: What stands over it on every further page.
            columns: From left to right; one may be 0 wide.
        """
        self.top = top
        self._sheet = sheet
        self._heading = heading
        self._again = again
        given = tuple(columns)
        spare = GB_9704.type_width - sum(column.width for column in given)
        self._names = tuple(column.name for column in given)
        self._widths = tuple(column.width or spare for column in given)

    def draw(self, rows: Iterable[Row]) -> None:
        """Draw the headings and all rows."""
        broken = [self._broken(row) for row in rows]
        first = self._together(broken[0][1]) if broken else 0.0
        if self.top + self._head_height() + first > GB_9704.bottom:
            self.top = self._sheet.next_page()
        self._head(self._heading)
        for row, height in broken:
            self._row(row, height)

    # -- one row -------------------------------------------------------------------------------

    def _broken(self, row: Row) -> tuple[tuple[_Cells, Style], float]:
        """Return a row's cells in lines, and its height."""
        cells = tuple(
            self._sheet.lines(text, row.style, width - 2 * _PADDING)
            for text, width in zip(row.cells, self._widths, strict=True)
        )
        lines = max(map(len, cells))
        return (cells, row.style), lines * row.style.leading + 2 * _PADDING

    def _row(self, row: tuple[_Cells, Style], height: float) -> None:
        """Draw a row on one page; only one higher than a page goes on overleaf."""
        cells, style = row
        if self.top + self._together(height) > GB_9704.bottom:
            self._overleaf()
        while any(cells):
            room = int((GB_9704.bottom - self.top - 2 * _PADDING) // style.leading)
            self._lines(tuple(lines[:room] for lines in cells), style)
            cells = tuple(lines[room:] for lines in cells)
            if any(cells):
                self._overleaf()

    def _together(self, height: float) -> float:
        """Return how much of a row of a height has to stand on one page: all of it, unless no
        page is high enough.
        """
        if height <= GB_9704.type_height - self._head_height():
            return height
        return _LEAST_LINES * CELL.leading + 2 * _PADDING

    def _lines(self, cells: _Cells, style: Style) -> None:
        sheet, x, ends = self._sheet, GB_9704.left, self.top
        for lines, width in zip(cells, self._widths, strict=True):
            inner = width - 2 * _PADDING
            shown = lines if width >= _SPREAD_FROM else _ragged(lines)
            end = sheet.block(x + _PADDING, self.top + _PADDING, shown, style, width=inner)
            ends, x = max(ends, end), x + width
        self._sides(self.top, ends + _PADDING)
        self.top = ends + _PADDING
        sheet.rule(GB_9704.left, self.top, GB_9704.right)

    # -- headings ------------------------------------------------------------------------------

    def _overleaf(self) -> None:
        self.top = self._sheet.next_page()
        self._head(self._again)

    def _head_height(self) -> float:
        return HEADING.leading + COLUMN.leading + 2 * _PADDING

    def _head(self, heading: str) -> None:
        sheet, x = self._sheet, GB_9704.left
        sheet.text(x, self.top, heading, HEADING)
        self.top += HEADING.leading
        sheet.rule(GB_9704.left, self.top, GB_9704.right)
        for name, width in zip(self._names, self._widths, strict=True):
            sheet.text(x + _PADDING, self.top + _PADDING, name, COLUMN)
            x += width
        below = self.top + COLUMN.leading + 2 * _PADDING
        self._sides(self.top, below)
        self.top = below
        sheet.rule(GB_9704.left, self.top, GB_9704.right)

    def _sides(self, top: float, bottom: float) -> None:
        """Draw the upright lines of what stands between two heights."""
        x = GB_9704.left
        self._sheet.upright(x, top, bottom)
        for width in self._widths:
            x += width
            self._sheet.upright(x, top, bottom)


def _ragged(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines that are not spread to their column's width."""
    return tuple(replace(line, ends=True) for line in lines)
