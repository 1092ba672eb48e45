"""A line of text in which what was asked for stands out: bold and in the accent colour."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.core.search_words import Ranges
from ui.core.theme import current

DOTS = "…"
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def runs_of(text: str, marked: Ranges) -> Iterator[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is marked."""
    at = 0
    for begin, end in marked:
        if begin > at:
            yield text[at:begin], False
        yield text[begin:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def paint_marked(
    painter: QPainter, text: str, marked: Ranges, rect: QRect, *, role: str, tone: str
) -> int:
    """Paint a line from the left, vertically centred, with dots where it has no room.

    Args:
        painter: Its font and pen are changed.
        text: One line.
        marked: Where it stands out.
        rect: The room there is.
        role: Font role of the theme.
        tone: Colour token of what does not stand out.

    Returns:
        How many pixels were used.
    """
    theme, left = current(), rect.left()
    pieces = [(piece, theme.font(role, bold=loud), loud) for piece, loud in runs_of(text, marked)]
    widths = [QFontMetrics(font).horizontalAdvance(piece) for piece, font, _ in pieces]
    dots = QFontMetrics(theme.font(role)).horizontalAdvance(DOTS)
    last = rect.right() - (dots if sum(widths) > rect.width() else 0)
    for (piece, font, loud), width in zip(pieces, widths, strict=True):
        whole = left + width <= last
        room = width if whole else max(last + dots - left, dots)
        metrics = QFontMetrics(font)
        shown = piece if whole else metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if loud else tone))
        painter.drawText(QRect(left, rect.top(), room + 2, rect.height()), _MIDDLE, shown)
        left += metrics.horizontalAdvance(shown)
        if not whole:
            break
    return left - rect.left()
