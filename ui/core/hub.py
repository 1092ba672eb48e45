"""News of what transactions touched, and how a page keeps itself fresh with it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.core.changes import Change, Topic

EVERY_MS = 200


class ChangeHub(QObject):
    """Where every page of this desk hears of changes, its own and those of other desks."""

    changed = Signal(object)  # tuple[Change, ...]

    def announce(self, changes: tuple[Change, ...]) -> None:
        """Tell everybody; may be called from any thread."""
        if changes:
            self.changed.emit(changes)


class Refresher(QObject):
    """Reloads a page at the first change at once, then at most every 200 ms.

    A hidden page waits until it is shown; then it reloads once, whatever came meanwhile.
    """

    def __init__(
        self,
        hub: ChangeHub,
        page: QWidget,
        reload: Callable[[], object],
        *,
        topics: frozenset[Topic],
        concerns: Callable[[Change], bool] | None = None,
    ) -> None:
        """Listen on behalf of `page`.

        Args:
            hub: Where the changes come from.
            page: Who is refreshed; also owns this helper.
            reload: What reads anew; called on the GUI thread.
            topics: Kinds of records the page shows; EVERYTHING is always among them.
            concerns: Says whether a change of such a topic touches what is shown; else all do.
        """
        super().__init__(page)
        self._page = page
        self._reload = reload
        self._topics = topics | {Topic.EVERYTHING}
        self._concerns = concerns
        self._stale = False
        self._pause = QTimer(self)
        self._pause.setInterval(EVERY_MS)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._catch_up)
        page.installEventFilter(self)
        hub.changed.connect(self._on_changed)

    @property
    def stale(self) -> bool:
        """True while a reload is owed: the page is hidden or the pause is not over."""
        return self._stale

    def catch_up_now(self) -> None:
        """Reload what is owed without waiting for the pause to be over."""
        if self._stale:
            self._catch_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch up when the page is shown."""
        if event.type() == QEvent.Type.Show and watched is self._page:
            self._catch_up()
        return False

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(self._touches(change) for change in changes):
            self._stale = True
            if not self._pause.isActive():
                self._catch_up()

    def _touches(self, change: Change) -> bool:
        if change.topic not in self._topics:
            return False
        if change.topic is Topic.EVERYTHING or self._concerns is None:
            return True
        return self._concerns(change)

    def _catch_up(self) -> None:
        if self._stale and self._page.isVisible():
            self._stale = False
            self._pause.start()
            self._reload()
