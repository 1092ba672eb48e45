"""The head of every screen: back and home, or whose machine it is; time left; eyes and ears."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.core.clock import local
from ui.core.theme import current
from ui.kiosk.controls import BigButton, words
from ui.kiosk.screens.base import EDGE, GAP, Screen

KNOCKS, KNOCK_S = 5, 6.0
_DAYS = "一二三四五六日"


class TimeBar(QWidget):
    """How much time is left until what was typed is wiped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 1.0
        self.setFixedHeight(12)

    def tell(self, share: float) -> None:
        """Show a share of the time, 0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        for share, token in ((1.0, "bg.track"), (self._share, "accent.fill")):
            painter.setBrush(theme.color(token))
            painter.drawRoundedRect(QRectF(0, 0, box.width() * share, box.height()), 6, 6)
        painter.end()


class Name(QLabel):
    """Whose machine it is; knocking on it some times leads to the door of the staff."""

    def __init__(self, head: "Head") -> None:
        super().__init__("")
        self._head = head
        self._knocks: list[float] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.updateGeometry()  # another width, other lines

    def mousePressEvent(self, event: QMouseEvent) -> None:
        from time import monotonic

        now = monotonic()
        self._knocks = [at for at in self._knocks if now - at < KNOCK_S] + [now]
        if len(self._knocks) >= KNOCKS:
            self._knocks.clear()
            self._head.knocked()
        event.accept()


class Head(QWidget):
    """The upper edge of the window."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 48, EDGE, 16)
        row.setSpacing(GAP)
        self.back = BigButton(self.tr("返回"), window.back, icon="ph.arrow-left", role="section")
        self.home = BigButton(self.tr("首页"), window.home, icon="ph.house", role="section")
        for button in (self.back, self.home):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self._name = Name(self)
        self._name.setWordWrap(True)
        self._name.setFont(current().font("title", bold=True))
        self._name.setMinimumWidth(1)
        row.addWidget(self._name, 1)
        self._gap = QWidget()
        row.addWidget(self._gap, 1)
        row.addLayout(self._right())
        self.larger = self._small("ph.text-aa", self.tr("大字"), window.vision.larger)
        self.contrast = self._small("ph.circle-half", self.tr("黑底"), window.vision.darker)
        self.voice = self._small("ph.speaker-high", self.tr("听语音"), None)
        self.voice.clicked.connect(self._speak)
        for button in (self.larger, self.contrast, self.voice):
            row.addWidget(button)
        self.voice.setVisible(window.speaker.is_there)

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self._time = words("", "caption", token="text.2")
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._time.setWordWrap(False)
        self._step = words("", "caption", bold=True, token="text.2")
        self._step.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._step.setWordWrap(False)
        self._bar = TimeBar()
        column.addStretch(1)
        column.addWidget(self._step)
        column.addWidget(self._time)
        column.addWidget(self._bar)
        column.addStretch(1)
        return column

    def _small(self, icon: str, text: str, press: Any) -> BigButton:
        made = BigButton("", icon=icon, role="body")
        made.setAccessibleName(text)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if press is not None:

            def act() -> None:
                press()
                self._window.again()

            made.clicked.connect(act)
        return made

    def _speak(self) -> None:
        self._window.speaker.toggle(self._window.shown.speech())

    def knocked(self) -> None:
        """Somebody knocked on the name: the staff wants out."""
        self._window.ask_staff()

    def tell(self, screen: Screen) -> None:
        """Show what belongs to a screen."""
        is_home = screen.is_home
        at = self._window.machine.at
        for button in (self.back, self.home):
            button.setVisible(not is_home and at is not None)
        self._name.setVisible(is_home)
        self._gap.setVisible(not is_home)
        self._dress()
        self._name.setStyleSheet(f"color: {current().color('text').name()};")
        centre = at.centre.centre_name if at is not None else ""
        demo = self.tr("演示数据") if at is not None and at.is_demo else ""
        self._name.setText(f"{centre}\n{demo}".strip())
        done, whole = screen.step
        self._step.setText(
            self.tr("第 {step} 步，共 {whole} 步").format(step=done, whole=whole) if whole else ""
        )
        self._step.setVisible(bool(whole))
        self._bar.setVisible(not is_home)
        self.tick(self._window.left_s())

    def _dress(self) -> None:
        """Take the letters and colours of the theme, which the visitor may have changed."""
        self._name.setFont(current().font("section", bold=True))
        for label in (self._time, self._step):
            label.setFont(current().font("caption", bold=label is self._step))
            label.setStyleSheet(f"color: {current().color('text.2').name()};")

    def tick(self, left_s: int) -> None:
        """Show how much time is left; on the first screen what time it is."""
        if self._window.shown.is_home:
            now = self._window.now()
            if now is not None:
                at = local(now)
                self._time.setText(
                    self.tr("{month} 月 {day} 日 周{weekday}  {time}").format(
                        month=at.month,
                        day=at.day,
                        weekday=_DAYS[at.weekday()],
                        time=f"{at:%H:%M}",
                    )
                )
            return
        at = self._window.machine.at
        if at is None:
            self._time.setText("")
            return
        self._time.setText(self.tr("还剩 {seconds} 秒").format(seconds=left_s))
        self._bar.tell(left_s / max(1, at.look.look.idle_s))

    def sizeHint(self) -> QSize:
        name = self._name
        lines = 0 if name.isHidden() else name.heightForWidth(max(1, name.width()))
        return QSize(600, 48 + 16 + max(current().sizes.control, lines))
