"""Writing a rule: when, if, then, as one sentence, with what it would have done lately."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.cases.actions.rule_keeping import RuleDraft, save_rule
from app.cases.automation.model import (
    MOST_DEEDS,
    NAME_MOST,
    RuleBody,
    RuleUnfit,
    Trigger,
    checked,
)
from app.cases.automation.trial import Trial, try_rule
from app.cases.automation.words import rule_words
from app.cases.filters.model import EVERYTHING, Filter
from app.cases.filters.parse import parse
from app.cases.filters.write import write
from app.cases.queries.automation import FiringRow, RuleRow, hits_told, rules_kept
from app.cases.queries.tags import tag_homes
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.automation.deed_row import DeedRow
from ui.cases.automation.hours_line import HoursLine
from ui.cases.views.names import NameKeeper
from ui.cases.views.shorthand_field import ShorthandField
from ui.core.controls import Button, Combo, Tick, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.jobs import Job
from ui.core.slices import Desk

LABEL_PX = 72
WIDTH_PX = 760
SOON_MS = 400
LOOKED = 2_000
"""Events a preview looks at while somebody still types; the trial looks at all."""
SHOWN = 3


class RuleForm(FormDialog):
    """A new version of a rule; it rests until it was tried."""

    def __init__(self, desk: Desk, row: RuleRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        self._job: Job | None = None
        self._conditions: Filter = row.body.conditions if row and row.body else EVERYTHING
        self._unread = ""
        self.setMinimumWidth(WIDTH_PX)
        under = self.tr("存下以后先试运行，看清会在哪些事件上触发，再启用。")
        title = self.tr("修改规则") if row else self.tr("新建规则")
        self.name_it(title, self.tr("保存"), under)
        self.keeper = NameKeeper(desk, self)
        self.keeper.speak_of(self._conditions)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._preview)
        self._names = dict(row.names) if row else {}
        self.rows: list[DeedRow] = []
        body = row.body if row else None
        self._make_head(row)
        self._make_when(body)
        self._make_deeds(body)
        self._make_says()
        self.keeper.changed.connect(self._names_read)
        self.keeper.read()
        if row is not None:
            self.guard_version(row.version, self._version)
        self.name.setFocus()

    # -- parts ---------------------------------------------------------------------------------

    def _make_head(self, row: RuleRow | None) -> None:
        self.name = QLineEdit(row.name if row else "")
        self.name.setMaxLength(NAME_MOST)
        self.name.setPlaceholderText(self.tr("如“夜间井盖”"))
        named = FormField(self.tr("名称"), self.name, label_width=LABEL_PX, required=True)
        self._name_field = self.add_field(named, self._check_name)
        self.home = Combo()
        self.home.setAccessibleName(self.tr("管哪里的事件"))
        if row is None:
            scope, actor = self.desk.scope.code, self.desk.actor
            self.desk.read(lambda session: tag_homes(session, actor, scope), self._homes)
            named.add_beside(self.home)
            self.do_button.setEnabled(False)

    def _homes(self, homes: tuple[tuple[str, str], ...]) -> None:
        with QSignalBlocker(self.home):  # what is filled in is not typed
            for code, name in homes:
                self.home.add(name or self.tr("全部辖区"), code)
        self.home.currentIndexChanged.connect(self._changed)
        self.do_button.setEnabled(bool(homes))
        self._changed()

    def _make_when(self, body: RuleBody | None) -> None:
        self.trigger = Combo()
        for each in Trigger:
            self.trigger.add(word(each), each.value)
        self.trigger.set_value((body.trigger if body else Trigger.REGISTERED).value)
        self.add_field(FormField(self.tr("什么时候"), self.trigger, label_width=LABEL_PX))
        self.trigger.currentIndexChanged.connect(self._trigger_changed)
        self.field = ShorthandField(self.tr("条件，如 来源:来电 类别:井盖 社区:南塘"), self.keeper)
        self.field.setMaximumWidth(WIDTH_PX)
        self._if_field = self.add_field(
            FormField(self.tr("如果"), self.field, label_width=LABEL_PX), lambda: self._unread
        )
        self.field.narrowed.connect(self._typed)
        self.hours = HoursLine(body.hours if body else None)
        self._hours_field = self.add_field(
            FormField(self.tr("时段"), self.hours, label_width=LABEL_PX), self.hours.wrong
        )
        self.hours.edited.connect(self._edited)
        self.hours.edited.connect(self._changed)
        self.again = Tick(self.tr("反映人以前反映过别的事"))
        self.again.setChecked(bool(body and body.caller_again))
        self.again.toggled.connect(self._changed)
        self.again.setAccessibleName(self.again.text())
        self._hours_field.add_under(self.again)

    def _make_deeds(self, body: RuleBody | None) -> None:
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._deeds_field = self.add_field(
            FormField(self.tr("就"), self._box, label_width=LABEL_PX), self._check_deeds
        )
        self.add_button = Button(self.tr("再做一样"), kind="link", icon="ph.plus", small=True)
        self.add_button.clicked.connect(lambda: self._add(None))
        self.stops = Tick(self.tr("后面的规则不再看"))
        self.chained = Tick(self.tr("规则做的也看"))
        under = QWidget()
        line = QHBoxLayout(under)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.add_button)
        line.addStretch(1)
        for tick, on in (
            (self.stops, bool(body and body.stops)),
            (self.chained, bool(body and body.chained)),
        ):
            tick.setChecked(on)
            tick.setAccessibleName(tick.text())
            tick.toggled.connect(self._changed)
            line.addWidget(tick)
        self._deeds_field.add_under(under)
        for deed in body.deeds if body else (None,):
            self._add(deed)

    def _make_says(self) -> None:
        self.says = label("", "body")
        self.says.setWordWrap(True)
        self.would = label("", "caption")
        self.would.setWordWrap(True)
        self.would.setAccessibleName(self.tr("近来会怎样"))
        for part in (self.says, self.would):
            self.content.addWidget(part)

    def _add(self, deed: Any) -> None:
        made = DeedRow(self.desk, deed, self._names)
        made.offer_kinds(self._chosen_trigger)
        if self.keeper.ready:
            made.offer_tags(self.keeper.vocabulary.tags.terms)
        made.edited.connect(self._edited)
        made.edited.connect(self._changed)
        made.gone.connect(self._drop)
        self.rows.append(made)
        self._column.addWidget(made)
        self._count_rows()
        if self.isVisible():
            made.kind.setFocus()
            self._changed()

    def _drop(self, row: DeedRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._count_rows()
        self._edited()
        self._changed()

    def _count_rows(self) -> None:
        for row in self.rows:
            row.drop_button.setEnabled(len(self.rows) > 1)
        self.add_button.setEnabled(len(self.rows) < MOST_DEEDS)
        self.fit()

    # -- what was typed ------------------------------------------------------------------------

    @property
    def _chosen_trigger(self) -> Trigger:
        return Trigger(str(self.trigger.value()))

    def _trigger_changed(self, _: int) -> None:
        for row in self.rows:
            row.offer_kinds(self._chosen_trigger)
        self._changed()

    def _names_read(self) -> None:
        for row in self.rows:
            row.offer_tags(self.keeper.vocabulary.tags.terms)
        if not self.field.text():
            self.field.setText(write(self._conditions, self.keeper.vocabulary))
            self.field.setCursorPosition(0)
        self._typed(self.field.text())

    def _typed(self, text: str) -> None:
        if not self.keeper.ready:
            return
        today = local(self.desk.parts.clock.now()).date()
        found = parse(text, self.keeper.vocabulary, today)
        self._unread = sentence(found.wrong[0][1]) if found.wrong else ""
        if not found.wrong:
            self._conditions = found.rules
        self._check(show_missing=self._tried)
        self._changed()

    def body(self) -> RuleBody | None:
        """Return the rule as it stands there, None while something lacks."""
        deeds = [row.deed() for row in self.rows]
        whole = tuple(deed for deed in deeds if deed is not None)
        if self._unread or self.hours.wrong() or len(whole) != len(deeds):
            return None
        return RuleBody(
            trigger=self._chosen_trigger,
            conditions=self._conditions,
            hours=self.hours.hours(),
            caller_again=self.again.isChecked(),
            deeds=whole,
            stops=self.stops.isChecked(),
            chained=self.chained.isChecked(),
        )

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def _check_deeds(self) -> str:
        lacking = next((row.lacks() for row in self.rows if row.lacks()), "")
        body = self.body()
        if lacking or body is None:
            return f"{lacking}。" if lacking else ""
        try:
            checked(body)
        except RuleUnfit as error:
            return sentence(error)
        return ""

    # -- what it would do ----------------------------------------------------------------------

    def _changed(self, *_: object) -> None:
        body = self.body()
        for row in self.rows:
            self._names |= row.names()
        self.says.setText(
            rule_words(body, self.keeper.vocabulary, self._names) if body is not None else ""
        )
        self._soon.start()

    @property
    def _region(self) -> str:
        return self._row.region if self._row else str(self.home.value() or "")

    def _preview(self) -> None:
        if self._job is not None:
            self._job.cancel()
        body, region, desk = self.body(), self._region, self.desk
        if body is None:
            self.would.setText("")
            return

        def look(session: Any) -> tuple[int, Trial, tuple[FiringRow, ...]]:
            now = desk.parts.clock.now()
            days = settings_at(session, now).rule_trial_days
            told = try_rule(session, desk.actor, region, body, now=now, days=days, most=LOOKED)
            return days, told, hits_told(session, desk.actor, told.hits[:SHOWN])

        self._job = desk.read(look, self._previewed, lambda _: self.would.setText(""))

    def _previewed(self, found: tuple[int, Trial, tuple[FiringRow, ...]]) -> None:
        self._job = None
        days, told, shown = found
        if not told.count:
            words = self.tr("近 {days} 天一次也不会触发（看了 {looked} 次）。")
            self.would.setText(words.format(days=days, looked=told.looked))
        else:
            words = self.tr("近 {days} 天会触发 {count} 次，最近的是：{cases}。")
            if told.is_capped:
                words = self.tr("最近 {looked} 次里会触发 {count} 次，最近的是：{cases}。")
            cases = "；".join(row.title or self.tr("看不到的事件") for row in shown)
            self.would.setText(
                words.format(days=days, count=told.count, looked=told.looked, cases=cases)
            )
        self.fit()

    # -- writing -------------------------------------------------------------------------------

    def _version(self, session: Any) -> int:
        rows = rules_kept(session, self.desk.actor, self.desk.parts.clock.now())
        return next((row.version for row in rows if self._row and row.id == self._row.id), 0)

    def blame(self) -> Mapping[str, FormField]:
        return {
            "rules.name_taken": self._name_field,
            "rules.name_missing": self._name_field,
            "rules.field_not_for_rules": self._if_field,
        }

    def action(self) -> Action:
        body = self.body()
        if body is None:  # the checks of the fields let nothing else through
            raise RuleUnfit
        draft = RuleDraft(self.name.text(), self._region, body)
        key, seen = self.command_key, self.seen_version
        rule_id = self._row.id if self._row else None

        def save(uow: Any) -> UUID:
            return save_rule(uow, draft, command_key=key, rule_id=rule_id, seen_version=seen)

        return save
