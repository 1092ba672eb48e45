"""Below the pages: which one is in sight, how large they are shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from ui.core.controls import Button, label
from ui.core.page_bars import icon_button
from ui.papers.pages_view import PagesView
from ui.parts.paper_view import Fit

_PERCENT_PX, _NUMBER_PX = 44, 44


class PagesFoot(QFrame):
    """Turns and zooms the pages above it."""

    def __init__(self, pages: PagesView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self._pages = pages
        self._place = (1, 1)
        smaller = icon_button("ph.minus", self.tr("缩小"))
        larger = icon_button("ph.plus", self.tr("放大"))
        whole = Button(self.tr("整页"), kind="ghost", small=True)
        wide = Button(self.tr("适合宽度"), kind="ghost", small=True)
        self.percent = label("", "second")
        self.percent.setFixedWidth(_PERCENT_PX)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number = QLineEdit()
        self.number.setFixedWidth(_NUMBER_PX)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setAccessibleName(self.tr("第几页"))
        self.number.setToolTip(self.tr("写页码，按 Enter 跳到那一页"))
        self.count = label("", "second")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 12, 4)
        line.setSpacing(6)
        self.hint = label(self.tr("带点线的数字能点开，点线不打印"), "caption")
        line.addWidget(self.hint, 1)
        for part in (smaller, self.percent, larger, whole, wide, self.number, self.count):
            line.addWidget(part)
        smaller.clicked.connect(lambda: pages.step_zoom(-1))
        larger.clicked.connect(lambda: pages.step_zoom(1))
        whole.clicked.connect(lambda: pages.fit_to(Fit.PAGE))
        wide.clicked.connect(lambda: pages.fit_to(Fit.WIDTH))
        self.number.returnPressed.connect(self._jump)
        pages.zoomed.connect(lambda percent: self.percent.setText(f"{percent}%"))

    def show_place(self, page: int, pages: int) -> None:
        """Say which page of how many is in sight, the first being 1."""
        self._place = (page, pages)
        self.number.setText(str(page))
        self.count.setText(self.tr("/ {pages} 页").format(pages=pages))

    def _jump(self) -> None:
        """Go to the page that was typed; what is none leaves everything as it is."""
        page, pages = self._place
        typed = self.number.text().strip()
        wanted = int(typed) if typed.isdecimal() else page
        self._pages.show_page(min(max(wanted, 1), pages) - 1)
        self.number.setText(str(self._pages.leaf + 1))
        self._pages.setFocus()
