"""A dialog about something beside a case: a request, a task, a supervision sheet."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.rules import EventKind
from ui.cases.dialogs.fields import LABEL_PX, needs_text
from ui.cases.phrase_button import PhraseBar
from ui.core.form_dialog import FormDialog, no_check
from ui.core.forms import FormField
from ui.core.slices import Desk


class RowDialog(FormDialog):
    """Writes over a row as it was seen; the panel shows what became of it meanwhile.

    Attributes:
        phrase_step: Step whose phrases stand under a text area.
    """

    phrase_step = EventKind.ASKED

    def __init__(self, desk: Desk, row_id: UUID, version: int, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.row_id = row_id
        self.seen_version = version

    def add_field(self, field: FormField, check: Callable[[], str] = no_check) -> FormField:
        """Add a field; a text area gets phrases under it."""
        if isinstance(field.input, QPlainTextEdit):
            field.add_under(PhraseBar(self.desk, field.input, self.phrase_step))
        return super().add_field(field, check)

    def ask_for(self, note: QPlainTextEdit, complaint: str, title: str = "") -> FormField:
        """Ask for words that must be there."""
        title = title or self.tr("说明")
        field = FormField(title, note, required=True, label_width=LABEL_PX)
        note.setFocus()
        return self.add_field(field, needs_text(note, complaint))
