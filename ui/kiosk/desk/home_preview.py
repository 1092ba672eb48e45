"""A small picture of the first screen, as it will look."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.words import label
from app.kiosk.looks import KioskTile, Look
from ui.core.fonts import font
from ui.core.icons import outline
from ui.core.theme import load, paint_color

WIDE, HIGH = 270, 480
_SCALE = WIDE / 1080
_ICONS = {
    KioskTile.REPORT: "ph.megaphone",
    KioskTile.FOLLOW: "ph.magnifying-glass",
    KioskTile.GUIDE: "ph.book-open",
    KioskTile.RATE: "ph.smiley",
}


class HomePreview(QWidget):
    """Paints what a look says, a quarter as large as the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._centre = Look(), ""
        self.setFixedSize(QSize(WIDE, HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("首页的样子"))

    def show_look(self, look: Look, centre: str) -> None:
        """Show what a look says."""
        self._look, self._centre = look, centre
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = load("kiosk")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SCALE, _SCALE)
        painter.fillRect(QRectF(0, 0, 1080, 1920), paint_color(theme.colors.bg_window))
        self._line(painter, 56, 60, self._centre, 40, theme.colors.text, bold=True)
        self._line(painter, 56, 240, self._look.greeting, 80, theme.colors.text, bold=True)
        self._line(painter, 56, 370, self._look.hint, 40, theme.colors.text_2)
        for place, tile in enumerate(self._look.tiles):
            self._tile(painter, place, tile)
        for place, notice in enumerate(self._look.notices[:1]):
            self._line(painter, 56, 1500 + 60 * place, notice, 36, theme.colors.text)
        painter.end()

    def _line(
        self, painter: QPainter, x: int, y: int, text: str, px: int, ink: str, *, bold: bool = False
    ) -> None:
        painter.setPen(paint_color(ink))
        painter.setFont(font(px, bold))
        painter.drawText(QRectF(x, y, 1080 - 2 * x, px * 2), Qt.TextFlag.TextWordWrap, text)

    def _tile(self, painter: QPainter, place: int, tile: KioskTile) -> None:
        colors = load("kiosk").colors
        filled = tile is KioskTile.REPORT
        box = QRectF(56 + place % 2 * 500, 480 + place // 2 * 456, 468, 424)
        line = colors.accent_fill if filled else colors.border_control
        painter.setPen(QPen(paint_color(line), 3))
        painter.setBrush(paint_color(colors.accent_fill if filled else colors.bg_surface))
        painter.drawRoundedRect(box, 16, 16)
        painter.save()
        painter.translate(box.left() + 44, box.top() + 44)
        painter.scale(0.112, 0.112)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint_color(colors.text_onfill if filled else colors.accent))
        painter.drawPath(outline(_ICONS[tile]))
        painter.restore()
        ink = colors.text_onfill if filled else colors.text
        painter.setPen(paint_color(ink))
        painter.setFont(font(60, True))  # noqa: FBT003  cached by position
        painter.drawText(box.adjusted(44, 280, -20, -20), 0, label(tile))
