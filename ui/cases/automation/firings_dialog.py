"""What a rule did, and what it would have done: a list of cases one can open."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.cases.actions.rule_keeping import keep_trial, switch_rule
from app.cases.automation.model import RuleState
from app.cases.automation.trial import Trial, try_rule
from app.cases.queries.automation import FiringRow, RuleRow, firings_of_rule, hits_told
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.paging import Page
from app.core.shared_settings import settings_at
from ui.cases.clock_faces import day_and_time
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.shortcuts import on_save
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.table_model import Column, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted

WIDTH_PX, HEIGHT_PX = 760, 520


class _CasesDialog(QDialog):
    """A sentence, a table of cases, and what can be done."""

    def __init__(self, desk: Desk, title: str, table: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: tuple[FiringRow, ...] = ()
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.model: PagedTableModel[FiringRow] = PagedTableModel(
            self._columns(), lambda row: (row.case_id, row.at), desk.jobs, self
        )
        self.table = DeskTable(self.model, table, desk.preferences)
        self.table.opened.connect(self._open_case)
        self.table.set_empty(self.empty)
        self.leave_button = Button(self.tr("关闭"), kind="quiet", key="Esc")
        self.leave_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section"))
        column.addWidget(self.says)
        column.addWidget(self.table, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.leave_button)
        column.addLayout(self._buttons)
        self.finished.connect(self.deleteLater)

    def _columns(self) -> tuple[Column[FiringRow], ...]:
        now = self.desk.parts.clock.now()
        return (
            Column("at", self.tr("时间"), lambda row: day_and_time(row.at, now), width=104),
            Column("number", self.tr("编号"), lambda row: row.number or "—", width=180),
            Column(
                "title",
                self.tr("事件"),
                lambda row: row.title or self.tr("您看不到的事件"),
                width=200,
                stretch=True,
                tone="text",
                tooltip=lambda row: row.title,
                fixed=True,
            ),
            *self.more_columns(),
        )

    def more_columns(self) -> tuple[Column[FiringRow], ...]:
        """Return further columns."""
        return ()

    def empty(self) -> QWidget:
        """Return what stands without rows."""
        raise NotImplementedError

    def show_rows(self, rows: tuple[FiringRow, ...]) -> None:
        """Show the cases."""
        self.rows = rows
        self.model.show(lambda _after: Page(rows, None))

    def _open_case(self, _key: object) -> None:
        chosen = self.table.chosen_rows()
        if len(chosen) == 1 and chosen[0].title:
            self.accept()
            self.desk.navigator.go(CaseWanted(chosen[0].case_id))


class FiringsDialog(_CasesDialog):
    """What a rule did lately, what failed among it."""

    def __init__(self, desk: Desk, row: RuleRow, parent: QWidget) -> None:
        title = parent.tr("“{name}”的触发记录").format(name=row.name)
        super().__init__(desk, title, "rule_firings", parent)
        words = self.tr("近 7 天触发 {fired} 次，{faults} 次有没做成的。回车打开事件。")
        self.says.setText(words.format(fired=row.fired, faults=row.faults))
        rule_id = row.id
        desk.read(lambda session: firings_of_rule(session, desk.actor, rule_id), self.show_rows)

    def more_columns(self) -> tuple[Column[FiringRow], ...]:
        return (
            Column("did", self.tr("做了什么"), lambda r: r.did, width=220, tooltip=lambda r: r.did),
        )

    def empty(self) -> QWidget:
        why = self.tr("规则启用以后，每触发一次这里记一行。")
        return EmptyState(self.tr("还没有触发过"), why, icon="ph.lightning")


class TrialDialog(_CasesDialog):
    """What a rule would have done lately; the trial is kept with the version, then it may act."""

    tried = Signal(object)  # Trial

    def __init__(self, desk: Desk, row: RuleRow, parent: QWidget) -> None:
        title = parent.tr("试运行“{name}”").format(name=row.name)
        super().__init__(desk, title, "rule_trial", parent)
        self._row = row
        self._trial: Trial | None = None
        self._kept = row.trial is not None
        self._key, self._switch_key = new_id(), new_id()
        is_on = row.state is RuleState.ON
        self.do_button = Button(self.tr("启用"), kind="primary", key="Ctrl+Return")
        self.do_button.setVisible(not is_on)
        self.do_button.setEnabled(False)
        self.do_button.clicked.connect(self.switch_on)
        self._buttons.addWidget(self.do_button)
        on_save(self, self.switch_on)
        self.says.setText(self.tr("正在拿近来的事件试……"))
        desk.read(self._try, self._tried, self._failed)

    def empty(self) -> QWidget:
        why = self.tr("条件可能写得太窄；也可以先启用，等着看。")
        return EmptyState(self.tr("一次也不会触发"), why, icon="ph.flask")

    def _try(self, session: Any) -> tuple[int, Trial, tuple[FiringRow, ...]]:
        row, desk = self._row, self.desk
        now = desk.parts.clock.now()
        days = settings_at(session, now).rule_trial_days
        body = row.body
        if body is None:  # the page offers no trial of such a rule
            raise LookupError(row.id)
        told = try_rule(session, desk.actor, row.region, body, now=now, days=days)
        return days, told, hits_told(session, desk.actor, told.hits)

    def _tried(self, found: tuple[int, Trial, tuple[FiringRow, ...]]) -> None:
        days, told, rows = found
        self._trial = told
        words = self.tr("近 {days} 天会触发 {count} 次（看了 {looked} 次）。回车打开事件。")
        if told.is_capped:
            words = self.tr("事件太多，只看了最近 {looked} 次：会触发 {count} 次。回车打开事件。")
        if told.count > len(rows):
            words += self.tr("下面是最近的 {shown} 次。")
        self.says.setText(
            words.format(days=days, count=told.count, looked=told.looked, shown=len(rows))
        )
        self.show_rows(rows)
        self._keep(told)

    def _keep(self, told: Trial) -> None:
        if self._kept:
            self._ready()
            return
        rule_id, seen, key = self._row.id, self._row.version, self._key
        self.desk.write(
            lambda uow: keep_trial(uow, rule_id, seen, told, command_key=key),
            lambda _: self._ready(),
            self._failed,
        )

    def _ready(self) -> None:
        self._kept = True
        self.do_button.setEnabled(True)
        self.tried.emit(self._trial)

    def switch_on(self) -> None:
        """Let the rule act from now on."""
        if not self.do_button.isVisible() or not self.do_button.isEnabled():
            return
        self.do_button.setEnabled(False)
        rule_id, seen, key = self._row.id, self._row.version, self._switch_key
        self.desk.write(
            lambda uow: switch_rule(uow, rule_id, seen, on=True, command_key=key),
            lambda _: self.accept(),
            self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.says.setText(explain(error).text)
            return
        self.desk.notices.report(error)
