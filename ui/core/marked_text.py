"""A line of text in which what was asked for stands out: bold and in the accent colour."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.core.search_words import Ranges
from ui.core.theme import current

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
    for piece, stands_out in runs_of(text, marked):
        font = theme.font(role, bold=stands_out)
        room = rect.right() - left
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if stands_out else tone))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), _MIDDLE, shown)
        left += metrics.horizontalAdvance(shown)
        if shown != piece:
            break
    return left - rect.left()
