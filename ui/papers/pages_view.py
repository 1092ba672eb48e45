"""The pages of a paper one under the other, its numbers to be pointed at."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from app.papers.frame import Spot
from ui.core.jobs import Jobs
from ui.core.theme import current
from ui.parts.paper_view import Fit
from ui.parts.pdf_pages import POINTS_PER_INCH, PdfPages

GAP_PX = 16
LEAST_ZOOM, MOST_ZOOM, STEP = 0.25, 4.0, 1.25
SCREEN_DPI = 96
USUAL_ZOOM = 0.8
_TINT = 70  # of 255: a number stays readable under it


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a picture."""

    leaf: int
    scale: float
    image: QImage


class _Ground(QWidget):
    """All pages on the ground around them."""

    pointed = Signal(object)  # key of a spot, "" for none

    def __init__(self, view: "PagesView") -> None:
        super().__init__()
        self._view = view
        self.setMouseTracking(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), current().color("bg.track"))
        self._view.paint(painter, event.rect())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointed.emit(self._view.key_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = bool(self._view.key_at(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            told = self._view.told_at(event.pos())
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)


class PagesView(QScrollArea):
    """Scrolls through the pages; a click, or the arrows, choose a number.

    Attributes:
        labels: What each key is called, for tool tips and screen readers.
        changed_keys: Keys of numbers that are others by now.
    """

    figure_chosen = Signal(object)  # key
    turned = Signal(object)  # number of the page in sight, from 0
    zoomed = Signal(object)  # percent
    drawn = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pages: PdfPages | None = None
        self._spots: tuple[Spot, ...] = ()
        self._images: dict[int, Drawn] = {}
        self._asked: dict[int, float] = {}
        self._epoch = 0
        self.zoom = USUAL_ZOOM
        self.fit: Fit | None = None
        self.leaf = 0
        self.chosen = ""
        self.labels: dict[str, str] = {}
        self.changed_keys: frozenset[str] = frozenset()
        self._ground = _Ground(self)
        self._ground.pointed.connect(self._point)
        self.setWidget(self._ground)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("文书各页"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw_seen)
        self.verticalScrollBar().valueChanged.connect(self._moved)

    # -- what is shown -------------------------------------------------------------------------

    def show_paper(self, pages: PdfPages | None, spots: tuple[Spot, ...]) -> None:
        """Show a paper from its beginning; None shows nothing."""
        self._epoch += 1
        self._pages, self._spots = pages, spots
        self._images, self._asked = {}, {}
        self.chosen, self.leaf = "", 0
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def choose(self, key: str, *, look: bool = True) -> None:
        """Let a number stand out; `look` scrolls to it."""
        self.chosen = key
        spot = next((each for each in self._spots if each.key == key), None)
        if spot is not None and look:
            rect = self._rect_of(spot)
            self.ensureVisible(rect.center().x(), rect.center().y(), 40, 120)
        self._ground.update()

    def mark_changed(self, keys: frozenset[str]) -> None:
        """Tint the numbers that are others by now."""
        self.changed_keys = keys
        self._ground.update()

    def show_page(self, leaf: int) -> None:
        """Scroll to a page."""
        if self._pages is not None and 0 <= leaf < len(self._pages) and leaf != self.leaf:
            self.verticalScrollBar().setValue(self._page_rect(leaf).top() - GAP_PX // 2)

    def step_zoom(self, steps: int) -> None:
        """Show pages larger or smaller, keeping the place."""
        self.zoom_to(self.zoom * STEP**steps)

    def fit_to(self, fit: Fit) -> None:
        """Show pages as wide as there is room, or whole; stays so when the window changes."""
        self.fit = fit
        self._fit()

    def _fit(self) -> None:
        if self.fit is None or self._pages is None:
            return
        size, room = self._pages.sizes[self.leaf], self.viewport().size()
        dots = SCREEN_DPI / POINTS_PER_INCH
        zoom = (room.width() - 2 * GAP_PX) / (size.width * dots)
        if self.fit is Fit.PAGE:
            zoom = min(zoom, (room.height() - 2 * GAP_PX) / (size.height * dots))
        leaf = self.leaf
        self._zoom(zoom)
        if self.fit is Fit.PAGE:
            self.verticalScrollBar().setValue(self._page_rect(leaf).top() - GAP_PX)

    def zoom_to(self, zoom: float) -> None:
        """Show pages so large: 1 is as other programs show them."""
        self.fit = None
        self._zoom(zoom)

    def _zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self.zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._lay_out()
        bar.setValue(round(place * bar.maximum()))

    # -- places --------------------------------------------------------------------------------

    @property
    def _dots(self) -> float:
        """Pixels a point."""
        return SCREEN_DPI / POINTS_PER_INCH * self.zoom

    def _page_rect(self, leaf: int) -> QRect:
        if self._pages is None:
            return QRect()
        top = GAP_PX
        for size in self._pages.sizes[:leaf]:
            top += round(size.height * self._dots) + GAP_PX
        size = self._pages.sizes[leaf]
        wide, high = round(size.width * self._dots), round(size.height * self._dots)
        left = max(GAP_PX, (self._ground.width() - wide) // 2)
        return QRect(left, top, wide, high)

    def _rect_of(self, spot: Spot) -> QRect:
        page = self._page_rect(spot.leaf)
        inset = spot.height * 0.14  # a line's box is higher than its characters
        box = QRectF(spot.x, spot.top + inset, spot.width, spot.height - 2 * inset)
        corner = QPoint(
            page.left() + round(box.left() * self._dots), page.top() + round(box.top() * self._dots)
        )
        return QRect(
            corner, QSize(round(box.width() * self._dots), round(box.height() * self._dots))
        )

    def key_at(self, at: QPoint) -> str:
        """Return the number at a place of the ground, "" for none."""
        grown = 2
        for spot in self._spots:
            if self._rect_of(spot).adjusted(-grown, 0, grown, 0).contains(at):
                return spot.key
        return ""

    def told_at(self, at: QPoint) -> str:
        """Return what the number at a place is called."""
        return self.labels.get(self.key_at(at), "")

    def keys_of(self, leaf: int) -> tuple[str, ...]:
        """Return the numbers of a page in the order they stand."""
        return tuple(dict.fromkeys(each.key for each in self._spots if each.leaf == leaf))

    # -- drawing -------------------------------------------------------------------------------

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint the pages in sight."""
        if self._pages is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for leaf in range(len(self._pages)):
            page = self._page_rect(leaf)
            if not page.intersects(seen):
                continue
            painter.fillRect(page, Qt.GlobalColor.white)  # paper, in whatever theme
            drawn = self._images.get(leaf)
            if drawn is not None:
                painter.drawImage(page, drawn.image)
            painter.setPen(current().color("border"))
            painter.drawRect(page.adjusted(-1, -1, 0, 0))
        for spot in self._spots:
            rect = self._rect_of(spot)
            if rect.intersects(seen):
                self._paint_spot(painter, spot.key, rect)

    def _paint_spot(self, painter: QPainter, key: str, rect: QRect) -> None:
        changed = key in self.changed_keys
        tint = QColor(current().color("warn" if changed else "accent"))
        pen = QPen(tint, 1, Qt.PenStyle.SolidLine if changed else Qt.PenStyle.DotLine)
        if key == self.chosen or changed:
            tint.setAlpha(_TINT if key == self.chosen else _TINT // 2)
            painter.fillRect(rect.adjusted(-2, 0, 2, 0), tint)
        painter.setPen(pen)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if key == self.chosen:
            painter.drawRect(rect.adjusted(-2, 0, 2, 0))

    def _lay_out(self) -> None:
        if self._pages is None:
            self._ground.resize(self.viewport().size())
            self._ground.update()
            return
        wide = max(round(size.width * self._dots) for size in self._pages.sizes) + 2 * GAP_PX
        high = GAP_PX + sum(round(s.height * self._dots) + GAP_PX for s in self._pages.sizes)
        view = self.viewport().size()
        self._ground.resize(max(view.width(), wide), max(view.height(), high))
        self._ground.update()
        self.zoomed.emit(round(self.zoom * 100))
        self._moved()

    def _moved(self) -> None:
        if self._pages is None:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        found = max(
            (leaf for leaf in range(len(self._pages)) if self._page_rect(leaf).top() <= middle),
            default=0,
        )
        if found != self.leaf:
            self.leaf = found
            self.turned.emit(found)
        self._soon.start()

    def _draw_seen(self) -> None:
        if self._pages is None:
            return
        top = self.verticalScrollBar().value()
        seen = QRect(0, top, self._ground.width(), self.viewport().height())
        for leaf in range(len(self._pages)):
            if self._page_rect(leaf).intersects(seen):
                self._draw(leaf)

    def _draw(self, leaf: int) -> None:
        """Have a page drawn off the GUI thread, once at a size."""
        pages, epoch = self._pages, self._epoch
        scale = self._dots * self.devicePixelRatioF()
        if pages is None or self._asked.get(leaf) == scale:
            return
        self._asked[leaf] = scale
        self._jobs.read(lambda: (epoch, Drawn(leaf, scale, pages.image(leaf, scale))), self._came)

    def _came(self, came: tuple[int, Drawn]) -> None:
        epoch, drawn = came
        if epoch == self._epoch and self._asked.get(drawn.leaf) == drawn.scale:
            self._images[drawn.leaf] = drawn
            self._ground.update()
            self.drawn.emit()

    # -- hands ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        run = self._keys().get((Qt.Key(event.key()), held))
        if run is None:
            super().keyPressEvent(event)
        else:
            run()

    def _keys(self) -> dict[tuple[Qt.Key, bool], Callable[[], None]]:
        key, last = Qt.Key, len(self._pages or ()) - 1
        return {
            (key.Key_Right, False): lambda: self._walk(1),
            (key.Key_Left, False): lambda: self._walk(-1),
            (key.Key_Plus, False): lambda: self.step_zoom(1),
            (key.Key_Equal, False): lambda: self.step_zoom(1),
            (key.Key_Minus, False): lambda: self.step_zoom(-1),
            (key.Key_PageDown, False): lambda: self._turn(1),
            (key.Key_PageUp, False): lambda: self._turn(-1),
            (key.Key_Home, False): lambda: self.show_page(0),
            (key.Key_End, False): lambda: self.show_page(last),
            (key.Key_0, True): lambda: self.fit_to(Fit.PAGE),
            (key.Key_9, True): lambda: self.fit_to(Fit.WIDTH),
        }

    def _turn(self, step: int) -> None:
        """Go to the next page, or the one before."""
        self.show_page(min(max(self.leaf + step, 0), len(self._pages or ()) - 1))

    def _walk(self, step: int) -> None:
        """Choose the next number of the paper, or the one before."""
        keys = list(dict.fromkeys(spot.key for spot in self._spots))
        if not keys:
            return
        at = keys.index(self.chosen) + step if self.chosen in keys else 0
        self._point(keys[at % len(keys)])

    def _point(self, key: str) -> None:
        if key:
            self.choose(key)
            self.figure_chosen.emit(key)
