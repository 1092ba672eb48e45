"""What a page shows instead of rows: nothing there, failed, not allowed, still loading."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.icons import paint_icon
from ui.core.notices import Explained
from ui.core.theme import current


@dataclass(frozen=True, slots=True)
class Step:
    """A button under a state: the next step."""

    title: str
    run: Callable[[], object]
    primary: bool = False


class IconMark(QWidget):
    """An icon as a widget, painted in the theme's colour."""

    def __init__(
        self, name: str, token: str = "text.2", side: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self.setFixedSize(side, side)

    def set_icon(self, name: str, token: str) -> None:
        """Show another icon or colour."""
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, QRectF(self.rect()), self._token)
        painter.end()


class StatePanel(QWidget):
    """Icon, what is the matter, why, and the next steps, in the middle of the room there is."""

    def __init__(
        self,
        icon: str,
        title: str,
        why: str,
        *steps: Step,
        token: str = "text.3",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}。{why}")
        self.setMaximumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(4)
        column.addStretch(1)
        mark = IconMark(icon, token, current().sizes.icon_empty)
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for text, role in ((title, "section"), (why, "caption")):
            line = label(text, role)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            column.addWidget(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for step in steps:
            button = Button(step.title, kind="primary" if step.primary else "quiet", small=True)
            button.clicked.connect(lambda _=False, run=step.run: run())
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)


class EmptyState(StatePanel):
    """Nothing there, and why that is true."""

    def __init__(
        self,
        title: str,
        why: str,
        *steps: Step,
        icon: str = "ph.tray",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icon, title, why, *steps, parent=parent)


class ErrorState(StatePanel):
    """Something failed: what, what is safe, try again, copy what the administrator needs."""

    def __init__(
        self,
        title: str,
        error: Explained,
        retry: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Say that `title` failed; `error` comes from `ui.core.notices.explain`."""
        translate = QCoreApplication.translate
        self._detail = error.detail
        super().__init__(
            "ph.warning-octagon",
            title,
            error.text,
            Step(translate("ErrorState", "再试"), retry, primary=True),
            Step(translate("ErrorState", "复制出错信息"), self._copy),
            token="over",
            parent=parent,
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._detail)


class NoPermission(StatePanel):
    """Not allowed: which right it takes and who can give it."""

    def __init__(
        self, title: str, right: str, giver: str, *steps: Step, parent: QWidget | None = None
    ) -> None:
        """Say what cannot be seen; `right` and `giver` are words people know."""
        why = QCoreApplication.translate("NoPermission", "这要“{right}”权限，{giver}能给。")
        super().__init__(
            "ph.lock-key", title, why.format(right=right, giver=giver), *steps, parent=parent
        )


def paint_block(painter: QPainter, box: QRectF) -> None:
    """Paint one grey block of a skeleton."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().color("bg.track"))
    radius = min(4.0, box.height() / 2)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


class Skeleton(QWidget):
    """Grey blocks where lines of a card or panel will stand; nothing moves."""

    SHARES = (0.62, 0.9, 0.46, 0.78)

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(self.tr("正在读取"))

    def sizeHint(self) -> QSize:
        return QSize(240, self._lines * current().type.body_line + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = current().type.body_line
        height = current().type.caption * 0.8
        for at in range(self._lines):
            top = at * line + (line - height) / 2
            width = self.width() * self.SHARES[at % len(self.SHARES)]
            paint_block(painter, QRectF(0, top, width, height))
        painter.end()
