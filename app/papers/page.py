"""The government page of GB/T 9704-2012 and drawing on it, in points from the upper left corner.

A4, upper margin 37 mm, binding margin 28 mm, type area 156 × 225 mm that holds 22 lines of 28
characters. Line breaking is our own (`app.papers.lines`).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TypeVar

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.words import say
from app.papers.fonts import FontBook, FontRole, Run
from app.papers.lines import Line, break_lines, printable

Result = TypeVar("Result")

rl_config.useA85 = 0  # streams as bytes: a fifth smaller than as letters, and made faster

_drawing = threading.Lock()  # reportlab reads glyphs through one file position per font


@dataclass(frozen=True, slots=True)
class PageGrid:
    """Measures of a page in points.

    Attributes:
        width: Of the paper.
        height: Of the paper.
        left: Binding margin.
        top: Upper margin.
        type_width: Of the type area.
        type_height: Of the type area.
        lines: Lines of the type area.
        characters: Characters of a line.
    """

    width: float = 210 * mm
    height: float = 297 * mm
    left: float = 28 * mm
    top: float = 37 * mm
    type_width: float = 156 * mm
    type_height: float = 225 * mm
    lines: int = 22
    characters: int = 28

    @property
    def line_pitch(self) -> float:
        """Distance of two base lines, 28.99 pt."""
        return self.type_height / self.lines

    @property
    def right(self) -> float:
        """Right edge of the type area."""
        return self.left + self.type_width

    @property
    def bottom(self) -> float:
        """Lower edge of the type area, from the top of the paper."""
        return self.top + self.type_height


GB_9704 = PageGrid()
BODY_PT = 15.75  # 3号
PAGE_NUMBER_PT = 14.0  # 4号
_RED = (0.78, 0.06, 0.12)  # of printed letterheads
_BASE_LINE = 0.86  # of the em box, from its upper edge: where Chinese fonts put it


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks.

    Attributes:
        role: Which font.
        size: In points.
        leading: Height of its line in points.
        grey: 0 is black, 1 white.
        red: Drawn in the red of government headings.
        tracking: Extra space after each character in points.
    """

    role: FontRole
    size: float
    leading: float
    grey: float = 0.0
    red: bool = False
    tracking: float = 0.0


MARK = Style(FontRole.HEADING, 12, 16, red=True)
"""Of a word of warning over the type area."""

_FOOT = Style(FontRole.BODY, 9, PAGE_NUMBER_PT, grey=0.4)


