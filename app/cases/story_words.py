"""The timeline of a case in words, the same on screen and on paper: what happened, who did it,
what the facts of an event add to its note; pure.
"""

from collections.abc import Callable
from datetime import datetime

from app.cases.clock import LimitUnit
from app.cases.queries.card import CaseCard, EventRow
from app.cases.rules import DeclineReason, EventKind, ReturnReason, SupervisionLevel
from app.cases.work_states import RequestKind
from app.core.words import label, say

MomentWords = Callable[[datetime], str]
"""Returns a moment as the reader's page writes it, e.g. without the day where that is today."""

_Facts = Callable[[CaseCard, EventRow, MomentWords], str]

_HANDED = (EventKind.ASSIGNED, EventKind.REASSIGNED)
_ADDRESSED = (EventKind.TASK_GIVEN, EventKind.REMINDED)
_BY_THE_UNIT = (
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.FINISHED,
    EventKind.RETURNED,
    EventKind.ASKED,
    EventKind.TASK_DONE,
)
_TYPED_IN = (
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.FINISHED,
    EventKind.RETURNED,
)
_PASSED = (EventKind.ESCALATED, EventKind.HANDED_OVER)


def reversed_by(card: CaseCard) -> dict[int, int]:
    """Return which event was put right by which: ordinal → ordinal."""
    return {
        int(event.facts["event"]): event.ordinal
        for event in card.events
        if event.kind is EventKind.REVERSED
    }


def is_declined(card: CaseCard) -> bool:
    """Tell whether the centre did not take the case on, and that still stands."""
    undone = reversed_by(card)
    return any(
        event.kind is EventKind.DECLINED and event.ordinal not in undone for event in card.events
    )


def verb_words(event: EventRow) -> str:
    """Return what happened: as the step is called, or as it was typed in for a unit."""
    if event.facts.get("on_behalf") and event.kind in _TYPED_IN:
        return say(f"cases.story.on_behalf.{event.kind}")
    return label(event.kind)


def who_words(event: EventRow) -> str:
    """Return who did it: a person, the unit with its person, or from whom to whom."""
    if event.kind in _HANDED or event.kind in _ADDRESSED:
        handler = event.facts.get("handler")
        to = f"{event.unit}·{handler}" if handler else event.unit
        return f"{event.person} → {to}"
    if event.kind is EventKind.REHANDLED:
        return f"{event.person} → {event.facts.get('handler', '')}"
    if event.kind in _PASSED:
        return f"{event.person} → {event.facts.get('to_name', '')}"
    if event.facts.get("on_behalf"):
        return say("cases.story.for_unit", who=event.person, unit=event.unit)
    if event.kind in _BY_THE_UNIT and event.unit:
        return f"{event.unit} {event.person}"
    return event.person


def note_words(card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    """Return what was said, with what the facts of the event add in words."""
    found = _WORDS.get(event.kind)
    told = found(card, event, moment) if found is not None else ""
    return f"{told}{_claimed(event, moment)}{event.note}"


def answer_words(*, contacted: bool | None, solved: bool | None, satisfied: bool | None) -> str:
    """Return the three answers of a call-back; "" when nobody was asked."""
    answers = {"contacted": contacted, "solved": solved, "satisfied": satisfied}
    if all(answer is None for answer in answers.values()):
        return ""
    told = (say(f"cases.story.{name}_{'yes' if yes else 'no'}") for name, yes in answers.items())
    return "·".join(told)


def _claimed(event: EventRow, moment: MomentWords) -> str:
    if event.claimed_at is None or event.facts.get("claim") == "planned":
        return ""
    counts = "counted" if event.claim_counts else "not_counted"
    return say(f"cases.story.claim_{counts}", at=moment(event.claimed_at))


def _declined(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return _dotted(label(DeclineReason(event.facts["reason"])))


def _returned(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return _dotted(label(ReturnReason(event.facts["reason"])))


def _dotted(text: str) -> str:
    return f"{text}。"


def _handed(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    slip = event.facts.get("slip")
    return say("cases.story.slip", slip=slip) if slip else ""


def _paused(_card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    parts = []
    if event.facts.get("until"):
        until = moment(datetime.fromisoformat(event.facts["until"]))
        parts.append(say("cases.story.until", until=until))
    parts += _asked_by(event)
    return _dotted("，".join(parts)) if parts else ""


def _asked_by(event: EventRow) -> list[str]:
    who = event.facts.get("asked_by")
    return [say("cases.story.asked_by", who=who)] if who else []


def _amount(facts: dict[str, object], card: CaseCard) -> str:
    unit = facts.get("limit_unit")
    if unit is None and card.clocks is not None:
        unit = card.clocks.handle_limit.unit
    words = f"{float(str(facts.get('amount', 0))):g}"
    return f"{words} {label(LimitUnit(str(unit)))}" if unit is not None else words


def _extended(card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    added = say("cases.story.added", amount=_amount(event.facts, card))
    return _dotted("，".join([added, *_asked_by(event)]))


def _asked(card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    kind = label(RequestKind(event.facts["kind"]))
    if "amount" in event.facts:
        kind = f"{kind} {_amount(event.facts, card)}"
    if event.facts.get("until"):
        until = moment(datetime.fromisoformat(event.facts["until"]))
        return say("cases.story.asked_until", kind=kind, until=until)
    return _dotted(kind)


def _refused(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return _dotted(label(RequestKind(event.facts["kind"])))


def _supervised(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    level = label(SupervisionLevel(event.facts["level"]))
    return _dotted(f"{level} {event.facts.get('number', '')}".strip())


def _called(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    facts = event.facts
    answers = answer_words(
        contacted=facts.get("contacted"),
        solved=facts.get("solved"),
        satisfied=facts.get("satisfied"),
    )
    return _dotted(answers) if answers else ""


def _finished(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    checks = event.facts.get("checks")
    return say("cases.story.checked", checks="、".join(checks)) if checks else ""


def _amended(_card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    old = event.facts.get("old_due")
    if not old:
        return ""
    return say("cases.story.old_due", due=moment(datetime.fromisoformat(old)))


def _task(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return _dotted(str(event.facts.get("title", "")))


def _about(card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    """Say which event a later one is about."""
    wanted = event.facts.get("event")
    other = next((each for each in card.events if each.ordinal == wanted), None)
    if other is None:
        return ""
    return say("cases.story.about", at=moment(other.at), step=other.kind)


_WORDS: dict[EventKind, _Facts] = {
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
