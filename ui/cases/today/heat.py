"""When deadlines pile up: the coming working days by hour."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.cases.queries.today import DueHeat, Today
from app.core.clock import local
from app.core.words import say
from ui.cases.today.reading import Fresh
from ui.core.cards import Card
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk
from ui.core.theme import current, paint_color

FIRST_HOUR, LAST_HOUR = 8, 18  # earlier and later hours share a column at each end
ROW = 24
STRONG_FROM = 4  # classes from here on are as far from the surface as text is


class HeatCard(Card):
    """The busiest hour is named in the title and outlined."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.heat")
        self._desk = desk
        self._strip = Strip()
        self.add(self._strip)
        self.set_title(self.tr("正在数到期的事件…"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        Fresh(desk, self, self._take)

    def _take(self, today: Today) -> None:
        found = today.heat
        aside = self.tr("到期件数，截至 {moment}").format(moment=time_of_day(found.as_of))
        peak = max(
            (n, -day, -hour) for day, row in enumerate(found.counts) for hour, n in enumerate(row)
        )
        count, day, hour = peak[0], -peak[1], -peak[2]
        if count == 0:
            self.set_title(self.tr("近五个工作日没有到期的"), aside)
        else:
            said = (
                self.tr("{day} {hour} 时最挤：{n} 件同时到期")
                if count > 1
                else self.tr("最早 {day} {hour} 时有 1 件到期")
            )
            when = found.days[day]
            weekday = self.tr("今天") if when == local(found.as_of).date() else self._weekday(when)
            self.set_title(said.format(day=weekday, hour=hour, n=count), aside)
        self._strip.show_heat(found)

    def _weekday(self, day: date) -> str:
        return say(f"clock.weekday.{day.weekday()}")


class Strip(QWidget):
    """Days down, hours across, a figure in each cell and the sum at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: DueHeat | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_heat(self, found: DueHeat) -> None:
        """Show another reading."""
        self._found = found
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._found.days) if self._found else 5
        return QSize(360, (rows + 1) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        found = self._found
        if found is None:
            return
        painter = QPainter(self)
        painter.setFont(current().font("caption"))
        metrics = painter.fontMetrics()
        left = metrics.horizontalAdvance(self.tr("周二 11-24")) + 10
        right = metrics.horizontalAdvance(self.tr("合计")) + 8
        hours = range(FIRST_HOUR, LAST_HOUR + 1)
        width = (self.width() - left - right) / len(hours)
        boxes = [QRectF(left + n * width, 0, width, ROW) for n in range(len(hours))]
        self._paint_head(painter, boxes)
        peak = max(max(_columns(row)) for row in found.counts)
        named = peak < 2  # of several cells with the peak the first is named, and outlined
        for at, (day, row) in enumerate(zip(found.days, found.counts, strict=True)):
            top = (at + 1) * ROW
            self._paint_day(
                painter, day, QRectF(0, top, left, ROW), first=day == local(found.as_of).date()
            )
            for box, count in zip(boxes, _columns(row), strict=True):
                cell = box.translated(0, top)
                self._paint_cell(painter, cell, count, peak)
                if count == peak and not named:
                    named = True
                    _outline(painter, cell)
            painter.setPen(current().color("text.2"))
            total = QRectF(self.width() - right, top, right, ROW)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(total, flags, str(sum(row)))
        painter.end()

    def _paint_head(self, painter: QPainter, boxes: list[QRectF]) -> None:
        painter.setPen(current().color("text.3"))
        for box, hour in zip(boxes, range(FIRST_HOUR, LAST_HOUR + 1), strict=True):
            words = (
                f"≤{hour}" if hour == FIRST_HOUR else f"≥{hour}" if hour == LAST_HOUR else f"{hour}"
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), ROW), flags, self.tr("合计"))

    def _paint_day(self, painter: QPainter, day: date, box: QRectF, *, first: bool) -> None:
        theme = current()
        painter.setFont(theme.font("caption", bold=first))
        painter.setPen(theme.color("text" if first else "text.2"))
        words = f"{say(f'clock.weekday.{day.weekday()}')} {day:%m-%d}"
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(theme.font("caption"))

    def _paint_cell(self, painter: QPainter, box: QRectF, count: int, peak: int) -> None:
        theme = current()
        inner = _inner(box)
        classes = theme.chart.seq
        rank = 0 if not count else max(1, round(count / peak * (len(classes) - 1)))
        plain = theme.color("bg.sunken")
        painter.fillRect(inner, paint_color(classes[rank]) if count else plain)
        if not count:
            return
        painter.setPen(theme.color("bg.surface" if rank >= STRONG_FROM else "text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, str(count))


def _inner(box: QRectF) -> QRectF:
    return box.adjusted(1, 1, -1, -1)


def _outline(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(current().color("text"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(_inner(box))


def _columns(row: tuple[int, ...]) -> tuple[int, ...]:
    """Return the counts of a day by column: the first and last gather what lies beyond."""
    middle = row[FIRST_HOUR + 1 : LAST_HOUR]
    return (sum(row[: FIRST_HOUR + 1]), *middle, sum(row[LAST_HOUR:]))
