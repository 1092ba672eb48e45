"""What is likely the same matter, beside the form: why, a look at it, and two answers."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.cases.likeness_words import why_words
from app.cases.numbers import short
from app.cases.queries.likely import LikelyCase
from app.core.words import label as word
from ui.core.controls import Button, label
from ui.core.states import IconMark
from ui.core.theme import current

PADDING = 16


class LikelyLine(QFrame):
    """One likely case; with the keyboard on it Enter looks, J merges, X says it is another."""

    looked = Signal(object)  # UUID
    merged = Signal(object)  # LikelyCase
    refused = Signal(object)  # LikelyCase

    def __init__(self, row: LikelyCase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = short(row.number) if row.number else ""
        self.why = why_words(row.why)
        self.look = Button(f"{name} {row.title}", kind="link", small=True)
        self.look.setToolTip(self.tr("在窗口里打开，登记页不动（回车）"))
        self.look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.look.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.merge = Button(self.tr("并入"), kind="plain", small=True)
        self.merge.setToolTip(self.tr("登记这件，并到那一件上一起办（J）"))
        self.merge.setAccessibleName(self.tr("登记并并入 {number}").format(number=name))
        self.refuse = Button(self.tr("不是"), kind="quiet", small=True)
        self.refuse.setToolTip(self.tr("不是同一件，不再提示（X）"))
        self.refuse.setAccessibleName(self.tr("{number} 不是同一件").format(number=name))
        told = "　".join(filter(None, (word(row.state), row.unit)))
        detail = label(f"{self.why}\n{told}", "caption")
        detail.setWordWrap(True)
        self.setAccessibleName(f"{name} {row.title} {self.why}")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.look)
        words.addWidget(detail)
        line = QHBoxLayout(self)
        line.setContentsMargins(PADDING, 2, PADDING, 4)
        line.setSpacing(8)
        line.addLayout(words, 1)
        line.addWidget(self.merge)
        line.addWidget(self.refuse)
        self.look.clicked.connect(lambda: self.looked.emit(row.id))
        self.merge.clicked.connect(lambda: self.merged.emit(row))
        self.refuse.clicked.connect(lambda: self.refused.emit(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = {
            Qt.Key.Key_Return: self.look,
            Qt.Key.Key_Enter: self.look,
            Qt.Key.Key_J: self.merge,
            Qt.Key.Key_X: self.refuse,
        }.get(Qt.Key(event.key()))
        if pressed is not None and not event.modifiers():
            pressed.click()
        else:
            super().keyPressEvent(event)


class LikelyCard(QFrame):
    """Hidden while nothing is likely the same; never takes the keyboard by itself."""

    looked = Signal(object)  # UUID
    merged = Signal(object)  # LikelyCase
    refused = Signal(object)  # LikelyCase

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("可能是同一件"))
        self.lines: list[LikelyLine] = []
        self._title = label("", "section")
        keys = label(self.tr("F7 到这里：回车看，J 并入，X 不是"), "caption")
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 0, PADDING, 0)
        head.setSpacing(8)
        head.addWidget(IconMark("ph.git-merge", "accent", current().sizes.icon))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(keys)
        bar = QWidget()
        bar.setFixedHeight(current().sizes.tab_bar)
        bar.setLayout(head)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 6)
        self._column.setSpacing(0)
        self._column.addWidget(bar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_rows(self, rows: Sequence[LikelyCase]) -> None:
        """Show what was found; nothing moves where that is what stands there."""
        if [line.row for line in self.lines] == list(rows):
            return
        at = next((line.row.id for line in self.lines if line.hasFocus()), None)
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [LikelyLine(row) for row in rows]
        for line in self.lines:
            line.looked.connect(self.looked)
            line.merged.connect(self.merged)
            line.refused.connect(self.refused)
            self._column.addWidget(line)
            if line.row.id == at:
                line.setFocus()
        self._title.setText(self.tr("可能是同一件 {count}").format(count=len(self.lines)))
        self.setVisible(bool(self.lines))

    def focus_first(self) -> bool:
        """Go to the likeliest; False when there is none."""
        if not self.lines:
            return False
        self.lines[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def ids(self) -> tuple[UUID, ...]:
        """Return the cases shown."""
        return tuple(line.row.id for line in self.lines)
