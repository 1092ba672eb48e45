"""Dialogs over a whistle and its units: words, a moment to appear, the four elements, a mark."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.reporting_in import (
    TALKED_MOST,
    WHERE_MOST,
    Seen,
    answer_release,
    appear,
    ask_release,
    feed_back,
    rate_street,
    rate_unit,
    take_measure,
)
from app.cases.actions.whistling import blow_whistle, cancel_whistle, drop_whistle, end_whistle
from app.cases.queries.whistles import SummonedUnit, WhistleRow, WhistleVerb
from app.cases.rules import EventKind
from app.cases.whistle_rules import HIGHEST_SCORE, LOWEST_SCORE, Feedback
from ui.cases.dialogs.fields import LABEL_PX, needs_text, quiet_line, text_area
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.whistles.words import title_words, verb_words
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, no_check
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

WIDE_LABEL_PX = 72
_PHRASES = {
    WhistleVerb.MEASURE: EventKind.MEASURE_TAKEN,
    WhistleVerb.ASK_RELEASE: EventKind.RELEASE_ASKED,
    WhistleVerb.END: EventKind.WHISTLE_DONE,
}


class BlowDraftDialog(RowDialog):
    """The director blows a draft; the time to appear can be put later."""

    phrase_step = EventKind.WHISTLED

    def __init__(self, desk: Desk, row: WhistleRow, parent: QWidget) -> None:
        super().__init__(desk, row.id, row.version, parent)
        self.name_it(self.tr("吹哨：{title}").format(title=title_words(row)), self.tr("吹哨"))
        units = "、".join(unit.unit for unit in row.units)
        words = self.tr("吹给 {units}，{lead}牵头，到 {place}：{task}")
        told = words.format(units=units, lead=row.lead, place=row.place, task=row.task)
        self.content.addWidget(quiet_line(told))
        self.appear = MomentField(row.dues.appear_at)
        self.add_field(
            FormField(self.tr("到场时间"), self.appear, required=True, label_width=LABEL_PX),
            self._wrong,
        )
        after = self.tr("吹了以后编号；这些单位马上收到，从此能看这件事。")
        self.content.addWidget(quiet_line(after))
        self.do_button.setFocus()

    def _wrong(self) -> str:
        past = self.appear.moment() <= self.desk.parts.clock.now()
        return self.tr("到场时间已经过了，请选以后的时间") if past else ""

    def action(self) -> Action:
        row_id, seen, key = self.row_id, self.seen_version, self.command_key
        at = self.appear.moment()
        return lambda uow: blow_whistle(uow, row_id, seen, at, command_key=key)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How words are asked for.

    Attributes:
        hint: Stands in the empty field.
        complaint: Where nothing is written; "" where nothing has to be.
        after: What follows from it.
    """

    hint: str
    complaint: str
    after: str = ""


