"""The bars of a list page: what is listed and what narrows it; below, how much and the keys."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.paging import Count
from ui.core.controls import Button, KeyHint, hint_width, label, paint_hint
from ui.core.fields import SearchField
from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.slices import KeyHelp
from ui.core.theme import current

TYPING_PAUSE_MS = 250
ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


class NarrowField(SearchField):
    """A line that narrows a list while one types; "/" leads to it, Escape clears and leaves it."""

    narrowed = Signal(object)  # str, after a pause in typing
    left = Signal()  # the keyboard goes back to the list

    def __init__(self, placeholder: str, key: str = "/", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, "ph.funnel", parent)
        self._key = key
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.tell)
        self.textEdited.connect(self._typed)
        words = QFontMetrics(current().font("body")).horizontalAdvance(placeholder)
        beside = current().sizes.icon + 28 + (hint_width(key) + 8 if key else 0)
        self.setMinimumWidth(words + beside)
        self.setMaximumWidth(max(240, words + beside))

    def tell(self) -> None:
        """Say at once what narrows."""
        self._pause.stop()
        self.narrowed.emit(self.text().strip())

    def _typed(self, _: str) -> None:
        self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.tell()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus() or not self._key:
            return
        painter = QPainter(self)
        rect = self.rect().adjusted(self.width() - hint_width(self._key) - 8, 0, -8, 0)
        paint_hint(painter, self._key, rect, "text.3", current().color("border"))
        painter.end()


class ToolBar(QFrame):
    """48 px over a list: its name and how many, what narrows it, and at the right what to do."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.tool_bar)
        self._title = label("", "section")
        self._count = label("", "caption")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 0, 12, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._title)
        self._line.addWidget(self._count)
        self._line.addStretch(1)
        self._rest = self._line.count() - 1  # the stretch between what narrows and what to do
        self.set_title(title)
        self.set_count("")

    def set_title(self, title: str) -> None:
        """Name what is listed."""
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def set_count(self, text: str) -> None:
        """Say how many there are, with the unit word: "42 人"."""
        self._count.setText(text)
        self._count.setVisible(bool(text))

    @property
    def title_text(self) -> str:
        """What is said to be listed."""
        return self._title.text()

    @property
    def count_text(self) -> str:
        """How many there are, as said."""
        return self._count.text()

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something that narrows after the title."""
        self._line.insertWidget(self._rest, widget, stretch)
        self._rest += 1

    def add_right(self, *widgets: QWidget) -> None:
        """Put what to do at the right end."""
        for widget in widgets:
            self._line.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, current().color("border.subtle"))
        painter.end()


def icon_button(icon: str, words: str) -> Button:
    """Return a button without words; they stand in its tool tip and its accessible name."""
    made = Button(kind="ghost", icon=icon)
    made.setAccessibleName(words)
    made.setToolTip(words)
    return made


class FootBar(QFrame):
    """Under a list: how much of it is loaded, then the keys."""

    def __init__(self, keys: Sequence[KeyHelp] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sunken")
        self.setProperty(FOOT_PROPERTY, "true")
        self.setFixedHeight(current().sizes.header)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(6)
        self._says = label("", "caption")
        line.addWidget(self._says)
        line.addStretch(1)
        for hint in keys:
            line.addSpacing(6)
            for key in hint.key.split():
                line.addWidget(KeyHint(ARROWS.get(key, key)))
            line.addWidget(label(hint.does, "caption"))

    def say(self, text: str) -> None:
        """Say something."""
        self._says.setText(text)

    @property
    def text(self) -> str:
        """What is said."""
        return self._says.text()

    def tell(self, loaded: int, total: Count | None, unit: str, *, more: bool) -> None:
        """Say how many of how many rows stand above; `unit` is the word after the number."""
        if not more:
            self.say(self.tr("共 {count} {unit}").format(count=loaded, unit=unit))
        elif total is None:
            self.say(self.tr("已载入 {loaded} {unit}，下滚续载").format(loaded=loaded, unit=unit))
        else:
            words = self.tr("已载入 {loaded} / {total} {unit}，下滚续载")
            self.say(words.format(loaded=loaded, total=total, unit=unit))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, current().sizes.header)


def pile_up(page: QWidget, parts: Sequence[QWidget], *, grows: QWidget) -> None:
    """Lay the parts of a page out below one another, without gaps; one takes what room is left."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part is grows else 0)
