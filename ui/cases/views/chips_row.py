"""What narrows and arranges the queue, in words over the table; each can be taken away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.cases.filters.model import Filter
from app.cases.filters.told import clause_words
from app.cases.filters.vocabulary import Vocabulary
from app.core.words import label as word
from ui.cases.views.order_words import order_words
from ui.cases.views.state import ViewState
from ui.core.chips import FlowRow
from ui.core.clause_chip import ClauseChip
from ui.core.controls import Button


class ChipsRow(QFrame):
    """The clauses, the grouping and an unusual order; beside them what to do with a view."""

    def __init__(self, state: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setProperty("surface", "pane")
        self.chips = FlowRow(6)
        self.update_button = Button(self.tr("更新视图"), kind="link", small=True)
        self.revert_button = Button(self.tr("还原"), kind="link", small=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        line.addWidget(self.chips, 1)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self.update_button, 0, top)
        line.addWidget(self.revert_button, 0, top)
        self.hide()

    def members(self) -> tuple[ClauseChip, ...]:
        """Return the chips shown."""
        return tuple(c for c in self.chips.findChildren(ClauseChip) if not c.isHidden())

    def show_state(self, vocabulary: Vocabulary, set_rules: Callable[[Filter], object]) -> None:
        """Show what narrows and arranges now; `set_rules` is told when a clause is dropped."""
        state, drops = self._state, self.tr("去掉“{clause}”")
        arranged, made = state.arranged, []
        if state.among is not None:
            made.append(ClauseChip(state.among.title, lambda: state.show_among(None), drops))
        for clause in arranged.rules.clauses:
            words = clause_words(clause, vocabulary)
            left = arranged.rules.without(clause)
            made.append(ClauseChip(words, partial(set_rules, left), drops))
        if arranged.grouping is not None:
            words = self.tr("按{what}分组").format(what=word(arranged.grouping))
            made.append(ClauseChip(words, lambda: state.set_grouping(None), drops))
        if arranged.order is not None:
            words = order_words(arranged.order, descending=arranged.descending)
            made.append(ClauseChip(words, lambda: state.set_order(None), drops))
        self.chips.set_members(*made)
        saved = state.saved
        changed = state.is_changed
        self.revert_button.setVisible(changed)
        self.update_button.setVisible(changed and saved is not None and saved.may_keep)
        self.setVisible(bool(made) or changed)
