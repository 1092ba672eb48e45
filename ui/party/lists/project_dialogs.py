"""Forms of a project: an answer, a step, the end of the work, its judgement, calling it off."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.lists.actions.projects import (
    Planned,
    answer_share,
    call_off,
    finish_project,
    plan_milestone,
    rate_project,
    reach_milestone,
)
from app.party.lists.queries.project import MilestoneRow, ShareRow
from app.party.lists.queries.rows import ProjectRow
from app.party.lists.rules import TITLE_MOST, ShareAnswer
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.party.lists.fields import LABEL_PX, amount_box, needs, text_area


class AnswerDialog(FormDialog):
    """What a unit answered; a refusal says why."""

    def __init__(self, desk: Desk, row: ProjectRow, share: ShareRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row, self._share = row, share
        self.name_it(
            self.tr("{unit}的答复").format(unit=share.offered_by), self.tr("记下"), share.title
        )
        yes, no = ShareAnswer.CONFIRMED, ShareAnswer.DECLINED
        self.answer = SegmentedControl((Choice(yes, word(yes)), Choice(no, word(no))), yes)
        self.reason = text_area(self.tr("不参加的，写明原因"))
        self.add_field(FormField(self.tr("答复"), self.answer, label_width=LABEL_PX))
        self.reason_field = self.add_field(
            FormField(self.tr("原因"), self.reason, label_width=LABEL_PX), self._missing
        )
        self.answer.setFocus()

    def _missing(self) -> str:
        declined = self.answer.value() is ShareAnswer.DECLINED
        return self.tr("请写明原因") if declined and not self.reason.toPlainText().strip() else ""

    def action(self) -> Action:
        answer = ShareAnswer(str(self.answer.value()))
        project, resource = self._row.id, self._share.resource_id
        reason, key = self.reason.toPlainText(), self.command_key
        return lambda uow: answer_share(
            uow, project, resource, answer, reason=reason, command_key=key
        )


class StepDialog(FormDialog):
    """Another step of the project."""

    def __init__(self, desk: Desk, row: ProjectRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        self.name_it(self.tr("加一个节点"), self.tr("加上"), row.title)
        self.named = QLineEdit()
        self.named.setMaxLength(TITLE_MOST)
        self.due = DateField(local(desk.parts.clock.now()).date())
        self.add_field(
            FormField(self.tr("节点"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明做到哪一步")),
        )
        self.due_field = self.add_field(
            FormField(self.tr("哪天前"), self.due, label_width=LABEL_PX), self._wrong_day
        )
        self.named.setFocus()

    def _wrong_day(self) -> str:
        past = self.due.day() < local(self.desk.parts.clock.now()).date()
        return self.tr("日期已经过了") if past else ""

    def action(self) -> Action:
        step, key, project = (
            Planned(self.named.text(), self.due.day()),
            self.command_key,
            self._row.id,
        )
        return lambda uow: plan_milestone(uow, project, step, command_key=key)


class ReachedDialog(FormDialog):
    """A step was reached: on which day, and what there is to say."""

    def __init__(self, desk: Desk, step: MilestoneRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._step = step
        self.name_it(self.tr("完成“{title}”").format(title=step.title), self.tr("记下"))
        self.day = DateField(local(desk.parts.clock.now()).date())
        self.note = text_area(self.tr("做到什么程度"))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self.day.setFocus()

    def _wrong_day(self) -> str:
        ahead = self.day.day() > local(self.desk.parts.clock.now()).date()
        return self.tr("日期还没有到") if ahead else ""

    def action(self) -> Action:
        step, day, note = self._step, self.day.day(), self.note.toPlainText()
        key = self.command_key
        return lambda uow: reach_milestone(
            uow, step.id, step.version, day, note=note, command_key=key
        )


class FinishDialog(FormDialog):
    """The work is done: how many it served, and what came of it."""

    def __init__(self, desk: Desk, row: ProjectRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("报办完以后由需求一方评价。")
        self.name_it(self.tr("“{title}”办完了").format(title=row.title), self.tr("报办完"), under)
        self.served = amount_box()
        self.outcome = text_area(self.tr("办了什么、怎么样"))
        self.add_field(
            FormField(self.tr("受益"), self.served, hint=self.tr("人次"), label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("结果"), self.outcome, label_width=LABEL_PX))
        self.served.setFocus()
        self.served.selectAll()

    def action(self) -> Action:
        row, served, said = self._row, self.served.value(), self.outcome.toPlainText()
        key = self.command_key
        return lambda uow: finish_project(uow, row.id, row.version, served, said, command_key=key)


class RateDialog(FormDialog):
    """How whoever it was for judges it."""

    def __init__(self, desk: Desk, row: ProjectRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("评价记下以后不能改。")
        self.name_it(self.tr("评价“{title}”").format(title=row.title), self.tr("评价"), under)
        self.score = SegmentedControl(score_choices(), 5, name=self.tr("评分"))
        self.words = text_area(self.tr("群众怎么说，哪里可以更好"))
        self.add_field(FormField(self.tr("评分"), self.score, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("评语"), self.words, label_width=LABEL_PX))
        self.score.setFocus()

    def action(self) -> Action:
        project, key = self._row.id, self.command_key
        score, said = int(str(self.score.value())), self.words.toPlainText()
        return lambda uow: rate_project(uow, project, score, said, command_key=key)


class CallOffDialog(FormDialog):
    """The project is called off: why."""

    def __init__(self, desk: Desk, row: ProjectRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("需求退回待对接，答应出来的资源放回清单；项目不能再恢复。")
        self.name_it(self.tr("退回“{title}”").format(title=row.title), self.tr("退回"), under)
        self.reason = text_area(self.tr("为什么不办了"))
        self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            needs(self.reason.toPlainText, self.tr("请写明原因")),
        )
        self.reason.setFocus()

    def action(self) -> Action:
        row, reason, key = self._row, self.reason.toPlainText(), self.command_key
        return lambda uow: call_off(uow, row.id, row.version, reason, command_key=key)


def score_choices() -> tuple[Choice, ...]:
    """Return the five scores, the best last."""
    translate = QCoreApplication.translate
    return (
        Choice(1, translate("Lists", "1 很差")),
        Choice(2, translate("Lists", "2 较差")),
        Choice(3, translate("Lists", "3 一般")),
        Choice(4, translate("Lists", "4 满意")),
        Choice(5, translate("Lists", "5 很满意")),
    )
