"""The top bar: where I am, which area I look at, search everything, notices, who I am."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.core.actor import Actor
from ui.core.chips import Avatar
from ui.core.controls import Button, hint_width, key_words, label, paint_hint
from ui.core.icons import paint_icon
from ui.core.states import IconMark
from ui.core.theme import current
from ui.shell.flat_button import paint_flat_ground

SEARCH_WIDTH = 360
SEARCH_LEAST = 200
SEARCH_KEY = "Ctrl+K"


class WayBar(QWidget):
    """The title of the slice and, behind it, the way to the page within: 事件 › 新建事件."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._title = _TitleButton(self)
        self._title.clicked.connect(self.back)
        self._row.addWidget(self._title)
        self._rest: list[QWidget] = []

    def set_way(self, title: str, crumbs: Sequence[str] = ()) -> None:
        """Show where one is; a click on the title leads back to the slice's first page."""
        for widget in self._rest:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._rest = []
        self._title.setText(title)
        self._title.setEnabled(bool(crumbs))
        for crumb in crumbs:
            for widget in (IconMark("ph.caret-right", "text.3", 12, self), label(crumb, "second")):
                self._row.addWidget(widget)
                self._rest.append(widget)
        self.setAccessibleName(" › ".join((title, *crumbs)))


class _TitleButton(QToolButton):
    """The title: plain text where it leads nowhere, a quiet link where it leads back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("title")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        font = current().font("title", bold=True)
        return QSize(
            QFontMetrics(font).horizontalAdvance(self.text()) + 1, current().type.title_line
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(current().font("title", bold=True))
        live = self.isEnabled() and (self.underMouse() or self.hasFocus())
        painter.setPen(current().color("accent" if live else "text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()


class SearchBox(QAbstractButton):
    """Looks like a field; opens "search everything"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-box")
        self.setText(self.tr("搜编号、地点、人、网格、命令"))
        self.setAccessibleName(self.tr("搜一切"))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(SEARCH_WIDTH)
        self.setMinimumWidth(SEARCH_LEAST)

    def sizeHint(self) -> QSize:
        return QSize(SEARCH_WIDTH, current().sizes.control + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self.underMouse()
        focus = self.hasFocus()
        line = "accent" if focus else "border.control" if near else "border"
        painter.setPen(QPen(theme.color(line), 2 if focus else 1))
        painter.setBrush(theme.color("bg.sunken"))
        inset = 1.0 if focus else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        side = theme.sizes.icon
        middle = round((self.height() - side) / 2)
        paint_icon(painter, "ph.magnifying-glass", QRectF(10, middle, side, side), "text.2")
        key = key_words(SEARCH_KEY)
        room = QRect(self.width() - hint_width(key) - 8, 0, hint_width(key), self.height())
        paint_hint(painter, key, room, "text.3", theme.color("border"))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text.3"))
        words = QRect(34, 0, room.left() - 42, self.height())
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


class BellButton(QAbstractButton):
    """Opens what was said; the number counts what nobody has looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bell")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._unread = 0
        self.set_unread(0)

    @property
    def unread(self) -> int:
        """Return the number shown."""
        return self._unread

    def set_unread(self, count: int) -> None:
        """Show how many notices are new."""
        self._unread = count
        words = self.tr("通知，{count} 条未看").format(count=count) if count else self.tr("通知")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().sizes.control + 4, current().sizes.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_flat_ground(painter, self)
        side = theme.sizes.icon_rail - 2
        mark = QRectF((self.width() - side) / 2 - 2, (self.height() - side) / 2 + 1, side, side)
        paint_icon(painter, "ph.bell", mark, "text.2")
        if self._unread:
            text = "99+" if self._unread > 99 else str(self._unread)
            painter.setFont(theme.font("caption", bold=True))
            width = max(16, painter.fontMetrics().horizontalAdvance(text) + 8)
            plate = QRectF(min(mark.center().x() + 1, self.width() - width), 0, width, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.fill"))
            painter.drawRoundedRect(plate, 8, 8)
            painter.setPen(theme.color("text.onfill"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class PersonButton(QAbstractButton):
    """Who is signed in and as what; opens the personal menu."""

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("person")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = name
        self._role = role
        self._avatar = Avatar(name, self)
        self._avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self._words())
        self.setToolTip(self._words())

    def _words(self) -> str:
        return f"{self._name}·{self._role}" if self._role else self._name

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        width = QFontMetrics(current().font("body")).horizontalAdvance(self._words())
        return QSize(4 + sizes.avatar + 8 + width + 8 + sizes.icon_small + 4, sizes.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: object) -> None:
        self._avatar.move(4, (self.height() - self._avatar.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_flat_ground(painter, self)
        painter.setFont(theme.font("body"))
        metrics = painter.fontMetrics()
        left = 4 + theme.sizes.avatar + 8
        painter.setPen(theme.color("text"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        room = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(room, middle, self._name)
        if self._role:
            painter.setPen(theme.color("text.2"))
            rest = room.adjusted(metrics.horizontalAdvance(self._name), 0, 0, 0)
            painter.drawText(rest, middle, f"·{self._role}")
        side = theme.sizes.icon_small
        caret = QRectF(self.width() - side - 4, (self.height() - side) / 2, side, side)
        paint_icon(painter, "ph.caret-down", caret, "text.2")
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open at once: a menu that waits for the release feels slow."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.click()


class TopBar(QFrame):
    """48 px over every page."""

    def __init__(self, actor: Actor, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top-bar")
        self.setFixedHeight(current().sizes.top_bar)
        self.way = WayBar()
        self.scope = Button("", kind="ghost", icon="ph.map-pin-line", caret=True)
        self.search = SearchBox()
        self.bell = BellButton()
        self.person = PersonButton(actor.name, role)
        self._line = _Line(self)
        # what stands left and right gets the same room, so that the field stays in the middle
        left, right = QHBoxLayout(), QHBoxLayout()
        for side in (left, right):
            side.setSpacing(0)
        left.addWidget(self.way)
        left.addSpacing(12)
        left.addWidget(self._line)
        left.addWidget(self.scope)
        left.addStretch(1)
        right.addStretch(1)
        self._right = right
        right.addWidget(self.bell)
        right.addSpacing(8)
        right.addWidget(self.person)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.search, 1)
        row.addLayout(right, 1)
        for button in (self.search, self.bell, self.person):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_scope_name("")

    def add(self, widget: QWidget) -> None:
        """Put what a slice has to say everywhere left of the bell."""
        self._right.insertWidget(1, widget)

    def set_scope_name(self, name: str) -> None:
        """Show which area is looked at; without a name there is nothing to choose."""
        self.scope.setText(name)
        self.scope.setAccessibleName(self.tr("看哪里：{name}").format(name=name))
        self.scope.setVisible(bool(name))
        self._line.setVisible(bool(name))
        self.scope.setMinimumWidth(self.scope.sizeHint().width() if name else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("bg.surface"))
        line = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, current().color("border"))
        painter.end()


class _Line(QWidget):
    """A short upright line between title and scope."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("border"))
        painter.end()
