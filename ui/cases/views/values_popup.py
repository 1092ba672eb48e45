"""Choosing the values of a clause from a list: letters narrow it, Space or Enter ticks."""

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.cases.filters.fields import SPECS, Sort, choices_of
from app.cases.filters.model import MOST_VALUES, FilterField
from app.cases.filters.told import value_words
from app.cases.filters.vocabulary import EXTRA_WORDS, Term, unspaced
from ui.cases.views.names import NameKeeper
from ui.core.controls import Button, label
from ui.core.fields import SearchField
from ui.core.icons import icon
from ui.core.theme import current

MOST_SHOWN = 200
MOST_ROWS = 9
LEAST_PX = 260
TERM_ROLE = int(Qt.ItemDataRole.UserRole)


class ValuesButton(Button):
    """Says which values are chosen; opens the list of them."""

    edited = Signal()

    def __init__(self, field: FilterField, values: tuple[str, ...], keeper: NameKeeper) -> None:
        super().__init__(" ", caret=True)
        self._field = field
        self._keeper = keeper
        self.values = values
        self.popup: ValuesPopup | None = None
        self.clicked.connect(self.open)
        self._say()

    def _say(self) -> None:
        words = [value_words(self._field, v, self._keeper.vocabulary) for v in self.values]
        some = "、".join(words[:2])
        if len(words) > 2:
            some = self.tr("{some} 等 {count} 项").format(some=some, count=len(words))
        self.setText(some or self.tr("选择…"))
        self.setToolTip("、".join(words))
        self.setAccessibleName(some or self.tr("选择…"))
        self.updateGeometry()

    def open(self) -> None:
        """Show the list under the button."""
        self.popup = ValuesPopup(self._field, self.values, self._keeper, self)
        self.popup.chosen.connect(self._take)
        self.popup.stand(self.mapToGlobal(QPoint(0, self.height() + 2)), LEAST_PX)

    def _take(self, values: tuple[str, ...]) -> None:
        self.values = values
        self._say()
        self.edited.emit()


class ValuesPopup(QFrame):
    """A list of ticks."""

    chosen = Signal(object)  # tuple of the values ticked

    def __init__(
        self, field: FilterField, values: tuple[str, ...], keeper: NameKeeper, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        self._values = list(values)
        self._terms = _terms(field, values, keeper)
        self.field = SearchField(self.tr("名称或拼音首字母"), parent=self)
        self.list = QListWidget(self)
        self.list.setProperty("popup", "true")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName(self.tr("可选的值"))
        self._says = label("", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._says)
        self.list.itemClicked.connect(self._toggle)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self._narrow("")

    def stand(self, corner: QPoint, width: int) -> None:
        """Show it under what it belongs to, or over it where the screen ends."""
        self.setFixedWidth(width)
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = max(room.left(), min(corner.x(), room.right() - width))
        top = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown_titles(self) -> tuple[str, ...]:
        """Return what is offered now."""
        return tuple(self.list.item(at).text() for at in range(self.list.count()))

    def _narrow(self, typed: str) -> None:
        typed = unspaced(typed)
        fitting = [
            term
            for term in self._terms
            if typed in unspaced(term.name) or term.initials.startswith(typed.lower() or "\0")
        ]
        self.list.clear()
        for term in fitting[:MOST_SHOWN]:
            words = f"{term.name}   {term.more}" if term.more else term.name
            item = QListWidgetItem(words)
            item.setData(TERM_ROLE, term.value)
            self._mark(item)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        more = len(fitting) - MOST_SHOWN
        if more > 0:
            self._says.setText(self.tr("还有 {count} 个，多打几个字").format(count=more))
        else:
            self._says.setText(
                self.tr("空格或 Enter 勾选，Esc 收起") if fitting else self.tr("没有这样的")
            )
        height = max(self.list.sizeHintForRow(0), current().sizes.control_small)
        self.list.setFixedHeight(min(max(len(fitting), 1), MOST_ROWS) * height + 6)
        self.adjustSize()

    def _mark(self, item: QListWidgetItem) -> None:
        ticked = item.data(TERM_ROLE) in self._values
        name, token = ("ph.check-square-fill", "accent") if ticked else ("ph.square", "text.3")
        item.setIcon(icon(name, token))
        words = self.tr("{name}，已选") if ticked else self.tr("{name}，未选")
        said = words.format(name=item.text())
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), said)

    def _toggle(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        value = str(item.data(TERM_ROLE))
        if value in self._values:
            self._values.remove(value)
        elif len(self._values) < MOST_VALUES:
            self._values.append(value)
        self._mark(item)
        self.chosen.emit(tuple(self._values))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list, and Space and Enter tick, while one types."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        item = self.list.currentItem()
        if by and self.list.count():
            at = self.list.currentRow() + by
            self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(item)
        else:
            return False
        return True


def _terms(field: FilterField, values: tuple[str, ...], keeper: NameKeeper) -> list[Term]:
    """Return what can be ticked, what is ticked already before all else."""
    if SPECS[field].sort is Sort.CHOICE:
        listed = [Term(v, w, keeper.readings.get(w, "")) for v, w in choices_of(field)]
    else:
        extra = [Term(v, EXTRA_WORDS[(field, v)]) for v in SPECS[field].extra]
        names = keeper.vocabulary.names(field)
        often = Counter(term.name for term in names.terms)
        told_apart = [t if often[t.name] > 1 else replace(t, more="") for t in names.terms]
        listed = [*extra, *(t for t in told_apart if t.is_active or t.value in values)]
    known = {term.value for term in listed}
    lost = [
        Term(value, value_words(field, value, keeper.vocabulary))
        for value in values
        if value not in known
    ]
    first = [term for term in listed if term.value in values]
    return [*lost, *first, *(term for term in listed if term.value not in values)]
