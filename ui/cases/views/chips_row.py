"""What narrows and arranges the queue, in words over the table; each can be taken away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

from app.cases.filters.model import Filter
from app.cases.filters.told import clause_words
from app.cases.filters.vocabulary import Vocabulary
from app.core.words import label as word
from ui.cases.views.order_words import order_words
from ui.cases.views.state import ViewState
from ui.core.chips import FlowRow
from ui.core.controls import Button
from ui.core.icons import paint_icon
from ui.core.theme import current

WIDEST_PX = 320


class ClauseChip(QAbstractButton):
    """A clause in words with a cross; a click, Delete or Space takes the clause away."""

    def __init__(self, words: str, drop: Callable[[], object], drops: str) -> None:
        super().__init__()
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(drops.format(clause=words))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._drop = drop
        self.clicked.connect(self._gone)

    def _gone(self) -> None:
        self._drop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        width = QFontMetrics(current().font("caption")).horizontalAdvance(self.text())
        whole = width + sizes.icon_small + 5 * sizes.step
        return QSize(min(whole, WIDEST_PX), sizes.chip + sizes.step)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, sizes = current(), current().sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = "accent" if self.hasFocus() else "accent.line"
        painter.setPen(QPen(theme.color(line), 1))
        painter.setBrush(theme.color("bg.hover" if self.underMouse() else "accent.bg"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, sizes.radius_chip, sizes.radius_chip)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("accent"))
        words = self.rect().adjusted(2 * sizes.step, 0, -sizes.icon_small - 2 * sizes.step, 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        side = sizes.icon_small
        left, top = self.width() - side - sizes.step, (self.height() - side) // 2
        paint_icon(painter, "ph.x", QRectF(left, top, side, side), "accent")
        painter.end()


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
