"""Many slips given to a printer a few at a time, so that one can stop, and go on where it jammed.

What has gone out is kept on this computer after each few, for its person only: whoever comes back
after a jam, a crash or the next morning goes on at the very slip. Each slip that is handed to the
printer is written into the journal of its case before.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.cases.actions.papers import PaperTaken, PaperUse, record_paper
from app.core.doors import PaperBatch
from app.core.ids import new_id
from ui.cases.drafts import DraftStore
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.printing import PrintOrder, Sides, queued, send

KIND, STORE = "slip", "slips"
AT_ONCE = 10
WAITING_MOST = 1
"""So many of the jobs before may still be at the printer when the next is given to it."""
LOOK_MS, STUCK_LOOKS = 2_000, 45
_GOING: "set[SlipRun]" = set()
"""Runs that go on: what is on its way to a printer is noted though its window is closed."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of the batch: its case, and what it is called."""

    case_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SlipJob:
    """A batch of slips.

    Attributes:
        slips: In the order they come out.
        order: How they are printed.
        sent: So many of them, from the first on, have gone to the printer.
    """

    slips: tuple[Slip, ...]
    order: PrintOrder
    sent: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        slips = [[str(slip.case_id), slip.name] for slip in self.slips]
        order = asdict(self.order) | {"sides": self.order.sides.value}
        return {"slips": slips, "order": order, "sent": self.sent}

    @staticmethod
    def from_json(told: dict[str, Any]) -> "SlipJob | None":
        """Return what was kept, None where nobody can read it any more."""
        try:
            slips = tuple(Slip(UUID(key), str(name)) for key, name in told["slips"])
            order = dict(told["order"])
            order["sides"] = Sides(order["sides"])
            sent = min(max(int(told["sent"]), 0), len(slips))
            return SlipJob(slips, PrintOrder(**order), sent)
        except (KeyError, TypeError, ValueError):
            return None


def unfinished(desk: Desk) -> SlipJob | None:
    """Return the batch this person left unfinished at this computer; reads the disk."""
    kept = _store(desk).load()
    job = SlipJob.from_json(kept.values) if kept is not None else None
    return job if job is not None and job.sent < len(job.slips) else None


def _store(desk: Desk) -> DraftStore:
    return DraftStore.of(desk.actor, desk.parts.database.where, STORE)


class SlipRun(QObject):
    """Prints a batch; one run at a time.

    Attributes:
        send: Gives a document to a printer; raises an `AppError` that says why not.
        queued: Tells how many jobs wait at a printer.
        skipped: Sentences about slips that could not be drawn.
    """

    moved = Signal(object)  # SlipJob
    stopped = Signal(object)  # str: why, "" where somebody asked for it
    ended = Signal()

    def __init__(self, desk: Desk, job: SlipJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.job = desk, job
        self.send: Callable[[PrintOrder, bytes], None] = send
        self.queued: Callable[[str], int] = queued
        self.skipped: list[str] = []
        self.is_running = self._stopping = False
        self._numbers, self._looks = count(1), 0
        self._store = _store(desk)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOK_MS)
        self._soon.timeout.connect(self._look)

    def begin(self, at: int | None = None) -> None:
        """Print on, from the slip with this number (0 for the first); None where it stopped."""
        if self.is_running:
            return
        if at is not None:
            self.job = replace(self.job, sent=min(max(at, 0), len(self.job.slips)))
        self.is_running, self._stopping = True, False
        _GOING.add(self)
        self._next()

    def stop(self) -> None:
        """Stop after what is at the printer already; the rest stays for later."""
        self._stopping = True

    # -- a few at a time -----------------------------------------------------------------------

    def _next(self) -> None:
        job, desk = self.job, self._desk
        if self._stopping:
            self._halt("")
            return
        if job.sent >= len(job.slips):
            number = next(self._numbers)
            desk.jobs.read(lambda: self._store.clear(number), self._end, self._failed)
            return
        # where both sides are printed, each slip is a job of its own and begins a sheet
        some = AT_ONCE if job.order.sides is Sides.ONE else 1
        slips = job.slips[job.sent : job.sent + some]
        keys = [str(slip.case_id) for slip in slips]

        def drawn(session: Any) -> PaperBatch:
            return desk.parts.doors.papers.draw_many(session, desk.actor, KIND, keys)

        desk.read(drawn, lambda batch: self._drawn(batch, slips), self._failed)

    def _drawn(self, batch: PaperBatch, slips: tuple[Slip, ...]) -> None:
        names = {str(slip.case_id): slip.name for slip in slips}
        refused = {key for key, _ in batch.refused}
        words = self.tr("{name}：{why}")
        for case, error in batch.refused:
            self.skipped.append(words.format(name=names[case], why=explain(error).text))
        if batch.paper is None:
            self._gone(slips)
            return
        cases = tuple(slip.case_id for slip in slips if str(slip.case_id) not in refused)
        taken, key, body = PaperTaken(KIND, cases, PaperUse.PRINTED), new_id(), batch.paper.body
        self._desk.write(
            lambda uow: record_paper(uow, taken, command_key=key),
            lambda _: self._hand_over(body, slips),
            self._failed,
        )

    def _hand_over(self, body: bytes, slips: tuple[Slip, ...]) -> None:
        work, order = self.send, self.job.order
        self._desk.jobs.read(lambda: work(order, body), lambda _: self._gone(slips), self._failed)

    def _gone(self, slips: tuple[Slip, ...]) -> None:
        self.job = replace(self.job, sent=self.job.sent + len(slips))
        job, number, now = self.job, next(self._numbers), self._desk.parts.clock.now()
        self._looks = 0
        self._desk.jobs.read(
            lambda: self._store.save(job.as_json(), now, number),
            lambda _: self._moved(job),
            self._failed,
        )

    def _moved(self, job: SlipJob) -> None:
        self.moved.emit(job)
        self._look()

    # -- a printer that does not get on --------------------------------------------------------

    def _look(self) -> None:
        """Go on once the printer has got on with what it has."""
        if self._stopping or self.job.sent >= len(self.job.slips):
            self._next()
            return
        look, printer = self.queued, self.job.order.printer
        self._desk.jobs.read(lambda: look(printer), self._looked, self._failed)

    def _looked(self, waiting: int) -> None:
        if waiting <= WAITING_MOST:
            self._next()
            return
        self._looks += 1
        if self._looks < STUCK_LOOKS:
            self._soon.start()
            return
        words = self.tr(
            "“{printer}”没有往下印：可能卡纸、缺纸，或者停下了。"
            "处理好以后，看最后一张印好的是第几份，从下一份接着印。"
        )
        self._halt(words.format(printer=self.job.order.printer))

    def _failed(self, error: BaseException) -> None:
        self._halt(explain(error).text)

    def _end(self, _cleared: object) -> None:
        self.is_running = False
        _GOING.discard(self)
        self.ended.emit()

    def _halt(self, why: str) -> None:
        self.is_running = False
        _GOING.discard(self)
        self._soon.stop()
        self.stopped.emit(why)
