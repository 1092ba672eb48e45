"""视频点位: cameras and video stations by grid, and the picture of the chosen one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from app.territory.video import rights
from app.territory.video.actions import ask_address, open_picture
from app.territory.video.queries import StationRow, address_told, stations
from app.territory.video.rules import VideoState
from ui.core.controls import Button, Tick
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, ToolBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import GridWanted
from ui.territory.video.dialog import StationDialog
from ui.territory.video.files import SheetFiles
from ui.territory.video.panel import CHANGE_KEY, StationPanel

ADD_KEY = "N"


class VideoPage(QWidget):
    """Walked with the arrows; Enter opens the picture, N enters a station, E changes one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("territory.video")
        self.setAccessibleName(self.tr("视频点位"))
        self._desk = desk
        self.dialog: Any = None
        self._roots = desk.actor.prefixes(rights.KEEP)
        self.bar = ToolBar(self.tr("视频点位"))
        self.gone = Tick(self.tr("看拆了的"))
        self.add_button = Button(self.tr("登记一个"), kind="quiet", icon="ph.plus", key=ADD_KEY)
        self.bar.add(self.gone)
        self.import_button = Button(self.tr("导入"), kind="quiet", icon="ph.upload-simple")
        self.export_button = Button(self.tr("导出"), kind="quiet", icon="ph.download-simple")
        self.bar.add_right(self.import_button, self.export_button, self.add_button)
        self.import_button.setVisible(bool(self._roots))
        self.files = SheetFiles(desk, self)
        self.export_button.setVisible(bool(self._roots) and desk.actor.may(rights.EXPORT))
        self.add_button.setVisible(bool(self._roots))
        self.model: PagedTableModel[StationRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "video", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(
            (KeyHelp("Up Down", self.tr("移动")), KeyHelp("Return", self.tr("打开画面")))
        )
        self.panel = StationPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ListPanes((self.bar, self.table, self.foot), self.panel))
        self._connect()
        self.reload()

    def _connect(self) -> None:
        self.gone.toggled.connect(lambda _: self.reload())
        self.add_button.clicked.connect(self.add)
        self.import_button.clicked.connect(self.files.choose)
        self.export_button.clicked.connect(lambda: self.files.save_as(self.model.rows))
        self.table.current_key_changed.connect(lambda _: self._chosen())
        self.table.opened.connect(lambda _: self.open_one())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出视频点位"))
        self.model.loading_changed.connect(self._loaded)
        self.panel.open_wanted.connect(self.open_one)
        self.panel.change_wanted.connect(self.change)
        self.panel.map_wanted.connect(self._to_map)
        add_key(self, ADD_KEY, self.add)
        add_key(self, CHANGE_KEY, self.change)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(
            self._desk.hub, self, self.model.reload, topics=frozenset({Topic.VIDEO})
        )

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the register anew."""
        self.model.show(self._load)

    def _load(self, _after: After) -> Page[StationRow]:
        desk, gone = self._desk, self.gone.isChecked()
        with desk.parts.database.reading() as session:
            found = stations(session, desk.actor, region=desk.scope.code, gone=gone)
        return Page(found, None)

    def _loaded(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        rows = self.model.rows
        broken = sum(row.state is VideoState.BROKEN for row in rows)
        words = self.tr("共 {count} 个，{broken} 个坏了")
        self.foot.say(words.format(count=len(rows), broken=broken))
        if not rows:
            self.panel.show_nothing()
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self._chosen()

    def _empty(self) -> QWidget:
        why = self.tr("登记摄像头和视频会场：编号、在哪个网格、哪一级、画面地址。")
        return EmptyState(self.tr("还没有视频点位"), why, icon="ph.video-camera")

    def _row(self) -> StationRow | None:
        key = self.table.current_key()
        at = self.model.position_of(key) if key is not None else None
        return None if at is None else self.model.row_at(at)

    def _chosen(self) -> None:
        row = self._row()
        if row is not None:
            self.panel.show_station(row)

    # -- doing ---------------------------------------------------------------------------------

    def open_one(self) -> None:
        """Open the picture of the chosen station, once that is in the journal."""
        row, key = self._row(), new_id()
        if row is None or not self.panel.open_button.isVisibleTo(self):
            return
        self._desk.write(
            lambda uow: open_picture(uow, row.id, command_key=key),
            lambda _: self._read_address(row, partial(self.panel.show_picture, row)),
            self._desk.notices.report,
        )

    def _read_address(self, row: StationRow, done: Callable[[str], object]) -> None:
        """Read an address of which the journal tells by now."""
        desk, now = self._desk, self._desk.parts.clock.now()
        desk.read(
            lambda session: address_told(session, desk.actor, row.id, now=now),
            done,
            desk.notices.report,
        )

    def add(self) -> None:
        """Enter a station."""
        if self._roots:
            self._open(StationDialog(self._desk, self._roots, None, self.window()))

    def change(self) -> None:
        """Change the chosen station; that its address is looked at stands in the journal."""
        row, key = self._row(), new_id()
        if row is None or not row.may_keep:
            return
        if not row.has_picture:
            self._change(row, "")
            return
        self._desk.write(
            lambda uow: ask_address(uow, row.id, command_key=key),
            lambda _: self._read_address(row, partial(self._change, row)),
            self._desk.notices.report,
        )

    def _change(self, row: StationRow, address: str) -> None:
        known = replace(row, address=address)
        self._open(StationDialog(self._desk, self._roots, known, self.window()))

    def _open(self, dialog: StationDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _to_map(self) -> None:
        row = self._row()
        if row is not None:
            self._desk.navigator.go(GridWanted(row.region))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[StationRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column("code", translate("Video", "编号"), lambda row: row.code, width=168, fixed=True),
        Column(
            "name",
            translate("Video", "名称"),
            lambda row: row.name,
            width=160,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Video", "是什么"), lambda row: word(row.kind), width=84),
        Column("tier", translate("Video", "哪一级"), lambda row: word(row.tier), width=76),
        Column("region", translate("Video", "网格"), lambda row: row.region_name, width=140),
        Column(
            "picture",
            translate("Video", "画面"),
            lambda row: (
                translate("Video", "有") if row.has_picture else translate("Video", "没有地址")
            ),
            width=76,
        ),
        Column("state", translate("Video", "现状"), lambda row: word(row.state), width=64),
    )
