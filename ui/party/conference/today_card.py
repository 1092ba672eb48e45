"""What the bodies resolved and my unit has to carry out, on the Today page."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy

from app.core.changes import Change, Topic
from app.core.clock import local
from app.party.conference.queries.resolutions import ResolutionRow, own_resolutions
from app.party.conference.rules import ResolutionStep, is_late
from app.party.conference.telling import due_words
from ui.core.cards import Card
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk
from ui.party.mending_list import Mending, MendingList

if TYPE_CHECKING:
    from ui.core.form_dialog import FormDialog

TOPICS = frozenset({Topic.RESOLUTION, Topic.EVERYTHING})
MOST, NAME_MOST = 5, 24
KINDS = (ResolutionStep.PROGRESS, ResolutionStep.FINISHED)


class OwnResolutionsCard(Card):
    """What is due soonest first; stays away while there is nothing to carry out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(padding=0)
        self.setObjectName("today.own-resolutions")
        self._desk = desk
        self.dialog: FormDialog | None = None
        self._head.setContentsMargins(16, 0, 16, 0)
        self.list = MendingList()
        self.add(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        desk.hub.changed.connect(self._heard)
        self.reload()

    def _heard(self, changes: tuple[Change, ...]) -> None:
        """Read anew also while the card stays away: it comes with the first resolution."""
        if any(change.topic in TOPICS for change in changes):
            self.reload()

    def reload(self) -> None:
        """Read them anew."""
        actor = self._desk.actor
        self._desk.read(lambda session: own_resolutions(session, actor), self._take)

    def _take(self, rows: tuple[ResolutionRow, ...]) -> None:
        now = self._desk.parts.clock.now()
        today = local(now).date()
        late = sum(is_late(row.state, row.due_on, today) for row in rows)
        words = (
            self.tr("大工委交办 {count} 条，{late} 条逾期")
            if late
            else self.tr("大工委交办 {count} 条")
        )
        moment = self.tr("截至 {at}").format(at=time_of_day(now))
        self.set_title(words.format(count=len(rows), late=late), moment)
        self.list.show_lines(tuple(self._line(row, today) for row in rows[:MOST]), "")
        self.setVisible(bool(rows))

    def _line(self, row: ResolutionRow, today: date) -> Mending:
        return Mending(
            row.text if len(row.text) <= NAME_MOST else row.text[: NAME_MOST - 1] + "…",
            due_words(row, today),
            self.tr("报进展"),
            partial(self.report, row),
            late=is_late(row.state, row.due_on, today),
            whole=row.text,
        )

    def report(self, row: ResolutionRow) -> None:
        """Ask how far one is."""
        from ui.party.conference.resolution_dialogs import ReportDialog  # no form on the first page

        self.dialog = ReportDialog(self._desk, row, KINDS, self.window())
        self.dialog.open()
