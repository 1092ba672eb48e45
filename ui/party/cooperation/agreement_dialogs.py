"""Forms of an agreement: signed, reviewed, prolonged, ended."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party import rights
from app.party.cooperation.actions.agreements import (
    AgreementDraft,
    end_agreement,
    prolong_agreement,
    review_agreement,
    sign_agreement,
)
from app.party.cooperation.actions.ground import LEVELS
from app.party.cooperation.queries.agreements import AgreementRow
from app.party.cooperation.rules import TITLE_MOST, Verdict
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.party.conference.meeting_dialogs import LABEL_PX, WIDTH, one_line, own_region
from ui.party.lists.fields import TermField, needs, text_area

_YEAR = timedelta(days=365)


def today(desk: Desk) -> date:
    """Return the day it is."""
    return local(desk.parts.clock.now()).date()


class SignDialog(FormDialog):
    """With whom, who does what, until when."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        under = self.tr("签订满一年该评议；到期前在这里和“今日”里提醒。")
        self.name_it(self.tr("登记共建协议"), self.tr("登记"), under)
        self.region = RegionField(desk, desk.actor.prefixes(rights.MANAGE))
        self.region.set_region(own_region(desk, LEVELS))
        self.named = one_line("", TITLE_MOST)
        self.partners = text_area(self.tr("一行一个单位"))
        self.duties = text_area(self.tr("谁做什么，一行一条"), 84)
        self.term = TermField(today(desk), today(desk) + _YEAR, today(desk))
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(region, self._wrong_region)
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明协议名称")),
        )
        self.partners_field = self.add_field(
            FormField(self.tr("共建单位"), self.partners, required=True, label_width=LABEL_PX),
            needs(self.partners.toPlainText, self.tr("请写明和谁签的")),
        )
        self.duties_field = self.add_field(
            FormField(self.tr("职责"), self.duties, required=True, label_width=LABEL_PX),
            needs(self.duties.toPlainText, self.tr("请写明谁做什么")),
        )
        self.term_field = self.add_field(
            FormField(self.tr("期限"), self.term, label_width=LABEL_PX), self.term.complaint
        )
        self.named.setFocus()

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选街道或社区")

    def action(self) -> Action:
        draft = AgreementDraft(
            self.region.code() or "",
            self.named.text(),
            tuple(self.partners.toPlainText().splitlines()),
            self.duties.toPlainText(),
            self.term.since() or today(self.desk),
            self.term.until(),
        )
        key = self.command_key
        return lambda uow: sign_agreement(uow, draft, command_key=key)


class ReviewDialog(FormDialog):
    """How the duties were kept in the last year."""

    def __init__(self, desk: Desk, row: AgreementRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        under = self.tr("记下以后不能改，下次评议在一年以后。")
        self.name_it(self.tr("评议“{title}”").format(title=row.title), self.tr("记下"), under)
        choices = tuple(Choice(each, word(each)) for each in Verdict)
        self.verdict = SegmentedControl(choices, Verdict.KEPT, name=self.tr("履约"))
        self.day = DateField(today(desk))
        self.text = text_area(self.tr("一年里做了什么，差在哪里"), 84)
        self.add_field(FormField(self.tr("结论"), self.verdict, label_width=LABEL_PX))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.text_field = self.add_field(
            FormField(self.tr("说明"), self.text, required=True, label_width=LABEL_PX),
            needs(self.text.toPlainText, self.tr("请写明依据")),
        )
        self.text.setFocus()

    def _wrong_day(self) -> str:
        fits = self._row.signed_on <= self.day.day() <= today(self.desk)
        return "" if fits else self.tr("要在签订以后、今天以前")

    def action(self) -> Action:
        row, day, key = self._row, self.day.day(), self.command_key
        verdict, text = Verdict(str(self.verdict.value())), self.text.toPlainText()
        return lambda uow: review_agreement(
            uow, row.id, row.version, day, verdict, text, command_key=key
        )


class ProlongDialog(FormDialog):
    """Until when it lasts now."""

    def __init__(self, desk: Desk, row: AgreementRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        self.name_it(self.tr("续签“{title}”").format(title=row.title), self.tr("续签"))
        self.day = DateField((row.until or today(desk)) + _YEAR)
        self.day_field = self.add_field(
            FormField(self.tr("新的期限"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.day.setFocus()

    def _wrong_day(self) -> str:
        return self.tr("早于签订") if self.day.day() < self._row.signed_on else ""

    def action(self) -> Action:
        row, day, key = self._row, self.day.day(), self.command_key
        return lambda uow: prolong_agreement(uow, row.id, row.version, day, command_key=key)


class EndDialog(FormDialog):
    """It is ended: with which day, and why."""

    def __init__(self, desk: Desk, row: AgreementRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("终止以后不能恢复，评议过的都留着。")
        self.name_it(self.tr("终止“{title}”").format(title=row.title), self.tr("终止"), under)
        self.leave_button.setText(self.tr("不终止"))
        self.day = DateField(today(desk))
        self.reason = text_area(self.tr("为什么不再共建"))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.reason_field = self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            needs(self.reason.toPlainText, self.tr("请写明原因")),
        )
        self.reason.setFocus()

    def _wrong_day(self) -> str:
        return self.tr("早于签订") if self.day.day() < self._row.signed_on else ""

    def action(self) -> Action:
        row, day, key = self._row, self.day.day(), self.command_key
        reason = self.reason.toPlainText()
        return lambda uow: end_agreement(uow, row.id, row.version, day, reason, command_key=key)
