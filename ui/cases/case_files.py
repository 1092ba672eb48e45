"""The attachments of a case in its panel: added at once, opened only after a question."""

from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.actions.attach import attach_to_case, open_case_file
from app.cases.queries.files import CaseFiles
from app.core.attachments import Prepared
from app.core.ids import new_id
from ui.core.dialogs import ConsequenceDialog
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.attachment_items import StripItem, size_words
from ui.parts.attachment_strip import AttachmentStrip
from ui.parts.system_viewer import open_with_system, opened_folder


class CaseFilesStrip(QWidget):
    """Folded until the paper clip in the panel unfolds it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case_id: UUID | None = None
        self.open_file = open_with_system
        self.strip = AttachmentStrip(desk, can_add=False, removable=False)
        self.strip.added.connect(self._add)
        self.strip.opened.connect(self.ask_to_open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        self.hide()

    def set_files(self, case_id: UUID, files: CaseFiles, *, may_add: bool) -> None:
        """Show the files of a case; another case begins folded."""
        if case_id != self._case_id:
            self.hide()
        self._case_id = case_id
        self.strip.set_can_add(can_add=may_add)
        self.strip.set_items(
            [
                StripItem(
                    row.id, row.name, row.media_type, row.size_bytes, files.thumbnails.get(row.id)
                )
                for row in files.rows
            ]
        )

    def toggle(self) -> None:
        """Unfold the files and the place to drop more on, or fold them."""
        unfold = self.isHidden()
        self.setVisible(unfold)
        if unfold:
            self.strip.setFocus()

    def _add(self, prepared: Prepared) -> None:
        if self._case_id is None:
            return
        case_id, key = self._case_id, new_id()
        self._desk.write(
            lambda uow: attach_to_case(uow, case_id, prepared, command_key=key),
            lambda _: None,
            self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self.strip.refuse(explain(error).text)

    def ask_to_open(self, item: StripItem) -> None:
        """Ask before a file leaves for the system's viewer."""
        words = self.tr(
            "会存一份只读的副本（{size}），交给这台电脑自己的程序打开。来路不明的文件请先杀毒。打开会留痕。"
        )
        dialog = ConsequenceDialog(
            self.tr("打开“{name}”？").format(name=item.name),
            words.format(size=size_words(item.size_bytes)),
            do=self.tr("打开"),
            leave=self.tr("不打开"),
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self._open(item))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open(self, item: StripItem) -> None:
        if not isinstance(item.key, UUID) or self._case_id is None:
            return
        case_id, key = self._case_id, item.key
        database, actor = self._desk.parts.database, self._desk.actor
        self._desk.jobs.write(
            lambda: open_case_file(database, actor, case_id, key, folder=opened_folder()),
            self._exported,
            self._refused,
        )

    def _exported(self, path: Path) -> None:
        if not self.open_file(path):
            words = self.tr("这台电脑没有能打开“{name}”的程序。")
            self.strip.refuse(words.format(name=path.name))
