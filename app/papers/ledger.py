"""The clock ledger (时限台账) on paper: what a department is shown when it doubts a deadline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm

from app.cases.case_ledger import CaseLedger, LedgerRow, NotAssignedYet, clock_of, moves_of
from app.cases.clock import ClockMark, ClockState
from app.cases.clock_segments import SegmentKind
from app.cases.clock_words import verdict_words
from app.cases.ledger_words import ClockName, clock_label, full, whole_limit_words
from app.cases.numbers import is_case_number, spaced
from app.core.doors import Paper
from app.core.words import label, say
from app.papers.facts import LedgerFacts
from app.papers.fonts import FontRole, installed_fonts
from app.papers.lines import Line
from app.papers.page import GB_9704, Sheet, Style, one_at_a_time
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 16, 26, red=True)
_TITLE = Style(FontRole.TITLE, 24, 36, tracking=10)
_DEMO = Style(FontRole.HEADING, 12, 16, red=True)
_FACT = Style(FontRole.BODY, 11.5, 17)
_FINDING = Style(FontRole.HEADING, 15, 24)
_HEADING = Style(FontRole.HEADING, 12, 20)
_COLUMN = Style(FontRole.HEADING, 10, 15)
_CELL = Style(FontRole.HEADING, 9.5, 14)  # its figures are narrow: the lines stay short
_QUIET = Style(FontRole.HEADING, 9.5, 14, grey=0.4)
_ALOUD = Style(FontRole.KAI, 13, 21)
_SMALL = Style(FontRole.BODY, 10.5, 16)
_SIGN_OFF = Style(FontRole.BODY, 10.5, 16, grey=0.25)

_PADDING = 3.5
_GAP = 8.0
_FOOT = 4 * mm  # a last line may hang this far under the type area

_say = wording("ledger")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: key of its heading, width in points, where its text ends."""

    key: str
    width: float
    flush_right: bool = False


_FIXED = (
    _Column("when", 98),
    _Column("mark", 36),
    _Column("amount", 66, flush_right=True),
    _Column("total", 62, flush_right=True),
)
_COLUMNS = (*_FIXED, _Column("why", GB_9704.type_width - sum(c.width for c in _FIXED)))


def draw_ledger(facts: LedgerFacts) -> bytes:
    """Return the ledger as a PDF."""
    return compose_ledger(facts).body


