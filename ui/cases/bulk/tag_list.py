"""The tags to tick, narrowed while typing; what is ticked for some of many cases is half ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.cases.queries.tags import TagRow
from ui.core.controls import label
from ui.core.fields import SearchField
from ui.core.icons import icon
from ui.core.theme import current

TAG_ROLE = int(Qt.ItemDataRole.UserRole)
LIST_ROWS = 8
NO, SOME, ALL = Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked
MARKS = {
    NO: ("ph.square", "border.control"),
    SOME: ("ph.square-half-fill", "accent"),
    ALL: ("ph.check-square-fill", "accent"),
}


@dataclass(frozen=True, slots=True)
class TagChanges:
    """Which tags are put on and which are taken off."""

    add: tuple[UUID, ...]
    remove: tuple[UUID, ...]

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


class TagList(QWidget):
    """A field and a list: arrows walk, Enter ticks, letters narrow."""

    changed = Signal()
    new_wanted = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TagRow, ...] = ()
        self._before: dict[UUID, Qt.CheckState] = {}
        self._now: dict[UUID, Qt.CheckState] = {}
        self._says: dict[UUID, str] = {}
        self._may_add = False
        self.field = SearchField(self.tr("标签或拼音首字母"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("标签"))
        self.list.setProperty("popup", "true")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(LIST_ROWS * (current().type.body_line + 8))
        self._hint = label("", "caption")
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.field, self.list, self._hint):
            column.addWidget(part)
        self.setFocusProxy(self.field)
        self.list.itemClicked.connect(self._take)
        self.field.textChanged.connect(self._show)
        self.list.currentRowChanged.connect(lambda _: self._say())
        self.field.installEventFilter(self)

    def set_tags(
        self,
        rows: Sequence[TagRow],
        before: dict[UUID, Qt.CheckState],
        says: dict[UUID, str],
        *,
        may_add: bool,
    ) -> None:
        """Offer tags.

        Args:
            rows: All that may be used.
            before: How each stands now; those left out are on none.
            says: What is said beside a tag.
            may_add: Whether a word that is not there can be added.
        """
        self._rows, self._says, self._may_add = tuple(rows), says, may_add
        self._before = {row.id: before.get(row.id, NO) for row in rows}
        self._now = self._before | {
            key: state for key, state in self._now.items() if key in self._before
        }
        self._show()

    def tick(self, tag_id: UUID) -> None:
        """Tick a tag, or the other way round."""
        self._now[tag_id] = NO if self._now.get(tag_id) is ALL else ALL
        self._show()
        self.changed.emit()

    def changes(self) -> TagChanges:
        """Return what is to be changed."""
        moved = [row.id for row in self._rows if self._now[row.id] is not self._before[row.id]]
        return TagChanges(
            tuple(key for key in moved if self._now[key] is ALL),
            tuple(key for key in moved if self._now[key] is NO),
        )

    def shown(self) -> tuple[str, ...]:
        """Return what is offered now."""
        return tuple(self.list.item(at).text() for at in range(self.list.count()))

    @property
    def hint(self) -> str:
        """What is said under the list."""
        return self._hint.text()

    def _show(self) -> None:
        typed = self._typed()
        at = self._current()
        self.list.clear()
        for row in self._rows:
            if typed in row.name or typed.lower() in row.initials:
                said = self._says.get(row.id, "")
                item = QListWidgetItem(f"{row.name}　{said}" if said else row.name)
                item.setIcon(icon(*MARKS[self._now[row.id]]))
                item.setData(TAG_ROLE, row.id)
                self.list.addItem(item)
                if row.id == at:
                    self.list.setCurrentItem(item)
        if typed and not self._knows(typed) and self._may_add:
            new = QListWidgetItem(self.tr("新建“{name}”").format(name=typed))
            new.setIcon(icon("ph.plus", "accent"))
            self.list.addItem(new)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._say()

    def _typed(self) -> str:
        return self.field.text().strip().lstrip("#＃").strip()

    def _say(self) -> None:
        """Say what Enter does to the line the list is at."""
        typed = self._typed()
        self._hint.setText(self._words(typed, known=self._knows(typed)))

    def _knows(self, typed: str) -> bool:
        return any(row.name == typed for row in self._rows)

    def _current(self) -> object:
        at = self.list.currentRow()
        return self.list.item(at).data(TAG_ROLE) if at >= 0 else None

    def _words(self, typed: str, *, known: bool) -> str:
        if typed and not known and not self._may_add and self.list.count() == 0:
            return self.tr("没有这个标签。新的由中心主任在“管理 › 标签”里加。")
        if not self._rows and not typed:
            return (
                self.tr("还没有标签。写一个词，按 Enter 新建。")
                if self._may_add
                else self.tr("还没有标签，由中心主任在“管理 › 标签”里加。")
            )
        if self._current() is None and self.list.currentRow() >= 0:
            return self.tr("Enter 新建并勾上")
        return self.tr("↑ ↓ 移动，Enter 勾上或去掉")

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        tag_id = item.data(TAG_ROLE)
        if isinstance(tag_id, UUID):
            self.tick(tag_id)
        else:
            self.new_wanted.emit(self.field.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter in the field walk the list and tick."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if by and self.list.count():
            at = self.list.currentRow() + by
            self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._take(self.list.currentItem())
        else:
            return False
        return True
