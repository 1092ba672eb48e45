"""Reads the question out, where the system has a Chinese voice and the visitor asks for it."""

from typing import Any

from PySide6.QtCore import QObject

from ui.core.voice import chinese_voice


class Speaker(QObject):
    """Silent until somebody switches it on; silent again with the next visitor.

    Attributes:
        is_on: The visitor asked to be read to.
    """

    def __init__(self, parent: QObject | None = None, *, has_voice: bool = True) -> None:
        """Look for a voice, unless there is to be none: looking takes a moment."""
        super().__init__(parent)
        self.is_on = False
        self._voice: Any = chinese_voice(self) if has_voice else None

    @property
    def is_there(self) -> bool:
        """True where the system has a voice for Chinese."""
        return self._voice is not None

    def toggle(self, text: str) -> None:
        """Begin to read, or be silent."""
        self.is_on = not self.is_on
        if self.is_on:
            self.say(text)
        elif self._voice is not None:
            self._voice.stop()

    def say(self, text: str) -> None:
        """Read something out, if that was asked for."""
        if self.is_on and self._voice is not None:
            self._voice.stop()
            self._voice.say(text)

    def stop(self) -> None:
        """Be silent."""
        if self.is_on and self._voice is not None:
            self._voice.stop()
        self.is_on = False
