"""Writing a template of notices: which step, to whom, by what, in which words."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.cases.actions.notice_templates import TemplateDetails, save_template
from app.cases.notice_rules import (
    NOTICED,
    SUBJECT_MOST,
    Audience,
    Place,
    Words,
    checked_words,
)
from app.cases.queries.notices import TemplateRow, templates
from app.cases.rules import EventKind, Source
from app.core.errors import AppError, NotFound
from app.core.gateways.channels import Channel
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.aids.node_picker import NodePicker
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

LABEL_PX = 60
TEXT_PX = 112
EVERY = ""


class NoticeDialog(FormDialog):
    """What is left open in the words is checked while they are typed."""

    def __init__(self, desk: Desk, row: TemplateRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        places = "　".join(f"{{{place.value}}} {word(place)}" for place in Place)
        title = self.tr("修改通知") if row else self.tr("新建通知")
        self.name_it(title, self.tr("保存"), self.tr("填空：{places}").format(places=places))
        self.step = Combo()
        for step in NOTICED:
            self.step.add(word(step), step.value)
        self.audience = SegmentedControl(
            tuple(Choice(each, word(each)) for each in Audience),
            Audience.CALLER,
            name=self.tr("告诉谁"),
        )
        self.channel = SegmentedControl(
            tuple(Choice(each, word(each)) for each in Channel),
            Channel.SMS,
            name=self.tr("用什么"),
        )
        self.source = Combo()
        self.source.add(self.tr("全部来源"), EVERY)
        for source in Source:
            self.source.add(word(source), source.value)
        self.kind = NodePicker(desk, placeholder=self.tr("全部类别；输入名称或拼音首字母"))
        self.subject = QLineEdit()
        self.subject.setMaxLength(SUBJECT_MOST)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_PX)
        self._make_fields()
        self._fill()
        self._offer()
        self.text.setFocus()

    def _make_fields(self) -> None:
        for title, control in (
            (self.tr("步骤"), self.step),
            (self.tr("告诉谁"), self.audience),
            (self.tr("用什么"), self.channel),
            (self.tr("来源"), self.source),
        ):
            self.add_field(FormField(title, control, label_width=LABEL_PX))
        self.add_field(
            FormField(self.tr("类别"), self.kind, label_width=LABEL_PX), self._kind_wrong
        )
        self._subject_field = self.add_field(
            FormField(self.tr("标题"), self.subject, label_width=LABEL_PX)
        )
        self._text_field = self.add_field(
            FormField(self.tr("内容"), self.text, required=True, label_width=LABEL_PX),
            self._words_wrong,
        )
        self.audience.chosen.connect(lambda _: self._offer())

    def _fill(self) -> None:
        row = self._row
        if row is None:
            return
        self.step.set_value(row.step.value)
        self.audience.set_value(row.audience)
        self.channel.set_value(row.channel)
        self.source.set_value(row.source.value if row.source else EVERY)
        if row.category:
            self.kind.set_choice(Choice(row.category, row.category_name))
        self.subject.setText(row.subject)
        self.text.setPlainText(row.text)
        self.guard_version(row.version, self._present)

    def _present(self, session: Any) -> int:
        row = self._row
        found = next((r for r in templates(session) if row and r.id == row.id), None)
        if found is None:
            raise NotFound
        return found.version

    def _offer(self) -> None:
        """A caller is told by text message, which has no subject."""
        to_caller = self.audience.value() == Audience.CALLER
        if to_caller:
            self.channel.set_value(Channel.SMS)
        self.channel.setEnabled(not to_caller)
        self._subject_field.setVisible(not to_caller)
        self.fit()

    def _kind_wrong(self) -> str:
        if self.kind.text().strip() and self.kind.value() is None:
            return self.tr("请从列表里选类别，或者清空。")
        return ""

    def _words_wrong(self) -> str:
        audience = Audience(str(self.audience.value()))
        try:
            checked_words(Words(self.subject.text(), self.text.toPlainText()), audience)
        except AppError as error:
            return sentence(error)
        return ""

    def action(self) -> Action:
        source, kind = self.source.value(), self.kind.value()
        details = TemplateDetails(
            step=EventKind(str(self.step.value())),
            audience=Audience(str(self.audience.value())),
            channel=Channel(str(self.channel.value())),
            text=self.text.toPlainText(),
            subject=self.subject.text(),
            source=Source(str(source)) if source else None,
            category=kind if isinstance(kind, str) else None,
        )
        row, key, seen = self._row, self.command_key, self.seen_version

        def save(uow: Any) -> UUID:
            if row is None:
                return save_template(uow, details, command_key=key)
            return save_template(
                uow, details, command_key=key, template_id=row.id, seen_version=seen
            )

        return save
