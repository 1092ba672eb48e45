"""Which finished cases are called back (抽取方案): shares by source and kind, and what remains."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.actions.calling import publish_plan
from app.cases.call_plan import plan_now
from app.cases.call_words import plan_words
from app.cases.drawing import MOST_OF, MOST_SHARES, DrawnBy, Plan, Share, plan_of
from app.cases.queries.calling import PlanVersion, category_names, plan_versions
from app.cases.rules import Source
from app.core.words import label as word
from ui.cases.aids.node_picker import NodePicker
from ui.cases.dialogs.fields import quiet_line
from ui.core.controls import Button, Combo, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.page_bars import icon_button
from ui.core.relative_time import full
from ui.core.segmented import Choice
from ui.core.slices import Desk

WIDTH_PX = 620
LABEL_PX = 60
BY_PX = 96
WHAT_PX = 200
NUMBER_PX = 76
VERSIONS_SHOWN = 4

Read = tuple[Plan, dict[str, str], tuple[PlanVersion, ...]]


class ShareRow(QWidget):
    """``来源 来电 每 10 件抽 3 件``; without a sort it speaks of what no other share does."""

    edited = Signal()
    gone = Signal(object)  # ShareRow

    def __init__(self, desk: Desk, share: Share, names: dict[str, str]) -> None:
        super().__init__()
        self.is_rest = share.by is DrawnBy.REST
        self.by, self.source = Combo(), Combo()
        self.by.add(self.tr("来源"), DrawnBy.SOURCE)
        self.by.add(self.tr("类别"), DrawnBy.KIND)
        for each in Source:
            self.source.add(word(each), each.value)
        self.kind = NodePicker(desk, placeholder=self.tr("大类或小类"))
        self.of, self.drawn = self._number(share.of, 1), self._number(share.drawn, 0)
        self.drop_button = icon_button("ph.x", self.tr("去掉这一条"))
        self.by.setAccessibleName(self.tr("按什么"))
        self.source.setAccessibleName(self.tr("来源"))
        self.kind.setAccessibleName(self.tr("类别"))
        self.of.setAccessibleName(self.tr("每几件"))
        self.drawn.setAccessibleName(self.tr("抽几件"))
        self._lay_out()
        if share.by is DrawnBy.KIND:
            self.by.set_value(DrawnBy.KIND)
            self.kind.set_choice(Choice(share.key, names.get(share.key, share.key)))
        elif share.key:
            self.source.set_value(share.key)
        self._offer()
        self.by.currentIndexChanged.connect(lambda _: self._offer())
        for signal in (self.source.currentIndexChanged, self.kind.chosen, self.kind.textEdited):
            signal.connect(lambda *_: self.edited.emit())
        for box in (self.of, self.drawn):
            box.valueChanged.connect(lambda _: self.edited.emit())
        self.drop_button.clicked.connect(lambda: self.gone.emit(self))

    def _number(self, value: int, least: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(least, MOST_OF)
        made.setValue(value)
        made.setFixedWidth(NUMBER_PX)
        return made

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.by.setFixedWidth(BY_PX)
        for wide in (self.source, self.kind):
            wide.setFixedWidth(WHAT_PX)
        if self.is_rest:
            rest = label(self.tr("其余的"), "body")
            rest.setFixedWidth(BY_PX + WHAT_PX + 6)
            line.addWidget(rest)
        else:
            for part in (self.by, self.source, self.kind):
                line.addWidget(part)
        line.addWidget(label(self.tr("每"), "second"))
        line.addWidget(self.of)
        line.addWidget(label(self.tr("件抽"), "second"))
        line.addWidget(self.drawn)
        line.addWidget(label(self.tr("件"), "second"))
        line.addStretch(1)
        line.addWidget(self.drop_button)
        self.drop_button.setVisible(not self.is_rest)
        if self.is_rest:
            for part in (self.by, self.source, self.kind):
                part.setParent(self)
                part.hide()

    def _offer(self) -> None:
        if not self.is_rest:
            by_kind = self.by.value() == DrawnBy.KIND
            self.kind.setVisible(by_kind)
            self.source.setVisible(not by_kind)
        self.edited.emit()

    def share(self) -> Share:
        """Return the share as it stands there."""
        if self.is_rest:
            return Share(DrawnBy.REST, "", self.drawn.value(), self.of.value())
        by = DrawnBy(str(self.by.value()))
        key = self.source.value() if by is DrawnBy.SOURCE else self.kind.value()
        return Share(by, str(key or ""), self.drawn.value(), self.of.value())

    def lacks(self) -> str:
        """Return what the share lacks, "" for nothing."""
        share = self.share()
        if not self.is_rest and not share.key:
            return self.tr("要从列表里选类别")
        if share.drawn > share.of:
            return self.tr("抽的件数多于每组的件数，请改小")
        return ""


class PlanDialog(FormDialog):
    """Shows the plan in force and its history; whoever decides for all changes it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH_PX)
        self.may_decide = desk.actor.reaches_all(rights.MANAGE_KINDS)
        self._names: dict[str, str] = {}
        self._seen = 0
        self.rows: list[ShareRow] = []
        self.rest: ShareRow | None = None
        self.name_it(
            self.tr("回访抽取方案"),
            self.tr("从现在起照办"),
            self.tr("办结时照这个抽，答应过回访的都打，没留电话的不打。已经抽过的不变。"),
        )
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.add_button = Button(self.tr("加一条"), kind="link", icon="ph.plus", small=True)
        self.add_button.clicked.connect(self._add_new)
        self._field = FormField(self.tr("抽取"), self._box, label_width=LABEL_PX)
        self._field.add_under(self.add_button)
        self.add_field(self._field, self._wrong)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("为什么这么定，可不写"))
        self._note_field = self.add_field(
            FormField(self.tr("说明"), self.note, label_width=LABEL_PX)
        )
        self.history = quiet_line("")
        self.content.addWidget(self.history)
        self.do_button.setEnabled(False)
        for part in (self._field, self._note_field):
            part.setEnabled(False)

    def start(self) -> None:
        """Read the plan in force, then show it."""
        self.open()

        def read(session: Any) -> Read:
            return plan_now(session), category_names(session), plan_versions(session)

        self.desk.read(read, self._show, self.refused)

    def _show(self, read: Read) -> None:
        plan, self._names, versions = read
        self._seen = plan.number
        for share in plan.shares:
            self._add(share)
        self.rest = ShareRow(self.desk, plan.rest, self._names)
        self.rest.edited.connect(self._edited)
        self._column.addWidget(self.rest)
        lines = [self._told(version) for version in versions[:VERSIONS_SHOWN]]
        first = self.tr("没有定过：全部回访。")
        self.history.setText("\n".join([*lines, *([] if versions else [first])]))
        for part in (self._field, self._note_field, self.do_button, self.add_button):
            part.setEnabled(self.may_decide)
        if not self.may_decide:
            self.say_error(self.tr("抽取方案由中心主任、系统管理员定，您只能看。"))
        self.fit()

    def _told(self, version: PlanVersion) -> str:
        words = plan_words(plan_of(version.number, version.body), self._names)
        told = self.tr("第 {number} 版 {at} {who}：{plan} {note}")
        return told.format(
            number=version.number,
            at=full(version.at),
            who=version.author,
            plan=words,
            note=version.note,
        ).strip()

    def _add_new(self) -> None:
        if len(self.rows) < MOST_SHARES:
            self._add(Share(DrawnBy.SOURCE, Source.CALL, 3, 10)).by.setFocus()
            self._edited()

    def _add(self, share: Share) -> ShareRow:
        made = ShareRow(self.desk, share, self._names)
        made.edited.connect(self._edited)
        made.gone.connect(self._drop)
        self._column.insertWidget(len(self.rows), made)
        self.rows.append(made)
        return made

    def _drop(self, row: ShareRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._edited()

    def _wrong(self) -> str:
        lacks = (row.lacks() for row in (*self.rows, self.rest) if row is not None)
        found = next((words for words in lacks if words), "")
        names = [row.share().name for row in self.rows]
        if not found and len(set(names)) < len(names):
            return self.tr("同一类写了两次，请删去一个")
        return found

    def action(self) -> Action:
        shares = tuple(row.share() for row in self.rows)
        rest = self.rest.share() if self.rest is not None else Plan().rest
        seen, note, key = self._seen, self.note.text(), self.command_key

        def publish(uow: Any) -> int:
            return publish_plan(uow, shares, rest, seen, note, command_key=key)

        return publish
