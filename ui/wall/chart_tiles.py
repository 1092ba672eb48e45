"""Tiles of time: the pulse of the day against a usual one, and when deadlines pile up."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.command.wall.figures import DueWeek, Pulse, Reading
from ui.core.theme import current, paint_color
from ui.wall.ink import BODY, CAPTION, MIDDLE, write
from ui.wall.tile import Tile

HOURS = 24
WORK_FROM, WORK_TO = 7, 20
WEEKDAYS = 7


class PulseTile(Tile):
    """Cases taken in by hour: bars of today before the band of a usual day."""

    reading = Reading.PULSE

    def title(self) -> str:
        kept = self.snapshot
        if kept is None or not isinstance(kept.value, Pulse):
            return self.tr("今天每小时")
        pulse = kept.value
        if pulse.hour == 0 or not pulse.low:
            return self.tr("今天到现在 {count} 件").format(count=sum(pulse.today))
        hour = pulse.hour - 1
        return self.tr("{from_} 时到 {to} 时 {count} 件，往常 {low} 到 {high} 件").format(
            from_=hour,
            to=hour + 1,
            count=pulse.today[hour],
            low=pulse.low[hour],
            high=pulse.high[hour],
        )

    def paint_body(self, painter: QPainter, box: QRectF, value: Pulse) -> None:
        chart, axis = box.adjusted(0, 8, 0, -36), box.adjusted(0, box.height() - 34, 0, 0)
        most = max((*value.today, *value.high, 1))
        step = chart.width() / HOURS
        if value.low:
            self._band(painter, chart, value, most, step)
        bar, running = current().chart.bar, value.hour
        for hour, cases in enumerate(value.today):
            tall = chart.height() * cases / most
            at = QRectF(
                chart.x() + hour * step + step * 0.22, chart.bottom() - tall, step * 0.56, tall
            )
            if hour == running:
                tall = max(tall, 8.0)
                at.setTop(chart.bottom() - tall)
                painter.setPen(QPen(paint_color(bar), 2, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(at)
            else:
                painter.fillRect(at, paint_color(bar))
        painter.fillRect(
            QRectF(chart.x(), chart.bottom(), chart.width(), 1.5), paint_color(current().chart.axis)
        )
        every = 3 if step * 3 > 70 else 6
        for hour in range(0, HOURS, every):
            at = QRectF(axis.x() + hour * step, axis.y(), every * step, axis.height())
            write(painter, at, self.tr("{hour} 时").format(hour=hour), CAPTION, "text.3")

    def _band(self, painter: QPainter, chart: QRectF, value: Pulse, most: int, step: float) -> None:
        """Paint what is usual as steps from hour to hour."""
        upper, lower = [], []
        for hour in range(HOURS):
            left, right = chart.x() + hour * step, chart.x() + (hour + 1) * step
            top = chart.bottom() - chart.height() * value.high[hour] / most
            low = chart.bottom() - chart.height() * value.low[hour] / most
            upper += [QPointF(left, top), QPointF(right, top)]
            lower += [QPointF(left, low), QPointF(right, low)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint_color(current().chart.band))
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        told = self.tr("深色是往常范围")
        at = QRectF(chart.right() - 260, chart.y() - 4, 260, 34)
        write(painter, at, told, CAPTION, "text.3", align=Qt.AlignmentFlag.AlignRight)


class HeatTile(Tile):
    """How many clocks run out by hour and day: where it is brightest it is crowded."""

    reading = Reading.DUE

    def title(self) -> str:
        kept = self.snapshot
        peak = peak_of(kept.value) if kept is not None else None
        if peak is None:
            return self.tr("未来七天没有到期的")
        name, hour, count = self._day(peak[0]), peak[1], peak[2]
        return self.tr("{day} {hour} 时最挤：{count} 件同时到期").format(
            day=name, hour=hour, count=count
        )

    def _day(self, at: int) -> str:
        kept = self.snapshot
        if kept is None or not isinstance(kept.value, DueWeek):
            return ""
        names = (
            *(self.tr("周一"), self.tr("周二"), self.tr("周三"), self.tr("周四")),
            *(self.tr("周五"), self.tr("周六"), self.tr("周日")),
        )
        return self.tr("今天") if at == 0 else names[kept.value.days[at].weekday()]

    def paint_body(self, painter: QPainter, box: QRectF, value: DueWeek) -> None:
        peak = peak_of(value)
        first, last = WORK_FROM, WORK_TO
        for counts in value.counts:
            used = [hour for hour, count in enumerate(counts) if count]
            first, last = min([first, *used]), max([last, *used])
        left, head = 76.0, 40.0
        hours = last - first + 1
        wide = (box.width() - left) / WEEKDAYS
        tall = (box.height() - head) / hours
        for day in range(WEEKDAYS):
            at = QRectF(box.x() + left + day * wide, box.y(), wide, head)
            write(painter, at, self._day(day), CAPTION, "text.2", align=MIDDLE)
        for hour in range(first, last + 1):
            y = box.y() + head + (hour - first) * tall
            if tall > 26 or hour % 2 == 0:
                at = QRectF(box.x(), y, left - 10, tall)
                write(painter, at, self.tr("{hour} 时").format(hour=hour), CAPTION, "text.3")
            for day in range(WEEKDAYS):
                at = QRectF(box.x() + left + day * wide, y, wide, tall).adjusted(2, 2, -2, -2)
                count = value.counts[day][hour]
                self._cell(painter, at, count, is_peak=peak == (day, hour, count))

    def _cell(self, painter: QPainter, at: QRectF, count: int, *, is_peak: bool) -> None:
        seq = current().chart.seq
        rank = shade(count, len(seq))
        painter.fillRect(at, paint_color(seq[rank] if count > 0 else current().colors.bg_sunken))
        if count > 0:
            token = "text.onfill" if rank >= len(seq) - 2 else "text"
            size = 40 if is_peak else BODY
            room = min(size, int(at.height() * 0.8))
            write(painter, at, str(count), max(18, room), token, bold=True, align=MIDDLE)
        if is_peak:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current().color("warn"), 4))
            painter.drawRect(at)


_BREAKS = (1, 3, 6, 11, 21)
"""Round numbers from which a class begins."""


def shade(count: int, classes: int) -> int:
    """Return the class a count falls into, from 0."""
    return min(classes - 1, sum(count >= each for each in _BREAKS))


def peak_of(value: object) -> tuple[int, int, int] | None:
    """Return day, hour and count where most runs out at once; None where nothing does."""
    if not isinstance(value, DueWeek):
        return None
    found = [
        (count, -day, -hour)
        for day, counts in enumerate(value.counts)
        for hour, count in enumerate(counts)
        if count > 0
    ]
    if not found:
        return None
    count, day, hour = max(found)
    return -day, -hour, count
