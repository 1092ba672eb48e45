"""Bars of a few days or weeks on paper, drawn as lines and areas: beside them the same ones
before, behind them what is usual.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.papers.fonts import FontRole
from app.papers.frame import GB_9704, Style
from app.papers.geometry import Color, Pen, Spot, themed

_TITLE = Style(FontRole.HEADING, 12, 20)
_VALUE = Style(FontRole.HEADING, 9.5, 13)
_LABEL = Style(FontRole.HEADING, 9.5, 14)
_NOTE = Style(FontRole.BODY, 9.5, 15, grey=0.25)
_HEIGHT = 118.0  # of the bars' ground, in points
_AXIS = 30.0  # room at its left for the numbers
_BAR = 0.42  # part of a step
_STEPS = (1, 2, 5)
_LINES = 4  # level lines at most
_KEY = 9.0  # side of the squares that explain


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars.

    Attributes:
        title: What it shows, in one sentence.
        names: Under each bar.
        values: Of each bar.
        keys: What a reader who points at a bar is told about; empty, or one a bar.
        before: The same a period before; empty for none.
        usual: Between which numbers each usually lies; empty where nobody can say.
        words: What the bars, those before, and the usual range are called.
        note: Below it: unit and as-of time.
    """

    title: str
    names: tuple[str, ...]
    values: tuple[int, ...]
    keys: tuple[str, ...] = ()
    before: tuple[int, ...] = ()
    usual: tuple[tuple[int, int], ...] = ()
    words: tuple[str, str, str] = ("", "", "")
    note: str = ""


class Plots(Protocol):
    """Draws lines and areas, in points from the top left."""

    def area(self, rings: Sequence[Sequence[Spot]], fill: Color | None, pen: Pen | None) -> None:
        """Draw an area."""

    def line(self, spots: Sequence[Spot], pen: Pen) -> None:
        """Draw a line."""


class Ground(Protocol):
    """What a chart is drawn on: a sheet of paper, or a picture; in points from the top left."""

    def width(self, text: str, style: Style) -> float:
        """Return the width of a text."""

    def text(self, x: float, top: float, text: str, style: Style) -> None:
        """Draw a line of text."""

    def flush_right(self, right: float, top: float, text: str, style: Style) -> None:
        """Draw a line of text that ends somewhere."""

    def spot(self, key: str, x: float, top: float, width: float, height: float) -> None:
        """Remember where something stands that can be pointed at."""

    def plotter(self) -> Plots:
        """Return what draws lines and areas."""


def bars_height() -> float:
    """Return how high a chart is, in points."""
    return _TITLE.leading + _VALUE.leading + _HEIGHT + _LABEL.leading + 2 * _NOTE.leading


def draw_bars(sheet: Ground, top: float, bars: Bars) -> float:
    """Draw a chart over the whole type area and return where it ends."""
    sheet.text(GB_9704.left, top, bars.title, _TITLE)
    ground = top + _TITLE.leading + _VALUE.leading
    _Ground(sheet, ground, bars).draw()
    below = ground + _HEIGHT + _LABEL.leading + 3
    _explain(sheet, below, bars)
    below += _NOTE.leading
    sheet.text(GB_9704.left, below, bars.note, _NOTE)
    return below + _NOTE.leading


def level_lines(most: int) -> tuple[int, ...]:
    """Return the numbers of an axis that holds `most`: 0 and a few round ones above."""
    step = factor = 1
    while step * _LINES < most:
        step = next((each * factor for each in _STEPS if each * factor * _LINES >= most), step)
        factor *= 10
    return tuple(step * at for at in range(max(1, -(-most // step)) + 1))


class _Ground:
    """What the bars stand on."""

    def __init__(self, sheet: Ground, top: float, bars: Bars) -> None:
        self._sheet, self._top, self._bars = sheet, top, bars
        highest = (*bars.values, *bars.before, *(high for _, high in bars.usual), 1)
        self._levels = level_lines(max(highest))
        self._left = GB_9704.left + _AXIS
        self._step = (GB_9704.type_width - _AXIS) / max(len(bars.values), 1)

    def draw(self) -> None:
        """Draw axis, usual range, bars before, bars."""
        self._axis()
        for at, (low, high) in enumerate(self._bars.usual):
            self._box(at, 0.92, low, high, themed("chart", "band"))
        for at, value in enumerate(self._bars.before):
            self._before(at, value)
        for at, value in enumerate(self._bars.values):
            self._box(at, _BAR, 0, value, themed("chart", "bar"))
            self._words(at, value)

    def _axis(self) -> None:
        plot = self._sheet.plotter()
        for level in self._levels:
            y = self._y(level)
            name = "axis" if level == 0 else "gridline"
            plot.line(((self._left, y), (GB_9704.right, y)), Pen(themed("chart", name), 0.6))
            self._sheet.flush_right(self._left - 5, y - _LABEL.leading / 2, str(level), _LABEL)

    def _words(self, at: int, value: int) -> None:
        sheet, bars = self._sheet, self._bars
        middle = self._left + (at + 0.5) * self._step
        told = str(value)
        above = self._clear_of_before(at, self._y(value) - _VALUE.leading)
        sheet.text(middle - sheet.width(told, _VALUE) / 2, above, told, _VALUE)
        name = bars.names[at]
        sheet.text(middle - sheet.width(name, _LABEL) / 2, self._top + _HEIGHT + 2, name, _LABEL)
        if bars.keys:
            wide = _BAR * self._step
            high = self._top + _HEIGHT - above
            sheet.spot(bars.keys[at], middle - wide / 2, above, wide, high)

    def _clear_of_before(self, at: int, above: float) -> float:
        """Return where a value stands that no line of the one before strikes through."""
        if not self._bars.before:
            return above
        line = self._y(self._bars.before[at])
        if above - 1 < line < above + _VALUE.leading:
            return line - _VALUE.leading - 1
        return above

    def _before(self, at: int, value: int) -> None:
        y, half = self._y(value), 0.34 * self._step
        middle = self._left + (at + 0.5) * self._step
        pen = Pen(themed("chart", "axis"), 1.4)
        self._sheet.plotter().line(((middle - half, y), (middle + half, y)), pen)

    def _box(self, at: int, share: float, low: int, high: int, color: Color) -> None:
        middle, half = self._left + (at + 0.5) * self._step, share * self._step / 2
        left, right = middle - half, middle + half
        y, to_y = self._y(high), self._y(low)
        ring = ((left, y), (right, y), (right, to_y), (left, to_y))
        self._sheet.plotter().area((ring,), color, None)

    def _y(self, value: float) -> float:
        return self._top + _HEIGHT * (1 - value / self._levels[-1])


def _explain(sheet: Ground, top: float, bars: Bars) -> None:
    x, plot = GB_9704.left, sheet.plotter()
    shown = (
        (bars.words[0], "bar", True),
        (bars.words[1], "axis", bool(bars.before)),
        (bars.words[2], "band", bool(bars.usual)),
    )
    for word, name, is_there in shown:
        if not (word and is_there):
            continue
        middle, color = top + _NOTE.leading / 2, themed("chart", name)
        if name == "axis":
            plot.line(((x, middle), (x + _KEY, middle)), Pen(color, 1.4))
        else:
            y, to_y = middle - _KEY / 2, middle + _KEY / 2
            plot.area((((x, y), (x + _KEY, y), (x + _KEY, to_y), (x, to_y)),), color, None)
        sheet.text(x + _KEY + 4, top, word, _NOTE)
        x += _KEY + 4 + sheet.width(word, _NOTE) + 16
