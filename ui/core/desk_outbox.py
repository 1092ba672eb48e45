"""The outbox of whoever sits at the desk, for its pages: what they write waits there while the
server is away.
"""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import DatabaseUnreachable
from app.core.outbox import Entry, Outbox
from ui.core.jobs import Jobs, Report


class DeskOutbox(QObject):
    """Keeps entries off the GUI thread, and tells whoever shows how many there are.

    Attributes:
        box: The outbox itself.
    """

    changed = Signal()

    def __init__(self, box: Outbox, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.box = box
        self._jobs = jobs
        box.subscribe(self.changed.emit)

    def takes(self, error: BaseException) -> bool:
        """Tell whether what failed with an error can wait here: the server is away, or its
        answer was lost.
        """
        return isinstance(error, DatabaseUnreachable)

    def put(self, entry: Entry, kept: Callable[[], object], failed: Report | None = None) -> None:
        """Keep an entry; `kept` is called once it is on disk."""
        self._jobs.write(lambda: self.box.put(entry), lambda _: kept(), failed)

    def look_again(self, key: UUID) -> None:
        """Send a refused entry once more, on its case as it is by then."""
        self._jobs.write(lambda: self.box.try_again(key, seen=None), _nothing)

    def drop(self, key: UUID) -> None:
        """Throw an entry away for good."""
        self._jobs.write(lambda: self.box.drop(key), _nothing)

    def take_over(
        self, password: str, taken: Callable[[int], object], failed: Report | None = None
    ) -> None:
        """Take over what an older password locked; `taken` is told how many entries it was."""
        self._jobs.write(lambda: self.box.take_over(password), taken, failed)

    def of(self, subject: str) -> tuple[Entry, ...]:
        """Return what is there about one case."""
        return tuple(each for each in self.box.entries if each.subject == subject)


def _nothing(_: object) -> None:
    """The outbox itself tells that it changed."""
