"""What stands in the window before a desk does: the empty frame, or why there is none."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.errors import NoDatabase
from ui.core.notices import explain
from ui.core.states import StatePanel, Step
from ui.core.theme import current


class EmptyFrame(QWidget):
    """Rail, bars and ground without anything in them: true within the first moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("正在打开"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        sizes = theme.sizes
        painter = QPainter(self)
        width, height = self.width(), self.height()
        bottom = height - sizes.status_bar
        for box, token in (
            (QRect(0, 0, width, height), "bg.window"),
            (QRect(0, 0, sizes.rail, height), "bg.rail"),
            (QRect(sizes.rail, 0, width, sizes.top_bar), "bg.surface"),
            (QRect(sizes.rail, bottom, width, sizes.status_bar), "bg.sunken"),
            (QRect(sizes.rail - 1, 0, 1, height), "border"),
            (QRect(sizes.rail, sizes.top_bar - 1, width, 1), "border"),
            (QRect(sizes.rail, bottom, width, 1), "border"),
        ):
            painter.fillRect(box, theme.color(token))
        painter.end()


class Trouble(QWidget):
    """Why no desk can be shown, and the next step.

    Attributes:
        error: What is the matter.
    """

    def __init__(
        self,
        error: BaseException,
        retry: Callable[[], object],
        set_up: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        self.error = error
        column = QVBoxLayout(self)
        column.addWidget(self._panel(error, retry, set_up), 1, Qt.AlignmentFlag.AlignHCenter)

    def _panel(
        self, error: BaseException, retry: Callable[[], object], set_up: Callable[[], object]
    ) -> StatePanel:
        explained = explain(error)
        empty = isinstance(error, NoDatabase)
        return StatePanel(
            "ph.database" if empty else "ph.warning-octagon",
            self.tr("这个数据库还是空的") if empty else self.tr("没能打开数据库"),
            explained.text,
            Step(self.tr("再试"), retry, primary=True),
            Step(self.tr("换一个数据库"), set_up),
            Step(self.tr("复制出错信息"), lambda: _copy(explained.detail)),
            token="text.3" if empty else "over",
        )


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
