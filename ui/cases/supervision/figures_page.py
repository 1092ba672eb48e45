"""督办月报: what a month's sheets came to by department; each number opens its list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases import rights
from app.cases.queries.supervision_figures import (
    MonthFigures,
    UnitFigures,
    month_figures,
    month_of,
    months_back,
)
from app.cases.rules import SupervisionLevel
from app.core.changes import Topic
from app.core.doors import TableOrder
from app.core.paging import Page
from app.core.words import label as word
from ui.cases.receipt import PaperOrder, Receipt
from ui.core.controls import Button, Combo
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar, pile_up
from ui.core.relative_time import full
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import SheetsWanted
from ui.parts.system_viewer import open_with_system

MONTHS = 24
EXPORT_KEY, PRINT_KEY = "Ctrl+E", "Ctrl+P"
SUM = "sum"


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the table: its column, and the list it is the count of."""

    key: str
    title: str
    count: Callable[[UnitFigures], int]
    level: str = ""
    in_time: bool | None = None
    answered: bool = False


class FiguresPage(QWidget):
    """A click on a number, or Enter, opens the sheets it counts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("supervision.figures")
        self.setAccessibleName(self.tr("督办月报"))
        self.bar = ToolBar(self.tr("督办月报"))
        self.month = Combo()
        self.month.setAccessibleName(self.tr("哪个月"))
        for month in months_back(desk.parts.clock.now(), MONTHS):
            self.month.add(f"{month:%Y-%m}", month)
        self.bar.add(self.month)
        self.print_button = Button(self.tr("打印"), kind="quiet", icon="ph.printer", key=PRINT_KEY)
        self.export_button = Button(self.tr("导出"), kind="quiet", icon="ph.export", key=EXPORT_KEY)
        self.bar.add_right(self.export_button, self.print_button)
        self._numbers = _numbers()
        self.columns = (_unit_column(), *map(_column, self._numbers), *_shares())
        self.model: PagedTableModel[UnitFigures] = PagedTableModel(
            self.columns, lambda row: row.unit_id or SUM, desk.jobs, self
        )
        self.table = DeskTable(self.model, "supervision.figures", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        self.figures: MonthFigures | None = None
        self.papers = Receipt(desk, self)
        pile_up(self, (self.bar, self.table, self.foot), grows=self.table)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.month.currentIndexChanged.connect(self._month_chosen)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(lambda _: self.open_list(self._numbers[0]))
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能算出这个月的督办"))
        self.table.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print_out)
        add_key(self, EXPORT_KEY, self.export)
        add_key(self, PRINT_KEY, self.print_out)
        topics = frozenset({Topic.SUPERVISION})
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=topics)

    # -- reading -------------------------------------------------------------------------------

    def _month(self) -> date:
        value = self.month.value()
        if not isinstance(value, date):
            raise TypeError(value)
        return value

    def _month_chosen(self, _at: int) -> None:
        self.model.show(self._load)

    def _load(self, _after: After) -> Page[UnitFigures]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now, region = desk.parts.clock.now(), desk.scope.code
            found = month_figures(session, desk.actor, self._month(), now=now, region=region)
        self.figures = found
        whole = (found.whole,) if len(found.units) > 1 else ()
        return Page((*found.units, *whole), None)

    def _loading(self, loading: Loading) -> None:
        if loading is Loading.READY and self.figures is not None:
            words = self.tr("签发 {n} 份，算到 {moment}")
            told = words.format(n=self.figures.whole.issued, moment=full(self.figures.as_of))
            self.bar.set_count(told)
            if self.model.rowCount() and self.table.current_key() is None:
                self.table.selectRow(0)

    def _empty(self) -> QWidget:
        title = self.tr("{month} 没有签发督办单").format(month=f"{self._month():%Y-%m}")
        why = self.tr("签发的督办单按签发的月份和单位数在这里。")
        return EmptyState(title, why, icon="ph.flag")

    # -- lists behind numbers ------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        key = self.columns[index.column()].key
        number = next((each for each in self._numbers if each.key == key), None)
        if number is not None:
            self.table.setCurrentIndex(index)
            self.open_list(number)

    def open_list(self, number: _Number) -> None:
        """Open the sheets a number of the chosen row counts."""
        row = self._row()
        if row is None or not number.count(row):
            return
        since, until = month_of(self._month())
        unit = row.unit or self.tr("各单位")
        title = self.tr("{month} {unit}：{what} {n} 份").format(
            month=f"{self._month():%Y-%m}", unit=unit, what=number.title, n=number.count(row)
        )
        self._desk.navigator.go(
            SheetsWanted(
                unit_id=row.unit_id,
                unit=row.unit,
                level=number.level,
                since=since,
                until=until,
                in_time=number.in_time,
                answered=number.answered,
                title=title,
            )
        )

    def _row(self) -> UnitFigures | None:
        rows: tuple[UnitFigures, ...] = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def _menu(self, rows: tuple[UnitFigures, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能看一个单位")
        words = self.tr("看{what}的 {n} 份")
        return [
            MenuEntry(
                words.format(what=each.title, n=each.count(rows[0])),
                partial(self.open_list, each),
                several or ("" if each.count(rows[0]) else self.tr("一份也没有")),
            )
            for each in self._numbers
        ]

    # -- out -----------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the table into a file, as CSV or XLSX by the end of its name."""
        if self.figures is None or not self.figures.units:
            return
        if not self._desk.actor.may(rights.EXPORT):
            self._desk.notices.tell(self.tr("导出要有导出的权限，请分拨员或主任来导。"))
            return
        name = self.tr("督办月报 {month}.xlsx").format(month=f"{self._month():%Y-%m}")
        forms = "Excel (*.xlsx);;CSV (*.csv)"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("导出督办月报"), name, forms)
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the table as it is shown to a file."""
        desk, rows = self._desk, self.model.rows
        columns = tuple((column.key, column.title) for column in self.columns)
        month = {"month": f"{self._month():%Y-%m}"}
        order = TableOrder("supervision_figures", columns, desk.scope.code, month)
        parts = desk.parts

        def work() -> int:
            written: int = parts.doors.tables.write(
                parts.database, desk.actor, path, order, self._cells(rows)
            )
            return written

        desk.jobs.write(work, lambda _: self._written(path), desk.notices.report)

    def _cells(self, rows: tuple[UnitFigures, ...]) -> Iterator[list[object]]:
        for row in rows:
            yield [column.text(row) for column in self.columns]

    def _written(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))
        open_with_system(path.parent)

    def print_out(self) -> None:
        """Print the month as a report."""
        if self.figures is None or not self.figures.units:
            return
        month = f"{self._month():%Y-%m}"
        self.papers.draw_paper(
            PaperOrder(
                kind="supervision_month",
                key=f"{month} {self._desk.scope.code}".strip(),
                cases=(),
                title=self.tr("{month} 督办月报").format(month=month),
                save_title=self.tr("另存督办月报"),
                saved=self.tr("已存为 {name}"),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _numbers() -> tuple[_Number, ...]:
    translate = QCoreApplication.translate
    levels = tuple(
        _Number(level.value, word(level), _of_level(level), level=level.value)
        for level in SupervisionLevel
    )
    return (
        _Number("issued", translate("Supervision", "签发"), lambda row: row.issued),
        *levels,
        _Number("answered", translate("Supervision", "已答复"), _answered, answered=True),
        _Number("in_time", translate("Supervision", "按时答复"), _in_time, in_time=True),
        _Number("late", translate("Supervision", "没按时"), lambda row: row.late, in_time=False),
    )


def _answered(row: UnitFigures) -> int:
    return row.answered


def _in_time(row: UnitFigures) -> int:
    return row.in_time


def _of_level(level: SupervisionLevel) -> Callable[[UnitFigures], int]:
    return lambda row: row.by_level.get(level, 0)


def _unit_column() -> Column[UnitFigures]:
    translate = QCoreApplication.translate
    nobody, whole = translate("Supervision", "没有承办单位"), translate("Supervision", "合计")

    def name(row: UnitFigures) -> str:
        return row.unit or (whole if row.unit_id is None else nobody)

    title = translate("Supervision", "单位")
    return Column("unit", title, name, width=200, stretch=True, tone="text", large=True, fixed=True)


def _column(number: _Number) -> Column[UnitFigures]:
    return Column(
        number.key,
        number.title,
        lambda row: str(number.count(row)),
        width=92,
        align=Qt.AlignmentFlag.AlignRight,
        tone="accent",
    )


def _shares() -> tuple[Column[UnitFigures], ...]:
    translate = QCoreApplication.translate
    right: Any = Qt.AlignmentFlag.AlignRight
    return (
        Column("share", translate("Supervision", "按时率"), _share, width=92, align=right),
        Column("days", translate("Supervision", "平均几个工作日"), _days, width=130, align=right),
    )


def _share(row: UnitFigures) -> str:
    return "—" if row.share is None else f"{row.share:.1%}"


def _days(row: UnitFigures) -> str:
    return "—" if row.days is None else f"{row.days:.1f}"


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Supervision", "移动")),
        KeyHelp("Return", translate("Supervision", "看签发的")),
        KeyHelp(EXPORT_KEY, translate("Supervision", "导出")),
        KeyHelp(PRINT_KEY, translate("Supervision", "打印")),
    )
