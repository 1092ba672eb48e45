"""What this program is, and what to tell an administrator who asks."""

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.database import SCHEMA, VERSION
from app.core.settings import config_file, data_folder
from ui.core.controls import Button, label
from ui.shell.logo import Logo


class AboutDialog(QDialog):
    """Version, database, folders; one button copies it all."""

    def __init__(self, where: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("关于街治通"))
        self.setModal(True)
        self._facts = (
            (self.tr("版本"), f"{VERSION}（{self.tr('数据库结构')} {SCHEMA}）"),
            (self.tr("数据库"), where),
            (self.tr("设置文件"), str(config_file())),
            (self.tr("数据文件夹"), str(data_folder())),
            ("Qt", qVersion()),
            (self.tr("许可"), "GPL-3.0-or-later"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Logo(40))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(self.tr("街治通"), "title"))
        names.addWidget(label(self.tr("街道综治中心的桌面系统"), "caption"))
        head.addLayout(names, 1)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(self._facts):
            grid.addWidget(label(name, "caption"), at, 0, Qt.AlignmentFlag.AlignTop)
            words = label(value)
            words.setWordWrap(True)
            words.setMinimumWidth(320)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, at, 1)
        column.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        copy = Button(self.tr("复制这些"), kind="quiet", icon="ph.copy")
        copy.clicked.connect(self._copy)
        close = Button(self.tr("关闭"), kind="primary")
        close.clicked.connect(self.accept)
        for button in (copy, close):
            buttons.addWidget(button)
        column.addLayout(buttons)

    def _copy(self) -> None:
        lines = (f"{name}：{value}" for name, value in self._facts)
        QGuiApplication.clipboard().setText("\n".join(lines))
