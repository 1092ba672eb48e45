"""Notices out (通知): which channels there are, and who is told of which step in which words."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.actions.notice_templates import retire_template
from app.cases.queries.notices import GatewayRow, TemplateRow, gateways_told, templates
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from ui.cases.aids.notice_dialog import NoticeDialog
from ui.core.controls import Button, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar
from ui.core.relative_time import moment_and_relative
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_model import Column, Loading, PagedTableModel
from ui.core.tables import DeskTable

TOPICS = frozenset({Topic.NOTICE, Topic.CATEGORY})


def notice_columns() -> tuple[Column[TemplateRow], ...]:
    """Return the columns of the templates."""
    translate = QCoreApplication.translate
    return (
        Column(
            "step",
            translate("NoticesPage", "步骤"),
            lambda row: word(row.step),
            width=96,
            tone="text",
            fixed=True,
        ),
        Column("audience", translate("NoticesPage", "告诉谁"), lambda r: word(r.audience), 84),
        Column("channel", translate("NoticesPage", "用什么"), lambda r: word(r.channel), 72),
        Column(
            "text",
            translate("NoticesPage", "内容"),
            lambda row: " ".join(row.text.split()),
            width=260,
            stretch=True,
            tone="text",
            tooltip=lambda row: row.text,
        ),
        Column(
            "source",
            translate("NoticesPage", "来源"),
            lambda row: word(row.source) if row.source else "—",
            96,
        ),
        Column("kind", translate("NoticesPage", "类别"), lambda row: row.category_name or "—", 136),
    )


class NoticesPage(QWidget):
    """What stands above the table says whether anything goes out at all."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("通知"))
        self.new_button = Button(self.tr("新建通知"), kind="primary", icon="ph.plus", key="Ctrl+N")
        self.bar = ToolBar(self.tr("通知"))
        self.bar.add_right(self.new_button)
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.says.setContentsMargins(12, 8, 12, 8)
        self.model: PagedTableModel[TemplateRow] = PagedTableModel(
            notice_columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "notices", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(
            (
                KeyHelp("Return", self.tr("修改")),
                KeyHelp("Ctrl+N", self.tr("新建")),
                KeyHelp("Delete", self.tr("停用")),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.says, self.table, self.foot):
            column.addWidget(part)
        self.new_button.clicked.connect(self.create_one)
        self.table.opened.connect(lambda _: self.edit())
        self.table.set_menu(self._menu)
        self.table.set_empty(self._empty)
        self.model.loading_changed.connect(self._loading)
        self._refresher = Refresher(desk.hub, self, self._reload, topics=TOPICS)
        add_key(self, "Ctrl+N", self.create_one)
        add_key(self.table, "E", self.edit)
        add_key(self.table, "Delete", self.retire)
        self.model.show(self._load)
        self._read_gateways()

    # -- what is shown -------------------------------------------------------------------------

    def _load(self, _after: object) -> Page[TemplateRow]:
        with self._desk.parts.database.reading() as session:
            return Page(templates(session), None)

    def _reload(self) -> None:
        self.model.reload()
        self._read_gateways()

    def _read_gateways(self) -> None:
        self._desk.read(gateways_told, self._told)

    def _told(self, rows: tuple[GatewayRow, ...]) -> None:
        now = self._desk.parts.clock.now()
        ready = [row for row in rows if row.is_ready]
        faults = sorted({row.fault for row in rows if row.fault})
        if not ready:
            words = self.tr(
                "没有通道，什么都不发，也不排队。在看守程序那台电脑上，"
                "设置文件旁边的 gateways.toml 里写明短信接口、邮件服务器或接口地址。"
            )
            self.says.setText("\n".join([words, *faults]))
            return
        told = self.tr("{channel} {place}（{seen} 看过）")
        lines = [
            told.format(
                channel=word(row.channel),
                place=row.place,
                seen=moment_and_relative(row.seen_at, now),
            )
            for row in ready
        ]
        self.says.setText("\n".join([self.tr("通道：") + "；".join(lines), *faults]))

    def _loading(self, loading: Loading) -> None:
        self.foot.tell(self.model.rowCount(), None, self.tr("条"), more=False)
        if loading is Loading.READY and self.model.rowCount() and self.table.current_key() is None:
            self.table.selectRow(0)

    def _empty(self) -> QWidget:
        step = Step(self.tr("新建通知"), self.create_one, primary=True)
        why = self.tr(
            "写好一条，走到那一步就告诉反映人或承办单位。号码在发的时候才取，只留后四位。"
        )
        return EmptyState(self.tr("还没有通知"), why, step, icon="ph.paper-plane-tilt")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def chosen(self) -> TemplateRow | None:
        """Return the template the keyboard is at."""
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def create_one(self) -> None:
        """Ask for a new template."""
        NoticeDialog(self._desk, None, self).open()

    def edit(self) -> None:
        """Change the chosen template."""
        row = self.chosen()
        if row is not None:
            NoticeDialog(self._desk, row, self).open()

    def retire(self) -> None:
        """Use the chosen template no more, after saying what follows."""
        row = self.chosen()
        if row is None:
            return
        dialog = ConsequenceDialog(
            self.tr("停用“{step}”的这条通知？").format(step=word(row.step)),
            self.tr("以后走到这一步不再发。已经发的和排着队的不变。"),
            do=self.tr("停用"),
            leave=self.tr("先不停用"),
            danger=True,
            parent=self,
        )
        key = new_id()

        def write(uow: Any) -> None:
            retire_template(uow, row.id, row.version, command_key=key)

        dialog.accepted.connect(lambda: self._desk.write(write, lambda _: None))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _menu(self, rows: tuple[TemplateRow, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能改一条")
        return [
            MenuEntry(self.tr("修改"), self.edit, several, key="E", icon="ph.pencil-simple"),
            MenuEntry(self.tr("停用"), self.retire, several, key="Delete", icon="ph.x"),
        ]
