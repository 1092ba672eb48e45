"""The ledger as a picture: a band a day with what counted, what stood, what is left."""

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.cases.clock_strip import MarkKind, Piece, PieceKind, Strip, StripDay
from app.cases.durations import hours_words
from app.core.clock import local
from app.core.words import say
from ui.cases.ledger_places import (
    BAND,
    LABEL_LINE,
    NAME_PX,
    ROW_GAP,
    Axis,
    Flag,
    Lane,
    lanes,
)
from ui.core.marks import hatch
from ui.core.theme import current, paint_color

AXIS_PX = 22
EMPTY = Strip(8 * 60, 19 * 60, ())
PLATE_PX = 6
MARK_INK = {
    MarkKind.NOW: "accent",
    MarkKind.SIGNED: "ok.text",
    MarkKind.STOPPED: "sus.text",
    MarkKind.RESUMED: "sus.text",
}


class LedgerStrip(QWidget):
    """The days; as high as they need."""

    laid = Signal()  # the axis has to follow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("scrolled", "true")
        self._strip = EMPTY
        self._left_s = 0
        self._due_ink = "text"
        self._lanes: tuple[Lane, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_strip(self, strip: Strip, due_ink: str, left_s: int) -> None:
        """Show a ledger.

        Args:
            strip: Its picture.
            due_ink: Colour token of the moment it is due.
            left_s: All that is left, in seconds: named so where one stretch is all of it.
        """
        self._strip, self._due_ink, self._left_s = strip, due_ink, left_s
        self.setAccessibleName(self.tr("时限台账图"))
        self.setAccessibleDescription("\n".join(map(day_words, strip.days)))
        self._lay()
        self.update()

    @property
    def axis(self) -> Axis:
        """Where its hours stand."""
        width = max(80.0, self.width() - NAME_PX - 1.0)
        return Axis(self._strip.opens, self._strip.closes, NAME_PX, width)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Its days, placed."""
        return self._lanes

    def now_lane(self) -> Lane | None:
        """Return the day the ledger ends in."""
        found = (n for n in self._lanes for flag in n.flags if flag.kind is MarkKind.NOW)
        return next(found, None)

    def sizeHint(self) -> QSize:
        height = self._lanes[-1].bottom if self._lanes else BAND
        return QSize(640, round(height) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay()

    def _lay(self) -> None:
        measure = QFontMetricsF(current().font("caption")).horizontalAdvance
        self._lanes = lanes(self._strip.days, self.axis, measure)
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.laid.emit()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = event.rect()
        for lane in self._lanes:
            if lane.bottom + ROW_GAP >= seen.top() and lane.top <= seen.bottom():
                self._paint_lane(painter, lane)
        painter.end()

    def _paint_lane(self, painter: QPainter, lane: Lane) -> None:
        axis = self.axis
        self._paint_name(painter, lane)
        ground = QRectF(axis.left, lane.band, axis.width, BAND)
        painter.setBrushOrigin(ground.topLeft())
        painter.fillRect(ground, hatch(paint_color(current().chart.off_hatch)))
        painter.setFont(current().font("caption"))
        if not lane.day.workdays and lane.day.off:
            words = self.tr("{name}不计").format(name=lane.day.off)
            _paint_plate(painter, ground, words, "text.3")
        for piece in lane.day.pieces:
            self._paint_piece(painter, lane, piece)
        for flag in lane.flags:
            self._paint_flag(painter, lane, flag)

    def _paint_name(self, painter: QPainter, lane: Lane) -> None:
        theme, day = current(), lane.day
        here = any(flag.kind is MarkKind.NOW for flag in lane.flags)
        box = QRectF(0, lane.band, NAME_PX, BAND)
        bold = f"{day.first:%m-%d}"
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.color("accent" if here else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, bold)
        left = painter.fontMetrics().horizontalAdvance(bold) + 6
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, _beside(day))

    def _box(self, lane: Lane, piece: Piece) -> QRectF:
        left, right = self.axis.x(piece.start), self.axis.x(piece.end)
        return QRectF(left, lane.band, max(right - left, 1.0), BAND)

    def _paint_piece(self, painter: QPainter, lane: Lane, piece: Piece) -> None:
        theme, box = current(), self._box(lane, piece)
        words = self._words(lane.day, piece)
        match piece.kind:
            case PieceKind.LUNCH:
                _paint_plate(painter, box, words, "text.3")
            case PieceKind.COUNTED:
                painter.fillRect(box, theme.color("accent.fill"))
                _paint_words(painter, box, words, "text.onfill")
            case PieceKind.OVER:
                painter.fillRect(box, theme.color("over"))
                _paint_plate(painter, box, words, "over.text")
            case PieceKind.STOPPED:
                painter.fillRect(box, theme.color("bg.surface"))
                painter.setBrushOrigin(box.topLeft())
                painter.fillRect(box, hatch(paint_color(theme.chart.suspend_hatch)))
                _paint_plate(painter, box, words, "text")
            case PieceKind.LEFT:
                painter.setPen(QPen(theme.color("ok"), 1.5))
                painter.setBrush(theme.color("bg.surface"))
                painter.drawRect(box.adjusted(0.75, 0.75, -0.75, -0.75))
                _paint_words(painter, box, words, "ok.text")

    def _words(self, day: StripDay, piece: Piece) -> str:
        part = piece.kind is PieceKind.LEFT and piece.seconds != self._left_s
        return hours_words(piece.seconds) if part and day.workdays < 2 else piece_words(day, piece)

    def _paint_flag(self, painter: QPainter, lane: Lane, flag: Flag) -> None:
        theme = current()
        ink = self._due_ink if flag.kind is MarkKind.DUE else MARK_INK.get(flag.kind, "text")
        top = lane.band - (flag.level + 1) * LABEL_LINE
        through = flag.kind in (MarkKind.NOW, MarkKind.DUE)
        bottom = lane.bottom if through else lane.band
        painter.setPen(QPen(theme.color(ink), 1.5))
        painter.drawLine(QPointF(flag.at, top + 2), QPointF(flag.at, bottom))
        painter.setFont(theme.font("caption"))
        line = QRectF(flag.left, top, self.width() - flag.left, LABEL_LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, flag.text)

    # -- what is under the mouse ---------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.words_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def words_at(self, point: QPointF) -> str:
        """Return what stands at a point, "" for nothing."""
        for lane in self._lanes:
            if not lane.band <= point.y() <= lane.bottom:
                continue
            for piece in lane.day.pieces:
                if self._box(lane, piece).contains(point):
                    return _when(lane.day, piece) + " " + piece_words(lane.day, piece)
            return self.tr("不计")
        return ""


class HourAxis(QWidget):
    """The hours under the days; it stays while they scroll."""

    def __init__(self, strip: LedgerStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = strip
        self.setFixedHeight(AXIS_PX)
        strip.laid.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        axis = self._strip.axis
        painter = QPainter(self)
        painter.setFont(current().font("caption"))
        painter.setPen(current().color("text.3"))
        metrics = QFontMetricsF(painter.font())
        wide = metrics.horizontalAdvance("00:00")
        hours = (axis.closes - axis.opens) // 60
        step = next((n for n in (1, 2, 3, 4, 6) if axis.width / max(1, hours) * n > wide + 12), 6)
        for hour in range(axis.opens // 60, axis.closes // 60 + 1, step):
            middle = axis.x(hour * 60)
            left = min(max(axis.left, middle - wide / 2), axis.right - wide)
            box = QRectF(left, 0, wide + 1, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{hour:02d}:00")
        painter.end()


def piece_words(day: StripDay, piece: Piece) -> str:
    """Return what is written on a stretch."""
    translate = QCoreApplication.translate
    if piece.kind is PieceKind.LUNCH:
        return translate("LedgerStrip", "午休")
    time = hours_words(piece.seconds)
    words = {
        PieceKind.COUNTED: "{time}",
        PieceKind.OVER: translate("LedgerStrip", "超时 {time}"),
        PieceKind.STOPPED: translate("LedgerStrip", "停表 {time}"),
        PieceKind.LEFT: translate("LedgerStrip", "还剩 {time}"),
    }[piece.kind].format(time=time)
    if day.workdays < 2:
        return words
    days = translate("LedgerStrip", "{n} 个工作日").format(n=day.workdays)
    off = translate("LedgerStrip", "{name}不计").format(name=day.off) if day.off else ""
    return "，".join(part for part in (days, words, off) if part)


def day_words(day: StripDay) -> str:
    """Return a day as it is read out."""
    told = [f"{day.first:%m-%d} {_beside(day)}"]
    told += [f"{local(mark.at):%H:%M} {mark.words}" for mark in day.marks]
    told += [piece_words(day, p) for p in day.pieces if p.kind is not PieceKind.LUNCH]
    if not day.workdays and day.off:
        told.append(QCoreApplication.translate("LedgerStrip", "{name}不计").format(name=day.off))
    return "，".join(told)


def _beside(day: StripDay) -> str:
    if day.first == day.last:
        return say(f"clock.weekday.{day.first.weekday()}")
    until = f"{day.last:%m-%d}"
    if day.first.month == day.last.month:
        until = QCoreApplication.translate("LedgerStrip", "{day} 日").format(day=day.last.day)
    return QCoreApplication.translate("LedgerStrip", "至 {until}").format(until=until)


def _when(day: StripDay, piece: Piece) -> str:
    if day.first != day.last:
        return f"{day.first:%m-%d} – {day.last:%m-%d}"
    start, end = (f"{m // 60:02d}:{m % 60:02d}" for m in (piece.start, piece.end))
    return f"{day.first:%m-%d} {start} – {end}"


def _paint_words(painter: QPainter, box: QRectF, words: str, ink: str) -> None:
    """Write into a stretch, if there is room."""
    if QFontMetricsF(painter.font()).horizontalAdvance(words) + PLATE_PX > box.width():
        return
    painter.setPen(current().color(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _paint_plate(painter: QPainter, box: QRectF, words: str, ink: str) -> None:
    """Write onto a small plate over a hatching, if there is room."""
    width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 2 * PLATE_PX
    if width + 2 > box.width():
        return
    plate = QRectF(box.center().x() - width / 2, box.top() + 3, width, box.height() - 6)
    painter.fillRect(plate, current().color("bg.surface"))
    painter.setPen(current().color(ink))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
