"""A tree map: what stands right under the head as frames, in them what stands under those."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.party.coverage import Size, size_of
from app.party.queries.organisations import OrganisationRow
from app.party.rules import PartyForm
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.party.tiles import Box, tiles
from ui.party.tree_rows import TreeRows, short_name

FRAME_HEAD, FRAME_EDGE, GAP = 20, 2, 1
LEAST_WORDS_PX, LEAST_LINE_PX = 34, 15


@dataclass(frozen=True, slots=True)
class Tile:
    """An organisation in its box.

    Attributes:
        name: As short as what stands around it allows.
        size: What is wrong with its number of members, None where nothing is.
        frame: True for what holds other tiles.
    """

    row: OrganisationRow
    name: str
    box: QRectF
    size: Size | None
    frame: bool


class TreeMap(QWidget):
    """Click, or arrows and Enter, open an organisation."""

    opened = Signal(object)  # UUID
    moved = Signal(object)  # OrganisationRow | None, the one pointed at

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = TreeRows(())
        self._least, self._most = 0, 0
        self.tiles: tuple[Tile, ...] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("党组织图"))

    def show_tree(self, tree: TreeRows, least: int, most: int) -> None:
        """Show a tree; branches outside `least` to `most` members are marked."""
        self._tree, self._least, self._most = tree, least, most
        self._lay_out()

    def _lay_out(self) -> None:
        room = Box(0.0, 0.0, float(self.width()), float(self.height()))
        heads = self._tree.below(None)
        outer = self._tree.below(heads[0].id) if len(heads) == 1 else heads
        made: list[Tile] = []
        for row, box in _placed(outer, room):
            above = self._tree.get(row.parent_id)
            within = [each for each in self._tree.below(row.id) if each.whole]
            made.append(self._tile(row, above, box, frame=bool(within)))
            for inner, place in _placed(within, box.inside(FRAME_EDGE, FRAME_HEAD)):
                made.append(self._tile(inner, row, place, frame=False))
        self.tiles = tuple(made)
        self._at = min(self._at, len(made) - 1)
        self.update()

    def _tile(
        self, row: OrganisationRow, above: OrganisationRow | None, box: Box, *, frame: bool
    ) -> Tile:
        judged = row.form is PartyForm.BRANCH
        size = size_of(row.whole, self._least, self._most) if judged else None
        rect = QRectF(box.left, box.top, box.width, box.height)
        return Tile(row, short_name(row, above), rect, size, frame)

    def tile_at(self, point: QPoint) -> int:
        """Return which tile lies under a point, the inner one before its frame; -1 for none."""
        found = [at for at, tile in enumerate(self.tiles) if tile.box.contains(point.toPointF())]
        return found[-1] if found else -1

    # -- hands ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(self.tile_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._go_to(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.tile_at(event.position().toPoint())
        if at >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self.tiles[at].row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step and self.tiles:
            self._go_to(max(0, min(self._at + step, len(self.tiles) - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.opened.emit(self.tiles[self._at].row.id)
        else:
            super().keyPressEvent(event)

    def _go_to(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.moved.emit(self.tiles[at].row if at >= 0 else None)
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the whole name and the number where a tile is too small for them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.tile_at(event.pos())
            words = self.tr("{name}　{count} 名党员")
            row = self.tiles[at].row if at >= 0 else None
            told = words.format(name=row.name, count=row.whole) if row is not None else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        for at, tile in enumerate(self.tiles):
            self._paint_tile(painter, tile, chosen=at == self._at)
        painter.end()

    def _paint_tile(self, painter: QPainter, tile: Tile, *, chosen: bool) -> None:
        theme = current()
        box = tile.box.adjusted(GAP, GAP, -GAP, -GAP)
        painter.fillRect(box, theme.color("bg.sunken" if tile.frame else "party.bg"))
        if tile.size is not None:
            painter.setPen(QPen(theme.color("warn"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        if chosen:
            painter.setPen(QPen(theme.color("party"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        if tile.frame:
            self._paint_frame_words(painter, tile, box)
        elif box.width() >= LEAST_WORDS_PX and box.height() >= LEAST_LINE_PX:
            self._paint_words(painter, tile, box)

    def _paint_frame_words(self, painter: QPainter, tile: Tile, box: QRectF) -> None:
        theme = current()
        head = QRectF(box.left() + 6, box.top(), box.width() - 12, FRAME_HEAD)
        count = f"{tile.row.whole:,}"
        painter.setFont(theme.font("caption", bold=True))
        metrics = QFontMetrics(painter.font())
        room = round(head.width()) - metrics.horizontalAdvance(count) - 8
        name = metrics.elidedText(tile.name, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.setPen(theme.color("text"))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(theme.color("text.2"))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)

    def _paint_words(self, painter: QPainter, tile: Tile, box: QRectF) -> None:
        theme = current()
        painter.setFont(theme.font("caption"))
        metrics = QFontMetrics(painter.font())
        inner = box.adjusted(5, 2, -5, -2)
        painter.setPen(theme.color("party"))
        name = metrics.elidedText(tile.name, Qt.TextElideMode.ElideRight, round(inner.width()))
        top = QRectF(inner.left(), inner.top(), inner.width(), metrics.height())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, name)
        if inner.height() < 2 * metrics.height():
            return
        painter.setPen(theme.color("text.2"))
        below = top.translated(0, metrics.height())
        left = below.left()
        if tile.size is not None:
            side = theme.sizes.icon_small
            mark = QRectF(left, below.center().y() - side / 2, side, side)
            paint_icon(painter, "ph.warning-fill", mark, "warn")
            left += side + 4
        rest = QRectF(left, below.top(), below.right() - left, below.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, str(tile.row.whole))


def _placed(rows: Sequence[OrganisationRow], room: Box) -> list[tuple[OrganisationRow, Box]]:
    """Return where each organisation that has members stands, the largest first."""
    falling = sorted((row for row in rows if row.whole), key=lambda row: -row.whole)
    return list(zip(falling, tiles([row.whole for row in falling], room), strict=True))
