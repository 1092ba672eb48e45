"""The pane at the right of a list: head, scrolled body, foot with the actions; and its sections."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ui.core.controls import Button, label, line_between
from ui.core.page_bars import icon_button
from ui.core.theme import current
from ui.core.view_list import WIDE_WINDOW_PX

PADDING = 16


class SidePanel(QFrame):
    """Shows one record, or a state in its place.

    Attributes:
        head: Over the scrolled part: name, chips.
        body: The scrolled part; sections go here.
        foot: The actions, from the likely next step on.
    """

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty panel; `name` is what screen readers call it."""
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(PADDING, 12, PADDING, 8)
        self.head.setSpacing(4)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(PADDING, 4, PADDING, PADDING)
        self.body.setSpacing(12)
        self._scroll = _scroll_of(self.body)
        self._foot = _Foot()
        self.foot = self._foot.line
        self._record = QWidget()
        column = QVBoxLayout(self._record)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self._state: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._record)

    def show_record(self) -> None:
        """Show the record."""
        self._stack.setCurrentWidget(self._record)
        self._drop_state()

    def show_state(self, state: QWidget) -> None:
        """Show something else in its place: nothing chosen, reading, failed, not allowed."""
        self._drop_state()
        self._state = QWidget()
        column = QVBoxLayout(self._state)
        column.setContentsMargins(PADDING, 24, PADDING, 24)
        column.addWidget(state)
        column.addStretch(1)
        self._stack.addWidget(self._state)
        self._stack.setCurrentWidget(self._state)

    @property
    def shows_record(self) -> bool:
        """True while the record is shown, not a state."""
        return self._stack.currentWidget() is self._record

    def set_foot_visible(self, *, visible: bool) -> None:
        """Show or hide the actions, e.g. for somebody who may only read."""
        self._foot.setVisible(visible)

    def to_top(self) -> None:
        """Scroll back to the beginning: another record is shown."""
        self._scroll.verticalScrollBar().setValue(0)

    def add_close(self, line: QHBoxLayout) -> None:
        """Put the button that closes the panel at the end of a line of the head."""
        button = icon_button("ph.x", self.tr("收起这一栏"))
        button.clicked.connect(self.closed)
        line.addWidget(button)

    def _drop_state(self) -> None:
        if self._state is not None:
            self._stack.removeWidget(self._state)
            self._state.deleteLater()
            self._state = None

    def minimumSizeHint(self) -> QSize:
        return QSize(current().sizes.case_panel_small, 200)

    def sizeHint(self) -> QSize:
        return QSize(current().sizes.case_panel, 400)


class _Foot(QFrame):
    """56 px with a line above."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.action_bar)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(PADDING, 1, PADDING, 0)
        self.line.setSpacing(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, current().color("border"))
        painter.end()


def _scroll_of(body: QLayout) -> QScrollArea:
    content = QWidget()
    content.setProperty("scrolled", "true")
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(body)
    column.addStretch(1)
    made = QScrollArea()
    made.setWidget(content)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class PanelPart(QWidget):
    """A section of a panel: heading, how many, a link at the right, rows under it."""

    asked = Signal()  # the link was clicked

    def __init__(
        self, title: str, link: str = "", *, icon: str = "ph.plus", parent: QWidget | None = None
    ) -> None:
        """Make a section; without a `link` it offers nothing."""
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title = label(title, "section")
        self._count = label("", "caption")
        self.link = Button(link, kind="link", icon=icon, small=True, parent=self)
        self.link.setVisible(bool(link))
        self.link.clicked.connect(self.asked)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.link)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._shown: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(line_between())
        column.addLayout(head)
        column.addLayout(self._rows)

    def set_title(self, title: str, count: str = "") -> None:
        """Change the heading and the words after it."""
        self._title.setText(title)
        self._count.setText(count)

    def set_rows(self, rows: Sequence[QWidget], nothing: str = "") -> None:
        """Show these rows, or `nothing` in words where there are none."""
        for old in self._shown:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = list(rows)
        if not rows and nothing:
            says = label(nothing, "caption")
            says.setWordWrap(True)
            self._shown = [says]
        for row in self._shown:
            self._rows.addWidget(row)

    def rows(self) -> tuple[QWidget, ...]:
        """Return what is shown, from top to bottom."""
        return tuple(self._shown)


class ListPanes(QSplitter):
    """The panes of a list page: the list takes the room, the panel keeps its width."""

    def __init__(self, middle: Sequence[QWidget], panel: SidePanel) -> None:
        """Put the parts of the `middle` one under another; the one that expands gets the room."""
        super().__init__(Qt.Orientation.Horizontal)
        self._panel = panel
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in middle:
            column.addWidget(part)
        self.addWidget(pane)
        self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        panel.closed.connect(panel.hide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panes the widths that go with the window, unless a hand made them wider."""
        super().resizeEvent(event)
        sizes = current().sizes
        wide = self.window().width() >= WIDE_WINDOW_PX
        panel = sizes.case_panel if wide else sizes.case_panel_small
        self._panel.setMinimumWidth(sizes.case_panel_small)
        if self._panel.width() <= sizes.case_panel + 1:
            self.setSizes([max(1, self.width() - panel - 1), panel])
