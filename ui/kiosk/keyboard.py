"""The keyboard on the screen, with pinyin, as a part of the page.

Qt's own panel is a window that hides the lower fields. Here the same keyboard stands in a widget.
Which input method a program has is decided before it starts (`prepare`); without it, as on a desk
that looks at the kiosk, there is a plain keyboard only.
"""

import os
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.words import RESOURCES
from ui.core.theme import current

METHOD = "qtvirtualkeyboard"
QML = RESOURCES / "kiosk" / "keyboard.qml"
LEAST_PX, MOST_ACROSS = 320, 1080


def prepare(environment: dict[str, str] | Any = os.environ) -> None:
    """Choose the keyboard; before the application is made, and only in the kiosk's own process."""
    environment["QT_IM_MODULE"] = METHOD
    environment["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"
    environment["QT_QUICK_BACKEND"] = "software"


def is_prepared() -> bool:
    """Tell whether this process has the keyboard on the screen."""
    return os.environ.get("QT_IM_MODULE") == METHOD


class Keyboard(QWidget):
    """Shows the keyboard while a screen wants it; takes no focus from the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("键盘"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._panel: Any = None
        if is_prepared():
            from PySide6.QtQuickWidgets import QQuickWidget

            panel = QQuickWidget(self)
            panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            panel.setResizeMode(QQuickWidget.ResizeMode.SizeRootObjectToView)
            panel.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
            panel.setClearColor(current().color("bg.window"))
            panel.setSource(QUrl.fromLocalFile(str(QML)))
            column.addWidget(panel)
            self._panel = panel
        self.hide()

    @property
    def is_there(self) -> bool:
        """True where this process has a keyboard on the screen."""
        return self._panel is not None

    def fit(self, across: int) -> None:
        """Be as high as a window that wide asks for."""
        self.setFixedHeight(max(LEAST_PX, round(min(across, MOST_ACROSS) * 0.314) + 60))

    def forget(self) -> None:
        """Let go of what was half typed."""
        method = QGuiApplication.inputMethod()
        if method is not None:
            method.reset()
