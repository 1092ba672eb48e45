"""The pages of a document in small, beside the one that is read."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.core.jobs import Jobs
from ui.core.theme import current
from ui.parts.pdf_pages import PdfPages

SMALL = QSize(82, 116)
ROOM_PX = 146  # a page and its number below
WIDTH_PX = 132


class _Cells(QStyledItemDelegate):
    """Makes each item as large as its cell, so that it is painted in the middle of it."""

    def __init__(self, thumbs: QListWidget) -> None:
        super().__init__(thumbs)
        self._thumbs = thumbs

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self._thumbs.gridSize()


class PaperThumbs(QListWidget):
    """Draws those in sight; a batch may have hundreds of pages."""

    chosen = Signal(object)  # number of a page, from 0

    def __init__(self, pages: PdfPages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._jobs = pages, jobs
        self._asked: set[int] = set()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(SMALL)
        self.setItemDelegate(_Cells(self))
        self.setFixedWidth(WIDTH_PX)
        self._fit()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("各页"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        empty = QPixmap(SMALL * self.devicePixelRatioF())
        empty.setDevicePixelRatio(self.devicePixelRatioF())
        empty.fill(Qt.GlobalColor.white)
        blank = _framed(empty)
        for number in range(len(pages)):
            item = QListWidgetItem(blank, str(number + 1))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)
        self.setCurrentRow(0)
        self.currentRowChanged.connect(self.chosen.emit)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw_seen)
        self.verticalScrollBar().valueChanged.connect(self._draw_soon)
        self.verticalScrollBar().rangeChanged.connect(self._draw_soon)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let a page stand in the middle of the room there is, beside a bar or without one."""
        cell = QSize(self.viewport().width(), ROOM_PX)
        if cell != self.gridSize():
            self.setGridSize(cell)

    def _draw_soon(self) -> None:
        self._soon.start()  # a bar's own figures must not become its delay

    def _draw_seen(self) -> None:
        step = self.gridSize().height()
        first = self.verticalScrollBar().value() // step
        seen = self.viewport().height() // step + 2
        for number in range(max(first, 0), min(first + seen, len(self._pages))):
            if number not in self._asked:
                self._asked.add(number)
                self._draw(number)

    def _draw(self, number: int) -> None:
        size, pages = self._pages.sizes[number], self._pages
        fitting = min(SMALL.width() / size.width, SMALL.height() / size.height)
        scale = fitting * self.devicePixelRatioF()
        self._jobs.read(lambda: (number, pages.image(number, scale)), self._came)

    def _came(self, came: tuple[int, QImage]) -> None:
        number, image = came
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.item(number).setIcon(_framed(QPixmap.fromImage(image)))


def _framed(page: QPixmap) -> QIcon:
    """Return a page with an edge, which says whether it is the one that is read."""
    icon = QIcon()
    for mode, token, width in (
        (QIcon.Mode.Normal, "border", 1),
        (QIcon.Mode.Active, "border", 1),
        (QIcon.Mode.Selected, "accent", 2),
    ):
        drawn = page.copy()
        painter = QPainter(drawn)
        painter.setPen(QPen(current().color(token), 2 * width))  # half of it falls outside
        painter.drawRect(QRectF(0, 0, *drawn.deviceIndependentSize().toTuple()))
        painter.end()
        icon.addPixmap(drawn, mode)
    return icon
