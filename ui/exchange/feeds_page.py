"""Files of other offices: feeds with their newest file, what was handed in, and what to do."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.shared_settings import SettingsRight
from app.exchange.feeds.actions import resume_file, stop_file
from app.exchange.feeds.rules import FileRow
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar, icon_button
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.strips import Strip
from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import ImportWanted, PageWanted, Target
from ui.exchange.feed_columns import FeedLine, feed_columns
from ui.exchange.feed_dialog import FeedDialog
from ui.exchange.feed_panel import FeedPanel
from ui.exchange.feeds_source import FeedsSource, has_base
from ui.exchange.importing import Importing
from ui.exchange.mapping_window import MappingWindow

SETTINGS = "administration.settings"
FILES = "*.csv *.txt *.xlsx *.xlsm *.json *.jsonl"


class FeedsPage(QWidget):
    """The list of feeds and handed-in files with the panel of the chosen one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = FeedsSource(desk)
        self._importing = Importing(desk, self)
        self.bar = self._make_bar()
        self.strip = self._make_strip()
        self.model: PagedTableModel[FeedLine] = PagedTableModel(
            feed_columns(), lambda line: line.key, desk.jobs, self
        )
        self.table = DeskTable(self.model, "feeds", desk.preferences)
        self.setFocusProxy(self.table)
        keys = (KeyHelp("Up Down", self.tr("移动")), KeyHelp("Ctrl+O", self.tr("导入文件")))
        self.foot = FootBar(keys)
        self.panel = FeedPanel(desk, self._source, self._importing.is_running)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ListPanes((self.bar, self.strip, self.table, self.foot), self.panel), 1)
        self._connect()
        self.model.show(self._source.load)

    def _make_bar(self) -> ToolBar:
        bar = ToolBar(self.tr("来件文件"))
        self.columns_button = icon_button("ph.columns", self.tr("选择列"))
        self.new_button = Button(self.tr("新建来源"), icon="ph.plus", key="Ctrl+N")
        self.import_button = Button(
            self.tr("导入文件"), kind="primary", icon="ph.file-arrow-down", key="Ctrl+O"
        )
        bar.add_right(self.columns_button, self.new_button, self.import_button)
        return bar

    def _make_strip(self) -> Strip:
        self.settings_button = Button(self.tr("去设置"), kind="link", small=True)
        self.settings_button.clicked.connect(lambda: self._desk.navigator.go(PageWanted(SETTINGS)))
        self.settings_button.setVisible(self._desk.actor.may(SettingsRight.MANAGE))
        return Strip("note", self.settings_button, icon="ph.folder-open")

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.create_feed)
        self.import_button.clicked.connect(self.ask_file)
        self.columns_button.clicked.connect(self._offer_columns)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出来件文件"))
        self.table.set_menu(self._menu)
        self.panel.closed.connect(self.table.setFocus)
        self.panel.edit_wanted.connect(self.edit)
        self.panel.mapping_wanted.connect(self.edit_mapping)
        self.panel.stop_wanted.connect(self.stop)
        self.panel.resume_wanted.connect(self.resume)
        self.model.loading_changed.connect(self._loading)
        topics = frozenset({Topic.FEED, Topic.SETTING})
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=topics)
        add_key(self, "E", self.edit)
        add_key(self, "M", self.edit_mapping)
        add_key(self, "Ctrl+N", self.create_feed)
        add_key(self, "Ctrl+O", self.ask_file)

    # -- what is shown -------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Ask for a file to import."""
        if isinstance(target, ImportWanted):
            self.ask_file()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.read(lambda session: has_base(session, self._desk), self._tell_base)

    def _tell_base(self, has: bool) -> None:  # noqa: FBT001  what a query answers
        lead = "" if has else self.tr("还没有监看的文件夹，")
        rest = self.tr("来源里的文件不会自己导入；手工导入照常。")
        self.strip.tell(lead, rest if lead else "")

    def reload(self) -> None:
        """Read everything anew."""
        self.model.reload()
        self.panel.reload()
        self._desk.read(lambda session: has_base(session, self._desk), self._tell_base)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        rows = self.model.rows
        count = sum(line.feed is not None for line in rows)
        self.bar.set_count(self.tr("{count} 个来源").format(count=count))
        self.foot.tell(len(rows), None, self.tr("行"), more=False)
        if rows and self.table.current_key() is None:
            self.table.selectRow(0)
        elif not rows:
            self.panel.show_nothing()

    def _current_changed(self, key: object) -> None:
        at = self.model.position_of(key) if key is not None else None
        if at is not None:
            self.panel.show_line(self.model.row_at(at))

    def _current(self) -> FeedLine | None:
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _empty(self) -> QWidget:
        why = self.tr("12345、数字城管和部门发来的表格，在这里导入，或放进文件夹自己导入。")
        return EmptyState(
            self.tr("还没有来源"),
            why,
            Step(self.tr("导入文件"), self.ask_file, primary=True),
            Step(self.tr("新建来源"), self.create_feed),
            icon="ph.tray",
        )

    def _menu(self, rows: tuple[FeedLine, ...]) -> list[MenuEntry]:
        one = "" if len(rows) == 1 else self.tr("一次只能改一个")
        feed = one or ("" if rows and rows[0].feed else self.tr("手工导入的没有来源"))
        return [
            MenuEntry(self.tr("修改来源"), self.edit, feed, key="E", icon="ph.pencil-simple"),
            MenuEntry(self.tr("修改映射"), self.edit_mapping, one, key="M", icon="ph.columns"),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    def _offer_columns(self) -> None:
        menu = self.table.column_menu()
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    # -- what can be done ----------------------------------------------------------------------

    def create_feed(self) -> None:
        """Let a folder be watched."""
        self._open(FeedDialog(self._desk, None, self))

    def edit(self) -> None:
        """Change the chosen feed."""
        line = self._current()
        if line is not None and line.feed is not None:
            self._open(FeedDialog(self._desk, line.feed, self))

    def _open(self, dialog: FeedDialog) -> None:
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, key: object) -> None:
        self.reload()
        self.table.select_key(key)

    def edit_mapping(self) -> None:
        """Change how the chosen feed's files are read, looking at one of them."""
        line = self._current()
        if line is None:
            return
        mapping = line.feed.mapping if line.feed is not None else line.file and line.file.mapping
        self._ask(lambda path: self.open_window(path, mapping or ""))

    def ask_file(self) -> None:
        """Ask for a file and open it."""
        self._ask(self.open_window)

    def _ask(self, then: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self.window(), self.tr("打开来件文件"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("表格和 JSON") + f" ({FILES})")
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_window(self, path: Path, mapping: str = "") -> MappingWindow:
        """Open a file: how it is read, and what comes of it."""
        window = MappingWindow(self._desk, path, mapping, self)
        window.import_wanted.connect(self._importing.start)
        window.open()
        return window

    def stop(self, file: FileRow) -> None:
        """Stop an import; what is in stays in."""
        key = new_id()
        self._desk.write(
            lambda uow: stop_file(uow, file.id, command_key=key), lambda _: self.reload()
        )

    def resume(self, file: FileRow) -> None:
        """Go on with one that was stopped."""
        key = new_id()
        self._desk.write(
            lambda uow: resume_file(uow, file.id, command_key=key),
            lambda _: self._importing.run(file.id),
        )
