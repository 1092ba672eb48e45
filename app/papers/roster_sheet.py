"""The roster of members on paper (党员名册): organisation by organisation, with page totals. Its
words and columns are those of its template.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.doors import Paper
from app.core.words import label
from app.papers.fonts import FontRole, installed_fonts
from app.papers.form_blocks import FormTable, Heading, Labelled, Said
from app.papers.forms.filling import fill_form, rows_of
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import FormTemplate, shipped_form
from app.papers.forms.offers import Facts, Row, Value
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.table import Column
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
_PADDING = 3.5
_ROW = _SUM.leading + 2 * _PADDING
_MOST_LINES = 2
_MORE = "…"
_Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RosterFacts:
    """What the paper tells.

    Attributes:
        centre: What every paper offers its template.
        name: Of the organisation it was asked for.
        person: Who prints.
        is_demo: True marks the paper as 演示数据.
        narrowed: In words, what narrowed the roster; "" for the whole.
    """

    centre: Facts
    name: str
    rosters: tuple[OrganisationRoster, ...]
    person: str
    is_demo: bool = False
    narrowed: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """An organisation, those above it, and a row of facts a member; these are made when its page
    is drawn, so that a roster of hundreds of pages takes no more room than one of few.
    """

    name: str
    way: tuple[str, ...]
    count: int
    rows: Callable[[], tuple[Row, ...]]


@dataclass(slots=True)
class _Sum:
    """Members counted while they are drawn."""

    full: int = 0
    probationary: int = 0

    def add(self, row: Row) -> None:
        if row["is_full"]:
            self.full += 1
        else:
            self.probationary += 1

    def told(self, key: str, **facts: str) -> str:
        count = self.full + self.probationary
        numbers = {"count": count, "full": self.full, "probationary": self.probationary}
        return _say(key, **numbers, **facts)


def compose_roster(facts: RosterFacts, template: FormTemplate | None = None) -> Paper:
    """Return the roster of an organisation and of all under it.

    Every organisation begins on its own page; every page ends with how many members stand on it,
    every organisation with how many it has.

    Args:
        facts: What it tells.
        template: Its words and columns; None for what came with the program.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    told: dict[str, Value] = {
        **facts.centre,
        "name": facts.name,
        "organisations": len(facts.rosters),
        "count": sum(len(each.members) for each in facts.rosters),
        "narrowed": facts.narrowed,
        "person": facts.person,
        "members": (),
    }
    groups = tuple(map(_group, facts.rosters))
    used = template or shipped_form(FormKind.ROSTER)
    return one_at_a_time(lambda: _RosterSheet(used, told, groups, is_demo=facts.is_demo).drawn())


