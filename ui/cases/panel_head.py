"""The head of the panel: number to copy, receipt code, own window, close."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.cases.numbers import spaced
from app.cases.queries.card import CaseCard
from ui.core.controls import Button, label
from ui.core.slices import Desk
from ui.core.theme import current


class PanelHead(QFrame):
    """One line; what it copies is said afterwards."""

    closed = Signal()
    torn_off = Signal()
    starred = Signal()  # to be put on the shortlist, or taken off

    def __init__(self, desk: Desk, *, own_window: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: CaseCard | None = None
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.tool_bar)
        self._number = label("", "caption")
        self.copy_number = self._button("ph.copy", self.tr("复制编号"))
        self.copy_code = self._button("ph.qr-code", self.tr("复制回执码"))
        self.star = self._button("ph.star", self.tr("关注 *"))
        self.tear = self._button("ph.picture-in-picture", self.tr("在单独的窗口里打开"))
        self.close_button = self._button("ph.x", self.tr("收起"))
        self.copy_number.clicked.connect(self._copy_number)
        self.copy_code.clicked.connect(self._copy_code)
        self.star.clicked.connect(self.starred)
        self.tear.clicked.connect(self.torn_off)
        self.close_button.clicked.connect(self.closed)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(4)
        line.addWidget(self._number)
        line.addWidget(self.copy_number)
        line.addWidget(self.copy_code)
        line.addWidget(self.star)
        line.addStretch(1)
        line.addWidget(self.tear)
        line.addWidget(self.close_button)
        self.star.setVisible(desk.actor.person_id is not None)
        self.tear.setVisible(not own_window)
        self.close_button.setVisible(not own_window)
        self.set_card(None)

    def _button(self, icon: str, words: str) -> Button:
        button = Button(kind="ghost", icon=icon, small=True)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def set_card(self, card: CaseCard | None) -> None:
        """Show whose head it is."""
        self._card = card
        for button in (self.copy_number, self.copy_code, self.star, self.tear):
            button.setEnabled(card is not None)
        if card is None:
            self._number.setText("")
            return
        self._show_star(followed=card.is_followed)
        number = spaced(card.number) if card.number else self.tr("受理后编号")
        self._number.setText(number)
        self.copy_number.setEnabled(card.number is not None)
        code = self.tr("复制回执码 {code}").format(code=card.receipt_code)
        self.copy_code.setToolTip(code)
        self.copy_code.setAccessibleName(code)

    def _show_star(self, *, followed: bool) -> None:
        words = self.tr("不再关注 *") if followed else self.tr("关注 *")
        self.star.set_icon("ph.star-fill" if followed else "ph.star", "accent" if followed else "")
        if not followed:
            self.star.set_kind("ghost")  # in its own colour again
        self.star.setAccessibleName(words)
        self.star.setToolTip(words)

    def _copy_number(self) -> None:
        if self._card is not None and self._card.number:
            QGuiApplication.clipboard().setText(self._card.number)
            self._desk.notices.tell(self.tr("编号已复制"))

    def _copy_code(self) -> None:
        if self._card is not None:
            code = self._card.receipt_code
            QGuiApplication.clipboard().setText(code)
            self._desk.notices.tell(self.tr("回执码 {code} 已复制").format(code=code))
