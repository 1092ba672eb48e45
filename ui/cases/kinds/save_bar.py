"""The bar under a kind: whether something was typed, why, save or drop."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.core.controls import Button, label
from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.theme import current


class KindSaveBar(QFrame):
    """56 px; quiet while nothing was typed."""

    save_wanted = Signal()
    drop_wanted = Signal()
    note_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setProperty(FOOT_PROPERTY, "true")
        self.setFixedHeight(current().sizes.action_bar)
        self._busy = False
        self.says = label("", "second")
        self.says.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("为什么改（可不填）"))
        self.note.setAccessibleName(self.tr("为什么改"))
        self.note.setMaximumWidth(280)
        self.note.setMinimumWidth(200)
        self.drop_button = Button(self.tr("放弃"), kind="quiet")
        self.save_button = Button(self.tr("保存"), kind="primary", key="Ctrl+Return")
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 1, 24, 0)
        line.setSpacing(8)
        line.addWidget(self.says, 1)
        for widget in (self.note, self.drop_button, self.save_button):
            line.addWidget(widget)
        self.note.textEdited.connect(self.note_edited)
        self.drop_button.clicked.connect(self.drop_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.tell(changed=False, wrong=0)

    def tell(self, *, changed: bool, wrong: int) -> None:
        """Say how it stands."""
        if not changed:
            self.says.setText(self.tr("没有未保存的改动"))
        elif wrong:
            self.says.setText(self.tr("还有 {count} 处没填对").format(count=wrong))
        else:
            self.says.setText(self.tr("有改动还没保存；离开这一页也留着"))
        for widget in (self.note, self.drop_button, self.save_button):
            widget.setVisible(changed)
        self.save_button.setEnabled(changed and not wrong and not self._busy)

    def set_busy(self, *, busy: bool) -> None:
        """Lock the buttons while it is written."""
        self._busy = busy
        self.save_button.setEnabled(not busy)
        self.drop_button.setEnabled(not busy)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, current().color("border"))
        painter.end()
