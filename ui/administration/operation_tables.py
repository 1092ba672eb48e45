"""The tables of the operations page: who is connected, chores, slow statements, programs."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.administration.operations.rows import Connected, DeskProgram, SlowStatement
from app.core.chores import ChoreStatus
from app.core.clock import Clock
from app.core.paging import Page
from ui.administration.operation_words import (
    chore_said,
    chore_title,
    doing_words,
    took_words,
    who_words,
)
from ui.core.relative_time import moment_and_relative, short_or_day
from ui.core.slices import Desk
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.theme import current

Row = TypeVar("Row")
RIGHT = Qt.AlignmentFlag.AlignRight
MOST_SHOWN = 10
"""Rows a table shows before it scrolls."""


class SmallTable(QWidget, Generic[Row]):
    """A table in a card, as high as its rows up to some; what it shows was read already.

    Attributes:
        table: The table.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        columns: tuple[Column[Row], ...],
        key: Callable[[Row], object],
    ) -> None:
        super().__init__()
        self._model: PagedTableModel[Row] = PagedTableModel(columns, key, desk.jobs, self)
        self.table = DeskTable(self._model, f"operations.{name}", desk.preferences)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; a selection is kept."""
        page = Page(tuple(rows), None)
        self._model.show(lambda _after: page)
        sizes = current().sizes
        shown = max(1, min(len(rows), MOST_SHOWN))
        self.table.setFixedHeight(sizes.header + shown * sizes.row + 2)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return what is shown."""
        return self._model.rows


def connected_table(desk: Desk) -> SmallTable[Connected]:
    """Return the table of who is connected."""
    translate = QCoreApplication.translate
    clock: Clock = desk.parts.clock
    columns: tuple[Column[Connected], ...] = (
        Column("who", translate("OperationTables", "谁"), who_words, 96, tone="text", fixed=True),
        Column("desk", translate("OperationTables", "电脑"), _or_dash("desk"), 120, stretch=True),
        Column("version", translate("OperationTables", "程序"), _or_dash("version"), 64),
        Column("address", translate("OperationTables", "地址"), _or_dash("address"), 120),
        Column(
            "since",
            translate("OperationTables", "连上"),
            lambda row: short_or_day(row.since, clock.now()) if row.since else "—",
            108,
        ),
        mark_column(
            "doing",
            translate("OperationTables", "状态"),
            lambda row: _doing_mark(row, clock),
            width=168,
        ),
        Column(
            "connections",
            translate("OperationTables", "连接"),
            lambda row: str(row.connections),
            56,
            align=RIGHT,
        ),
    )
    return SmallTable(desk, "connected", columns, _connected_key)


def _connected_key(row: Connected) -> object:
    return row.account, row.desk, row.process, row.address


def _doing_mark(row: Connected, clock: Clock) -> Mark:
    idle = "ph.minus" if row.changed is None else "ph.moon"
    icon = "ph.arrows-left-right" if row.is_busy else idle
    return Mark(icon, doing_words(row, clock.now()), "accent" if row.is_busy else "text.3")


def _or_dash(name: str) -> Callable[[Connected], str]:
    return lambda row: getattr(row, name) or "—"


def chores_table(desk: Desk) -> SmallTable[ChoreStatus]:
    """Return the table of chores: when, how long, when again, and what the last run said."""
    translate = QCoreApplication.translate
    clock: Clock = desk.parts.clock
    columns: tuple[Column[ChoreStatus], ...] = (
        Column(
            "title",
            translate("OperationTables", "任务"),
            lambda row: chore_title(row.name),
            168,
            tone="text",
            fixed=True,
        ),
        mark_column("state", translate("OperationTables", "结果"), _chore_mark, width=72),
        Column(
            "last",
            translate("OperationTables", "上次"),
            lambda row: moment_and_relative(row.last_run_at, clock.now()),
            132,
        ),
        Column(
            "took",
            translate("OperationTables", "用时"),
            lambda row: took_words(row.took_ms),
            80,
            align=RIGHT,
        ),
        Column(
            "next",
            translate("OperationTables", "下次"),
            lambda row: moment_and_relative(row.next_at, clock.now()) if row.next_at else "—",
            156,
        ),
        Column(
            "said",
            translate("OperationTables", "做了什么"),
            chore_said,
            200,
            stretch=True,
            tooltip=chore_said,
        ),
    )
    return SmallTable(desk, "chores", columns, lambda row: row.name)


def _chore_mark(row: ChoreStatus) -> Mark:
    translate = QCoreApplication.translate
    if row.last_error:
        return Mark("ph.warning-octagon", translate("OperationTables", "没成"), "over", "over.text")
    return Mark("ph.check-circle", translate("OperationTables", "好"), "ok")


def statements_table(desk: Desk) -> SmallTable[SlowStatement]:
    """Return the table of statements that took long on average."""
    translate = QCoreApplication.translate
    columns: tuple[Column[SlowStatement], ...] = (
        Column(
            "mean",
            translate("OperationTables", "平均"),
            lambda row: took_words(row.mean_ms),
            88,
            align=RIGHT,
            tone="text",
        ),
        Column(
            "worst",
            translate("OperationTables", "最慢"),
            lambda row: took_words(row.worst_ms),
            88,
            align=RIGHT,
        ),
        Column(
            "calls",
            translate("OperationTables", "次数"),
            lambda row: str(row.calls),
            80,
            align=RIGHT,
        ),
        Column(
            "text",
            translate("OperationTables", "语句"),
            lambda row: row.text,
            240,
            stretch=True,
            tooltip=lambda row: row.text,
            fixed=True,
        ),
    )
    return SmallTable(desk, "statements", columns, lambda row: row.text)


def desks_table(desk: Desk, is_behind: Callable[[DeskProgram], bool]) -> SmallTable[DeskProgram]:
    """Return the table of which program was last used on which computer."""
    translate = QCoreApplication.translate
    clock: Clock = desk.parts.clock

    def version_mark(row: DeskProgram) -> Mark:
        if is_behind(row):
            return Mark("ph.arrow-circle-up", row.version, "warn", "warn.text")
        return Mark("ph.check-circle", row.version, "ok")

    columns: tuple[Column[DeskProgram], ...] = (
        Column(
            "desk",
            translate("OperationTables", "电脑"),
            lambda row: row.desk,
            112,
            tone="text",
            stretch=True,
            fixed=True,
        ),
        mark_column("version", translate("OperationTables", "程序"), version_mark, width=80),
        Column("who", translate("OperationTables", "上次登录"), lambda row: row.who, 104),
        Column(
            "at",
            translate("OperationTables", "何时"),
            lambda row: short_or_day(row.at, clock.now()),
            96,
        ),
    )
    return SmallTable(desk, "desks", columns, lambda row: row.desk)
