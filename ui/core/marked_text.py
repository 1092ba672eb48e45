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
    for piece, loud in fitted(text, marked, rect.width(), role=role):
        font = theme.font(role, bold=loud)
        width = QFontMetrics(font).horizontalAdvance(piece)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if loud else tone))
        painter.drawText(QRect(left, rect.top(), width + 2, rect.height()), _MIDDLE, piece)
        left += width
    return left - rect.left()


def fitted(text: str, marked: Ranges, room: int, *, role: str) -> tuple[tuple[str, bool], ...]:
    """Return the pieces of a line there is room for; one that is cut off ends in dots.

    Args:
        text: One line.
        marked: Where it stands out.
        room: In pixels.
        role: Font role of the theme.

    Returns:
        Each piece with whether it is marked.
    """
    metrics = {loud: QFontMetrics(current().font(role, bold=loud)) for loud in (False, True)}
    pieces = tuple(runs_of(text, marked))
    widths = [metrics[loud].horizontalAdvance(piece) for piece, loud in pieces]
    if sum(widths) <= room:
        return pieces
    # bold dots are wider than others: a room measured in the other font has none for them
    dots = max(each.horizontalAdvance(DOTS) for each in metrics.values())
    shown: list[tuple[str, bool]] = []
    for (piece, loud), width in zip(pieces, widths, strict=True):
        if width > room - dots:
            return (*shown, (_cut(piece, metrics[loud], room), loud))
        shown.append((piece, loud))
        room -= width
    return tuple(shown)


def _cut(piece: str, metrics: QFontMetrics, room: int) -> str:
    """Return as much of a piece as leaves room for dots, though there be room for all of it."""
    short = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
    if short != piece:
        return short or DOTS
    while piece and metrics.horizontalAdvance(piece + DOTS) > room:
        piece = piece[:-1]
    return piece + DOTS
