"""Keeps the form of a new case on disk while it is typed, off the GUI thread."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.attachments import Prepared
from app.core.errors import AppError
from ui.cases.drafts import Draft, DraftStore
from ui.core.slices import Desk

PAUSE_MS = 400


class Keepable(Protocol):
    """What can be kept: the state of a form."""

    def is_empty(self) -> bool:
        """Tell whether nothing was entered."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""


class DraftKeeper(QObject):
    """Writes the latest state at most every 0.4 s; what a later state overtook is dropped."""

    kept = Signal(object)  # datetime
    found = Signal(object)  # Draft | None
    failed = Signal(object)  # BaseException
    emptied = Signal()

    def __init__(
        self,
        desk: Desk,
        values: Callable[[], Keepable],
        parent: QObject | None = None,
        *,
        form: str = "",
    ) -> None:
        """Ask `values()` for the state whenever it is to be written; `form` names which form it
        is of, "" for that of a new case.
        """
        super().__init__(parent)
        self._desk = desk
        self._values = values
        self._store = DraftStore.of(desk.actor, desk.parts.database.where, form)
        self._numbers = count(1)
        self._files: set[UUID] = set()
        self._loaded = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.keep_now)

    def load(self) -> None:
        """Read what was kept; `found` tells."""
        self._desk.jobs.read(self._store.load, self._read)

    def _read(self, draft: Draft | None) -> None:
        self._loaded = True
        if draft is not None:
            self._files |= {UUID(path.parent.name) for path in draft.files}
        self.found.emit(draft)

    def soon(self) -> None:
        """Something was typed."""
        if not self._soon.isActive():
            self._soon.start()

    def hold(self) -> None:
        """Do not write the present state: it is what was just read, or nothing."""
        self._soon.stop()

    def keep_now(self) -> None:
        """Write the state as it is; a form that was emptied again leaves no draft."""
        self._soon.stop()
        store, number, at = self._store, next(self._numbers), self._desk.parts.clock.now()
        values = self._values()
        if self._is_nothing(values):
            if self._loaded:
                self._desk.jobs.read(lambda: store.clear(number), _nothing, self._failed)
                self.emptied.emit()
            return
        kept = values.to_json()
        self._desk.jobs.read(lambda: store.save(kept, at, number), self._kept, self._failed)

    def _is_nothing(self, values: Keepable) -> bool:
        return values.is_empty() and not self._files

    def flush(self) -> None:
        """Write at once, here, what is still waiting: the program may be about to end."""
        if not self._soon.isActive():
            return
        self._soon.stop()
        values = self._values()
        try:
            if not self._is_nothing(values):
                at = self._desk.parts.clock.now()
                self._kept(self._store.save(values.to_json(), at, next(self._numbers)))
            elif self._loaded:
                self._store.clear(next(self._numbers))
                self.emptied.emit()
        except AppError as error:
            self._failed(error)

    def keep_file(self, key: UUID, prepared: Prepared) -> None:
        """Keep an attachment with the draft."""
        store = self._store
        self._files.add(key)
        self._desk.jobs.read(
            lambda: store.keep_file(key, prepared.name, prepared.body), _nothing, self._failed
        )

    def drop_file(self, key: UUID) -> None:
        """Forget an attachment."""
        store = self._store
        self._files.discard(key)
        self._desk.jobs.read(lambda: store.drop_file(key), _nothing, self._failed)

    def clear(self) -> None:
        """The case is saved: forget the draft."""
        self._soon.stop()
        self._files.clear()
        store, number = self._store, next(self._numbers)
        self._desk.jobs.read(lambda: store.clear(number), _nothing, self._failed)

    def _kept(self, at: datetime) -> None:
        self.kept.emit(at)

    def _failed(self, error: BaseException) -> None:
        self.failed.emit(error)


def _nothing(_: object) -> None:
    """Nobody needs to hear of it."""