class Sheet:
    """A document being drawn.

    Attributes:
        grid: Its measures.
        foot: What stands at the inner side of every page number, "" for nothing.
        mark: What stands in red over the type area of every further page, "" for nothing.
        lost: Characters that no installed font has, in the order they came.
    """

    def __init__(
        self, book: FontBook, *, title: str, author: str, grid: PageGrid = GB_9704
    ) -> None:
        self.grid = grid
        self.foot = ""
        self.mark = ""
        self.lost: dict[str, None] = {}
        self._book = book
        self._bytes = BytesIO()
        size = (grid.width, grid.height)
        # the same facts give the same bytes, so a paper can be compared with its copy
        self._canvas = Canvas(
            self._bytes,
            pagesize=size,
            invariant=1,
            lang="zh-CN",
            # else Helvetica, which is not embedded; the stubs take the name for a number
            initialFontName=book.first_font.fontName,  # type: ignore[arg-type]
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._page = 1

    def warnings(self) -> tuple[str, ...]:
        """Return what should be known of the document so far: which characters no font has."""
        lost = "".join(self.lost)
        if not lost:
            return ()
        # a lone surrogate is no character and could not be shown
        shown = lost.encode("utf-8", "replace").decode()
        return (say("papers.lost_glyphs", count=len(lost), characters=shown),)

    @property
    def pages(self) -> int:
        """How many pages of the paper were begun."""
        return self._page

    def width(self, text: str, style: Style) -> float:
        """Return the width a text takes in a style."""
        shown = printable(text)
        natural = self._book.width(shown, style.role, style.size)
        return natural + style.tracking * max(len(shown) - 1, 0)

    def lines(
        self, text: str, style: Style, width: float, *, first_indent: float = 0.0
    ) -> tuple[Line, ...]:
        """Break a text for a column of a width."""
        return break_lines(
            text, width, lambda part: self.width(part, style), first_indent=first_indent
        )

    def text(self, x: float, top: float, text: str, style: Style) -> None:
        """Draw one line whose line box begins at `top`."""
        base = top + (style.leading - style.size) / 2 + style.size * _BASE_LINE
        for run in self._book.runs(printable(text), style.role):
            self._run(x, base, run, style)
            natural = run.font.stringWidth(run.text, style.size)
            x += natural + style.tracking * len(run.text)
            self.lost.update(dict.fromkeys(run.lost))

    def centred(self, top: float, text: str, style: Style) -> None:
        """Draw one line in the middle of the type area."""
        x = self.grid.left + (self.grid.type_width - self.width(text, style)) / 2
        self.text(x, top, text, style)

    def flush_right(self, right: float, top: float, text: str, style: Style) -> None:
        """Draw one line that ends at `right`."""
        self.text(right - self.width(text, style), top, text, style)

    def block(
        self, x: float, top: float, lines: tuple[Line, ...], style: Style, *, width: float
    ) -> float:
        """Draw lines, all but the last of a paragraph spread to the width; return the end."""
        for line in lines:
            gaps = len(line.text) - 1
            spare = width - line.indent - line.width
            if not line.ends and gaps > 0 and spare > 0:
                spread = replace(style, tracking=style.tracking + spare / gaps)
            else:
                spread = style
            self.text(x + line.indent, top, line.text, spread)
            top += style.leading
        return top

    def rule(
        self, x: float, y: float, to_x: float, *, weight: float = 0.6, dash: tuple[float, ...] = ()
    ) -> None:
        """Draw a level line."""
        self._line(x, y, to_x, y, weight, dash)

    def frame(self, x: float, top: float, width: float, height: float) -> None:
        """Draw a thin rectangle."""
        self._canvas.setLineWidth(0.6)
        self._canvas.rect(x, self.grid.height - top - height, width, height)

    def upright(self, x: float, top: float, bottom: float) -> None:
        """Draw a thin upright line."""
        self._line(x, top, x, bottom, 0.6, ())

    def squares(self, x: float, top: float, side: float, matrix: list[list[bool]]) -> None:
        """Draw a matrix of dark squares, such as a QR code, as one path without seams."""
        module = side / len(matrix)
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, self.grid.height - top)
        canvas.scale(module, -module)
        # as text: reportlab's path would write each of a thousand numbers with six digits
        canvas.addLiteral(
            "".join(
                f"{begin} {row} {end - begin} 1 re "
                for row, cells in enumerate(matrix)
                for begin, end in _stretches(cells)
            )
            + "f"
        )
        canvas.restoreState()

    def next_page(self) -> float:
        """Finish the page with its number and return where the next one begins."""
        self._number_page()
        self._canvas.showPage()
        self._page += 1
        if self.mark:
            self.flush_right(self.grid.right, self.grid.top - 2 * MARK.leading, self.mark, MARK)
        return self.grid.top

    def next_paper(self) -> None:
        """Finish the page with its number; the next one is the first of another paper."""
        self._number_page()
        self._canvas.showPage()
        self._page = 1

    def finish(self) -> bytes:
        """Number the last page and return the PDF."""
        self._number_page()
        self._canvas.save()
        return self._bytes.getvalue()

    def _number_page(self) -> None:
        # 4号, 7 mm under the type area, a dash on either side, odd pages right, even pages left,
        # one character from the edge
        style = Style(FontRole.NUMBER, PAGE_NUMBER_PT, PAGE_NUMBER_PT)
        text = f"— {self._page} —"
        top = self.grid.bottom + 7 * mm - PAGE_NUMBER_PT / 2
        if self._page % 2:
            self.flush_right(self.grid.right - PAGE_NUMBER_PT, top, text, style)
            self.text(self.grid.left, top, self.foot, _FOOT)
        else:
            self.text(self.grid.left + PAGE_NUMBER_PT, top, text, style)
            self.flush_right(self.grid.right, top, self.foot, _FOOT)

    def _run(self, x: float, base: float, run: Run, style: Style) -> None:
        canvas = self._canvas
        text = canvas.beginText(x, self.grid.height - base)
        text.setFont(run.font.fontName, style.size)
        if not (run.thicken or style.tracking or style.grey or style.red):
            text.textOut(run.text)
            canvas.drawText(text)
            return
        canvas.saveState()
        if style.red:
            canvas.setFillColorRGB(*_RED)
            canvas.setStrokeColorRGB(*_RED)
        else:
            canvas.setFillGray(style.grey)
            canvas.setStrokeGray(style.grey)
        canvas.setLineWidth(run.thicken * style.size)
        text.setTextRenderMode(2 if run.thicken else 0)
        text.setCharSpace(style.tracking)
        text.textOut(run.text)
        canvas.drawText(text)
        canvas.restoreState()

    def _line(
        self, x: float, y: float, to_x: float, to_y: float, weight: float, dash: tuple[float, ...]
    ) -> None:
        canvas = self._canvas
        canvas.setLineWidth(weight)
        canvas.setDash(list(dash))
        canvas.line(x, self.grid.height - y, to_x, self.grid.height - to_y)
        canvas.setDash([])


def _stretches(cells: list[bool]) -> list[tuple[int, int]]:
    """Return begin and end of each stretch of dark cells."""
    edges = [
        place
        for place, (before, here) in enumerate(zip([False, *cells], [*cells, False], strict=True))
        if before != here
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def one_at_a_time(draw: Callable[[], Result]) -> Result:
    """Draw while no other thread draws: fonts are shared and not made for two at once."""
    with _drawing:
        return draw()
