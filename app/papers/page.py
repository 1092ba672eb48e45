"""The government page of GB/T 9704-2012 and drawing on it, in points from the upper left corner.

A4, upper margin 37 mm, binding margin 28 mm, type area 156 × 225 mm that holds 22 lines of 28
characters. Line breaking is our own (`app.papers.lines`).
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.words import say
from app.papers.archive import make_archivable
from app.papers.fonts import FontBook, FontRole, Run
from app.papers.frame import BASE_LINE, Span, Spot
from app.papers.frame import BODY_PT as BODY_PT
from app.papers.frame import GB_9704 as GB_9704
from app.papers.frame import PAGE_NUMBER_PT as PAGE_NUMBER_PT
from app.papers.frame import PageGrid as PageGrid
from app.papers.frame import Style as Style
from app.papers.geometry import Plotter
from app.papers.lines import Line, break_measured, places, printable
from app.papers.rich import Rich, strokes_of

Result = TypeVar("Result")

rl_config.useA85 = 0  # streams as bytes: a fifth smaller than as letters, and made faster

_drawing = threading.Lock()  # reportlab reads glyphs through one file position per font


_RED = (0.78, 0.06, 0.12)  # of printed letterheads

MARK = Style(FontRole.HEADING, 12, 16, red=True)
"""Of a word of warning over the type area."""

_FOOT = Style(FontRole.BODY, 9, PAGE_NUMBER_PT, grey=0.4)


class Sheet:
    """A document being drawn.

    Attributes:
        grid: Its measures.
        foot: What stands at the inner side of every page number, "" for nothing.
        mark: What stands in red over the type area of every further page, "" for nothing.
        numbered: Whether pages carry their number; a map is one page.
        lost: Characters that no installed font has, in the order they came.
        spots: Where spans with a key were drawn.
    """

    def __init__(
        self,
        book: FontBook,
        *,
        title: str,
        author: str,
        grid: PageGrid = GB_9704,
        moment: datetime | None = None,
    ) -> None:
        self.grid = grid
        self.foot = ""
        self.mark = ""
        self.numbered = True
        self.lost: dict[str, None] = {}
        self.spots: list[Spot] = []
        self._leaf = 0
        self._marks = 0
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
        make_archivable(self._canvas, title=title, author=author, moment=moment)
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
        return self.rich_lines(self.rich((Span(text, style),)), width, first_indent=first_indent)

    def rich(self, spans: tuple[Span, ...]) -> Rich:
        """Return spans as one measured text."""
        return Rich.of(spans, self._book)

    def rich_lines(
        self, rich: Rich, width: float, *, first_indent: float = 0.0
    ) -> tuple[Line, ...]:
        """Break a text of several styles for a column of a width."""
        # the space after a line's last character lies outside of it
        room = width + rich.tracking
        return break_measured(rich.measured, room, first_indent=first_indent)

    def text(self, x: float, top: float, text: str, style: Style) -> None:
        """Draw one line whose line box begins at `top`."""
        base = top + (style.leading - style.size) / 2 + style.size * BASE_LINE
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
            rich = self.rich((Span(line.text, style),))
            top = self._set(rich, x, top, line, width)
        return top

    def rich_block(
        self, x: float, top: float, rich: Rich, lines: tuple[Line, ...], *, width: float
    ) -> float:
        """Draw lines of a text of several styles; note where its keys stand; return the end."""
        for line in lines:
            part = rich.part(line.start, line.start + len(line.text))
            top = self._set(part, x, top, line, width)
        return top

    def _set(self, rich: Rich, x: float, top: float, line: Line, width: float) -> float:
        """Draw one line with its characters where they belong; return where the next begins."""
        leading = rich.leading
        room = width - line.indent + rich.tracking
        found = places(rich.measured, room, spread=not line.ends)
        left = x + line.indent
        for stroke in strokes_of(rich, found, self._book):
            base = top + (leading - stroke.style.size) / 2 + stroke.style.size * BASE_LINE
            style = replace(stroke.style, tracking=stroke.tracking)
            self._run(left + stroke.x, base, stroke.run, style)
            self.lost.update(dict.fromkeys(stroke.run.lost))
        for key, begin, end in rich.keyed(found):
            self.spots.append(Spot(key, self._leaf, left + begin, top, end - begin, leading))
        return top + leading

    def rule(
        self, x: float, y: float, to_x: float, *, weight: float = 0.6, dash: tuple[float, ...] = ()
    ) -> None:
        """Draw a level line."""
        self._line(x, y, to_x, y, weight, dash)

    def red_rule(self, x: float, y: float, to_x: float, *, weight: float) -> None:
        """Draw the red line under a letterhead."""
        self._canvas.saveState()
        self._canvas.setStrokeColorRGB(*_RED)
        self._line(x, y, to_x, y, weight, ())
        self._canvas.restoreState()

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
        self._leaf += 1
        self._page += 1
        if self.mark:
            self.flush_right(self.grid.right, self.grid.top - 2 * MARK.leading, self.mark, MARK)
        return self.grid.top

    def next_paper(self) -> None:
        """Finish the page with its number; the next one is the first of another paper."""
        self._number_page()
        self._canvas.showPage()
        self._leaf += 1
        self._page = 1

    def spot(self, key: str, x: float, top: float, width: float, height: float) -> None:
        """Note that something with a key was drawn here, such as the bar of a chart."""
        self.spots.append(Spot(key, self._leaf, x, top, width, height))

    def bookmark(self, title: str, top: float, *, level: int = 0) -> None:
        """Let readers find this place in the outline that stands beside the pages."""
        self._marks += 1
        key = f"mark{self._marks}"
        self._canvas.bookmarkHorizontal(key, 0, self.grid.height - top)
        self._canvas.addOutlineEntry(printable(title), key, level)

    def finish(self) -> bytes:
        """Number the last page and return the PDF."""
        self._number_page()
        self._canvas.save()
        return self._bytes.getvalue()

    def plotter(self) -> Plotter:
        """Return what draws shapes on the same page."""
        return Plotter(self._canvas, self.grid.height)

    def haloed(self, x: float, top: float, text: str, style: Style, halo: float) -> None:
        """Draw one line on a white edge of a width, so that it reads on any ground."""
        canvas = self._canvas
        base = top + (style.leading - style.size) / 2 + style.size * BASE_LINE
        canvas.saveState()
        canvas.setStrokeGray(1)
        canvas.setLineWidth(halo)
        canvas.setLineJoin(1)
        at = x
        for run in self._book.runs(printable(text), style.role):
            edge = canvas.beginText(at, self.grid.height - base)
            edge.setFont(run.font.fontName, style.size)
            edge.setTextRenderMode(1)
            edge.textOut(run.text)
            canvas.drawText(edge)
            at += run.font.stringWidth(run.text, style.size)
        canvas.restoreState()
        self.text(x, top, text, style)

    def _number_page(self) -> None:
        if not self.numbered:
            return
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
