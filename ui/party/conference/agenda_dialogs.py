"""Forms of an agenda: something to speak about, and what came of it."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.core.actor import Actor
from app.core.words import label as word
from app.party.conference.actions.agenda import ItemDraft, add_item, conclude_item
from app.party.conference.queries.matters import open_matters
from app.party.conference.queries.meetings import ItemRow, MeetingRow
from app.party.conference.queries.tabled import Waiting, waiting_for
from app.party.conference.rules import NAME_MOST, ItemKind
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.party.conference.meeting_dialogs import (
    LABEL_PX,
    WIDTH,
    item_of,
    waiting_words,
)
from ui.party.lists.fields import needs, text_area
from ui.party.named_picker import NamedPicker

_SHOWN = 40  # characters of something that waits


def _matters(session: Any, actor: Actor, text: str, region: str) -> tuple[tuple[UUID, str], ...]:
    """Return matters that may be put on an agenda, each with its compound before it."""
    found = open_matters(session, actor, region, text=text)
    return tuple((each.id, f"{each.compound}　{each.title}") for each in found)


class ItemDialog(FormDialog):
    """Something to speak about: one that waits, a matter of a compound, anything else."""

    def __init__(self, desk: Desk, row: MeetingRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        self.name_it(self.tr("加议题"), self.tr("加上"), row.title)
        self.source = Combo()
        for kind in (ItemKind.OTHER, ItemKind.COMPOUND):
            self.source.add(word(kind), kind)
        hint = self.tr("小区或事项名称，从列出的事项里选；没有的写小区名称")
        self.compound = NamedPicker(desk, _matters, row.region, hint)
        self.compound.setMaxLength(NAME_MOST)
        self.compound.chosen.connect(self._matter_chosen)
        self.text = text_area(self.tr("请会议定什么"))
        self.add_field(FormField(self.tr("来源"), self.source, label_width=LABEL_PX))
        self.compound_field = self.add_field(
            FormField(self.tr("小区"), self.compound, label_width=LABEL_PX), self._no_compound
        )
        self.text_field = self.add_field(
            FormField(self.tr("议题"), self.text, required=True, label_width=LABEL_PX),
            needs(self._said, self.tr("请写明议什么")),
        )
        self.source.currentIndexChanged.connect(lambda _: self._show_fields())
        self._show_fields()
        region, actor = row.region, desk.actor
        desk.read(lambda session: waiting_for(session, actor, region), self._offer)
        self.text.setFocus()

    def _offer(self, rows: tuple[Waiting, ...]) -> None:
        for row in rows:
            self.source.add(waiting_words(row)[:_SHOWN], row)

    def _show_fields(self) -> None:
        value = self.source.value()
        waits = isinstance(value, Waiting)
        self.compound_field.setVisible(value == ItemKind.COMPOUND)
        self.text.setReadOnly(waits)
        if isinstance(value, Waiting):
            self.text.setPlainText(value.title)

    def _matter_chosen(self, choice: Choice | None) -> None:
        """Let the matter be the question, until somebody words it otherwise."""
        if choice is not None and not self._said().strip():
            self.text.setPlainText(choice.title.partition("　")[2])

    def _said(self) -> str:
        return self.text.toPlainText()

    def _no_compound(self) -> str:
        lacks = self.source.value() == ItemKind.COMPOUND and not self.compound.text().strip()
        return self.tr("请写明是哪个小区") if lacks else ""

    def blame(self) -> dict[str, FormField]:
        if self.source.value() != ItemKind.COMPOUND:
            return {}
        wrong = ("conference.matter_not_open", "conference.case_on_agenda")
        return dict.fromkeys(wrong, self.compound_field)

    def action(self) -> Action:
        value: Any = self.source.value()
        if isinstance(value, Waiting):
            draft = item_of(value)
        else:
            kind = ItemKind(str(value))
            of_compound = kind is ItemKind.COMPOUND
            subject = self.compound.text() if of_compound else ""
            matter = self.compound.key() if of_compound else None
            draft = ItemDraft(self._said(), kind, subject, matter_id=matter)
        key, meeting = self.command_key, self._row.id
        return lambda uow: add_item(uow, meeting, draft, command_key=key)


class ResultDialog(FormDialog):
    """What the meeting made of an item."""

    def __init__(self, desk: Desk, item: ItemRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._item = item
        under = self.tr("记下以后不能改。")
        if item.case_id is not None:
            under = self.tr("事件带着这个结果交回街道分拨，写进它的经过。")
        elif item.matter_id is not None:
            under = self.tr("结果写进小区事项的经过，小区那边看得到；记下以后不能改。")
        self.name_it(self.tr("“{title}”的结果").format(title=item.title), self.tr("记下"), under)
        self.outcome = text_area(self.tr("怎么定的，谁来做"), 96)
        self.result_field = self.add_field(
            FormField(self.tr("议定"), self.outcome, required=True, label_width=LABEL_PX),
            needs(self.outcome.toPlainText, self.tr("请写明怎么定的")),
        )
        self.outcome.setFocus()

    def action(self) -> Action:
        item, text, key = self._item, self.outcome.toPlainText(), self.command_key
        return lambda uow: conclude_item(uow, item.id, item.version, text, command_key=key)
