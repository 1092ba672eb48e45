"""How a paper goes on: counted anew, reviewed, signed, sent out, received."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.core.ids import new_id
from app.papers.actions import draft_briefing, issue_paper, receive_paper, review_paper, sign_paper
from app.papers.briefing.period import Period
from app.papers.documents.actions import draft_document
from app.papers.documents.queries import DocumentShelf, DocumentView
from app.papers.queries import CopyRow, PaperView, units_to_tell
from app.papers.rules import PaperStep
from app.papers.shelf import Shelf
from ui.core.slices import Desk
from ui.papers.dialogs import ReasonDialog, UnitsDialog, sign_dialog
from ui.papers.words import period_words

_NEXT = {
    None: PaperStep.REVIEWED,
    PaperStep.REVIEWED: PaperStep.SIGNED,
    PaperStep.SIGNED: PaperStep.ISSUED,
}
_SIGNED = (PaperStep.SIGNED, PaperStep.ISSUED)


AnyShelf = Shelf | DocumentShelf
AnyView = PaperView | DocumentView


class PaperFlow(QObject):
    """Belongs to the page; asks what has to be asked, and writes."""

    drafted = Signal(object)  # UUID of the new version
    done = Signal()
    asked = Signal(object)  # QDialog

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def next_words(self, found: AnyShelf | None, view: AnyView | None) -> str:
        """Return the verb of what this person does next, "" for nothing."""
        if found is None or view is None:
            return ""
        if _mine(found, view):
            return self.tr("签收")
        row, step = view.row, _NEXT.get(view.row.step)
        may = found.may_sign if step is PaperStep.SIGNED else found.may_write
        latest = row.is_newest or step is PaperStep.ISSUED
        if step is None or not (may and latest and row.region == found.region):
            return ""
        return {
            PaperStep.REVIEWED: self.tr("审核通过"),
            PaperStep.SIGNED: self.tr("签发"),
            PaperStep.ISSUED: self.tr("印发"),
        }[step]

    def draft(self, found: Shelf | None, view: PaperView | None, wanted: object) -> None:
        """Count the period anew: the next version; what was signed asks for a reason."""
        if found is None or not found.may_write:
            return
        if view is None:
            if isinstance(wanted, Period):
                self._draft(found.region, wanted, "")
            return
        if not view.row.is_newest or view.row.region != found.region:
            return
        period = view.row.period
        if view.row.step not in _SIGNED:
            self._draft(found.region, period, "")
            return
        dialog = ReasonDialog(period_words(period), self._page.window())
        dialog.accepted.connect(lambda: self._draft(found.region, period, dialog.reason.text()))
        self._open(dialog)

    def _draft(self, region: str, period: Period, reason: str) -> None:
        key = new_id()
        self._desk.write(
            lambda uow: draft_briefing(uow, region, period, reason, command_key=key),
            self.drafted.emit,
        )

    def draft_document(self, view: DocumentView) -> None:
        """Draft a letter or minutes anew: the next version; what was signed asks for a reason."""
        row = view.row
        if not row.is_newest:
            return

        def draft(reason: str) -> None:
            key = new_id()
            about = (row.kind, row.region, row.subject, reason)
            self._desk.write(
                lambda uow: draft_document(uow, *about, command_key=key), self.drafted.emit
            )

        if row.step not in _SIGNED:
            draft("")
            return
        dialog = ReasonDialog(called(view), self._page.window())
        dialog.accepted.connect(lambda: draft(dialog.reason.text()))
        self._open(dialog)

    def go_on(self, found: AnyShelf | None, view: AnyView | None) -> None:
        """Do the next step of a paper."""
        if found is None or view is None:
            return
        paper_id, key = view.row.id, new_id()
        mine = _mine(found, view)
        if mine:
            unit = mine[0].unit_id
            self._write(lambda uow: receive_paper(uow, paper_id, unit, command_key=key))
            return
        match _NEXT.get(view.row.step):
            case PaperStep.REVIEWED:
                self._write(lambda uow: review_paper(uow, paper_id, command_key=key))
            case PaperStep.SIGNED:
                dialog = sign_dialog(called(view), self._page.window())
                dialog.accepted.connect(
                    lambda: self._write(lambda uow: sign_paper(uow, paper_id, command_key=key))
                )
                self._open(dialog)
            case PaperStep.ISSUED:
                self._ask_units(view)

    def _ask_units(self, view: AnyView) -> None:
        region, paper_id, key = view.row.region, view.row.id, new_id()

        def ask(units: tuple[tuple[UUID, str], ...]) -> None:
            dialog = UnitsDialog(called(view), units, self._page.window())
            dialog.accepted.connect(lambda: send(dialog.chosen))
            self._open(dialog)

        def send(units: tuple[UUID, ...]) -> None:
            self._write(lambda uow: issue_paper(uow, paper_id, units, command_key=key))

        self._desk.read(lambda session: units_to_tell(session, region), ask)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.asked.emit(dialog)

    def _write(self, action: Callable[[Any], object]) -> None:
        self._desk.write(action, lambda _: self.done.emit())


def called(view: AnyView) -> str:
    """Return what a paper is called."""
    if isinstance(view, DocumentView):
        return view.row.title
    return period_words(view.row.period)


def _mine(found: AnyShelf, view: AnyView) -> list[CopyRow]:
    """Return the copies of one's own units that nobody there has received yet."""
    return [c for c in view.copies if c.unit_id in found.units and c.received_at is None]
