"""What was said since the desk was opened, behind the bell."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.notice_bar import MARK, NoticeBar
from ui.core.notices import Notice, NoticeKind
from ui.core.relative_time import moment_and_relative
from ui.core.slices import Desk
from ui.core.states import EmptyState, IconMark
from ui.core.theme import current
from ui.shell.top_bar import BellButton

MOST = 50
WIDTH = 400
HEIGHT_MOST = 480
CALM = {
    NoticeKind.DONE: ("ph.check-circle", "ok"),
    NoticeKind.UNDO: ("ph.check-circle", "ok"),
    NoticeKind.NEWS: ("ph.bell", "accent"),
}
UNCOUNTED = frozenset({NoticeKind.DONE, NoticeKind.UNDO})


@dataclass(frozen=True, slots=True)
class Said:
    """A notice and when it came."""

    notice: Notice
    at: datetime


class NoticeLog(QObject):
    """Remembers notices, counts the unread ones at the bell, shows them when it is opened."""

    def __init__(self, desk: Desk, bell: BellButton, strips: NoticeBar) -> None:
        super().__init__(bell)
        self._desk = desk
        self._bell = bell
        self._said: list[Said] = []
        self._unread = 0
        self._list: NoticeList | None = None
        for strip in strips.strips():
            self._take(strip.notice)
        desk.notices.posted.connect(self._take)
        bell.clicked.connect(self.open)

    @property
    def shown(self) -> "NoticeList | None":
        """Return the list that was opened last."""
        return self._list

    @property
    def said(self) -> tuple[Said, ...]:
        """Return what was said, the newest first."""
        return tuple(reversed(self._said))

    def open(self) -> None:
        """Show the list under the bell; what it shows is read."""
        if self._list is not None:
            self._list.close()
            self._list.deleteLater()
        now = self._desk.parts.clock.now()
        self._list = NoticeList(self.said, now, self._bell.window())
        self._unread = 0
        self._bell.set_unread(0)
        corner = QPoint(self._bell.width() - self._list.width(), self._bell.height() + 4)
        self._list.move(self._bell.mapToGlobal(corner))
        self._list.show()

    def _take(self, notice: Notice) -> None:
        self._said.append(Said(notice, self._desk.parts.clock.now()))
        del self._said[:-MOST]
        if notice.kind not in UNCOUNTED:
            self._unread += 1
            self._bell.set_unread(self._unread)


class NoticeList(QWidget):
    """The list; closes by Escape and by a click elsewhere."""

    def __init__(self, said: tuple[Said, ...], now: datetime, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("notice-list")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setAccessibleName(self.tr("通知"))
        self.setFixedWidth(WIDTH)
        card = QFrame(self)
        card.setProperty("surface", "card")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = label(self.tr("通知"), "section")
        head.setContentsMargins(16, 0, 16, 0)
        head.setFixedHeight(40)
        column.addWidget(head)
        if not said:
            column.addWidget(
                EmptyState(
                    self.tr("还没有通知"),
                    self.tr("时限预警、出错、断网和他人改动会记在这里，关掉程序即清空。"),
                    icon="ph.bell",
                )
            )
            return
        rows = QWidget()
        rows.setProperty("scrolled", "true")
        lines = QVBoxLayout(rows)
        lines.setContentsMargins(0, 0, 0, 4)
        lines.setSpacing(0)
        for one in said:
            lines.addWidget(self._row(one, now))
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(rows)
        needed = rows.heightForWidth(WIDTH - 2) if rows.hasHeightForWidth() else 0
        scroll.setFixedHeight(min(HEIGHT_MOST, max(needed, rows.sizeHint().height())))
        column.addWidget(scroll)

    def _row(self, said: Said, now: datetime) -> QWidget:
        notice = said.notice
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(12)
        name, token = CALM.get(notice.kind, MARK[notice.kind])
        mark = IconMark(name, token, current().sizes.icon)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        sentence = label(f"{notice.lead}{notice.text}")
        sentence.setWordWrap(True)
        texts.addWidget(sentence)
        texts.addWidget(label(moment_and_relative(said.at, now), "caption"))
        line.addLayout(texts, 1)
        if notice.act is not None and notice.kind is not NoticeKind.UNDO:
            act = Button(notice.act.title, kind="quiet", small=True)
            act.clicked.connect(notice.act.run)
            act.clicked.connect(self.close)
            line.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
