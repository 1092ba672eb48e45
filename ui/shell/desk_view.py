"""One signed-in person's desk: rail, top bar, pages, status bar, put together."""

import logging
import os
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.core.case_sections import CaseParts
from ui.core.notice_bar import FOOT_PROPERTY, NoticeBar
from ui.core.notices import Notice, NoticeKind
from ui.core.region_pane import RegionParts
from ui.core.relative_time import full
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, Slice
from ui.core.targets import PageWanted, Target
from ui.shell.heartbeat import OFFLINE, Heartbeat
from ui.shell.maintenance_bar import MaintenanceBar
from ui.shell.notice_log import NoticeLog
from ui.shell.offer import Offer
from ui.shell.pages import PageStack
from ui.shell.personal_menu import PersonalMenu
from ui.shell.rail import Rail
from ui.shell.rail_badges import RailBadges
from ui.shell.roles import first_role
from ui.shell.scope_menu import ScopeMenu
from ui.shell.slices import TODAY, today_slice
from ui.shell.status_bar import Link, StatusBar
from ui.shell.tabs import PageTabs
from ui.shell.today_page import TodayPage
from ui.shell.top_bar import SEARCH_KEY, TopBar

if TYPE_CHECKING:
    from app.core.pulse import Pulse
    from ui.shell.keys_help import KeySheet
    from ui.shell.postman import Postman
    from ui.shell.search import Palette

log = logging.getLogger(__name__)

PASSING = frozenset({NoticeKind.DONE, NoticeKind.UNDO, NoticeKind.NEWS})
LASTING = frozenset(NoticeKind) - PASSING
STRIP_WIDTH = 480
STRIP_MARGIN = 16
_OF_BARS = (QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize)


