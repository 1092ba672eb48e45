"""A dialog about something beside a case: a request, a task, a supervision sheet."""

from uuid import UUID

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.cases.dialogs.fields import LABEL_PX, needs_text
from ui.core.form_dialog import FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk


class RowDialog(FormDialog):
    """Writes over a row as it was seen; the panel shows what became of it meanwhile."""

    def __init__(self, desk: Desk, row_id: UUID, version: int, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.row_id = row_id
        self.seen_version = version

    def ask_for(self, note: QPlainTextEdit, complaint: str, title: str = "") -> FormField:
        """Ask for words that must be there."""
        title = title or self.tr("说明")
        field = FormField(title, note, required=True, label_width=LABEL_PX)
        note.setFocus()
        return self.add_field(field, needs_text(note, complaint))
