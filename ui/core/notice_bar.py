"""Strips that show notices: error, news, done, offline, undo."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.core.controls import Button
from ui.core.forms import escaped
from ui.core.notices import LASTS_S, Notice, NoticeKind, Notices
from ui.core.states import IconMark

FOOT_PROPERTY = "foot"
"""Marks the bars at the foot of a page, which no passing notice may cover."""
SURFACE = {
    NoticeKind.ERROR: "error",
    NoticeKind.INFO: "tint",
    NoticeKind.DONE: "plate",
    NoticeKind.OFFLINE: "warn",
    NoticeKind.UNDO: "plate",
    NoticeKind.NEWS: "plate",
}
MARK = {
    NoticeKind.ERROR: ("ph.warning-octagon", "over"),
    NoticeKind.INFO: ("ph.info", "accent"),
    NoticeKind.DONE: ("ph.check-circle", "plate.ok"),
    NoticeKind.OFFLINE: ("ph.wifi-slash", "warn.text"),
    NoticeKind.UNDO: ("ph.check-circle", "plate.ok"),
    NoticeKind.NEWS: ("ph.bell", "plate.text"),
}
ON_PLATE = (NoticeKind.DONE, NoticeKind.UNDO, NoticeKind.NEWS)
MOST = 4  # older strips give way, except lasting conditions


class NoticeStrip(QFrame):
    """One strip."""

    gone = Signal(object)  # str, the key

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._left_s = LASTS_S.get(notice.kind, 0)
        self._countdown: QPushButton | None = None
        self.setProperty("surface", SURFACE[notice.kind])
        self.setAccessibleName(notice.lead + notice.text)
        self.setMinimumHeight(40)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 4, 8, 4)
        line.setSpacing(8)
        name, token = MARK[notice.kind]
        line.addWidget(IconMark(name, token, 18))
        line.addWidget(self._words(), 1)
        self._add_buttons(line)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        if self._left_s:
            self._second.start()

    def _words(self) -> QLabel:
        notice = self.notice
        words = QLabel(f"<b>{escaped(notice.lead)}</b>{escaped(notice.text)}")
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if notice.kind in ON_PLATE:
            words.setProperty("role", "plate")
        return words

    def _add_buttons(self, line: QHBoxLayout) -> None:
        notice = self.notice
        if notice.act is not None:
            plate = notice.kind in ON_PLATE
            button = Button(notice.act.title, kind="plate" if plate else "quiet", small=True)
            button.clicked.connect(self._act)
            line.addWidget(button)
            if notice.kind is NoticeKind.UNDO:
                self._countdown = button
                self._write_countdown()
        if notice.kind is NoticeKind.ERROR and notice.detail:
            copy = Button(self.tr("复制出错信息"), kind="quiet", small=True)
            copy.clicked.connect(self._copy)
            line.addWidget(copy)
        if notice.kind is not NoticeKind.OFFLINE:
            close = Button(kind="ghost", icon="ph.x", small=True)
            close.set_icon("ph.x", "plate.text" if notice.kind in ON_PLATE else "text.2")
            close.setAccessibleName(self.tr("收起这条提示"))
            close.clicked.connect(self._go)
            line.addWidget(close)

    def _write_countdown(self) -> None:
        if self._countdown is not None and self.notice.act is not None:
            words = self.tr("{verb} {seconds} 秒")
            self._countdown.setText(words.format(verb=self.notice.act.title, seconds=self._left_s))

    def _count_down(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._go()
        else:
            self._write_countdown()

    def _act(self) -> None:
        act = self.notice.act
        self._go()
        if act is not None:
            act.run()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.notice.detail)

    def _go(self) -> None:
        self._second.stop()
        self.gone.emit(self.notice.key)


class NoticeBar(QWidget):
    """The strips of a window: being offline first, then newest at the bottom; takes no room while
    there are none.
    """

    def __init__(
        self,
        notices: Notices,
        parent: QWidget | None = None,
        *,
        kinds: frozenset[NoticeKind] = frozenset(NoticeKind),
    ) -> None:
        """Show what was kept before this window existed, and what comes.

        Args:
            notices: Where they come from.
            parent: Qt parent.
            kinds: What is shown here; a window may show lasting and passing ones apart.
        """
        super().__init__(parent)
        self._kinds = kinds
        self._strips: dict[str, NoticeStrip] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()
        notices.posted.connect(self.add)
        notices.withdrawn.connect(self.remove)
        for notice in notices.attach():
            self.add(notice)

    def add(self, notice: Notice) -> None:
        """Show one; it takes the place of an earlier one with its key."""
        self.remove(notice.key)
        if notice.kind not in self._kinds:
            return
        strip = NoticeStrip(notice)
        strip.gone.connect(self.remove)
        self._strips[notice.key] = strip
        self._column.insertWidget(0 if notice.kind is NoticeKind.OFFLINE else -1, strip)
        self.show()
        passing = [s for s in self._strips.values() if s.notice.kind is not NoticeKind.OFFLINE]
        for old in passing[:-MOST]:
            self.remove(old.notice.key)

    def remove(self, key: str) -> None:
        """Take one away."""
        strip = self._strips.pop(key, None)
        if strip is not None:
            strip.hide()
            self._column.removeWidget(strip)
            strip.deleteLater()
        self.setVisible(bool(self._strips))

    def strips(self) -> tuple[NoticeStrip, ...]:
        """Return what is shown, from top to bottom."""
        strips = self._strips.values()
        return tuple(sorted(strips, key=self._column.indexOf))
