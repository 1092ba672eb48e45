"""What the wall is heard by: a tone of its own for each severity, made here and played quietly."""

import math
import struct
import wave
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from app.command.wall.rules import Severity

RATE = 22_050
_TONES = {
    Severity.NOTE: ((660, 0.15),),
    Severity.WARN: ((660, 0.18), (0, 0.06), (660, 0.18)),
    Severity.MAJOR: ((880, 0.3), (660, 0.3), (880, 0.3), (660, 0.3)),
}
"""Hertz and seconds; no hertz is a pause."""
_LOUD = 0.4
_FADE_S = 0.01


def samples(severity: Severity) -> bytes:
    """Return the tones of a severity as signed 16 bit, one channel."""
    made = bytearray()
    for hertz, seconds in _TONES[severity]:
        whole = round(RATE * seconds)
        for at in range(whole):
            edge = min(at, whole - at) / (RATE * _FADE_S)
            level = _LOUD * min(1.0, edge) * math.sin(2 * math.pi * hertz * at / RATE)
            made += struct.pack("<h", round(32_767 * level))
    return bytes(made)


class Sounds:
    """Plays tones; where the machine has nothing to play them on, the system's bell rings."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="jiezhi-wall-")
        self._effects: dict[Severity, Any] = {}

    def play(self, severity: Severity) -> None:
        """Let a severity be heard."""
        effect = self._effects.get(severity) or self._make(severity)
        if effect is None:
            QApplication.beep()
            return
        effect.play()

    def close(self) -> None:
        """Put the tones away."""
        self._effects.clear()
        self._folder.cleanup()

    def _make(self, severity: Severity) -> Any:
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError:
            return None
        if not QMediaDevices.audioOutputs():
            return None
        file = Path(self._folder.name) / f"{severity}.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples(severity))
        effect = QSoundEffect()
        effect.setSource(QUrl.fromLocalFile(str(file)))
        self._effects[severity] = effect
        return effect
