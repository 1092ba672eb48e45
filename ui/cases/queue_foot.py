"""The line under the queue: how much is loaded, and which keys do what."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.core.paging import Count
from ui.core.controls import KeyHint, label
from ui.core.theme import current


class QueueFoot(QFrame):
    """How much is loaded, e.g. 已载入 60 / 214 件，下滚续载, then the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sunken")
        self.setFixedHeight(current().sizes.header)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(6)
        self._says = label("", "caption")
        line.addWidget(self._says)
        line.addStretch(1)
        for keys, does in (
            ("Up Down", self.tr("移动")),
            ("Return", self.tr("打开")),
            ("A", self.tr("分流")),
            ("S", self.tr("签收")),
            ("F", self.tr("办结")),
        ):
            line.addSpacing(6)
            for key in keys.split():
                line.addWidget(KeyHint({"Up": "↑", "Down": "↓"}.get(key, key)))
            line.addWidget(label(does, "caption"))

    def tell(self, loaded: int, total: Count | None, *, more: bool) -> None:
        """Say how many of how many rows stand above."""
        if total is None:
            self._says.setText("")
            return
        words = (
            self.tr("已载入 {loaded} / {total} 件，下滚续载") if more else self.tr("共 {total} 件")
        )
        shown = total if more or total.more else Count(loaded)
        self._says.setText(words.format(loaded=loaded, total=shown))

    @property
    def text(self) -> str:
        """What it says."""
        return self._says.text()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, current().sizes.header)
