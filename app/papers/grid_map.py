"""The grid map on paper, A4 to A0: vectors, with title, legend, scale, north and sources."""

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from app.cases.queries.by_region import NONE, RegionCount
from app.cases.queries.map_figures import (
    OF_PERIOD,
    MapFigure,
    MapFigures,
    PaperSize,
    change_words,
)
from app.core.doors import Paper
from app.core.words import label
from app.papers.fonts import FontRole, installed_fonts
from app.papers.form_sheet import FormFacts
from app.papers.forms.filling import fill_form
from app.papers.forms.language import FormTemplate
from app.papers.forms.offers import Facts, Value
from app.papers.geometry import Color, Pen, Plotter, Spot, ramp, themed
from app.papers.map_ground import MapGround, ground_for, scale_bar
from app.papers.page import PageGrid, Sheet, Style, one_at_a_time
from app.papers.wording import wording
from app.territory.queries import LineRow, OutlineRow
from app.territory.rules import LineKind, short_name
from app.territory.sketches.queries import SketchRow
from app.territory.sketches.rules import SketchColor, SketchKind

SIDES_MM: dict[PaperSize, tuple[float, float]] = {
    PaperSize.A4: (297, 210),
    PaperSize.A3: (420, 297),
    PaperSize.A2: (594, 420),
    PaperSize.A1: (841, 594),
    PaperSize.A0: (1189, 841),
}
"""Width and height of the paper lying on its long side (ISO 216)."""
_MARGIN_MM = 12.0
_HEAD, _FOOT, _LEGEND = 54.0, 22.0, 168.0  # points of an A4
_RING = 9.0
_INKS = {
    SketchColor.BLUE: "accent",
    SketchColor.RED: "over",
    SketchColor.AMBER: "warn",
    SketchColor.GREEN: "ok",
}
Box = tuple[float, float, float, float]
"""Left, top, width and height on the paper."""
_say = wording("map")


@dataclass(frozen=True, slots=True)
class MapFacts:
    """Everything a printed grid map says.

    Attributes:
        centre: The centre's name.
        place: What is mapped, as people call it.
        figures: What was counted.
        figure: What colours it.
        kind: Name of the category it is narrowed to, "" for all.
        areas: What is coloured: grids, or regions of the next tier.
        borders: Communities of a street, named; empty above a street.
        edge: Outline of the whole, None where none is known.
        lines: Roads, rivers, railways.
        sketches: What the person who prints drew, or others share.
        size: Of the paper.
        person: Who prints.
        printed_at: When (aware).
        is_demo: True marks the paper as 演示数据.
    """

    centre: str
    place: str
    figures: MapFigures
    figure: MapFigure
    kind: str
    areas: tuple[OutlineRow, ...]
    borders: tuple[OutlineRow, ...]
    edge: OutlineRow | None
    lines: tuple[LineRow, ...]
    size: PaperSize
    person: str
    printed_at: datetime
    is_demo: bool = False
    sketches: tuple[SketchRow, ...] = ()


