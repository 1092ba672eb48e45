"""What was ruled on cases like one (权责判例), offered with its reasons: a key takes the unit."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.cases.queries.card import CaseCard
from app.cases.queries.precedents import (
    Likeness,
    PrecedentOffer,
    offers_for,
    place_type_in,
)
from app.core.words import label as word
from ui.core.controls import Button, label
from ui.core.jobs import Job
from ui.core.relative_time import day
from ui.core.shortcuts import add_key
from ui.core.slices import Desk

KEYS = ("Alt+1", "Alt+2", "Alt+3")
REASON_MOST = 60


@dataclass(frozen=True, slots=True)
class UnitTaken:
    """A unit that was taken because of precedents, with what they say."""

    unit_id: UUID
    name: str
    why: str


def likeness_of(card: CaseCard) -> Likeness:
    """Return what a case is like, as far as precedents go by it."""
    text = " ".join((card.title, card.place, card.text))
    place = place_type_in(card.title, card.place, card.text)
    return Likeness(card.category_code, text, place, card.desk_region)


class PrecedentOffers(QFrame):
    """Up to three units, each with how many cases were ruled so, when last, and why."""

    taken = Signal(object)  # UnitTaken
    told = Signal(object)  # tuple of PrecedentOffer: they were read

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Offer in a dialog `owner`, anywhere in which the keys take an offer."""
        super().__init__(owner)
        self.setProperty("surface", "tint")
        self.setAccessibleName(self.tr("权责判例"))
        self._desk = desk
        self._job: Job | None = None
        self.offers: tuple[PrecedentOffer, ...] = ()
        self.buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 6, 12, 6)
        self._column.setSpacing(4)
        self._rows: list[QWidget] = []
        for at, key in enumerate(KEYS):
            add_key(owner, key, partial(self.take, at))
        self.hide()

    def ask(self, case: Likeness) -> None:
        """Look for precedents of cases like one."""
        if self._job is not None:
            self._job.cancel()
        desk = self._desk
        self._job = desk.read(
            lambda session: offers_for(session, desk.actor, case), self._take_offers
        )

    def take(self, at: int) -> None:
        """Take the unit of an offer."""
        if at < len(self.offers):
            offer = self.offers[at]
            self.taken.emit(UnitTaken(offer.lead_id, offer.lead, self.words(offer)))

    def words(self, offer: PrecedentOffer) -> str:
        """Return ``同类 3 件判给城管执法队，最近 2026-10-12``."""
        if offer.same_kind:
            words = self.tr("同类 {count} 件判给{unit}，最近 {day}")
        elif offer.same_place:
            words = self.tr("同样地点 {count} 件判给{unit}，最近 {day}")
        else:
            words = self.tr("相近的 {count} 件判给{unit}，最近 {day}")
        when = day(offer.newest.ruled_at)
        return words.format(count=offer.count, unit=offer.lead, day=when)

    def _take_offers(self, offers: tuple[PrecedentOffer, ...]) -> None:
        self._job = None
        self.offers = offers
        for row in self._rows:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.buttons = []
        self._rows = [self._row(at, offer) for at, offer in enumerate(offers)]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(offers))
        self.told.emit(offers)

    def _row(self, at: int, offer: PrecedentOffer) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        head = label(self.words(offer))
        head.setWordWrap(True)
        newest = offer.newest
        why = newest.reasons if len(newest.reasons) <= REASON_MOST else newest.reasons[:59] + "…"
        template = self.tr("{matter}（{dispute}）：{why}")
        under = template.format(matter=newest.matter, dispute=word(newest.dispute), why=why)
        reason = label(under, "caption")
        reason.setWordWrap(True)
        reason.setToolTip(f"{newest.reasons}\n{newest.basis}")
        words.addWidget(head)
        words.addWidget(reason)
        line.addLayout(words, 1)
        button = Button(self.tr("照此选"), kind="plain", key=KEYS[at], small=True)
        button.setAccessibleName(self.tr("照判例选{unit}").format(unit=offer.lead))
        button.clicked.connect(partial(self._clicked, at))
        self.buttons.append(button)
        line.addWidget(button)
        return row

    def _clicked(self, at: int, _checked: object = None) -> None:
        self.take(at)
