"""What one person at one desk arranged: window geometry, columns, open panes (QSettings)."""

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Preferences:
    """A small typed face over QSettings; holds no data of the trade and none of people."""

    def __init__(self, path: Path | None = None) -> None:
        """Keep to the file at `path`, else to where the system keeps settings of programs."""
        if path is None:
            self._settings = QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, "jiezhi", "desk"
            )
        else:
            self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return what was kept under `key` as text."""
        value = self._settings.value(key)
        return value if isinstance(value, str) else default

    def set_text(self, key: str, value: str) -> None:
        """Keep a text."""
        self._settings.setValue(key, value)

    def layout(self, key: str) -> dict[str, object]:
        """Return an arrangement kept by `set_layout`; empty when there is none or it is broken."""
        try:
            value = json.loads(self.text(key, "{}"))
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    def set_layout(self, key: str, value: dict[str, object]) -> None:
        """Keep an arrangement made of plain lists, dicts, texts and numbers."""
        self.set_text(key, json.dumps(value, ensure_ascii=False, sort_keys=True))

    def blob(self, key: str) -> QByteArray:
        """Return bytes kept by `set_blob`, e.g. a window's geometry; empty when there are none."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_blob(self, key: str, value: QByteArray) -> None:
        """Keep bytes as Qt made them."""
        self._settings.setValue(key, value)

    def remove(self, key: str) -> None:
        """Forget what was kept under `key`."""
        self._settings.remove(key)

    def save(self) -> None:
        """Write to disk now."""
        self._settings.sync()
