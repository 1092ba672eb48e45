"""The attachments of a case in its panel: added at once, opened only after a question."""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.cases.actions.attach import attach_to_case, open_case_file
from app.cases.queries.files import CaseFiles
from app.core.attachments import Prepared
from app.core.ids import new_id
from ui.cases.photo_covering import PhotoCovering, cover_words
from ui.core.controls import Button, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.menus import MenuEntry, menu_of
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.attachment_items import MenuWanted, StripItem, size_words
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
        self.strip.menu_wanted.connect(self._show_menu)
        self.covering = PhotoCovering(desk, self)
        self.covering.refused.connect(self.strip.refuse)
        self.covering.written.connect(self._exported)
        self.cover_button = Button(self.tr("先遮挡"), kind="link", icon="ph.eye-slash", small=True)
        self.cover_button.clicked.connect(self._cover_first)
        self._hint = QWidget()
        line = QHBoxLayout(self._hint)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(label(self.tr("含人脸或车牌？"), "caption"))
        line.addWidget(self.cover_button)
        line.addStretch(1)
        self._hint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._hint)
        column.addWidget(self.strip)
        self.hide()

    def set_files(self, case_id: UUID, files: CaseFiles, *, may_add: bool) -> None:
        """Show the files of a case; another case begins folded."""
        if case_id != self._case_id:
            self.hide()
        self._case_id = case_id
        self.covering.set_files(case_id, files)
        self._hint.setVisible(bool(self.covering.waiting()))
        self.strip.set_can_add(can_add=may_add)
        self.strip.set_items(
            [
                StripItem(
                    row.id,
                    row.name,
                    row.media_type,
                    row.size_bytes,
                    files.thumbnails.get(row.id),
                    cover_words(row.cover),
                )
                for row in files.rows
            ]
        )

    def _cover_first(self) -> None:
        """Cover the one photo that waits; of several, let it be chosen by its name."""
        waiting = self.covering.waiting()
        if len(waiting) == 1:
            self.covering.cover(waiting[0])
            return
        entries = [
            MenuEntry(row.name, partial(self.covering.cover, row), icon="ph.image")
            for row in waiting
        ]
        self._pop_up(entries, self.cover_button.mapToGlobal(self.cover_button.rect().bottomLeft()))

    def _show_menu(self, wanted: MenuWanted) -> None:
        item = wanted.item
        opens = MenuEntry(self.tr("打开"), lambda: self.ask_to_open(item), icon="ph.folder-open")
        self._pop_up([opens, *self.covering.entries(item.key)], wanted.at)

    def _pop_up(self, entries: list[MenuEntry], at: QPoint) -> None:
        menu = menu_of(entries, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

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
