"""A resource or need is taken off its list, after what follows from it was said."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.ids import new_id
from app.party.lists.actions.entries import withdraw_need, withdraw_resource
from app.party.lists.queries.rows import NeedRow, ResourceRow
from ui.core.dialogs import ConsequenceDialog
from ui.core.slices import Desk


def take_back(desk: Desk, page: QWidget, row: ResourceRow | NeedRow) -> ConsequenceDialog:
    """Ask, then take it off."""
    translate = QCoreApplication.translate
    is_need = isinstance(row, NeedRow)
    if is_need:
        words = translate("Lists", "它不再参加配对；已经结成的项目照常办。以后要用得重新登记。")
    else:
        words = translate("Lists", "它不再拿来配对；已经答应的项目照常用。以后要用得重新登记。")
    dialog = ConsequenceDialog(
        translate("Lists", "撤下“{title}”？").format(title=row.title),
        words,
        do=translate("Lists", "撤下"),
        leave=translate("Lists", "留着"),
        danger=True,
        parent=page.window(),
    )
    key = new_id()

    def write() -> None:
        action = withdraw_need if is_need else withdraw_resource
        desk.write(
            lambda uow: action(uow, row.id, row.version, command_key=key),
            lambda _: None,
            desk.notices.report,
        )

    dialog.accepted.connect(write)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
