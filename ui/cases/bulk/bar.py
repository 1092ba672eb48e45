"""The bar under the queue while several rows are selected: how many, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.menus import MenuEntry, menu_of
from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.theme import current


@dataclass(frozen=True, slots=True)
class BulkOffer:
    """One thing that can be done to the rows selected.

    Attributes:
        key: Unique name.
        title: On the button.
        menu_title: In the menu, where nothing says how many; with ``{count}`` filled in.
        run: Does it.
        why_not: Why it cannot be done now; "" when it can.
        key_hint: The key that does the same.
        icon: Phosphor name, for the menu.
    """

    key: str
    title: str
    menu_title: str
    run: Callable[[], object]
    why_not: str = ""
    key_hint: str = ""
    icon: str = ""

    def as_entry(self) -> MenuEntry:
        """Return it as a line of a menu."""
        return MenuEntry(self.menu_title, self.run, self.why_not, self.key_hint, self.icon)


class BulkBar(QFrame):
    """Says how many are selected; the buttons that have no room stand behind the dots."""

    all_wanted = Signal()
    none_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chosen")
        self.setProperty(FOOT_PROPERTY, "true")
        self.setFixedHeight(current().sizes.tab_bar)
        self._offers: tuple[BulkOffer, ...] = ()
        self.buttons: dict[str, Button] = {}
        self._says = label("", "section")
        self.all_button = Button(kind="link", small=True, text=self.tr("选中全部"))
        self.more = Button(icon="ph.dots-three-bold", kind="quiet", small=True)
        self.more.setAccessibleName(self.tr("更多"))
        self.more.setToolTip(self.tr("更多"))
        self.close_button = Button(icon="ph.x", kind="ghost", small=True)
        self.close_button.setAccessibleName(self.tr("不选了"))
        self.close_button.setToolTip(self.tr("不选了 Esc"))
        self.all_button.clicked.connect(self.all_wanted)
        self.close_button.clicked.connect(self.none_wanted)
        self.more.clicked.connect(self._open_more)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 0, 8, 0)
        self._line.setSpacing(6)
        self._line.addWidget(self._says)
        self._line.addWidget(self.all_button)
        self._line.addStretch(1)
        self._line.addWidget(self.more)
        self._line.addWidget(self.close_button)
        self.hide()

    @property
    def says(self) -> str:
        """How many are selected, as said."""
        return self._says.text()

    def say(self, count: int, rest: str = "") -> None:
        """Say how many are selected.

        Args:
            count: Rows.
            rest: What selects all of them, e.g. 选中全部 214 件; "" where all are.
        """
        self._says.setText(self.tr("已选 {count} 件").format(count=count))
        self.all_button.setText(rest)
        self.all_button.setVisible(bool(rest))
        self.all_button.updateGeometry()
        self._fit()

    def say_loading(self, loaded: int) -> None:
        """Say how far the selection of all is."""
        self.all_button.setText(self.tr("正在读，已到 {count} 件…停下").format(count=loaded))
        self.all_button.setVisible(True)
        self.all_button.updateGeometry()
        self._fit()

    def set_offers(self, offers: Sequence[BulkOffer]) -> None:
        """Show what can be done."""
        self._offers = tuple(offers)
        if [each.key for each in offers] != list(self.buttons):
            self._rebuild()
        for each in offers:
            button = self.buttons[each.key]
            button.setText(each.title)
            button.setEnabled(not each.why_not)
            hint = f"{each.menu_title}　{each.key_hint}".rstrip("　")
            button.setToolTip(each.why_not or hint)
            button.setAccessibleDescription(each.why_not)
        self._fit()

    def _rebuild(self) -> None:
        for old in self.buttons.values():
            old.hide()
            self._line.removeWidget(old)
            old.deleteLater()
        self.buttons = {}
        for each in self._offers:
            button = Button(each.title, kind="quiet", small=True)
            button.clicked.connect(lambda _=False, key=each.key: self._run(key))
            self._line.insertWidget(self._line.count() - 2, button)
            self.buttons[each.key] = button

    def _run(self, key: str) -> None:
        found = next((each for each in self._offers if each.key == key), None)
        if found is not None and not found.why_not:
            found.run()

    def _fit(self) -> None:
        """Leave to the menu what has no room: the last ones are the least likely."""
        gap = self._line.spacing()
        fixed = [self._says, self.close_button]
        if not self.all_button.isHidden():
            fixed.append(self.all_button)
        room = self.width() - 20 - sum(each.sizeHint().width() + gap for each in fixed)
        needed = [button.sizeHint().width() + gap for button in self.buttons.values()]
        short = sum(needed) > room
        room -= self.more.sizeHint().width() + gap if short else 0
        for button, width in zip(self.buttons.values(), needed, strict=True):
            room -= width
            button.setVisible(room >= 0)
        self.more.setVisible(short)

    def _open_more(self) -> None:
        hidden = [each for each in self._offers if self.buttons[each.key].isHidden()]
        menu = menu_of([each.as_entry() for each in hidden], self)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.more.mapToGlobal(self.more.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), menu.sizeHint().height() + 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
