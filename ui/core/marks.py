"""Painted marks: the stage glyph (shape says the stage) and the deadline (colour says the time)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from ui.core.icons import paint_icon
from ui.core.theme import current

TICK_SHARE = 0.75  # a deadline is "due soon" from here


class StageGlyph(StrEnum):
    """The mark of a stage: a pie that fills up, and the exceptions that replace it."""

    DASHED = "dashed"  # 待受理
    EMPTY = "empty"  # 待分流
    QUARTER = "quarter"  # 待签收
    HALF = "half"  # 办理中
    THREE_QUARTERS = "three_quarters"  # 待回访
    DONE = "done"  # 已结案
    PAUSED = "paused"  # 挂起
    SUPERVISED = "supervised"  # 督办中
    RETURNED = "returned"  # 退回待终审
    VOID = "void"  # 作废


GLYPH_TOKEN = {
    StageGlyph.DONE: "ok",
    StageGlyph.PAUSED: "sus",
    StageGlyph.SUPERVISED: "sup",
    StageGlyph.RETURNED: "warn",
    StageGlyph.VOID: "sus",
}
_GLYPH_ICON = {
    StageGlyph.DONE: "ph.check-circle-fill",
    StageGlyph.PAUSED: "ph.pause-circle-fill",
    StageGlyph.SUPERVISED: "ph.flag-fill",
    StageGlyph.RETURNED: "ph.arrow-u-up-left-bold",
    StageGlyph.VOID: "ph.x-circle-fill",
}
_PIE = {StageGlyph.QUARTER: 90, StageGlyph.HALF: 180, StageGlyph.THREE_QUARTERS: 270}


def paint_glyph(painter: QPainter, glyph: StageGlyph, box: QRectF) -> None:
    """Paint a stage glyph into `box` (a square, 14 px on the desk)."""
    if glyph in _GLYPH_ICON:
        bleed = (
            box.width() * 0.1
        )  # the icon's own margin, so that discs and rings are equally large
        paint_icon(
            painter,
            _GLYPH_ICON[glyph],
            box.adjusted(-bleed, -bleed, bleed, bleed),
            GLYPH_TOKEN[glyph],
        )
        return
    accent = current().color("accent")
    line = box.width() * 0.11
    ring = box.adjusted(line / 2 + 0.5, line / 2 + 0.5, -line / 2 - 0.5, -line / 2 - 0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(accent, line)
    if glyph is StageGlyph.DASHED:
        dash = ring.width() * 3.1416 / line / 16
        pen.setDashPattern([dash * 1.1, dash * 0.9])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if glyph in _PIE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        inner = ring.adjusted(line, line, -line, -line)
        painter.drawPie(inner, 90 * 16, -_PIE[glyph] * 16)
    painter.restore()


class GlyphMark(QWidget):
    """A stage glyph as a widget of its own."""

    def __init__(self, glyph: StageGlyph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        side = current().sizes.stage_glyph
        self.setFixedSize(side, side)

    def set_glyph(self, glyph: StageGlyph) -> None:
        """Show another stage."""
        self._glyph = glyph
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        paint_glyph(painter, self._glyph, QRectF(self.rect()))
        painter.end()


class DeadlineKind(StrEnum):
    """How a clock stands."""

    OK = "ok"
    WARN = "warn"
    OVER = "over"
    SUSPENDED = "suspended"
    NONE = "none"


KIND_TOKEN = {
    DeadlineKind.OK: "ok",
    DeadlineKind.WARN: "warn",
    DeadlineKind.OVER: "over",
    DeadlineKind.SUSPENDED: "sus",
    DeadlineKind.NONE: "sus",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock as it is drawn; the words are made by whoever counts.

    Attributes:
        kind: How it stands.
        left_text: What is left or exceeded, e.g. "剩 25 分", "超 1 日 3 时".
        moment_text: The moment, e.g. "11-24 14:30"; the reason while suspended.
        share: Elapsed share of the limit; above 1 it is overdue.
        limit_share: Where the limit lies within what is drawn: 1, or limit ÷ elapsed when overdue.
    """

    kind: DeadlineKind
    left_text: str
    moment_text: str
    share: float = 0.0
    limit_share: float = 1.0

    @property
    def spoken(self) -> str:
        """The deadline as one text, for copying and for screen readers."""
        return " ".join(part for part in (self.left_text, self.moment_text) if part)


NO_DEADLINE = Deadline(DeadlineKind.NONE, "", "")


def hatch(ink: QColor, side: int = 6) -> QBrush:
    """Return diagonal stripes as a texture; Qt's own pattern is too fine on dense screens."""
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, side / 3))
    for shift in (-side, 0, side):
        painter.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
    painter.end()
    return QBrush(tile)


