"""One page of a document at a time, drawn as sharp as the screen can show it."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.core.jobs import Jobs
from ui.core.theme import current
from ui.parts.pdf_pages import POINTS_PER_INCH, PdfPages

MARGIN_PX = 16
LEAST_ZOOM, MOST_ZOOM, STEP = 0.25, 4.0, 1.25
SCREEN_DPI = 96
"""At 100 % a page is as large as other programs of the desk show it."""


class Fit(StrEnum):
    """How large a page is shown where no percentage was chosen."""

    WIDTH = "width"
    PAGE = "page"


class _Sheet(QWidget):
    """The page itself, on the ground around it."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.page = QSize()
        self.ratio = 1.0

    def corner(self) -> QPoint:
        return QPoint(
            max(MARGIN_PX, (self.width() - self.page.width()) // 2),
            max(MARGIN_PX, (self.height() - self.page.height()) // 2),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("bg.track"))
        sheet = self.rect()
        sheet.setTopLeft(self.corner())
        sheet.setSize(self.page)
        painter.fillRect(sheet, Qt.GlobalColor.white)  # paper, in whatever theme
        if not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, self.image)
        painter.setPen(theme.color("border"))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        painter.end()


class PaperView(QScrollArea):
    """Shows a page; keys and the wheel go on to the next where this one ends."""

    turned = Signal(object)  # number of the page, from 0
    zoomed = Signal(object)  # percent
    drawn = Signal()

    def __init__(self, pages: PdfPages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._jobs = pages, jobs
        self.number = 0
        self.fit: Fit | None = Fit.PAGE
        self._zoom = 1.0
        self._wanted = 0
        self._sheet = _Sheet()
        self.setWidget(self._sheet)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("文书的一页"))

    @property
    def percent(self) -> int:
        """How large the page is shown."""
        return round(self._zoom * 100)

    def show_page(self, number: int, *, at_end: bool = False) -> None:
        """Show a page, from its beginning or from its end."""
        number = min(max(number, 0), len(self._pages) - 1)
        if number == self.number and not self._sheet.image.isNull():
            return
        self.number = number
        self._sheet.image = QImage()
        self._lay_out()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if at_end else 0)
        self.turned.emit(number)

    def zoom_to(self, zoom: float | None, fit: Fit | None = None) -> None:
        """Show pages so large, or as they fit."""
        self.fit = fit
        if zoom is not None:
            self._zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._lay_out()

    def step_zoom(self, steps: int) -> None:
        """Show pages larger or smaller."""
        self.zoom_to(self._zoom * STEP**steps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        size = self._pages.sizes[self.number]
        dots = SCREEN_DPI / POINTS_PER_INCH
        room = self.maximumViewportSize()
        wide = (room.width() - 2 * MARGIN_PX) / (size.width * dots)
        high = (room.height() - 2 * MARGIN_PX) / (size.height * dots)
        if self.fit is Fit.WIDTH:
            bar = self.verticalScrollBar().sizeHint().width() if wide > high else 0
            wide -= bar / (size.width * dots)
        if self.fit is not None:
            fitting = wide if self.fit is Fit.WIDTH else min(wide, high)
            self._zoom = min(max(fitting, LEAST_ZOOM), MOST_ZOOM)
        page = QSize(round(size.width * dots * self._zoom), round(size.height * dots * self._zoom))
        self._sheet.page = page
        view = self.viewport().size()
        self._sheet.resize(
            max(view.width(), page.width() + 2 * MARGIN_PX),
            max(view.height(), page.height() + 2 * MARGIN_PX),
        )
        self._sheet.update()
        self.zoomed.emit(self.percent)
        self._draw(page.width() * self.devicePixelRatioF() / size.width)

    def _draw(self, scale: float) -> None:
        """Have the page drawn off the GUI thread; what comes late is thrown away."""
        self._wanted += 1
        wanted, number, pages = self._wanted, self.number, self._pages
        self._jobs.read(lambda: (wanted, pages.image(number, scale)), self._came)

    def _came(self, came: tuple[int, QImage]) -> None:
        wanted, image = came
        if wanted == self._wanted:
            self._sheet.image = image
            self._sheet.update()
            self.drawn.emit()

    # -- keys and wheel ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_PageDown: lambda: self._go(1),
            Qt.Key.Key_Space: lambda: self._go(1),
            Qt.Key.Key_PageUp: lambda: self._go(-1),
            Qt.Key.Key_Backspace: lambda: self._go(-1),
            Qt.Key.Key_Home: lambda: self.show_page(0),
            Qt.Key.Key_End: lambda: self.show_page(len(self._pages) - 1),
            Qt.Key.Key_Plus: lambda: self.step_zoom(1),
            Qt.Key.Key_Equal: lambda: self.step_zoom(1),
            Qt.Key.Key_Minus: lambda: self.step_zoom(-1),
        }
        act = keys.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _go(self, direction: int) -> None:
        """Go on by what is in sight, then to the next page."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + direction * bar.pageStep())
        if bar.value() == before:
            self._turn(direction)

    def _turn(self, direction: int) -> None:
        if 0 <= self.number + direction < len(self._pages):
            self.show_page(self.number + direction, at_end=direction < 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        down = event.angleDelta().y() < 0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(-1 if down else 1)
            event.accept()
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() == (bar.maximum() if down else bar.minimum())
        if at_end and event.angleDelta().y():
            self._turn(1 if down else -1)
            event.accept()
        else:
            super().wheelEvent(event)
