"""The line that narrows the queue: words to look for, or shorthand, with what may be meant."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.cases.filters.complete import Offer, all_fields, is_spelt, offers
from ui.cases.views.names import NameKeeper
from ui.core.page_bars import NarrowField
from ui.core.theme import current

OFFER_ROLE = int(Qt.ItemDataRole.UserRole)
MOST_ROWS = 9
LEAST_PX, MOST_PX = 280, 420
COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ShorthandField(NarrowField):
    """Offers fields and values while one types; Down walks into them, Enter or Tab takes one."""

    def __init__(self, placeholder: str, keeper: NameKeeper, parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent=parent)
        self._keeper = keeper
        self.setMaximumWidth(MOST_PX)
        self._popup = QListWidget(self)
        self._popup.setWindowFlags(Qt.WindowType.ToolTip)  # above all, without taking the focus
        self._popup.setProperty("popup", "true")
        self._popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._popup.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._popup.setAccessibleName(self.tr("可以这样写"))
        self._popup.itemClicked.connect(self._take)
        self.textEdited.connect(lambda _: self._offer())

    def offered(self) -> tuple[str, ...]:
        """Return the titles offered now."""
        if not self._popup.isVisible():
            return ()
        items = (self._popup.item(at) for at in range(self._popup.count()))
        return tuple(item.data(OFFER_ROLE).title for item in items)

    def is_choosing(self, begin: int, end: int) -> bool:
        """Tell whether something is offered for a piece of the stripped text: it is not done."""
        text = self.text()
        at = self.cursorPosition() - (len(text) - len(text.lstrip()))
        return self._popup.isVisible() and begin < at <= end

    def _offer(self, *, everything: bool = False) -> None:
        keeper = self._keeper
        if everything:
            found = all_fields()
        else:
            cursor = self.cursorPosition()
            found = offers(self.text(), cursor, keeper.vocabulary, keeper.readings)
        self._popup.clear()
        for offer in found:
            words = f"{offer.title}   {offer.detail}" if offer.detail else offer.title
            item = QListWidgetItem(words)
            item.setData(OFFER_ROLE, offer)
            self._popup.addItem(item)
        if not found or not self.hasFocus():
            self._popup.hide()
            return
        if is_spelt(self.text(), self.cursorPosition()):
            self._popup.setCurrentRow(0)  # Enter takes it: no case holds the letters themselves
        self._popup.ensurePolished()  # else the rows are measured before they are dressed
        row = max(self._popup.sizeHintForRow(0), current().sizes.control_small)
        height = min(len(found), MOST_ROWS) * row + 10
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        self._popup.setGeometry(below.x(), below.y(), max(self.width(), LEAST_PX), height)
        self._popup.show()

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        offer: Offer = item.data(OFFER_ROLE)
        text = self.text()
        ends = not offer.text.endswith(":")
        written = offer.text + (" " if ends and not text[offer.end :].startswith(" ") else "")
        self.setText(text[: offer.begin] + written + text[offer.end :])
        self.setCursorPosition(offer.begin + len(written))
        self._popup.hide()
        if ends:
            self.tell()
        else:
            self._offer()

    def event(self, event: QEvent) -> bool:
        """Take Tab for what is offered before Qt moves the focus with it."""
        shown = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if shown and self._popup.isVisible() and event.key() == Qt.Key.Key_Tab:  # type: ignore[attr-defined]
            self._take(self._popup.item(max(0, self._popup.currentRow())))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown, key = self._popup.isVisible(), Qt.Key(event.key())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        chosen = self._popup.currentItem() if shown else None
        if shown and step:
            row = self._popup.currentRow() + step
            self._popup.setCurrentRow(max(0, min(row, self._popup.count() - 1)))
        elif key == Qt.Key.Key_Down and not self.text():
            self._offer(everything=True)
        elif chosen is not None and key in TAKING:
            self._take(chosen)
        elif shown and key == Qt.Key.Key_Escape:
            self._popup.hide()
            self.tell()
        else:
            if key in TAKING or step:
                self._popup.hide()
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keeper.warm()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._popup.isVisible():
            self._popup.hide()
            self.tell()  # what was being chosen is left as it stands
        if event.reason() not in COMING_BACK:
            self.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus():
            self.setCursorPosition(0)  # what narrows is read from its beginning

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._popup.hide()
