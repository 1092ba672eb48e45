"""定时: which papers the keeper draws by itself, and how each time went."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.shared_settings import SettingsRight, settings_at
from app.papers.schedules.actions import ask_run
from app.papers.schedules.place import papers_folder
from app.papers.schedules.queries import (
    RunRow,
    ScheduleRow,
    asked_run,
    has_failed,
    runs,
    schedules,
)
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar
from ui.core.relative_time import short
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.strips import Strip
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PageWanted
from ui.papers.schedule_columns import run_columns, schedule_columns
from ui.papers.schedule_dialog import ScheduleDialog
from ui.parts.system_viewer import open_with_system

SETTINGS = "administration.settings"
RUNS_PX = 230


class SchedulesPage(QWidget):
    """What is drawn by itself, over the times the chosen one was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = ""
        self.setAccessibleName(self.tr("定时出文书"))
        self.bar = ToolBar(self.tr("定时出文书"))
        self.edit_button = Button(self.tr("修改"), kind="quiet", key="E")
        self.new_button = Button(self.tr("新建定时"), kind="primary", icon="ph.plus", key="Ctrl+N")
        self.run_button = Button(self.tr("现在出一次"), kind="quiet", icon="ph.play", key="R")
        self.bar.add_right(self.run_button, self.edit_button, self.new_button)
        self.settings_button = Button(self.tr("去设置"), kind="link", small=True)
        self.folder_button = Button(self.tr("打开文件夹"), kind="link", small=True)
        self.strip = Strip("note", self.folder_button, self.settings_button, icon="ph.folder-open")
        self.trouble = Strip("warn", icon="ph.x-circle")
        self.model: PagedTableModel[ScheduleRow] = PagedTableModel(
            schedule_columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "schedules", desk.preferences)
        self.runs: PagedTableModel[RunRow] = PagedTableModel(
            run_columns(), lambda run: run.due_at, desk.jobs, self
        )
        self.run_table = DeskTable(self.runs, "schedule-runs", desk.preferences)
        self.run_table.setFixedHeight(RUNS_PX)
        self.run_table.setAccessibleName(self.tr("出过的"))
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp("E", self.tr("修改")),
                KeyHelp("R", self.tr("现在出一次")),
            )
        )
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.run_bar = ToolBar(self.tr("出过的"))
        for part in (
            self.bar,
            self.trouble,
            self.strip,
            self.table,
            self.run_bar,
            self.run_table,
            self.foot,
        ):
            column.addWidget(part, 1 if part is self.table else 0)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.add_new)
        self.edit_button.clicked.connect(self.edit)
        self.settings_button.clicked.connect(lambda: self._desk.navigator.go(PageWanted(SETTINGS)))
        self.settings_button.setVisible(self._desk.actor.may(SettingsRight.MANAGE))
        self.run_button.clicked.connect(self.run_now)
        self.folder_button.clicked.connect(self._open_folder)
        self.table.current_key_changed.connect(lambda _: self._show_runs())
        self.table.opened.connect(lambda _: self.edit())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出定时"))
        self.table.set_menu(self._menu)
        self.run_table.set_empty(self._none_yet)
        self.model.loading_changed.connect(self._loading)
        self._desk.scope.changed.connect(self._show_anew)
        topics = frozenset({Topic.PAPER, Topic.SETTING})
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=topics)
        add_key(self, "E", self.edit)
        add_key(self, "R", self.run_now)
        add_key(self, "Ctrl+N", self.add_new)

    # -- what is shown -------------------------------------------------------------------------

    def _show_anew(self) -> None:
        self.model.show(self._load)

    def _load(self, _after: After) -> Page[ScheduleRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now = desk.parts.clock.now()
            return Page(schedules(session, desk.actor, now, region=desk.scope.code), None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_for_folder()

    def _look_for_folder(self) -> None:
        now = self._desk.parts.clock.now()
        url = self._desk.parts.database.url

        def read(session: Any) -> tuple[str, bool]:
            folder = papers_folder(url, settings_at(session, now))
            return folder, bool(folder) and Path(folder).is_dir()

        self._desk.read(read, self._tell_folder)

    def _tell_folder(self, found: tuple[str, bool]) -> None:
        self._folder, is_here = found
        self.folder_button.setVisible(is_here)
        if self._folder:
            lead = self.tr("文件放在后台那台电脑上的 {folder}").format(folder=self._folder)
            self.strip.tell(lead, self.tr("，每个定时在里面有自己的一个文件夹。"))
            return
        lead = self.tr("还没有设定时出文书的文件夹，")
        self.strip.tell(lead, self.tr("到时写不出来。请管理员在设置里写明后台那台电脑上的文件夹。"))

    def reload(self) -> None:
        """Read everything anew."""
        self.model.reload()
        self._show_runs()
        self._look_for_folder()

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.bar.set_count(self.tr("{count} 个").format(count=count) if count else "")
        self.foot.tell(count, None, self.tr("个"), more=False)
        for button in (self.edit_button, self.run_button):
            button.setEnabled(bool(count))
        self._tell_trouble()
        if count and self.table.current_key() is None:
            self.table.selectRow(0)
        self._show_runs()

    def _tell_trouble(self) -> None:
        """Say over the table which ones failed, and why the first did."""
        found = (self.model.row_at(at) for at in range(self.model.rowCount()))
        failed = [row for row in found if has_failed(row)]
        if not failed or failed[0].last is None:
            self.trouble.tell("")
            return
        last = failed[0].last
        lead = self.tr("“{name}”{at} 没有写成：").format(
            name=failed[0].schedule.name, at=short(last.due_at)
        )
        more = self.tr(" 另有 {count} 份也没有写成。").format(count=len(failed) - 1)
        self.trouble.tell(lead, last.error + (more if len(failed) > 1 else ""))

    def current(self) -> ScheduleRow | None:
        """Return the chosen one."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _show_runs(self) -> None:
        row, database = self.current(), self._desk.parts.database
        self.run_bar.setVisible(row is not None)
        self.run_table.setVisible(row is not None)
        if row is None:
            return

        waits = (asked_run(row.asked_at),) if row.asked_at is not None else ()

        def load(_after: After) -> Page[RunRow]:
            with database.reading() as session:
                return Page((*waits, *runs(session, row.schedule.region, row.id)), None)

        self.runs.show(load)

    def _empty(self) -> QWidget:
        why = self.tr("例如每周五 16:00 出周报，PDF、Word、Excel 各一份，放进共享的文件夹。")
        step = Step(self.tr("新建定时"), self.add_new, primary=True)
        return EmptyState(self.tr("还没有定时"), why, step, icon="ph.clock")

    def _none_yet(self) -> QWidget:
        why = self.tr("到时后台写好，这里说写了哪几个文件，或者为什么没有。")
        return EmptyState(self.tr("还没有出过"), why, icon="ph.clock")

    def _menu(self, rows: tuple[ScheduleRow, ...]) -> list[MenuEntry]:
        one = "" if len(rows) == 1 else self.tr("一次只能改一个")
        return [
            MenuEntry(self.tr("修改"), self.edit, one, key="E", icon="ph.pencil-simple"),
            MenuEntry(self.tr("现在出一次"), self.run_now, one, key="R", icon="ph.play"),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    # -- what can be done ----------------------------------------------------------------------

    def add_new(self) -> None:
        """Set a new time."""
        self._open(ScheduleDialog(self._desk, None, self))

    def edit(self) -> None:
        """Change the chosen one, or switch it off."""
        row = self.current()
        if row is not None:
            self._open(ScheduleDialog(self._desk, row, self))

    def run_now(self) -> None:
        """Ask the keeper to draw the chosen one at once."""
        row = self.current()
        if row is None:
            return
        region, schedule_id, key = row.schedule.region, row.id, new_id()
        self._desk.write(
            lambda uow: ask_run(uow, region, schedule_id, command_key=key),
            lambda _: self._asked(row),
        )

    def _asked(self, row: ScheduleRow) -> None:
        told = self.tr("已请后台现在出一次“{name}”，出好了写在下面").format(name=row.schedule.name)
        self._desk.notices.tell(told)
        self.reload()

    def _open_folder(self) -> None:
        open_with_system(Path(self._folder))

    def _open(self, dialog: ScheduleDialog) -> None:
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, key: Any) -> None:
        self.reload()
        self.table.select_key(key)
