"""The list of items: what residents see of the chosen one stands beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.words import label as word
from app.services import rights
from app.services.items.actions.editing import publish_items
from app.services.items.finding import search_rows
from app.services.items.queries.items import ItemRow, VersionRow, item_rows, versions_of
from app.services.items.rules import ServiceItemState
from app.services.items.telling import duty_words, limit_words
from ui.core.chips import Chip
from ui.core.facts import FactGrid, FactLine
from ui.core.jobs import Job
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.registers.lines import PanelLine, toned_column
from ui.parts.registers.view import Register, RegisterView
from ui.services.items.guide_view import GuideView

TOPICS = frozenset({Topic.SERVICE_ITEM})
ADD_KEY, EDIT_KEY, PUBLISH_KEY, WITHDRAW_KEY, PRINT_KEY = "N", "E", "P", "X", "G"
IMPORT_KEY, EXPORT_KEY = "I", "O"
TONES = {
    ServiceItemState.DRAFT: ("warn", "ph.pencil-simple"),
    ServiceItemState.PUBLISHED: ("ok", "ph.check"),
    ServiceItemState.WITHDRAWN: ("sus", "ph.arrow-u-up-left"),
}


class ItemsView(RegisterView[ItemRow]):
    """N writes a new item, E edits, P publishes, X withdraws, G prints the sheet for residents."""

    read = Signal(object)  # tuple[ItemRow, ...]: all of them, whatever is looked for

    def __init__(self, desk: Desk) -> None:
        self.typed = ""
        self.only: frozenset[str] | None = None
        self.found: tuple[ItemRow, ...] = ()
        super().__init__(desk, _register(self, desk))
        self._job: Job | None = None
        self.guide = GuideView()
        self.kept = PanelPart(self.tr("管理"))
        self.kept_facts = FactGrid()
        self.versions = PanelPart(self.tr("版本"))
        self.facts.hide()
        self.guide.title.hide()
        self.panel.body.addWidget(self.guide)
        self.panel.body.addWidget(self.kept)
        self.panel.body.addWidget(self.versions)
        self.kept.set_rows([self.kept_facts])
        if desk.actor.may(rights.KEEP):
            self.adds(self.tr("新增事项"), ADD_KEY, self.add)
            self.adds(self.tr("导入表格"), IMPORT_KEY, self.bring, icon="ph.download-simple")
        self.adds(self.tr("导出"), EXPORT_KEY, self.take_out, icon="ph.upload-simple")
        self.on_key(EDIT_KEY, self.edit)
        self.on_key(PUBLISH_KEY, self.publish)
        self.on_key(WITHDRAW_KEY, self.withdraw)
        self.on_key(PRINT_KEY, self.print)

    def look_for(self, typed: str) -> None:
        """Show only what fits what was typed."""
        self.typed = typed
        self.model.reload()

    def show_only(self, codes: frozenset[str] | None) -> None:
        """Show only the items with these codes, None for all."""
        self.only = codes
        self.model.reload()

    def fill(self, row: ItemRow) -> None:
        marks = [Chip(word(row.state), TONES[row.state][0], icon=TONES[row.state][1])]
        if row.has_changes:
            marks.append(Chip(self.tr("有没发布的修改"), "warn", icon="ph.pencil-simple"))
        self.head(row.body.name, *marks)
        self.guide.show_item(row.body)
        self.kept_facts.set_lines(*self._kept_lines(row))
        self._show_deeds(row)
        if self._job is not None:
            self._job.cancel()
        key = row.id
        self._job = self.desk.read(
            lambda session: (key, versions_of(session, key)), self._take_versions
        )

    def _kept_lines(self, row: ItemRow) -> tuple[FactLine, ...]:
        body = row.body
        seen = (
            self.tr("第 {n} 版").format(n=row.published)
            if row.published is not None
            else self.tr("没有发布")
        )
        lines = [
            FactLine(self.tr("编码"), row.code, row.region_name),
            FactLine(self.tr("状态"), word(row.state), seen),
            FactLine(self.tr("类别"), body.category, duty_words(body)),
            FactLine(self.tr("办件量"), self.tr("每年约 {n} 件").format(n=body.yearly)),
        ]
        if body.delegation is not None:
            told = self.tr("{giver} → {taker}，{since} 起")
            lines.append(
                FactLine(
                    self.tr("下放"),
                    told.format(
                        giver=body.delegation.giver,
                        taker=body.delegation.taker,
                        since=f"{body.delegation.since:%Y-%m-%d}",
                    ),
                    body.delegation.basis,
                )
            )
        return tuple(lines)

    def _take_versions(self, read: tuple[object, tuple[VersionRow, ...]]) -> None:
        self._job = None
        row = self.chosen()
        if row is None or row.id != read[0]:
            return
        lines: list[QWidget] = []
        for version in read[1]:
            told = self.tr("第 {n} 版　{note}").format(n=version.ordinal, note=version.note)
            under = f"{version.saved_name}　{local(version.saved_at):%Y-%m-%d %H:%M}"
            line = PanelLine(told.strip(), under)
            if version.is_published:
                line.add(Chip(self.tr("群众看到的"), "ok", icon="ph.eye"))
            lines.append(line)
        self.versions.set_rows(lines)

    def _show_deeds(self, row: ItemRow) -> None:
        deeds = []
        if row.may_keep:
            if row.published != row.ordinal:
                deeds.append(self.deed(self.tr("发布"), PUBLISH_KEY, self.publish, "primary"))
            deeds.append(self.deed(self.tr("修改"), EDIT_KEY, self.edit))
        deeds.append(self.deed(self.tr("告知单"), PRINT_KEY, self.print))
        if row.may_keep and row.published is not None:
            deeds.append(self.deed(self.tr("撤回"), WITHDRAW_KEY, self.withdraw))
        self.offer(*deeds)

    def add(self) -> None:
        """Write a new item."""
        if self.desk.actor.may(rights.KEEP):
            from ui.services.items.item_dialog import ItemDialog

            self.open(ItemDialog(self.desk, None, self.window()))

    def bring(self) -> None:
        """Take items in from a sheet."""
        if self.desk.actor.may(rights.KEEP):
            from ui.services.items.sheet_dialog import SheetDialog

            self.open(SheetDialog(self.desk, self.window()))

    def take_out(self) -> None:
        """Write what is listed into a sheet."""
        from ui.services.items.sheet_dialog import export_sheet

        if self.model.rows:
            export_sheet(self.desk, self, tuple(self.model.rows))

    def edit(self) -> None:
        """Edit the chosen one."""
        row = self.chosen()
        if row is not None and row.may_keep:
            from ui.services.items.item_dialog import ItemDialog

            self.open(ItemDialog(self.desk, row, self.window()))

    def publish(self) -> None:
        """Let residents see the newest version of the chosen one."""
        row = self.chosen()
        if row is None or not row.may_keep or row.published == row.ordinal:
            return
        from app.core.ids import new_id

        seen, key = ((row.id, row.version),), new_id()
        told = self.tr("“{name}”已发布，自助机上马上看得到。").format(name=row.body.name)
        self.desk.write(
            lambda uow: publish_items(uow, seen, command_key=key),
            lambda _: self.desk.notices.tell(told),
        )

    def withdraw(self) -> None:
        """Ask why residents shall not see the chosen one any more."""
        row = self.chosen()
        if row is not None and row.may_keep and row.published is not None:
            from ui.services.items.withdraw_dialog import WithdrawDialog

            self.open(WithdrawDialog(self.desk, row, self.window()))

    def print(self) -> None:
        """Print what a resident takes home: what to bring, where, when."""
        row = self.chosen()
        if row is not None:
            from ui.services.items.printing import print_guide

            print_guide(self.desk, self, row.id, row.body.name)


def _register(view: ItemsView, desk: Desk) -> Register[ItemRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[ItemRow, ...]:
        found = item_rows(session, desk.actor, region=desk.scope.code)
        view.found = found
        view.read.emit(found)
        if view.only is not None:
            found = tuple(row for row in found if row.code in view.only)
        return search_rows(found, view.typed) if view.typed else found

    why = translate("Items", "按 N 写第一个事项，或从表格导入；发布以后群众在自助机上看得到。")
    empty = (translate("Items", "没有事项"), why, "ph.checks")
    title, unit = translate("Items", "事项"), translate("Items", "项")
    return Register("services.items-list", title, _columns(), rows, TOPICS, unit, empty)


def _standing(row: ItemRow) -> tuple[str, str]:
    if row.has_changes:
        return QCoreApplication.translate("Items", "有修改"), "warn"
    return word(row.state), "text.2" if row.state is ServiceItemState.PUBLISHED else "warn"


def _columns() -> tuple[Column[ItemRow], ...]:
    translate = QCoreApplication.translate
    text: Callable[..., Column[ItemRow]] = Column
    yes = translate("Items", "是")
    return (
        text("code", translate("Items", "编码"), lambda row: row.code, width=72),
        text(
            "name",
            translate("Items", "事项"),
            lambda row: row.body.name,
            width=200,
            tone="text",
            large=True,
            fixed=True,
            stretch=True,
        ),
        text("category", translate("Items", "类别"), lambda row: row.body.category, width=72),
        text("department", translate("Items", "主管"), lambda row: row.body.department, width=108),
        text("limit", translate("Items", "时限"), lambda row: limit_words(row.body), width=104),
        text(
            "wide",
            translate("Items", "全城通办"),
            lambda row: yes if row.body.city_wide else "",
            width=72,
        ),
        text("duty", translate("Items", "社区"), lambda row: word(row.body.duty), width=64),
        text("yearly", translate("Items", "年办件"), lambda row: f"{row.body.yearly}", width=64),
        toned_column("state", translate("Items", "状态"), _standing, width=72),
    )
