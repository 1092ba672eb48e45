"""视联网会议: what was held over the video network, who took part, how the line was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.command import rights
from app.command.conferences.queries import (
    ConferenceDetail,
    ConferenceFigures,
    ConferenceRow,
    conference_detail,
    conference_figures,
    conferences_page,
)
from app.command.conferences.rules import ConferenceView
from app.core.changes import Topic
from app.core.doors import TableOrder
from app.core.paging import Page
from app.core.words import label as word
from ui.command.conferences.panel import CORRECT_KEY, ConferencePanel
from ui.core.chosen_row import ChosenRow
from ui.core.controls import Button, Combo
from ui.core.hub import Refresher
from ui.core.notices import Act
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.relative_time import short, time_of_day
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.strips import Strip
from ui.core.table_model import After, Column, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import ConferencesWanted, Target
from ui.parts.system_viewer import open_with_system

NEW_KEY, EXPORT_KEY = "N", "Ctrl+E"
FORMS = "Excel (*.xlsx);;CSV (*.csv)"
TOPICS = frozenset({Topic.VIDEO, Topic.INCIDENT})


class ConferencesPage(QWidget):
    """N writes one down, E corrects the chosen one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("command.conferences")
        self.setAccessibleName(self.tr("视联网会议"))
        self._desk = desk
        self.dialog: Any = None
        self._detail: ConferenceDetail | None = None
        self._figure: ConferencesWanted | None = None
        self.all_button = Button(self.tr("不限这个数"), kind="link", small=True)
        self.strip = Strip("note", self.all_button)
        self.view = Combo()
        self.view.setAccessibleName(self.tr("看哪些会议"))
        for each in ConferenceView:
            self.view.add(word(each), each)
        self.view.set_value(ConferenceView.YEAR)
        self.field = NarrowField(self.tr("筛选会议"))
        self.new_button = Button(self.tr("记一次会议"), kind="primary", icon="ph.plus", key=NEW_KEY)
        self.export_button = Button(self.tr("导出"), kind="quiet", icon="ph.export", key=EXPORT_KEY)
        self.bar = ToolBar(self.tr("视联网会议"))
        self.columns = _columns()
        self.model: PagedTableModel[ConferenceRow] = PagedTableModel(
            self.columns, lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "command.conferences", desk.preferences)
        self.panel = ConferencePanel()
        self.foot = FootBar(
            (KeyHelp("Up Down", self.tr("移动")), KeyHelp(CORRECT_KEY, self.tr("更正")))
        )
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self.bar.add(self.view)
        self.bar.add(self.field)
        self.bar.add_right(self.export_button, self.new_button)
        self.export_button.setVisible(self._desk.actor.may(rights.EXPORT))
        self.new_button.setVisible(self._desk.actor.may(rights.ACT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.strip)
        column.addWidget(ListPanes((self.table,), self.panel), 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.set_empty(self._nothing)
        self.table.set_failed_title(self.tr("没能读出视联网会议"))
        self._chosen = ChosenRow(self.table, self.model, self._show, self.panel.show_nothing)
        self.model.loading_changed.connect(self._chosen.settle)
        self.model.loading_changed.connect(self._say_count)
        self.view.currentIndexChanged.connect(self.forget_figure)
        self.all_button.clicked.connect(self.forget_figure)
        self.field.narrowed.connect(self._narrow)
        self.field.left.connect(self.table.setFocus)
        self.new_button.clicked.connect(self.add)
        self.export_button.clicked.connect(self.export)
        self.panel.correct_wanted.connect(self.correct)
        for key, run in (
            *((NEW_KEY, self.add), (CORRECT_KEY, self.correct), (EXPORT_KEY, self.export)),
            ("/", self.field.setFocus),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read list and figures anew."""
        desk = self._desk

        def figures(session: Any) -> ConferenceFigures:
            now = desk.parts.clock.now()
            return conference_figures(session, desk.actor, now=now, region=desk.scope.code)

        desk.read(figures, self._say_figures)
        self._narrow()

    def show_target(self, target: Target) -> None:
        """List the very conferences a figure counted."""
        if not isinstance(target, ConferencesWanted):
            return
        self.view.set_value(ConferenceView.ALL)
        self.field.clear()
        self._figure = target
        self.strip.tell(target.title)
        self._narrow()

    def forget_figure(self, *_: object) -> None:
        """List by the view again."""
        self._figure = None
        self.strip.tell("")
        self._narrow()

    def _narrow(self, *_: object) -> None:
        self.model.show(self._load)

    def _load(self, after: After, limit: int | None = 80) -> Page[ConferenceRow]:
        desk, figure = self._desk, self._figure
        with desk.parts.database.reading() as session:
            return conferences_page(
                session,
                desk.actor,
                ConferenceView(str(self.view.value())),
                now=desk.parts.clock.now(),
                text=self.field.text().strip(),
                region=figure.region if figure is not None else desk.scope.code,
                began=(figure.since, figure.until) if figure is not None else None,
                after=after,
                limit=limit,
            )

    def _say_figures(self, told: ConferenceFigures) -> None:
        share = told.turnout.share
        words = self.tr("本月 {held} 次")
        if share is not None:
            words = self.tr("本月 {held} 次，分会场到会 {share}%")
        self.bar.set_count(words.format(held=told.held, share=round(100 * (share or 0))))

    def _say_count(self, *_: object) -> None:
        more = self.model.canFetchMore(self.table.rootIndex())
        self.foot.tell(self.model.rowCount(), None, self.tr("次会议"), more=more)

    def _nothing(self) -> QWidget:
        if self.view.value() != ConferenceView.ALL or self.field.text():
            words = self.tr("换一个条件看看。")
            return EmptyState(self.tr("没有这样的会议"), words, icon="ph.monitor")
        why = self.tr("开过一次就按 N 记下：什么时候、谁召集、哪些会场到了。")
        return EmptyState(self.tr("还没有会议记录"), why, icon="ph.monitor")

    def _show(self, row: ConferenceRow) -> None:
        desk = self._desk

        def show(detail: ConferenceDetail) -> None:
            if self.table.current_key() == detail.id:
                self._detail = detail
                self.panel.show_conference(row, detail)

        desk.read(lambda session: conference_detail(session, desk.actor, row.id), show)

    # -- doing ---------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a conference."""
        from ui.command.conferences.dialog import ConferenceDialog, Ground, read_ground

        desk = self._desk
        if not desk.actor.may(rights.ACT):
            return

        def ask(ground: Ground) -> None:
            if not ground.stations:
                desk.notices.tell(self.tr("还没有视频会场，先在网格图的“视频点位”里登记。"))
            elif ground.region:
                self._open(ConferenceDialog(desk, ground, self.window()))

        desk.read(lambda session: read_ground(session, desk), ask)

    def correct(self) -> None:
        """Ask how it really was."""
        from ui.command.conferences.dialog import ConferenceDialog, Ground, read_ground

        row, detail, desk = self.panel.row, self._detail, self._desk
        if row is None or detail is None or detail.id != row.id or not row.may_correct:
            return

        def ask(ground: Ground) -> None:
            self._open(ConferenceDialog(desk, ground, self.window(), row, detail))

        desk.read(lambda session: read_ground(session, desk, row.region), ask)

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    # -- out -----------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where all that is filtered goes, as CSV or XLSX by the end of the name."""
        if self.model.rows and self._desk.actor.may(rights.EXPORT):
            name = self.tr("视联网会议记录.xlsx")
            chosen, _ = QFileDialog.getSaveFileName(self, self.tr("导出会议记录"), name, FORMS)
            if chosen:
                self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write all that is filtered to a file."""
        desk = self._desk
        columns = (*self.columns, *_more_columns())
        heads = tuple((column.key, column.title) for column in columns)
        order = TableOrder("conferences", heads, desk.scope.code, right=rights.EXPORT)

        def cells() -> Iterator[list[object]]:
            for row in self._load(None, None).rows:
                yield [column.text(row) for column in columns]

        def work() -> int:
            tables = desk.parts.doors.tables
            return int(tables.write(desk.parts.database, desk.actor, path, order, cells()))

        words = self.tr("已存为 {name}").format(name=path.name)
        act = Act(self.tr("打开文件夹"), lambda: open_with_system(path.parent))
        desk.jobs.write(work, lambda _: desk.notices.tell(words, act), desk.notices.report)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[ConferenceRow], ...]:
    translate = QCoreApplication.translate

    def held(row: ConferenceRow) -> str:
        return f"{short(row.held_from)}–{time_of_day(row.held_to)}"

    def seats(row: ConferenceRow) -> str:
        told = row.turnout
        return translate("Conferences", "到 {came} 迟 {late} 缺 {absent}").format(
            came=told.came, late=told.late, absent=told.absent
        )

    return (
        Column("held", translate("Conferences", "时间"), held, width=148, fixed=True),
        Column(
            "subject",
            translate("Conferences", "会议内容"),
            lambda row: row.subject,
            width=180,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("host", translate("Conferences", "主会场"), lambda row: row.host, width=130),
        Column("tier", translate("Conferences", "哪一级"), lambda row: word(row.tier), width=64),
        Column("seats", translate("Conferences", "分会场"), seats, width=120),
        Column(
            "quality", translate("Conferences", "画面声音"), lambda row: word(row.quality), width=76
        ),
        Column(
            "belongs",
            translate("Conferences", "归到"),
            lambda row: row.incident or row.case_number or "—",
            width=110,
        ),
    )


def _more_columns() -> tuple[Column[ConferenceRow], ...]:
    """What a file holds besides."""
    translate = QCoreApplication.translate
    corrected = translate("Conferences", "更正过")
    return (
        Column("minutes", translate("Conferences", "分钟"), lambda row: str(row.minutes)),
        Column("result", translate("Conferences", "结果"), lambda row: row.result),
        Column("faults", translate("Conferences", "故障"), lambda row: row.faults),
        Column("person", translate("Conferences", "记录人"), lambda row: row.person_name),
        Column(
            "recorded", translate("Conferences", "记录时间"), lambda row: short(row.recorded_at)
        ),
        Column(
            "corrected",
            translate("Conferences", "更正"),
            lambda row: corrected if row.is_corrected else "",
        ),
    )
