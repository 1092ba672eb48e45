"""An item is taken back from residents."""

from PySide6.QtWidgets import QWidget

from app.services.items.actions.editing import withdraw_item
from app.services.items.queries.items import ItemRow
from app.services.items.rules import NOTE_MOST
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.services.fields import needs, one_line


class WithdrawDialog(FormDialog):
    """Why residents shall not see it any more."""

    def __init__(self, desk: Desk, row: ItemRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        self.name_it(
            self.tr("撤回“{name}”").format(name=row.body.name),
            self.tr("撤回"),
            self.tr("自助机和办事指南里马上没有了；各个版本都留着，可以再发布。"),
        )
        self.why = one_line("", NOTE_MOST, self.tr("如：政策调整，停办"))
        self.why_field = self.add_field(
            FormField(self.tr("原因"), self.why, required=True),
            needs(self.why.text, self.tr("请写明为什么撤回")),
        )
        self.why.setFocus()

    def action(self) -> Action:
        row, why, key = self._row, self.why.text(), self.command_key
        return lambda uow: withdraw_item(uow, row.id, row.version, why, command_key=key)
