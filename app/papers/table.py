"""Tables that go on overleaf: headings repeated, no row cut in half, no last row left alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.papers.fonts import FontRole
from app.papers.frame import Span
from app.papers.lines import Line
from app.papers.page import GB_9704, Sheet, Style
from app.papers.rich import Rich

HEADING = Style(FontRole.HEADING, 13, 24)
COLUMN = Style(FontRole.HEADING, 10, 15)
CELL = Style(FontRole.BODY, 10.5, 15)
STRUCK = Style(FontRole.BODY, 10.5, 15, grey=0.5)

_PADDING = 3.5
_SPREAD_FROM = 140.0  # points: in a narrower column a few characters would be torn apart
_COMPANY = 2  # rows that stand together at the end, besides a sum
_LEAST_LINES = 2  # of a row too high for a page, where it begins


@dataclass(frozen=True, slots=True)
class _Cell:
    """The text of a cell, and the lines of it that are still to be drawn."""

    rich: Rich
    lines: tuple[Line, ...]

    def cut(self, at: int) -> tuple["_Cell", "_Cell"]:
        return _Cell(self.rich, self.lines[:at]), _Cell(self.rich, self.lines[at:])


_Cells = tuple[_Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands over it, and its width in points; 0 shares what the others leave.
    Figures end at its right edge, one under the other.
    """

    name: str
    width: float = 0.0
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of as many texts as there are columns, and how they look.

    Attributes:
        keys: What a reader who points at a cell is told about; empty, or one a cell.
        is_sum: It adds up those above, and is nothing without some of them.
    """

    cells: tuple[str, ...]
    style: Style = CELL
    keys: tuple[str, ...] = ()
    is_sum: bool = False


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
            columns: From left to right; those 0 wide share what the others leave.
        """
        self.top = top
        self._sheet = sheet
        self._heading = heading
        self._again = again
        self._below = 0.0
        self._company = _COMPANY
        given = tuple(columns)
        spare = GB_9704.type_width - sum(column.width for column in given)
        self._columns = given
        shared = spare / max(1, sum(not column.width for column in given))
        self._widths = tuple(column.width or shared for column in given)

    def draw(self, rows: Iterable[Row], *, below: float = 0.0) -> None:
        """Draw the headings and all rows.

        Args:
            rows: From top to bottom.
            below: Height of what follows and has to stand on the page of the last two rows.
        """
        told = tuple(rows)
        broken = [self._broken(row) for row in told]
        self._below = below
        self._company = _COMPANY + (bool(told) and told[-1].is_sum)
        first = self._together(broken[0][1]) if broken else 0.0
        if len(broken) > 1 and first == broken[0][1]:
            first += self._together(broken[1][1])  # no first row alone either
        whole = sum(height for _, height in broken)
        if len(broken) <= self._company and self._fits(whole + below):
            first = whole + below
        elif len(broken) <= _COMPANY and self._fits(first + below):
            first += below
        if self.top + self._head_height() + first > GB_9704.bottom:
            self.top = self._sheet.next_page()
        self._head(self._heading)
        for at, (row, height) in enumerate(broken):
            self._row(row, height, self._after(broken, at))

    def _after(self, broken: list[tuple[tuple[_Cells, Style], float]], at: int) -> float:
        """Return what has to stand on the same page after a row: the last row goes overleaf in
        company, a sum in that of two rows, and what follows too.
        """
        first = max(len(broken) - self._company, 0)
        if at != first or len(broken) < _COMPANY or (at == 0 and not self._below):
            return 0.0
        here, rest = broken[at][1], sum(height for _, height in broken[at + 1 :])
        if self._fits(here + rest + self._below):
            return rest + self._below
        return rest if self._fits(here + rest) else 0.0

    def _fits(self, height: float) -> bool:
        """Tell whether a page has room for so much under the headings."""
        return height <= GB_9704.type_height - self._head_height()

    # -- one row -------------------------------------------------------------------------------

    def _broken(self, row: Row) -> tuple[tuple[_Cells, Style], float]:
        """Return a row's cells in lines, and its height."""
        keys = row.keys or ("",) * len(row.cells)
        cells = tuple(
            self._cell(Span(text, row.style, key), width)
            for text, key, width in zip(row.cells, keys, self._widths, strict=True)
        )
        lines = max(len(cell.lines) for cell in cells)
        return (cells, row.style), lines * row.style.leading + 2 * _PADDING

    def _cell(self, span: Span, width: float) -> _Cell:
        rich = self._sheet.rich((span,))
        return _Cell(rich, self._sheet.rich_lines(rich, width - 2 * _PADDING))

    def _row(self, row: tuple[_Cells, Style], height: float, after: float) -> None:
        """Draw a row on one page; only one higher than a page goes on overleaf."""
        cells, style = row
        if self.top + self._together(height) + after > GB_9704.bottom:
            self._overleaf()
        while any(cell.lines for cell in cells):
            room = int((GB_9704.bottom - self.top - 2 * _PADDING) // style.leading)
            cut = [cell.cut(room) for cell in cells]
            self._lines(tuple(here for here, _ in cut))
            cells = tuple(rest for _, rest in cut)
            if any(cell.lines for cell in cells):
                self._overleaf()

    def _together(self, height: float) -> float:
        """Return how much of a row of a height has to stand on one page: all of it, unless no
        page is high enough.
        """
        if self._fits(height):
            return height
        return _LEAST_LINES * CELL.leading + 2 * _PADDING

    def _lines(self, cells: _Cells) -> None:
        sheet, x, ends = self._sheet, GB_9704.left, self.top
        for cell, column, width in zip(cells, self._columns, self._widths, strict=True):
            inner = width - 2 * _PADDING
            shown = cell.lines if width >= _SPREAD_FROM else _ragged(cell.lines)
            if column.figures:
                shown = tuple(replace(each, indent=inner - each.width) for each in shown)
            left, top = x + _PADDING, self.top + _PADDING
            end = sheet.rich_block(left, top, cell.rich, shown, width=inner)
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
        if heading:
            sheet.text(x, self.top, heading, HEADING)
            self.top += HEADING.leading
        sheet.rule(GB_9704.left, self.top, GB_9704.right)
        for column, width in zip(self._columns, self._widths, strict=True):
            spare = width - 2 * _PADDING - sheet.width(column.name, COLUMN)
            left = x + _PADDING + (spare if column.figures else 0.0)
            sheet.text(left, self.top + _PADDING, column.name, COLUMN)
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
