"""Supervision sheets: drafting, issuing, answering, dropping one."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.supervising import (
    REASON_MOST,
    SupervisionDraft,
    accept_reply,
    draft_supervision,
    drop_supervision,
    issue_supervision,
    mark_for_supervision,
    reply_supervision,
    send_back_reply,
)
from app.cases.queries.card import CaseCard
from app.cases.queries.sheets import SheetRow
from app.cases.rules import EventKind, SupervisionLevel
from app.core.words import label as word
from ui.cases.dialogs.fields import LABEL_PX, needs_text, quiet_line, text_area
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.step_dialog import StepDialog, case_name
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.relative_time import full
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk


class DraftDialog(StepDialog):
    """How hard, and why; a draft presses nobody until it is issued."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.SUPERVISED, parent)
        self.name_it(self.windowTitle(), self.tr("起草督办单"), card.title)
        levels = tuple(Choice(level, word(level)) for level in SupervisionLevel)
        self.level = SegmentedControl(levels, SupervisionLevel.YELLOW, name=self.tr("等级"))
        self.reason = text_area(self.tr("为什么督办，要求什么时候做到什么"))
        self.add_field(FormField(self.tr("等级"), self.level, label_width=LABEL_PX))
        self.reason_field = self.add_field(
            FormField(self.tr("事由"), self.reason, required=True, label_width=LABEL_PX),
            needs_text(self.reason, self.tr("请写明督办的事由，不能只有空格。"), REASON_MOST),
        )
        self.reason.setFocus()

    def say_notes(self) -> None:
        self.reason_field.note(self.tr("先存成草稿；签发后编号、计答复时限，承办单位才看到。"))

    def action(self) -> Action:
        draft = SupervisionDraft(
            self.card.id, SupervisionLevel(str(self.level.value())), self.reason.toPlainText()
        )
        key = self.command_key

        def write(uow: Any) -> None:
            draft_supervision(uow, draft, command_key=key)

        return write


class DirectorMarkDialog(StepDialog):
    """What the director wants; the sheet is drafted with these words, the supervisor issues it."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.SUPERVISED, parent)
        title = self.tr("批示督办 {case}").format(case=case_name(card))
        self.name_it(title, self.tr("批示督办"), card.title)
        self.words = text_area(self.tr("要求什么时候做到什么，可不写"))
        self.add_field(FormField(self.tr("批示"), self.words, label_width=LABEL_PX))
        words = self.tr("照您的话起草一张黄色督办单，排在“督办”页等签发。")
        self.content.addWidget(quiet_line(words))
        self.words.setFocus()

    def action(self) -> Action:
        case_id, words, key = self.card.id, self.words.toPlainText(), self.command_key

        def mark(uow: Any) -> None:
            mark_for_supervision(uow, case_id, words, command_key=key)

        return mark


class IssueDialog(RowDialog):
    """The draft gets its number and waits for an answer."""

    phrase_step = EventKind.SUPERVISED

    def __init__(self, desk: Desk, row: SheetRow, unit: str, parent: QWidget) -> None:
        super().__init__(desk, row.id, row.version, parent)
        title = self.tr("签发{level}督办单").format(level=word(row.level))
        self.name_it(title, self.tr("签发"), row.reason)
        words = self.tr("签发后编号，{unit}要按时答复；事件标上督办，经过里留下一笔。")
        whom = unit or self.tr("承办单位")
        self.content.addWidget(quiet_line(words.format(unit=whom)))
        self.do_button.setFocus()

    def action(self) -> Action:
        row_id, seen, key = self.row_id, self.seen_version, self.command_key
        return lambda uow: issue_supervision(uow, row_id, seen, command_key=key)


class JudgeDialog(RowDialog):
    """The supervisor accepts an answer, or sends it back with the reason."""

    phrase_step = EventKind.SUPERVISED

    def __init__(self, desk: Desk, row: SheetRow, parent: QWidget, *, accepts: bool) -> None:
        super().__init__(desk, row.id, row.version, parent)
        title = self.tr("认可答复 {number}") if accepts else self.tr("退回答复 {number}")
        do = self.tr("认可") if accepts else self.tr("退回")
        self.name_it(title.format(number=row.number), do, row.reply)
        if accepts:
            self.note = text_area(self.tr("审核意见，可不写"))
            self.add_field(FormField(self.tr("意见"), self.note, label_width=LABEL_PX))
            words = self.tr("认可后督办单了结，事件上的督办标记取下。")
            self.content.addWidget(quiet_line(words))
            self.note.setFocus()
        else:
            self.note = text_area(self.tr("哪里不行，要补充什么、什么时候做到"))
            self.ask_for(self.note, self.tr("请写明退回的理由，不能只有空格。"), self.tr("理由"))
            words = self.tr("退回后按{level}的答复时限重新计时。")
            self.content.addWidget(quiet_line(words.format(level=word(row.level))))
        self._act: Callable[..., object] = accept_reply if accepts else send_back_reply

    def action(self) -> Action:
        note, seen, key = self.note.toPlainText(), self.seen_version, self.command_key
        row_id, act = self.row_id, self._act
        return lambda uow: act(uow, row_id, seen, note, command_key=key)


class AnswerDialog(RowDialog):
    """The holder answers a sheet, or a draft is dropped with the reason."""

    phrase_step = EventKind.SUPERVISED

    def __init__(self, desk: Desk, row: SheetRow, parent: QWidget, *, drops: bool) -> None:
        super().__init__(desk, row.id, row.version, parent)
        title = self.tr("不签发督办单") if drops else self.tr("答复督办单 {number}")
        do = self.tr("不签发") if drops else self.tr("答复")
        self.name_it(title.format(number=row.number), do, row.reason)
        if drops:
            self.note = text_area(self.tr("为什么不用督办了"))
            self.ask_for(self.note, self.tr("请写明理由，不能只有空格。"), self.tr("理由"))
        else:
            self.note = text_area(self.tr("原因、已经采取的措施、什么时候办结"))
            self.ask_for(self.note, self.tr("请写明答复，不能只有空格。"), self.tr("答复"))
            if row.reply_due_at is not None:
                words = self.tr("{due} 前答复；督办员认可后督办标记取下，办理时限不变。")
                self.content.addWidget(quiet_line(words.format(due=full(row.reply_due_at))))
        self._act: Callable[..., object] = drop_supervision if drops else reply_supervision

    def action(self) -> Action:
        note, seen, key = self.note.toPlainText(), self.seen_version, self.command_key
        row_id, act = self.row_id, self._act
        return lambda uow: act(uow, row_id, seen, note, command_key=key)
