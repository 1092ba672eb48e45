"""The names filters speak of, read once for all of a desk and kept fresh."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.filters.complete import fixed_words
from app.cases.filters.model import Filter
from app.cases.filters.vocabulary import Vocabulary
from app.cases.queries.names import vocabulary
from app.cases.queries.saved_views import SavedViewRow, saved_views
from app.core.changes import Topic
from app.core.errors import DatabaseBusy, DatabaseUnreachable
from app.core.pinyin import initials
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.slices import Desk

TOPICS = frozenset({Topic.UNIT, Topic.REGION, Topic.CATEGORY, Topic.PERSON, Topic.TAG, Topic.VIEW})


class NameKeeper(QObject):
    """Holds the vocabulary and the saved views that are spoken in it."""

    changed = Signal()
    failed = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        """Read on behalf of a page; while it is hidden nothing is read anew."""
        super().__init__(page)
        self._desk = desk
        self._job: Job | None = None
        self.vocabulary = Vocabulary()
        self.readings: Mapping[str, str] = {}
        self.views: tuple[SavedViewRow, ...] = ()
        self.ready = False
        self._warm = False
        self._also = Filter()
        self._refresher = Refresher(desk.hub, page, self.read, topics=TOPICS)

    def read(self) -> None:
        """Read everything anew."""
        if self._job is not None:
            self._job.cancel()
        actor, also = self._desk.actor, self._also

        def both(session: Any) -> tuple[tuple[SavedViewRow, ...], Vocabulary]:
            rows = saved_views(session, actor)
            return rows, vocabulary(session, actor, also, *(r.arranged.rules for r in rows))

        self._job = self._desk.read(both, self._read, self._failed)

    def speak_of(self, rules: Filter) -> None:
        """Name whatever this filter speaks of, from the next reading on."""
        self._also = rules

    def warm(self) -> None:
        """Read how the fixed words sound; the first pinyin of a day takes its time."""
        if not self._warm:
            self._warm = True
            words = fixed_words()
            self._desk.jobs.read(lambda: {word: initials(word) for word in words}, self._learn)

    def _learn(self, readings: Mapping[str, str]) -> None:
        self.readings = readings

    def _read(self, found: tuple[tuple[SavedViewRow, ...], Vocabulary]) -> None:
        self._job = None
        self.views, self.vocabulary = found
        self.ready = True
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        if not isinstance(error, (DatabaseBusy, DatabaseUnreachable)):  # the status bar says so
            self._desk.notices.report(error)
        self.failed.emit()