def compose_ledger(facts: LedgerFacts) -> Paper:
    """Return the ledger with its file name and what should be known about it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _Ledger(facts).drawn())


class _Ledger:
    """One ledger being drawn, from top to bottom over as many pages as it takes."""

    def __init__(self, facts: LedgerFacts) -> None:
        self._facts = facts
        self._told: CaseLedger = facts.ledger
        self._sheet = Sheet(installed_fonts(), title=_say("title"), author=facts.centre)
        self._sheet.mark = _say("demo") if facts.is_demo else ""
        self._top = GB_9704.top - 16 * mm  # no letterhead stands above the type area

    def drawn(self) -> Paper:
        """Draw everything."""
        self._head()
        self._findings()
        self._table()
        self._holders()
        self._aloud()
        self._rules()
        self._sign_off()
        about = self._told.about
        name = _say("file_name", name=about.name, clock=clock_label(self._told.clock))
        return Paper(name, self._sheet.finish(), self._sheet.warnings())

    def _head(self) -> None:
        sheet, grid, about = self._sheet, GB_9704, self._told.about
        if self._facts.is_demo:
            sheet.flush_right(grid.right, self._top - 20, _say("demo"), _DEMO)
        sheet.centred(self._top, self._facts.centre, _CENTRE)
        sheet.centred(self._top + _CENTRE.leading, _say("title"), _TITLE)
        self._top += _CENTRE.leading + _TITLE.leading + 4
        sheet.rule(grid.left, self._top, grid.right, weight=1.5)
        self._top += _GAP
        number = about.number
        if number is None:
            self._words(_say("receipt", code=about.receipt_code), _FACT)
        else:
            shown = spaced(number) if is_case_number(number) else number
            self._words(_say("number", number=shown), _FACT)
        self._words(_say("case", title=about.title), _FACT)
        self._words(_say("as_of", moment=full(self._told.as_of)), _FACT)

    def _findings(self) -> None:
        self._top += 2
        self._words(str(self._told.headline), _FINDING)
        self._words(self._told.summary, _FACT)
        for clock in ClockName:
            self._words(_clock_words(self._told, clock), _FACT)
        self._top += _GAP

    # -- the table -----------------------------------------------------------------------------

    def _table(self) -> None:
        self._table_head("table.heading")
        for row in self._told.rows:
            self._row(row)
        sheet, grid = self._sheet, GB_9704
        sheet.rule(grid.left, self._top, grid.right, weight=1.0)
        self._top += 5
        self._need(_FINDING.leading)
        self._words(str(self._told.totals), _HEADING)
        self._top += _GAP

    def _table_head(self, heading: str) -> None:
        sheet, grid = self._sheet, GB_9704
        height = _HEADING.leading + _COLUMN.leading + 2 * _PADDING
        self._need(height + 3 * _CELL.leading)
        self._words(_say(heading, clock=clock_label(self._told.clock)), _HEADING)
        sheet.rule(grid.left, self._top, grid.right, weight=1.0)
        x = grid.left
        for column in _COLUMNS:
            self._put(x, self._top + _PADDING, column, _say(f"table.{column.key}"), _COLUMN)
            x += column.width
        self._top += _COLUMN.leading + 2 * _PADDING
        sheet.rule(grid.left, self._top, grid.right, weight=0.6)

    def _row(self, row: LedgerRow) -> None:
        """Draw a line of the ledger on one page; only one higher than a page goes on overleaf."""
        quiet = row.line.kind in (SegmentKind.NOT_COUNTED, SegmentKind.STOPPED)
        style = _QUIET if quiet else _CELL
        why = self._sheet.lines(row.line.why, style, _COLUMNS[-1].width - 2 * _PADDING)
        when = self._when(row, style)
        height = max(len(why), len(when)) * style.leading + 2 * _PADDING
        if self._top + height > GB_9704.bottom:
            self._overleaf()
        drawn: LedgerRow | None = row
        while why:
            fits = max(1, int((GB_9704.bottom - self._top - 2 * _PADDING) // style.leading))
            self._draw_row(drawn, why[:fits], style)
            drawn, why = None, why[fits:]
            if why:
                self._overleaf()

    def _when(self, row: LedgerRow, style: Style) -> tuple[str, ...]:
        """Return begin and end, one under the other where they lie on two days."""
        whole = row.line.when
        if self._sheet.width(whole, style) <= _FIXED[0].width - 2 * _PADDING:
            return (whole,)
        begin, _, end = whole.partition(" – ")
        return f"{begin} –", end

    def _overleaf(self) -> None:
        self._top = self._sheet.next_page()
        self._table_head("table.again")

    def _draw_row(self, row: LedgerRow | None, why: tuple[Line, ...], style: Style) -> None:
        sheet, top, x = self._sheet, self._top + _PADDING, GB_9704.left
        below = top
        if row is not None:
            line = row.line
            for part in self._when(row, style):
                sheet.text(x + _PADDING, below, part, style)
                below += style.leading
            x += _FIXED[0].width
            told = (line.mark, line.amount, line.total)
            for column, text in zip(_FIXED[1:], told, strict=True):
                self._put(x, top, column, text, style)
                x += column.width
        left = GB_9704.right - _COLUMNS[-1].width + _PADDING
        width = _COLUMNS[-1].width - 2 * _PADDING
        self._top = max(sheet.block(left, top, why, style, width=width), below) + _PADDING
        sheet.rule(GB_9704.left, self._top, GB_9704.right, weight=0.3)

    def _put(self, x: float, top: float, column: _Column, text: str, style: Style) -> None:
        if column.flush_right:
            self._sheet.flush_right(x + column.width - 2 * _PADDING, top, text, style)
        else:
            self._sheet.text(x + _PADDING, top, text, style)

    # -- under it ------------------------------------------------------------------------------

    def _holders(self) -> None:
        held = _say("held.join").join(held.words for held in self._told.holds)
        if held:
            self._part(_say("held.heading"), _say("held.line", holders=held), _SMALL)

    def _aloud(self) -> None:
        self._part(_say("aloud.heading"), self._told.aloud, _ALOUD)

    def _rules(self) -> None:
        sentences = [words.rstrip("。") for words in self._versions()]
        told = _say("rules.line", versions=_say("rules.join").join(sentences))
        self._part(_say("rules.heading"), told, _SMALL)

    def _versions(self) -> Iterator[str]:
        used = self._told.versions
        yield from _noted(self._told.version_words, (used.limits.note, used.calendar.note))
        yield say("clock.text.kept")

    def _sign_off(self) -> None:
        printed = full(self._facts.printed_at)
        text = _say("sign_off.printed", centre=self._facts.centre, moment=printed)
        self._need(_SIGN_OFF.leading)
        self._sheet.flush_right(GB_9704.right, self._top, text, _SIGN_OFF)
        self._top += _SIGN_OFF.leading

    def _part(self, heading: str, text: str, style: Style) -> None:
        """Draw a heading with its text; the heading never stands alone at the foot of a page."""
        self._need(_HEADING.leading + 2 * style.leading)
        self._words(heading, _HEADING)
        self._words(text, style)
        self._top += _GAP / 2

    def _words(self, text: str, style: Style) -> None:
        """Draw a paragraph, overleaf where the page ends."""
        grid = GB_9704
        for line in self._sheet.lines(text, style, grid.type_width):
            self._need(style.leading)
            self._top = self._sheet.block(
                grid.left, self._top, (line,), style, width=grid.type_width
            )

    def _need(self, height: float) -> None:
        if self._top + height > GB_9704.bottom + _FOOT:
            self._top = self._sheet.next_page()


def _noted(sentences: Iterable[str], notes: tuple[str, ...]) -> Iterator[str]:
    """Yield sentences, each of the first ones with its note."""
    rest = list(notes)
    for words in sentences:
        note = rest.pop(0) if rest else ""
        yield f"{words}：{note}" if note else words


def _clock_words(told: CaseLedger, clock: ClockName) -> str:
    """Return how one of both clocks stands, in one line."""
    try:
        verdict, limit = clock_of(told.clocks, clock)
    except NotAssignedYet:
        return _say("clock.not_started", clock=clock_label(clock))
    ended = verdict.state is ClockState.ENDED and verdict.mark is not ClockMark.OVER
    due = "" if verdict.due_at is None or ended else full(verdict.due_at)
    return _say(
        "clock.line",
        clock=clock_label(clock),
        verdict=verdict_words(verdict, day_s=told.day_s),
        state=label(verdict.mark),
        limit=whole_limit_words(limit, moves_of(told.clocks, clock), told.as_of),
        due=_say("clock.due", moment=due) if due else "",
    )
