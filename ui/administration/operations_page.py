"""How the system runs, for whoever runs it: who is connected, chores, sizes, maintenance."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.administration.operations import read_operations
from app.administration.operations.rows import DeskProgram, Operations
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.maintenance import OperationsRight, withdraw
from ui.administration.announce_dialog import AnnounceDialog, write_anyway
from ui.administration.operation_tables import (
    chores_table,
    connected_table,
    desks_table,
    statements_table,
)
from ui.administration.operation_words import (
    backup_line,
    backup_trouble,
    desks_words,
    is_behind,
    journal_line,
    keeper_words,
    maintenance_words,
    storage_lines,
    took_words,
)
from ui.core.cards import Card
from ui.core.controls import Button, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.facts import FactGrid, FactLine
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import exact_time
from ui.core.slices import Desk
from ui.core.states import ErrorState, Skeleton, StatePanel
from ui.core.strips import Strip
from ui.core.targets import PageWanted

EVERY_MS = 30_000
SIDE_PX = 380
TITLE_PX = 72
SETTINGS = "administration.settings"


class OperationsPage(QWidget):
    """Reads everything in one go, at once and then every half minute while it is seen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.seen: Operations | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._scroll)
        self._again = QTimer(self)
        self._again.setInterval(EVERY_MS)
        self._again.timeout.connect(self._look_again)
        if not desk.actor.reaches_all(OperationsRight.OPERATE):
            self._show(self._not_for_all())
            return
        self._build()
        self._show(Skeleton(12))
        topics = frozenset({Topic.MAINTENANCE, Topic.SETTING})
        self._refresher = Refresher(desk.hub, self, self.reload, topics=topics)
        self.reload()
        self._again.start()

    def _not_for_all(self) -> QWidget:
        return StatePanel(
            "ph.lock-key",
            self.tr("运行情况由各街道共用"),
            self.tr("它列出所有人的电脑，要管到全区的系统管理员才能看。"),
        )

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        database, actor = self._desk.parts.database, self._desk.actor
        self._desk.jobs.read(lambda: read_operations(database, actor), self._take, self._failed)

    def _look_again(self) -> None:
        if self.isVisible():
            self.reload()

    def _failed(self, error: BaseException) -> None:
        if self.seen is None:
            self._show(ErrorState(self.tr("没能读出运行情况"), explain(error), self.reload))
        # what was read stays, with the time it was read at; the desk says that nobody answers

    def _show(self, state: QWidget) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(24, 16, 24, 24)
        column.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        self._scroll.setWidget(holder)

    def _take(self, seen: Operations) -> None:
        first, self.seen = self.seen is None, seen
        if first:
            self._scroll.setWidget(self._content)
        as_of = self.tr("截至 {time}").format(time=exact_time(seen.as_of))
        self._tell_maintenance(seen, as_of)
        self._tell_database(seen, as_of)
        self._tell_chores(seen, as_of)
        self._tell_desks(seen, as_of)
        self._tell_server(seen, as_of)

    # -- what stands there ---------------------------------------------------------------------

    def _build(self) -> None:
        self._content = QWidget()
        self.connected = connected_table(self._desk)
        self.chores = chores_table(self._desk)
        self.statements = statements_table(self._desk)
        self.desks = desks_table(self._desk, self._is_behind)
        self._build_maintenance()
        self._database_card, self.facts = Card(self.tr("数据库")), FactGrid(TITLE_PX)
        self.backup_strip = Strip("warn", icon="ph.warning-octagon")
        self._database_card.add(self.backup_strip)
        self._database_card.add(self.facts)
        self._desks_card = Card(self.tr("各台电脑的程序"))
        self._desks_says = _wrapped("second")
        self.wanted_button = Button(self.tr("设定版本和安装包"), kind="link", small=True)
        self.wanted_button.clicked.connect(self._to_settings)
        self._desks_card.add_to_head(self.wanted_button)
        self._desks_card.add(self._desks_says)
        self._desks_card.add(self.desks)
        self._connected_card = Card(self.tr("连着的程序"))
        self._blind = Strip("note", icon="ph.eye-slash")
        self._connected_card.add(self._blind)
        self._connected_card.add(self.connected)
        self._chores_card = Card(self.tr("后台任务"))
        self._nobody = Strip("warn", icon="ph.warning-octagon")
        self._keeper_says = label("", "second")
        for widget in (self._nobody, self._keeper_says, self.chores):
            self._chores_card.add(widget)
        self._slow_card = Card(self.tr("慢语句"))
        self._running_says, self._slow_says = _wrapped("body"), _wrapped("caption")
        for told in (self._running_says, self.statements, self._slow_says):
            self._slow_card.add(told)
        self._lay_out()

    def _build_maintenance(self) -> None:
        self._maintenance_card = Card(self.tr("维护"))
        self.maintenance_says, self._maintenance_rest = _wrapped("section"), _wrapped("second")
        self.announce_button = Button(self.tr("发布维护通知…"), kind="primary", small=True)
        self.withdraw_button = Button(self.tr("撤下"), kind="quiet", small=True)
        self.announce_button.clicked.connect(self.announce)
        self.withdraw_button.clicked.connect(self.ask_withdraw)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.announce_button)
        buttons.addWidget(self.withdraw_button)
        buttons.addStretch(1)
        self._maintenance_card.add(self.maintenance_says)
        self._maintenance_card.add(self._maintenance_rest)
        self._maintenance_card.add(buttons)

    def _lay_out(self) -> None:
        wide, side = QVBoxLayout(), QVBoxLayout()
        for column in (wide, side):
            column.setSpacing(12)
        for card in (self._connected_card, self._chores_card, self._slow_card, self._desks_card):
            wide.addWidget(card)
        for card in (self._maintenance_card, self._database_card):
            card.setFixedWidth(SIDE_PX)
            side.addWidget(card)
        wide.addStretch(1)
        side.addStretch(1)
        line = QHBoxLayout(self._content)
        line.setContentsMargins(24, 16, 24, 24)
        line.setSpacing(12)
        line.addLayout(wide, 1)
        line.addLayout(side)

    def _tell_maintenance(self, seen: Operations, as_of: str) -> None:
        lead, rest = maintenance_words(seen.maintenance, seen.as_of)
        self.maintenance_says.setText(lead)
        self._maintenance_rest.setText(rest)
        told = seen.maintenance
        shut = told.read_only_since(seen.as_of) is not None
        self.withdraw_button.setText(self.tr("恢复写入…") if shut else self.tr("撤下…"))
        self.withdraw_button.set_kind("primary" if shut else "quiet")
        self.announce_button.set_kind("quiet" if shut else "primary")
        self.withdraw_button.setVisible(told.is_announced or shut)
        self._maintenance_card.set_title(self.tr("维护"), as_of)

    def _tell_database(self, seen: Operations, as_of: str) -> None:
        schema = self.tr("{revision}，能写入的程序至少是 {least}").format(
            revision=seen.revision, least=seen.min_client
        )
        self.facts.set_lines(
            FactLine(self.tr("数据库"), seen.engine),
            FactLine(self.tr("结构"), schema),
            FactLine(self.tr("本机程序"), seen.version),
            *storage_lines(seen.storage),
            backup_line(seen),
            journal_line(seen),
        )
        self.backup_strip.tell(*backup_trouble(seen))
        self._database_card.set_title(self.tr("数据库"), as_of)

    def _tell_chores(self, seen: Operations, as_of: str) -> None:
        keeps = keeper_words(seen)
        self._keeper_says.setText(keeps)
        self._keeper_says.setVisible(bool(keeps))
        lead = "" if keeps else self.tr("现在没有人做后台任务。")
        rest = (
            self.tr("系统管理员或主任打开桌面，过半分钟就由那台做。")
            if seen.server is None
            else self.tr("封存、提醒、归档都停着；请在服务器上启动 jiezhi-keeper。")
        )
        self._nobody.tell(lead, rest if lead else "")
        self.chores.show_rows(seen.chores)
        self.chores.setVisible(bool(seen.chores))
        failed = sum(bool(row.last_error) for row in seen.chores)
        title = self.tr("后台任务：{count} 项没成") if failed else self.tr("后台任务")
        self._chores_card.set_title(title.format(count=failed), as_of)

    def _tell_desks(self, seen: Operations, as_of: str) -> None:
        self._desks_says.setText(desks_words(seen))
        self.desks.show_rows(seen.desks)
        self.desks.setVisible(bool(seen.desks))
        self._desks_card.set_title(self.tr("各台电脑的程序"), as_of)

    def _tell_server(self, seen: Operations, as_of: str) -> None:
        server = seen.server
        self._connected_card.setVisible(server is not None)
        self._slow_card.setVisible(server is not None)
        if server is None:
            return
        rows = sorted(server.connected, key=lambda row: (row.is_service, row.desk, row.account))
        self.connected.show_rows(rows)
        total = sum(row.connections for row in rows)
        title = self.tr("连着 {desks} 个程序，{count} 个连接").format(desks=len(rows), count=total)
        self._connected_card.set_title(title, as_of)
        lead = "" if server.sees_all else self.tr("服务器不让看别人何时连上、在做什么。")
        rest = self.tr("请数据库管理员运行一次 packaging/server/harden.sql。")
        self._blind.tell(lead, rest if lead else "")
        self._tell_statements(seen, as_of)

    def _tell_statements(self, seen: Operations, as_of: str) -> None:
        server = seen.server
        if server is None:
            return
        lines = []
        for row in server.running:
            waits = self.tr("，在等别人放开") if row.waits else ""
            took = took_words((seen.as_of - row.since).total_seconds() * 1_000)
            who = "·".join(part for part in (row.who, row.desk) if part) or self.tr("服务账户")
            lines.append(f"{took}{waits}　{who}　{row.text}")
        nothing = self.tr("现在没有跑得久的语句。")
        self._running_says.setText("\n".join(lines) or nothing)
        self.statements.setVisible(bool(server.slow))
        self.statements.show_rows(server.slow)
        told = ""
        if not server.counts:
            told = self.tr("服务器没有统计语句（pg_stat_statements），只列正在跑的。")
        elif not server.slow:
            told = self.tr("统计里没有能看的语句。")
        self._slow_says.setText(told)
        self._slow_says.setVisible(bool(told))
        self._slow_card.set_title(self.tr("慢语句"), as_of)

    def _is_behind(self, row: DeskProgram) -> bool:
        return self.seen is not None and is_behind(row, self.seen)

    # -- what can be done ----------------------------------------------------------------------

    def announce(self) -> None:
        """Ask what everybody is to be told."""
        dialog = AnnounceDialog(self._desk, self)
        dialog.saved.connect(self._announced)
        dialog.open()

    def _announced(self, _: object) -> None:
        self._desk.notices.tell(self.tr("已通知所有桌面"))
        self.reload()

    def ask_withdraw(self) -> None:
        """Ask whether everybody may go on."""
        seen = self.seen
        if seen is None:
            return
        shut = seen.maintenance.read_only_since(seen.as_of) is not None
        consequence = self.tr("通知从每台桌面上消失。")
        if shut:
            consequence = self.tr(
                "所有桌面马上又能存。数据库还在升级、恢复的话，请等它完成再恢复。"
            )
        dialog = ConsequenceDialog(
            self.tr("恢复写入？") if shut else self.tr("撤下维护通知？"),
            consequence,
            do=self.tr("恢复写入") if shut else self.tr("撤下"),
            leave=self.tr("先不"),
            danger=seen.maintenance.is_migrating(seen.as_of),
            parent=self,
        )
        dialog.accepted.connect(self._withdraw)
        dialog.open()

    def _withdraw(self) -> None:
        key = new_id()
        write_anyway(
            self._desk,
            lambda uow: withdraw(uow, command_key=key),
            self._withdrawn,
            self._desk.notices.report,
        )

    def _withdrawn(self, _: object) -> None:
        self._desk.notices.tell(self.tr("已撤下，大家照常能存"))
        self.reload()

    def _to_settings(self) -> None:
        self._desk.navigator.go(PageWanted(SETTINGS))


def _wrapped(role: str) -> QLabel:
    made = label("", role)
    made.setWordWrap(True)
    return made
