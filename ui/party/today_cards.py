"""What party building lays on the Today page: what is missing, and whose term ends."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from app.core.changes import Change, Topic
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.party.queries.coverage import CoverageBoard, TermLine, coverage_board
from app.party.queries.organisations import organisation_tree
from ui.core.cards import Card, Kpi, KpiTile
from ui.core.controls import label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk
from ui.core.targets import OrganisationWanted, PageWanted
from ui.party.mending_list import Mending, MendingList
from ui.party.organisation_words import left_words

TOPICS = frozenset({Topic.ORGANISATION, Topic.MEMBER, Topic.REGION, Topic.SETTING})
PAGE = "party.organisations"
WAITING = "…"
MOST, FEW = 8, 4


class BoardReading(QObject):
    """The coverage board, read once for all cards of a desk."""

    arrived = Signal(object, object)  # CoverageBoard, datetime

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)

    def ask(self) -> None:
        """Read anew, unless another card asked in this turn of the event loop."""
        if self._turn.isActive():
            return
        self._turn.start(0)
        if self._job is not None:
            self._job.cancel()
        desk, region = self._desk, self._desk.scope.code
        now = desk.parts.clock.now()

        def read(session: Any) -> CoverageBoard:
            return coverage_board(
                session,
                desk.actor,
                organisation_tree(session, desk.actor, region=region),
                today=local(now).date(),
                settings=settings_at(session, now),
                region=region,
            )

        self._job = desk.read(read, lambda board: self._take(board, now))

    def _take(self, board: CoverageBoard, at: datetime) -> None:
        self._job = None
        self.arrived.emit(board, at)


def _follow(desk: Desk, card: Card | KpiTile, take: Any) -> None:
    """Let a card show each reading, and ask for one now and after every change."""
    reading = desk.shared(BoardReading)
    reading.arrived.connect(take)
    Refresher(desk.hub, card, reading.ask, topics=TOPICS)
    desk.scope.changed.connect(reading.ask)
    reading.ask()


class _Tile(KpiTile):
    """A count that leads to the page of organisations."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._name = name
        super().__init__(Kpi(name, WAITING, ""))
        self.clicked.connect(lambda: desk.navigator.go(PageWanted(PAGE)))
        _follow(desk, self, self._take)

    def _take(self, board: CoverageBoard, at: datetime) -> None:
        self.set_kpi(self.say(board, time_of_day(at)))

    def say(self, board: CoverageBoard, at: str) -> Kpi:
        """Return what is shown."""
        raise NotImplementedError


class CoveredTile(_Tile):
    """Grids with an organisation."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, QCoreApplication.translate("PartyTiles", "党组织覆盖"))

    def say(self, board: CoverageBoard, at: str) -> Kpi:
        lacking = self.tr("缺 {count} 个网格，截至 {at}").format(count=len(board.gaps), at=at)
        whole = self.tr("网格都有党组织，截至 {at}").format(at=at)
        told = lacking if board.gaps else whole
        figure = f"{board.covered}/{board.grids}"
        return Kpi(self._name, figure, told, "warn" if board.gaps else "")


class UnplacedTile(_Tile):
    """Members of whom no grid is known."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, QCoreApplication.translate("PartyTiles", "未落格党员"))

    def say(self, board: CoverageBoard, at: str) -> Kpi:
        told = self.tr("截至 {at}").format(at=at)
        tone = "warn" if board.without_grid else ""
        return Kpi(self._name, str(board.without_grid), told, tone)


class TermsTile(_Tile):
    """Committees whose term ends soon or has run out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, QCoreApplication.translate("PartyTiles", "要换届的"))

    def say(self, board: CoverageBoard, at: str) -> Kpi:
        late = sum(line.left < 0 for line in board.terms)
        over = self.tr("已过届 {count} 个，截至 {at}").format(count=late, at=at)
        told = over if late else self.tr("都没有过届，截至 {at}").format(at=at)
        return Kpi(self._name, str(len(board.terms)), told, "over" if late else "")


class TermsCard(Card):
    """Committees by the day their term ends; stays away while none does."""

    def __init__(self, desk: Desk, most: int = MOST) -> None:
        super().__init__(padding=0)
        self.setObjectName("today.party-terms")
        self._desk, self._most = desk, most
        self._head.setContentsMargins(16, 0, 16, 0)
        self.list = MendingList()
        self._more = label("", "caption")
        self._more.setContentsMargins(16, 4, 16, 10)
        self.add(self.list)
        self.add(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        _follow(desk, self, self._take)
        desk.hub.changed.connect(self._heard)

    def _heard(self, changes: tuple[Change, ...]) -> None:
        """Read anew also while the card stays away: it comes with the first term that ends."""
        if self.isHidden() and any(change.topic in TOPICS for change in changes):
            self._desk.shared(BoardReading).ask()

    def _take(self, board: CoverageBoard, at: datetime) -> None:
        terms = board.terms
        late = sum(line.left < 0 for line in terms)
        words = (
            self.tr("{count} 个班子要换届")
            if not late
            else self.tr("{count} 个班子要换届，{late} 个已过届")
        )
        moment = self.tr("截至 {at}").format(at=time_of_day(at))
        self.set_title(words.format(count=len(terms), late=late), moment)
        self.list.show_lines(tuple(map(self._line, terms[: self._most])), "")
        rest = len(terms) - self._most
        self._more.setText(self.tr("另有 {count} 个").format(count=rest))
        self._more.setVisible(rest > 0)
        self.setVisible(bool(terms))

    def _line(self, term: TermLine) -> Mending:
        run = partial(self._desk.navigator.go, OrganisationWanted(term.organisation_id))
        told = left_words(term)
        return Mending(term.name, told, self.tr("打开"), run, late=term.left < 0)


def few_terms(desk: Desk) -> TermsCard:
    """Return the card as it stands among others."""
    return TermsCard(desk, FEW)
