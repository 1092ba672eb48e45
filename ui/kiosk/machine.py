"""The machine behind the screens: what it sends, asks and keeps, off the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.bootstrap.kiosk import (
    KioskOrder,
    OpenKiosk,
    Seen,
    keep_seen,
    open_kiosk,
    remember_known,
    seen_again,
    staff_may_leave,
)
from app.core.errors import AppError, DatabaseUnreachable
from app.core.ids import new_id
from app.kiosk.actions import (
    MachineState,
    Message,
    Opinion,
    ask_near,
    ask_progress,
    hand_in,
    note_state,
    rate,
)
from app.kiosk.guide import (
    AppointmentUnknown,
    AppointmentUsed,
    HallClosed,
    NumbersTooOften,
    QueueFull,
    QueueGone,
    SlotFull,
    SlotWrong,
)
from app.kiosk.looks import MayLeave
from app.kiosk.outbox import can_wait, message_entry, send_waiting, with_receipt
from app.kiosk.queries import Likely, Progress, near, progress
from app.kiosk.rules import PrinterTrouble, TooOften
from app.kiosk.topics import KioskTopic
from ui.core.jobs import Jobs, Report
from ui.kiosk.counter import HallCounter
from ui.kiosk.printer import PRINTS, Paper, trouble_now

BEAT_MS = 60_000
RETRY_MS = 10_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody takes home.

    Attributes:
        code: Eight characters.
        at: When.
        is_kept: It lies at the machine until the network is back.
    """

    code: str
    at: datetime
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How a case stands, with the asking that found it."""

    progress: Progress | None


class Machine(HallCounter):
    """One machine: its account, its street, its outbox.

    Attributes:
        at: What is open, None until it is.
        trouble: What is wrong with its printer.
        paper: How many sheets came out, None where nobody counts.
        is_away: The server did not answer when it was last asked.
    """

    opened = Signal(object)  # OpenKiosk
    not_opened = Signal(object)  # BaseException
    looks_changed = Signal()

    def __init__(self, order: KioskOrder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self.jobs = Jobs(self._failed, self)
        self.at: OpenKiosk | None = None
        self.trouble = PrinterTrouble.NONE
        self.paper: Paper | None = None
        self.is_away = False
        self._used_at: datetime | None = None
        self._started_at: datetime | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.beat)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self.open)

    # -- coming and going ----------------------------------------------------------------------

    def open(self) -> None:
        """Open the database; where that fails it is tried again by itself."""
        self.jobs.read(partial(open_kiosk, self._order), self._take, self._not_opened)

    def close(self) -> None:
        """End all work."""
        self._beat.stop()
        self._again.stop()
        self.jobs.stop()
        if self.at is not None:
            self.at.parts.database.dispose()

    def _take(self, opened: OpenKiosk) -> None:
        before = self.at
        if before is not None and opened.is_cold:  # still away
            opened.parts.database.dispose()
            self._again.start()
            return
        if before is not None:  # the same folder, so that what waits there is known once
            opened = replace(opened, outbox=before.outbox or opened.outbox)
            before.parts.database.dispose()
        self.at, self.is_away = opened, opened.is_cold
        self._started_at = self._started_at or opened.parts.clock.now()
        if before is None:
            self.opened.emit(opened)
        else:
            self.looks_changed.emit()  # whoever stands there goes on where they are
        if opened.is_cold:
            self._again.start()
            return
        self._beat.start()
        self.beat()

    def _not_opened(self, error: BaseException) -> None:
        self._again.start()
        if self.at is None:
            self.not_opened.emit(error)

    @property
    def is_cold(self) -> bool:
        """True where it was switched on without the server and still waits for it."""
        return self.at is not None and self.at.is_cold

    @property
    def open_now(self) -> OpenKiosk:
        """Return what is open.

        Raises:
            RuntimeError: Nothing is: a defect of ours.
        """
        if self.at is None:
            raise RuntimeError("no machine is open")
        return self.at

    @property
    def waiting(self) -> int:
        """How many messages lie here until the server is back."""
        outbox = self.at.outbox if self.at is not None else None
        return len(outbox.waiting) if outbox is not None else 0

    def now(self) -> datetime:
        """Return server time."""
        return self.open_now.parts.clock.now()

    # -- what visitors do ----------------------------------------------------------------------

    def touched(self) -> None:
        """Somebody is there."""
        if self.at is not None:
            self._used_at = self.now()

    def hand_in(self, message: Message, done: Callable[[Receipt], object], failed: Report) -> None:
        """Hand in a message; while the server is away it is kept here, and the receipt says so."""
        at, key = self.open_now, new_id()
        told = with_receipt(message, self.now())

        def work() -> Receipt:
            try:
                if at.is_cold:  # nobody has signed in yet
                    raise DatabaseUnreachable(where="")
                with at.parts.database.writing(at.actor) as uow:
                    hand_in(uow, told, command_key=key)
            except AppError as error:
                if at.outbox is None or not can_wait(error):
                    raise
                now = at.parts.clock.now()
                at.outbox.put(message_entry(told, now, key=key))
                return Receipt(told.receipt, now, is_kept=True)
            return Receipt(told.receipt, at.parts.clock.now())

        self.jobs.write(work, partial(self._handed_in, done), failed)

    def _handed_in(self, done: Callable[[Receipt], object], receipt: Receipt) -> None:
        self.is_away = receipt.is_kept
        done(receipt)

    def ask(self, code: str, last4: str, done: Callable[[Found], object], failed: Report) -> None:
        """Ask how a case stands."""
        at = self.open_now

        def work() -> Found:
            with at.parts.database.writing(at.actor) as uow:
                asking = ask_progress(uow, code, last4, command_key=new_id())
            with at.parts.database.reading() as session:
                now = at.parts.clock.now()
                return Found(progress(session, at.actor, asking, code, last4, now=now))

        self.jobs.write(work, done, failed)

    def ask_near(
        self, topic: KioskTopic, point: tuple[float, float], done: Callable[[Likely | None], object]
    ) -> None:
        """Ask whether something like it was reported nearby; no answer counts as no."""
        at = self.open_now
        kind = topic.kind_in(at.ground.kinds)
        if kind is None:
            done(None)
            return

        def work() -> Likely | None:
            with at.parts.database.writing(at.actor) as uow:
                asking = ask_near(uow, kind, *point, command_key=new_id())
            with at.parts.database.reading() as session:
                return near(session, at.actor, asking, kind, *point, now=at.parts.clock.now())

        def no_answer(_: BaseException) -> None:
            done(None)

        self.jobs.write(work, done, no_answer)

    def rate(
        self,
        code: str,
        last4: str,
        opinion: Opinion,
        done: Callable[[None], object],
        failed: Report,
    ) -> None:
        """Hand in what somebody thinks of the case they have just been told of."""
        at, key = self.open_now, new_id()

        def work() -> None:
            with at.parts.database.writing(at.actor) as uow:
                asking = ask_progress(uow, code, last4, command_key=new_id())
                rate(uow, replace(opinion, asking=asking), command_key=key)

        self.jobs.write(work, done, failed)

    def check_staff_code(self, code: str, done: Callable[[MayLeave], object]) -> None:
        """Find out whether that is the code of the staff; a right one is remembered, locked."""

        def wrong(_: BaseException) -> None:
            done(MayLeave.NO)

        self.jobs.write(partial(staff_may_leave, self.open_now, code), done, wrong)

    def lock_away(self, known: str, done: Callable[[None], object]) -> None:
        """Lock away what an earlier version remembered of the code of the staff in plain text."""

        def not_now(error: BaseException) -> None:
            self._failed(error)  # it is asked again at the next start

        self.jobs.write(partial(remember_known, self.open_now, known), done, not_now)

    # -- the printer -----------------------------------------------------------------------------

    def printed(self, trouble: PrinterTrouble) -> None:
        """A sheet came out, or did not."""
        if trouble in PRINTS and self.paper is not None:
            self.paper.printed()
        self._printer_is(trouble)

    def paper_changed(self) -> None:
        """The staff put a new roll in."""
        if self.paper is not None:
            self.paper.changed()
        self.trouble = PrinterTrouble.NONE
        self.beat()

    def _look_at_printer(self) -> None:
        self.jobs.draw(trouble_now, self._printer_looked_at, self._failed)

    def _printer_looked_at(self, trouble: PrinterTrouble | None) -> None:
        unknown = trouble is None or (
            trouble in PRINTS and self.trouble is PrinterTrouble.PRINTER
        )  # a sheet that did not come out for no reason the system tells: the next one will show
        if not unknown and trouble is not None:
            self._printer_is(trouble)

    def _printer_is(self, trouble: PrinterTrouble) -> None:
        if trouble is PrinterTrouble.NONE and self.at is not None and self.paper is not None:
            roll = self.open_now.look.look.roll_sheets
            trouble = PrinterTrouble.PAPER if self.paper.is_low(roll) else trouble
        self.trouble = trouble

    # -- what it does by itself ------------------------------------------------------------------

    def beat(self) -> None:
        """Say how the machine is, send what waits, see what was decided meanwhile."""
        at = self.open_now
        self._look_at_printer()
        if at.is_cold:
            return
        state = MachineState(
            self._started_at or self.now(), self._used_at, self.waiting, self.trouble
        )

        def work() -> Seen:
            if at.outbox is not None and at.outbox.waiting:
                send_waiting(at.parts.database, at.actor, at.outbox)
            with at.parts.database.writing(at.actor) as uow:
                waiting = len(at.outbox.waiting) if at.outbox is not None else 0
                note_state(uow, replace(state, waiting=waiting))
            seen = seen_again(at.parts, at.actor)
            if (at.ground, at.look, at.guide) != (seen.ground, seen.look, seen.guide):
                keep_seen(at.outbox, seen)
            return seen

        self.jobs.write(work, self._seen, self._failed)

    def _seen(self, seen: Seen) -> None:
        self.is_away = False
        before = self.open_now
        self.at = replace(
            before, ground=seen.ground, look=seen.look, centre=seen.centre, guide=seen.guide
        )
        if (before.look, before.centre, before.guide) != (seen.look, seen.centre, seen.guide):
            self.looks_changed.emit()

    def _failed(self, error: BaseException) -> None:
        self.is_away = isinstance(error, DatabaseUnreachable)


def can_be_told(error: BaseException) -> bool:
    """Tell whether an error has a sentence of its own that helps a visitor."""
    return isinstance(error, _TOLD)


_TOLD = (
    *(TooOften, HallClosed, QueueFull, QueueGone, NumbersTooOften),
    *(SlotFull, SlotWrong, AppointmentUnknown, AppointmentUsed),
)