def compose_map(facts: MapFacts, template: FormTemplate, house: Facts) -> Paper:
    """Return the map with its file name and what should be known about it.

    Args:
        facts: What it shows.
        template: How its title, the line beside it and its small print are worded.
        house: What every paper offers its template.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    words = fill_form(template, {**house, **_offered(facts)}, is_demo=facts.is_demo)
    return one_at_a_time(lambda: _Map(facts, words).drawn())


def _offered(facts: MapFacts) -> dict[str, Value]:
    span = facts.figures.asked.span
    return {
        "place": facts.place,
        "figure": label(facts.figure),
        "sort": facts.kind,
        "is_period": facts.figure in OF_PERIOD,
        "days": span.days,
        "begin": span.begin,
        "end": span.end,
        "as_of": facts.figures.as_of,
        "size": facts.size.value,
        "person": facts.person,
    }


class _Map:
    """One map being drawn; all measures grow with the paper, so that an A0 reads from afar."""

    def __init__(self, facts: MapFacts, words: FormFacts) -> None:
        self._facts, self._words = facts, words
        width, height = (side * mm for side in SIDES_MM[facts.size])
        self._grow = width / (SIDES_MM[PaperSize.A4][0] * mm)
        margin = _MARGIN_MM * mm * self._grow
        self._page = PageGrid(
            width, height, margin, margin, width - 2 * margin, height - 2 * margin, 1, 1
        )
        self._sheet = Sheet(
            installed_fonts(), title=words.title, author=facts.centre, grid=self._page
        )
        self._sheet.numbered = False
        self._plot: Plotter = self._sheet.plotter()
        self._classes = facts.figures.classes(facts.figure)

    def drawn(self) -> Paper:
        """Draw everything."""
        page, grow = self._page, self._grow
        self._head()
        top = page.top + _HEAD * grow
        height = page.type_height - (_HEAD + _FOOT) * grow
        width = page.type_width - _LEGEND * grow
        ground = self._map(page.left, top, width, height)
        self._sheet.frame(page.left, top, width, height)
        self._legend(page.left + width + 12 * grow, top, ground)
        self._foot(page.bottom - (_FOOT - 6) * grow)
        return Paper(self._words.file_name, self._sheet.finish(), self._sheet.warnings())

    def _style(self, role: FontRole, size: float, *, grey: float = 0.0) -> Style:
        return Style(role, size * self._grow, size * 1.4 * self._grow, grey=grey)

    def _head(self) -> None:
        sheet, page, facts = self._sheet, self._page, self._facts
        title = self._style(FontRole.HEADING, 20)
        sheet.text(page.left, page.top, self._words.title, title)
        width = sheet.width(self._words.title, title)
        beside = self._style(FontRole.BODY, 11)
        left, top = page.left + width + 14 * self._grow, page.top + 9 * self._grow
        sheet.text(left, top, self._words.number, beside)
        finding = self._style(FontRole.HEADING, 12)
        below = page.top + title.leading + 2 * self._grow
        sheet.text(page.left, below, facts.figures.finding(facts.figure), finding)
        if facts.is_demo:
            mark = Style(FontRole.HEADING, 12 * self._grow, 16 * self._grow, red=True)
            sheet.flush_right(page.right, page.top, _say("demo"), mark)

    # -- the map -------------------------------------------------------------------------------

    def _map(self, left: float, top: float, width: float, height: float) -> MapGround:
        facts, grow = self._facts, self._grow
        edges = (facts.edge,) if facts.edge is not None else ()
        points = [p for area in (*facts.areas, *edges) for ring in area.rings for p in ring]
        inner = 10 * grow
        ground = ground_for(
            points, left + inner, top + inner, width - 2 * inner, height - 2 * inner
        )
        self._plot.clip(left, top, width, height)
        self._plot.area(
            [
                [
                    (left, top),
                    (left + width, top),
                    (left + width, top + height),
                    (left, top + height),
                ]
            ],
            themed("map", "outside"),
            None,
        )
        for area in facts.areas:
            self._area(ground, area, self._fill(area.code), "line_grid", 0.5)
        for line in facts.lines:
            self._line(ground, line)
        for area in facts.borders:
            self._area(ground, area, None, "line_community", 1.0)
        for area in edges:
            self._area(ground, area, None, "line_street", 1.8)
        taken: list[Box] = []
        for row in facts.sketches:
            self._sketch(ground, row, taken)
        self._names(ground, taken)
        self._plot.release()
        return ground

    def _fill(self, code: str) -> Color:
        at = self._classes.class_of.get(code)
        return themed("map", "plain") if at is None else ramp(at)

    def _area(
        self, ground: MapGround, area: OutlineRow, fill: Color | None, edge: str, weight: float
    ) -> None:
        rings = [ground.spots(ring) for ring in area.rings]
        self._plot.area(rings, fill, Pen(themed("map", edge), weight * self._grow))

    def _line(self, ground: MapGround, line: LineRow) -> None:
        for part in line.parts:
            spots = ground.spots(part)
            if line.kind is LineKind.RIVER:
                self._plot.line(spots, Pen(themed("map", "river"), 4 * self._grow))
                continue
            width = 2.6 if line.kind is LineKind.ROAD else 1.4
            self._plot.line(spots, Pen(themed("map", "road_edge"), (width + 0.8) * self._grow))
            if line.kind is LineKind.ROAD:
                self._plot.line(spots, Pen(themed("map", "road"), width * self._grow))

    def _sketch(self, ground: MapGround, row: SketchRow, taken: list[Box]) -> None:
        """Draw a sketch as it stands on the screen, and its words."""
        spots = ground.spots(row.points)
        ink, grow = themed("colors", _INKS[row.color]), self._grow
        if row.kind is SketchKind.POINT:
            self._plot.disc(spots[0], 3.2 * grow, ink, Pen(themed("map", "halo"), grow))
        elif row.kind is not SketchKind.NOTE:
            whole = [*spots, spots[0]] if row.kind is SketchKind.AREA else spots
            for color, weight in ((themed("map", "halo"), 3.4), (ink, 1.8)):
                self._plot.line(whole, Pen(color, weight * grow))
        if row.label:
            middle = sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)
            if row.kind is SketchKind.LINE:
                (x1, y1), (x2, y2) = spots[len(spots) // 2 - 1], spots[len(spots) // 2]
                middle = (x1 + x2) / 2, (y1 + y2) / 2
            above = 8 * grow if row.kind is SketchKind.POINT else 0
            style = self._style(FontRole.HEADING, 8)
            self._name(row.label, (middle[0], middle[1] - above), style, taken)

    def _names(self, ground: MapGround, taken: list[Box]) -> None:
        """Name communities over their rings, and grids where they have room beside."""
        facts = self._facts
        named = facts.borders or facts.areas
        digits = len(named[0].code) if named else 0
        counts = facts.figures.grouped(digits)
        bold = self._style(FontRole.HEADING, 8.5)
        for area in named:
            middle = ground.spot(area.centre)
            count = counts.get(area.code, NONE)
            name = short_name(area.name).removesuffix("社区")
            below = middle[1] - (_RING * self._grow + bold.leading if count.open else 0)
            self._name(name, (middle[0], below), bold, taken)
            if count.open:
                self._ring(middle, count, taken)
        if facts.borders:
            small = self._style(FontRole.BODY, 5.5, grey=0.2)
            for area in facts.areas:
                self._name(area.name, ground.spot(area.centre), small, taken)

    def _name(
        self,
        name: str,
        at: Spot,
        style: Style,
        taken: list[Box],
    ) -> None:
        width = self._sheet.width(name, style)
        box = (at[0] - width / 2, at[1] - style.leading / 2, width, style.leading)
        if any(_overlap(box, other) for other in taken):
            return
        taken.append(box)
        self._sheet.haloed(box[0], box[1], name, style, 1.6 * self._grow)

    def _ring(self, middle: Spot, count: RegionCount, taken: list[Box]) -> None:
        radius, grow = _RING * self._grow, self._grow
        taken.append((middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius))
        accent = Pen(themed("colors", "accent"), 1.6 * grow)
        self._plot.disc(middle, radius, themed("map", "halo"), accent)
        begin = 0.0
        for token, number in (("over", count.overdue), ("warn", count.due_soon)):
            share = number / count.open
            if share:
                pen = Pen(themed("colors", token), 2.4 * grow)
                self._plot.arc(middle, radius, begin, begin + share, pen)
                begin += share
        style = self._style(FontRole.HEADING, 7.5)
        width = self._sheet.width(str(count.open), style)
        top = middle[1] - style.leading / 2
        self._sheet.text(middle[0] - width / 2, top, str(count.open), style)

    # -- beside and below ----------------------------------------------------------------------

    def _legend(self, left: float, top: float, ground: MapGround) -> None:
        sheet, grow, facts = self._sheet, self._grow, self._facts
        heading, plain = self._style(FontRole.HEADING, 11), self._style(FontRole.BODY, 9)
        sheet.text(left, top, _say("legend"), heading)
        top += heading.leading
        unit = "unit_per_thousand" if facts.figure is MapFigure.PER_THOUSAND else "unit"
        sheet.text(left, top, _say(unit), plain)
        top += plain.leading + 4 * grow
        for at, count in enumerate(self._classes.counts):
            self._plate(left, top, ramp(at))
            words = f"{self._class_words(at)}　{_say('count', count=count)}"
            sheet.text(left + 34 * grow, top, words, plain)
            top += 16 * grow
        blank = len(facts.areas) - sum(self._classes.counts)
        if blank > 0:
            self._plate(left, top, themed("map", "plain"))
            words = f"{_say('no_value')}　{_say('count', count=blank)}"
            sheet.text(left + 34 * grow, top, words, plain)
            top += 16 * grow
        top += 8 * grow
        radius = _RING * grow
        self._ring((left + radius, top + radius), RegionCount(9, 1, 2), [])
        for line in sheet.lines(_say("ring"), plain, (_LEGEND - 50) * grow):
            sheet.text(left + 34 * grow, top, line.text, plain)
            top += plain.leading
        self._scale(left, top + 24 * grow, ground)

    def _class_words(self, at: int) -> str:
        if self._facts.figure is MapFigure.CHANGE:
            return change_words(self._classes.limits)[at]
        limits = [f"{limit:,.0f}" for limit in self._classes.limits]
        if not limits:
            return _say("all")
        if at == 0:
            return _say("below", limit=limits[0])
        if at == len(limits):
            return _say("from", limit=limits[-1])
        return _say("between", low=limits[at - 1], high=limits[at])

    def _plate(self, left: float, top: float, fill: Color) -> None:
        right, bottom = left + 28 * self._grow, top + 12 * self._grow
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self._plot.area([corners], fill, Pen(themed("colors", "border_control"), 0.4 * self._grow))

    def _scale(self, left: float, top: float, ground: MapGround) -> None:
        """A bar of a round length, the scale in numbers, and an arrow to the north."""
        sheet, grow = self._sheet, self._grow
        plain = self._style(FontRole.BODY, 9)
        metres, length = scale_bar(ground, 110 * grow)
        pen = Pen((0.0, 0.0, 0.0), 0.9 * grow)
        tick = 4 * grow
        self._plot.line(
            [(left, top - tick), (left, top), (left + length, top), (left + length, top - tick)],
            pen,
        )
        words = _say("metres", count=f"{metres:,}")
        if metres >= 1_000:
            words = _say("kilometres", count=f"{metres / 1_000:,.0f}")
        sheet.text(left, top + 3 * grow, words, plain)
        scale = _say("scale", scale=f"{ground.scale:,}")
        sheet.text(left, top + 3 * grow + plain.leading, scale, plain)
        x, y = left + 132 * grow, top - 6 * grow
        arrow = [(x, y - 16 * grow), (x + 6 * grow, y + 6 * grow), (x, y + grow)]
        self._plot.area([arrow], (0.0, 0.0, 0.0), pen)
        self._plot.area([[arrow[0], (x - 6 * grow, y + 6 * grow), arrow[2]]], None, pen)
        width = sheet.width(_say("north"), plain)
        sheet.text(x - width / 2, y + 8 * grow, _say("north"), plain)

    def _foot(self, top: float) -> None:
        sheet, page = self._sheet, self._page
        small = self._style(FontRole.BODY, 8, grey=0.3)
        left, *right = (*self._words.notes, "")
        sheet.text(page.left, top, left, small)
        sheet.flush_right(page.right, top, "　".join(filter(None, right)), small)


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
