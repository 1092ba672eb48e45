"""How a file is read: its columns, what each is used for, and the first rows as cases."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import sentence
from app.exchange import rights
from app.exchange.drift import renamed_in
from app.exchange.feeds.actions import save_mapping
from app.exchange.feeds.queries import mappings
from app.exchange.feeds.rules import NAME_MOST, MappingRow
from app.exchange.feeds.taking_in import drift_words
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.mapping_draft import (
    OtherUse,
    guessed,
    guessed_values,
    mapped,
    uses_of,
    values_of,
)
from app.exchange.mapping_files import load_mapping, mapping_from, mapping_text, shipped_names
from app.exchange.preview import FileSeen, Preview, file_seen, preview
from ui.core.controls import Button, Combo, label
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key, on_save
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.strips import Strip
from ui.core.table_model import PagedTableModel
from ui.core.tables import DeskTable
from ui.exchange.mapping_columns import ColumnUses
from ui.exchange.mapping_settings import MappingSettings
from ui.exchange.preview_columns import preview_columns
from ui.exchange.value_rows import ValueRows
from ui.parts.pickers import CategoryPicker
from ui.parts.region_field import RegionField

SOON_MS = 300
SIZE = (1240, 690)
LEFT_PX = 400
PREVIEW, KINDS, REGIONS = "preview", "kinds", "regions"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """A file that is to come in, and the mapping it is read by."""

    path: Path
    mapping_id: UUID
    region: str


class MappingWindow(QDialog):
    """The mapping editor: everything that is changed is seen in the preview at once."""

    import_wanted = Signal(object)  # ImportOrder
    mapping_saved = Signal(object)  # UUID

    def __init__(self, desk: Desk, path: Path, wanted: str, parent: QWidget) -> None:
        """Open `path`, read by the kept mapping called `wanted`; "" guesses."""
        super().__init__(parent)
        self._desk, self._path, self._wanted = desk, path, wanted
        self._base: CaseMapping | None = None
        self._kept: MappingRow | None = None
        self._seen: FileSeen | None = None
        self._job: Job | None = None
        self._key = new_id()
        self.shown: Preview | None = None
        self.setWindowTitle(self.tr("导入 {file}").format(file=path.name))
        self.setModal(True)
        self.resize(*SIZE)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.preview_now)
        self._make()
        self._lay_out()
        self._connect()
        desk.read(lambda session: mappings(session, desk.actor), self._offer, self._broken)

    # -- parts ---------------------------------------------------------------------------------

    def _make(self) -> None:
        self.mapping, self.name = Combo(), QLineEdit()
        self.mapping.setAccessibleName(self.tr("映射"))
        self.mapping.setMinimumWidth(220)
        self.name.setMaxLength(NAME_MOST)
        self.name.setAccessibleName(self.tr("映射名称"))
        self.name.setPlaceholderText(self.tr("存成什么名称"))
        self.columns = ColumnUses()
        self.settings = MappingSettings(self._desk)
        self.model: PagedTableModel[Any] = PagedTableModel(
            preview_columns(), lambda row: row.line, self._desk.jobs, self
        )
        self.table = DeskTable(self.model, "mapping_preview", self._desk.preferences)
        prefixes = self._desk.actor.prefixes(rights.IMPORT)
        self.kinds = ValueRows(
            lambda: CategoryPicker(self._desk, placeholder=self.tr("受理时再定")),
            self.tr("先指定哪一列是类别；没有对照的由受理的人定。"),
        )
        self.regions = ValueRows(
            lambda: RegionField(self._desk, prefixes),
            self.tr("先指定哪一列是区划；叫法和本区一样的不用对照。"),
        )
        self.tabs = SegmentedControl(
            (
                Choice(PREVIEW, self.tr("预览")),
                Choice(KINDS, self.tr("类别对照")),
                Choice(REGIONS, self.tr("区划对照")),
            ),
            PREVIEW,
            name=self.tr("看什么"),
        )
        self.rename_button = Button(self.tr("照此改列名"), kind="quiet", small=True)
        self.drop_button = Button(self.tr("缺的列不用"), kind="quiet", small=True)
        self.strip = Strip("warn", self.rename_button, self.drop_button)
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.leave_button = Button(self.tr("取消"), kind="quiet")
        self.save_button = Button(self.tr("只存映射"), key="Ctrl+S")
        self.import_button = Button(self.tr("导入"), kind="primary", key="Ctrl+Return")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(self._path.name, "section"), 1)
        head.addWidget(label(self.tr("映射"), "second"))
        head.addWidget(self.mapping)
        head.addWidget(self.name)
        column.addLayout(head)
        column.addWidget(self.settings)
        column.addWidget(self.strip)
        panes = QSplitter()
        panes.setChildrenCollapsible(False)
        left, right = QWidget(), QWidget()
        at_left, at_right = QVBoxLayout(left), QVBoxLayout(right)
        for each in (at_left, at_right):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(6)
        at_left.addWidget(label(self.tr("文件的列 → 用作（带 * 的必须有）"), "caption"))
        at_left.addWidget(self.columns, 1)
        self._stack = QStackedWidget()
        for part in (self.table, self.kinds, self.regions):
            self._stack.addWidget(part)
        at_right.addWidget(self.tabs)
        at_right.addWidget(self._stack, 1)
        panes.addWidget(left)
        panes.addWidget(right)
        panes.setSizes([LEFT_PX, SIZE[0] - LEFT_PX])
        column.addWidget(panes, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.says, 1)
        for button in (self.leave_button, self.save_button, self.import_button):
            foot.addWidget(button)
        column.addLayout(foot)

    def _nothing(self) -> QWidget:
        why = self.tr("左边带 * 的三项都指定了列，这里就是前面的行会变成的事件。")
        return EmptyState(self.tr("还没有预览"), why, icon="ph.table")

    def _connect(self) -> None:
        self.table.set_empty(self._nothing)
        self.mapping.activated.connect(self._chosen)
        self.columns.changed.connect(self._later)
        self.settings.changed.connect(self._later)
        self.kinds.changed.connect(self._later)
        self.regions.changed.connect(self._later)
        self.tabs.chosen.connect(self._show_tab)
        self.rename_button.clicked.connect(self.rename)
        self.drop_button.clicked.connect(self.drop_missing)
        self.leave_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(lambda: self.save(then_import=False))
        self.import_button.clicked.connect(lambda: self.save(then_import=True))
        on_save(self, lambda: self.save(then_import=True))
        add_key(self, "Ctrl+S", lambda: self.save(then_import=False))

    def _show_tab(self, key: object) -> None:
        self._stack.setCurrentIndex((PREVIEW, KINDS, REGIONS).index(str(key)))

    # -- the mapping ---------------------------------------------------------------------------

    def _offer(self, rows: tuple[MappingRow, ...]) -> None:
        self.mapping.add(self.tr("新映射（按列名猜）"), None)
        for row in rows:
            self.mapping.add(row.name, row)
        for name in shipped_names():
            self.mapping.add(self.tr("随程序：{name}").format(name=name), name)
        found = next((row for row in rows if row.name == self._wanted), None)
        self.mapping.set_value(found)
        self._chosen()

    def _chosen(self, _: int = 0) -> None:
        chosen = self.mapping.value()
        self._kept = chosen if isinstance(chosen, MappingRow) else None
        self.name.setText(self._kept.name if self._kept is not None else "")
        try:
            if self._kept is not None:
                self._base = mapping_from(self._kept.body, self._kept.name)
            elif isinstance(chosen, str):
                self._base = load_mapping(Path(chosen))
            else:
                self._base = None
        except AppError as error:
            self._broken(error)
            return
        base, path = self._base, self._path
        self._desk.jobs.read(lambda: file_seen(path, base), self._take_file, self._broken)

    def _broken(self, error: BaseException) -> None:
        self.says.setText(explain(error).text)
        self.save_button.setEnabled(False)
        self.import_button.setEnabled(False)

    def _take_file(self, seen: FileSeen) -> None:
        self._seen = seen
        base = self._base
        uses = guessed(seen.columns) if base is None else uses_of(base, seen.columns)
        self.columns.show_file(seen, uses)
        usual = self.settings.chosen_source()
        values = values_of(base) if base is not None else guessed_values(uses, seen.values, usual)
        self.settings.show_values(values)
        self._show_value_tables(base)
        self.preview_now()

    def _show_value_tables(self, base: CaseMapping | None) -> None:
        seen = self._seen
        if seen is None:
            return
        uses = self.columns.uses()
        for rows, where in ((self.kinds, CaseField.CATEGORY), (self.regions, CaseField.REGION)):
            named = [name for name, use in uses.items() if use is where]
            if base is not None and not named:
                named = list(base.headers_of(where))
            values = [value for name in named for value in seen.values.get(name, ())]
            given = rows.given()
            if base is not None and not given:
                kinds = where is CaseField.CATEGORY
                given = dict(base.categories if kinds else base.regions)
            rows.show_values(values, given)

    def _later(self) -> None:
        self._soon.start()

    def draft(self) -> CaseMapping:
        """Return the mapping as it stands in the window.

        Raises:
            FieldsLacking: Number, text or time have no column yet.
        """
        seen = self._seen
        columns = seen.columns if seen is not None else ()
        values = self.settings.values(self.kinds.given(), self.regions.given())
        return mapped(self._base, columns, self.columns.uses(), values)

    def region(self) -> str:
        """Return where rows belong that name no region."""
        reach = self._desk.actor.prefixes(rights.IMPORT)
        return self.settings.region() or self._desk.scope.code or (reach[0] if reach else "")

    # -- preview -------------------------------------------------------------------------------

    def preview_now(self) -> None:
        """Show how the first rows come out."""
        if self._seen is None:
            return
        self._show_value_tables(None)
        try:
            draft = self.draft()
        except AppError as error:
            self._lacking(sentence(error))
            return
        if self._job is not None:
            self._job.cancel()
        path, region = self._path, self.region()
        now = self._desk.parts.clock.now()
        made_for = self._base.file_columns if self._base is not None else ()
        self._job = self._desk.read(
            lambda session: preview(session, path, draft, region, now, made_for=made_for),
            self._take,
            self._broken,
        )

    def _lacking(self, told: str) -> None:
        self.says.setText(told)
        self.strip.tell("")
        self.save_button.setEnabled(False)
        self.import_button.setEnabled(False)
        self.model.show(lambda _after: Page((), None))

    def _take(self, shown: Preview) -> None:
        self._job, self.shown = None, shown
        drift = shown.drift
        self.strip.tell(self.tr("文件的列变了。") if drift else "", drift_words(drift))
        self.rename_button.setVisible(bool(drift.renamed))
        self.drop_button.setVisible(bool(drift.missing) and not drift.renamed)
        self.save_button.setEnabled(not drift.missing)
        self.import_button.setEnabled(not drift.missing and bool(shown.rows))
        comes = len(shown.rows) - shown.refused
        told = self.tr("前 {rows} 行：{comes} 行能导入，{refused} 行会退回。").format(
            rows=len(shown.rows), comes=comes, refused=shown.refused
        )
        if drift.missing:
            told = self.tr("缺的列补上、或不用它以前，不能导入。")
        self.says.setText(told if shown.rows or drift.missing else self.tr("文件里没有行。"))
        self.model.show(lambda _after: Page(shown.rows, None))

    def rename(self) -> None:
        """Read what was renamed by its new name."""
        if self.shown is None or self._base is None:
            return
        self._base = renamed_in(self._base, self.shown.drift.renamed)
        base, path = self._base, self._path
        self._desk.jobs.read(lambda: file_seen(path, base), self._take_file, self._broken)

    def drop_missing(self) -> None:
        """Read the file without the columns it lacks."""
        for name in self.shown.drift.missing if self.shown is not None else ():
            if name in self.columns.choices:
                self.columns.choices[name].set_value(OtherUse.NOTHING)

    # -- saving --------------------------------------------------------------------------------

    def save(self, *, then_import: bool) -> None:
        """Keep the mapping for all desks of the street, and import if that is asked for."""
        button = self.import_button if then_import else self.save_button
        if not button.isEnabled():
            return
        try:
            body = mapping_text(self.draft())
        except AppError as error:
            self._lacking(sentence(error))
            return
        kept, name, region = self._kept, self.name.text().strip(), self.region()
        if kept is not None and (kept.name, kept.body) == (name, body):
            self._saved(kept.id, then_import=then_import)
            return
        if not name:
            self.says.setText(self.tr("请给映射写个名称，以后同样的文件直接用它。"))
            self.name.setFocus()
            return
        same = kept is not None and kept.name == name
        mapping_id, seen = (kept.id, kept.version) if kept is not None and same else (None, 0)
        street = kept.region if kept is not None and same else region
        key = self._key
        self._desk.write(
            lambda uow: save_mapping(
                uow,
                name,
                street,
                body,
                command_key=key,
                mapping_id=mapping_id,
                seen_version=seen,
            ),
            lambda key_of: self._saved(key_of, then_import=then_import),
            self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self._key = new_id()
        self.says.setText(explain(error).text)
        if isinstance(error, AppError) and error.code.startswith("feeds.name"):
            self.name.setFocus()

    def _saved(self, mapping_id: UUID, *, then_import: bool) -> None:
        self.mapping_saved.emit(mapping_id)
        self.accept()
        if then_import:
            self.import_wanted.emit(ImportOrder(self._path, mapping_id, self.region()))
        else:
            self._desk.notices.tell(self.tr("映射“{name}”存好了").format(name=self.name.text()))
        self.deleteLater()
