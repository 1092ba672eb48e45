"""Agreements that run out or want their review, on the Today page."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QSizePolicy

from app.core.changes import Change, Topic
from app.core.clock import local
from app.core.words import label as word
from app.party.cooperation.queries.agreements import URGENT, AgreementRow, agreement_rows
from app.party.cooperation.rules import AgreementState
from ui.core.cards import Card
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk
from ui.core.targets import PageWanted
from ui.party.mending_list import Mending, MendingList

TOPICS = frozenset({Topic.COOPERATION, Topic.SETTING, Topic.EVERYTHING})
PAGE = "party.cooperation"
MOST, NAME_MOST = 5, 18


class AgreementsCard(Card):
    """The worst first; stays away while nothing is to be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(padding=0)
        self.setObjectName("today.agreements")
        self._desk = desk
        self._head.setContentsMargins(16, 0, 16, 0)
        self.list = MendingList()
        self.add(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        desk.hub.changed.connect(self._heard)
        desk.scope.changed.connect(self.reload)
        self.reload()

    def _heard(self, changes: tuple[Change, ...]) -> None:
        if any(change.topic in TOPICS for change in changes):
            self.reload()

    def reload(self) -> None:
        """Read them anew."""
        actor, region, now = self._desk.actor, self._desk.scope.code, self._desk.parts.clock.now()
        self._desk.read(
            lambda session: agreement_rows(session, actor, now=now, region=region), self._take
        )

    def _take(self, rows: tuple[AgreementRow, ...]) -> None:
        now = self._desk.parts.clock.now()
        urgent = [row for row in rows if row.state in URGENT]
        words = self.tr("{count} 份共建协议要评议或续签").format(count=len(urgent))
        self.set_title(words, self.tr("截至 {at}").format(at=time_of_day(now)))
        today = local(now).date()
        self.list.show_lines(tuple(self._line(row, today) for row in urgent[:MOST]), "")
        self.setVisible(bool(urgent))

    def _line(self, row: AgreementRow, today: date) -> Mending:
        day = row.due_on if row.state is AgreementState.REVIEW_DUE else (row.until or row.due_on)
        return Mending(
            row.title if len(row.title) <= NAME_MOST else row.title[: NAME_MOST - 1] + "…",
            f"{word(row.state)}　{day:%Y-%m-%d}",
            self.tr("打开"),
            partial(self._desk.navigator.go, PageWanted(PAGE)),
            late=day < today,
            whole=row.title,
        )
