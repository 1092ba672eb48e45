"""The story of a case: rings on a spine, newest first, the day once in the heading."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core.icons import paint_icon
from ui.core.theme import current

GAP = 12  # between ring and words
BELOW = 8  # between entries


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step.

    Attributes:
        icon: Phosphor name.
        verb: What happened, bold: 受理, 分流, 签收.
        who: Who did it.
        time_text: Moment and relative time: "14:02·3 分钟前".
        note: What was written, "" for nothing; wraps.
        good: Only for signing in time: tinted green.
        day: Heading put before this entry when a new day begins, "" for none.
        struck: It was put right later: grey and struck through.
    """

    icon: str
    verb: str
    who: str
    time_text: str
    note: str = ""
    good: bool = False
    day: str = ""
    struck: bool = False


class Timeline(QWidget):
    """Entries one under another; its height follows its width."""

    def __init__(
        self, entries: tuple[TimelineEntry, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries = entries
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_entries(entries)

    def set_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        """Show these steps, newest first."""
        self._entries = entries
        undone = self.tr("（已撤销）")
        told = (
            f"{e.day} {e.time_text} {e.verb}{undone if e.struck else ''} {e.who} {e.note}".strip()
            for e in entries
        )
        self.setAccessibleName("\n".join(told))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(self._entry_height(e, width) for e in self._entries))

    def sizeHint(self) -> QSize:
        width = max(self.width(), 280)
        return QSize(280, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def _left(self) -> int:
        return current().sizes.timeline_ring + GAP

    def _note_height(self, entry: TimelineEntry, width: int) -> float:
        if not entry.note:
            return 0.0
        metrics = QFontMetricsF(current().font("caption"))
        room = QRectF(0, 0, max(40, width - self._left()), 10_000)
        wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        return metrics.boundingRect(room, int(wrap), entry.note).height() + 2

    def _head_wraps(self, entry: TimelineEntry, width: int) -> bool:
        """Tell whether verb, who and time need two lines."""
        theme = current()
        bold = QFontMetrics(theme.font("body", bold=True)).horizontalAdvance(entry.verb)
        plain = QFontMetrics(theme.font("body")).horizontalAdvance(f" {entry.who}")
        time = QFontMetrics(theme.font("caption")).horizontalAdvance(entry.time_text)
        return bold + plain + time + 8 > width - self._left()

    def _entry_height(self, entry: TimelineEntry, width: int) -> float:
        theme = current()
        head = theme.sizes.timeline_ring
        if self._head_wraps(entry, width):
            head += theme.type.caption_line
        day = theme.type.caption_line + 4 if entry.day else 0
        return day + head + self._note_height(entry, width) + BELOW

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        last = len(self._entries) - 1
        for at, entry in enumerate(self._entries):
            height = self._entry_height(entry, self.width())
            if event.rect().top() <= top + height and top <= event.rect().bottom():
                self._paint_entry(painter, entry, top, height if at < last else 0.0)
            top += height
        painter.end()

    def _paint_entry(
        self, painter: QPainter, entry: TimelineEntry, top: float, spine: float
    ) -> None:
        theme = current()
        if entry.day:
            painter.setFont(theme.font("caption", bold=True))
            painter.setPen(theme.color("text.2"))
            line = QRectF(0, top, self.width(), theme.type.caption_line)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, entry.day)
            top += theme.type.caption_line + 4
            spine = max(0.0, spine - theme.type.caption_line - 4)
        ring = theme.sizes.timeline_ring
        if spine:
            x = ring / 2
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(round(x), round(top + ring + 1), round(x), round(top + spine))
        self._paint_ring(painter, entry, QRectF(0.5, top + 0.5, ring - 1, ring - 1))
        self._paint_words(painter, entry, top)

    def _paint_ring(self, painter: QPainter, entry: TimelineEntry, box: QRectF) -> None:
        theme = current()
        painter.setPen(QPen(theme.color("ok" if entry.good else "border"), 1))
        painter.setBrush(theme.color("ok.bg" if entry.good else "bg.surface"))
        painter.drawEllipse(box)
        side = theme.sizes.icon_timeline
        corner = box.center()
        mark = QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side)
        paint_icon(painter, entry.icon, mark, "ok.text" if entry.good else "text.2")

    def _paint_words(self, painter: QPainter, entry: TimelineEntry, top: float) -> None:
        theme = current()
        left, width = self._left(), self.width()
        line = QRectF(left, top, width - left, theme.sizes.timeline_ring)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(_struck(theme.font("body", bold=True), entry))
        painter.setPen(theme.color("text.3" if entry.struck else "text"))
        painter.drawText(line, middle, entry.verb)
        after = painter.fontMetrics().horizontalAdvance(f"{entry.verb} ")
        painter.setFont(_struck(theme.font("body"), entry))
        painter.setPen(theme.color("text.3" if entry.struck else "text.2"))
        wraps = self._head_wraps(entry, width)
        who = painter.fontMetrics().elidedText(
            entry.who, Qt.TextElideMode.ElideRight, int(line.width() - after)
        )
        painter.drawText(line.adjusted(after, 0, 0, 0), middle, who)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        note_top = line.bottom()
        if wraps:
            second = QRectF(left, note_top, line.width(), theme.type.caption_line)
            painter.drawText(second, middle, entry.time_text)
            note_top = second.bottom()
        else:
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, entry.time_text)
        if entry.note:
            painter.setFont(_struck(theme.font("caption"), entry))
            painter.setPen(theme.color("text.3" if entry.struck else "text.2"))
            room = QRectF(left, note_top, line.width(), self._note_height(entry, width))
            wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(room, int(wrap), entry.note)


def _struck(font: QFont, entry: TimelineEntry) -> QFont:
    if not entry.struck:
        return font
    crossed = QFont(font)
    crossed.setStrikeOut(True)
    return crossed
