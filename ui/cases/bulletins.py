"""What stands in the way of a case, over its facts: pauses, requests, sheets, open tasks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.cases.queries.card import CaseCard
from app.cases.queries.rulings import RulingRow, RulingState
from app.cases.queries.sheets import SheetRow
from app.cases.queries.work import RequestRow, TaskRow
from app.cases.rules import PAUSES, EventKind, Pause
from app.cases.work_states import RequestState, SupervisionState, TaskState
from app.core.actor import Actor
from app.core.words import label as word
from ui.cases.action_bar import StepWanted
from ui.cases.clock_faces import day_and_time
from ui.cases.offers import living_events, offer
from ui.cases.request_words import wish_words
from ui.cases.row_actions import Row, RowVerb, RowWanted, row_verbs
from ui.core.controls import Button, label
from ui.core.forms import escaped
from ui.core.slices import Desk
from ui.core.states import IconMark
from ui.core.theme import current

Go = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One thing that stands in the way, and what can be done about it.

    Attributes:
        icon: Phosphor name.
        token: Colour of the icon; the word says the same.
        lead: Bold: what it is.
        rest: Why, since when, until when.
        ways: Verb → what it asks for (`StepWanted` or `RowWanted`), the likeliest first.
        surface: As in the style sheet.
    """

    icon: str
    token: str
    lead: str
    rest: str
    ways: tuple[tuple[str, object], ...] = field(default=())
    surface: str = "note"


def bulletins_of(card: CaseCard, actor: Actor, now: datetime) -> tuple[Bulletin, ...]:
    """Return what stands in the way, the most pressing first."""
    found: list[Bulletin] = []
    if card.to_rule is not None and card.to_rule.state is RulingState.DUE:
        found.append(_to_rule(card, card.to_rule, actor, now))
    sheets = (SupervisionState.ISSUED, SupervisionState.DRAFTED, SupervisionState.REPLIED)
    found += [_sheet(card, row, actor, now) for row in card.sheets if row.state in sheets]
    if card.pause is not None:
        found.append(_pause(card, card.pause, now))
    pending = (row for row in card.requests if row.state is RequestState.PENDING)
    found += [_request(card, row, actor, now) for row in pending]
    open_tasks = (row for row in card.tasks if row.state is TaskState.OPEN)
    found += [_task(card, row, actor, now) for row in open_tasks]
    return tuple(found)


def _to_rule(card: CaseCard, row: RulingRow, actor: Actor, now: datetime) -> Bulletin:
    translate = QCoreApplication.translate
    words = translate("Bulletins", "退回 {n} 次，{since} 起等主任定牵头单位，定了才能分流")
    told = words.format(n=row.returned_count, since=day_and_time(row.since, now))
    ways = _ways(card, row, actor)
    return Bulletin("ph.scales-fill", "warn.text", word(row.state), _sentence([told]), ways, "warn")


def _pause(card: CaseCard, pause: Pause, now: datetime) -> Bulletin:
    translate = QCoreApplication.translate
    began = next((e for e in reversed(living_events(card)) if PAUSES.get(e.kind) is pause), None)
    parts = [card.pause_reason.rstrip("。")] if card.pause_reason else []
    if began is not None:
        counted = began.claimed_at if began.claim_counts else None
        since = day_and_time(counted or began.at, now)
        parts.append(translate("Bulletins", "{since} 起").format(since=since))
    if card.resume_at is not None:
        until = day_and_time(card.resume_at, now)
        parts.append(translate("Bulletins", "到 {until} 自动恢复").format(until=until))
    elif pause is Pause.TABLED:
        parts.append(translate("Bulletins", "时限照常走，有结果后交回"))
    else:
        parts.append(translate("Bulletins", "时限停表，条件具备了再恢复"))
    step = EventKind.GIVEN_BACK if pause is Pause.TABLED else EventKind.RESUMED
    offered = offer(card, step)
    ways = ((offered.verb, StepWanted(step)),) if offered and not offered.why_not else ()
    return Bulletin(
        "ph.users-three" if pause is Pause.TABLED else "ph.pause-circle-fill",
        "sus.text",
        word(pause),
        _sentence(parts),
        ways,
    )


def _request(card: CaseCard, row: RequestRow, actor: Actor, now: datetime) -> Bulletin:
    translate = QCoreApplication.translate
    unit = card.clocks.handle_limit.unit if card.clocks is not None else None
    who = f"{row.unit} {row.person}".strip()
    asked = translate("Bulletins", "{who} {at} 提出，等主任批").format(
        who=who, at=day_and_time(row.asked_at, now)
    )
    rest = f"{_sentence([row.reason.rstrip('。')])}{asked}。"
    ways = _ways(card, row, actor)
    return Bulletin("ph.hand-palm", "accent", wish_words(row, unit, now), rest, ways, "tint")


