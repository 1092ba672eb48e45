"""A paper leaves the page: shown before printing, printed, saved; each is written down."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.doors import Paper
from app.core.errors import BadValue
from app.core.ids import new_id
from app.core.whole_files import whole_file
from app.papers.actions import PaperUse, record_use
from app.papers.documents.queries import DocumentView
from app.papers.files.export import export_briefing, may_take_lists
from app.papers.files.forms import PaperForm, in_form
from app.papers.queries import PaperView
from app.papers.rules import PaperStep
from ui.core.menus import MenuEntry, menu_of
from ui.core.slices import Desk

SIGNED = (PaperStep.SIGNED, PaperStep.ISSUED)
_USES = {
    PaperForm.PDF: PaperUse.SAVED,
    PaperForm.WORD: PaperUse.WORD,
    PaperForm.EXCEL: PaperUse.FIGURES,
}


class PaperTaking(QObject):
    """Belongs to the page."""

    shown = Signal(object)  # PaperWindow
    saved = Signal(object)  # Path
    asked = Signal(object)  # QMenu

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def show(self, view: PaperView | DocumentView, title: str) -> None:
        """Show a paper as it is printed."""
        from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

        if isinstance(view, DocumentView):
            drawn, kind = view.drawn, view.row.kind.value
        else:
            drawn, kind = view.briefing.paper, view.row.period.kind.value
        paper = Paper(drawn.name, view.body, drawn.warnings)
        told = "\n".join(drawn.warnings)
        window = PaperWindow(
            self._desk,
            kind,
            title,
            paper,
            told=told,
            parent=self._page.window(),
        )
        window.open_button.hide()
        window.print_wanted.connect(
            lambda order: self._record(view, PaperUse.PRINTED, lambda _: window.print_now(order))
        )
        window.save_wanted.connect(lambda: self._choose_place(view, paper, window))
        window.open()
        self.shown.emit(window)

    def _record(self, view: PaperView | DocumentView, use: PaperUse, then: object) -> None:
        key, paper_id = new_id(), view.row.id
        self._desk.write(
            lambda uow: record_use(uow, paper_id, use, command_key=key),
            then,  # type: ignore[arg-type]  # a slot
        )

    def _choose_place(self, view: PaperView | DocumentView, paper: Paper, window: QWidget) -> None:
        dialog = QFileDialog(window, self.tr("另存"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(paper.name)
        dialog.fileSelected.connect(lambda name: self.save(view, paper, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- other forms ---------------------------------------------------------------------------

    def forms(self, view: PaperView) -> tuple[MenuEntry, ...]:
        """Return the forms a paper can be taken along in; a draft is no PDF yet."""
        signed = view.row.step in SIGNED
        later = "" if signed else self.tr("签发以后才有")
        numbers = self.tr("Excel：数字和名单（.xlsx）")
        if not may_take_lists(self._desk.actor, view.row.region):
            numbers = self.tr("Excel：数字（.xlsx），没有导出权限，不带名单")

        def entry(title: str, form: PaperForm, why_not: str = "") -> MenuEntry:
            return MenuEntry(title, lambda: self._choose_file(view, form), why_not)

        return (
            entry(self.tr("Word：可以改的文字（.docx）"), PaperForm.WORD),
            entry(numbers, PaperForm.EXCEL),
            entry(self.tr("PDF：签发的原件（.pdf）"), PaperForm.PDF, later),
        )

    def ask_form(self, view: PaperView, button: QWidget) -> None:
        """Ask in which form, below a button."""
        menu = menu_of(self.forms(view), button)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        self.asked.emit(menu)

    def _choose_file(self, view: PaperView, form: PaperForm) -> None:
        dialog = QFileDialog(self._page.window(), self.tr("导出周报"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form.value.removeprefix("."))
        dialog.selectFile(in_form(view.briefing.paper.name, form))
        dialog.fileSelected.connect(lambda name: self.export(view, form, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, view: PaperView, form: PaperForm, path: Path) -> None:
        """Write a paper in a form to a place the person chose."""
        desk = self._desk
        actor, now = desk.actor, desk.parts.clock.now()
        signed = view.body if view.row.step in SIGNED else None

        def write(session: Any) -> Path:
            told = view.briefing
            body = export_briefing(session, actor, told, form, now, body=signed, kept=view.kept)
            with whole_file(path) as part:
                part.write_bytes(body)
            return path

        self._record(view, _USES[form], lambda _: desk.read(write, self._saved))

    def save(self, view: PaperView | DocumentView, paper: Paper, path: Path) -> None:
        """Write a paper to a place the person chose."""
        why = self.tr("写不进这个文件夹，请换一个地方再存。")

        def write() -> Path:
            try:
                path.write_bytes(paper.body)
            except OSError as error:
                raise BadValue(field=path.name, why=why) from error
            return path

        self._record(view, PaperUse.SAVED, lambda _: self._desk.jobs.read(write, self._saved))

    def _saved(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))
        self.saved.emit(path)
