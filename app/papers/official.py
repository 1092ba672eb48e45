"""A paper of GB/T 9704-2012 set from top to bottom: letterhead, title, text with headings of three
kinds, tables, charts, who signs, and the record of printing at the foot of its last page.

All text stands on the grid of 22 lines; what follows a table or a chart goes back to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from reportlab.lib.units import mm

from app.papers.chart import Bars, bars_height, draw_bars
from app.papers.fonts import FontRole, installed_fonts
from app.papers.frame import GB_9704, PAGE_NUMBER_PT, Span, Spot, Style, on_grid
from app.papers.lines import Line
from app.papers.page import MARK, Sheet, one_at_a_time
from app.papers.table import Column, Row, Table
from app.papers.wording import wording

BODY = on_grid(FontRole.BODY)
FIRST = on_grid(FontRole.HEADING)
"""Of headings 一、"""
SECOND = on_grid(FontRole.KAI)
"""Of headings （一）"""

_PITCH = GB_9704.line_pitch
_TITLE = Style(FontRole.TITLE, 22, _PITCH)  # 2号
_MARK_PT = 38.0
_MARK_LINES = 2
_SMALL = Style(FontRole.BODY, PAGE_NUMBER_PT, 21)  # 4号
_TITLE_WIDTH = 0.9  # of the type area, so that a title of two lines stands clear of the edges
_THICK, _THIN = 0.35 * mm, 0.25 * mm
_RED_RULE = 2.0
_WITH_RECORD = 2  # lines of text on a page of the record of printing
_DEEPEST = 2  # level of a heading's bookmark

_say = wording("official")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over the red line.

    Attributes:
        mark: The issuer's mark in red.
        line: In the middle under it: 第47期, or the number 柳综治〔2026〕12号; "" for none.
        left: At the left above the line; "" for none.
        right: At the right above the line; "" for none.
    """

    mark: str
    line: str = ""
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph.

    Attributes:
        spans: What it says.
        mark: How the outline beside the pages calls it; "" where it is not in it.
        level: Its place in the outline, 0 for the highest.
        is_heading: It stands on a page with what follows.
        flush: It begins at the edge: whom a letter is to.
    """

    spans: tuple[Span, ...]
    mark: str = ""
    level: int = 0
    is_heading: bool = False
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A table; its heading is repeated overleaf."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Words | Listing | Bars


@dataclass(frozen=True, slots=True)
class Colophon:
    """The record of printing (版记) at the foot of the last page.

    Attributes:
        copies: Who gets copies; "" for nobody.
        printer: Who printed it.
        printed_on: When.
    """

    copies: str
    printer: str
    printed_on: date


@dataclass(frozen=True, slots=True)
class Official:
    """Everything a paper says.

    Attributes:
        name: File name to propose, with ``.pdf``.
        issuer: Who issues it.
        title: Its title.
        moment: When it was drawn up (aware).
        head: Letterhead; None leaves it out.
        blocks: The text.
        signed_on: Day under the issuer's name at the end; None leaves both out.
        colophon: None leaves it out.
        mark: In red over each page's type area; "" for nothing.
    """

    name: str
    issuer: str
    title: str
    moment: datetime
    blocks: tuple[Block, ...]
    head: Head | None = None
    signed_on: date | None = None
    colophon: Colophon | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SetPaper:
    """A paper that was set.

    Attributes:
        name: File name to propose.
        body: The PDF.
        leaves: How many pages it has.
        spots: Where what can be pointed at stands.
        warnings: Sentences about it.
    """

    name: str
    body: bytes
    leaves: int
    spots: tuple[Spot, ...] = ()
    warnings: tuple[str, ...] = ()


def compose_official(told: Official) -> SetPaper:
    """Set a paper.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _Composer(told).composed())


