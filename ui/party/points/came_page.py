"""签到记分: check-ins that earn points nobody has counted; Y counts the chosen, A all."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from app.party.points.attendance import Proposed, count_attendances, proposed
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar, pile_up
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PageWanted

ONE_KEY, ALL_KEY = "Y", "A"
POINTS_PAGE = "party.points"


class CamePage(QWidget):
    """Rows of a member called as oneself say so: a colleague counts them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.points_came")
        self.setAccessibleName(self.tr("签到记分"))
        self._desk = desk
        self.bar = ToolBar(self.tr("签到记分"))
        self.one_button = Button(self.tr("记这一笔"), key=ONE_KEY)
        self.all_button = Button(self.tr("全部记分"), kind="primary", key=ALL_KEY)
        self.bar.add_right(self.one_button, self.all_button)
        self.model: PagedTableModel[Proposed] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.points_came", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        pile_up(self, (self.bar, self.table, self.foot), grows=self.table)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出签到"))
        self.table.set_menu(self._menu)
        self.table.opened.connect(lambda _: self.count_one())
        self.table.current_key_changed.connect(lambda _: self._enable())
        self.model.loading_changed.connect(self._loading)
        self.one_button.clicked.connect(self.count_one)
        self.all_button.clicked.connect(self.count_all)
        keys = ((ONE_KEY, self.count_one), (ALL_KEY, self.count_all), ("Escape", self.leave))
        for key, run in keys:
            add_key(self, key, run)
        topics = frozenset({Topic.POINTS, Topic.ACTIVITY})
        self._desk.scope.changed.connect(self.model.reload)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=topics)

    def _load(self, _after: After) -> Page[Proposed]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now = desk.parts.clock.now()
            return Page(proposed(session, desk.actor, now=now, region=desk.scope.code), None)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("笔"), more=False)
        self.bar.set_count(self.tr("{count} 笔").format(count=count) if count else "")
        if count and self.table.current_key() is None:
            self.table.selectRow(0)
        self._enable()

    def chosen(self) -> Proposed | None:
        """Return the check-in that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _enable(self) -> None:
        row = self.chosen()
        self.one_button.setEnabled(row is not None and not row.is_own)
        self.all_button.setEnabled(any(not each.is_own for each in self.model.rows))

    def _menu(self, rows: tuple[Proposed, ...]) -> list[MenuEntry]:
        why = self.tr("和您同名，请另一位同事来记") if rows[0].is_own else ""
        one = MenuEntry(self.tr("记这一笔"), self.count_one, why, key=ONE_KEY, icon="ph.check")
        return [one, MenuEntry(self.tr("全部记分"), self.count_all, "", key=ALL_KEY)]

    def _empty(self) -> QWidget:
        why = self.tr("规则里写明按哪类活动签到记分，活动结束以后签到的人列在这里。")
        return EmptyState(self.tr("没有等着记分的签到"), why, icon="ph.check-circle")

    def count_one(self) -> None:
        """Count the chosen check-in."""
        row = self.chosen()
        if row is not None and not row.is_own:
            self._count((row.id,))

    def count_all(self) -> None:
        """Count all that are listed, but those of somebody called as oneself."""
        keys = tuple(row.id for row in self.model.rows if not row.is_own)
        if keys:
            self._count(keys)

    def _count(self, keys: tuple[UUID, ...]) -> None:
        key: UUID = new_id()

        def write(uow: Any) -> int:
            return count_attendances(uow, keys, command_key=key)

        self._desk.write(write, self._counted, self._desk.notices.report)

    def _counted(self, count: int) -> None:
        words = self.tr("记了 {count} 笔。要另一个人确认的等在“待确认”里。")
        self._desk.notices.tell(words.format(count=count))

    def leave(self) -> None:
        """Go back to the points."""
        self._desk.navigator.go(PageWanted(POINTS_PAGE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[Proposed], ...]:
    translate = QCoreApplication.translate
    own = translate("Points", "{name}（和您同名）")
    return (
        Column(
            "member",
            translate("Points", "姓名"),
            lambda row: own.format(name=row.member) if row.is_own else row.member,
            width=130,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "activity",
            translate("Points", "活动"),
            lambda row: row.activity,
            width=220,
            stretch=True,
        ),
        Column("day", translate("Points", "日期"), lambda row: f"{row.day:%Y-%m-%d}", width=100),
        Column("kind", translate("Points", "类型"), lambda row: row.kind, width=100),
        Column("by", translate("Points", "谁签到的"), lambda row: row.checked_by, width=90),
        Column("rule", translate("Points", "按哪条记"), lambda row: row.rule.title, width=140),
        Column(
            "points",
            translate("Points", "分"),
            lambda row: str(row.points),
            width=56,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column(
            "confirmer",
            translate("Points", "谁确认"),
            lambda row: word(row.rule.confirmer),
            width=96,
        ),
    )


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Points", "移动")),
        KeyHelp(ONE_KEY, translate("Points", "记这一笔")),
        KeyHelp(ALL_KEY, translate("Points", "全部记分")),
        KeyHelp("Esc", translate("Points", "回积分")),
    )
