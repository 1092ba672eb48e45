"""Says in a dialog, before anything is written, what a step will do to the due time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.cases.clock import ClockState, Limit
from app.cases.clock_words import limit_words, verdict_words
from app.cases.due import ClockPair
from app.cases.queries.card import CaseCard
from app.cases.queries.foresight import Extending, Foreseen, Stopping, Wish, foresee
from ui.cases.clock_faces import day_and_time
from ui.core.forms import PromiseBox
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.slices import Desk

SOON_MS = 150


@dataclass(frozen=True, slots=True)
class Told:
    """What is said: before, the promise in bold, after it, and on what it rests."""

    lead: str
    promise: str
    rest: str = ""
    basis: str = ""


class DueTeller(QObject):
    """Asks the pure clock whenever what is typed changes; the newest answer stands."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget, *, asks: bool = False) -> None:
        """Tell about a case; `asks` when the director has to approve first."""
        super().__init__(parent)
        self.box = PromiseBox(parent=parent)
        self.box.hide()
        self._desk = desk
        self._case_id = card.id
        self._asks = asks
        self._wish: Wish | None = None
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._read)
        self.told: Callable[[], object] = lambda: None

    @property
    def text(self) -> str:
        """What is said, "" for nothing."""
        return self.box.accessibleName() if not self.box.isHidden() else ""

    def ask(self, wish: Wish | None) -> None:
        """Tell what a wish would do; None says nothing."""
        if wish == self._wish:
            return
        self._wish = wish
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if wish is None:
            self._soon.stop()
            self.box.hide()
            return
        self._soon.start()

    def _read(self) -> None:
        wish, case_id, desk = self._wish, self._case_id, self._desk
        if wish is None:
            return
        now = desk.parts.clock.now()
        self._job = desk.read(
            lambda session: foresee(session, desk.actor, case_id, wish, now=now),
            self._arrived,
            self._failed,
        )

    def _arrived(self, found: Foreseen) -> None:
        self._job = None
        if self._wish is None or found.before is None:
            self.box.hide()
            return
        said = told(found, self._wish, self._desk, asks=self._asks)
        self.box.promise(said.lead, said.promise, said.rest, said.basis)
        self.box.setAccessibleName(f"{said.lead}{said.promise}{said.rest} {said.basis}".strip())
        self.box.show()
        self.told()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self.box.promise("", "", explain(error).text, "")
        self.box.setAccessibleName(explain(error).text)
        self.box.show()
        self.told()


def told(found: Foreseen, wish: Wish, desk: Desk, *, asks: bool) -> Told:
    """Return the words for a wish."""
    translate = QCoreApplication.translate
    now = desk.parts.clock.now()
    before, after = found.before, found.after
    lead = (
        translate("DueTeller", "批准后，办结时限 ") if asks else translate("DueTeller", "办结时限 ")
    )
    if before is None or after is None:
        return Told(lead, translate("DueTeller", "不再计"))
    if isinstance(wish, Stopping):
        return _stopped(lead, before, after, wish, desk)
    was, becomes = _due(before, now), _due(after, now)
    if was == becomes:
        return Told(lead, becomes, translate("DueTeller", "，不变"), _limits(before, after))
    if isinstance(wish, Extending):
        words = translate("DueTeller", "原来的办理时限 {limit}，再加 {amount}。")
        limit = before.handle_limit
        added = limit_words(Limit(wish.amount, limit.unit))
        basis = words.format(limit=limit_words(limit), amount=added)
    else:
        basis = _limits(before, after)
    arrow = translate("DueTeller", "{was} → {becomes}").format(was=was, becomes=becomes)
    return Told(lead, arrow, "", basis)


def _stopped(lead: str, before: ClockPair, after: ClockPair, wish: Stopping, desk: Desk) -> Told:
    translate = QCoreApplication.translate
    now = desk.parts.clock.now()
    left = verdict_words(before.handle)
    was = _due(before, now)
    if wish.until is None or after.handle.due_at is None:
        promise = translate("DueTeller", "{was} → 停表").format(was=was)
        return Told(
            lead,
            promise,
            "",
            translate("DueTeller", "现在{left}，恢复后接着算。").format(left=left),
        )
    becomes = day_and_time(after.handle.due_at, now)
    promise = translate("DueTeller", "{was} → {becomes}").format(was=was, becomes=becomes)
    basis = translate("DueTeller", "现在{left}，{until} 自动恢复后接着算。").format(
        left=left, until=day_and_time(wish.until, now)
    )
    return Told(lead, promise, "", basis)


def _due(pair: ClockPair, now: datetime) -> str:
    translate = QCoreApplication.translate
    verdict = pair.handle
    if verdict.state is ClockState.ENDED:
        return translate("DueTeller", "已停（{used}）").format(used=verdict_words(verdict))
    if verdict.due_at is None:
        return verdict_words(verdict)
    return day_and_time(verdict.due_at, now)


def _limits(before: ClockPair, after: ClockPair) -> str:
    translate = QCoreApplication.translate
    was, becomes = limit_words(before.handle_limit), limit_words(after.handle_limit)
    if was != becomes:
        words = translate("DueTeller", "办理时限 {was} 改为 {becomes}，从受理起算。")
        return words.format(was=was, becomes=becomes)
    return translate("DueTeller", "办理时限 {limit}。").format(limit=becomes)
