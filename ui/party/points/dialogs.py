"""Forms of points: put down, refuse, hand in, put right, and a rule with its trial."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.activities.queries.attendances import Kinds, kinds_now
from app.party.points.actions import (
    CAP_MOST,
    MOST_DAYS_BACK,
    RecordDraft,
    publish_rule,
    put_down,
    put_right,
    redeem,
    refuse,
)
from app.party.points.queries import RuleRow, Trial, WaitingRow, try_rule
from app.party.points.rules import (
    CODE_MOST,
    MOST_POINTS,
    NOTE_MOST,
    TITLE_MOST,
    CapPeriod,
    PointsConfirmer,
    PointsRule,
)
from ui.core.controls import Combo, Tick, label
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.jobs import Job
from ui.core.slices import Desk
from ui.party.lists.fields import LABEL_PX, amount_box, needs

TRIAL_MS = 300


class PutDownDialog(FormDialog):
    """What a member did, by which rule and when."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        member_id: UUID,
        member: str,
        rules: dict[str, RuleRow],
    ) -> None:
        super().__init__(desk, parent)
        self._member_id, self._rules = member_id, rules
        self.name_it(self.tr("给{name}记积分").format(name=member), self.tr("记下"))
        self.rule = Combo()
        for code, row in rules.items():
            if row.rule.is_on:
                self.rule.add(row.rule.title, code)
        today = local(desk.parts.clock.now()).date()
        self.day = DateField(today)
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_MOST)
        self.note.setPlaceholderText(self.tr("在哪里、做了什么"))
        self.rule_field = self.add_field(
            FormField(self.tr("事项"), self.rule, required=True, label_width=LABEL_PX),
            lambda: "" if self.rule.value() else self.tr("还没有积分规则，请先到“规则”里加"),
        )
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self.rule.currentIndexChanged.connect(lambda _: self._say_rule())
        self._say_rule()
        self.rule.setFocus()

    def _say_rule(self) -> None:
        row = self._rules.get(str(self.rule.value()))
        if row is None:
            return
        second = row.rule.confirmer is PointsConfirmer.SECOND
        after = self.tr("，要另一个人确认") if second else ""
        words = self.tr("每次 {points} 分{after}")
        self.rule_field.set_hint(words.format(points=row.rule.points, after=after))

    def _wrong_day(self) -> str:
        today = local(self.desk.parts.clock.now()).date()
        if self.day.day() > today:
            return self.tr("日期还没有到")
        early = self.day.day() < today - timedelta(days=MOST_DAYS_BACK)
        return self.tr("只能补记一年以内的") if early else ""

    def action(self) -> Action:
        draft = RecordDraft(
            self._member_id, str(self.rule.value()), self.day.day(), self.note.text()
        )
        key = self.command_key
        return lambda uow: put_down(uow, draft, command_key=key)


class WhyDialog(FormDialog):
    """A form that asks for one line and does something with it."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, title: str, do: str, under: str, asks: str
    ) -> None:
        super().__init__(desk, parent)
        self.name_it(title, do, under)
        self.words = QLineEdit()
        self.words.setMaxLength(NOTE_MOST)
        self.words_field = self.add_field(
            FormField(asks, self.words, required=True, label_width=LABEL_PX),
            needs(self.words.text, self.tr("请写明{what}").format(what=asks)),
        )
        self.words.setFocus()


class RefuseDialog(WhyDialog):
    """Why a record is refused."""

    def __init__(self, desk: Desk, parent: QWidget, row: WaitingRow) -> None:
        self._row = row
        super().__init__(
            desk,
            parent,
            title=self.tr("退回{name}的“{title}”").format(name=row.member, title=row.title),
            do=self.tr("退回"),
            under=self.tr("这一次不得分，记录留着。"),
            asks=self.tr("原因"),
        )

    def action(self) -> Action:
        row, why, key = self._row, self.words.text(), self.command_key
        return lambda uow: refuse(uow, row.id, why, command_key=key)


class RedeemDialog(WhyDialog):
    """What points are handed in for, and how many."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, member_id: UUID, name: str, left: int
    ) -> None:
        self._member_id, self._left = member_id, left
        super().__init__(
            desk,
            parent,
            title=self.tr("{name}兑换积分").format(name=name),
            do=self.tr("兑换"),
            under=self.tr("现有 {left} 分；本年积分和名次不减。").format(left=left),
            asks=self.tr("换什么"),
        )
        self.points = amount_box(1, max(left, 1))
        self.add_field(
            FormField(self.tr("分数"), self.points, hint=self.tr("分"), label_width=LABEL_PX)
        )

    def action(self) -> Action:
        member, points, key = self._member_id, self.points.value(), self.command_key
        what = self.words.text()
        return lambda uow: redeem(uow, member, points, what, command_key=key)


