"""The screen of the hall: who is called where, large; the last calls; how many wait.

Read from across a hall: nothing on it is smaller than a fortieth of its height. Torn off to a
second monitor and shown full; it greys, and says since when, as soon as its data are old.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.services.halls.queries.boards import Call, HallBoard, hall_board
from ui.core.fonts import font
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.slices import Desk
from ui.core.theme import load
from ui.services.halls.crier import Crier

EVERY_MS, TICK_MS = 15_000, 1000
STALE = timedelta(seconds=45)
"""Three missed rhythms (SCREENS, the wall)."""
FRESH = timedelta(seconds=12)
"""How long a call stands out."""
MOST_NOW, MOST_QUEUES = 6, 8
LINES = 40.0


class HallScreen(QWidget):
    """F11 or Escape closes it."""

    closed = Signal()
    called = Signal(object)  # Call: something was called that had not been

    def __init__(self, desk: Desk, board: HallBoard) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._desk = desk
        self.board = board
        self._job: Job | None = None
        self._known = {(call.number, call.called_at, call.calls) for call in board.calls}
        self.setObjectName("services.hall-screen")
        self.setWindowTitle(self.tr("{name}大厅屏").format(name=board.hall.name))
        self.setAccessibleName(self.windowTitle())
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.resize(1280, 720)
        self._refresher = Refresher(
            desk.hub, self, self.reload, topics=frozenset({Topic.TICKET, Topic.HALL})
        )
        self._again = QTimer(self)
        self._again.setInterval(EVERY_MS)
        self._again.timeout.connect(self.reload)
        self._again.start()
        self.crier = Crier(self)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.update)
        self._tick.start()

    def reload(self) -> None:
        """Read the hall anew; one that does not answer leaves the screen to grey."""
        if self._job is not None:
            return
        actor, hall, clock = self._desk.actor, self.board.hall.id, self._desk.parts.clock

        def failed(_: BaseException) -> None:
            self._job = None

        self._job = self._desk.read(
            lambda session: hall_board(session, actor, hall, now=clock.now()), self._take, failed
        )

    def _take(self, board: HallBoard | None) -> None:
        self._job = None
        if board is None:
            return
        self.board = board
        for call in board.calls:
            key = (call.number, call.called_at, call.calls)
            if call.is_now and key not in self._known:
                self._known.add(key)
                self._chime(call)
        self.update()

    def _chime(self, call: Call) -> None:
        self.called.emit(call)
        self.crier.call(call, self.board.hall)

    @property
    def is_stale(self) -> bool:
        """Tell whether the data are too old to be believed."""
        return self._desk.parts.clock.now() - self.board.at > STALE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self.height() / LINES
        whole = QRectF(self.rect())
        painter.fillRect(whole, _ink("bg.window"))
        head = QRectF(whole.left() + unit, unit * 0.6, whole.width() - 2 * unit, unit * 3)
        self._paint_head(painter, head, unit)
        body = whole.adjusted(unit, unit * 4.2, -unit, -unit)
        left = QRectF(body.left(), body.top(), body.width() * 0.62, body.height())
        right = QRectF(left.right() + unit, body.top(), body.right() - left.right() - unit, 0)
        self._paint_now(painter, left, unit)
        right.setHeight(body.height() * 0.56)
        self._paint_queues(painter, right, unit)
        latest = QRectF(right.left(), right.bottom() + unit, right.width(), 0)
        latest.setBottom(body.bottom())
        self._paint_latest(painter, latest, unit)
        painter.end()

    def _paint_head(self, painter: QPainter, box: QRectF, unit: float) -> None:
        name = self.board.hall.name
        _words(painter, box, name, unit * 2, "text", bold=True)
        now = self._desk.parts.clock.now()
        if self.is_stale:
            told = self.tr("{at} 的数，正在重新连接").format(at=_clock(self.board.at))
            _words(painter, box, told, unit * 1.6, "warn.text", right=True)
        else:
            _words(painter, box, _clock(now), unit * 2, "text.2", right=True)

    def _paint_now(self, painter: QPainter, box: QRectF, unit: float) -> None:
        calls = [call for call in self.board.calls if call.is_now][:MOST_NOW]
        if not calls:
            _tile(painter, box)
            waiting = len(self.board.waiting)
            told = self.tr("请稍候，马上叫号") if waiting else self.tr("现在没有人在等")
            _words(painter, box, told, unit * 2.4, "text.2", centre=True)
            return
        first, others = calls[0], calls[1:]
        height = box.height() * (0.46 if others else 1)
        top = QRectF(box.left(), box.top(), box.width(), height)
        self._paint_call(painter, top, first, unit, large=True)
        if not others:
            return
        rows = (len(others) + 1) // 2
        room = box.height() - height - unit * rows
        for at, call in enumerate(others):
            width = (box.width() - unit) / 2
            left = box.left() + (at % 2) * (width + unit)
            line = QRectF(left, 0, width, room / rows)
            line.moveTop(top.bottom() + unit + (at // 2) * (room / rows + unit))
            self._paint_call(painter, line, call, unit, large=False)

    def _paint_call(
        self, painter: QPainter, box: QRectF, call: Call, unit: float, *, large: bool
    ) -> None:
        fresh = self._desk.parts.clock.now() - call.called_at < FRESH
        _tile(painter, box, marked=fresh and not self.is_stale)
        pad = unit * 0.8
        inner = box.adjusted(pad, pad / 2, -pad, -pad / 2)
        tone = "text.disabled" if self.is_stale else "text"
        size = unit * (9 if large else 4.4)
        number = QRectF(inner.left(), inner.top(), inner.width(), inner.height() * 0.66)
        _words(painter, number, call.number, size, tone, bold=True, centre=True)
        place = QRectF(inner.left(), number.bottom(), inner.width(), inner.height() * 0.34)
        told = self.tr("请到 {n} 号窗口").format(n=call.window)
        tone = "text.disabled" if self.is_stale else "accent"
        _words(painter, place, told, unit * (3 if large else 2), tone, bold=large, centre=True)

    def _paint_queues(self, painter: QPainter, box: QRectF, unit: float) -> None:
        _tile(painter, box)
        inner = box.adjusted(unit, unit * 0.6, -unit, -unit * 0.6)
        title = QRectF(inner.left(), inner.top(), inner.width(), unit * 2)
        _words(painter, title, self.tr("等候人数"), unit * 1.4, "text.2")
        rows = [queue for queue in self.board.queues if queue.is_active][:MOST_QUEUES]
        room = (inner.height() - unit * 2.4) / max(1, len(rows))
        for at, queue in enumerate(rows):
            line = QRectF(inner.left(), title.bottom() + at * room, inner.width(), room)
            size = min(unit * 1.7, room * 0.6)
            tone = "text.disabled" if self.is_stale else "text"
            _words(painter, line, f"{queue.letter}　{queue.name}", size, tone)
            wait = self.tr("{n} 位，约 {m} 分").format(n=queue.waiting, m=queue.wait_min)
            told = wait if queue.waiting else self.tr("不用等")
            _words(painter, line, told, size, tone, right=True)

    def _paint_latest(self, painter: QPainter, box: QRectF, unit: float) -> None:
        _tile(painter, box)
        inner = box.adjusted(unit, unit * 0.6, -unit, -unit * 0.6)
        title = QRectF(inner.left(), inner.top(), inner.width(), unit * 2)
        _words(painter, title, self.tr("过号请到窗口或前台"), unit * 1.4, "text.2")
        passed = [row.number for row in self.board.skipped[:6]]
        rest = QRectF(inner.left(), title.bottom(), inner.width(), inner.bottom() - title.bottom())
        told = "　".join(passed) or self.tr("没有过号的")
        _words(painter, rest, told, unit * 1.8, "text.2" if not passed else "text", wrap=True)


def _ink(token: str) -> QColor:
    return load("wall").color(token)


def _tile(painter: QPainter, box: QRectF, *, marked: bool = False) -> None:
    painter.setPen(_ink("accent" if marked else "border"))
    painter.setBrush(_ink("bg.selected" if marked else "bg.surface"))
    painter.drawRoundedRect(box, 8, 8)


def _words(
    painter: QPainter,
    box: QRectF,
    text: str,
    size: float,
    token: str,
    *,
    bold: bool = False,
    right: bool = False,
    centre: bool = False,
    wrap: bool = False,
) -> None:
    """Paint words as large as asked for, smaller where they would not fit."""
    made: QFont = font(max(8, int(size)), bold)
    painter.setFont(made)
    width = painter.fontMetrics().horizontalAdvance(text)
    if not wrap and width > box.width() > 0:
        made.setPixelSize(max(8, int(size * box.width() / width)))
        painter.setFont(made)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    flags = Qt.AlignmentFlag.AlignCenter if centre else side | Qt.AlignmentFlag.AlignVCenter
    painter.setPen(_ink(token))
    painter.drawText(box, int(flags) | (int(Qt.TextFlag.TextWordWrap) if wrap else 0), text)


def _clock(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"
