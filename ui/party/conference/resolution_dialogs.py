"""Forms of a resolution: made, and what is said of it until it is done."""

from datetime import timedelta
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.conference.actions.resolutions import ResolutionDraft, report_on, resolve
from app.party.conference.queries.meetings import MeetingDetail
from app.party.conference.queries.resolutions import ResolutionRow
from app.party.conference.rules import ResolutionStep
from ui.core.controls import Combo
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker
from ui.party.conference.meeting_dialogs import LABEL_PX, WIDTH
from ui.party.lists.fields import needs, text_area

_USUAL_DAYS = 14
_SHOWN = 40


class ResolutionDialog(FormDialog):
    """Who does what by when, of which item."""

    def __init__(self, desk: Desk, detail: MeetingDetail, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._detail = detail
        under = self.tr("责任单位在“今日”里看到它，办完由这里确认。")
        self.name_it(self.tr("记决议"), self.tr("记下"), under)
        self.item = Combo()
        self.item.add(self.tr("不属于哪个议题"), None)
        for item in detail.items:
            self.item.add(f"{item.ordinal}. {item.title}"[:_SHOWN], item.id)
        if detail.items:
            self.item.setCurrentIndex(1)
        self.text = text_area(self.tr("做什么，做到什么样"), 84)
        self.unit = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母"))
        today = local(desk.parts.clock.now()).date()
        self.due = DateField(today + timedelta(days=_USUAL_DAYS))
        self.add_field(FormField(self.tr("议题"), self.item, label_width=LABEL_PX))
        self.text_field = self.add_field(
            FormField(self.tr("决议"), self.text, required=True, label_width=LABEL_PX),
            needs(self.text.toPlainText, self.tr("请写明做什么")),
        )
        self.unit_field = self.add_field(
            FormField(self.tr("责任单位"), self.unit, required=True, label_width=LABEL_PX),
            lambda: "" if isinstance(self.unit.value(), UUID) else self.tr("请选一个单位"),
        )
        self.due_field = self.add_field(
            FormField(self.tr("完成期限"), self.due, label_width=LABEL_PX), self._wrong_due
        )
        self.text.setFocus()

    def _wrong_due(self) -> str:
        early = self.due.day() < local(self._detail.row.starts_at).date()
        return self.tr("早于会议那天") if early else ""

    def blame(self) -> dict[str, FormField]:
        return {
            "conference.owner_inactive": self.unit_field,
            "conference.due_wrong": self.due_field,
        }

    def action(self) -> Action:
        unit, item = self.unit.value(), self.item.value()
        if not isinstance(unit, UUID):
            raise TypeError("a unit is chosen by now")
        draft = ResolutionDraft(
            self._detail.row.id,
            self.text.toPlainText(),
            unit,
            self.due.day(),
            item if isinstance(item, UUID) else None,
        )
        key = self.command_key
        return lambda uow: resolve(uow, draft, command_key=key)


class ReportDialog(FormDialog):
    """What is said of a resolution."""

    def __init__(
        self, desk: Desk, row: ResolutionRow, kinds: tuple[ResolutionStep, ...], parent: QWidget
    ) -> None:
        """Ask for one of `kinds`, the first at first."""
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        self.name_it(word(kinds[0]), self.tr("记下"), row.text)
        self.kind = Combo()
        for kind in kinds:
            self.kind.add(word(kind), kind)
        self.text = text_area(self.tr("做了什么，还差什么"), 84)
        if len(kinds) > 1:
            self.add_field(FormField(self.tr("报什么"), self.kind, label_width=LABEL_PX))
        self.text_field = self.add_field(
            FormField(self.tr("说明"), self.text, required=True, label_width=LABEL_PX),
            needs(self.text.toPlainText, self.tr("请写明情况")),
        )
        self.text.setFocus()

    def action(self) -> Action:
        row, text, key = self._row, self.text.toPlainText(), self.command_key
        kind = ResolutionStep(str(self.kind.value()))
        return lambda uow: report_on(uow, row.id, row.version, kind, text, command_key=key)
