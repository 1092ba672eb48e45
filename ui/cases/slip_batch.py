"""Slips of many cases in one go: one document, and a report of what was refused and why."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.cases.numbers import short
from app.cases.queries.queue import CaseRow
from app.core.doors import PaperBatch
from ui.cases.receipt import PAPER, PaperOrder, Receipt
from ui.core.notices import explain
from ui.core.slices import Desk

MOST_TOLD = 6
"""So many refusals are told one by one; of more, the rest is counted."""


class SlipBatch(QObject):
    """Draws the slips of rows of the queue, and shows them as one document."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Ask on the window of `owner`."""
        super().__init__(owner)
        self._desk = desk
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
        self.receipt.offer(order, batch.paper, told)

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