def _sheet(card: CaseCard, row: SheetRow, actor: Actor, now: datetime) -> Bulletin:
    translate = QCoreApplication.translate
    title = translate("Bulletins", "{level}督办").format(level=word(row.level))
    parts = [row.reason.rstrip("。")]
    if row.state is SupervisionState.DRAFTED:
        lead = translate("Bulletins", "{title}（待签发）").format(title=title)
        by = row.drafted_by or translate("Bulletins", "程序")
        words = translate("Bulletins", "{who} {at} 起草")
        if row.is_by_rule:
            words = translate("Bulletins", "{at} 按规则起草")
        parts.append(words.format(who=by, at=day_and_time(row.drafted_at, now)))
    elif row.state is SupervisionState.REPLIED:
        lead = translate("Bulletins", "{title} 已答复，等认可").format(title=title)
        parts = [row.reply.rstrip("。")]
        if row.replied_at is not None:
            words = translate("Bulletins", "{who} {at} 答复")
            at = day_and_time(row.replied_at, now)
            parts.append(words.format(who=row.replied_by, at=at))
    else:
        lead = f"{title} {row.number}"
        if row.note:
            sent_back = translate("Bulletins", "答复被退回：{note}")
            parts.append(sent_back.format(note=row.note.rstrip("。")))
        if row.reply_due_at is not None:
            due = day_and_time(row.reply_due_at, now)
            late = row.reply_due_at < now
            words = translate("Bulletins", "应在 {due} 前答复，已过期")
            if not late:
                words = translate("Bulletins", "{due} 前答复")
            parts.append(words.format(due=due))
    ways = _ways(card, row, actor)
    return Bulletin("ph.flag-fill", "sup", lead, _sentence(parts), ways)


def _task(card: CaseCard, row: TaskRow, actor: Actor, now: datetime) -> Bulletin:
    translate = QCoreApplication.translate
    whose = f"{row.unit}·{row.person}" if row.person else row.unit
    parts = [row.title.rstrip("。")]
    if row.due_at is not None:
        words = translate("Bulletins", "应在 {due} 前做完，已过期")
        if row.due_at >= now:
            words = translate("Bulletins", "{due} 前做完")
        parts.append(words.format(due=day_and_time(row.due_at, now)))
    lead = translate("Bulletins", "子任务·{whose}").format(whose=whose)
    return Bulletin("ph.checks", "text.2", lead, _sentence(parts), _ways(card, row, actor))


def _sentence(parts: list[str]) -> str:
    return "，".join(part for part in parts if part) + "。"


def _ways(card: CaseCard, row: Row, actor: Actor) -> tuple[tuple[str, object], ...]:
    translate = QCoreApplication.translate
    words = {
        RowVerb.APPROVE: translate("Bulletins", "批准"),
        RowVerb.REFUSE: translate("Bulletins", "不批准"),
        RowVerb.WITHDRAW: translate("Bulletins", "撤回申请"),
        RowVerb.FINISH: translate("Bulletins", "完成"),
        RowVerb.CALL_OFF: translate("Bulletins", "撤回"),
        RowVerb.ISSUE: translate("Bulletins", "签发"),
        RowVerb.DROP: translate("Bulletins", "不签发"),
        RowVerb.REPLY: translate("Bulletins", "答复"),
        RowVerb.ACCEPT: translate("Bulletins", "认可答复"),
        RowVerb.SEND_BACK: translate("Bulletins", "退回答复"),
        RowVerb.RULE: translate("Bulletins", "终审"),
    }
    return tuple((words[verb], RowWanted(verb, row)) for verb in row_verbs(card, row, actor))


class BulletinFrame(QFrame):
    """One bulletin: icon, words, and under them the ways out."""

    chosen = Signal(object)  # StepWanted or RowWanted

    def __init__(self, bulletin: Bulletin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", bulletin.surface)
        self.setAccessibleName(f"{bulletin.lead} {bulletin.rest}")
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(8)
        side = current().sizes.icon
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 2, 0, 0)
        mark.addWidget(IconMark(bulletin.icon, bulletin.token, side))
        mark.addStretch(1)
        line.addLayout(mark)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(_rich(bulletin))
        self.buttons: list[Button] = []
        if bulletin.ways:
            words.addLayout(self._buttons(bulletin))
        line.addLayout(words, 1)

    def _buttons(self, bulletin: Bulletin) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for at, (verb, wanted) in enumerate(bulletin.ways):
            button = Button(verb, kind="plain" if at == 0 else "quiet", small=True)
            button.setAccessibleName(f"{verb} {bulletin.lead}")
            button.clicked.connect(partial(self._chosen, wanted))
            row.addWidget(button)
            self.buttons.append(button)
        row.addStretch(1)
        return row

    def _chosen(self, wanted: object, _checked: object = None) -> None:
        self.chosen.emit(wanted)


def _rich(bulletin: Bulletin) -> QLabel:
    made = label("")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # long words must not widen the panel
    made.setSizePolicy(policy)
    made.setText(f"<b>{escaped(bulletin.lead)}</b>&nbsp; {escaped(bulletin.rest)}")
    return made


class Bulletins(QWidget):
    """All bulletins of a case, one under another; built anew only when they change."""

    step_wanted = Signal(object)  # StepWanted
    row_wanted = Signal(object)  # RowWanted

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Bulletin, ...] = ()
        self.frames: list[BulletinFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def set_card(self, card: CaseCard, now: datetime) -> None:
        """Show what stands in the way of a case."""
        bulletins = bulletins_of(card, self._desk.actor, now)
        if bulletins == self._shown:
            return
        self._shown = bulletins
        for old in self.frames:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        self.frames = [BulletinFrame(each) for each in bulletins]
        for frame in self.frames:
            frame.chosen.connect(self._chosen)
            self._column.addWidget(frame)
        self.setVisible(bool(self.frames))

    def _chosen(self, wanted: object) -> None:
        if isinstance(wanted, RowWanted):
            self.row_wanted.emit(wanted)
        else:
            self.step_wanted.emit(wanted)
