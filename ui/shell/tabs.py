"""The row of tabs under the top bar, for a slice that has several pages."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QWidget

from ui.core.slices import PageSpec
from ui.core.theme import current, set_property


class PageTabs(QFrame):
    """40 px; hidden for a slice with one page."""

    chosen = Signal(str)  # key of a page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(current().sizes.tab_bar)
        self._keys: tuple[str, ...] = ()
        self._bar = QTabBar(self)
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setCursor(Qt.CursorShape.PointingHandCursor)
        self._bar.setAccessibleName(self.tr("这里的页面"))
        self._bar.tabBarClicked.connect(self._clicked)
        self._bar.currentChanged.connect(self._changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 12, 1)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.hide()

    def set_pages(self, pages: Sequence[PageSpec], here: str, accent: str = "accent") -> None:
        """Offer `pages` and mark the one with the key `here` in the colour of `accent`."""
        if self._bar.property("accent") != accent:
            set_property(self._bar, "accent", accent)
        keys = tuple(page.key for page in pages)
        with QSignalBlocker(self._bar):
            if keys != self._keys:
                while self._bar.count():
                    self._bar.removeTab(0)
                for page in pages:
                    self._bar.addTab(page.title)
                self._keys = keys
            if here in keys:
                self._bar.setCurrentIndex(keys.index(here))
                self._bar.updateGeometry()  # the marked one is bold, and so wider
        self.setVisible(len(keys) > 1)

    def titles(self) -> tuple[str, ...]:
        """Return the words on the tabs."""
        return tuple(self._bar.tabText(at) for at in range(self._bar.count()))

    def _changed(self, at: int) -> None:
        if 0 <= at < len(self._keys):
            self.chosen.emit(self._keys[at])

    def _clicked(self, at: int) -> None:
        """A click on the marked tab leads back to it from a page behind it."""
        if at == self._bar.currentIndex():
            self._changed(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("bg.surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, current().color("border"))
        painter.end()
