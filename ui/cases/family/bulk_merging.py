"""Merging the rows selected in a queue: which of them leads is chosen, the first told by itself."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from app.cases.actions.families import Joining, merge_cases
from app.cases.queries.queue import CaseRow
from app.cases.rules import HANDLING_STATES, CaseState
from ui.cases.queue_columns import number_of
from ui.core.controls import label
from ui.core.form_dialog import Action, FormDialog
from ui.core.slices import Desk

WIDTH_PX = 560
MOST_MERGED = 30
"""Cases that are merged at once; more are hardly one matter."""
_ABLE = (CaseState.REGISTERED, *HANDLING_STATES)


def can_merge(row: CaseRow) -> bool:
    """Tell whether a case can lead or follow others now."""
    return row.state in _ABLE and row.lead_id is None and row.pause is None


class BulkMergeDialog(FormDialog):
    """Which case goes on for all; those that cannot be merged are named and left alone."""

    def __init__(self, desk: Desk, rows: Sequence[CaseRow], parent: QWidget) -> None:
        super().__init__(desk, parent)
        able = sorted(filter(can_merge, rows), key=lambda row: (row.received_at, row.id))
        self._able = tuple(able[:MOST_MERGED])
        self._left = len(rows) - len(self._able)
        self.setMinimumWidth(WIDTH_PX)
        self.name_it(
            self.tr("并案 {count} 件").format(count=len(self._able)),
            self.tr("并案"),
            self.tr("选牵头的一件：它继续办，其余随它办结，反映人仍各自回访。并错了可以撤出。"),
        )
        self.choices: list[QRadioButton] = []
        column = QVBoxLayout()
        column.setSpacing(4)
        for row in self._able:
            choice = QRadioButton(f"{number_of(row)}　{row.title}")
            choice.setAccessibleName(
                self.tr("由 {number} {title} 牵头").format(number=number_of(row), title=row.title)
            )
            choice.setToolTip(row.title)
            self.choices.append(choice)
            column.addWidget(choice)
        if self.choices:
            self.choices[0].setChecked(True)
            self.choices[0].setFocus()
        self.content.addLayout(column)
        if self._left:
            words = self.tr("{count} 件不能并：已并案、停着、未受理或已办结，不动它们。")
            left = label(words.format(count=self._left), "caption")
            left.setWordWrap(True)
            self.content.addWidget(left)

    def action(self) -> Action:
        at = next((n for n, each in enumerate(self.choices) if each.isChecked()), 0)
        lead = self._able[at]
        joining = tuple(Joining(row.id, row.version) for row in self._able if row is not lead)
        key = self.command_key

        def merge(uow: Any) -> object:
            return merge_cases(uow, lead.id, joining, "", command_key=key)

        return merge
