"""Cases registered today against a usual day, as a line over a band."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.cases.queries.today import Arrivals, Today
from app.core.clock import local
from ui.cases.today.reading import Fresh
from ui.core.cards import Card
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk
from ui.core.theme import current, paint_color

FIRST_HOUR = 6
LINES = 3
NAME_ROOM = 24  # the band is named where its name fits into it


class ArrivalsCard(Card):
    """Whether today is a day like others; the title says so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.arrivals")
        self._desk = desk
        self._curve = Curve()
        self.add(self._curve, 1)
        self.set_title(self.tr("正在数今天的事件…"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        Fresh(desk, self, self._take)

    def _take(self, day: Today) -> None:
        found = day.arrivals
        count = found.today[-1]
        hour = len(found.today) - 1
        said = self.tr("今天受理 {n} 件")
        if found.low and count > found.high[hour]:
            said = self.tr("今天 {n} 件，比往常多")
        elif found.low and count < found.low[hour]:
            said = self.tr("今天 {n} 件，比往常少")
        elif found.low:
            said = self.tr("今天 {n} 件，在往常范围内")
        aside = self.tr("件，累计，截至 {moment}").format(moment=time_of_day(found.as_of))
        self.set_title(said.format(n=count), aside)
        self._curve.show_arrivals(found)


class Curve(QWidget):
    """The line of today over the band of usual days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Arrivals | None = None
        self._last_hour = 20  # where the axis ends; late evenings push it on
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_arrivals(self, found: Arrivals) -> None:
        """Show another reading."""
        self._found = found
        self._last_hour = 24 if local(found.as_of).hour >= 20 else 20
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(current().font("caption"))
        found = self._found
        peak = max((*found.high, *found.today, 1)) if found else 1
        top = _round_up(peak)
        metrics = QFontMetricsF(painter.font())
        left = metrics.horizontalAdvance(str(top)) + 8
        plot = QRectF(left, 8, self.width() - left - 12, self.height() - metrics.height() - 16)
        self._paint_frame(painter, plot, top)
        if found is not None:
            self._paint_band(painter, plot, top, found)
            self._paint_today(painter, plot, top, found)
        painter.end()

    def _paint_frame(self, painter: QPainter, plot: QRectF, top: int) -> None:
        theme = current()
        metrics = QFontMetricsF(painter.font())
        for n in range(LINES + 1):
            y = round(plot.bottom() - plot.height() * n / LINES) + 0.5
            painter.setPen(paint_color(theme.chart.gridline if n else theme.chart.axis))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.color("text.3"))
            box = QRectF(0, y - metrics.height() / 2, plot.left() - 6, metrics.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, str(top * n // LINES))
        for hour in range(FIRST_HOUR, self._last_hour + 1, 2):
            words = self.tr("{hour} 时").format(hour=hour)
            width = metrics.horizontalAdvance(words)
            at = min(self._x(plot, hour) - width / 2, self.width() - width)
            line = QRectF(at, plot.bottom() + 5, width + 1, metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_band(self, painter: QPainter, plot: QRectF, top: int, found: Arrivals) -> None:
        if not found.low:
            return
        hours = range(FIRST_HOUR, self._last_hour + 1)
        upper = [self._point(plot, hour, _by(found.high, hour), top) for hour in hours]
        lower = [self._point(plot, hour, _by(found.low, hour), top) for hour in hours]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint_color(current().chart.band))
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        middle = (upper[-3].y() + lower[-3].y()) / 2
        if lower[-3].y() - upper[-3].y() >= NAME_ROOM:
            painter.setPen(current().color("accent"))
            box = QRectF(upper[-3].x() - 60, middle - 10, 90, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("往常范围"))

    def _paint_today(self, painter: QPainter, plot: QRectF, top: int, found: Arrivals) -> None:
        theme, now = current(), local(found.as_of)
        whole = range(FIRST_HOUR, now.hour + 1)
        points = [self._point(plot, hour, _by(found.today, hour), top) for hour in whole]
        last = self._point(plot, now.hour + now.minute / 60, found.today[-1], top)
        points.append(last)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(theme.color("bg.surface"), 2))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(last, 5, 5)
        painter.setPen(theme.color("accent"))
        painter.setFont(theme.font("caption", bold=True))
        words = self.tr("今天 {n}").format(n=found.today[-1])
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        left = max(plot.left() + 2, last.x() - width - 8)
        box = QRectF(left, max(0.0, last.y() - 26), width + 2, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _x(self, plot: QRectF, hour: float) -> float:
        share = (hour - FIRST_HOUR) / (self._last_hour - FIRST_HOUR)
        return plot.left() + plot.width() * max(0.0, min(1.0, share))

    def _point(self, plot: QRectF, hour: float, count: int, top: int) -> QPointF:
        return QPointF(self._x(plot, hour), plot.bottom() - plot.height() * count / top)


def _by(counts: tuple[int, ...], hour: int) -> int:
    """Return how many there were by the beginning of an hour."""
    return counts[min(hour, len(counts)) - 1] if hour > 0 else 0


def _round_up(peak: int) -> int:
    """Return the end of the scale: a round multiple of three just above the peak."""
    scale = int(10 ** max(0, len(str(peak)) - 2))
    steps = (3, 6, 9, 12, 15, 24, 30, 45, 60, 75, 90, 120)
    return next(step * scale for step in steps if peak <= step * scale)