class DeskView(QWidget):
    """Everything the pictures show between the edges of the window."""

    def __init__(
        self,
        desk: Desk,
        slices: Sequence[Slice],
        *,
        demo: bool = False,
        has_password: bool = True,
        home: Slice | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Put a desk together.

        Args:
            desk: What its pages are given.
            slices: All that stand; what its person may not enter is left out.
            demo: Say everywhere that all data are made up.
            has_password: False for a guest of the demo, who has none to change.
            home: The shell's own slice, where it is not the page of the day.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.setObjectName("desk")
        self.desk = desk
        own = home or today_slice(lambda given: TodayPage(given, self.offer))
        self.offer = Offer((own, *slices), desk.actor)
        desk.shared(RegionParts).parts = self.offer.region_parts
        desk.shared(CaseParts).parts = self.offer.case_sections
        self.rail = Rail(self.offer.entries)
        self.top = TopBar(desk.actor, first_role(desk.actor))
        self.tabs = PageTabs()
        self.stack = PageStack(desk)
        self.status = StatusBar(desk.parts.clock, demo=demo)
        self.strips = NoticeBar(desk.notices, kinds=LASTING)
        self.maintenance = MaintenanceBar(desk)
        self._lay_out()
        self.plates = NoticeBar(desk.notices, self, kinds=PASSING)
        self.notices = NoticeLog(desk, self.top.bell, self.strips)
        self.menu = PersonalMenu(self.top.person, has_password=has_password)
        self.scope_menu = ScopeMenu(desk, self.top)
        for made in self.offer.tops:
            self.top.add(made(desk))
        self._palette: Palette | None = None
        self.key_sheet: KeySheet | None = None
        self._left_at: dict[str, str] = {}
        RailBadges(desk, self.offer.entries, self.rail)
        for listen in self.offer.listeners:
            listen(desk, self)
        self.postman: Postman | None = None
        self._connect()
        self._add_keys()
        self._take_outbox()
        self.strips.setContentsMargins(0, STRIP_MARGIN, 0, 0)
        self.plates.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.tabs)
        around = QVBoxLayout()
        around.setContentsMargins(STRIP_MARGIN, 0, STRIP_MARGIN, 0)
        around.addWidget(self.maintenance)
        around.addWidget(self.strips)
        column.addLayout(around)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.enter)
        self.tabs.chosen.connect(self.open_page)
        self.top.way.back.connect(self._to_first_page)
        self.top.search.clicked.connect(self.search)
        self.stack.moved.connect(self._moved)
        self.status.keys_wanted.connect(self.show_keys)
        self.desk.navigator.wanted.connect(self.go)
        self.desk.hub.changed.connect(self._something_changed)

    def _add_keys(self) -> None:
        window = Qt.ShortcutContext.WindowShortcut
        add_key(self, SEARCH_KEY, self.search, context=window)
        add_key(self, "?", self.show_keys, context=window)
        add_key(self, "Alt+Left", self.stack.back, context=window)
        add_key(self, "Alt+Right", self.stack.forward, context=window)
        for number, entry in enumerate(self.offer.entries[:9], start=1):
            add_key(self, f"Ctrl+{number}", partial(self.enter, entry.key), context=window)
        for command in self.offer.commands:
            if command.shortcut:
                add_key(self, command.shortcut, partial(command.run, self.desk), context=window)

    def _take_outbox(self) -> None:
        outbox = self.desk.outbox
        if outbox is not None:
            from ui.shell.postman import Postman, tell_troubles  # of a shared server

            self.postman = Postman(self.desk, outbox, self.show_outbox, self)
            outbox.changed.connect(self._tell_outbox)
            self.status.outbox_wanted.connect(self.show_outbox)
            self._tell_outbox()
            tell_troubles(self.desk, outbox.box, self.show_outbox)

    def _tell_outbox(self) -> None:
        if self.desk.outbox is not None:
            box = self.desk.outbox.box
            waiting = len(box.waiting)
            self.status.set_outbox(waiting, len(box.entries) - waiting)

    def show_outbox(self) -> None:
        """Show what waits on this computer."""
        from ui.shell.outbox_list import OutboxDialog

        if self.desk.outbox is not None:
            OutboxDialog(self.desk, self.desk.outbox, self).open()

    def be_away(self, since: datetime) -> None:
        """Say that the server is not there, and since when what is shown is."""
        link = Link(well=False, since=since)
        self.status.set_link(link)
        lead = self.tr("连不上服务器，显示的是 {time} 存在本机的。").format(time=full(since))
        text = self.tr("正在自动重连，连上后再办。")
        if self._writes_away():
            text = self.tr("登记、报进展、签收照常做，先存在本机，连上后自动补报。")
        self.desk.notices.post(Notice(OFFLINE, NoticeKind.OFFLINE, text, lead=lead))
        if self.postman is not None:
            self.postman.set_link(link)

    def _writes_away(self) -> bool:
        from app.bootstrap.looked_up import writes_away

        return writes_away(self.desk.actor)

    def follow(self, heartbeat: Heartbeat) -> None:
        """Say in the status bar how the database is."""
        heartbeat.link_changed.connect(self.status.set_link)
        heartbeat.can_wait = self.postman is not None and self._writes_away()
        if self.postman is not None:
            heartbeat.link_changed.connect(self.postman.set_link)
            self.postman.set_link(heartbeat.link)
        heartbeat.beaten.connect(self._take_pulse)
        heartbeat.beaten.connect(self.maintenance.take_pulse)
        self.status.set_link(heartbeat.link)
        if heartbeat.last is not None:
            self._take_pulse(heartbeat.last)

    def _take_pulse(self, pulse: "Pulse") -> None:
        if pulse.changed_at is not None:
            self.status.set_changed(pulse.changed_at)
        self.status.set_keeper(self._keeper_words(pulse.keeper))

    def _keeper_words(self, keeper: str) -> str:
        """Say where the chores are done; the number of the process means nothing to people."""
        where, _, process = keeper.rpartition(":")
        if not where:
            return ""
        if where == self.desk.actor.desk and process == str(os.getpid()):
            return self.tr("后台任务在本机")
        return self.tr("后台任务在 {desk}").format(desk=where)

    def _something_changed(self) -> None:
        self.status.set_changed(self.desk.parts.clock.now())

    def begin(self) -> None:
        """Open the first page."""
        self.enter(TODAY)
        self.maintenance.begin()

    def enter(self, key: str) -> None:
        """Enter by a rail entry where one left it; within it, go back to its first page."""
        first = next(entry for entry in self.offer.entries if entry.key == key).tabs[0].key
        here = self.stack.room
        inside = here is not None and here.entry.key == key
        self.open_page(first if inside else self._left_at.get(key, first))

    def open_page(self, key: str) -> None:
        """Open a page by its key."""
        self.go(PageWanted(key))

    def go(self, target: Target) -> None:
        """Go where somebody wants to go; say so where that is not possible."""
        here = self.stack.room
        room = self.offer.room_for(target, here.page.key if here is not None else "")
        if room is not None:
            self.stack.open(room, target)
            self.stack.setFocus()
        elif self.offer.is_shut(target):
            self.desk.notices.tell(self.tr("您没有打开这一页的权限，中心主任或系统管理员能给。"))
        else:
            log.error("no page takes %r", target)
            self.desk.notices.tell(self.tr("这个版本还没有能打开它的页面。"))

    @property
    def palette_box(self) -> "Palette":
        """Return the box of "search everything", made when it is first asked for."""
        from ui.shell.search import Palette

        if self._palette is None:
            self._palette = Palette(self.desk, self.offer, self)
        return self._palette

    def search(self) -> None:
        """Open "search everything"."""
        self.palette_box.begin()

    def show_keys(self) -> None:
        """Show the list of keys."""
        from ui.shell.keys_help import KeySheet

        if self.key_sheet is None:
            self.key_sheet = KeySheet(self)
        self.key_sheet.begin(self.stack.room, self.offer)

    def _to_first_page(self) -> None:
        room = self.stack.room
        if room is not None:
            self.enter(room.entry.key)

    def _moved(self) -> None:
        room = self.stack.room
        if room is None:
            return
        if room.page.tab:
            self._left_at[room.entry.key] = room.page.key
        self.rail.set_active(room.entry.key)
        self.top.way.set_way(room.entry.title, self.stack.crumbs())
        pages = room.entry.tabs if room.page.tab else ()
        self.tabs.set_pages(pages, room.page.key, room.entry.accent)
        for bar in self._bars():
            bar.installEventFilter(self)
        self._place_plates()

    def _bars(self) -> list[QFrame]:
        """Return the bars at the foot of the page that is open, shown or not."""
        page = self.stack.currentWidget()
        frames = page.findChildren(QFrame) if page is not None else []
        return [each for each in frames if each.property(FOOT_PROPERTY)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the passing notices the room they ask for."""
        moved = event.type() in _OF_BARS and watched is not self.plates
        if moved or event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place_plates()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_plates()
        if self._palette is not None:
            self._palette.place()

    def _place_plates(self) -> None:
        """What goes by itself lies over the page, so that nothing jumps for it, and above the bars
        at its foot: their buttons are for what was just said.
        """
        page = QRect(self.stack.mapTo(self, self.stack.rect().topLeft()), self.stack.size())
        tops = [bar.mapTo(self, QPoint(0, 0)).y() for bar in self._bars() if bar.isVisible()]
        foot = min((page.bottom(), *tops))
        width = min(STRIP_WIDTH, page.width() - 2 * STRIP_MARGIN)
        height = self.plates.heightForWidth(width)
        height = height if height > 0 else self.plates.sizeHint().height()
        left = page.left() + (page.width() - width) // 2
        self.plates.setGeometry(left, foot - STRIP_MARGIN - height, width, height)
