"""Standard phrases (常用语) under a text area of a step: choose one, or keep what was typed."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.cases.actions.phrases import PhraseDetails, save_phrase
from app.cases.queries.card import CaseCard
from app.cases.queries.phrases import PhraseRow, offered_phrases
from app.cases.rules import EventKind
from app.core.ids import new_id
from app.core.pinyin import initials
from ui.core.controls import Button, label
from ui.core.fields import SearchField
from ui.core.forms import FormField
from ui.core.icons import icon
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.theme import current

KEY = "Ctrl+J"
GAP_OPEN, GAP_CLOSE = "【", "】"
MOST_ROWS = 9
LEAST_PX = 380
TEXT_ROLE = int(Qt.ItemDataRole.UserRole)


def carry_phrases(
    field: FormField, desk: Desk, area: QPlainTextEdit, card: CaseCard, step: EventKind
) -> "PhraseBar":
    """Put the phrases for a step on a case under the text area of a field."""
    bar = PhraseBar(desk, area, step, category=card.category_code, unit_id=card.unit_id)
    field.add_under(bar)
    return bar


class PhraseBar(QWidget):
    """A line under a text area; Ctrl+J or Alt+↓ in the area opens the phrases."""

    opened = Signal(object)  # PhrasePopup

    def __init__(
        self,
        desk: Desk,
        area: QPlainTextEdit,
        step: EventKind,
        *,
        category: str | None = None,
        unit_id: UUID | None = None,
    ) -> None:
        """Offer phrases for a step.

        Args:
            desk: Whose own phrases come first.
            area: Where the phrase is put, at the cursor.
            step: What the text is for.
            category: Kind of the case.
            unit_id: Unit that holds the case.
        """
        super().__init__()
        self._desk = desk
        self._area = area
        self._step = step
        self._category = category
        self._unit_id = unit_id
        self.popup: PhrasePopup | None = None
        self.button = Button(
            self.tr("常用语"), kind="ghost", icon="ph.chat-text", key=KEY, caret=True, small=True
        )
        self.keep_button = Button(
            self.tr("存为常用语"), kind="ghost", icon="ph.bookmark-simple", small=True
        )
        self.keep_button.setToolTip(self.tr("选中的文字，没有选就存全部；存进自己的常用语"))
        self._says = label("", "caption")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.button)
        line.addWidget(self.keep_button)
        line.addWidget(self._says, 1)
        line.addStretch(1)
        for button in (self.button, self.keep_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab leads on; the keys are in the area
        self.button.clicked.connect(self.open)
        self.keep_button.clicked.connect(self.keep)
        area.textChanged.connect(self._typed)
        for key in (KEY, "Alt+Down"):
            add_key(area, key, self.open, context=Qt.ShortcutContext.WidgetShortcut)
        self._typed()

    @property
    def says(self) -> str:
        """What came of keeping a phrase."""
        return self._says.text()

    # -- choosing ------------------------------------------------------------------------------

    def open(self) -> None:
        """Read the phrases and show them."""
        actor, step = self._desk.actor, self._step
        category, unit_id = self._category, self._unit_id

        def read(session: Any) -> tuple[PhraseRow, ...]:
            return offered_phrases(session, actor, step, category=category, unit_id=unit_id)

        self._desk.read(read, self._show)

    def _show(self, rows: tuple[PhraseRow, ...]) -> None:
        if not self._area.isVisible():
            return
        self.popup = PhrasePopup(rows, self._area)
        # the first pinyin of a day takes its time, and nobody waits for it to read the phrases
        texts = tuple(row.text for row in rows)
        self._desk.jobs.read(lambda: tuple(map(initials, texts)), self.popup.learn)
        self.popup.chosen.connect(self.insert)
        width = max(self._area.width(), LEAST_PX)
        self.popup.stand(self.mapToGlobal(QPoint(0, self.height() + 2)), width)
        self.opened.emit(self.popup)

    def insert(self, text: str) -> None:
        """Put a phrase at the cursor; its first gap is selected, to be filled in."""
        cursor = self._area.textCursor()
        begin = cursor.selectionStart()
        cursor.insertText(text)
        gap, end = text.find(GAP_OPEN), text.find(GAP_CLOSE)
        if 0 <= gap < end:
            cursor.setPosition(begin + gap)
            cursor.setPosition(begin + end + 1, QTextCursor.MoveMode.KeepAnchor)
        self._area.setTextCursor(cursor)
        self._area.setFocus()

    # -- keeping -------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is selected, else all that was typed, as a phrase of one's own."""
        text = self._area.textCursor().selection().toPlainText() or self._area.toPlainText()
        details, key = PhraseDetails(text, step=self._step), new_id()
        self.keep_button.setEnabled(False)
        self._desk.write(
            lambda uow: save_phrase(uow, details, command_key=key), self._kept, self._not_kept
        )

    def _kept(self, _: object) -> None:
        self._says.setText(self.tr("已存进自己的常用语"))

    def _not_kept(self, error: BaseException) -> None:
        self._says.setText(explain(error).text)
        self.keep_button.setEnabled(True)

    def _typed(self) -> None:
        self._says.setText("")
        self.keep_button.setEnabled(bool(self._area.toPlainText().strip()))


