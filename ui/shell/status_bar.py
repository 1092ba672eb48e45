"""The status bar: is the database there, when did something last change, who keeps, what time."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.core.clock import Clock, local
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.relative_time import exact_time, full, relative
from ui.core.theme import current

EVERY_MS = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """How the database answers.

    Attributes:
        well: False while it does not.
        since: When it stopped answering, None while it does.
    """

    well: bool = True
    since: datetime | None = None


class Dot(QWidget):
    """A round mark; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = "ok"
        self.setFixedSize(8, 8)

    def set_token(self, token: str) -> None:
        """Take the colour of another state."""
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(current().color(self._token))
        painter.setBrush(current().color(self._token))
        painter.drawEllipse(QRectF(0.5, 0.5, 7, 7))
        painter.end()


class StatusBar(QFrame):
    """28 px under every page."""

    keys_wanted = Signal()
    outbox_wanted = Signal()

    def __init__(self, clock: Clock, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-bar")
        self.setFixedHeight(current().sizes.status_bar)
        self._clock = clock
        self._changed: datetime | None = None
        self._link = Link()
        self._dot = Dot()
        self._database = label("", "caption")
        self._change = label("", "caption")
        self._keeper = label("", "caption")
        self._time = label("", "caption")
        keys = Button(self.tr("按 ? 看快捷键"), kind="ghost", icon="ph.keyboard", small=True)
        keys.setFont(current().font("caption"))
        keys.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys.clicked.connect(self.keys_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._dot)
        state.addWidget(self._database)
        row.addLayout(state)
        waits = self.tr("待补报")
        self.outbox = Button(waits, kind="ghost", icon="ph.cloud-arrow-up", small=True)
        self.outbox.setObjectName("outbox-button")
        self.outbox.setAccessibleName(waits)
        self.outbox.setFont(current().font("caption"))
        self.outbox.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.outbox.clicked.connect(self.outbox_wanted)
        self.outbox.hide()
        row.addWidget(self.outbox)
        row.addWidget(self._change)
        row.addWidget(self._keeper)
        if demo:
            row.addWidget(Chip(self.tr("演示数据"), "warn", icon="ph.flask"))
        row.addStretch(1)
        row.addWidget(keys)
        row.addWidget(self._time)
        self._keeper.hide()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(EVERY_MS)
        self.set_link(self._link)
        self.tick()

    def set_link(self, link: Link) -> None:
        """Say whether the database answers."""
        self._link = link
        if link.well or link.since is None:
            words = self.tr("数据库正常") if link.well else self.tr("连不上数据库")
        else:
            words = self.tr("连不上数据库，{moment} 起显示的是旧数据").format(
                moment=exact_time(link.since)
            )
        self._database.setText(words)
        self._dot.set_token("ok" if link.well else "over")

    def set_outbox(self, waiting: int, refused: int) -> None:
        """Say how much waits on this computer; nothing takes no room."""
        told = []
        if waiting:
            told.append(self.tr("待补报 {count}").format(count=waiting))
        if refused:
            told.append(self.tr("没有报成 {count}").format(count=refused))
        words = "，".join(told)
        self.outbox.setText(words)
        self.outbox.setAccessibleName(words)
        self.outbox.setVisible(bool(waiting or refused))

    def set_keeper(self, sentence: str) -> None:
        """Say which desk does the chores."""
        self._keeper.setText(sentence)
        self._keeper.setVisible(bool(sentence))

    def set_changed(self, moment: datetime) -> None:
        """Say when the last change was heard of."""
        self._changed = moment
        self.tick()

    def tick(self) -> None:
        """Bring the times up to date."""
        now = self._clock.now()
        self._time.setText(
            self.tr("服务器时间 {time}").format(time=f"{local(now):%Y-%m-%d %H:%M:%S}")
        )
        if self._changed is None:
            self._change.setText(self.tr("打开后还没有变更"))
            return
        today = local(self._changed).date() == local(now).date()
        moment = exact_time(self._changed) if today else full(self._changed)
        self._change.setText(
            self.tr("最近变更 {moment}（{ago}）").format(
                moment=moment, ago=relative(self._changed, now)
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("bg.sunken"))
        painter.fillRect(QRect(0, 0, self.width(), 1), current().color("border"))
        painter.end()
