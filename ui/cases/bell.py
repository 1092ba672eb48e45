"""What rings the bell quietly while somebody sits at the desk: each piece of news once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.core.changes import Change, Topic
from ui.core.jobs import Job
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.slices import Desk
from ui.core.targets import Target

SOON_MS = 1_000  # one run of the keeper warns of many; they are told in one sentence
LOOK_BACK = timedelta(days=3)
"""Over a weekend one wants to know; what lies further back is in the queue anyway."""
OVERLAP = timedelta(seconds=10)
"""Of two desks that write at once the later moment may be read first."""


class News(Protocol):
    """What every row of news has."""

    @property
    def case_id(self) -> UUID:
        """The case it is about."""

    @property
    def at(self) -> datetime:
        """When it happened; what is told next lies after it."""


Row = TypeVar("Row", bound=News)


class Bell(QObject, Generic[Row]):
    """Listens on behalf of one person; this computer remembers what was told."""

    def __init__(self, desk: Desk, owner: QObject, kept: str, topics: frozenset[Topic]) -> None:
        """Listen.

        Args:
            desk: Whose news it is.
            owner: Ends with it.
            kept: Under which name it is remembered what was told.
            topics: Kinds of records whose changes may be news.
        """
        super().__init__(owner)
        self.desk = desk
        self._job: Job | None = None
        self._key = f"{kept}/{desk.actor.person_id or 'console'}"
        self._topics = topics | {Topic.EVERYTHING}
        self._told: set[tuple[UUID, datetime]] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.ask)
        desk.hub.changed.connect(self._on_changed)
        self._soon.start()

    # -- what subclasses say -------------------------------------------------------------------

    def read(self, session: Any, since: datetime) -> Sequence[Row]:
        """Return what happened after `since`; called on a reader thread."""
        raise NotImplementedError

    def words(self, rows: Sequence[Row]) -> str:
        """Return the sentence: the case where there is one, numbers where there are many."""
        raise NotImplementedError

    def target(self, rows: Sequence[Row]) -> Target:
        """Return where the button of the sentence leads."""
        raise NotImplementedError

    # -- asking --------------------------------------------------------------------------------

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.topic in self._topics for change in changes) and not self._soon.isActive():
            self._soon.start()

    def ask(self) -> None:
        """Read what was not told yet."""
        if self._job is not None:
            self._job.cancel()
        since = self._told_until()
        self._job = self.desk.read(lambda session: self.read(session, since), self._take)

    def _told_until(self) -> datetime:
        earliest = self.desk.parts.clock.now() - LOOK_BACK
        try:
            kept = datetime.fromisoformat(self.desk.preferences.text(self._key))
        except ValueError:
            return earliest
        if kept.tzinfo is None:
            return earliest
        return max(kept - OVERLAP if self._told else kept, earliest)

    def _take(self, found: Sequence[Row]) -> None:
        self._job = None
        rows = tuple(row for row in found if (row.case_id, row.at) not in self._told)
        if not rows:
            return
        self._told |= {(row.case_id, row.at) for row in rows}
        last = max(row.at for row in rows)
        self.desk.preferences.set_text(self._key, last.isoformat())
        target = self.target(rows)
        one = len({row.case_id for row in rows}) == 1
        act = Act(
            QCoreApplication.translate("WarningBell", "打开")
            if one
            else QCoreApplication.translate("WarningBell", "看这些"),
            lambda: self.desk.navigator.go(target),
        )
        key = f"{self._key}-{last.isoformat()}"
        self.desk.notices.post(Notice(key, NoticeKind.NEWS, self.words(rows), act=act))