class WordsDialog(RowDialog):
    """A step of a whistle or of a unit that says something."""

    def __init__(
        self, desk: Desk, row: WhistleRow | SummonedUnit, verb: WhistleVerb, parent: QWidget
    ) -> None:
        super().__init__(desk, row.id, row.version, parent)
        self.verb = verb
        self.phrase_step = _PHRASES.get(verb, EventKind.WHISTLED)
        whose = row.unit if isinstance(row, SummonedUnit) else title_words(row)
        hand = row.hand if isinstance(row, SummonedUnit) else None
        do = verb_words(verb, hand)
        self.name_it(self.tr("{verb}：{whose}").format(verb=do, whose=whose), do)
        asked = self._asked(verb, row)
        self.note = text_area(asked.hint)
        field = FormField(
            self.tr("说明"), self.note, required=bool(asked.complaint), label_width=LABEL_PX
        )
        check = needs_text(self.note, asked.complaint) if asked.complaint else no_check
        self.add_field(field, check)
        if asked.after:
            self.content.addWidget(quiet_line(asked.after))
        self.note.setFocus()

    def _asked(self, verb: WhistleVerb, row: WhistleRow | SummonedUnit) -> _Asked:
        reason = self.tr("请写明理由，不能只有空格。")
        match verb:
            case WhistleVerb.DROP:
                return _Asked(self.tr("为什么不用吹了"), reason)
            case WhistleVerb.CANCEL:
                after = self.tr("单位不用再来，在场的随之离场；记在经过里。")
                return _Asked(self.tr("为什么取消"), reason, after)
            case WhistleVerb.END:
                after = self.tr("在场的单位随之离场；事件可以接着办结。")
                complaint = self.tr("请写明结果，不能只有空格。")
                return _Asked(self.tr("事情怎么解决的、定下了什么"), complaint, after)
            case WhistleVerb.MEASURE:
                complaint = self.tr("请写明做了什么，不能只有空格。")
                return _Asked(self.tr("在现场做了什么，可以记几次"), complaint)
            case WhistleVerb.GRANT:
                return _Asked(self.tr("可以不写"), "", self._wish(row))
            case WhistleVerb.REFUSE:
                return _Asked(self.tr("为什么还不能走"), reason, self._wish(row))
        after = self.tr("事情没有办完，主任准了才能离场；离场计数。")
        return _Asked(self.tr("为什么要先走，剩下的怎么办"), reason, after)

    def _wish(self, row: WhistleRow | SummonedUnit) -> str:
        release = row.release if isinstance(row, SummonedUnit) else None
        if release is None:
            return ""
        words = self.tr("{who}申请：{reason}")
        return words.format(who=release.asked_by, reason=release.reason)

    def action(self) -> Action:
        note, row_id, version = self.note.toPlainText(), self.row_id, self.seen_version
        key, seen = self.command_key, Seen(self.row_id, self.seen_version)
        of_whistle: dict[WhistleVerb, Callable[..., object]] = {
            WhistleVerb.DROP: drop_whistle,
            WhistleVerb.CANCEL: cancel_whistle,
            WhistleVerb.END: end_whistle,
        }
        if self.verb in of_whistle:
            act = of_whistle[self.verb]
            return lambda uow: act(uow, row_id, version, note, command_key=key)
        if self.verb in (WhistleVerb.GRANT, WhistleVerb.REFUSE):
            grants = self.verb is WhistleVerb.GRANT
            return lambda uow: answer_release(uow, seen, note, grants=grants, command_key=key)
        does = take_measure if self.verb is WhistleVerb.MEASURE else ask_release
        return lambda uow: does(uow, seen, note, command_key=key)


class AppearDialog(RowDialog):
    """Since when a unit is there, and where exactly."""

    def __init__(self, desk: Desk, row: WhistleRow, unit: SummonedUnit, parent: QWidget) -> None:
        super().__init__(desk, unit.id, unit.version, parent)
        do = verb_words(WhistleVerb.APPEAR, unit.hand)
        self.name_it(self.tr("{unit}{verb}").format(unit=unit.unit, verb=do), do, row.place)
        self._blown = row.blown_at
        self.at = MomentField(desk.parts.clock.now())
        self._first = self.at.moment()
        self.where = QLineEdit()
        self.where.setMaxLength(WHERE_MOST)
        self.where.setPlaceholderText(self.tr("就在到场地点的，不用写"))
        self.add_field(
            FormField(self.tr("到场时间"), self.at, required=True, label_width=LABEL_PX),
            self._wrong,
        )
        self.add_field(FormField(self.tr("在哪里"), self.where, label_width=LABEL_PX))
        self.do_button.setFocus()

    def _wrong(self) -> str:
        at = self.at.moment()
        if at > self.desk.parts.clock.now():
            return self.tr("到场时间晚于现在，请改成已经到场的时间")
        early = self._blown is not None and at < self._blown.replace(second=0, microsecond=0)
        return self.tr("到场时间早于吹哨，请核对") if early else ""

    def action(self) -> Action:
        seen, key, where = Seen(self.row_id, self.seen_version), self.command_key, self.where.text()
        at = None if self.at.moment() == self._first else self.at.moment()
        if at is not None and self._blown is not None:
            at = max(at, self._blown)  # the minute it was blown in, typed
        return lambda uow: appear(uow, seen, at, where, command_key=key)


