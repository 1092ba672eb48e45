"""The macro key: the dialog for what is chosen, and the report of a run over many cases."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.numbers import short
from app.cases.queries.card import CaseCard
from app.cases.queries.queue import CaseRow
from ui.cases.macro_dialog import MacroDialog
from ui.cases.macro_run import MacroOrder, MacroReport
from ui.cases.macro_steps import MacroTarget
from ui.cases.step_dialog import case_name
from ui.core.slices import Desk

MACRO_KEY = "M"


def target_of_card(card: CaseCard) -> MacroTarget:
    """Return the case in a panel as a macro is told of it."""
    return MacroTarget(card.id, case_name(card), card.title, card.state, card.pause, card.version)


def target_of_row(row: CaseRow) -> MacroTarget:
    """Return a row of the queue as a macro is told of it."""
    name = short(row.number) if row.number else ""
    return MacroTarget(row.id, name, row.title, row.state, row.pause, row.version)


class MacroActions(QObject):
    """Opens the dialogs on behalf of a page or panel."""

    opened = Signal(object)  # MacroDialog or MacroReport

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def choose(self, targets: Sequence[MacroTarget]) -> None:
        """Ask which macro; nothing happens without cases."""
        if not targets:
            return
        dialog = MacroDialog(self._desk, targets, self._owner.window())
        name = targets[0].name
        dialog.saved.connect(lambda macro: self._told(name, macro))
        dialog.many_wanted.connect(self._run)
        dialog.open()
        self.opened.emit(dialog)

    def _told(self, case: str, macro: object) -> None:
        words = self.tr("{case} 已走完“{macro}”")
        self._desk.notices.tell(words.format(case=case, macro=macro))

    def _run(self, order: MacroOrder) -> None:
        report = MacroReport(self._desk, order, self._owner.window())
        report.open()
        report.start()
        self.opened.emit(report)
