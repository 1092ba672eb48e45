"""Calls numbers aloud: by a voice where the system has one, else by its bell; as often as set."""

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.services.halls.queries.boards import Call, HallRow
from ui.core.voice import chinese_voice

BELL_MS = 1_200
MOST_WAITING = 12
"""Calls that wait for the voice; what is older than so many is on the screen anyway."""
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


class Crier(QObject):
    """Calls one number after another; two windows never speak at once."""

    def __init__(
        self,
        parent: QObject,
        *,
        find_voice: Callable[[QObject], Any] = chinese_voice,
        ring: Callable[[], object] = QApplication.beep,
    ) -> None:
        """Take what finds a voice, asked for at the first call, and what rings the bell."""
        super().__init__(parent)
        self._find_voice, self._ring = find_voice, ring
        self._looked = False
        self._voice: Any = None
        self._sayings: deque[str] = deque(maxlen=MOST_WAITING)
        self._speaks = False
        self._bells = 0
        self._again = QTimer(self)
        self._again.setInterval(BELL_MS)
        self._again.timeout.connect(self._bell)

    def call(self, call: Call, hall: HallRow) -> None:
        """Call a number as its hall decided: whether it rings, whether it speaks, how often."""
        voice = self._voice_of() if hall.speaks else None
        if voice is None:
            self._bells = hall.call_times if hall.chimes else 0
            self._bell()
            return
        if hall.chimes:
            self._ring()
        self._sayings.append(self.words(call) * hall.call_times)
        self._speak()

    def words(self, call: Call) -> str:
        """Return what is said: figures one by one, as they are read from the slip."""
        number = " ".join(_DIGITS.get(sign, sign) for sign in call.number)
        told = self.tr("请 {number} 号，到 {window} 号窗口。")
        return told.format(number=number, window=call.window)

    def _voice_of(self) -> Any:
        if not self._looked:
            self._looked = True
            self._voice = self._find_voice(self)
            if self._voice is not None:
                self._voice.stateChanged.connect(self._changed)
        return self._voice

    def _speak(self) -> None:
        if self._sayings and not self._speaks and self._voice is not None:
            self._speaks = True
            self._voice.say(self._sayings.popleft())

    def _changed(self, state: Any) -> None:
        if state in (type(state).Ready, type(state).Error):
            self._speaks = False
            self._speak()

    def _bell(self) -> None:
        if self._bells > 0:
            self._bells -= 1
            self._ring()
        if self._bells > 0:
            self._again.start()
        else:
            self._again.stop()
