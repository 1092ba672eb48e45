"""Choosing a macro and seeing what it would do before it runs, on one case or on many."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.cases.actions.macros import run_macro
from app.cases.macros import MOST_CASES, lacks_words, with_notes
from app.cases.queries.barred import Barred, barred_steps
from app.cases.queries.phrases import MacroRow, macros
from ui.cases.macro_run import MacroOrder
from ui.cases.macro_steps import MacroStepsView, MacroTarget, stops_at
from ui.core.controls import label
from ui.core.form_dialog import Action, FormDialog
from ui.core.icons import icon
from ui.core.slices import Desk
from ui.core.theme import current

WIDTH_PX = 720
LIST_PX = 168
LEAST_HEIGHT_PX = 200


class MacroDialog(FormDialog):
    """The macros at the left, the steps of the chosen one at the right.

    One case is done by the dialog itself, which stays with the sentence if it is refused; for
    many it emits what is to be done, and somebody else reports case by case.
    """

    many_wanted = Signal(object)  # MacroOrder

    def __init__(self, desk: Desk, targets: Sequence[MacroTarget], parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.targets = tuple(targets[:MOST_CASES])
        self._left_out = len(targets) - len(self.targets)
        self.setMinimumWidth(WIDTH_PX)
        self.rows: tuple[MacroRow, ...] = ()
        self._able = False
        one = self.targets[0]
        if len(self.targets) == 1:
            title, under = self.tr("用宏办理 {case}").format(case=one.name), one.title
        else:
            title = self.tr("用宏办理选中的 {count} 件").format(count=len(self.targets))
            under = self.tr("一件一件地走：一件没走成，不影响别的；每件要么全走完，要么原样。")
        self.name_it(title, self.tr("执行"), under)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("宏"))
        self.list.setFixedWidth(LIST_PX)
        self.list.setMinimumHeight(LEAST_HEIGHT_PX)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setProperty("popup", "true")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps = MacroStepsView()
        self._says = label("", "second")
        self._says.setWordWrap(True)
        self._lay_out_parts()
        self.list.currentRowChanged.connect(self._chosen)
        self.steps.edited.connect(self._words_edited)
        self.do_button.setEnabled(False)
        self._barred: Barred = {}
        ids = [target.case_id for target in self.targets]

        def read(session: Any) -> tuple[tuple[MacroRow, ...], Barred]:
            rows = macros(session, desk.actor)
            return rows, barred_steps(session, desk.actor, ids, rows)

        desk.read(read, self._arrived)
        self.list.setFocus()

    def _lay_out_parts(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.steps)
        right.addWidget(self._says)
        right.addStretch(1)
        edge = QFrame()
        edge.setProperty("surface", "edge")
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.list)
        line.addWidget(edge)
        line.addLayout(right, 1)
        self.content.addLayout(line)

    @property
    def says(self) -> str:
        """What is foreseen for the whole selection."""
        return self._says.text()

    def _arrived(self, read: tuple[tuple[MacroRow, ...], Barred]) -> None:
        rows, self._barred = read
        self.rows = rows
        self.list.clear()
        for row in rows:
            mark = icon("ph.user" if row.is_own else "ph.users-three")
            self.list.addItem(QListWidgetItem(mark, row.name))
        if rows:
            self.list.setCurrentRow(0)
            return
        self._says.setText(self.tr("还没有宏。在“管理”里的“宏”一页可以建一个。"))
        self.fit()

    def chosen(self) -> MacroRow | None:
        """Return the macro that is shown."""
        at = self.list.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def _chosen(self, _at: int) -> None:
        row = self.chosen()
        if row is None:
            return
        one = self.targets[0]
        barred = self._barred.get((row.id, one.case_id), 0)
        self.steps.show_macro(row, one if len(self.targets) == 1 else None, barred)
        self._say_foreseen(row)
        self._words_edited()

    def _say_foreseen(self, row: MacroRow) -> None:
        barred = self._barred
        stops = [
            stops_at(row, target, barred.get((row.id, target.case_id), 0))
            for target in self.targets
        ]
        able = sum(not number for number, _ in stops)
        if len(self.targets) == 1:
            number = stops[0][0]
            words = self.tr("第 {number} 步走不成，整个宏都不会走。").format(number=number)
            self._says.setText(words if number else "")
            self._able = not number
            return
        told = self.tr("{able} 件能走完。").format(able=able)
        if able < len(stops):
            number, why = next(stop for stop in stops if stop[0])
            words = self.tr("{count} 件走不成，会照实列出来，如第 {number} 步：{why}")
            if not able:
                told, words = "", self.tr("{count} 件都走不成，如第 {number} 步：{why}")
            if len(set(stops)) == 1:
                words = self.tr("{count} 件都走不成，第 {number} 步：{why}")
            told += words.format(count=len(stops) - able, number=number, why=why)
        if self._left_out:
            words = self.tr("一次最多 {most} 件，后面 {left} 件这次不走。")
            told += words.format(most=len(self.targets), left=self._left_out)
        self._says.setText(told)
        self._able = able > 0

    def _missing(self) -> frozenset[int]:
        row = self.chosen()
        if row is None:
            return frozenset()
        steps = with_notes(row.steps, self.steps.notes())
        return frozenset(number for number, step in enumerate(steps, 1) if lacks_words(step))

    def _words_edited(self) -> None:
        missing = self._missing()
        self.steps.mark_missing(missing)
        words = self.tr("第 {number} 步要写内容，不能只有空格。")
        self.say_error(words.format(number=min(missing)) if missing else "")
        self.do_button.setEnabled(self._able and not missing)

    # -- doing ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Run it: here on one case, elsewhere on many."""
        row = self.chosen()
        if len(self.targets) == 1 or row is None or not self.do_button.isEnabled():
            super().save()
            return
        order = MacroOrder(row.id, row.name, self.steps.notes(), self.targets)
        self.accept()
        self.many_wanted.emit(order)
        self.deleteLater()

    def action(self) -> Action:
        row, target = self.chosen(), self.targets[0]
        notes, key = self.steps.notes(), self.command_key
        if row is None:
            raise ValueError(row)
        macro_id: UUID = row.id

        def run(uow: Any) -> str:
            run_macro(uow, macro_id, target.case_id, target.version, notes, command_key=key)
            return row.name

        return run

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        self.do_button.setEnabled(True)