class PutRightDialog(WhyDialog):
    """Why an entry is put right."""

    def __init__(self, desk: Desk, parent: QWidget, *, transfer_id: UUID, told: str) -> None:
        self._transfer_id = transfer_id
        super().__init__(
            desk,
            parent,
            title=self.tr("冲正“{told}”").format(told=told),
            do=self.tr("冲正"),
            under=self.tr("记一笔相反的，原来那笔留着；冲正的不能再冲正。"),
            asks=self.tr("原因"),
        )

    def action(self) -> Action:
        transfer, why, key = self._transfer_id, self.words.text(), self.command_key
        return lambda uow: put_right(uow, transfer, why, command_key=key)


class RuleDialog(FormDialog):
    """A rule, new or as it holds; under it, what it would have done to last year's records."""

    def __init__(
        self, desk: Desk, parent: QWidget, street: str, row: RuleRow | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._street, self._row = street, row
        self._job: Job | None = None
        rule = row.rule if row is not None else None
        title = self.tr("新增积分规则") if rule is None else self.tr("改“{t}”").format(t=rule.title)
        under = self.tr("公布以后记的按新规则，以前得的不变。")
        self.name_it(title, self.tr("公布"), under)
        self.code = QLineEdit(rule.code if rule is not None else "")
        self.code.setMaxLength(CODE_MOST)
        self.code.setEnabled(rule is None)
        self.named = QLineEdit(rule.title if rule is not None else "")
        self.named.setMaxLength(TITLE_MOST)
        self.points = amount_box(rule.points if rule is not None else 1, MOST_POINTS)
        caps = rule.caps if rule is not None else {}
        self.caps: dict[CapPeriod, QSpinBox] = {}
        for period in CapPeriod:
            box = amount_box(1, CAP_MOST)
            box.setMinimum(0)
            box.setSpecialValueText(self.tr("不限"))
            box.setValue(caps.get(period, 0))
            self.caps[period] = box
        self.confirmer = Combo()
        for confirmer in PointsConfirmer:
            self.confirmer.add(word(confirmer), confirmer)
        self.confirmer.set_value(rule.confirmer if rule is not None else PointsConfirmer.SECOND)
        self.kind = Combo()
        self.kind.add(self.tr("不按签到记"), "")
        kept = rule.activity_kind if rule is not None else ""
        if kept:
            self.kind.add(kept, kept)
            self.kind.set_value(kept)
        now = desk.parts.clock.now()
        desk.read(lambda session: kinds_now(session, now), self._offer_kinds)
        self.on = Tick(self.tr("在用"))
        self.on.setChecked(rule is None or rule.is_on)
        self.trial = label("", "second")
        self.trial.setWordWrap(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TRIAL_MS)
        self._soon.timeout.connect(self.try_it)
        self._add_fields()

    def _add_fields(self) -> None:
        self.add_field(
            FormField(self.tr("编号"), self.code, required=True, label_width=LABEL_PX),
            needs(self.code.text, self.tr("请写编号，如 A01")),
        )
        self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明做什么得分")),
        )
        self.add_field(
            FormField(self.tr("每次"), self.points, hint=self.tr("分"), label_width=LABEL_PX)
        )
        for period, box in self.caps.items():
            title = self.tr("{period}最多").format(period=word(period))
            field = FormField(title, box, hint=self.tr("分"), label_width=LABEL_PX)
            self.add_field(field, self._wrong_caps if period is CapPeriod.YEAR else _fine)
        self.add_field(FormField(self.tr("谁确认"), self.confirmer, label_width=LABEL_PX))
        self.kind_field = self.add_field(
            FormField(
                self.tr("活动签到"),
                self.kind,
                hint=self.tr("这类活动签到的人按这条记"),
                label_width=LABEL_PX,
            )
        )
        self.add_field(FormField(self.tr("状态"), self.on, label_width=LABEL_PX))
        self.content.addWidget(self.trial)
        for box in (self.points, *self.caps.values()):
            box.valueChanged.connect(lambda _: self._soon.start())
        self.on.toggled.connect(lambda _: self._soon.start())
        self._soon.start()
        (self.code if self._row is None else self.points).setFocus()

    def rule(self) -> PointsRule:
        """Return the rule as it stands in the form."""
        caps = {period: box.value() for period, box in self.caps.items() if box.value()}
        return PointsRule(
            self.code.text().strip(),
            self.named.text().strip(),
            self.points.value(),
            caps,
            PointsConfirmer(str(self.confirmer.value())),
            self.on.isChecked(),
            str(self.kind.value() or ""),
        )

    def _offer_kinds(self, kinds: Kinds) -> None:
        for kind in kinds.activities:
            if kind != self.kind.value():
                self.kind.add(kind, kind)

    def blame(self) -> dict[str, FormField]:
        return {"points.kind_taken": self.kind_field}

    def _wrong_caps(self) -> str:
        rule = self.rule()
        caps = list(rule.caps.values())
        if caps and (caps != sorted(caps) or caps[0] < rule.points):
            return self.tr("上限不能少于一次的分数，长的不能少于短的")
        return ""

    def try_it(self) -> None:
        """Reckon last year's records by the rule as it stands in the form."""
        rule, desk, street = self.rule(), self.desk, self._street
        today = local(desk.parts.clock.now()).date()
        if self._job is not None:
            self._job.cancel()
        self._job = desk.read(
            lambda session: try_rule(session, desk.actor, street, rule, today), self._reckoned
        )

    def _reckoned(self, trial: Trial) -> None:
        self._job = None
        self.trial.setText(trial_words(trial))
        self.fit()

    def action(self) -> Action:
        rule, street, key = self.rule(), self._street, self.command_key
        seen = self._row.number if self._row is not None else 0

        def write(uow: Any) -> object:
            return publish_rule(uow, street, seen, rule, command_key=key)

        return write


def _fine() -> str:
    return ""


def trial_words(trial: Trial) -> str:
    """Return what another rule would have done, in a sentence."""
    from PySide6.QtCore import QCoreApplication

    translate = QCoreApplication.translate
    if not trial.now.by_member and not trial.then.by_member:
        return translate("Points", "近一年没有记录可试算。")
    if not trial.changed:
        words = translate("Points", "按近一年的记录试算：共 {now} 分，谁都不变。")
        return words.format(now=trial.now.total)
    more = sum(gap > 0 for _, gap in trial.changed)
    words = translate(
        "Points",
        "按近一年的记录试算：现在共 {now} 分，改后共 {then} 分；{more} 人多得、{less} 人少得，"
        "差得最多的 {most} 分；{capped} 次碰到上限。",
    )
    return words.format(
        now=trial.now.total,
        then=trial.then.total,
        more=more,
        less=len(trial.changed) - more,
        most=abs(trial.changed[0][1]),
        capped=trial.then.capped,
    )
