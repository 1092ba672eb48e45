"""A walking route (走访路线单) on paper: a small map with numbers, and the stops in their order."""

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from app.cases.ledger_words import full
from app.cases.numbers import short
from app.cases.queries.by_region import Urgency
from app.cases.queries.route import RouteStop, WalkingRoute
from app.core.clock import local
from app.core.doors import Paper
from app.papers.fonts import FontRole, installed_fonts
from app.papers.geometry import Pen, themed
from app.papers.map_ground import MapGround, ground_for
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.table import Column, Row, Table
from app.papers.wording import wording
from app.territory.measures import MOST_STOPS, length_words, ring_around
from app.territory.queries import LineRow, OutlineRow
from app.territory.rules import LineKind

_CENTRE = Style(FontRole.TITLE, 16, 26, red=True)
_TITLE = Style(FontRole.TITLE, 24, 36, tracking=6)
_SMALL = Style(FontRole.BODY, 10.5, 16)
_SIGN_OFF = Style(FontRole.BODY, 10.5, 16, grey=0.25)
_NUMBER = Style(FontRole.HEADING, 8, 10)
_MAP_HEIGHT = 92 * mm
_AROUND_M = 200.0
_WIDTHS = (22.0, 62.0, 0.0, 96.0, 74.0, 52.0, 30.0)
_say = wording("route")


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """Everything a printed walking route says.

    Attributes:
        centre: The centre's name.
        route: The stops in their order.
        areas: Grids under the way.
        lines: Roads and rivers under it.
        person: Who prints.
        printed_at: When (aware).
        is_demo: True marks the paper as 演示数据.
    """

    centre: str
    route: WalkingRoute
    areas: tuple[OutlineRow, ...]
    lines: tuple[LineRow, ...]
    person: str
    printed_at: datetime
    is_demo: bool = False


def compose_route(facts: RouteFacts) -> Paper:
    """Return the sheet with its file name and what should be known about it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    return one_at_a_time(lambda: _Route(facts).drawn())


class _Route:
    """One sheet being drawn, from top to bottom."""

    def __init__(self, facts: RouteFacts) -> None:
        self._facts = facts
        self._sheet = Sheet(installed_fonts(), title=_say("title"), author=facts.centre)
        self._sheet.mark = _say("demo") if facts.is_demo else ""
        self._plot = self._sheet.plotter()
        self._top = GB_9704.top - 16 * mm

    def drawn(self) -> Paper:
        """Draw everything."""
        facts, route = self._facts, self._facts.route
        self._head()
        self._map()
        columns = [
            Column(name, width) for name, width in zip(_say.names("columns"), _WIDTHS, strict=True)
        ]
        table = Table(self._sheet, self._top, _say("heading"), _say("again"), columns)
        table.draw(Row(self._cells(at, stop)) for at, stop in enumerate(route.stops, 1))
        self._sign_off(table.top + 8)
        day = f"{local(facts.printed_at):%m%d}"
        name = _say("file_name", day=day, count=len(route.stops))
        return Paper(name, self._sheet.finish(), self._sheet.warnings())

    def _head(self) -> None:
        sheet, grid, route = self._sheet, GB_9704, self._facts.route
        if self._facts.is_demo:
            sheet.text(grid.left, self._top - 20, _say("demo"), MARK)
        sheet.centred(self._top, self._facts.centre, _CENTRE)
        sheet.centred(self._top + _CENTRE.leading, _say("title"), _TITLE)
        self._top += _CENTRE.leading + _TITLE.leading + 4
        told = _say(
            "summary",
            count=len(route.stops),
            length=length_words(route.length_m),
            minutes=route.minutes,
        )
        if route.left_out:
            told += _say("left_out", count=route.left_out, most=MOST_STOPS)
        lines = sheet.lines(told, _SMALL, grid.type_width)
        self._top = sheet.block(grid.left, self._top, lines, _SMALL, width=grid.type_width) + 6

    def _map(self) -> None:
        left, top, width = GB_9704.left, self._top, GB_9704.type_width
        stops = self._facts.route.stops
        ground = ground_for(
            [p for stop in stops for p in ring_around(stop.point, _AROUND_M, corners=8)],
            left,
            top,
            width,
            _MAP_HEIGHT,
        )
        self._plot.clip(left, top, width, _MAP_HEIGHT)
        edge = Pen(themed("map", "line_grid_plain"), 0.5)
        for area in self._facts.areas:
            rings = [ground.spots(ring) for ring in area.rings]
            self._plot.area(rings, themed("map", "plain"), edge)
        for line in self._facts.lines:
            self._line(ground, line)
        self._way(ground)
        self._plot.release()
        self._sheet.frame(left, top, width, _MAP_HEIGHT)
        self._top += _MAP_HEIGHT + 10

    def _line(self, ground: MapGround, line: LineRow) -> None:
        color, weight = ("river", 3.0) if line.kind is LineKind.RIVER else ("road_edge", 1.2)
        for part in line.parts:
            self._plot.line(ground.spots(part), Pen(themed("map", color), weight))

    def _way(self, ground: MapGround) -> None:
        """The way as a line, over it the numbers of the stops."""
        spots = ground.spots(stop.point for stop in self._facts.route.stops)
        if len(spots) > 1:
            self._plot.line(spots, Pen(themed("colors", "accent"), 1.4))
        for at, (spot, stop) in enumerate(zip(spots, self._facts.route.stops, strict=True), 1):
            token = "over" if stop.urgency is Urgency.OVER else "accent"
            self._plot.disc(spot, 7.0, themed("map", "halo"), Pen(themed("colors", token), 1.4))
            width = self._sheet.width(str(at), _NUMBER)
            top = spot[1] - _NUMBER.leading / 2
            self._sheet.text(spot[0] - width / 2, top, str(at), _NUMBER)

    def _cells(self, at: int, stop: RouteStop) -> tuple[str, ...]:
        row = stop.row
        number = short(row.number) if row.number else ""
        leg = length_words(stop.leg_m) if at > 1 else _say("first")
        return (str(at), number, row.title, stop.place or row.region_name, _due(stop), leg, "□")

    def _sign_off(self, top: float) -> None:
        facts, sheet, grid = self._facts, self._sheet, GB_9704
        if top + 2 * _SIGN_OFF.leading > grid.bottom:
            top = sheet.next_page()
        sheet.text(grid.left, top, _say("privacy"), _SIGN_OFF)
        told = _say("printed", centre=facts.centre, who=facts.person, moment=full(facts.printed_at))
        sheet.flush_right(grid.right, top + _SIGN_OFF.leading, told, _SIGN_OFF)


def _due(stop: RouteStop) -> str:
    due = stop.row.due_at
    if due is None or stop.urgency is Urgency.STANDS:
        return _say("no_clock")
    return _say(
        "over" if stop.urgency is Urgency.OVER else "due", moment=f"{local(due):%m-%d %H:%M}"
    )
