"""Counting the past again by a draft: batch after batch off the GUI thread, stopped at will."""

from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from app.cases.queries.preview import (
    Batch,
    Draft,
    Mark,
    Period,
    Tally,
    preview_batch,
    preview_count,
)
from ui.core.jobs import Job
from ui.core.slices import Desk


class PreviewRun(QObject):
    """One preview at a time; beginning another one stops the one before."""

    progressed = Signal(object)  # tuple[int, int]: cases counted, cases in all
    finished = Signal(object)  # Effect
    failed = Signal(object)  # BaseException

    def __init__(self, desk: Desk, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = draft
        self._job: Job | None = None
        self._tally = Tally()
        self._total = 0
        self._period: Period | None = None

    @property
    def runs(self) -> bool:
        """True while it counts."""
        return self._job is not None

    def begin(self, days: int) -> None:
        """Count the cases registered in the last `days` days."""
        self.stop()
        now = self._desk.parts.clock.now()
        period = Period(now - timedelta(days=days), now)
        self._period, self._tally, self._total = period, Tally(), 0
        self._job = self._desk.read(
            lambda session: preview_count(session, period), self._counted, self._refused
        )

    def stop(self) -> None:
        """Let go of it; what was counted so far is dropped."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _counted(self, total: int) -> None:
        self._total = total
        self._tell()
        self._next(None)

    def _next(self, after: Mark | None) -> None:
        period, draft, actor = self._period, self._draft, self._desk.actor
        if period is not None:
            self._job = self._desk.read(
                lambda session: preview_batch(session, draft, period, actor, after),
                self._take,
                self._refused,
            )

    def _take(self, batch: Batch) -> None:
        self._tally.add(batch)
        self._tell()
        if batch.after is not None:
            self._next(batch.after)
            return
        self._job = None
        self.finished.emit(self._tally.effect())

    def _tell(self) -> None:
        done = len(self._tally.cases)
        self.progressed.emit((done, max(self._total, done)))

    def _refused(self, error: BaseException) -> None:
        self._job = None
        self.failed.emit(error)
