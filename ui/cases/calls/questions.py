"""The questions of a call-back, each answered by one key: 联系了吗, 解决了吗, 满意吗."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.actions.after_finishing import REOPENED_BY_RULE, CallBack
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from ui.cases.dialogs.fields import quiet_line, text_area
from ui.cases.phrase_button import PhraseBar
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

LABEL_PX = 64
IN_TIME, LATE, NEVER = "in_time", "late", "never"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was answered so far about one case; kept while another one is looked at."""

    contact: object = None
    solved: object = None
    satisfied: object = None
    note: str = ""


class Questions(QWidget):
    """Asks in the order a caller is asked."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: CaseCard | None = None
        self.contact = self._control(
            self.tr("承办单位联系了吗"),
            Choice(IN_TIME, self.tr("1 及时")),
            Choice(LATE, self.tr("2 晚了")),
            Choice(NEVER, self.tr("3 没有")),
        )
        self.solved = self._control(
            self.tr("解决了吗"),
            Choice(value=True, title=self.tr("4 解决了")),
            Choice(value=False, title=self.tr("5 没解决")),
        )
        self.satisfied = self._control(
            self.tr("满意吗"),
            Choice(value=True, title=self.tr("6 满意")),
            Choice(value=False, title=self.tr("7 不满意")),
        )
        self.note = text_area(self.tr("反映人的原话，可不写"))
        self.note.textChanged.connect(self.changed)
        self.follows = quiet_line("")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._fields: list[FormField] = []
        for title, control in (
            (self.tr("联系了吗"), self.contact),
            (self.tr("解决了吗"), self.solved),
            (self.tr("满意吗"), self.satisfied),
        ):
            field = FormField(title, control, label_width=LABEL_PX)
            self._fields.append(field)
            self._column.addWidget(field)
            control.chosen.connect(partial(self._answered, field))
        self._note_field = FormField("", self.note)
        self._column.addWidget(self._note_field)
        self.phrases = PhraseBar(desk, self.note, EventKind.CALLED_BACK)
        self.note.setAccessibleName(self.tr("原话"))
        self._note_field.add_under(self.phrases)
        self._column.addWidget(self.follows)

    def _control(self, name: str, *choices: Choice) -> SegmentedControl:
        return SegmentedControl(choices, name=name, optional=True)

    def _answered(self, field: FormField, _value: object) -> None:
        field.error("")
        self.tell()
        self.changed.emit()

    # -- what is asked about -------------------------------------------------------------------

    def set_card(self, card: CaseCard, typed: Typed) -> None:
        """Ask about a case, going on from what was answered before."""
        self._card = card
        self.contact.set_value(typed.contact)
        self.solved.set_value(typed.solved)
        self.satisfied.set_value(typed.satisfied)
        if self.note.toPlainText() != typed.note:
            self.note.setPlainText(typed.note)
        for field in self._fields:
            field.error("")
        self.tell()

    def clear(self) -> None:
        """Forget what was answered: it is written."""
        self._card = None
        self.note.clear()

    def typed(self) -> Typed:
        """Return what is answered so far."""
        return Typed(
            self.contact.value(),
            self.solved.value(),
            self.satisfied.value(),
            self.note.toPlainText(),
        )

    def take_key(self, key: str) -> None:
        """Answer one question by its key."""
        answers = {
            "1": (self.contact, IN_TIME),
            "2": (self.contact, LATE),
            "3": (self.contact, NEVER),
            "4": (self.solved, True),
            "5": (self.solved, False),
            "6": (self.satisfied, True),
            "7": (self.satisfied, False),
        }
        control, value = answers[key]
        control.set_value(value)
        self._fields[(self.contact, self.solved, self.satisfied).index(control)].error("")
        self.tell()
        self.changed.emit()

    def all_well(self) -> None:
        """Answer all three as most people do: contacted in time, solved, satisfied."""
        for key in ("1", "4", "6"):
            self.take_key(key)

    def missing(self) -> bool:
        """Mark what is not answered yet, and tell whether anything is."""
        found = False
        for field, control in zip(
            self._fields, (self.contact, self.solved, self.satisfied), strict=True
        ):
            if control.value() is None:
                field.error(self.tr("请选一个回答"))
                if not found:
                    control.setFocus()
                found = True
        return found

    def tell(self) -> None:
        """Say what follows from these answers."""
        self.follows.setText(self._follows())

    def _follows(self) -> str:
        card, solved, satisfied = self._card, self.solved.value(), self.satisfied.value()
        if card is None or None in (self.contact.value(), solved, satisfied):
            return self.tr("三个回答都要问到。没打通的按 0，过一会儿再排上来。")
        if solved and satisfied:
            return self.tr("存好就打下一个。")
        if card.reopened_count < REOPENED_BY_RULE:
            words = self.tr("按规则自动重办一次：办理时限重新起算，交回{unit}。")
            return words.format(unit=card.unit or self.tr("承办单位"))
        return self.tr("已经重办过：报主任决定再重办还是结案，在“审批”里。")

    def order(self, case_id: UUID, seen_version: int) -> CallBack:
        """Return the answers as the step takes them."""
        contact = self.contact.value()
        return CallBack(
            case_id=case_id,
            seen_version=seen_version,
            contacted=contact in (IN_TIME, LATE),
            solved=self.solved.value() is True,
            satisfied=self.satisfied.value() is True,
            note=self.note.toPlainText(),
            late=contact == LATE,
        )
