"""平战转换: one order, shown with all it changes before it is given; or only rehearsed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from app.command.board import kinds_named
from app.command.posture.actions import PostureDraft, order_posture
from app.command.posture.queries import PosturePreview, measures, preview
from app.command.posture.rules import Measures, PostureLevel, WallScene
from app.command.rules import NOTE_MOST, IncidentKind
from app.core.words import label as word
from ui.core.controls import Combo, Tick, label
from ui.core.fields import SearchCombo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.relative_time import short
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

LABEL_PX, WIDE, BOX_PX, LISTED, NAMED, SOON_MS = 96, 620, 120, 4, 8, 150


class PostureDialog(FormDialog):
    """The level brings its measures; each may be changed. What follows stands below, read anew
    with every change.
    """

    def __init__(self, desk: Desk, region: str, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDE)
        self._region = region
        self._kinds: dict[str, str] = {}
        self.seen: PosturePreview | None = None
        under = self.tr("一道令，从下令那一刻起算；以前登记的事件时限不变。")
        self.name_it(self.tr("平战转换"), self.tr("下令转换"), under)
        levels = tuple(Choice(level, word(level)) for level in PostureLevel)
        self.level = SegmentedControl(levels, PostureLevel.IV, name=self.tr("级别"))
        self.kind = Combo()
        for kind in IncidentKind:
            self.kind.add(word(kind), kind)
        self.reason = QLineEdit()
        self.reason.setMaxLength(NOTE_MOST)
        self.reason.setPlaceholderText(self.tr("如：气象台发布暴雨红色预警"))
        self.category = SearchCombo(self._find_kind, desk.jobs, self.tr("选一类加一类"))
        self.chosen_kinds = label("", "second")
        self.chosen_kinds.setWordWrap(True)
        self.percent, self.report, self.duty = QSpinBox(), QSpinBox(), QSpinBox()
        for box, low, high in (
            (self.percent, 1, 100),
            (self.report, 5, 24 * 60),
            (self.duty, 0, 50),
        ):
            box.setRange(low, high)
            box.setMaximumWidth(BOX_PX)
        self.scene = Combo()
        for scene in WallScene:
            self.scene.add(word(scene), scene)
        self.calls_up = Tick(self.tr("召集报到的党员和单位"))
        self.calls_forces = Tick(self.tr("呼叫在岗的应急单元"))
        self.rehearsal = Tick(self.tr("只演练：除了这道令，什么都不动"))
        self.follows = label("", "second")
        self.follows.setWordWrap(True)
        self._add_fields()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._read)
        self._connect()
        self._take_level(PostureLevel.IV)

    def _add_fields(self) -> None:
        self.add_field(FormField(self.tr("转为"), self.level, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("因为"), self.kind, label_width=LABEL_PX))
        self.reason_field = self.add_field(
            FormField(self.tr("依据"), self.reason, required=True, label_width=LABEL_PX),
            lambda: "" if self.reason.text().strip() else self.tr("请写明为什么转换"),
        )
        kinds = FormField(self.tr("缩短时限"), self.category, label_width=LABEL_PX)
        kinds.add_under(self.chosen_kinds)
        self.add_field(kinds)
        share = self.tr("% 的办理时限")
        self.add_field(FormField(self.tr("缩到"), self.percent, hint=share, label_width=LABEL_PX))
        self.add_field(
            FormField(
                self.tr("情况报告"), self.report, hint=self.tr("分钟一期"), label_width=LABEL_PX
            )
        )
        self.add_field(
            FormField(self.tr("值班"), self.duty, hint=self.tr("人以上"), label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("大屏先放"), self.scene, label_width=LABEL_PX))
        calling = FormField(self.tr("召集"), self.calls_up, label_width=LABEL_PX)
        calling.add_beside(self.calls_forces)
        self.add_field(calling)
        self.add_field(FormField(self.tr("演练"), self.rehearsal, label_width=LABEL_PX))
        self.content.addWidget(self.follows)

    def _connect(self) -> None:
        self.level.chosen.connect(self._take_level)
        self.category.chosen.connect(self._add_kind)
        self.percent.valueChanged.connect(lambda _: self._soon.start())
        self.duty.valueChanged.connect(lambda _: self._soon.start())
        for ticked in (self.calls_up, self.calls_forces):
            ticked.toggled.connect(lambda _: self._soon.start())
        self.rehearsal.toggled.connect(self._name_button)

    def _name_button(self, rehearsed: bool) -> None:  # noqa: FBT001  Qt's
        self.do_button.setText(self.tr("开始演练") if rehearsed else self.tr("下令转换"))

    def _find_kind(self, text: str) -> Sequence[Choice]:
        found = self.desk.parts.database.look_up(kinds_named)
        return [Choice(code, name) for code, name in found if text in name or text in code][:20]

    def _add_kind(self, choice: object) -> None:
        if isinstance(choice, Choice):
            self._kinds[str(choice.value)] = choice.title
            self.chosen_kinds.setText("、".join(self._kinds.values()))
            self.category.set_choice(None)
            self._soon.start()

    def _take_level(self, level: object) -> None:
        wanted = PostureLevel(str(level))
        self.level.set_value(wanted)
        now = self.desk.parts.clock.now()
        self.desk.read(lambda session: measures(session, wanted, now), self._take_measures)

    def _take_measures(self, told: Measures) -> None:
        self.percent.setValue(told.limit_percent)
        self.report.setValue(told.report_min)
        self.duty.setValue(told.duty_least)
        self.scene.set_value(told.scene)
        is_normal = self.level.value() == PostureLevel.NORMAL
        for part in (self.category, self.percent, self.calls_up, self.calls_forces):
            part.setEnabled(not is_normal)
        self._soon.start()

    # -- what follows --------------------------------------------------------------------------

    def _read(self) -> None:
        desk, region = self.desk, self._region
        level = PostureLevel(str(self.level.value()))
        kinds, percent, duty = tuple(self._kinds), self.percent.value(), self.duty.value()
        now = desk.parts.clock.now()

        def read(session: Any) -> PosturePreview:
            told = (level, kinds, percent, duty)
            return preview(session, desk.actor, region, *told, now=now)

        desk.read(read, self._take_preview)

    def _take_preview(self, told: PosturePreview) -> None:
        # The order is given over the one that was seen when the form was opened.
        first = self.seen is None
        self.seen = told
        if first:
            self.seen_version = told.number
        self.follows.setText("\n".join(self._sentences(told)))
        self.fit()

    def _sentences(self, told: PosturePreview) -> list[str]:
        lines = [self.tr("现在是{level}。").format(level=word(told.now.level))]
        lines.append(self._limits(told))
        if told.lacks:
            words = self.tr("值班：未来一天有 {n} 段时间不够人，最早 {moment}。")
            lines.append(words.format(n=len(told.lacks), moment=short(told.lacks[0].begin)))
        else:
            lines.append(self.tr("值班：未来一天人手够。"))
        words = self.tr("情况报告：进行中的 {n} 件突发事件改为 {m} 分钟一期。")
        lines.append(words.format(n=told.incidents, m=self.report.value()))
        if self.calls_up.isChecked():
            words = self.tr("召集：报到的党员和单位 {n} 个。")
            lines.append(words.format(n=told.members))
        if self.calls_forces.isChecked():
            lines.append(self._forces(told))
        return lines

    def _forces(self, told: PosturePreview) -> str:
        """Return which units are called, and to what."""
        names = told.forces.names
        if not names:
            return self.tr("应急单元：没有在岗又空着的，不呼叫。")
        shown = "、".join(names[:NAMED])
        if len(names) > NAMED:
            shown = self.tr("{shown} 等").format(shown=shown)
        words = self.tr("应急单元：呼叫 {n} 组（{shown}），到新启动的突发事件里应答。")
        if told.forces.incident:
            words = self.tr("应急单元：呼叫 {n} 组（{shown}），到“{incident}”里应答。")
        return words.format(n=len(names), shown=shown, incident=told.forces.incident)

    def _limits(self, told: PosturePreview) -> str:
        if not told.limits:
            return self.tr("时限：没有要变的。")
        if not told.may_change_limits:
            return self.tr("时限：由各街道共用，您管不到全部街道，这道令不改时限。")
        shown = "；".join(
            self.tr("{kind} {old} → {new}").format(
                kind=each.kind,
                old=f"{each.old.amount:g}{word(each.old.unit)}" if each.old else "—",
                new=f"{each.new.amount:g}{word(each.new.unit)}" if each.new else "—",
            )
            for each in told.limits[:LISTED]
        )
        more = len(told.limits) - LISTED
        rest = self.tr(" 等 {n} 项").format(n=len(told.limits)) if more > 0 else ""
        return self.tr("时限：{shown}{rest}。只管以后登记的。").format(shown=shown, rest=rest)

    def blame(self) -> dict[str, FormField]:
        return {"command.order_reason": self.reason_field}

    def action(self) -> Action:
        draft = PostureDraft(
            region=self._region,
            level=PostureLevel(str(self.level.value())),
            kind=IncidentKind(str(self.kind.value())),
            reason=self.reason.text(),
            limit_percent=self.percent.value(),
            categories=tuple(self._kinds),
            report_min=self.report.value(),
            duty_least=self.duty.value(),
            scene=WallScene(str(self.scene.value())),
            calls_up=self.calls_up.isChecked(),
            calls_forces=self.calls_forces.isChecked(),
            is_rehearsal=self.rehearsal.isChecked(),
        )
        seen, key = self.seen_version, self.command_key
        return lambda uow: order_posture(uow, draft, seen, command_key=key)
