"""Covering the photos of a case, and seeing them without their cover against a written reason."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.actions.covering import ask_original, cover_case_photo, open_original
from app.cases.actions.personal import REASON_LENGTH
from app.cases.queries.files import CaseFiles
from app.cases.queries.originals import photo_to_cover, read_original
from app.core.attachments import AttachmentRow, Box, CoverRow, PictureView
from app.core.clock import local
from app.core.ids import new_id
from ui.core.controls import Combo, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.menus import MenuEntry
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.photo_cover import CoverDialog, OriginalDialog
from ui.parts.system_viewer import opened_folder


def cover_words(cover: CoverRow | None) -> str:
    """Return who covered a picture last, "" for nobody."""
    if cover is None:
        return ""
    translate = QCoreApplication.translate
    words = (
        translate("PhotoCovering", "已遮挡 {count} 处 · {person} {moment}")
        if cover.box_count
        else translate("PhotoCovering", "遮挡已取消 · {person} {moment}")
    )
    moment = f"{local(cover.created_at):%m-%d %H:%M}"
    return words.format(count=cover.box_count, person=cover.person_name, moment=moment)


class PhotoCovering(QObject):
    """What can be done with a photo of the case shown, and how it is asked."""

    opened = Signal(object)  # the dialog that was put up
    written = Signal(object)  # Path of an original for the system's viewer
    refused = Signal(object)  # str: a sentence to show beside the files

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._case_id: UUID | None = None
        self._files = CaseFiles((), {})

    def set_files(self, case_id: UUID, files: CaseFiles) -> None:
        """Take the files of the case that is shown from now on."""
        self._case_id, self._files = case_id, files

    def waiting(self) -> tuple[AttachmentRow, ...]:
        """Return the photos nobody looked at for faces yet, as far as the reader may cover."""
        rows = self._files.rows if self._files.may_cover else ()
        return tuple(row for row in rows if row.can_be_covered and row.cover is None)

    def entries(self, key: object) -> tuple[MenuEntry, ...]:
        """Return what can be done with a file; nothing but for pictures."""
        row = next((row for row in self._files.rows if row.id == key), None)
        if row is None or not row.can_be_covered:
            return ()
        may_not_read = "" if self._files.may_read_originals else self.tr("要有看个人信息的权限")
        may_not = "" if self._files.may_cover else self.tr("您没有这项权限")
        if row.cover is None:
            cover = partial(self.cover, row)
            return (MenuEntry(self.tr("遮挡…"), cover, may_not, icon="ph.eye-slash"),)
        change = partial(self.change, row)
        see = partial(self.see, row)
        return (
            MenuEntry(
                self.tr("改遮挡（留痕）…"), change, may_not or may_not_read, icon="ph.eye-slash"
            ),
            MenuEntry(self.tr("看原图（留痕）…"), see, may_not_read, icon="ph.eye"),
        )

    # -- covering ------------------------------------------------------------------------------

    def cover(self, row: AttachmentRow) -> None:
        """Cover a photo for the first time: everybody sees it still, so no reason is asked."""
        case_id, actor = self._case_id, self._desk.actor
        if case_id is None:
            return

        def picture(session: Any) -> PictureView:
            return photo_to_cover(session, actor, case_id, row.id)

        self._desk.read(picture, partial(self._draw, case_id, row), self._refused)

    def change(self, row: AttachmentRow) -> None:
        """Change a cover; that shows the original, so it takes a reason."""
        words = self.tr("要在原图上改。谁、什么时候、为什么看，都会记下来备查。")
        self._ask(row, self.tr("改“{name}”的遮挡").format(name=row.name), words, self._draw)

    def _draw(self, case_id: UUID, row: AttachmentRow, picture: PictureView) -> None:
        dialog = CoverDialog(picture, cover_words(row.cover), self._page.window())
        dialog.wanted.connect(partial(self._save, case_id, dialog))
        dialog.open()
        self.opened.emit(dialog)

    def _save(self, case_id: UUID, dialog: CoverDialog, boxes: tuple[Box, ...]) -> None:
        database, actor, picture = self._desk.parts.database, self._desk.actor, dialog.picture
        key = dialog.command_key

        def work() -> int:
            return cover_case_photo(
                database,
                actor,
                case_id,
                picture.attachment_id,
                boxes,
                seen_version=picture.version,
                command_key=key,
            )

        self._desk.jobs.write(
            work, partial(self._saved, dialog, len(boxes)), partial(self._not_saved, dialog)
        )

    def _saved(self, dialog: CoverDialog, count: int, _version: int) -> None:
        dialog.accept()
        words = (
            self.tr("已遮挡 {count} 处，大家看到的都是遮挡后的图。")
            if count
            else self.tr("已取消遮挡，大家看到的是没有遮挡的图。")
        )
        self._desk.notices.tell(words.format(count=count))

    def _not_saved(self, dialog: CoverDialog, error: BaseException) -> None:
        dialog.refuse(explain(error).text)

    # -- the original --------------------------------------------------------------------------

    def see(self, row: AttachmentRow) -> None:
        """Show a photo without its cover, for a reason."""
        words = self.tr("显示一分钟后自动关上。谁、什么时候、为什么看，都会记下来备查。")
        self._ask(row, self.tr("看“{name}”的原图").format(name=row.name), words, self._show)

    def _show(self, case_id: UUID, _row: AttachmentRow, picture: PictureView) -> None:
        dialog = OriginalDialog(picture, self._page.window())
        dialog.open_wanted.connect(partial(self._open, case_id, dialog))
        dialog.open()
        self.opened.emit(dialog)

    def _ask(self, row: AttachmentRow, question: str, words: str, then: Any) -> None:
        case_id = self._case_id
        if case_id is None:
            return
        dialog = OriginalReasonDialog(question, words, self._page.window())
        dialog.accepted.connect(lambda: self._read(case_id, row, dialog.reason(), then))
        dialog.open()
        self.opened.emit(dialog)

    def _read(self, case_id: UUID, row: AttachmentRow, reason: str, then: Any) -> None:
        """Write the request down, then read against it: two steps, so no reading is unnoted."""
        desk, key = self._desk, new_id()

        def granted(request: UUID) -> None:
            def picture(session: Any) -> PictureView:
                now = desk.parts.clock.now()
                return read_original(session, desk.actor, case_id, request, now=now)

            desk.read(picture, partial(then, case_id, row), self._refused)

        desk.write(
            lambda uow: ask_original(uow, case_id, row.id, reason, command_key=key),
            granted,
            self._refused,
        )

    def _open(self, case_id: UUID, dialog: OriginalDialog) -> None:
        database, actor, picture = self._desk.parts.database, self._desk.actor, dialog.picture
        self._desk.jobs.write(
            lambda: open_original(database, actor, case_id, picture, folder=opened_folder()),
            self.written.emit,
            self._refused,
        )
        dialog.reject()

    def _refused(self, error: BaseException) -> None:
        self.refused.emit(explain(error).text)


class OriginalReasonDialog(ConsequenceDialog):
    """Asks why somebody needs to see what a cover hides."""

    def __init__(self, question: str, words: str, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            question,
            words,
            do=translate("OriginalReasonDialog", "查看"),
            leave=translate("OriginalReasonDialog", "不看"),
            parent=parent,
        )
        self._reason = Combo()
        self._reason.setEditable(True)
        self._reason.setAccessibleName(self.tr("事由"))
        for usual in (self.tr("核对车牌"), self.tr("辨认当事人"), self.tr("交给公安等部门")):
            self._reason.add(usual, usual)
        self._reason.editTextChanged.connect(self._typed)
        self.add(label(self.tr("事由"), "caption"))
        self.add(self._reason)
        self.finished.connect(self.deleteLater)
        self._typed()

    def reason(self) -> str:
        """Return what was given as the reason."""
        return self._reason.currentText().strip()

    def _typed(self) -> None:
        self.do_button.setEnabled(len(self.reason()) >= REASON_LENGTH)
