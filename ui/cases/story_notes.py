"""What the facts of an event say, in words: reasons, until when, how much, which answers; pure."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock import LimitUnit
from app.cases.queries.card import CaseCard, EventRow
from app.cases.rules import DeclineReason, EventKind, ReturnReason, SupervisionLevel
from app.cases.work_states import RequestKind
from app.core.words import label
from ui.cases.clock_faces import day_and_time

Facts = Callable[[CaseCard, EventRow, datetime], str]


def fact_words(card: CaseCard, event: EventRow, now: datetime) -> str:
    """Return what the facts of an event add to its note, "" for nothing."""
    found = _WORDS.get(event.kind)
    told = found(card, event, now) if found is not None else ""
    return f"{told}{_claimed(event, now)}"


def _claimed(event: EventRow, now: datetime) -> str:
    if event.claimed_at is None or event.facts.get("claim") == "planned":
        return ""
    words = (
        QCoreApplication.translate("Story", "实际 {at}（计入时限）。")
        if event.claim_counts
        else QCoreApplication.translate("Story", "填报实际 {at}，未计入时限。")
    )
    return words.format(at=day_and_time(event.claimed_at, now))


def _declined(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    return _dotted(label(DeclineReason(event.facts["reason"])))


def _returned(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    return _dotted(label(ReturnReason(event.facts["reason"])))


def _dotted(text: str) -> str:
    return f"{text}。"


def _handed(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    slip = event.facts.get("slip")
    words = QCoreApplication.translate("Story", "交办单 {slip}，等回执。")
    return words.format(slip=slip) if slip else ""


def _paused(_card: CaseCard, event: EventRow, now: datetime) -> str:
    translate = QCoreApplication.translate
    parts = []
    if event.facts.get("until"):
        until = day_and_time(datetime.fromisoformat(event.facts["until"]), now)
        parts.append(translate("Story", "到 {until}").format(until=until))
    parts += _asked_by(event)
    return _dotted("，".join(parts)) if parts else ""


def _asked_by(event: EventRow) -> list[str]:
    who = event.facts.get("asked_by")
    return [QCoreApplication.translate("Story", "{who}申请").format(who=who)] if who else []


def _amount(facts: dict[str, object], card: CaseCard) -> str:
    unit = facts.get("limit_unit")
    if unit is None and card.clocks is not None:
        unit = card.clocks.handle_limit.unit
    words = f"{float(str(facts.get('amount', 0))):g}"
    return f"{words} {label(LimitUnit(str(unit)))}" if unit is not None else words


def _extended(card: CaseCard, event: EventRow, _now: datetime) -> str:
    words = QCoreApplication.translate("Story", "加 {amount}")
    added = words.format(amount=_amount(event.facts, card))
    return _dotted("，".join([added, *_asked_by(event)]))


def _asked(card: CaseCard, event: EventRow, now: datetime) -> str:
    kind = label(RequestKind(event.facts["kind"]))
    if "amount" in event.facts:
        kind = f"{kind} {_amount(event.facts, card)}"
    if event.facts.get("until"):
        until = day_and_time(datetime.fromisoformat(event.facts["until"]), now)
        words = QCoreApplication.translate("Story", "{kind}到 {until}。")
        return words.format(kind=kind, until=until)
    return _dotted(kind)


def _refused(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    return _dotted(label(RequestKind(event.facts["kind"])))


def _supervised(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    level = label(SupervisionLevel(event.facts["level"]))
    return _dotted(f"{level} {event.facts.get('number', '')}".strip())


def answer_words(*, contacted: bool | None, solved: bool | None, satisfied: bool | None) -> str:
    """Return the three answers of a call-back; "" when nobody was asked."""
    if contacted is None and solved is None and satisfied is None:
        return ""
    translate = QCoreApplication.translate
    return "·".join(
        (
            translate("Story", "联系了") if contacted else translate("Story", "没联系"),
            translate("Story", "解决了") if solved else translate("Story", "没解决"),
            translate("Story", "满意") if satisfied else translate("Story", "不满意"),
        )
    )


def _called(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    facts = event.facts
    answers = answer_words(
        contacted=facts.get("contacted"),
        solved=facts.get("solved"),
        satisfied=facts.get("satisfied"),
    )
    return _dotted(answers) if answers else ""


def _finished(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    checks = event.facts.get("checks")
    words = QCoreApplication.translate("Story", "已核对：{checks}。")
    return words.format(checks="、".join(checks)) if checks else ""


def _amended(_card: CaseCard, event: EventRow, now: datetime) -> str:
    old = event.facts.get("old_due")
    if not old:
        return ""
    words = QCoreApplication.translate("Story", "原办结时限 {due}。")
    return words.format(due=day_and_time(datetime.fromisoformat(old), now))


def _task(_card: CaseCard, event: EventRow, _now: datetime) -> str:
    return _dotted(str(event.facts.get("title", "")))


def _about(card: CaseCard, event: EventRow, now: datetime) -> str:
    """Say which event a later one is about."""
    wanted = event.facts.get("event")
    other = next((each for each in card.events if each.ordinal == wanted), None)
    if other is None:
        return ""
    words = QCoreApplication.translate("Story", "{at} 的{step}。")
    return words.format(at=day_and_time(other.at, now), step=label(other.kind))


_WORDS: dict[EventKind, Facts] = {
    EventKind.DECLINED: _declined,
    EventKind.RETURNED: _returned,
    EventKind.ASSIGNED: _handed,
    EventKind.REASSIGNED: _handed,
    EventKind.SUSPENDED: _paused,
    EventKind.CARRIED_OVER: _paused,
    EventKind.EXTENDED: _extended,
    EventKind.ASKED: _asked,
    EventKind.REFUSED: _refused,
    EventKind.SUPERVISED: _supervised,
    EventKind.CALLED_BACK: _called,
    EventKind.FINISHED: _finished,
    EventKind.AMENDED: _amended,
    EventKind.TASK_DONE: _task,
    EventKind.TASK_WITHDRAWN: _task,
    EventKind.CLAIM_ACCEPTED: _about,
    EventKind.REVERSED: _about,
}