def roster_of_rows(template: FormTemplate, facts: Facts, *, is_demo: bool) -> Paper:
    """Return the roster of one organisation whose members are told as rows: how a template looks.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    rows = rows_of(facts["members"])
    groups = (_Group(str(facts["name"]), (), len(rows), lambda: rows),)
    return one_at_a_time(lambda: _RosterSheet(template, facts, groups, is_demo=is_demo).drawn())


def _group(roster: OrganisationRoster) -> _Group:
    def rows() -> tuple[Row, ...]:
        return tuple(_facts_of(at, row) for at, row in enumerate(roster.members, 1))

    return _Group(roster.name, tuple(roster.way), len(roster.members), rows)


class _RosterSheet:
    """One roster being drawn, from top to bottom."""

    def __init__(
        self, template: FormTemplate, facts: Facts, groups: tuple[_Group, ...], *, is_demo: bool
    ) -> None:
        self._template, self._facts, self._groups = template, facts, groups
        self._form = fill_form(template, {**facts, "members": ()}, is_demo=is_demo)
        form = self._form
        self._sheet = Sheet(installed_fonts(), title=form.title, author=form.centre)
        self._sheet.mark = _say("demo") if is_demo else ""
        self._page = _Sum()
        self._whole = _Sum()
        self._top = GB_9704.top
        self._table: tuple[Column, ...] = ()
        self._widths: tuple[float, ...] = ()

    def drawn(self) -> Paper:
        """Draw everything."""
        sheet = self._sheet
        self._head()
        for at, group in enumerate(self._groups):
            if at:
                self._top = sheet.next_page()
            self._organisation(group)
        if not self._groups:
            sheet.text(GB_9704.left, self._top + 8, _say("nobody"), _SMALL)
            self._top += 8 + _SMALL.leading
        self._sign_off()
        return Paper(self._form.file_name, sheet.finish(), sheet.warnings())

    def _head(self) -> None:
        form, sheet, grid = self._form, self._sheet, GB_9704
        if form.is_demo:
            sheet.text(grid.left, grid.top - 20, _say("demo"), MARK)
        sheet.centred(grid.top, form.centre, _CENTRE)
        sheet.centred(grid.top + _CENTRE.leading, form.title, _TITLE)
        self._top = grid.top + _CENTRE.leading + _TITLE.leading + 6
        for text in (form.number, form.to, *map(_text_of, form.blocks)):
            if text:
                lines = sheet.lines(text, _SMALL, grid.type_width)
                width = grid.type_width
                self._top = sheet.block(grid.left, self._top, lines, _SMALL, width=width)
        self._top += 6

    def _organisation(self, group: _Group) -> None:
        own = _Sum()
        sheet, rows = self._sheet, group.rows()
        table = self._filled(rows)
        sheet.bookmark(group.name, self._top)
        if len(group.way) > 1:
            way = self._fitted(" › ".join(group.way[:-1]), _WAY, GB_9704.type_width)
            sheet.text(GB_9704.left, self._top, way, _WAY)
            self._top += _WAY.leading
        self._columns(_say("heading", name=group.name, count=group.count))
        for row, texts in zip(rows, table, strict=True):
            cells = self._broken(texts, _CELL)
            if self._top + _height(cells, _CELL) + _ROW > GB_9704.bottom:
                self._sum_up(self._page.told("page"))
                self._top = sheet.next_page()
                self._columns(_say("again", name=group.name))
            self._cells(cells, _CELL)
            for each in (self._page, own, self._whole):
                each.add(row)
        self._sum_up(self._page.told("page"), own.told("organisation"))

    def _filled(self, rows: tuple[Row, ...]) -> tuple[tuple[str, ...], ...]:
        """Return the cells of an organisation's members as the template tells them."""
        is_demo = self._form.is_demo
        form = fill_form(self._template, {**self._facts, "members": rows}, is_demo=is_demo)
        table = next(each for each in form.blocks if isinstance(each, FormTable))
        self._table = table.columns
        spare = GB_9704.type_width - sum(each.width for each in table.columns)
        shared = spare / max(1, sum(not each.width for each in table.columns))
        self._widths = tuple(each.width or shared for each in table.columns)
        return tuple(row.cells for row in table.rows)

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
        self._cells(self._broken([each.name for each in self._table], _COLUMN), _COLUMN)

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
        for lines, width, column in zip(cells, self._widths, self._table, strict=True):
            for at, text in enumerate(lines):
                top = self._top + _PADDING + at * style.leading
                if column.figures:
                    sheet.flush_right(x + width - _PADDING, top, text, style)
                else:
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
        sheet, form, width = self._sheet, self._form, GB_9704.type_width
        signed = [line for text in form.signatures for line in sheet.lines(text, _SIGN, width)]
        small = [line for text in form.notes for line in sheet.lines(text, _SIGN_OFF, width)]
        needed = _ROW + len(signed) * _SIGN.leading + len(small) * _SIGN_OFF.leading + 10
        if self._top + needed > GB_9704.bottom:
            self._top = sheet.next_page()
        if len(self._groups) > 1:
            sheet.text(GB_9704.left + _PADDING, self._top + 4, self._whole.told("whole"), _SUM)
            self._top += _ROW
        self._top += 10
        self._top = sheet.block(GB_9704.left, self._top, tuple(signed), _SIGN, width=width)
        for line in small:
            sheet.flush_right(GB_9704.right, self._top, line.text, _SIGN_OFF)
            self._top += _SIGN_OFF.leading


def _text_of(block: object) -> str:
    """Return what a block says over the table, "" for none."""
    match block:
        case Heading(text) | Said(text):
            return text
        case Labelled(name, value):
            return _say("field", label=name, value=value)
    return ""


def _facts_of(number: int, row: MemberRow) -> Row:
    return {
        "at": number,
        "member": row.name,
        "sex": label(row.sex) if row.sex is not None else "",
        "joined": row.joined,
        "standing": label(row.standing),
        "workplace": row.workplace,
        "skills": "、".join(row.skills),
        "dual": row.dual,
        "is_full": row.standing is Standing.FULL,
    }


def _height(cells: _Cells, style: Style) -> float:
    """Return how high a row is whose cells have so many lines."""
    return max(1, *map(len, cells)) * style.leading + 2 * _PADDING
