"""The card that asks for another moment, and says how the clock stood then."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.clock_words import verdict_words
from app.cases.durations import hours_words
from app.cases.queries.ledger import CaseLedger
from app.core.words import label as word
from ui.core.cards import Card
from ui.core.controls import Button, label
from ui.core.fields import MomentField
from ui.core.theme import set_property


class _Asked(MomentField):
    """A moment field in which Enter asks."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.interpretText()
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class MomentCard(Card):
    """按另一个时刻重算."""

    wanted = Signal(object)  # datetime

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self.set_title(self.tr("按另一个时刻重算"))
        self.field = _Asked(now)
        self.field.setObjectName("ledger-moment")
        self.field.setAccessibleName(self.tr("重算到哪个时刻"))
        self.button = Button(self.tr("重算"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        self._said = label("", "second")
        self._said.setWordWrap(True)
        self._wrong = label("", "error")
        self._wrong.setWordWrap(True)
        self.add(line)
        self.add(self._said)
        self.add(self._wrong)
        self.button.clicked.connect(self._ask)
        self.field.entered.connect(self._ask)
        self.tell_now()

    def _ask(self) -> None:
        self.wanted.emit(self.field.moment())

    def tell_now(self) -> None:
        """Say what the card is for: the ledger is as of now."""
        self.refuse("")
        self._said.setText(self.tr("那以后发生的事都不算进去。"))

    def tell_then(self, ledger: CaseLedger) -> None:
        """Say how the clock stood at the moment asked for."""
        verdict = ledger.verdict
        words = self.tr("那时已计 {used}，{left}，状态{mark}。")
        used, mark = hours_words(verdict.used_s), word(verdict.mark)
        left = verdict_words(verdict, day_s=ledger.day_s)
        self._said.setText(words.format(used=used, left=left, mark=mark))
        self.refuse("")

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the moment, "" for nothing; what was told before stays."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        set_property(self.field, "wrong", "true" if sentence else "false")

    @property
    def said(self) -> str:
        """How the clock stood, or what the card is for."""
        return self._said.text()

    @property
    def wrong(self) -> str:
        """What is wrong with the moment."""
        return self._wrong.text()