class FeedbackDialog(RowDialog):
    """The four elements; one that is missing is named before anything is sent."""

    phrase_step = EventKind.FED_BACK

    def __init__(self, desk: Desk, unit: SummonedUnit, parent: QWidget) -> None:
        super().__init__(desk, unit.id, unit.version, parent)
        do = verb_words(WhistleVerb.REPORT, unit.hand)
        under = self.tr("四要素：受理时间、与谁沟通、解决措施、解决时限，缺一项不收。")
        self.name_it(self.tr("{unit}{verb}").format(unit=unit.unit, verb=do), do, under)
        now = desk.parts.clock.now()
        self.accepted_at = MomentField(unit.moments.signed_at or now)
        self.talked = QLineEdit()
        self.talked.setMaxLength(TALKED_MOST)
        self.talked.setPlaceholderText(self.tr("姓名或称呼，几位都写上"))
        self.remedy = text_area(self.tr("采取了什么措施、接下来怎么解决"))
        self.solved = MomentField(now)
        for title, input_, check in (
            (self.tr("受理时间"), self.accepted_at, self._wrong_accepted),
            (self.tr("与谁沟通"), self.talked, self._missing_talked),
            (
                self.tr("解决措施"),
                self.remedy,
                needs_text(self.remedy, self.tr("请写明解决措施，不能只有空格。")),
            ),
            (self.tr("解决时限"), self.solved, self._wrong_solved),
        ):
            field = FormField(title, input_, required=True, label_width=WIDE_LABEL_PX)
            self.add_field(field, check)
        self.talked.setFocus()

    def _wrong_accepted(self) -> str:
        later = self.accepted_at.moment() > self.desk.parts.clock.now()
        return self.tr("受理时间晚于现在，请核对") if later else ""

    def _missing_talked(self) -> str:
        return "" if self.talked.text().strip() else self.tr("请写明与谁沟通过")

    def _wrong_solved(self) -> str:
        early = self.solved.moment() < self.accepted_at.moment()
        return self.tr("解决时限早于受理时间，请核对") if early else ""

    def action(self) -> Action:
        seen, key = Seen(self.row_id, self.seen_version), self.command_key
        told = Feedback(
            self.accepted_at.moment(),
            self.talked.text(),
            self.remedy.toPlainText(),
            self.solved.moment(),
        )
        return lambda uow: feed_back(uow, seen, told, command_key=key)


class RateDialog(RowDialog):
    """A mark from 1 to 5, with words; of units, never of a person."""

    phrase_step = EventKind.WHISTLE_RATED

    def __init__(self, desk: Desk, unit: SummonedUnit, parent: QWidget, *, of_street: bool) -> None:
        super().__init__(desk, unit.id, unit.version, parent)
        title = self.tr("{unit}评街道") if of_street else self.tr("评价{unit}")
        self.name_it(
            title.format(unit=unit.unit),
            self.tr("评价"),
            self.tr("评的是单位和街道，不评个人；1 分最差，5 分最好。"),
        )
        scores = range(LOWEST_SCORE, HIGHEST_SCORE + 1)
        choices = tuple(
            Choice(score, self.tr("{score} 分").format(score=score)) for score in scores
        )
        self.score = SegmentedControl(choices, HIGHEST_SCORE, name=self.tr("评分"))
        self.words = text_area(self.tr("好在哪里、差在哪里，可以不写"))
        self.add_field(FormField(self.tr("评分"), self.score, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("说明"), self.words, label_width=LABEL_PX))
        self._act: Callable[..., object] = rate_street if of_street else rate_unit
        self.score.setFocus()

    def action(self) -> Action:
        seen, key, act = Seen(self.row_id, self.seen_version), self.command_key, self._act
        score, words = self.score.value(), self.words.toPlainText()
        return lambda uow: act(uow, seen, score, words, command_key=key)
