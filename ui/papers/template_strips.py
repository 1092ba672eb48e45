"""Beside a template: from which day on it is used, and with which case it is looked at."""

from datetime import datetime

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.core.clock import day_begins, local
from app.papers.any_template import AnyKind
from app.papers.forms.kinds import OF_CASES, FormKind
from app.papers.forms.offers import Facts
from app.papers.forms.real import facts_of_case
from ui.core.controls import Button, label
from ui.core.date_field import DateField
from ui.core.notices import explain
from ui.core.slices import Desk

_READS = "cases.read"
_NUMBER_PX = 180


class SinceStrip(QWidget):
    """The day from which a template is used: today means from now on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.day = DateField(self._today())
        self.day.setAccessibleName(self.tr("从哪一天起用"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("起用日期"), "second"))
        row.addWidget(self.day)
        row.addWidget(label(self.tr("今天就是存下以后马上起用"), "second"), 1)
        self.reset()

    def _today(self) -> datetime:
        return local(self._desk.parts.clock.now())

    def reset(self) -> None:
        """Begin today again; no day before can be chosen."""
        today = self._today().date()
        self.day.setMinimumDate(QDate(today.year, today.month, today.day))
        self.day.set_day(today)

    def moment(self) -> datetime | None:
        """Return from when on it is used, None for from now on."""
        day = self.day.day()
        return day_begins(day) if day > self._today().date() else None


class PreviewStrip(QWidget):
    """With what a paper is looked at: an example, or a real case of whoever may read it."""

    found = Signal(object)  # Facts | None: an example

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind: AnyKind | None = None
        self.number = QLineEdit()
        self.number.setFixedWidth(_NUMBER_PX)
        self.number.setPlaceholderText(self.tr("事件编号"))
        self.number.setAccessibleName(self.tr("用哪一件事预览，写事件编号后回车"))
        self.example = Button(self.tr("看示例"), kind="quiet")
        self.told = label("", "second")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(label(self.tr("用真的一件看"), "second"))
        row.addWidget(self.number)
        row.addWidget(self.example)
        row.addWidget(self.told, 1)
        self.number.returnPressed.connect(self.look)
        self.example.clicked.connect(self.back)
        self.hide()

    def show_kind(self, kind: AnyKind) -> None:
        """Begin with the example of a paper."""
        self._kind = kind
        self.number.clear()
        self.told.clear()
        self.setVisible(kind in OF_CASES and self._desk.actor.may(_READS))
        self.example.setEnabled(False)

    def back(self) -> None:
        """Show the example again."""
        self.number.clear()
        self.told.clear()
        self.example.setEnabled(False)
        self.found.emit(None)

    def look(self) -> None:
        """Look at the paper of the case whose number was typed."""
        typed, kind = self.number.text().strip(), self._kind
        if not isinstance(kind, FormKind) or kind not in OF_CASES:
            return
        if not typed:
            self.back()
            return
        actor, now = self._desk.actor, self._desk.parts.clock.now()
        self._desk.read(
            lambda session: facts_of_case(session, actor, kind, typed, now),
            self._looked,
            self._failed,
        )

    def _looked(self, facts: Facts) -> None:
        self.told.setText(self.tr("个人信息用示例代替"))
        self.example.setEnabled(True)
        self.found.emit(facts)

    def _failed(self, error: BaseException) -> None:
        self.told.setText(explain(error).text)
