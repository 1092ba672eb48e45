"""Beside the register: the chosen station, and its picture once it is opened."""

from PySide6.QtCore import Signal

from app.core.words import label as word
from app.territory.video.queries import StationRow
from app.territory.video.rules import VideoState
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import SidePanel
from ui.core.states import EmptyState
from ui.parts.video_pane import VideoPane

OPEN_KEY, CHANGE_KEY = "Return", "E"
PICTURE_PX = 200
_TONES = {
    VideoState.WORKS: ("ok", "ph.check-circle"),
    VideoState.BROKEN: ("warn", "ph.warning-circle"),
    VideoState.GONE: ("", ""),
}


class StationPanel(SidePanel):
    """Another station chosen, the picture is closed: nobody watches what they do not look at."""

    open_wanted = Signal()
    change_wanted = Signal()
    map_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("这个点位"))
        self.row: StationRow | None = None
        self._title = label("", "section")
        self._title.setWordWrap(True)
        self._chip = Chip("")
        self.head.addWidget(self._title)
        self.head.addWidget(self._chip)
        self.picture = VideoPane()
        self.picture.setFixedHeight(PICTURE_PX)
        self.facts = FactGrid()
        self.body.addWidget(self.picture)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.open_button = Button(self.tr("打开画面"), kind="primary", icon="ph.video-camera")
        self.close_button = Button(self.tr("关掉画面"), kind="quiet")
        self.map_button = Button(self.tr("在地图上看"), kind="quiet")
        self.change_button = Button(self.tr("改"), kind="quiet", key=CHANGE_KEY)
        for button, asked in (
            (self.open_button, self.open_wanted),
            (self.close_button, None),
            (self.map_button, self.map_wanted),
            (self.change_button, self.change_wanted),
        ):
            if asked is not None:
                button.clicked.connect(asked)
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.close_button.clicked.connect(self.close_picture)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.row = None
        self.picture.close_picture()
        self.show_state(EmptyState(self.tr("没有选中"), "", icon="ph.video-camera"))

    def show_station(self, row: StationRow) -> None:
        """Show a station; its picture goes on only while it is the same one."""
        if self.row is None or self.row.id != row.id:
            self.close_picture()
            self.to_top()
        self.row = row
        self.show_record()
        self._title.setText(row.name)
        tone, icon = _TONES[row.state]
        self._chip.set_chip(word(row.state), tone, icon=icon)
        where = "" if row.point is None else f"{row.point[0]:.5f}, {row.point[1]:.5f}"
        lines = [
            FactLine(self.tr("编号"), row.code),
            FactLine(self.tr("是什么"), word(row.kind), word(row.tier)),
            FactLine(self.tr("网格"), row.region_name, where),
        ]
        if row.may_keep:
            told = self.tr("登记了，改的时候看得到") if row.has_picture else self.tr("没有登记")
            lines.append(FactLine(self.tr("地址"), told))
        lines.append(FactLine(self.tr("画面"), self.tr("每次打开都留痕，默认没有声音")))
        self.facts.set_lines(*lines)
        can = row.may_watch and row.has_picture and row.state is not VideoState.GONE
        self.open_button.setVisible(can)
        self.close_button.setVisible(can)
        self.picture.setVisible(can)
        self.map_button.setVisible(row.point is not None)
        self.change_button.setVisible(row.may_keep)

    def show_picture(self, row: StationRow, address: str) -> None:
        """Open the picture of a station that is still the chosen one."""
        if self.row is not None and self.row.id == row.id:
            self.picture.open(address)

    def close_picture(self) -> None:
        """Close the picture."""
        self.picture.close_picture()
