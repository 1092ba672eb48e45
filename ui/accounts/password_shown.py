"""A one-time password, shown once."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label

COPIED_MS = 2_000


class PasswordShown(QDialog):
    """Big enough to be read out; closing it is the end of the text."""

    def __init__(self, name: str, login: str, password: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(440)
        self.setWindowTitle(self.tr("{name} 的一次性密码").format(name=name))
        self._password = password
        self.figure = label(password, "figure")
        self.figure.setObjectName("one-time-password")
        self.figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = Button(self.tr("复制"), icon="ph.copy")
        self.copy_button.clicked.connect(self._copy)
        self.close_button = Button(self.tr("已经告诉本人，关掉"), kind="primary")
        self.close_button.clicked.connect(self.accept)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(COPIED_MS)
        self._back.timeout.connect(self._say_copy)
        self._lay_out(login)
        self.close_button.setFocus()

    def _lay_out(self, login: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.windowTitle(), "section"))
        plate = QFrame()
        plate.setProperty("surface", "note")
        line = QHBoxLayout(plate)
        line.setContentsMargins(16, 12, 12, 12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(self.tr("用户名 {login}").format(login=login), "caption"))
        words.addWidget(self.figure)
        line.addLayout(words, 1)
        line.addWidget(self.copy_button)
        column.addWidget(plate)
        says = label(
            self.tr(
                "只显示这一次，程序里不存原文。请当面或打电话告诉本人，不要写在便条上；"
                "本人登录后要当场换成自己的密码。忘了就再重置一次。"
            ),
            "caption",
        )
        says.setWordWrap(True)
        column.addWidget(says)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._password)
        self.copy_button.setText(self.tr("已复制"))
        self.copy_button.set_icon("ph.check")
        self._back.start()

    def _say_copy(self) -> None:
        self.copy_button.setText(self.tr("复制"))
        self.copy_button.set_icon("ph.copy")