class PhrasePopup(QFrame):
    """The phrases under the text; letters narrow them, Enter takes one."""

    chosen = Signal(str)

    def __init__(self, rows: tuple[PhraseRow, ...], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        self._rows = rows
        self._initials = ("",) * len(rows)
        self.field = SearchField(self.tr("内容或拼音首字母"), parent=self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("常用语"))
        self.list.setProperty("popup", "true")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label("", "caption")
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(8, 4, 8, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        column.addWidget(label(self.tr("Enter 写进去，Esc 收起；自己的排在前面"), "caption"))
        self.list.itemClicked.connect(self._take)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self._narrow("")

    def learn(self, read: tuple[str, ...]) -> None:
        """Take the initials of the phrases, in their order."""
        self._initials = read
        if self.field.text().strip():
            self._narrow(self.field.text())

    def shown_texts(self) -> tuple[str, ...]:
        """Return what is offered now."""
        return tuple(self.list.item(at).text() for at in range(self.list.count()))

    def stand(self, corner: QPoint, width: int) -> None:
        """Show it under the text, or over it where the screen ends."""
        self.setFixedWidth(width)
        self.adjustSize()
        room = self.screen().availableGeometry()
        top = min(corner.y(), room.bottom() - self.height())
        left = min(corner.x(), room.right() - width)
        self.move(max(left, room.left()), max(top, room.top()))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, typed: str) -> None:
        typed = typed.strip().removeprefix("/")
        self.list.clear()
        for row, read in zip(self._rows, self._initials, strict=True):
            if typed in row.text or typed.lower() in read:
                item = QListWidgetItem(" ".join(row.text.split()))
                item.setIcon(icon("ph.user" if row.is_own else "ph.users-three"))
                item.setToolTip(row.text)
                item.setData(TEXT_ROLE, row.text)
                self.list.addItem(item)
        found = self.list.count()
        self.list.setCurrentRow(0)
        self.list.setVisible(found > 0)
        self._nothing.setVisible(found == 0)
        self._nothing.setText(
            self.tr("没有这样的常用语。")
            if self._rows
            else self.tr("这一步还没有常用语。写好一段，点“存为常用语”，下次就在这里。")
        )
        height = max(self.list.sizeHintForRow(0), current().sizes.control_small)
        self.list.setFixedHeight(min(max(found, 1), MOST_ROWS) * height + 4)
        self.adjustSize()

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            text = str(item.data(TEXT_ROLE))
            self.close()
            self.chosen.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter in the field walk the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if by and self.list.count():
            at = self.list.currentRow() + by
            self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        else:
            return False
        return True
