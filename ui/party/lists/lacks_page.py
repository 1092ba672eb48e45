"""没人提供的: what the lists lack once all that could be had is handed out, and why."""

from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.changes import Topic
from app.core.doors import TableOrder
from app.core.paging import Page
from app.core.words import label as word
from app.party.lists import rights
from app.party.lists.queries.board import board
from app.party.lists.queries.proposals import Lack, proposals
from app.party.lists.telling import amount_words, lack_words, need_line
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, ToolBar, pile_up
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PageWanted
from ui.parts.system_viewer import open_with_system
from ui.party.papers import PartyPaper, PartyPapers

TOPICS = frozenset({Topic.RESOURCE, Topic.NEED, Topic.PROJECT})
EXPORT_KEY, PRINT_KEY = "Ctrl+E", "Ctrl+P"
BOARD_PAGE, PAPER = "party.lists", "list_lacks"


class LacksPage(QWidget):
    """Escape goes back to the board."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("party.lacks")
        self.setAccessibleName(self.tr("没人提供的"))
        self.bar = ToolBar(self.tr("没人提供的"))
        self.export_button = Button(self.tr("导出"), kind="quiet", icon="ph.export", key=EXPORT_KEY)
        self.print_button = Button(self.tr("打印"), kind="quiet", icon="ph.printer", key=PRINT_KEY)
        self.bar.add_right(self.export_button, self.print_button)
        self.columns = _columns()
        self.model: PagedTableModel[Lack] = PagedTableModel(
            self.columns, lambda row: (row.need.id, row.kind), desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.lacks", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        self.papers = PartyPapers(desk, self)
        pile_up(self, (self.bar, self.table, self.foot), grows=self.table)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能算出没人提供的"))
        self.model.loading_changed.connect(self._loading)
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print_out)
        for key, run in (
            (EXPORT_KEY, self.export),
            (PRINT_KEY, self.print_out),
            ("Escape", self.leave),
        ):
            add_key(self, key, run)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)

    def _load(self, _after: After) -> Page[Lack]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now = desk.parts.clock.now()
            shown = board(session, desk.actor, now=now, region=desk.scope.code)
        return Page(proposals(shown).lacks, None)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("项"), more=False)
        self.bar.set_count(self.tr("{count} 项").format(count=count) if count else "")
        if count and self.table.current_key() is None:
            self.table.selectRow(0)

    def _empty(self) -> QWidget:
        why = self.tr("每一项需求都排得上资源，去撮合板结成项目。")
        return EmptyState(self.tr("没有缺的"), why, icon="ph.check-circle")

    def leave(self) -> None:
        """Go back to the board."""
        self._desk.navigator.go(PageWanted(BOARD_PAGE))

    # -- out -----------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the table into a file, as CSV or XLSX by the end of its name."""
        if not self.model.rows:
            return
        if not self._desk.actor.may(rights.KEEP):
            self._desk.notices.tell(self.tr("导出要有登记三张清单的权限，请党建干事来导。"))
            return
        forms = "CSV (*.csv);;Excel (*.xlsx)"
        title = self.tr("导出没人提供的")
        chosen, _ = QFileDialog.getSaveFileName(self, title, self.tr("没人提供的.csv"), forms)
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the table as it is shown to a file."""
        desk, rows = self._desk, self.model.rows
        columns = tuple((column.key, column.title) for column in self.columns)
        order = TableOrder("list_lacks", columns, desk.scope.code, right=rights.KEEP)
        parts = desk.parts

        def work() -> int:
            written: int = parts.doors.tables.write(
                parts.database, desk.actor, path, order, self._cells(rows)
            )
            return written

        desk.jobs.write(work, lambda _: self._written(path), desk.notices.report)

    def _cells(self, rows: tuple[Lack, ...]) -> Iterator[list[object]]:
        for row in rows:
            yield [column.text(row) for column in self.columns]

    def _written(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))
        open_with_system(path.parent)

    def print_out(self) -> None:
        """Print it as a report."""
        if self.model.rows:
            code = self._desk.scope.code
            region = code or next(iter(self._desk.actor.prefixes(rights.READ)), "")
            title = self.tr("没人提供的需求")
            about = uuid5(NAMESPACE_OID, region)
            self.papers.draw(PartyPaper(PAPER, code, about, region, title))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[Lack], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "title",
            translate("Lists", "需求"),
            lambda row: row.need.title,
            width=200,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Lists", "类型"), lambda row: word(row.kind), width=88),
        Column(
            "lacking",
            translate("Lists", "还差"),
            lambda row: amount_words(row.lacking, row.kind),
            width=96,
        ),
        Column("region", translate("Lists", "社区"), lambda row: row.need.region_name, width=110),
        Column("by", translate("Lists", "需求单位"), lambda row: row.need.needed_by, width=160),
        Column("when", translate("Lists", "时间地点"), lambda row: need_line(row.need), width=200),
        Column("why", translate("Lists", "为什么"), lack_words, width=240, stretch=True),
    )


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Lists", "移动")),
        KeyHelp("Esc", translate("Lists", "回撮合板")),
        KeyHelp(EXPORT_KEY, translate("Lists", "导出")),
        KeyHelp(PRINT_KEY, translate("Lists", "打印")),
    )
