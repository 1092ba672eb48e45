"""Tables about calling back on paper: the three rates (三率表), the register of exclusions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cases.ledger_words import full
from app.cases.numbers import short
from app.cases.queries.exclusions import ExclusionRow
from app.cases.queries.rates import Measure, RateLine, Rates, RatesWanted, Split
from app.core.clock import local
from app.core.doors import Paper
from app.core.words import label
from app.papers.fonts import FontRole, installed_fonts
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.table import Column, Row, Table
from app.papers.wording import wording

_CENTRE = Style(FontRole.TITLE, 16, 26, red=True)
_TITLE = Style(FontRole.TITLE, 24, 36, tracking=6)
_SMALL = Style(FontRole.BODY, 10.5, 16)
_SIGN = Style(FontRole.BODY, 12, 26)
_SIGN_OFF = Style(FontRole.BODY, 10.5, 16, grey=0.25)
_RATES_WIDTHS = (0.0, 54.0, 62.0, 62.0, 62.0, 44.0, 48.0)
_REGISTER_WIDTHS = (84.0, 56.0, 0.0, 56.0, 80.0, 60.0)
_say = wording("calls")


@dataclass(frozen=True, slots=True)
class CallTableGround:
    """What both tables need besides their rows.

    Attributes:
        centre: The centre's name.
        person: Who prints.
        printed_at: When (aware).
        is_demo: True marks the paper as 演示数据.
    """

    centre: str
    person: str
    printed_at: datetime
    is_demo: bool = False


def compose_rates(ground: CallTableGround, found: Rates, split: Split) -> Paper:
    """Return the rates of a period as they stood, told apart by a split.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    lines = (found.total, *found.lines[split])
    rows = [Row(_rate_cells(line, found.least, first=not at)) for at, line in enumerate(lines)]
    told = (
        _say("rates.told", **_period(found.wanted), moment=full(found.wanted.as_of)),
        _say("rates.how"),
        _say("rates.each" if found.each else "rates.last", least=found.least),
    )
    sheet = _TableSheet(ground, _say("rates.title"), told)
    table = _Given(_say.names("rates.columns"), _RATES_WIDTHS, rows)
    heading = _say(f"rates.by.{split.value}")
    return one_at_a_time(lambda: sheet.drawn(table, heading, _say("rates.signer")))


def compose_exclusions(
    ground: CallTableGround, wanted: RatesWanted, entries: Iterable[ExclusionRow]
) -> Paper:
    """Return the register of what was left out of the rates in a period.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    rows = [Row(_entry_cells(entry)) for entry in entries]
    told = (_say("exclusions.told", **_period(wanted), count=len(rows)),)
    sheet = _TableSheet(ground, _say("exclusions.title"), told)
    table = _Given(_say.names("exclusions.columns"), _REGISTER_WIDTHS, rows)
    signer = _say("exclusions.signer")
    return one_at_a_time(lambda: sheet.drawn(table, _say("exclusions.heading"), signer))


def _period(wanted: RatesWanted) -> dict[str, str]:
    last = local(wanted.until) - timedelta(seconds=1)
    return {"first": f"{local(wanted.since):%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}


def _rate_cells(line: RateLine, least: int, *, first: bool) -> tuple[str, ...]:
    shown = (Measure.IN_TIME, Measure.SOLVED, Measure.SATISFIED)
    name = _say("rates.total") if first else line.name or _say("rates.nobody")
    rates = (_rate(line, measure, least) for measure in shown)
    return (name, str(line.valid), *rates, str(line.excluded), str(line.not_drawn))


def _rate(line: RateLine, measure: Measure, least: int) -> str:
    rate = line.rate(measure, least)
    if rate is not None:
        return f"{rate:.1%}"
    return f"{line.count(measure)}/{line.valid}" if line.valid else "—"


def _entry_cells(entry: ExclusionRow) -> tuple[str, ...]:
    decided = entry.decided_by
    if entry.decided_at is not None:
        decided = f"{entry.decided_by} {local(entry.decided_at):%m-%d}"
    if entry.lifted_at is not None:
        at = f"{local(entry.lifted_at):%m-%d}"
        decided = _say("exclusions.lifted", decided=decided, who=entry.lifted_by, at=at)
    number = short(entry.case_number) if entry.case_number else ""
    asked = " ".join(part for part in (entry.unit, entry.asked_by) if part)
    why = _say("exclusions.why", reason=label(entry.reason), basis=entry.basis)
    return (entry.number, number, why, asked, entry.title, decided)


@dataclass(frozen=True, slots=True)
class _Given:
    """A table that is to be drawn."""

    names: tuple[str, ...]
    widths: tuple[float, ...]
    rows: list[Row]


class _TableSheet:
    """One sheet being drawn, from top to bottom."""

    def __init__(self, ground: CallTableGround, title: str, told: tuple[str, ...]) -> None:
        self._ground, self._title, self._told = ground, title, told

    def drawn(self, given: _Given, heading: str, signer: str) -> Paper:
        """Draw everything."""
        ground, grid = self._ground, GB_9704
        sheet = Sheet(installed_fonts(), title=self._title, author=ground.centre)
        sheet.mark = _say("demo") if ground.is_demo else ""
        top = grid.top
        if ground.is_demo:
            sheet.text(grid.left, top - 20, _say("demo"), MARK)
        sheet.centred(top, ground.centre, _CENTRE)
        sheet.centred(top + _CENTRE.leading, self._title, _TITLE)
        top += _CENTRE.leading + _TITLE.leading + 6
        for text in self._told:
            lines = sheet.lines(text, _SMALL, grid.type_width)
            top = sheet.block(grid.left, top, lines, _SMALL, width=grid.type_width)
        columns = [Column(name, w) for name, w in zip(given.names, given.widths, strict=True)]
        again = _say("again", heading=heading)
        table = Table(sheet, top + 6, heading, again, columns)
        table.draw(given.rows or [Row((_say("nothing"), *[""] * (len(columns) - 1)))])
        self._sign_off(sheet, table.top + 10, signer)
        name = _say("file_name", title=self._title, day=f"{local(ground.printed_at):%Y%m%d}")
        return Paper(name, sheet.finish(), sheet.warnings())

    def _sign_off(self, sheet: Sheet, top: float, signer: str) -> None:
        grid, ground = GB_9704, self._ground
        if top + _SIGN.leading + _SIGN_OFF.leading > grid.bottom:
            top = sheet.next_page()
        sheet.text(grid.left, top, signer, _SIGN)
        told = _say("printed", who=ground.person, moment=full(ground.printed_at))
        sheet.flush_right(grid.right, top + _SIGN.leading, told, _SIGN_OFF)
