"""Adding a tag to the list of a region, or calling one something else."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.tags import add_tag, rename_tag
from app.cases.queries.tags import TagRow, kept_tags, tag_homes
from app.cases.tag_rules import NAME_MOST, checked_name
from app.core.errors import AppError, NotFound
from app.core.words import sentence
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import Present
from ui.core.merge_fields import of_text
from ui.core.slices import Desk

LABEL_PX = 84


class TagForm(FormDialog):
    """The word; for a new one also whose it is."""

    def __init__(self, desk: Desk, row: TagRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("标签只说事，不说人：不写姓名、电话、住址。")
        if row is None:
            self.name_it(self.tr("新建标签"), self.tr("新建"), under)
        else:
            merging = self.tr("改成已有的词，两个就并成一个：贴着它的事件都改贴那一个。")
            title = self.tr("给“{name}”改名").format(name=row.name)
            self.name_it(title, self.tr("改名"), f"{under}{merging}")
        self.word = QLineEdit(row.name if row is not None else "")
        self.word.setMaxLength(NAME_MOST * 2)
        self.word.setPlaceholderText(self.tr("如：汛期、重复反映"))
        self._word_field = self.add_field(
            FormField(self.tr("标签"), self.word, required=True, label_width=LABEL_PX), self._wrong
        )
        self.home = Combo()
        if row is None:
            self.add_field(FormField(self.tr("哪里的人用"), self.home, label_width=LABEL_PX))
            self.do_button.setEnabled(False)
            scope = desk.scope.code
            desk.read(lambda session: tag_homes(session, desk.actor, scope), self._homes)
        else:
            tag_id = row.id
            word = of_text("word", self._word_field.title, self.word)
            self.guard_fields((word,), row.version, lambda session: self._present(session, tag_id))
        self.word.setFocus()
        self.word.selectAll()

    def _homes(self, homes: tuple[tuple[str, str], ...]) -> None:
        with QSignalBlocker(self.home):  # what is filled in is not typed
            for code, name in homes:
                self.home.add(name or self.tr("全部辖区"), code)
        self.do_button.setEnabled(bool(homes))

    def _present(self, session: object, tag_id: UUID) -> Present:
        rows = kept_tags(session, self.desk.actor)  # type: ignore[arg-type]
        found = next((row for row in rows if row.id == tag_id), None)
        if found is None:
            raise NotFound(tag=tag_id)
        return Present(found.version, {"word": found.name})

    def _wrong(self) -> str:
        if not self.word.text().strip():
            return self.tr("请写一个词")
        try:
            checked_name(self.word.text())
        except AppError as error:
            return sentence(error)
        return ""

    def blame(self) -> Mapping[str, FormField]:
        return {"cases.tag_name": self._word_field, "cases.tag_tells_of_person": self._word_field}

    def action(self) -> Action:
        name, key, row, seen = self.word.text(), self.command_key, self._row, self.seen_version
        if row is not None:
            tag_id = row.id
            return lambda uow: rename_tag(uow, tag_id, seen, name, command_key=key)
        home = str(self.home.value() or "")
        return lambda uow: add_tag(uow, name, home, command_key=key)