class _Composer:
    """One paper being set."""

    def __init__(self, told: Official) -> None:
        self._told = told
        self._sheet = Sheet(
            installed_fonts(), title=told.title, author=told.issuer, moment=told.moment
        )
        self._sheet.mark = told.mark
        self._top = GB_9704.top

    def composed(self) -> SetPaper:
        """Set everything."""
        told, sheet = self._told, self._sheet
        if told.mark:
            sheet.flush_right(GB_9704.right, GB_9704.top - 2 * MARK.leading, told.mark, MARK)
        if told.head is not None:
            self._head(told.head)
        self._title()
        for at, block in enumerate(told.blocks):
            after = told.blocks[at + 1] if at + 1 < len(told.blocks) else None
            self._block(block, after)
        if told.signed_on is not None:
            self._signature(told.signed_on)
        if told.colophon is not None:
            self._colophon(told.colophon)
        pages = sheet.pages
        return SetPaper(told.name, sheet.finish(), pages, tuple(sheet.spots), sheet.warnings())

    # -- head and title ------------------------------------------------------------------------

    def _head(self, head: Head) -> None:
        sheet, grid = self._sheet, GB_9704
        height = _MARK_LINES * _PITCH
        size = _MARK_PT
        natural = sheet.width(head.mark, Style(FontRole.TITLE, size, height))
        if natural > grid.type_width:
            size *= grid.type_width / natural
        sheet.centred(self._top, head.mark, Style(FontRole.TITLE, size, height, red=True))
        self._top += height
        if head.line:
            sheet.centred(self._top, head.line, BODY)
            self._top += _PITCH
        if head.left or head.right:
            indent = grid.character_pitch
            sheet.text(grid.left + indent, self._top, head.left, BODY)
            sheet.flush_right(grid.right - indent, self._top, head.right, BODY)
            self._top += _PITCH
        sheet.red_rule(grid.left, self._top + 4, grid.right, weight=_RED_RULE)

    def _title(self) -> None:
        sheet = self._sheet
        if self._told.head is not None:
            self._top += _PITCH
        for text in self._title_lines():
            sheet.centred(self._top, text, _TITLE)
            self._top += _PITCH
        self._top += _PITCH

    def _title_lines(self) -> tuple[str, ...]:
        """Return the lines of the title, all about as long as one another."""
        sheet, room = self._sheet, _TITLE_WIDTH * GB_9704.type_width

        def texts(width: float) -> tuple[str, ...]:
            return tuple(line.text for line in sheet.lines(self._told.title, _TITLE, width))

        fewest = texts(room)
        narrow = sheet.width(self._told.title, _TITLE) / max(len(fewest), 1)
        while narrow < room and len(texts(narrow)) > len(fewest):
            narrow += _TITLE.size / 2
        return texts(min(narrow, room))

    # -- text ----------------------------------------------------------------------------------

    def _block(self, block: Block, after: Block | None) -> None:
        match block:
            case Words():
                self._words(block, after)
            case Bars():
                self._apart(bars_height(), lambda top: draw_bars(self._sheet, top, block))
            case Listing():
                self._listing(block)

    def _words(self, words: Words, after: Block | None) -> None:
        sheet, grid = self._sheet, GB_9704
        rich = sheet.rich(words.spans)
        indent = 0.0 if words.flush else 2 * grid.character_pitch
        lines = sheet.rich_lines(rich, grid.type_width, first_indent=indent)
        if words.is_heading and self._left() < len(lines) + self._lines_of(after):
            self._top = sheet.next_page()
        if words.mark:
            if self._left() < 1:
                self._top = sheet.next_page()
            sheet.bookmark(words.mark, self._top, level=min(words.level, _DEEPEST))
        kept_back = self._kept_back(len(lines), after)
        while lines:
            fits = min(self._left(), len(lines) - kept_back)
            if fits < 1:
                self._top, kept_back = sheet.next_page(), 0
                continue
            shown, lines = lines[:fits], lines[fits:]
            self._top = sheet.rich_block(grid.left, self._top, rich, shown, width=grid.type_width)

    def _kept_back(self, lines: int, after: Block | None) -> int:
        """Return how many lines at the end of the text go overleaf with the record of printing: no
        page has that alone.
        """
        colophon = self._told.colophon
        if after is not None or colophon is None or self._told.signed_on is not None:
            return 0
        end = self._top + lines * _PITCH
        page = GB_9704.bottom - GB_9704.top
        while end > GB_9704.bottom + 1e-6:
            end -= page
        if end + self._colophon_height(colophon) <= GB_9704.bottom:
            return 0
        return min(lines, _WITH_RECORD)

    def _lines_of(self, block: Block | None) -> int:
        """Return how many lines of what follows have to stand on the page of its heading."""
        match block:
            case None:
                return 0
            case Bars():
                return ceil(bars_height() / _PITCH) + 1
            case Listing():
                return 4
        return 2 if block.is_heading else 1

    def _left(self) -> int:
        """Return how many lines the page still has."""
        return int((GB_9704.bottom - self._top) / _PITCH + 1e-6)

    def _listing(self, listing: Listing) -> None:
        sheet, again = self._sheet, _say("again", heading=listing.heading)

        def drawn(top: float) -> float:
            table = Table(sheet, top, listing.heading, again, listing.columns)
            table.draw(listing.rows)
            return table.top

        self._apart(0.0, drawn)

    def _apart(self, height: float, draw: Callable[[float], float]) -> None:
        """Draw what does not stand on the grid, and go back to the grid after it."""
        if self._top + height > GB_9704.bottom:
            self._top = self._sheet.next_page()
        end = draw(self._top + _PITCH / 4)
        lines = ceil((end + _PITCH / 4 - GB_9704.top) / _PITCH - 1e-6)
        self._top = GB_9704.top + lines * _PITCH

    # -- end -----------------------------------------------------------------------------------

    def _signature(self, day: date) -> None:
        sheet, grid, issuer = self._sheet, GB_9704, self._told.issuer
        if self._left() < 3:
            self._top = sheet.next_page()
        self._top += _PITCH
        told = _say("date", year=day.year, month=day.month, day=day.day)
        # the day stands four characters in from the right, the issuer centred over it
        right = grid.right - 4 * grid.character_pitch
        wide = sheet.width(issuer, BODY)
        middle = right - sheet.width(told, BODY) / 2
        sheet.text(min(middle - wide / 2, grid.right - wide), self._top, issuer, BODY)
        sheet.flush_right(right, self._top + _PITCH, told, BODY)
        self._top += 2 * _PITCH

    def _copies(self, colophon: Colophon) -> tuple[Line, ...]:
        inner = GB_9704.type_width - 2 * _SMALL.size
        return self._sheet.lines(colophon.copies, _SMALL, inner) if colophon.copies else ()

    def _colophon_height(self, colophon: Colophon) -> float:
        return (len(self._copies(colophon)) + 1) * _SMALL.leading + 6

    def _colophon(self, colophon: Colophon) -> None:
        sheet, grid = self._sheet, GB_9704
        inner = grid.type_width - 2 * _SMALL.size
        copies = self._copies(colophon)
        height = self._colophon_height(colophon)
        if self._top + height > grid.bottom:
            self._top = sheet.next_page()
        top, left = grid.bottom - height, grid.left + _SMALL.size
        sheet.rule(grid.left, top, grid.right, weight=_THICK)
        if copies:
            top = sheet.block(left, top + 2, copies, _SMALL, width=inner)
            sheet.rule(grid.left, top + 1, grid.right, weight=_THIN)
        day = colophon.printed_on
        told = _say("printed_on", year=day.year, month=day.month, day=day.day)
        last = grid.bottom - _SMALL.leading - 2
        sheet.text(left, last, colophon.printer, _SMALL)
        sheet.flush_right(grid.right - _SMALL.size, last, told, _SMALL)
        # the last line of the record is the lower edge of the type area
        sheet.rule(grid.left, grid.bottom, grid.right, weight=_THICK)
