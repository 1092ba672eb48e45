"""积分规则: what earns how many points, up to which caps; changed only after a trial."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.paging import Page
from app.core.shared_settings import settings_at
from app.core.words import label as word
from app.party import rights
from app.party.points.actions import STREET_DIGITS
from app.party.points.queries import RuleRow, rules_of
from app.party.points.rules import CapPeriod
from ui.core.controls import Button
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, ToolBar, pile_up
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PageWanted
from ui.party.points.dialogs import RuleDialog

NEW_KEY, CHANGE_KEY = "N", "E"
POINTS_PAGE = "party.points"


class RulesPage(QWidget):
    """N adds a rule, E changes the chosen one; the form tells what last year would have been."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.points_rules")
        self.setAccessibleName(self.tr("积分规则"))
        self._desk = desk
        self._street = ""
        self.dialog: FormDialog | None = None
        self.bar = ToolBar(self.tr("积分规则"))
        self.new_button = Button(self.tr("新增规则"), icon="ph.plus", key=NEW_KEY)
        self.bar.add_right(self.new_button)
        self.new_button.setVisible(desk.actor.may(rights.MANAGE_POINTS))
        self.model: PagedTableModel[RuleRow] = PagedTableModel(
            _columns(), lambda row: row.rule.code, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.points_rules", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        pile_up(self, (self.bar, self.table, self.foot), grows=self.table)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出积分规则"))
        self.table.opened.connect(lambda _: self.change())
        self.model.loading_changed.connect(self._loading)
        self.new_button.clicked.connect(self.add)
        for key, run in ((NEW_KEY, self.add), (CHANGE_KEY, self.change), ("Escape", self.leave)):
            add_key(self, key, run)
        topics = frozenset({Topic.POINTS})
        self._refresher = Refresher(desk.hub, self, self.model.reload, topics=topics)
        self.model.show(self._load)

    def _load(self, _after: After) -> Page[RuleRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now = desk.parts.clock.now()
            codes = (
                *(desk.scope.code, *desk.actor.prefixes(rights.READ)),
                settings_at(session, now).street_code,
            )
            found = (code[:STREET_DIGITS] for code in codes if len(code) >= STREET_DIGITS)
            self._street = next(found, "")
            rows = rules_of(session, self._street).values()
        return Page(tuple(sorted(rows, key=lambda row: not row.rule.is_on)), None)

    def _loading(self, loading: Loading) -> None:
        if loading is Loading.READY:
            count = self.model.rowCount()
            self.foot.tell(count, None, self.tr("条"), more=False)
            if count and self.table.current_key() is None:
                self.table.selectRow(0)

    def _empty(self) -> QWidget:
        why = self.tr("按 N 写明做什么得几分、每天每月每年最多几分、谁来确认。")
        return EmptyState(self.tr("还没有积分规则"), why, icon="ph.checks")

    def chosen(self) -> RuleRow | None:
        """Return the rule that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def add(self) -> None:
        """Ask for a new rule of the street that is looked at."""
        if not self._desk.actor.may(rights.MANAGE_POINTS):
            return
        if not self._street:
            self._desk.notices.tell(self.tr("请先在顶栏选一个街道，再新增它的规则。"))
            return
        self._open(RuleDialog(self._desk, self.window(), self._street))

    def change(self) -> None:
        """Ask how the chosen rule is to hold from now on."""
        row = self.chosen()
        if row is not None and self._desk.actor.may_in(rights.MANAGE_POINTS, self._street):
            self._open(RuleDialog(self._desk, self.window(), self._street, row))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def leave(self) -> None:
        """Go back to the points."""
        self._desk.navigator.go(PageWanted(POINTS_PAGE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[RuleRow], ...]:
    translate = QCoreApplication.translate
    right = Qt.AlignmentFlag.AlignRight
    on, off = translate("Points", "在用"), translate("Points", "停用")

    def cap(period: CapPeriod) -> Callable[[RuleRow], str]:
        def told(row: RuleRow) -> str:
            found = row.rule.caps.get(period)
            return str(found) if found is not None else translate("Points", "不限")

        return told

    return (
        Column("code", translate("Points", "编号"), lambda row: row.rule.code, width=80),
        Column(
            "title",
            translate("Points", "做什么"),
            lambda row: row.rule.title,
            width=200,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "points",
            translate("Points", "每次"),
            lambda row: str(row.rule.points),
            width=72,
            align=right,
        ),
        *(
            Column(
                f"cap_{period.value}",
                translate("Points", "{period}最多").format(period=word(period)),
                cap(period),
                width=92,
                align=right,
            )
            for period in CapPeriod
        ),
        Column(
            "confirmer",
            translate("Points", "谁确认"),
            lambda row: word(row.rule.confirmer),
            width=96,
        ),
        Column(
            "kind",
            translate("Points", "活动签到"),
            lambda row: row.rule.activity_kind or "—",
            width=100,
        ),
        Column(
            "on", translate("Points", "状态"), lambda row: on if row.rule.is_on else off, width=72
        ),
        Column("number", translate("Points", "第几版"), lambda row: str(row.number), width=72),
    )


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Points", "移动")),
        KeyHelp(NEW_KEY, translate("Points", "新增")),
        KeyHelp(CHANGE_KEY, translate("Points", "改")),
        KeyHelp("Esc", translate("Points", "回积分")),
    )
