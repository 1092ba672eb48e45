"""Copies for the time the server is away what forms look up and what its person has in hand."""

import logging
import random

from PySide6.QtCore import QObject, QTimer

from app.bootstrap.looked_up import Copier, writes_away
from ui.core.slices import Desk

EVERY_S = (600.0, 900.0)
"""Between two copies, by chance between the two: 400 desks do not copy in the same moment."""

log = logging.getLogger(__name__)


class Copying(QObject):
    """Belongs to the desk of one person; nobody waits for it."""

    def __init__(self, desk: Desk, copier: Copier, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._copier = desk, copier
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.copy)
        self.copy()

    def copy(self) -> None:
        """Copy now."""
        self._desk.jobs.read(self._copier.copy, self._copied, self._failed)

    def _copied(self, _: object) -> None:
        self._pause.start(round(random.uniform(*EVERY_S) * 1_000))  # noqa: S311

    def _failed(self, error: BaseException) -> None:
        """The copy of before stays; nobody can do anything about it here."""
        log.warning("nothing was copied", exc_info=error)
        self._copied(None)


def start_copying(desk: Desk, parent: QObject) -> Copying | None:
    """Begin; None at a desk that has no outbox, or whose person could write nothing into it."""
    if desk.outbox is None or not writes_away(desk.actor):
        return None
    copier = Copier(desk.parts.database, desk.actor, desk.outbox.box.vault)
    return Copying(desk, copier, parent)
