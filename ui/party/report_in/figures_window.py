"""Report-ins counted by community, unit or month, taken out as a table, and told to units."""

from datetime import date, datetime, time
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.calendar import CHINA
from app.core.clock import local
from app.core.doors import TableOrder
from app.core.paging import Page
from app.core.words import label as word
from app.party import rights
from app.party.report_in.queries.figures import FigureLine, Figures, FigureSplit, report_figures
from ui.core.controls import Button, label
from ui.core.date_field import DateField
from ui.core.notices import explain
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.table_model import After, PagedTableModel
from ui.core.tables import DeskTable
from ui.party.report_in.columns import figure_columns

SIZE = (900, 560)
FIGURES = ("registered", "confirmed", "lapsed", "units", "called", "answered")


class FiguresWindow(QDialog):
    """The sum as a sentence above, a line for each below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.found: Figures | None = None
        self.setModal(True)
        self.resize(*SIZE)
        self.setWindowTitle(self.tr("双报到统计"))
        today = local(desk.parts.clock.now()).date()
        self.split = SegmentedControl(
            tuple(Choice(split, word(split)) for split in FigureSplit),
            FigureSplit.COMMUNITY,
            name=self.tr("怎么分"),
        )
        self.since = DateField(date(today.year, 1, 1))
        self.since.setAccessibleName(self.tr("从哪天登记的"))
        self.until = DateField(today)
        self.until.setAccessibleName(self.tr("到哪天登记的"))
        self.says = label("", "section")
        self.says.setWordWrap(True)
        self.model: PagedTableModel[FigureLine] = PagedTableModel(
            figure_columns(), lambda row: row.key, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.report_figures", desk.preferences)
        self.table.set_empty(self._empty)
        self.export_button = Button(self.tr("导出…"), kind="quiet")
        self.export_button.setVisible(desk.actor.may(rights.MANAGE))
        self.close_button = Button(self.tr("关上"), kind="quiet", key="Esc")
        self._lay_out()
        self.split.chosen.connect(lambda _: self.read())
        self.since.dateChanged.connect(lambda _: self.read())
        self.until.dateChanged.connect(lambda _: self.read())
        self.export_button.clicked.connect(self._ask_place)
        self.close_button.clicked.connect(self.reject)
        self.read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.split)
        head.addStretch(1)
        head.addWidget(label(self.tr("登记时间"), "second"))
        head.addWidget(self.since)
        head.addWidget(label(self.tr("至"), "second"))
        head.addWidget(self.until)
        column.addLayout(head)
        column.addWidget(self.says)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.export_button)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def read(self) -> None:
        """Count anew."""
        desk, split = self._desk, FigureSplit(str(self.split.value()))
        since = datetime.combine(self.since.day(), time(), CHINA)
        until = datetime.combine(self.until.day(), time.max, CHINA)
        region = desk.scope.code
        desk.read(
            lambda session: report_figures(session, desk.actor, split, since, until, region=region),
            self._take,
            self._failed,
        )

    def _take(self, found: Figures) -> None:
        self.found = found
        total = found.total
        words = self.tr("登记 {registered} 名党员、{units} 个单位，{confirmed} 名到社区确认{rate}")
        rate = ""
        if total.registered:
            rate = self.tr("（{rate:.0%}）").format(rate=total.confirmed / total.registered)
        self.says.setText(
            words.format(
                registered=total.registered,
                units=total.units,
                confirmed=total.confirmed,
                rate=rate,
            )
        )
        self.model.show(self._load)

    def _load(self, _after: After) -> Page[FigureLine]:
        return Page(self.found.lines if self.found is not None else (), None)

    def _failed(self, error: BaseException) -> None:
        self.says.setText(explain(error).text)

    def _empty(self) -> QWidget:
        why = self.tr("换一段登记时间看看。")
        return EmptyState(self.tr("这段时间没有报到"), why, icon="ph.chart-bar")

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.tr("导出到"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self.tr('双报到')}{word(FigureSplit(str(self.split.value())))}.xlsx")
        dialog.fileSelected.connect(lambda name: self.take_out(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_out(self, path: Path) -> None:
        """Write the lines to a place one chose."""
        desk, found = self._desk, self.found
        if found is None:
            return
        columns = tuple((column.key, column.title) for column in figure_columns())
        rows = [(line.name, *(getattr(line, name) for name in FIGURES)) for line in found.lines]
        order = TableOrder("report_in", columns, desk.scope.code, right=rights.MANAGE)
        words = self.tr("已导出到 {name}").format(name=path.name)
        desk.jobs.read(
            lambda: desk.parts.doors.tables.write(
                desk.parts.database, desk.actor, path, order, rows
            ),
            lambda _: desk.notices.tell(words),
            self._failed,
        )
