"""The story of a case: rings on a spine, newest first, the day once in the heading."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
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
        self._heights: dict[int, list[float]] = {}
        self._lengths: list[tuple[int, float]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_entries(entries)

    def set_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        """Show these steps, newest first."""
        self._entries = entries
        self._measure_anew()
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
        return round(sum(self._heights_at(width)))

    def sizeHint(self) -> QSize:
        width = max(self.width(), 280)
        return QSize(280, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        self._measure_anew()  # another theme or size of type
        super().changeEvent(event)

    def _measure_anew(self) -> None:
        self._heights.clear()
        self._lengths = []

    def _heights_at(self, width: int) -> list[float]:
        """Return the height of each entry; a layout asks for the same width again and again."""
        if width not in self._heights:
            lengths = self._lengths = self._lengths or [_lengths(each) for each in self._entries]
            self._heights[width] = [
                self._entry_height(each, head, note, width)
                for each, (head, note) in zip(self._entries, lengths, strict=True)
            ]
        return self._heights[width]

    def _left(self) -> int:
        return current().sizes.timeline_ring + GAP

    def _entry_height(
        self, entry: TimelineEntry, head_px: int, note_px: float, width: int
    ) -> float:
        theme, room = current(), width - self._left()
        head = theme.sizes.timeline_ring
        if head_px > room:
            head += theme.type.caption_line
        day = theme.type.caption_line + 4 if entry.day else 0
        return day + head + _note_height(entry.note, note_px, max(40, room)) + BELOW

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        last = len(self._entries) - 1
        heights = self._heights_at(self.width())
        for at, (entry, height) in enumerate(zip(self._entries, heights, strict=True)):
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
        head_px, note_px = _lengths(entry)
        wraps = head_px > width - left
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
            height = _note_height(entry.note, note_px, max(40, width - left))
            room = QRectF(left, note_top, line.width(), height)
            wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(room, int(wrap), entry.note)


def _lengths(entry: TimelineEntry) -> tuple[int, float]:
    """Return how long the head and the note of an entry are in one line, in pixels."""
    theme = current()
    bold = QFontMetrics(theme.font("body", bold=True)).horizontalAdvance(entry.verb)
    plain = QFontMetrics(theme.font("body")).horizontalAdvance(f" {entry.who}")
    time = QFontMetrics(theme.font("caption")).horizontalAdvance(entry.time_text)
    note = QFontMetricsF(theme.font("caption")).horizontalAdvance(entry.note)
    return bold + plain + time + 8, note


def _note_height(note: str, length: float, room: int) -> float:
    if not note:
        return 0.0
    metrics = QFontMetricsF(current().font("caption"))
    if length <= room and "\n" not in note:
        return metrics.height() + 2  # one line need not be laid out
    wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
    return metrics.boundingRect(QRectF(0, 0, room, 10_000), int(wrap), note).height() + 2


def _struck(font: QFont, entry: TimelineEntry) -> QFont:
    if not entry.struck:
        return font
    crossed = QFont(font)
    crossed.setStrikeOut(True)
    return crossed