def paint_bar(painter: QPainter, deadline: Deadline, bar: QRectF) -> None:
    """Paint the bar of a clock: track is the limit, fill is what has passed."""
    theme = current()
    radius = min(theme.sizes.radius_bar, bar.height() / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    outline = QPainterPath()
    outline.addRoundedRect(bar, radius, radius)
    painter.fillPath(outline, theme.color("bg.track"))
    if deadline.kind is DeadlineKind.NONE:
        painter.restore()
        return
    share = 1.0 if deadline.kind is DeadlineKind.OVER else max(0.0, min(1.0, deadline.share))
    fill = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
    painter.setClipPath(outline)
    ink = theme.color(KIND_TOKEN[deadline.kind])
    if deadline.kind is DeadlineKind.SUSPENDED:
        painter.setBrushOrigin(bar.topLeft())
        painter.fillRect(fill, hatch(ink))
    else:
        fill_path = QPainterPath()
        fill_path.addRoundedRect(fill, radius, radius)
        painter.fillPath(fill_path, ink)
    _paint_limit(painter, deadline, bar)
    painter.restore()


def _paint_limit(painter: QPainter, deadline: Deadline, bar: QRectF) -> None:
    """A tick at 75 % until it is passed; a gap where the limit was once it is overdue."""
    theme = current()
    if deadline.kind is DeadlineKind.OVER:
        at = bar.left() + bar.width() * max(0.0, min(1.0, deadline.limit_share))
        at = min(at, bar.right() - 4)
        painter.fillRect(
            QRectF(round(at) - 1, bar.top(), 2, bar.height()), theme.color("bg.surface")
        )
    elif deadline.kind is DeadlineKind.OK and deadline.share < TICK_SHARE:
        at = round(bar.left() + bar.width() * TICK_SHARE)
        painter.fillRect(QRectF(at, bar.top(), 1, bar.height()), theme.color("border.control"))


@lru_cache(maxsize=4096)
def shortened(text: str, _theme: str, role: str, width: int, *, bold: bool = False) -> str:
    """Return what has room, in px, in a font of the theme of that name; the same few hundred
    texts are painted again and again.
    """
    metrics = QFontMetrics(current().font(role, bold=bold))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=1024)
def _width(text: str, _theme: str, role: str) -> float:
    return QFontMetricsF(current().font(role)).horizontalAdvance(text)


@cache
def _line(_theme: str, role: str, *, bold: bool) -> tuple[float, float]:
    """Return how high a line is, and where its base line lies in it."""
    metrics = QFontMetricsF(current().font(role, bold=bold))
    return metrics.height(), metrics.ascent()


def paint_deadline(painter: QPainter, deadline: Deadline, rect: QRect) -> None:
    """Paint a deadline cell: words, moment and, 4 px under them, the bar."""
    if not deadline.left_text and not deadline.moment_text:
        return
    theme = current()
    loud = deadline.kind in (DeadlineKind.WARN, DeadlineKind.OVER)
    quiet_font = theme.font("caption")
    left_font = theme.font("caption", bold=loud)
    line, base = _line(theme.name, "caption", bold=loud)
    gap, bar_height = theme.sizes.step * 0.75, theme.sizes.bar
    top = rect.top() + (rect.height() - line - gap - bar_height) / 2
    moment_width = _width(deadline.moment_text, theme.name, "caption")
    painter.setFont(quiet_font)
    painter.setPen(theme.color("text.3"))
    # straight to the base line: a box would have each text laid out anew
    at_right = rect.left() + rect.width() - moment_width
    painter.drawText(QPointF(at_right, top + base), deadline.moment_text)
    painter.setFont(left_font)
    painter.setPen(theme.color(f"{KIND_TOKEN[deadline.kind]}.text" if loud else "text.2"))
    room = rect.width() - moment_width - theme.sizes.step
    text = shortened(deadline.left_text, theme.name, "caption", int(room), bold=loud)
    painter.drawText(QPointF(rect.left(), top + base), text)
    bar_top = round(top + line + gap)
    paint_bar(painter, deadline, QRectF(rect.left(), bar_top, rect.width(), bar_height))


def deadline_size(deadline: Deadline) -> QSize:
    """Return the least size in which a deadline cell is shown whole."""
    theme = current()
    bold = QFontMetricsF(theme.font("caption", bold=True))
    plain = QFontMetricsF(theme.font("caption"))
    width = bold.horizontalAdvance(deadline.left_text) + plain.horizontalAdvance(
        deadline.moment_text
    )
    return QSize(
        round(width) + 3 * theme.sizes.step,
        round(bold.height() + theme.sizes.step + theme.sizes.bar),
    )


class DeadlineMark(QWidget):
    """A deadline cell as a widget of its own, for lists made of widgets."""

    def __init__(self, deadline: Deadline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deadline = deadline
        self.set_deadline(deadline)

    def set_deadline(self, deadline: Deadline) -> None:
        """Show another clock."""
        self._deadline = deadline
        self.setAccessibleName(deadline.spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return deadline_size(self._deadline)

    def minimumSizeHint(self) -> QSize:
        return deadline_size(self._deadline)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        paint_deadline(painter, self._deadline, self.rect())
        painter.end()
