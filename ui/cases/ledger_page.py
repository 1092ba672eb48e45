"""The page of a clock ledger (时限台账): why a case is due when it is, to the minute."""

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.cases.clock import ClockNotStarted
from app.cases.ledger_words import ClockName
from app.cases.queries.ledger import (
    CaseLedger,
    LedgerWish,
    MomentAhead,
    NoClockYet,
    NotAssignedYet,
    case_ledger,
)
from app.core.changes import Change, Topic
from app.core.errors import DatabaseBusy, DatabaseUnreachable
from app.core.words import sentence
from ui.cases.ledger_body import LedgerBody
from ui.cases.receipt import PaperOrder, Receipt
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton, Step
from ui.core.targets import CaseWanted, LedgerWanted, QueueWanted, Target

TICK_MS = 20_000
PAPER = "ledger"
NOT_AT_THAT_MOMENT = (ClockNotStarted, NotAssignedYet, MomentAhead)


class LedgerPage(QWidget):
    """Follows the clock of one case; reads it anew as it runs on and when anybody touches it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._desk = desk
        self._case_id: UUID | None = None
        self._wish: LedgerWish | None = None
        self._ledger: CaseLedger | None = None
        self._job: Job | None = None
        self.body = LedgerBody(desk.parts.clock.now())
        self.papers = Receipt(desk, self)
        self._stack = QStackedWidget()
        self._waiting = _framed(Skeleton(16))
        self._state: QWidget = _centred(self._nothing())
        for each in (self._state, self._waiting, self.body):
            self._stack.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.body.table)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._connect()

    def _connect(self) -> None:
        body, desk = self.body, self._desk
        body.sign.chosen.connect(self.show_clock)
        body.handle.chosen.connect(self.show_clock)
        body.copy_button.clicked.connect(self.copy)
        body.print_button.clicked.connect(self.print_out)
        body.moment.wanted.connect(self.show_moment)
        body.then_button.clicked.connect(self.show_now)
        body.aloud.copied.connect(lambda: desk.notices.tell(self.tr("要念的话已复制")))
        self._tick.timeout.connect(self._ran_on)
        self._refresher = Refresher(
            desk.hub,
            self,
            self.reload,
            topics=frozenset({Topic.CASE}),
            concerns=self._concerns,
        )
        for key, run in (
            ("Escape", self.leave),
            ("1", lambda: self.show_clock(ClockName.SIGN)),
            ("2", lambda: self.show_clock(ClockName.HANDLE)),
            ("Ctrl+P", self.print_out),
            ("Ctrl+C", self.copy),
        ):
            add_key(self, key, run)

    # -- which ledger --------------------------------------------------------------------------

    @property
    def ledger(self) -> CaseLedger | None:
        """The ledger as it was last read."""
        return self._ledger

    def show_target(self, target: Target) -> None:
        """Show the ledger of the handling clock of a case, as of now."""
        if isinstance(target, LedgerWanted):
            if target.case_id != self._case_id:
                self._case_id, self._ledger = target.case_id, None
                self._stack.setCurrentWidget(self._waiting)
                self.setWindowTitle("")
            self._wish = LedgerWish(target.case_id)
            self.body.moment.field.set_moment(self._desk.parts.clock.now())
            self.reload()

    def show_clock(self, clock: ClockName) -> None:
        """Show the ledger of the other clock at the same moment."""
        if self._ledger is not None and self._ledger.clocks.sign is None:
            clock = ClockName.HANDLE
        if self._wish is not None and clock is not self._wish.clock:
            self._ask(LedgerWish(self._wish.case_id, clock, self._wish.at))

    def show_moment(self, moment: datetime) -> None:
        """Show the ledger as it was told at another moment."""
        if self._wish is not None:
            self._ask(LedgerWish(self._wish.case_id, self._wish.clock, moment))

    def show_now(self) -> None:
        """Show the ledger as of now."""
        if self._wish is not None:
            self.body.moment.field.set_moment(self._desk.parts.clock.now())
            self._ask(LedgerWish(self._wish.case_id, self._wish.clock))

    def leave(self) -> None:
        """Go back to the case."""
        if self._case_id is not None:
            self._desk.navigator.go(CaseWanted(self._case_id))

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the ledger anew."""
        if self._wish is not None:
            self._ask(self._wish)

    def _ask(self, wish: LedgerWish) -> None:
        if self._job is not None:
            self._job.cancel()
        desk = self._desk

        def read(session: Any) -> CaseLedger:
            now = wish.moment(desk.parts.clock.now())
            return case_ledger(session, desk.actor, wish.case_id, now=now, clock=wish.clock)

        self._job = desk.read(read, lambda ledger: self._arrived(wish, ledger), self._failed)

    def _arrived(self, wish: LedgerWish, ledger: CaseLedger) -> None:
        self._job = None
        self._wish, self._ledger = wish, ledger
        self.setWindowTitle(self.tr("{name} / 时限台账").format(name=ledger.about.name))
        self.body.set_ledger(ledger, then=wish.at is not None)
        self._stack.setCurrentWidget(self.body)

    def _failed(self, error: BaseException) -> None:
        """What was read stays where only the moment was wrong, or the database is away."""
        self._job = None
        if self._ledger is not None and isinstance(error, NOT_AT_THAT_MOMENT):
            self.body.moment.refuse(sentence(error))
            return
        if self._ledger is not None and isinstance(error, DatabaseBusy | DatabaseUnreachable):
            return  # the status bar says so
        self._ledger = None
        self._put_state(self._said(error))

    def _said(self, error: BaseException) -> QWidget:
        if isinstance(error, NoClockYet):
            back = Step(self.tr("回到事件"), self.leave, primary=True)
            return EmptyState(self.tr("还没有台账"), sentence(error), back, icon="ph.timer")
        return ErrorState(self.tr("没能算出台账"), explain(error), self.reload)

    def _nothing(self) -> QWidget:
        queue = Step(self.tr("去队列"), lambda: self._desk.navigator.go(QueueWanted("all_open")))
        why = self.tr("在队列里选一件事，按 L 看它的时限台账。")
        return EmptyState(self.tr("还没有选事件"), why, queue, icon="ph.timer")

    def _put_state(self, state: QWidget) -> None:
        old, self._state = self._state, _centred(state)
        self._stack.insertWidget(0, self._state)
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _concerns(self, change: Change) -> bool:
        return change.key == str(self._case_id)

    def _ran_on(self) -> None:
        if self._wish is not None and self._wish.at is None:
            self.reload()

    # -- taking along --------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the whole ledger as text."""
        if self._ledger is None:
            return
        QGuiApplication.clipboard().setText(self._ledger.text())
        self._desk.notices.tell(
            self.tr("{name} 的时限台账已复制").format(name=self._ledger.about.name)
        )

    def print_out(self) -> None:
        """Draw the ledger as it is shown, as a paper."""
        ledger, wish = self._ledger, self._wish
        if ledger is None or wish is None:
            return
        shown = LedgerWish(wish.case_id, wish.clock, ledger.as_of)
        self.papers.draw_paper(
            PaperOrder(
                kind=PAPER,
                key=str(shown),
                cases=(wish.case_id,),
                title=self.tr("{name} 的时限台账").format(name=ledger.about.name),
                save_title=self.tr("另存时限台账"),
                saved=self.tr("时限台账已存为 {name}"),
            )
        )

    # -- time ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)


def _framed(content: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 16, 16, 16)
    column.addWidget(content)
    column.addStretch(1)
    return frame


def _centred(state: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.addWidget(state, 1, Qt.AlignmentFlag.AlignHCenter)
    return frame
