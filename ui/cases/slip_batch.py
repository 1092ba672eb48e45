"""Slips of many cases in one go: one document, and a report of what was refused and why."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.numbers import short
from app.cases.queries.queue import CaseRow
from app.core.doors import PaperBatch
from ui.cases.receipt import PAPER, PaperOrder, Receipt, Taker
from ui.core.notices import explain
from ui.core.slices import Desk

if TYPE_CHECKING:
    from ui.cases.slip_run import Slip, SlipJob
    from ui.cases.slip_run_dialog import SlipRunDialog
    from ui.parts.paper_window import PaperWindow
    from ui.parts.printing import PrintOrder

BATCH_FROM = 5
"""From so many slips on they go to the printer a few at a time, and can be gone on with."""
MOST_TOLD = 6
"""So many refusals are told one by one; of more, the rest is counted."""


class SlipBatch(QObject):
    """Draws the slips of rows of the queue, and shows them as one document."""

    printing = Signal(object)  # SlipRunDialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Ask on the window of `owner`."""
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self.receipt = Receipt(desk, owner)

    def draw(self, rows: Sequence[CaseRow]) -> None:
        """Draw the slips of these rows, in their order."""
        desk = self._desk
        keys = [str(row.id) for row in rows]
        names = {
            str(row.id): f"{short(row.number)} {row.title}" if row.number else row.title
            for row in rows
        }
        desk.notices.tell(self.tr("正在画 {count} 份回执…").format(count=len(keys)))

        def drawn(session: Any) -> PaperBatch:
            return desk.parts.doors.papers.draw_many(session, desk.actor, PAPER, keys)

        desk.read(drawn, lambda batch: self._drawn(batch, names))

    def _drawn(self, batch: PaperBatch, names: dict[str, str]) -> None:
        told = self._refusals(batch, names)
        if batch.paper is None:
            words = self.tr("一份回执也没有画成。{why}")
            self._desk.notices.tell(words.format(why=" ".join(told)))
            return
        refused = {key for key, _why in batch.refused}
        order = PaperOrder(
            kind=PAPER,
            key="",
            cases=tuple(UUID(key) for key in names if key not in refused),
            title=self.tr("{count} 份受理回执").format(count=batch.drawn),
            save_title=self.tr("另存回执"),
            saved=self.tr("回执已存为 {name}"),
        )
        from ui.cases.slip_run import Slip  # printing is loaded when somebody prints

        drawn = [key for key in names if key not in refused]
        slips = tuple(Slip(UUID(key), names[key]) for key in drawn)
        self.receipt.offer(order, batch.paper, told, self._few_at_a_time(slips))

    def _few_at_a_time(self, slips: "tuple[Slip, ...]") -> Taker | None:
        """Return what prints a batch instead of the window; a few pages of it, and a handful of
        slips, are printed as any document.
        """
        if len(slips) < BATCH_FROM:
            return None

        from ui.cases.slip_run import SlipJob

        def take(order: "PrintOrder", window: "PaperWindow") -> bool:
            if (order.first, order.last) != (1, len(window.pages)):
                return False
            window.close()
            self.begin(SlipJob(slips, replace(order, first=1, last=0)))
            return True

        return take

    def begin(self, job: "SlipJob") -> "SlipRunDialog":
        """Print a batch, beside the desk."""
        dialog = open_run(self._desk, job, self._owner.window())
        dialog.go()
        self.printing.emit(dialog)
        return dialog

    def _refusals(self, batch: PaperBatch, names: dict[str, str]) -> tuple[str, ...]:
        """Return a line for each case without a slip, after a line that counts them."""
        refused = batch.refused
        if not refused:
            return ()
        told = [self.tr("{count} 件没有画成：").format(count=len(refused))]
        for key, error in refused[:MOST_TOLD]:
            told.append(f"{names.get(key, key)}：{explain(error).text}")
        if len(refused) > MOST_TOLD:
            words = self.tr("另有 {count} 件也没有画成。")
            told.append(words.format(count=len(refused) - MOST_TOLD))
        return tuple(told)


def open_run(desk: Desk, job: "SlipJob", parent: QWidget | None) -> "SlipRunDialog":
    """Show a batch, without beginning it."""
    from ui.cases.slip_run_dialog import SlipRunDialog

    dialog = SlipRunDialog(desk, job, parent)
    dialog.show()
    return dialog


def resume_slips(desk: Desk) -> None:
    """Show the batch this person left unfinished at this computer, or say that there is none."""
    from ui.cases.slip_run import unfinished

    def show(job: "SlipJob | None") -> None:
        if job is None:
            translate = QCoreApplication.translate
            desk.notices.tell(translate("SlipBatch", "这台电脑上没有您没印完的回执。"))
        else:
            open_run(desk, job, QApplication.activeWindow())

    desk.jobs.read(lambda: unfinished(desk), show)
