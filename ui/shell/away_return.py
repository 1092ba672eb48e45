"""Tries again and again to sign somebody in properly who came in while the server was away."""

import random

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import DatabaseBusy, DatabaseUnreachable
from ui.shell.ground import Admitted
from ui.shell.program import Program

EVERY_S = (4.0, 8.0)
"""Between two tries, by chance between the two: 400 desks do not come back in the same moment."""


class AwayReturn(QObject):
    """Belongs to the desk of that person."""

    returned = Signal(object)  # Admitted
    refused = Signal(object)  # BaseException: the server knows better by now

    def __init__(self, program: Program, admitted: Admitted, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._admitted = program, admitted
        self._since = program.at.parts.clock.now()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.attempt)
        self._wait()

    def _wait(self) -> None:
        self._pause.start(round(random.uniform(*EVERY_S) * 1_000))  # noqa: S311

    def attempt(self) -> None:
        """Try now."""
        self._pause.stop()
        self._program.return_from_away(self._admitted, self._since, self._take, self._failed)

    def _take(self, admitted: Admitted) -> None:
        self.returned.emit(admitted)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DatabaseUnreachable | DatabaseBusy):
            self._wait()
        else:
            self.refused.emit(error)
