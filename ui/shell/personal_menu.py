"""The menu behind one's own name."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from ui.core.icons import icon
from ui.core.theme import current
from ui.shell.top_bar import PersonButton

THEMES = ("light", "dark")


class PersonalMenu(QObject):
    """Says what was chosen; the window does it."""

    change_person = Signal()
    change_password = Signal()
    second_factor = Signal()
    lock = Signal()
    theme = Signal(str)
    help = Signal()
    about = Signal()
    leave = Signal()

    def __init__(self, button: PersonButton, *, has_password: bool) -> None:
        super().__init__(button)
        self._button = button
        self._has_password = has_password
        button.clicked.connect(self.open)

    def menu(self) -> QMenu:
        """Return the menu."""
        menu = QMenu(self._button)
        entries = [
            (self.tr("换人"), "ph.swap", self.change_person, ""),
            (self.tr("锁屏"), "ph.lock-key", self.lock, "Ctrl+L"),
        ]
        if self._has_password:
            entries.append((self.tr("修改密码"), "ph.key", self.change_password, ""))
            entries.append((self.tr("动态口令"), "ph.device-mobile", self.second_factor, ""))
        for words, name, signal, key in entries:
            action = menu.addAction(icon(name), f"{words}\t{key}" if key else words)
            action.triggered.connect(signal)
        menu.addSeparator()
        self._add_themes(menu)
        menu.addSeparator()
        rest = [
            (self.tr("说明"), "ph.book-open", self.help, "F1"),
            (self.tr("关于街治通"), "ph.info", self.about, ""),
            (self.tr("退出"), "ph.sign-out", self.leave, "Ctrl+Q"),
        ]
        for words, name, signal, key in rest:
            action = menu.addAction(icon(name), f"{words}\t{key}" if key else words)
            action.triggered.connect(signal)
        return menu

    def open(self) -> None:
        """Show the menu under the name, flush with its right edge."""
        menu = self.menu()
        corner = self._button.rect().bottomRight()
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(self._button.mapToGlobal(corner))

    def _add_themes(self, menu: QMenu) -> None:
        titles = {"light": self.tr("浅色"), "dark": self.tr("深色")}
        marks = {"light": "ph.sun", "dark": "ph.moon"}
        group = QActionGroup(menu)
        for name in THEMES:
            worn = current().name == name
            mark = icon(f"{marks[name]}-fill", "accent") if worn else icon(marks[name])
            action = menu.addAction(mark, titles[name])
            action.setCheckable(True)
            action.setChecked(worn)
            action.triggered.connect(lambda _=False, name=name: self.theme.emit(name))
            group.addAction(action)
