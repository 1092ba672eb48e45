"""What can be done to something beside a case: a request, a task, a supervision sheet."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.actions.requests import withdraw_request
from app.cases.queries.card import CaseCard
from app.cases.queries.work import RequestRow, SheetRow, TaskRow
from app.cases.rules import EventKind
from app.cases.work_states import RequestState, SupervisionState, TaskState
from app.core.actor import Actor
from app.core.ids import new_id
from ui.cases.dialogs.deciding import DecideDialog
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.dialogs.supervising import AnswerDialog, IssueDialog
from ui.cases.dialogs.tasks import EndTaskDialog
from ui.core.slices import Desk


class RowVerb(StrEnum):
    """What is done."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    CALL_OFF = "call_off"
    ISSUE = "issue"
    DROP = "drop"
    REPLY = "reply"


Row = RequestRow | TaskRow | SheetRow


@dataclass(frozen=True, slots=True)
class RowWanted:
    """Somebody asked for something to be done to a row."""

    verb: RowVerb
    row: Row


def row_verbs(card: CaseCard, row: Row, actor: Actor) -> tuple[RowVerb, ...]:
    """Return what this reader may do to a row now, the likeliest first."""
    match row:
        case RequestRow():
            return _for_request(card, row, actor)
        case TaskRow():
            return _for_task(card, row, actor)
        case SheetRow():
            return _for_sheet(card, row)


def _for_request(card: CaseCard, row: RequestRow, actor: Actor) -> tuple[RowVerb, ...]:
    if row.state is not RequestState.PENDING:
        return ()
    if card.may_decide:
        return (RowVerb.APPROVE, RowVerb.REFUSE)
    own = row.person_id is not None and row.person_id == actor.person_id
    return (RowVerb.WITHDRAW,) if own else ()


def _for_task(card: CaseCard, row: TaskRow, actor: Actor) -> tuple[RowVerb, ...]:
    if row.state is not TaskState.OPEN:
        return ()
    units = frozenset({card.unit_id} if card.unit_id else ())
    own = actor.may_in(rights.HANDLE, card.region, frozenset({row.unit_id}))
    own = own or actor.may_in(rights.ASSIGN, card.desk_region, units)
    found = (RowVerb.FINISH,) if own else ()
    return (*found, RowVerb.CALL_OFF) if card.may_give_tasks else found


def _for_sheet(card: CaseCard, row: SheetRow) -> tuple[RowVerb, ...]:
    supervises = EventKind.SUPERVISED in card.steps
    if row.state is SupervisionState.DRAFTED and supervises:
        return (RowVerb.ISSUE, RowVerb.DROP)
    if row.state is SupervisionState.ISSUED and card.holds:
        return (RowVerb.REPLY,)
    return ()


class RowActions(QObject):
    """Opens the dialog of what is done to a row, or does it at once."""

    opened = Signal(object)  # RowDialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def take(self, wanted: RowWanted, card: CaseCard) -> None:
        """Do it, or ask for what it needs."""
        row = wanted.row
        if wanted.verb is RowVerb.WITHDRAW:
            key = new_id()
            self._desk.write(
                lambda uow: withdraw_request(uow, row.id, row.version, command_key=key),
                lambda _: self._desk.notices.tell(self.tr("申请已撤回")),
            )
            return
        dialog = self._dialog(wanted, card)
        title = dialog.windowTitle()
        words = self.tr("已{title}").format(title=title)
        dialog.saved.connect(lambda _: self._desk.notices.tell(words))
        dialog.open()
        self.opened.emit(dialog)

    def _dialog(self, wanted: RowWanted, card: CaseCard) -> RowDialog:
        desk, window, verb = self._desk, self._owner.window(), wanted.verb
        match wanted.row:
            case RequestRow() as row:
                return DecideDialog(desk, card, row, window, approves=verb is RowVerb.APPROVE)
            case TaskRow() as row:
                return EndTaskDialog(desk, row, window, done=verb is RowVerb.FINISH)
            case SheetRow() as row:
                if verb is RowVerb.ISSUE:
                    return IssueDialog(desk, row, card.unit, window)
                return AnswerDialog(desk, row, window, drops=verb is RowVerb.DROP)
