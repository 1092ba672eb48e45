"""Table columns that say more than text: an icon with its word, plain properties as chips."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ui.core.icons import paint_icon
from ui.core.table_model import CellPaint, Column
from ui.core.theme import current

Row = TypeVar("Row")
GAP = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon and its word; `token` colours the icon, `ink` the word."""

    icon: str
    word: str
    token: str = "text.3"
    ink: str = "text.2"


@dataclass(frozen=True, slots=True)
class ChipText:
    """A property and, quietly behind it, where or how far."""

    text: str
    aside: str = ""

    def __str__(self) -> str:
        return f"{self.text}（{self.aside}）" if self.aside else self.text


def mark_column(
    key: str, title: str, mark: Callable[[Row], Mark], *, width: int = 92, hidden: bool = False
) -> Column[Row]:
    """Return a column that shows an icon and a word."""

    def paint(cell: CellPaint, row: Row) -> None:
        paint_mark(cell.painter, mark(row), cell.rect)

    return Column(
        key, title, text=lambda row: mark(row).word, width=width, paint=paint, hidden=hidden
    )


def chips_column(
    key: str,
    title: str,
    chips: Callable[[Row], Sequence[ChipText]],
    *,
    width: int,
    stretch: bool = False,
    nothing: str = "—",
    hidden: bool = False,
) -> Column[Row]:
    """Return a column of chips; what has no room is counted behind them: +2."""

    def paint(cell: CellPaint, row: Row) -> None:
        paint_chips(cell.painter, tuple(chips(row)), cell.rect, nothing)

    def text(row: Row) -> str:
        return "、".join(map(str, chips(row))) or nothing

    return Column(
        key,
        title,
        text=text,
        width=width,
        stretch=stretch,
        paint=paint,
        tooltip=text,
        hidden=hidden,
    )


def paint_mark(painter: QPainter, mark: Mark, rect: QRect) -> None:
    """Paint an icon and its word, vertically centred."""
    theme = current()
    side = theme.sizes.icon_timeline
    top = rect.top() + (rect.height() - side) / 2
    paint_icon(painter, mark.icon, QRectF(rect.left(), round(top), side, side), mark.token)
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color(mark.ink))
    room = rect.adjusted(side + GAP, 0, 0, 0)
    word = painter.fontMetrics().elidedText(mark.word, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), word)


def paint_chips(
    painter: QPainter, chips: tuple[ChipText, ...], rect: QRect, nothing: str = "—"
) -> None:
    """Paint chips side by side, as many as there is room for, then how many more there are."""
    theme = current()
    font = theme.font("caption")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    if not chips:
        painter.setPen(theme.color("text.3"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), nothing)
        return
    more = metrics.horizontalAdvance("+99") + GAP
    left = rect.left()
    for at, chip in enumerate(chips):
        rest = len(chips) - at
        room = rect.right() - left - (more if rest > 1 else 0)
        width = _chip_width(metrics, chip)
        if width > room and at > 0:
            painter.setPen(theme.color("text.2"))
            box = QRect(left, rect.top(), rect.right() - left, rect.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), f"+{rest}")
            return
        _paint_chip(painter, chip, QRect(left, rect.top(), min(width, room), rect.height()))
        left += width + GAP


def _chip_width(metrics: QFontMetrics, chip: ChipText) -> int:
    aside = metrics.horizontalAdvance(chip.aside) + 4 if chip.aside else 0
    return metrics.horizontalAdvance(chip.text) + aside + 12


def _paint_chip(painter: QPainter, chip: ChipText, room: QRect) -> None:
    theme = current()
    height = theme.sizes.chip
    top = room.top() + (room.height() - height) // 2
    box = QRectF(room.left(), top, room.width(), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(theme.color("bg.surface"))
    radius = theme.sizes.radius_chip
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    metrics = painter.fontMetrics()
    inner = room.adjusted(6, 0, -6, 0)
    painter.setPen(theme.color("text"))
    text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), text)
    inner.adjust(metrics.horizontalAdvance(text) + 4, 0, 0, 0)
    if chip.aside and inner.width() > metrics.averageCharWidth() * 2:
        painter.setPen(theme.color("text.3"))
        aside = metrics.elidedText(chip.aside, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), aside)
    painter.restore()
