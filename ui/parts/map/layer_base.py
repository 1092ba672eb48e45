"""The raster base as a layer: over the colours of the areas, under everything else."""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter

from app.territory.base_map import Matrix, Tile
from ui.core.theme import current
from ui.parts.map.base_source import BaseSource
from ui.parts.map_shapes import METRES_PER_DEGREE, Camera

MOST_AT_ONCE = 400  # tiles in view; a file with smaller ones than that is no map for a screen
_MARGIN_PX = 8.0


class BaseLayer(QObject):
    """Paints what is here of the base, the coarser picture where the sharp one is on its way."""

    changed = Signal()

    def __init__(self, source: BaseSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        source.came.connect(self.changed)
        source.changed.connect(self.changed)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view, in pixels of the widget."""
        matrix = self._source.matrix
        if matrix is None:
            return
        view = camera.view()
        box = (view.left(), view.top(), view.right(), view.bottom())
        degrees = camera.metres_per_px_across / METRES_PER_DEGREE
        level = matrix.level_for(degrees / painter.device().devicePixelRatioF())
        tiles = list(matrix.tiles_in(box, level))
        if len(tiles) > MOST_AT_ONCE:
            return
        painter.save()
        painter.setOpacity(self._source.opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for tile in tiles:
            self._paint_tile(painter, camera, matrix, tile)
        painter.restore()
        self._source.want(_from_middle(tiles))
        self._paint_credit(painter, camera)

    def _paint_tile(self, painter: QPainter, camera: Camera, matrix: Matrix, tile: Tile) -> None:
        target = _rect(camera, matrix, tile)
        shown: Tile | None = tile
        while shown is not None:
            picture = self._source.picture(shown)
            if picture is not None:
                painter.save()
                painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
                painter.drawImage(_rect(camera, matrix, shown), picture)
                painter.restore()
                return
            shown = matrix.coarser(shown)

    def _paint_credit(self, painter: QPainter, camera: Camera) -> None:
        """Name whose map it is: maps of the country carry their review number (审图号)."""
        words = self._source.credit
        if not words:
            return
        theme = current()
        font = theme.font("caption")
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(words) + 12, metrics.height() + 4
        size = camera.size
        plate = QRectF(
            size.width() - width - _MARGIN_PX, size.height() - height - _MARGIN_PX, width, height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setFont(font)
        painter.setPen(theme.color("text.2"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _rect(camera: Camera, matrix: Matrix, tile: Tile) -> QRectF:
    """Return where a tile lies in the widget, on whole pixels so that no seams show."""
    west, south, east, north = matrix.box(tile)
    begin, end = camera.to_px((west, north)), camera.to_px((east, south))
    left, top = round(begin.x()), round(begin.y())
    return QRectF(left, top, round(end.x()) - left, round(end.y()) - top)


def _from_middle(tiles: list[Tile]) -> list[Tile]:
    """Return tiles in the order in which the eye misses them."""
    if not tiles:
        return []
    middle = QPointF((tiles[0].column + tiles[-1].column) / 2, (tiles[0].row + tiles[-1].row) / 2)
    return sorted(tiles, key=lambda t: (t.column - middle.x()) ** 2 + (t.row - middle.y()) ** 2)
