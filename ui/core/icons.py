"""Phosphor icons in the colours of the theme.

The font and its names come with QtAwesome. Importing QtAwesome itself registers a dozen fonts and
costs about 0.4 s at start, so only the one font file is opened here (15 ms, at the first icon) and
its outlines are painted directly: sharp at every size, and a change of theme needs no new icons.
"""

import importlib.util
import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
    QRawFont,
    QTransform,
)

from ui.core.theme import current

FONT = "phosphor-1.3.0.ttf"
NAMES = "phosphor-charmap-1.3.0.json"
EM = 1000.0  # pixels the outlines are taken at, before they are scaled


class _Face:
    """The opened font and the code points of its names."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("qtawesome")
        if found is None or found.origin is None:
            raise ModuleNotFoundError("qtawesome")
        folder = Path(found.origin).parent / "fonts"
        self._font = QRawFont(str(folder / FONT), EM)
        self._names: dict[str, str] = json.loads((folder / NAMES).read_text(encoding="ascii"))

    def outline(self, name: str) -> QPainterPath:
        letter = chr(int(self._names[name.removeprefix("ph.")], 16))
        path = QPainterPath(self._font.pathForGlyph(self._font.glyphIndexesForString(letter)[0]))
        path.translate(0, EM)  # from the base line to the top of the em square
        return path


@cache
def _face() -> _Face:
    return _Face()


@cache
def outline(name: str) -> QPainterPath:
    """Return the outline of an icon in a square of 1000 units.

    Raises:
        KeyError: Phosphor has no icon of that name.
    """
    return _face().outline(name)


def paint_icon(painter: QPainter, name: str, rect: QRectF | QRect, token: str) -> None:
    """Paint an icon into `rect` (a square) in the colour of `token`."""
    box = QRectF(rect)
    side = min(box.width(), box.height())
    corner = box.center() - QPointF(side / 2, side / 2)
    move = QTransform.fromTranslate(corner.x(), corner.y())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().color(token))
    painter.drawPath(move.scale(side / EM, side / EM).map(outline(name)))
    painter.restore()


class _Engine(QIconEngine):
    """Paints one icon; asks the theme for its colour each time."""

    def __init__(self, name: str, token: str, on_name: str, on_token: str) -> None:
        super().__init__()
        self._off = (name, token)
        self._on = (on_name, on_token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        name, token = self._on if state == QIcon.State.On else self._off
        if mode == QIcon.Mode.Disabled:
            token = "text.disabled"
        paint_icon(painter, name, rect, token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(*self._off, *self._on)


@cache
def icon(name: str, token: str = "text.2", *, on: str = "", on_token: str = "") -> QIcon:
    """Return a Phosphor icon, e.g. ``icon("ph.clipboard-text")``, coloured by the theme in use.

    Args:
        name: "ph.name", "ph.name-fill" or "ph.name-bold".
        token: Colour by meaning.
        on: Name while checked or active, the same if empty.
        on_token: Colour while checked or active, the same if empty.
    """
    outline(name)
    return QIcon(_Engine(name, token, on or name, on_token or token))


def icon_pixmap(name: str, token: str, side: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of `side` device-independent pixels."""
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, name, QRectF(0, 0, side, side), token)
    painter.end()
    return made
