"""The roster of members on paper (党员名册): organisation by organisation, with page totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cases.ledger_words import full
from app.core.clock import local
from app.core.doors import Paper
from app.core.words import label
from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.wording import wording
from app.party.queries.members import MemberRow
from app.party.queries.roster import OrganisationRoster
from app.party.rules import Standing

_say = wording("roster")
_CENTRE = Style(FontRole.TITLE, 16, 26, red=True)
_TITLE = Style(FontRole.TITLE, 24, 36, tracking=6)
_SMALL = Style(FontRole.BODY, 10.5, 16)
_WAY = Style(FontRole.BODY, 9.5, 14, grey=0.35)
_HEADING = Style(FontRole.HEADING, 13, 24)
_COLUMN = Style(FontRole.HEADING, 10, 15)
_CELL = Style(FontRole.BODY, 9.5, 13)
_SUM = Style(FontRole.HEADING, 10, 15)
_SIGN = Style(FontRole.BODY, 12, 26)
_SIGN_OFF = Style(FontRole.BODY, 10.5, 16, grey=0.25)
_WIDTHS = (28.0, 48.0, 28.0, 58.0, 30.0, 0.0, 84.0, 76.0)
_PADDING = 3.5
_ROW = _SUM.leading + 2 * _PADDING
_MOST_LINES = 2
_MORE = "…"
_Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RosterFacts:
    """What the paper tells.

    Attributes:
        name: Of the organisation it was asked for.
        person: Who prints.
        printed_at: When (aware).
        is_demo: True marks the paper as 演示数据.
        narrowed: In words, what narrowed the roster; "" for the whole.
    """

    centre: str
    name: str
    rosters: tuple[OrganisationRoster, ...]
    person: str
    printed_at: datetime
    is_demo: bool = False
    narrowed: str = ""


@dataclass(slots=True)
class _Sum:
    """Members counted while they are drawn."""

    full: int = 0
    probationary: int = 0

    def add(self, row: MemberRow) -> None:
        if row.standing is Standing.FULL:
            self.full += 1
        else:
            self.probationary += 1

    def told(self, key: str, **facts: str) -> str:
        count = self.full + self.probationary
        numbers = {"count": count, "full": self.full, "probationary": self.probationary}
        return _say(key, **numbers, **facts)


def compose_roster(facts: RosterFacts) -> Paper:
    """Return the roster of an organisation and of all under it.

    Every organisation begins on its own page; every page ends with how many members stand on it,
    every organisation with how many it has.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _RosterSheet(facts).drawn())


