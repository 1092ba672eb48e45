"""Taking a queue out as a table: which columns, where to, how far it is, and a way to stop."""

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.queries.queue import CaseRow
from app.core.clock import local
from app.core.paging import Count, Page
from ui.cases.bulk.export_rows import Exported, ExportJob, ExportOrder, Stopped
from ui.core.controls import Button, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.notices import Act, explain
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.core.table_model import Column, Load
from ui.parts.system_viewer import open_with_system

EXCEL, CSV = "xlsx", "csv"
LABEL_PX = 60
WIDTH_PX = 460
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # in a file name, on one system or another


class ExportDialog(FormDialog):
    """Which columns, in which form; `saved` carries whether all columns, and the form."""

    def __init__(
        self, desk: Desk, title: str, count: Count | None, shown: int, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        words = self.tr("导出“{title}”").format(title=title)
        if count is not None:
            words = self.tr("导出“{title}”的 {count} 件").format(title=title, count=count)
        self.name_it(
            words,
            self.tr("选存放的地方…"),
            self.tr("不含反映人的姓名、电话、证件和住址。只导出您管的辖区，导出会留痕。"),
        )
        self.columns = SegmentedControl(
            (
                Choice("shown", self.tr("显示的 {count} 列").format(count=shown)),
                Choice("all", self.tr("全部列")),
            ),
            "shown",
            name=self.tr("导出哪些列"),
        )
        self.form = SegmentedControl(
            (Choice(EXCEL, "Excel (XLSX)"), Choice(CSV, "CSV")), EXCEL, name=self.tr("格式")
        )
        self.add_field(FormField(self.tr("列"), self.columns, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("格式"), self.form, label_width=LABEL_PX))
        self.columns.setFocus()

    def action(self) -> Action:
        return lambda _: None

    def write(self, action: Action) -> None:
        """Hand on what was chosen: nothing is written here."""
        self.committed((self.columns.value() == "all", str(self.form.value())))


class ExportProgress(QDialog):
    """Says how far it is; Escape stops it, and nothing is left then."""

    exported = Signal(object)  # Exported

    def __init__(
        self, desk: Desk, order: ExportOrder, path: Path, total: Count | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setMinimumWidth(WIDTH_PX)
        self._desk = desk
        self._job = ExportJob(desk, order, path)
        self._path = path
        self._stop: threading.Event | None = None
        self.setWindowTitle(self.tr("导出到 {name}").format(name=path.name))
        self._says = label(self.tr("正在读…"), "second")
        self._says.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("导出了多少"))
        known = total is not None and not total.more
        self.bar.setRange(0, max(1, total.value) if total is not None and known else 0)
        self.stop_button = Button(self.tr("停下"), kind="quiet", key="Esc")
        self.stop_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for part in (label(self.windowTitle(), "section"), self._says, self.bar):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.stop_button)
        column.addLayout(buttons)

    @property
    def says(self) -> str:
        """How far it is, or why it did not go on."""
        return self._says.text()

    def start(self) -> None:
        """Begin to write."""
        self._stop = self._desk.jobs.watch(self._job.run, self._heard, self._failed)

    def reject(self) -> None:
        """Stop it; once it is over, leave."""
        if self._stop is None:
            super().reject()
            self.deleteLater()
        else:
            self._stop.set()
            self.stop_button.setEnabled(False)

    def _heard(self, what: object) -> None:
        if isinstance(what, Exported):
            self._stop = None
            self.accept()
            self.exported.emit(what)
            self.deleteLater()
            return
        if isinstance(what, int):
            self._says.setText(self.tr("已写 {count} 件…").format(count=what))
            self.bar.setValue(what)

    def _failed(self, error: BaseException) -> None:
        self._stop = None
        if isinstance(error, Stopped):
            self._desk.notices.tell(self.tr("导出停下了，没有留下文件"))
            self.reject()
            return
        self._says.setText(explain(error).text)
        self.bar.hide()
        self.stop_button.setText(self.tr("关上"))
        self.stop_button.setEnabled(True)


class QueueExport(QObject):
    """Asks which columns and where to, then writes what a loader yields."""

    asked = Signal(object)  # ExportDialog, QFileDialog or ExportProgress
    exported = Signal(object)  # Exported

    def __init__(
        self,
        desk: Desk,
        columns: tuple[Column[CaseRow], ...],
        owner: QWidget,
    ) -> None:
        """Write on behalf of `owner`; `columns` read no widget, for they are read on a thread."""
        super().__init__(owner)
        self._desk = desk
        self._columns = {column.key: column for column in columns}
        self._owner = owner

    @property
    def allowed(self) -> bool:
        """Whether this person may take anything out."""
        return self._desk.actor.may(rights.EXPORT)

    def rows(self, rows: Sequence[CaseRow], title: str, shown: Sequence[str]) -> None:
        """Take out rows that are there already."""
        page = Page(tuple(rows), None)
        self.ask(lambda _: page, title, Count(len(page.rows)), shown, {"selected": True})

    def ask(
        self,
        load: Load[CaseRow],
        title: str,
        total: Count | None,
        shown: Sequence[str],
        facts: dict[str, object],
    ) -> None:
        """Ask, then take out all that `load` yields.

        Args:
            load: Yields pages; called on a thread.
            title: What the rows are of.
            total: How many, as far as known.
            shown: Keys of the columns that are shown, in their order.
            facts: What else the journal keeps of it.
        """
        keys = [key for key in shown if key in self._columns]
        dialog = ExportDialog(self._desk, title, total, len(keys), self._owner.window())

        def chosen(choice: tuple[bool, str]) -> None:
            all_columns, form = choice
            columns = None if all_columns else tuple(self._columns[key] for key in keys)
            told = {**facts, "columns": "all" if all_columns else keys}
            self._choose_place(ExportOrder(load, columns, title, told), form, total)

        dialog.saved.connect(chosen)
        dialog.open()
        self.asked.emit(dialog)

    def _choose_place(self, order: ExportOrder, form: str, total: Count | None) -> None:
        dialog = QFileDialog(self._owner.window(), self.tr("导出到"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.selectFile(self._file_name(order.title, form))
        dialog.fileSelected.connect(lambda name: self.write(order, Path(name), total))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.asked.emit(dialog)

    def _file_name(self, title: str, form: str) -> str:
        now = local(self._desk.parts.clock.now())
        return f"{_UNFIT.sub(' ', title).strip()} {now:%Y%m%d-%H%M}.{form}"

    def write(self, order: ExportOrder, path: Path, total: Count | None) -> None:
        """Write to a place the person chose."""
        progress = ExportProgress(self._desk, order, path, total, self._owner.window())
        progress.exported.connect(self._done)
        progress.open()
        progress.start()
        self.asked.emit(progress)

    def _done(self, done: Exported) -> None:
        words = self.tr("已导出 {count} 件到 {name}")
        if done.left_out:
            words = self.tr("已导出 {count} 件到 {name}；另有 {left} 件不在您能导出的辖区")
        text = words.format(count=done.count, name=done.path.name, left=done.left_out)
        act = Act(self.tr("打开文件夹"), lambda: open_with_system(done.path.parent))
        self._desk.notices.tell(text, act)
        self.exported.emit(done)
