"""The stack of pages: each is built when it is first shown, and stays."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.states import ErrorState
from ui.core.targets import PageWanted, Target
from ui.shell.offer import Room

MOST_REMEMBERED = 50


class PageStack(QStackedWidget):
    """The pages of one desk and the way back through them."""

    moved = Signal()  # another page is shown, or the one shown has a new title

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._built: dict[str, QWidget] = {}
        self._room: Room | None = None
        self._been: list[tuple[Room, Target | None]] = []
        self._at = -1

    @property
    def room(self) -> Room | None:
        """Return where one is."""
        return self._room

    def page(self, key: str) -> QWidget | None:
        """Return a page that has been built."""
        return self._built.get(key)

    def crumbs(self) -> tuple[str, ...]:
        """Return the way from the slice's first page to this one, empty on a page with a tab."""
        room = self._room
        if room is None or room.page.tab:
            return ()
        page = self._built.get(room.page.key)
        own = page.windowTitle() if page is not None else ""
        return tuple(own.split(" / ")) if own else (room.page.title,)

    def open(self, room: Room, target: Target | None = None) -> None:
        """Show a page and let it show `target`."""
        self._been[self._at + 1 :] = [(room, target)]
        del self._been[:-MOST_REMEMBERED]
        self._at = len(self._been) - 1
        self._show(room, target)

    def back(self) -> None:
        """Go to where one was before."""
        self._step(-1)

    def forward(self) -> None:
        """Undo `back`."""
        self._step(+1)

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._been):
            self._at += by
            self._show(*self._been[self._at])

    def _show(self, room: Room, target: Target | None) -> None:
        key = room.page.key
        page = self._built.get(key)
        if page is None:
            page = self._build(room, target)
        self._room = room
        self.setCurrentWidget(page)
        self.setFocusProxy(page)
        if target is not None and not isinstance(target, PageWanted):
            self._hand_over(page, target)
        self.moved.emit()

    def _build(self, room: Room, target: Target | None) -> QWidget:
        """Build a page; what goes wrong there is shown in its place and harms no other page."""
        key = room.page.key
        try:
            page = room.page.build(self._desk)
        except Exception as error:  # noqa: BLE001  the border: a page must not end the desk
            return self._broken(room, error, lambda: self._again(room, target))
        page.windowTitleChanged.connect(self.moved)
        self._built[key] = page
        self.addWidget(page)
        return page

    def _broken(self, room: Room, error: BaseException, retry: Callable[[], object]) -> QWidget:
        state = ErrorState(
            self.tr("没能打开“{title}”").format(title=room.page.title), explain(error), retry
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(state, 1, Qt.AlignmentFlag.AlignHCenter)
        self.addWidget(page)
        return page

    def _again(self, room: Room, target: Target | None) -> None:
        broken = self.currentWidget()
        self._show(room, target)
        if broken is not None:
            self.removeWidget(broken)
            broken.deleteLater()

    @staticmethod
    def _hand_over(page: QWidget, target: Target) -> None:
        show_target = getattr(page, "show_target", None)
        if show_target is not None:
            show_target(target)
