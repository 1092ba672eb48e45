"""How much can be handled anywhere in the city, against what is aimed at."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.core.words import label as word
from app.services.items.rules import Target
from ui.core.theme import current

TILE_H, PAD, BAR_H = 72, 12, 4


class TargetsStrip(QWidget):
    """Three tiles; a click shows the items that cannot be handled anywhere yet."""

    chosen = Signal(object)  # frozenset of codes, None for all

    def __init__(self) -> None:
        super().__init__()
        self.tiles: list[TargetTile] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 8, 12, 8)
        self._line.setSpacing(12)

    def show_targets(self, targets: tuple[Target, ...]) -> None:
        """Show how far the targets are met."""
        while len(self.tiles) < len(targets):
            tile = TargetTile()
            tile.clicked.connect(lambda _=False, tile=tile: self._pressed(tile))
            self.tiles.append(tile)
            self._line.addWidget(tile)
        for tile, target in zip(self.tiles, targets, strict=True):
            tile.show_target(target)

    def _pressed(self, pressed: "TargetTile") -> None:
        for tile in self.tiles:
            tile.setChecked(tile is pressed and tile.isChecked())
        target = pressed.target if pressed.isChecked() else None
        self.chosen.emit(frozenset(target.missing) if target is not None else None)


class TargetTile(QAbstractButton):
    """One target: its share, what is aimed at, how many lack."""

    def __init__(self) -> None:
        super().__init__()
        self.target: Target | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_target(self, target: Target) -> None:
        """Show another state of it."""
        self.target = target
        self.setAccessibleName(f"{self.title()} {self.figure()} {self.words()}")
        self.setToolTip(self.tr("点一下，只看还不能全城通办的"))
        self.update()

    def title(self) -> str:
        """Return which items it is about."""
        name = word(self.target.kind) if self.target is not None else ""
        return self.tr("{kind}全城通办").format(kind=name)

    def figure(self) -> str:
        """Return the share."""
        share = self.target.share if self.target is not None else None
        return f"{share:.1f} %" if share is not None else "—"

    def words(self) -> str:
        """Return how many of how many, and how many lack."""
        target = self.target
        if target is None or not target.of:
            return self.tr("还没有发布的事项")
        told = self.tr("{done} / {of} 项　目标 {percent} %")
        said = told.format(done=target.done, of=target.of, percent=target.percent)
        if target.is_met:
            return said + self.tr("　已达到")
        return said + self.tr("　还差 {n} 项").format(n=target.lacks)

    def sizeHint(self) -> QSize:
        return QSize(260, TILE_H)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, TILE_H)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.isChecked() or self.hasFocus()
        painter.setPen(theme.color("accent" if marked else "border"))
        painter.setBrush(theme.color("bg.selected" if self.isChecked() else "bg.surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        inner = box.adjusted(PAD, 8, -PAD, -8)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        top = QRectF(inner.left(), inner.top(), inner.width(), 18)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter), self.title())
        self._paint_figure(painter, inner)
        self._paint_bar(painter, inner)
        painter.end()

    def _paint_figure(self, painter: QPainter, inner: QRectF) -> None:
        theme = current()
        middle = QRectF(inner.left(), inner.top() + 20, inner.width(), 24)
        painter.setFont(theme.font("title", bold=True))
        met = self.target is not None and self.target.is_met
        painter.setPen(theme.color("ok.text" if met else "text"))
        figure = self.figure()
        painter.drawText(middle, int(Qt.AlignmentFlag.AlignVCenter), figure)
        left = painter.fontMetrics().horizontalAdvance(figure) + 12
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        rest = middle.adjusted(left, 0, 0, 0)
        words = painter.fontMetrics().elidedText(
            self.words(), Qt.TextElideMode.ElideRight, int(rest.width())
        )
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_bar(self, painter: QPainter, inner: QRectF) -> None:
        theme = current()
        target = self.target
        bar = QRectF(inner.left(), inner.bottom() - BAR_H, inner.width(), BAR_H)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.sunken"))
        painter.drawRoundedRect(bar, 2, 2)
        if target is None or target.share is None:
            return
        painter.setBrush(theme.color("ok" if target.is_met else "warn"))
        done = QRectF(bar.left(), bar.top(), bar.width() * target.share / 100, BAR_H)
        painter.drawRoundedRect(done, 2, 2)
        painter.setBrush(theme.color("text.2"))
        at = min(bar.left() + bar.width() * target.percent / 100, bar.right() - 1)
        painter.drawRect(QRectF(at, bar.top() - 3, 1, BAR_H + 6))
