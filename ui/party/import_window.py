"""Bringing a file of members in: every row with what becomes of it, before anything is written."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.core.clock import local
from app.core.doors import TableOrder
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from app.party import rights
from app.party.roster.alike import Choice as Merging
from app.party.roster.landing import Landing, land
from app.party.roster.preview import PreviewRow, RosterPreview, RowState
from app.party.roster.taking_in import FileBrought, take_in
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import on_save
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.table_model import After, PagedTableModel
from ui.core.tables import DeskTable
from ui.party.import_columns import import_columns, why_words

SIZE = (1120, 640)
PAGE_ROWS = 200
ALL = "all"


@dataclass(frozen=True, slots=True)
class ImportFor:
    """What a file is brought for.

    Attributes:
        organisation_id: Rows that name no branch go there, None for the whole region.
        name: Of that organisation.
    """

    organisation_id: UUID | None
    name: str
    region: str


class _Left(Exception):
    """The window was closed while a file was read."""


class ImportWindow(QDialog):
    """The preview; what is chosen for a probable duplicate is seen at once."""

    landed = Signal(object)  # Landing

    def __init__(self, desk: Desk, path: Path, wanted: ImportFor, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._path, self._wanted = desk, path, wanted
        self._key = new_id()
        self._stop: threading.Event | None = None
        self.found: RosterPreview | None = None
        self._part: RowState | None = None
        self.setModal(True)
        self.setWindowTitle(self.tr("导入 {file}").format(file=path.name))
        self.resize(*SIZE)
        self._make()
        self._lay_out()
        self._connect()
        self._look()

    # -- parts ---------------------------------------------------------------------------------

    def _make(self) -> None:
        self.parts = SegmentedControl(self._choices(None), ALL, name=self.tr("看哪些行"))
        self.model: PagedTableModel[PreviewRow] = PagedTableModel(
            import_columns(), lambda row: row.line, self._desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.import", self._desk.preferences)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("导入了多少"))
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.choice = SegmentedControl((), name=self.tr("选中的行怎么办"))
        self.choice_words = label(self.tr("可能是同一人，选中的行："), "second")
        self.keep_button = Button(self.tr("存下有误的行…"), kind="quiet")
        self.leave_button = Button(self.tr("取消"), kind="quiet", key="Esc")
        self.land_button = Button(self.tr("带入"), kind="primary", key="Ctrl+Return")
        self.land_button.setEnabled(False)
        self.keep_button.setVisible(False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self._path.name, "section"))
        if self._wanted.name:
            words = self.tr("没有写支部的行归到“{name}”").format(name=self._wanted.name)
            head.addWidget(label(words, "caption"))
        head.addStretch(1)
        head.addWidget(self.parts)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.choice_words)
        line.addWidget(self.choice)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.says, 1)
        for button in (self.keep_button, self.leave_button, self.land_button):
            foot.addWidget(button)
        column.addLayout(foot)
        self._offer_choice(())

    def _connect(self) -> None:
        self.table.set_empty(self._empty)
        self.table.chosen_changed.connect(lambda _: self._rows_chosen())
        self.parts.chosen.connect(self._show_part)
        self.choice.chosen.connect(self._choose)
        self.keep_button.clicked.connect(self._ask_place)
        self.leave_button.clicked.connect(self.reject)
        self.land_button.clicked.connect(self.land)
        on_save(self, self.land)

    def _choices(self, found: RosterPreview | None) -> tuple[Choice, ...]:
        counts = found.counts() if found is not None else {}
        total = sum(counts.values())
        every = Choice(
            ALL, self.tr("全部 {count}").format(count=total) if found else self.tr("全部")
        )
        states = (
            Choice(state.value, f"{word(state)} {counts.get(state, 0)}" if found else word(state))
            for state in RowState
        )
        return (every, *states)

    def _empty(self) -> QWidget:
        if self.found is None:
            return EmptyState(
                self.tr("正在读文件"), self.tr("读完就列在这里，还没有写下任何东西。")
            )
        return EmptyState(self.tr("没有这样的行"), self.tr("换上面的另一项看看。"))

    # -- reading -------------------------------------------------------------------------------

    def _look(self) -> None:
        desk, path, wanted, key = self._desk, self._path, self._wanted, self._key
        today = local(desk.parts.clock.now()).date()
        brought = FileBrought(path.name, wanted.region, wanted.organisation_id, today)

        def loop(stop: threading.Event, emit: Callable[[Any], None]) -> None:
            def told(count: int) -> None:
                if stop.is_set():
                    raise _Left
                emit(count)

            rows = desk.parts.doors.sheets.rows(path)
            database = desk.parts.database
            emit(take_in(database, desk.actor, brought, rows, command_key=key, told=told))

        self.says.setText(self.tr("正在读文件、和名册比对…"))
        self._stop = desk.jobs.watch(loop, self._heard, self._failed)

    def _heard(self, what: object) -> None:
        if isinstance(what, RosterPreview):
            self._stop = None
            self.bar.hide()
            self.take(what)
        elif isinstance(what, int):
            self.says.setText(self.tr("读了 {count} 行…").format(count=what))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, _Left):
            return
        self._stop = None
        self.bar.hide()
        self.says.setText(explain(error).text)
        self.leave_button.setText(self.tr("关上"))
        self.leave_button.setEnabled(True)

    def take(self, found: RosterPreview) -> None:
        """Show what a file would do."""
        self.found = found
        self.parts.set_choices(self._choices(found))
        counts = found.counts()
        landing = counts[RowState.NEW] + counts[RowState.MERGE]
        self.land_button.setText(self.tr("带入 {count} 人").format(count=landing))
        self.land_button.setEnabled(landing > 0)
        self.keep_button.setVisible(counts[RowState.REFUSED] > 0)
        words = self.tr(
            "新增 {new} 人，合并到已有的 {merge} 人；有误的 {refused} 行不带入，其余照常。"
        )
        self.says.setText(
            words.format(
                new=counts[RowState.NEW],
                merge=counts[RowState.MERGE],
                refused=counts[RowState.REFUSED],
            )
        )
        self.model.show(self._load)

    def _load(self, after: After) -> Page[PreviewRow]:
        rows = self.found.rows if self.found is not None else ()
        shown = [row for row in rows if self._part is None or row.state is self._part]
        at = int(str(after[0])) if after is not None else 0
        some = tuple(shown[at : at + PAGE_ROWS])
        more = at + PAGE_ROWS < len(shown)
        return Page(some, (at + PAGE_ROWS,) if more else None)

    def _show_part(self, value: object) -> None:
        self._part = None if value == ALL else RowState(str(value))
        if self.found is not None:
            self.model.show(self._load)

    # -- choosing ------------------------------------------------------------------------------

    def _rows_chosen(self) -> None:
        self._offer_choice(tuple(self.table.chosen_rows()))

    def _offer_choice(self, rows: tuple[PreviewRow, ...]) -> None:
        offered = [set(row.choices) for row in rows if row.choices]
        common = set.intersection(*offered) if offered else set()
        choices = tuple(Choice(each.value, word(each)) for each in Merging if each in common)
        self.choice.set_choices(choices)
        made = {row.choice for row in rows if row.choices and row.choice is not None}
        self.choice.set_value(next(iter(made)).value if len(made) == 1 and choices else None)
        for part in (self.choice, self.choice_words):
            part.setVisible(bool(choices))

    def _choose(self, value: object) -> None:
        if self.found is None:
            return
        lines = {row.line for row in self.table.chosen_rows()}
        choice = Merging(str(value))
        rows = tuple(r.chosen(choice) if r.line in lines else r for r in self.found.rows)
        self.take(replace(self.found, rows=rows))

    # -- landing -------------------------------------------------------------------------------

    def land(self) -> None:
        """Write what was shown."""
        found, desk, key = self.found, self._desk, self._key
        if found is None or self._stop is not None or not self.land_button.isEnabled():
            return
        counts = found.counts()
        self.bar.setRange(0, max(1, counts[RowState.NEW] + counts[RowState.MERGE]))
        self.bar.setValue(0)
        self.bar.show()
        for button in (self.land_button, self.leave_button, self.keep_button):
            button.setEnabled(False)

        def loop(_stop: threading.Event, emit: Callable[[Any], None]) -> None:
            database = desk.parts.database
            pepper = database.state.pepper
            emit(land(database, desk.actor, found, pepper, command_key=key, progress=emit))

        self._stop = desk.jobs.watch(loop, self._written, self._failed)

    def _written(self, what: object) -> None:
        if isinstance(what, Landing):
            self._stop = None
            self.accept()
            self.landed.emit(what)
            self.deleteLater()
        elif isinstance(what, int):
            self.bar.setValue(what)
            self.says.setText(self.tr("已带入 {count} 人…").format(count=what))

    def reject(self) -> None:
        """Leave; while rows are written there is no way back but undoing the whole later."""
        if self._stop is not None and self.found is not None:
            return
        if self._stop is not None:
            self._stop.set()
        super().reject()
        self.deleteLater()

    # -- rows that are wrong -------------------------------------------------------------------

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.tr("存下有误的行"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self._path.stem} {self.tr('有误的行')}.xlsx")
        dialog.fileSelected.connect(lambda name: self.keep_refused(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def keep_refused(self, path: Path) -> None:
        """Write the rows that cannot land, each with its line and why, to a place one chose."""
        desk, found = self._desk, self.found
        if found is None:
            return
        wrong = [row for row in found.rows if row.state is RowState.REFUSED]
        rows = [
            (r.line, r.told.name if r.told is not None else r.name, why_words(r)) for r in wrong
        ]
        head = (("line", self.tr("行")), ("name", self.tr("姓名")), ("why", self.tr("为什么")))
        order = TableOrder("roster_refused", head, self._wanted.region, right=rights.MANAGE)
        words = self.tr("有误的 {count} 行已存到 {name}").format(count=len(rows), name=path.name)
        desk.jobs.read(
            lambda: desk.parts.doors.tables.write(
                desk.parts.database, desk.actor, path, order, rows
            ),
            lambda _: desk.notices.tell(words),
        )
