"""红色小区: compounds with their three sides, how many a station serves, what is late."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.doors import Paper, TableOrder
from app.core.ids import new_id
from app.core.paging import Page
from app.core.shared_settings import settings_at
from app.core.words import label as word
from app.party.compounds import rights
from app.party.compounds.actions import attach_to_matter, open_matter_file, stop_serving
from app.party.compounds.queries import (
    CompoundDetail,
    CompoundRow,
    Coverage,
    MatterRow,
    StageRow,
    compound_detail,
    compounds_page,
    coverage,
)
from app.party.compounds.rules import CompoundView, shown_percent
from ui.core.chosen_row import ChosenRow
from ui.core.controls import Button, Combo
from ui.core.dialogs import ConsequenceDialog
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CompoundWanted, MeetingWanted, Target
from ui.parts.system_viewer import open_with_system, opened_folder
from ui.party.compounds.dialogs import CompoundDialog, MatterDialog, ServeDialog, StageDialog
from ui.party.compounds.panel import (
    KEEP_KEY,
    MATTER_KEY,
    SERVE_KEY,
    CompoundPanel,
    committee_words,
)

TOPICS = frozenset(
    {
        *(Topic.COMPOUND, Topic.PLACE, Topic.ORGANISATION, Topic.MEETING),
        *(Topic.ATTACHMENT, Topic.SETTING),
    }
)
EXPORT_KEY, PRINT_KEY, PAPER = "Ctrl+E", "Ctrl+P", "station_coverage"


class CompoundsPage(QWidget):
    """E puts the sides down, S adds a station, N begins a matter."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.compounds")
        self.setAccessibleName(self.tr("红色小区"))
        self._desk = desk
        self.dialog: Any = None
        self._wanted: UUID | None = None
        self.open_file = open_with_system
        self.view = Combo()
        self.view.setAccessibleName(self.tr("看哪些小区"))
        for each in CompoundView:
            self.view.add(word(each), each)
        self.field = NarrowField(self.tr("筛选小区"))
        self.export_button = Button(self.tr("导出"), kind="quiet", icon="ph.export", key=EXPORT_KEY)
        self.print_button = Button(
            self.tr("打印覆盖"), kind="quiet", icon="ph.printer", key=PRINT_KEY
        )
        self.bar = ToolBar(self.tr("服务站覆盖"))
        self.columns = _columns()
        self.model: PagedTableModel[CompoundRow] = PagedTableModel(
            self.columns, lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.compounds", desk.preferences)
        self.panel = CompoundPanel(desk)
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp(KEEP_KEY, self.tr("登记三方")),
                KeyHelp(SERVE_KEY, self.tr("加服务站")),
                KeyHelp(MATTER_KEY, self.tr("加事项")),
            )
        )
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self.bar.add(self.view)
        self.bar.add(self.field)
        self.bar.add_right(self.export_button, self.print_button)
        self.export_button.setVisible(self._desk.actor.may(rights.EXPORT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(ListPanes((self.table,), self.panel), 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        panel = self.panel
        self.table.set_empty(self._nothing)
        self.table.set_failed_title(self.tr("没能读出小区"))
        self._chosen = ChosenRow(self.table, self.model, self._show, panel.show_nothing)
        self.model.loading_changed.connect(self._settle)
        self.model.loading_changed.connect(lambda _: self._say_count())
        self.view.currentIndexChanged.connect(lambda _: self._narrow())
        self.field.narrowed.connect(lambda _: self._narrow())
        self.field.left.connect(self.table.setFocus)
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print_out)
        panel.keep_wanted.connect(self.keep)
        panel.serve_wanted.connect(self.serve)
        panel.matter_wanted.connect(self.begin)
        panel.unserved.connect(self._stop_serving)
        panel.stage_done.connect(self._finish)
        panel.file_added.connect(self._add_file)
        panel.file_opened.connect(self._open_file)
        panel.meeting_wanted.connect(lambda key: self._desk.navigator.go(MeetingWanted(key)))
        for key, run in (
            *((KEEP_KEY, self.keep), (SERVE_KEY, self.serve), (MATTER_KEY, self.begin)),
            *((EXPORT_KEY, self.export), (PRINT_KEY, self.print_out)),
            ("/", self.field.setFocus),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the table and the share anew."""
        desk = self._desk
        desk.read(lambda session: coverage(session, desk.actor, desk.scope.code), self._say_share)
        self._narrow()

    def show_target(self, target: Target) -> None:
        """Show the compound somebody was sent to."""
        if isinstance(target, CompoundWanted):
            self._wanted = target.place_id
            self.view.set_value(CompoundView.ALL)
            self.field.setText(target.name)
            self._narrow()

    def _settle(self, loading: Loading) -> None:
        self._chosen.settle(loading)
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None

    def _narrow(self) -> None:
        self.model.show(self._load)

    def _load(self, after: After, limit: int | None = 80) -> Page[CompoundRow]:
        desk, now = self._desk, self._desk.parts.clock.now()
        with desk.parts.database.reading() as session:
            return compounds_page(
                session,
                desk.actor,
                CompoundView(str(self.view.value())),
                today=local(now).date(),
                red_percent=settings_at(session, now).red_committee_percent,
                text=self.field.text().strip(),
                region=desk.scope.code,
                after=after,
                limit=limit,
            )

    def _say_share(self, known: Coverage) -> None:
        words = self.tr("{served}/{compounds} 个小区，{share}")
        share = shown_percent(known.served, known.compounds)
        self.bar.set_count(
            words.format(served=known.served, compounds=known.compounds, share=share)
        )

    def _say_count(self) -> None:
        more = self.model.canFetchMore(self.table.rootIndex())
        self.foot.tell(self.model.rowCount(), None, self.tr("个小区"), more=more)

    def _nothing(self) -> QWidget:
        if self.view.value() != CompoundView.ALL or self.field.text():
            words = self.tr("换一个条件看看。")
            return EmptyState(self.tr("没有这样的小区"), words, icon="ph.check-circle")
        why = self.tr("小区是网格图上类型为“小区”的地点，先在那里登记。")
        return EmptyState(self.tr("还没有小区"), why, icon="ph.buildings")

    def _show(self, row: CompoundRow) -> None:
        desk = self._desk
        today = local(desk.parts.clock.now()).date()

        def show(detail: CompoundDetail) -> None:
            if self.table.current_key() == detail.id:
                self.panel.show_compound(row, detail)

        desk.read(lambda session: compound_detail(session, desk.actor, row.id, today), show)

    # -- doing ---------------------------------------------------------------------------------

    def _mine(self) -> CompoundRow | None:
        row = self.panel.row
        return row if row is not None and row.may_keep else None

    def _ask(self, form: Callable[[Desk, CompoundRow, QWidget], FormDialog]) -> None:
        if (row := self._mine()) is not None:
            self._open(form(self._desk, row, self.window()))

    def keep(self) -> None:
        """Ask for the three sides."""
        self._ask(CompoundDialog)

    def serve(self) -> None:
        """Ask which station serves it."""
        self._ask(ServeDialog)

    def begin(self) -> None:
        """Ask for a matter."""
        self._ask(MatterDialog)

    def _finish(self, told: tuple[MatterRow, StageRow]) -> None:
        self._open(StageDialog(self._desk, *told, self.window()))

    def _stop_serving(self, station: tuple[UUID, str]) -> None:
        row, key = self._mine(), new_id()
        if row is None:
            return
        place = row.id
        words = self.tr("“{name}”少一个服务站；没有别的服务站，就算没有覆盖。")
        dialog = ConsequenceDialog(
            self.tr("{station}不再服务这个小区？").format(station=station[1]),
            words.format(name=row.name),
            do=self.tr("不再服务"),
            leave=self.tr("不动"),
            danger=True,
            parent=self.window(),
        )
        dialog.accepted.connect(
            lambda: self._desk.write(
                lambda uow: stop_serving(uow, station[0], place, command_key=key),
                lambda _: None,
                self._desk.notices.report,
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        self._open(dialog)

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    def _add_file(self, told: tuple[MatterRow, Any, Any]) -> None:
        matter, prepared, strip = told
        key = new_id()
        self._desk.write(
            lambda uow: attach_to_matter(uow, matter.id, prepared, command_key=key),
            lambda _: None,
            lambda error: strip.refuse(explain(error).text),
        )

    def _open_file(self, told: tuple[MatterRow, Any, Any]) -> None:
        matter, item, strip = told
        database, actor = self._desk.parts.database, self._desk.actor
        self._desk.jobs.write(
            lambda: open_matter_file(database, actor, matter.id, item.key, folder=opened_folder()),
            self.open_file,
            lambda error: strip.refuse(explain(error).text),
        )

    # -- out -----------------------------------------------------------------------------------

    def export(self) -> None:
        """Write all that is filtered into a file, as CSV or XLSX by the end of its name."""
        if self.model.rows and self._desk.actor.may(rights.EXPORT):
            forms, title = "CSV (*.csv);;Excel (*.xlsx)", self.tr("导出小区")
            name = self.tr("红色小区.csv")
            chosen, _ = QFileDialog.getSaveFileName(self, title, name, forms)
            if chosen:
                self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write all that is filtered to a file."""
        desk = self._desk
        columns = tuple((column.key, column.title) for column in self.columns)
        order = TableOrder("compounds", columns, desk.scope.code, right=rights.EXPORT)

        def cells() -> Iterator[list[object]]:
            for row in self._load(None, None).rows:
                yield [column.text(row) for column in self.columns]

        def work() -> int:
            tables = desk.parts.doors.tables
            return int(tables.write(desk.parts.database, desk.actor, path, order, cells()))

        desk.jobs.write(work, lambda _: self._written(path), desk.notices.report)

    def _written(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))

    def print_out(self) -> None:
        """Print how far stations reach, and what is left."""
        desk = self._desk
        desk.read(
            lambda session: desk.parts.doors.papers.draw(
                session, desk.actor, PAPER, desk.scope.code
            ),
            self._show_paper,
        )

    def _show_paper(self, paper: Paper) -> None:
        from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

        told, title = "\n".join(paper.warnings), paper.name.removesuffix(".pdf")
        window = PaperWindow(self._desk, PAPER, title, paper, told=told, parent=self.window())
        window.open_button.hide()
        window.print_wanted.connect(window.print_now)
        window.save_wanted.connect(lambda: self._save(paper))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._open(window)

    def _save(self, paper: Paper) -> None:
        title = self.tr("另存服务站覆盖")
        chosen, _ = QFileDialog.getSaveFileName(self, title, paper.name, "PDF (*.pdf)")
        if chosen:
            self._desk.jobs.write(
                lambda: Path(chosen).write_bytes(paper.body),
                lambda _: self._written(Path(chosen)),
                self._desk.notices.report,
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[CompoundRow], ...]:
    translate = QCoreApplication.translate
    none = translate("Compounds", "—")

    def matters(row: CompoundRow) -> str:
        if row.late:
            return translate("Compounds", "{n} 件，逾期 {late}").format(
                n=row.matters, late=row.late
            )
        return translate("Compounds", "{n} 件").format(n=row.matters) if row.matters else none

    def stations(row: CompoundRow) -> str:
        return str(row.stations) if row.stations else translate("Compounds", "没有")

    def red(row: CompoundRow) -> str:
        return translate("Compounds", "红色") if row.red else none

    return (
        Column(
            "name",
            translate("Compounds", "小区"),
            lambda row: row.name,
            width=120,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("region", translate("Compounds", "网格"), lambda row: row.region_name, width=100),
        Column(
            "branch",
            translate("Compounds", "支部（主导）"),
            lambda row: row.branch or none,
            width=150,
            stretch=True,
        ),
        Column(
            "committee",
            translate("Compounds", "委员会（执行）"),
            lambda row: committee_words(row, none, term=False),
            width=150,
        ),
        Column("red", translate("Compounds", "是否红色"), red, width=68),
        Column(
            "property",
            translate("Compounds", "物业（服务）"),
            lambda row: row.property_company or none,
            width=110,
        ),
        Column("stations", translate("Compounds", "服务站"), stations, width=60),
        Column("matters", translate("Compounds", "事项"), matters, width=104),
    )
