"""Things nobody waits for: done once the first page stands with all it had to read."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.core.jobs import Jobs

PAUSE_MS = 150  # for the page to be painted


class Afterwards(QObject):
    """Runs something once, a moment after nothing is being read any more."""

    def __init__(self, jobs: Jobs, run: Callable[[], object], owner: QObject) -> None:
        super().__init__(owner)
        self._jobs = jobs
        self._run = run
        self._over = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        jobs.idled.connect(self._pause.start)
        if jobs.idle():
            self._pause.start()

    def cancel(self) -> None:
        """Leave it undone, unless it is done."""
        if self._over:
            return
        self._over = True
        self._pause.stop()
        self._jobs.idled.disconnect(self._pause.start)
        self.deleteLater()

    def _look(self) -> None:
        if self._jobs.idle():
            self.cancel()
            self._run()
