"""组织图: how large which organisation is, and which branches are too small or too large."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.shared_settings import CentreSettings, settings_at
from app.party.queries.organisations import OrganisationRow, organisation_tree
from ui.core.controls import label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.page_bars import FootBar, ToolBar
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.targets import OrganisationWanted
from ui.party.tree_map import TreeMap
from ui.party.tree_rows import TreeRows

TOPICS = frozenset({Topic.ORGANISATION, Topic.MEMBER, Topic.SETTING})


@dataclass(frozen=True, slots=True)
class _Read:
    tree: TreeRows
    settings: CentreSettings
    at: datetime


class TreeMapPage(QWidget):
    """The finding as a title, the map, and at the foot what one points at."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._usual = ""
        self.setObjectName("party.map")
        self.setAccessibleName(self.tr("组织图"))
        self.bar = ToolBar()
        self.under = label("", "caption")
        self.bar.add(self.under)
        self.map = TreeMap()
        self.foot = FootBar(
            (KeyHelp("Left Right", self.tr("移动")), KeyHelp("Return", self.tr("打开")))
        )
        why = self.tr("先在“组织与党员”里建党组织、登记党员，这里按党员数画出来。")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.map)
        self._stack.addWidget(EmptyState(self.tr("还没有可画的"), why, icon="ph.squares-four"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.map)
        self.map.opened.connect(self._open)
        self.map.moved.connect(self._tell)
        self._refresher = Refresher(desk.hub, self, self.reload, topics=TOPICS)
        desk.scope.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the tree anew."""
        if self._job is not None:
            self._job.cancel()
        desk, region = self._desk, self._desk.scope.code
        now = desk.parts.clock.now()

        def read(session: Any) -> _Read:
            rows = organisation_tree(session, desk.actor, region=region)
            return _Read(TreeRows(rows), settings_at(session, now), now)

        self._job = desk.read(read, self._take)

    def _take(self, read: _Read) -> None:
        self._job = None
        settings, rows = read.settings, read.tree.rows
        self.map.show_tree(read.tree, settings.party_branch_least, settings.party_branch_most)
        self._stack.setCurrentIndex(0 if any(row.whole for row in rows) else 1)
        wrong = sum(tile.size is not None for tile in self.map.tiles)
        members = sum(row.members for row in rows)
        words = self.tr("{wrong} 个党支部偏大或偏小") if wrong else self.tr("各党支部大小都合适")
        self.bar.set_title(words.format(wrong=wrong))
        words = self.tr("{count} 个党组织，{members} 名党员，面积按党员数，截至 {at}")
        at = f"{local(read.at):%Y-%m-%d %H:%M}"
        self.under.setText(words.format(count=len(rows), members=f"{members:,}", at=at))
        words = self.tr("每支部 {least} 到 {most} 人算合适，在设置里改；橙框是不合适的。")
        self._usual = words.format(
            least=settings.party_branch_least, most=settings.party_branch_most
        )
        self._tell(None)

    def _tell(self, row: OrganisationRow | None) -> None:
        words = self.tr("{name}　{count} 名党员")
        told = self._usual
        if row is not None:
            told = words.format(name=row.name, count=f"{row.whole:,}")
        self.foot.say(told)

    def _open(self, key: UUID) -> None:
        self._desk.navigator.go(OrganisationWanted(key))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.map.setFocus()
