"""Tiles of one number, readable from five metres."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.command.wall.figures import Figures, MonthRates, Reading
from ui.core.theme import current
from ui.wall.feed import WallFeed
from ui.wall.ink import BODY, RIGHT, fitting, width_of, write
from ui.wall.number_words import NumberSpec, percent
from ui.wall.tile import Tile

LEAST_FIGURE, MOST_FIGURE = 64, 420
NONE, COMMON = "—", "88.8"
SHARE = 0.86
"""Of the height that is left for it."""


class NumberTile(Tile):
    """A name, a number as large as there is room, one line."""

    def __init__(self, feed: WallFeed, spec: NumberSpec, parent: QWidget | None = None) -> None:
        super().__init__(feed, parent)
        self._spec = spec
        self.reading = spec.reading
        self.icon = spec.icon

    def title(self) -> str:
        return self._spec.title()

    def paint_body(self, painter: QPainter, box: QRectF, value: Figures) -> None:
        said = self._spec.say(value, self.feed.clock.now())
        line = QRectF(box.x(), box.bottom() - 44, box.width(), 44)
        write(painter, line, said.line, fitting(said.line, BODY, box.width()), said.line_token)
        room = QRectF(box.x(), box.y(), box.width(), box.height() - 44)
        paint_figure(painter, room, said.figure, said.unit, said.token)


def paint_figure(painter: QPainter, box: QRectF, figure: str, unit: str, token: str) -> None:
    """Paint a number as large as its box allows, and its unit behind it."""
    tall = min(MOST_FIGURE, max(LEAST_FIGURE, box.height() * SHARE))
    if figure == NONE:
        tall, token = LEAST_FIGURE, "text.3"  # a dash as large as a number would be a bar
    size = figure_size(figure, unit, tall, box.width())
    write(painter, box, figure, size, token, bold=True)
    if unit:
        start = width_of(figure, size, bold=True) + size * 0.12
        small = max(BODY, int(size * 0.4))
        low = QRectF(box.x() + start, box.center().y(), box.width() - start, size * 0.5)
        write(painter, low, unit, small, "text.2")


def figure_size(figure: str, unit: str, tall: float, wide: float) -> int:
    """Return how large a number is: with a unit as large as any of three digits beside it, so
    that what has fewer digits is not taken for what matters most.
    """
    if unit and figure != NONE:
        figure = max(figure, COMMON, key=lambda text: width_of(text, int(tall), bold=True))
    return fitting(figure, tall, wide * (0.7 if unit else 1.0), bold=True)


class RatesTile(Tile):
    """The three rates of the month: one large, two below."""

    icon = "ph.smiley"
    reading = Reading.RATES

    def title(self) -> str:
        return self.tr("本月满意率")

    def paint_body(self, painter: QPainter, box: QRectF, value: MonthRates) -> None:
        line = 62.0
        upper = QRectF(box.x(), box.y(), box.width(), box.height() - 3 * line)
        satisfied = percent(value.satisfied)
        paint_figure(painter, upper, satisfied, "" if satisfied == NONE else "%", "text")
        told = self.tr("有效回访 {valid} 件").format(valid=value.valid)
        if value.satisfied is None:
            told = self.tr("有效回访才 {valid} 件，不算率").format(valid=value.valid)
        at = QRectF(box.x(), upper.bottom(), box.width(), line)
        write(painter, at, told, fitting(told, BODY, box.width()), "text.3")
        for name, share in (
            (self.tr("响应率"), value.in_time),
            (self.tr("解决率"), value.solved),
        ):
            at = at.translated(0, line)
            painter.fillRect(
                QRectF(at.x(), at.y(), at.width(), 1), current().color("border.subtle")
            )
            write(painter, at, name, BODY, "text.2")
            told = percent(share) + ("" if share is None else " %")
            write(painter, at, told, 40, "text", bold=True, align=RIGHT)
