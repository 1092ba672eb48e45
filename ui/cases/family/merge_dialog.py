"""Merging a case into another (并案), from its panel."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.families import Joining, merge_cases
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from ui.cases.family.lead_list import LeadList
from ui.cases.step_dialog import StepDialog
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk


class MergeDialog(StepDialog):
    """Into which case; likely ones are offered with what speaks for them."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.MERGED, parent)
        self.lead = LeadList(desk, card.id)
        self.field = self.add_field(
            FormField(self.tr("并入"), self.lead, required=True), self._missing
        )
        self.lead.chosen.connect(self.fit)
        self.lead.typed.setFocus()

    def _missing(self) -> str:
        return "" if self.lead.value() is not None else self.tr("请选并入哪一件")

    def say_notes(self) -> None:
        self.field.note(self.tr("这件原样保留，随那一件办结，反映人仍单独回访；并错了可以撤出。"))

    def action(self) -> Action:
        lead = self.lead.value()
        joining = (Joining(self.card.id, self.seen_version, self.lead.reasons()),)
        key = self.command_key

        def merge(uow: Any) -> None:
            if lead is not None:
                merge_cases(uow, lead, joining, "", command_key=key)

        return merge
