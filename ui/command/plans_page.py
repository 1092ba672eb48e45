"""预案: what is to be done in each kind of incident, as a text one edits."""

from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.command import rights
from app.command.board import command_region
from app.command.incidents.actions.plans import EDITION_MOST, PlanDraft, retire_plan, save_plan
from app.command.incidents.queries import PlanRow, plans
from app.command.incidents.rules import steps_of
from app.command.rules import NAME_MOST, IncidentKind
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.words import label as word
from ui.command.side_lists import Pane
from ui.core.controls import Button, Combo, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.parts.step_line import StepLine

NEW_KEY, CHANGE_KEY, LABEL_PX = "N", "E", 64


class PlanDialog(FormDialog):
    """A plan as a text: a heading a line, a step a line with who and within how many minutes."""

    def __init__(self, desk: Desk, region: str, row: PlanRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(600)
        self._region, self._row = (row.region if row is not None else region), row
        title = self.tr("修改预案") if row is not None else self.tr("新预案")
        under = self.tr(
            "标题单独一行；一步写成“做什么｜谁｜几分钟内”。已经启动的突发事件不受影响。"
        )
        self.name_it(title, self.tr("保存"), under)
        self.named = QLineEdit(row.name if row is not None else "")
        self.named.setMaxLength(NAME_MOST)
        self.edition = QLineEdit(row.edition if row is not None else "")
        self.edition.setMaxLength(EDITION_MOST)
        self.edition.setPlaceholderText(self.tr("如：2026-02 版"))
        self.kind = Combo()
        for kind in IncidentKind:
            self.kind.add(word(kind), kind)
        if row is not None:
            self.kind.set_value(row.kind)
        self.steps = QPlainTextEdit(row.steps if row is not None else "")
        self.steps.setMinimumHeight(220)
        self.steps.setTabChangesFocus(True)
        example = self.tr("先期处置\n下穿桥断交｜交警中队｜10")
        self.steps.setPlaceholderText(example)
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.text().strip() else self.tr("请写名称"),
        )
        self.add_field(FormField(self.tr("种类"), self.kind, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("版本"), self.edition, label_width=LABEL_PX))
        self.steps_field = self.add_field(
            FormField(self.tr("清单"), self.steps, required=True, label_width=LABEL_PX),
            self._wrong,
        )
        self.named.setFocus()

    def _wrong(self) -> str:
        found, wrong = steps_of(self.steps.toPlainText())
        if wrong:
            return self.tr("第 {n} 行不是“做什么｜谁｜几分钟”").format(n=wrong)
        return "" if found else self.tr("至少写一步")

    def blame(self) -> dict[str, FormField]:
        return {
            "command.plan_wrong": self.name_field,
            "command.plan_line_wrong": self.steps_field,
        }

    def action(self) -> Action:
        draft = PlanDraft(
            self._region,
            IncidentKind(str(self.kind.value())),
            self.named.text(),
            self.edition.text(),
            self.steps.toPlainText(),
        )
        row, key = self._row, self.command_key
        plan, seen = (row.id, row.version) if row is not None else (None, None)
        return lambda uow: save_plan(uow, plan, seen, draft, command_key=key)


class PlansPage(QWidget):
    """Plans at the left, the steps of the chosen one at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("command.plans")
        self.setAccessibleName(self.tr("预案"))
        self._desk = desk
        self.dialog: Any = None
        self.rows: tuple[PlanRow, ...] = ()
        self._region = ""
        self.row: PlanRow | None = None
        self.bar = ToolBar(self.tr("预案"))
        self.new_button = Button(self.tr("新预案"), kind="primary", icon="ph.plus", key=NEW_KEY)
        self.change_button = Button(self.tr("修改"), kind="quiet", key=CHANGE_KEY)
        self.retire_button = Button(self.tr("停用"), kind="quiet")
        self.listed, self.steps = Pane(self.tr("预案")), Pane(self.tr("清单"))
        self.foot = FootBar(
            (KeyHelp(NEW_KEY, self.tr("新预案")), KeyHelp(CHANGE_KEY, self.tr("修改")))
        )
        self._lay_out()
        self.new_button.clicked.connect(self.add)
        self.change_button.clicked.connect(self.change)
        self.retire_button.clicked.connect(self.retire)
        for key, run in ((NEW_KEY, self.add), (CHANGE_KEY, self.change)):
            add_key(self, key, run)
        desk.scope.changed.connect(self.reload)
        topics = frozenset({Topic.INCIDENT})
        self._refresher = Refresher(desk.hub, self, self.reload, topics=topics)
        self.reload()

    def _lay_out(self) -> None:
        self.bar.add_right(self.retire_button, self.change_button, self.new_button)
        body = QHBoxLayout()
        body.setContentsMargins(12, 12, 12, 12)
        body.setSpacing(12)
        body.addWidget(self.listed, 1)
        body.addWidget(self.steps, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        column.addWidget(self.foot)

    def reload(self) -> None:
        """Read the plans anew."""
        desk = self._desk

        def read(session: Any) -> tuple[str, tuple[PlanRow, ...]]:
            region = command_region(session, desk.actor, desk.scope.code)
            return region, plans(session, desk.actor, region=region)

        desk.read(read, self._take)

    def _take(self, told: tuple[str, tuple[PlanRow, ...]]) -> None:
        self._region, self.rows = told
        self.foot.say(self.tr("共 {n} 份").format(n=len(self.rows)))
        lines: list[QWidget] = []
        for row in self.rows:
            count = len(steps_of(row.steps)[0])
            under = self.tr("{edition}　{n} 步").format(edition=row.edition, n=count).strip()
            line = StepLine(row.name, under)
            line.add_chip(word(row.kind))
            line.add_step(self.tr("看"), partial(self.show_plan, row))
            lines.append(line)
        self.listed.show_lines(lines, self.tr("还没有预案，按 N 写一份。"))
        kept = next((r for r in self.rows if self.row is not None and r.id == self.row.id), None)
        self.show_plan(kept or (self.rows[0] if self.rows else None))
        self.new_button.setVisible(bool(self._region) and self._desk.actor.may(rights.ACT))

    def show_plan(self, row: PlanRow | None) -> None:
        """Show the steps of a plan."""
        self.row = row
        lines: list[QWidget] = []
        section = None
        for step in steps_of(row.steps)[0] if row is not None else ():
            if step.section != section:
                section = step.section
                lines.append(label(section, "section"))
            told = self.tr("{owner}　{n} 分钟内").format(owner=step.owner, n=step.minutes)
            lines.append(StepLine(step.title, told))
        self.steps.title.setText(row.name if row is not None else self.tr("清单"))
        self.steps.show_lines(lines, self.tr("选一份预案。"))
        keeps = row is not None and row.may_keep
        self.change_button.setVisible(keeps)
        self.retire_button.setVisible(keeps)

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    def add(self) -> None:
        """Ask for a plan."""
        if self._region and self._desk.actor.may(rights.ACT):
            self._open(PlanDialog(self._desk, self._region, None, self.window()))

    def change(self) -> None:
        """Ask what is different in it."""
        if self.row is not None and self.row.may_keep:
            self._open(PlanDialog(self._desk, self._region, self.row, self.window()))

    def retire(self) -> None:
        """Take the plan out of use."""
        row, key = self.row, new_id()
        if row is not None and row.may_keep:
            self._desk.write(
                lambda uow: retire_plan(uow, row.id, row.version, command_key=key),
                lambda _: None,
                self._desk.notices.report,
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.listed.setFocus()
