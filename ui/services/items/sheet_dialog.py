"""Items from a sheet: what would happen first, then taken in at once."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.doors import TableOrder
from app.services import rights
from app.services.items.actions.editing import compare_sheet, land_sheet
from app.services.items.queries.items import ItemRow
from app.services.items.sheet import COLUMNS, SheetRead, cells_of, read_sheet, titles
from ui.core.controls import Button, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LIST_PX, MOST = 180, 50
LEVELS = (4, 6, 9, 12)
FORMS = "Excel (*.xlsx);;CSV (*.csv)"


class SheetDialog(FormDialog):
    """Whose items they are, which file, and what each row would do; nothing is published by it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.read: SheetRead | None = None
        self.name_it(
            self.tr("从表格导入事项"),
            self.tr("导入"),
            self.tr("列名和导出的表格一样；新的是草稿，改了的存成新版本，都要发布以后群众才看到。"),
        )
        self.region = RegionField(desk, desk.actor.prefixes(rights.KEEP))
        self.region.set_region(_own_region(desk))
        self.file = Button(self.tr("选择表格文件…"), icon="ph.file-text")
        self.file.clicked.connect(lambda _=False: self.choose())
        region = FormField(self.tr("区域"), self.region, required=True)
        region.add_beside(self.region.button)
        self.add_field(region, self._wrong_region)
        self.add_field(FormField(self.tr("文件"), self.file), self._no_file)
        self.told = label("", "body")
        self.told.setWordWrap(True)
        self.content.addWidget(self.told)
        inner = QWidget()
        inner.setProperty("scrolled", "true")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setMinimumHeight(LIST_PX)
        self._scroll.setWidget(inner)
        self.content.addWidget(self._scroll)
        self._scroll.hide()
        self.region.chosen.connect(lambda _: self._compare())

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选区县、街道或社区")

    def _no_file(self) -> str:
        some = self.read is not None and bool(self.read.items)
        return "" if some else self.tr("请先选择有事项的表格")

    def choose(self) -> None:
        """Ask which file."""
        dialog = QFileDialog(self, self.tr("选择表格"), "", FORMS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Read a file off the GUI thread."""
        sheets = self.desk.parts.doors.sheets
        self.file.setText(path.name)
        self.desk.jobs.read(lambda: read_sheet(sheets.rows(path)), self._take, self._refused_file)

    def _refused_file(self, error: BaseException) -> None:
        self.read = None
        self.refused(error)

    def _take(self, read: SheetRead) -> None:
        self.read = read
        self.say_error("")
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        told = self.tr("第 {line} 行：{why}")
        for refusal in read.refused[:MOST]:
            line = label(told.format(line=refusal.line, why=refusal.why), "error")
            line.setWordWrap(True)
            self._rows.addWidget(line)
        self._rows.addStretch(1)
        self._scroll.setVisible(bool(read.refused))
        self._compare()

    def _compare(self) -> None:
        read, region = self.read, self.region.code() or ""
        if read is None:
            return
        self.desk.read(lambda session: compare_sheet(session, region, read.items), self._say_counts)

    def _say_counts(self, counts: tuple[int, int, int]) -> None:
        refused = len(self.read.refused) if self.read is not None else 0
        told = self.tr("新增 {new} 项，修改 {changed} 项，一样的 {same} 项，退回 {refused} 行。")
        self.told.setText(
            told.format(new=counts[0], changed=counts[1], same=counts[2], refused=refused)
        )
        self._check(show_missing=False)
        self.fit()

    def action(self) -> Action:
        items = self.read.items if self.read is not None else ()
        region, key = self.region.code() or "", self.command_key
        return lambda uow: land_sheet(uow, region, items, command_key=key)


def export_sheet(desk: Desk, owner: QWidget, rows: tuple[ItemRow, ...]) -> None:
    """Write the items that are listed into a sheet of the person's choice."""
    dialog = QFileDialog(owner.window(), owner.tr("导出事项"), "", FORMS)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(owner.tr("服务事项.xlsx"))
    dialog.fileSelected.connect(lambda name: write_sheet(desk, owner, rows, Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write_sheet(desk: Desk, owner: QWidget, rows: tuple[ItemRow, ...], path: Path) -> None:
    """Write items into a file; the journal says that they left."""
    columns = tuple(zip(COLUMNS, titles(), strict=True))
    order = TableOrder("services", columns, desk.scope.code, {}, rights.READ)
    told = owner.tr("已导出 {n} 项到 {name}")
    database, actor, tables = desk.parts.database, desk.actor, desk.parts.doors.tables

    def write(*_: Any) -> int:
        cells = (cells_of(row.code, row.body) for row in rows)
        return tables.write(database, actor, path, order, cells)

    desk.jobs.write(write, lambda count: desk.notices.tell(told.format(n=count, name=path.name)))


def _own_region(desk: Desk) -> str:
    code = desk.scope.code
    if len(code) in LEVELS and desk.actor.may_in(rights.KEEP, code):
        return code
    own = [each for each in desk.actor.prefixes(rights.KEEP) if len(each) in LEVELS]
    return own[0] if own else ""
