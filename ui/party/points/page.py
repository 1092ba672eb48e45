"""积分: who stands where in a year, and beside the chosen member every entry of the ledger."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.paging import Page
from app.party import rights
from app.party.points.actions import STREET_DIGITS
from app.party.points.attendance import proposed
from app.party.points.entries import StatementLine
from app.party.points.queries import (
    PointsRow,
    RuleRow,
    member_statement,
    points_table,
    rules_of,
    waiting,
)
from ui.core.controls import Button, Combo
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PageWanted
from ui.party.papers import PartyPaper, PartyPapers
from ui.party.points.dialogs import PutDownDialog, PutRightDialog, RedeemDialog
from ui.party.points.panel import PRINT_KEY, RECORD_KEY, REDEEM_KEY, PointsPanel

TOPICS = frozenset({Topic.POINTS, Topic.MEMBER, Topic.ACTIVITY})
WAITING_KEY, RULES_KEY, CAME_KEY = "W", "G", "S"
COUNTS = (rights.MANAGE_POINTS, rights.CONFIRM_REPORT_IN)
CAME_PAGE = "party.points_came"
WAITING_PAGE, RULES_PAGE = "party.points_waiting", "party.points_rules"
YEARS, PAPER = 5, "points_certificate"


@dataclass(frozen=True, slots=True)
class _Read:
    member_id: UUID
    lines: tuple[StatementLine, ...]
    rules: dict[str, RuleRow]


class PointsPage(QWidget):
    """N puts points down for the chosen member, K hands them in, Ctrl+P prints the certificate."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.points")
        self.setAccessibleName(self.tr("积分"))
        self._desk = desk
        self._job: Job | None = None
        self._text = ""
        self._rules: dict[str, RuleRow] = {}
        self._waiting = self._came = 0
        self.dialog: FormDialog | None = None
        self.bar = ToolBar(self.tr("积分"))
        self.year = Combo()
        self.year.setAccessibleName(self.tr("哪一年"))
        now = local(desk.parts.clock.now()).year
        for year in range(now, now - YEARS, -1):
            self.year.add(self.tr("{year} 年").format(year=year), year)
        self.field = NarrowField(self.tr("按姓名找党员"))
        self.waiting_button = Button(self.tr("待确认"), kind="link", key=WAITING_KEY)
        self.came_button = Button(self.tr("签到 000"), kind="link", key=CAME_KEY)
        self.rules_button = Button(self.tr("规则"), kind="link", key=RULES_KEY)
        self.model: PagedTableModel[PointsRow] = PagedTableModel(
            _columns(), lambda row: row.member_id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.points", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        self.panel = PointsPanel()
        self.papers = PartyPapers(desk, self)
        self._panes = ListPanes((self.bar, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.bar.add(self.year)
        self.bar.add(self.field)
        self.bar.add_right(self.came_button, self.waiting_button, self.rules_button)
        may = any(self._desk.actor.may(each) for each in COUNTS)
        self.came_button.setVisible(may)
        self.year.currentIndexChanged.connect(lambda _: self.model.show(self._load))
        self.field.narrowed.connect(self._narrow)
        self.field.left.connect(self.table.setFocus)
        self.table.current_key_changed.connect(lambda _: self._show_chosen())
        self.table.opened.connect(lambda _: self.put_down())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出积分"))
        self.model.loading_changed.connect(self._loading)
        self.panel.record_wanted.connect(self.put_down)
        self.panel.redeem_wanted.connect(self.redeem)
        self.panel.print_wanted.connect(self.print_out)
        self.panel.right_wanted.connect(self.put_right)
        self.waiting_button.clicked.connect(lambda: self._go(WAITING_PAGE))
        self.came_button.clicked.connect(lambda: self._go(CAME_PAGE))
        self.rules_button.clicked.connect(lambda: self._go(RULES_PAGE))
        for key, run in (
            *(("/", self.field.setFocus), (RECORD_KEY, self.put_down)),
            *((REDEEM_KEY, self.redeem), (PRINT_KEY, self.print_out)),
            (WAITING_KEY, lambda: self._go(WAITING_PAGE)),
            (RULES_KEY, lambda: self._go(RULES_PAGE)),
            (CAME_KEY, lambda: self._go(CAME_PAGE)),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self._scope_changed)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def chosen_year(self) -> int:
        """Return the year that is looked at."""
        return int(str(self.year.value()))

    def _load(self, _after: After) -> Page[PointsRow]:
        desk, region = self._desk, self._desk.scope.code
        with desk.parts.database.reading() as session:
            self._waiting = len(waiting(session, desk.actor, region=region))
            now = desk.parts.clock.now()
            self._came = len(proposed(session, desk.actor, now=now, region=region))
            rows = points_table(
                session, desk.actor, self.chosen_year(), region=region, text=self._text
            )
        return Page(rows, None)

    def _scope_changed(self, _: object) -> None:
        self.model.show(self._load)

    def _narrow(self, text: object) -> None:
        self._text = str(text)
        self.model.show(self._load)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("人"), more=False)
        words = self.tr("待确认 {n}").format(n=self._waiting) if self._waiting else ""
        self.waiting_button.setText(words or self.tr("待确认"))
        came = self.tr("签到 {n}").format(n=self._came) if self._came else ""
        self.came_button.setText(came or self.tr("签到"))
        if not count:
            self.panel.show_nothing()
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self._show_chosen()

    def chosen(self) -> PointsRow | None:
        """Return the member that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _show_chosen(self) -> None:
        row = self.chosen()
        if row is None:
            return
        if self._job is not None:
            self._job.cancel()
        desk, key, street = self._desk, row.member_id, row.region[:STREET_DIGITS]

        def read(session: Any) -> _Read:
            lines = member_statement(session, desk.actor, key)
            return _Read(key, lines, rules_of(session, street))

        self._job = desk.read(read, self._take)

    def _take(self, read: _Read) -> None:
        self._job, self._rules = None, read.rules
        row = self.chosen()
        if row is not None and row.member_id == read.member_id:
            self.panel.show_member(
                row,
                read.lines,
                self.chosen_year(),
                may_record=self._may(rights.MANAGE_POINTS) or self._may(rights.CONFIRM_REPORT_IN),
                may_keep=self._may(rights.MANAGE_POINTS),
            )

    def _may(self, right: str) -> bool:
        row = self.chosen()
        return row is not None and self._desk.actor.may_in(right, row.region)

    def _empty(self) -> QWidget:
        if self._text:
            return EmptyState(
                self.tr("名册上没有这个人"), self.tr("按 Esc 清掉筛选。"), icon="ph.funnel"
            )
        why = self.tr("用姓名找到党员，按 N 记下做了什么。")
        title = self.tr("{year} 年还没有积分").format(year=self.chosen_year())
        return EmptyState(title, why, icon="ph.star")

    # -- doing ---------------------------------------------------------------------------------

    def put_down(self) -> None:
        """Ask what the chosen member did."""
        row = self.chosen()
        may = self._may(rights.MANAGE_POINTS) or self._may(rights.CONFIRM_REPORT_IN)
        if row is not None and may:
            self._open(
                PutDownDialog(
                    self._desk,
                    self.window(),
                    member_id=row.member_id,
                    member=row.name,
                    rules=self._rules,
                )
            )

    def redeem(self) -> None:
        """Ask what the chosen member hands points in for."""
        row = self.chosen()
        if row is not None and row.left > 0 and self._may(rights.MANAGE_POINTS):
            self._open(
                RedeemDialog(
                    self._desk,
                    self.window(),
                    member_id=row.member_id,
                    name=row.name,
                    left=row.left,
                )
            )

    def put_right(self, line: StatementLine) -> None:
        """Ask why an entry is put right."""
        if self._may(rights.MANAGE_POINTS):
            told = f"{line.day:%m-%d} {line.what}"
            self._open(PutRightDialog(self._desk, self.window(), transfer_id=line.id, told=told))

    def print_out(self) -> None:
        """Print the certificate of the chosen member."""
        row = self.chosen()
        if row is None or row.year <= 0:
            return
        key = f"{self.chosen_year()} {row.member_id}"
        title = self.tr("{name} {year} 年积分证书").format(name=row.name, year=self.chosen_year())
        self.papers.draw(PartyPaper(PAPER, key, row.member_id, row.region, title))

    def _go(self, page: str) -> None:
        self._desk.navigator.go(PageWanted(page))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[PointsRow], ...]:
    translate = QCoreApplication.translate
    right = Qt.AlignmentFlag.AlignRight
    return (
        Column(
            "place",
            translate("Points", "名次"),
            lambda row: str(row.place) if row.place else "—",
            width=64,
            align=right,
        ),
        Column(
            "name",
            translate("Points", "姓名"),
            lambda row: row.name,
            width=110,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "organisation",
            translate("Points", "党组织"),
            lambda row: row.organisation,
            width=200,
            stretch=True,
        ),
        Column(
            "year",
            translate("Points", "本年积分"),
            lambda row: str(row.year),
            width=96,
            align=right,
        ),
        Column(
            "left", translate("Points", "可兑换"), lambda row: str(row.left), width=96, align=right
        ),
    )


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Points", "移动")),
        KeyHelp(RECORD_KEY, translate("Points", "记积分")),
        KeyHelp(REDEEM_KEY, translate("Points", "兑换")),
        KeyHelp(PRINT_KEY, translate("Points", "证书")),
        KeyHelp("/", translate("Points", "找人")),
    )
