"""Some weeks as bars over the band of what is usual; the title says the finding."""

from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core.theme import current, paint_color
from ui.parts.case_map import Weeks

HEIGHT = 96
_TITLE = 20.0
_AXIS = 20.0
_NUMBER = 16.0


class WeekBars(QWidget):
    """Takes no room until it has something to show."""

    def __init__(self, total: str = "", unit: str = "", parent: QWidget | None = None) -> None:
        """Show cases that were registered, unless told what else is counted.

        Args:
            total: Says how many there were, with ``{weeks}`` and ``{count}``.
            unit: What a bar counts.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._total = total or self.tr("近 {weeks} 周新登记 {count} 件")
        self._unit = unit or self.tr("件/周")
        self._weeks: Weeks | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_weeks(self, weeks: Weeks | None) -> None:
        """Show other weeks; None hides it."""
        self._weeks = weeks
        self.setVisible(weeks is not None)
        if weeks is not None:
            counts = "，".join(map(str, weeks.counts))
            self.setAccessibleName(f"{self.finding()} {self.aside()} {counts}")
        self.update()

    def finding(self) -> str:
        """Return what the weeks show, in one line."""
        weeks = self._weeks
        if weeks is None:
            return ""
        count = len(weeks.counts)
        if weeks.usual is None:
            return self._total.format(weeks=count, count=sum(weeks.counts))
        if weeks.above and weeks.below:
            words = self.tr("近 {weeks} 周 {above} 周高于往常，{below} 周低于往常")
        elif weeks.above:
            words = self.tr("近 {weeks} 周有 {above} 周高于往常")
        elif weeks.below:
            words = self.tr("近 {weeks} 周有 {below} 周低于往常")
        else:
            words = self.tr("近 {weeks} 周都在往常范围内")
        if weeks.above == 1 and not weeks.below:
            words = self.tr("近 {weeks} 周只有一周高于往常")
        return words.format(weeks=count, above=weeks.above, below=weeks.below)

    def aside(self) -> str:
        """Return the unit, and what the band is."""
        if self._weeks is None or self._weeks.usual is None:
            return self._unit
        return self.tr("{unit}，浅带为往常").format(unit=self._unit)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        weeks = self._weeks
        if weeks is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_title(painter)
        plot = QRectF(0, _TITLE + _NUMBER, self.width(), self.height() - _TITLE - _NUMBER - _AXIS)
        high = weeks.usual[1] if weeks.usual is not None else 0
        top = max(1, high, *weeks.counts)
        if weeks.usual is not None:
            low = weeks.usual[0]
            band = QRectF(
                0,
                plot.bottom() - plot.height() * high / top,
                plot.width(),
                plot.height() * max(0.04, (high - low) / top),
            )
            color = QColor(paint_color(current().chart.band))
            color.setAlphaF(0.55)
            painter.fillRect(band, color)
        self._paint_bars(painter, plot, top, weeks)
        painter.fillRect(
            QRectF(0, plot.bottom(), plot.width(), 1), paint_color(current().chart.axis)
        )
        self._paint_axis(painter, plot, weeks)
        painter.end()

    def _paint_title(self, painter: QPainter) -> None:
        theme = current()
        line = QRectF(0, 0, self.width(), _TITLE)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, self.aside())
        room = line.width() - QFontMetricsF(painter.font()).horizontalAdvance(self.aside()) - 8
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.color("text"))
        words = QFontMetricsF(painter.font()).elidedText(
            self.finding(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_bars(self, painter: QPainter, plot: QRectF, top: int, weeks: Weeks) -> None:
        """Those above what is usual in full colour with their number, and the last one's number."""
        theme = current()
        step = plot.width() / len(weeks.counts)
        painter.setFont(theme.font("caption"))
        for at, count in enumerate(weeks.counts):
            height = plot.height() * count / top
            bar = QRectF(at * step + 2, plot.bottom() - height, step - 4, height)
            above = weeks.usual is not None and count > weeks.usual[1]
            chart = theme.chart
            painter.fillRect(bar, paint_color(chart.bar if above else chart.bar_muted))
            last = at == len(weeks.counts) - 1
            if above or last:
                painter.setPen(theme.color("text"))
                box = QRectF(at * step, bar.top() - _NUMBER, step, _NUMBER)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))

    def _paint_axis(self, painter: QPainter, plot: QRectF, weeks: Weeks) -> None:
        theme = current()
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        base = plot.bottom() + 15
        painter.drawText(QPointF(0, base), f"{weeks.first:%m-%d}")
        last = weeks.first + timedelta(weeks=len(weeks.counts) - 1)
        words = self.tr("{day} 起本周").format(day=f"{last:%m-%d}")
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        painter.drawText(QPointF(plot.right() - width, base), words)
