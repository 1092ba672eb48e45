"""Hands a file in; where this desk holds the database it takes it in too, off the GUI thread."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.ids import new_id
from app.exchange.feeds.actions import Delivery, hand_in
from app.exchange.feeds.chores import take_waiting
from ui.core.slices import Desk
from ui.exchange.mapping_window import ImportOrder


@dataclass(frozen=True, slots=True)
class _Ended:
    """A file is no longer being taken in; whole, or as far as it went."""

    file_id: UUID
    is_whole: bool


class Importing(QObject):
    """Carries files from a desk into the queue."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._running: set[UUID] = set()

    def is_running(self, file_id: UUID) -> bool:
        """Tell whether this desk is taking a file in."""
        return file_id in self._running

    def start(self, order: ImportOrder) -> None:
        """Hand a file in, and take it in where nobody else would."""
        key = new_id()
        self._desk.write(
            lambda uow: hand_in(uow, _delivery(order), order.path, command_key=key), self.run
        )

    def run(self, file_id: UUID) -> None:
        """Take a file in here, if this desk holds the database; else the keeper does."""
        database = self._desk.parts.database
        if not database.is_sqlite:
            self._desk.notices.tell(self.tr("文件已交给后台，导入情况看“来件文件”"))
            return
        self._desk.notices.tell(self.tr("正在导入，可以接着做别的"))

        self._running.add(file_id)

        def loop(stop: threading.Event, emit: Callable[[Any], None]) -> None:
            emit(_Ended(file_id, take_waiting(database, file_id, stop.is_set)))

        self._desk.jobs.watch(loop, self._ended)

    def _ended(self, ended: "_Ended") -> None:
        self._running.discard(ended.file_id)
        done = ended.is_whole
        told = self.tr("文件导完了") if done else self.tr("文件没有导完，原因看“来件文件”")
        self._desk.notices.tell(told)


def _delivery(order: ImportOrder) -> Delivery:
    digest = hashlib.sha256()
    with order.path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    size = Path(order.path).stat().st_size
    return Delivery(order.path.name, size, order.mapping_id, order.region, digest.hexdigest())
