"""Notices that nobody has touched the desk for a while."""

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once nothing was touched for the time set.

    It listens to windows, not to every widget: a filter on the whole application would call
    Python for each repaint.
    """

    idle = Signal()
    looked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._after_ms = 0
        self._touched = monotonic()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen_to)

    @property
    def limit_ms(self) -> int:
        """Return after how long without a touch it is idle, 0 for never."""
        return self._after_ms

    def start(self, after_ms: int) -> None:
        """Watch from now on; 0 ends it."""
        self._after_ms = after_ms
        self._touched = monotonic()
        for window in QGuiApplication.topLevelWindows():
            self._listen_to(window)
        if after_ms:
            self._timer.start(after_ms)
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Watch no more."""
        self.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the touch and let it pass."""
        if event.type() in TOUCHES:
            self._touched = monotonic()
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # never twice
            window.installEventFilter(self)

    def look(self) -> None:
        """See how long ago the last touch was."""
        left = self._after_ms - int((monotonic() - self._touched) * 1000)
        if left > 0:
            self._timer.start(left)
        else:
            self.idle.emit()
        self.looked.emit()
