"""The list of rules: which act, how often, what failed; tried, switched, put in order."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.actions.rule_keeping import order_rules, retire_rule, switch_rule
from app.cases.automation.model import RuleState
from app.cases.automation.words import rule_words
from app.cases.queries.automation import RuleRow, rules_kept
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.pinyin import initials
from app.core.words import label as word
from ui.cases.automation.firings_dialog import FiringsDialog, TrialDialog
from ui.cases.automation.rule_form import RuleForm
from ui.cases.views.names import NameKeeper
from ui.core.controls import Button
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column, Loading, PagedTableModel
from ui.core.tables import DeskTable

_MARKS = {
    RuleState.DRAFT: ("ph.pencil-simple", ""),
    RuleState.ON: ("ph.check-circle", "ok"),
    RuleState.OFF: ("ph.pause", "warn"),
    RuleState.RETIRED: ("ph.minus-circle", ""),
}


def state_mark(row: RuleRow) -> Mark:
    """Return whether a rule acts."""
    icon, tone = _MARKS[row.state]
    return Mark(icon, word(row.state), tone) if tone else Mark(icon, word(row.state))


def trial_words(row: RuleRow) -> str:
    """Return what a rule would have done when it was tried."""
    if row.trial is None:
        return QCoreApplication.translate("RulesPage", "没试过")
    words = QCoreApplication.translate("RulesPage", "会触发 {count} 次")
    return words.format(count=row.trial.count)


def fired_words(row: RuleRow) -> str:
    """Return how often a rule acted in the last seven days."""
    if not row.fired:
        return "—"
    return QCoreApplication.translate("RulesPage", "{count} 次").format(count=row.fired)


def faults_words(row: RuleRow) -> str:
    """Return how often something it does failed."""
    if not row.faults:
        return "—"
    return QCoreApplication.translate("RulesPage", "{count} 次").format(count=row.faults)


class RulesPage(QWidget):
    """Whoever manages kinds keeps the rules of their region; whoever reads its cases tries them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: tuple[RuleRow, ...] = ()
        self.keeper = NameKeeper(desk, self)
        self.field = NarrowField(self.tr("名称、拼音首字母"))
        self.try_button = Button(self.tr("试运行"), kind="quiet", icon="ph.flask", key="T")
        self.new_button = Button(self.tr("新建规则"), kind="primary", icon="ph.plus", key="Ctrl+N")
        self.bar = ToolBar(self.tr("自动规则"))
        self.bar.add(self.field, 1)
        self.bar.add_right(self.try_button, self.new_button)
        self.model: PagedTableModel[RuleRow] = PagedTableModel(
            self._columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "rules", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(
            (
                KeyHelp("Return", self.tr("修改")),
                KeyHelp("T", self.tr("试运行")),
                KeyHelp("Space", self.tr("启用、停用")),
                KeyHelp("Alt+Up Alt+Down", self.tr("往前、往后排")),
                KeyHelp("L", self.tr("触发记录")),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.table, self.foot):
            column.addWidget(part)
        self._connect()
        self._show()
        self.keeper.read()

    def _columns(self) -> tuple[Column[RuleRow], ...]:
        return (
            Column(
                "name",
                self.tr("规则"),
                lambda row: row.name,
                width=150,
                tone="text",
                large=True,
                fixed=True,
            ),
            Column(
                "says",
                self.tr("怎么做"),
                self._says,
                width=260,
                stretch=True,
                tooltip=self._says,
            ),
            Column(
                "region", self.tr("管哪里"), lambda row: row.region_name or self.tr("全部"), 104
            ),
            mark_column("state", self.tr("状态"), state_mark, width=92),
            Column("trial", self.tr("试运行"), trial_words, width=112),
            Column("fired", self.tr("近 7 天触发"), fired_words, width=88),
            Column("faults", self.tr("没做成"), faults_words, width=72),
        )

    def _says(self, row: RuleRow) -> str:
        if row.body is None:
            return self.tr("较新的程序写的，这里看不懂，也不会动它")
        return rule_words(row.body, self.keeper.vocabulary, row.names)

    def _connect(self) -> None:
        self.field.narrowed.connect(lambda _: self._show())
        self.field.left.connect(self.table.setFocus)
        self.new_button.clicked.connect(self.create_one)
        self.try_button.clicked.connect(self.try_one)
        self.table.opened.connect(lambda _: self.edit())
        self.table.set_menu(self._menu)
        self.table.set_empty(self._empty)
        self.model.loading_changed.connect(self._loading)
        self.keeper.changed.connect(self.table.viewport().update)
        Refresher(self._desk.hub, self, self._show, topics=frozenset({Topic.RULE}))
        add_key(self, "/", self.field.setFocus)
        add_key(self, "Ctrl+N", self.create_one)
        for key, do in (
            ("E", self.edit),
            ("T", self.try_one),
            ("Space", self.switch),
            ("L", self.show_firings),
            ("Delete", self.retire),
            ("Alt+Up", lambda: self.move_row(-1)),
            ("Alt+Down", lambda: self.move_row(1)),
        ):
            add_key(self.table, key, do)

    def _show(self) -> None:
        typed, desk, page = self.field.text().strip(), self._desk, self

        def load(_after: object) -> Page[RuleRow]:
            with desk.parts.database.reading() as session:
                rows = rules_kept(session, desk.actor, desk.parts.clock.now())
            page._all = rows  # one whole value for another
            fits = (r for r in rows if typed in r.name or typed.lower() in initials(r.name))
            return Page(tuple(fits), None)

        for row in self._all:
            if row.body is not None:
                self.keeper.speak_of(row.body.conditions)
        self.model.show(load)

    def _loading(self, loading: Loading) -> None:
        self.foot.tell(self.model.rowCount(), None, self.tr("条"), more=False)
        if loading is Loading.READY and self.model.rowCount() and self.table.current_key() is None:
            self.table.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def chosen(self) -> RuleRow | None:
        """Return the row the keyboard is at."""
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def create_one(self) -> None:
        """Ask for a new rule; it is tried at once when it is saved."""
        self._open(None)

    def edit(self) -> None:
        """Change the chosen rule."""
        row = self.chosen()
        if row is not None and row.body is not None:
            self._open(row)

    def _open(self, row: RuleRow | None) -> None:
        form = RuleForm(self._desk, row, self)
        form.saved.connect(self._saved)
        form.open()

    def _saved(self, _key: object) -> None:
        self._desk.notices.tell(self.tr("存下了。按 T 试运行，看清以后启用。"))

    def try_one(self) -> None:
        """Show what the chosen rule would have done lately, and offer to switch it on."""
        row = self.chosen()
        if row is not None and row.body is not None:
            TrialDialog(self._desk, row, self).open()

    def switch(self) -> None:
        """Let the chosen rule act, or act no more; one that was not tried is tried first."""
        row = self.chosen()
        if row is None:
            return
        if row.state is not RuleState.ON and row.trial is None:
            self.try_one()
            return
        on, key, rule_id, seen = row.state is not RuleState.ON, new_id(), row.id, row.version
        self._desk.write(
            lambda uow: switch_rule(uow, rule_id, seen, on=on, command_key=key), lambda _: None
        )

    def show_firings(self) -> None:
        """List what the chosen rule did lately."""
        row = self.chosen()
        if row is not None:
            FiringsDialog(self._desk, row, self).open()

    def retire(self) -> None:
        """Take the chosen rule off the list for good, after saying what follows."""
        row = self.chosen()
        if row is None:
            return
        key, rule_id, seen = new_id(), row.id, row.version
        dialog = ConsequenceDialog(
            self.tr("作废规则“{name}”？").format(name=row.name),
            self.tr("以后不再触发，也不在这张表里；它做过的都留在事件的经过里。"),
            do=self.tr("作废"),
            leave=self.tr("先不作废"),
            danger=True,
            parent=self,
        )
        dialog.accepted.connect(
            lambda: self._desk.write(
                lambda uow: retire_rule(uow, rule_id, seen, command_key=key), lambda _: None
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def move_row(self, by: int) -> None:
        """Let the chosen rule act earlier or later among those of its region."""
        row = self.chosen()
        if row is None:
            return
        if self.field.text().strip():
            self._desk.notices.tell(self.tr("先去掉筛选再排顺序。"))
            return
        order = [each.id for each in self._all if each.region == row.region]
        at = order.index(row.id)
        if not 0 <= at + by < len(order):
            return
        order[at], order[at + by] = order[at + by], order[at]
        moved, key, region = tuple(order), new_id(), row.region
        self._desk.write(
            lambda uow: order_rules(uow, region, moved, command_key=key), lambda _: None
        )

    def _menu(self, rows: tuple[RuleRow, ...]) -> list[MenuEntry]:
        why = "" if len(rows) == 1 else self.tr("一次只能改一条")
        is_on = rows[0].state is RuleState.ON
        switch = self.tr("停用") if is_on else self.tr("启用")
        mark = "ph.pause" if is_on else "ph.play"
        return [
            MenuEntry(self.tr("修改"), self.edit, why, key="E", icon="ph.pencil-simple"),
            MenuEntry(self.tr("试运行"), self.try_one, why, key="T", icon="ph.flask"),
            MenuEntry(switch, self.switch, why, key="Space", icon=mark),
            MenuEntry(self.tr("触发记录"), self.show_firings, why, key="L", icon="ph.list"),
            MenuEntry(
                self.tr("往前排"), lambda: self.move_row(-1), why, key="Alt+Up", icon="ph.arrow-up"
            ),
            MenuEntry(
                self.tr("往后排"),
                lambda: self.move_row(1),
                why,
                key="Alt+Down",
                icon="ph.arrow-down",
            ),
            MenuEntry(self.tr("作废"), self.retire, why, key="Delete", icon="ph.trash"),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    def _empty(self) -> QWidget:
        if self.field.text().strip():
            clear = Step(self.tr("去掉筛选"), self._clear)
            why = self.tr("换个词，或者看全部。")
            return EmptyState(self.tr("没有这样的规则"), why, clear, icon="ph.funnel")
        why = self.tr(
            "夜里的井盖直接给城管、又来电的定为紧急……写成规则，程序替您做，每次都记在经过里。"
        )
        new = Step(self.tr("新建规则"), self.create_one, primary=True)
        return EmptyState(self.tr("还没有自动规则"), why, new, icon="ph.lightning")

    def _clear(self) -> None:
        self.field.clear()
        self._show()