class _RosterSheet:
    """One roster being drawn, from top to bottom."""

    def __init__(self, facts: RosterFacts) -> None:
        self._facts = facts
        self._sheet = Sheet(installed_fonts(), title=_say("title"), author=facts.centre)
        self._sheet.mark = _say("demo") if facts.is_demo else ""
        self._page = _Sum()
        self._whole = _Sum()
        self._top = GB_9704.top
        spare = GB_9704.type_width - sum(_WIDTHS)
        self._widths = tuple(width or spare for width in _WIDTHS)

    def drawn(self) -> Paper:
        """Draw everything."""
        facts, sheet = self._facts, self._sheet
        self._head()
        for at, roster in enumerate(facts.rosters):
            if at:
                self._top = sheet.next_page()
            self._organisation(roster)
        if not facts.rosters:
            sheet.text(GB_9704.left, self._top + 8, _say("nobody"), _SMALL)
            self._top += 8 + _SMALL.leading
        self._sign_off()
        day = f"{local(facts.printed_at):%Y%m%d}"
        name = _say("file_name", name=facts.name, day=day)
        return Paper(name, sheet.finish(), sheet.warnings())

    def _head(self) -> None:
        facts, sheet, grid = self._facts, self._sheet, GB_9704
        if facts.is_demo:
            sheet.text(grid.left, grid.top - 20, _say("demo"), MARK)
        sheet.centred(grid.top, facts.centre, _CENTRE)
        sheet.centred(grid.top + _CENTRE.leading, _say("title"), _TITLE)
        top = grid.top + _CENTRE.leading + _TITLE.leading + 6
        told = _say(
            "told",
            name=facts.name,
            moment=full(facts.printed_at),
            organisations=len(facts.rosters),
            count=sum(len(each.members) for each in facts.rosters),
        )
        if facts.narrowed:
            told += _say("narrowed", what=facts.narrowed)
        lines = sheet.lines(told, _SMALL, grid.type_width)
        self._top = sheet.block(grid.left, top, lines, _SMALL, width=grid.type_width) + 6

    def _organisation(self, roster: OrganisationRoster) -> None:
        own = _Sum()
        sheet = self._sheet
        sheet.bookmark(roster.name, self._top)
        if len(roster.way) > 1:
            way = self._fitted(" › ".join(roster.way[:-1]), _WAY, GB_9704.type_width)
            sheet.text(GB_9704.left, self._top, way, _WAY)
            self._top += _WAY.leading
        self._columns(_say("heading", name=roster.name, count=len(roster.members)))
        for number, row in enumerate(roster.members, 1):
            cells = self._broken(_texts(number, row), _CELL)
            if self._top + _height(cells, _CELL) + _ROW > GB_9704.bottom:
                self._sum_up(self._page.told("page"))
                self._top = sheet.next_page()
                self._columns(_say("again", name=roster.name))
            self._cells(cells, _CELL)
            for each in (self._page, own, self._whole):
                each.add(row)
        self._sum_up(self._page.told("page"), own.told("organisation"))

    def _sum_up(self, page: str, organisation: str = "") -> None:
        """Say below the rows how many members the page has, and the organisation where it ends."""
        sheet, left, right = self._sheet, GB_9704.left, GB_9704.right
        top = self._top + _PADDING
        sheet.text(left + _PADDING, top, page, _SUM)
        sheet.flush_right(right - _PADDING, top, organisation, _SUM)
        sheet.upright(left, self._top, self._top + _ROW)
        sheet.upright(right, self._top, self._top + _ROW)
        self._top += _ROW
        sheet.rule(left, self._top, right)
        self._page = _Sum()

    def _columns(self, heading: str) -> None:
        sheet = self._sheet
        sheet.text(GB_9704.left, self._top, heading, _HEADING)
        self._top += _HEADING.leading
        sheet.rule(GB_9704.left, self._top, GB_9704.right)
        self._cells(self._broken(_say.names("columns"), _COLUMN), _COLUMN)

    def _broken(self, cells: Sequence[str], style: Style) -> _Cells:
        """Return each cell in lines, two at most; what is longer is cut."""
        return tuple(
            self._lines(text, style, width - 2 * _PADDING)
            for text, width in zip(cells, self._widths, strict=True)
        )

    def _lines(self, text: str, style: Style, width: float) -> tuple[str, ...]:
        lines = [line.text.strip() for line in self._sheet.lines(text, style, width)]
        if len(lines) > _MOST_LINES:
            rest = "".join(lines[_MOST_LINES - 1 :])
            lines[_MOST_LINES - 1 :] = [self._fitted(rest, style, width)]
        return tuple(lines)

    def _cells(self, cells: _Cells, style: Style) -> None:
        sheet, x, height = self._sheet, GB_9704.left, _height(cells, style)
        sheet.upright(x, self._top, self._top + height)
        for lines, width in zip(cells, self._widths, strict=True):
            for at, text in enumerate(lines):
                top = self._top + _PADDING + at * style.leading
                sheet.text(x + _PADDING, top, text, style)
            x += width
            sheet.upright(x, self._top, self._top + height)
        self._top += height
        sheet.rule(GB_9704.left, self._top, GB_9704.right)

    def _fitted(self, text: str, style: Style, width: float) -> str:
        """Return a text that stands on one line, cut where it is too long."""
        if self._sheet.width(text, style) <= width:
            return text
        cut = text
        while cut and self._sheet.width(cut + _MORE, style) > width:
            cut = cut[:-1]
        return cut + _MORE

    def _sign_off(self) -> None:
        sheet, facts = self._sheet, self._facts
        needed = _ROW + _SIGN.leading + _SIGN_OFF.leading + 10
        if self._top + needed > GB_9704.bottom:
            self._top = sheet.next_page()
        if len(facts.rosters) > 1:
            sheet.text(GB_9704.left + _PADDING, self._top + 4, self._whole.told("whole"), _SUM)
            self._top += _ROW
        self._top += 10
        sheet.text(GB_9704.left, self._top, _say("signer"), _SIGN)
        told = _say("printed", who=facts.person, moment=full(facts.printed_at))
        sheet.flush_right(GB_9704.right, self._top + _SIGN.leading, told, _SIGN_OFF)


def _texts(number: int, row: MemberRow) -> tuple[str, ...]:
    return (
        str(number),
        row.name,
        label(row.sex) if row.sex is not None else "",
        row.joined,
        label(row.standing),
        row.workplace,
        "、".join(row.skills),
        row.dual,
    )


def _height(cells: _Cells, style: Style) -> float:
    """Return how high a row is whose cells have so many lines."""
    return max(1, *map(len, cells)) * style.leading + 2 * _PADDING
