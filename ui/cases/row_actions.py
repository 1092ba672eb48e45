"""What can be done to something beside a case: a request, a task, a supervision sheet."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.actions.requests import withdraw_request
from app.cases.queries.card import CaseCard
from app.cases.queries.rulings import RulingRow
from app.cases.queries.sheets import SheetRow
from app.cases.queries.work import RequestRow, TaskRow
from app.cases.rules import EventKind
from app.cases.work_states import RequestState, SupervisionState, TaskState
from app.core.actor import Actor
from app.core.ids import new_id
from ui.cases.dialogs.deciding import DecideDialog
from ui.cases.dialogs.ruling import RulingDialog
from ui.cases.dialogs.supervising import AnswerDialog, IssueDialog, JudgeDialog
from ui.cases.dialogs.tasks import EndTaskDialog
from ui.cases.in_hand import InHandMark
from ui.cases.whistles.actions import WhistleActions, WhistleWanted
from ui.core.form_dialog import FormDialog
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
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    RULE = "rule"


Row = RequestRow | TaskRow | SheetRow | RulingRow


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
            return _for_sheet(card, row, actor)
        case RulingRow():
            return (RowVerb.RULE,) if card.may_decide and row == card.to_rule else ()


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


def _for_sheet(card: CaseCard, row: SheetRow, actor: Actor) -> tuple[RowVerb, ...]:
    units = frozenset({card.unit_id} if card.unit_id else ())
    supervises = actor.may_in(rights.SUPERVISE, card.desk_region, units)
    if row.state is SupervisionState.DRAFTED and supervises:
        issues = EventKind.SUPERVISED in card.steps
        return (RowVerb.ISSUE, RowVerb.DROP) if issues else (RowVerb.DROP,)
    if row.state is SupervisionState.REPLIED and supervises:
        return (RowVerb.ACCEPT, RowVerb.SEND_BACK)
    if row.state is SupervisionState.ISSUED and card.holds:
        return (RowVerb.REPLY,)
    return ()


class RowActions(QObject):
    """Opens the dialog of what is done to a row, or does it at once."""

    opened = Signal(object)  # FormDialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.whistles = WhistleActions(desk, owner)
        self.whistles.opened.connect(self.opened)

    def take(self, wanted: RowWanted | WhistleWanted, card: CaseCard) -> None:
        """Do it, or ask for what it needs."""
        if isinstance(wanted, WhistleWanted):
            self.whistles.take(wanted)
            return
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
        InHandMark(self._desk, card.id, dialog)
        dialog.open()
        self.opened.emit(dialog)

    def _dialog(self, wanted: RowWanted, card: CaseCard) -> FormDialog:
        desk, window, verb = self._desk, self._owner.window(), wanted.verb
        match wanted.row:
            case RequestRow() as row:
                return DecideDialog(desk, card, row, window, approves=verb is RowVerb.APPROVE)
            case TaskRow() as row:
                return EndTaskDialog(desk, row, window, done=verb is RowVerb.FINISH)
            case RulingRow():
                return RulingDialog(desk, card, window)
            case SheetRow() as row:
                if verb is RowVerb.ISSUE:
                    return IssueDialog(desk, row, card.unit, window)
                if verb in (RowVerb.ACCEPT, RowVerb.SEND_BACK):
                    return JudgeDialog(desk, row, window, accepts=verb is RowVerb.ACCEPT)
                return AnswerDialog(desk, row, window, drops=verb is RowVerb.DROP)
