"""The timeline of a case in words, the same on screen and on paper: what happened, who did it,
what the facts of an event add to its note; pure.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from app.cases.clock import LimitUnit
from app.cases.life_clock import undone_by
from app.cases.numbers import short
from app.cases.queries.card import CaseCard, EventRow
from app.cases.rules import (
    CARRIED,
    OF_WHISTLES,
    TOLD_BESIDES,
    DeclineReason,
    EventKind,
    ReturnReason,
    SupervisionLevel,
)
from app.cases.ruling_rules import DisputeClass
from app.cases.whistle_story import ABOUT_A_UNIT, BY_THE_UNIT, whistle_words
from app.cases.work_states import RequestKind, SheetNews
from app.core.words import label, say

MomentWords = Callable[[datetime], str]
"""Returns a moment as the reader's page writes it, e.g. without the day where that is today."""

CHANGE_MOST = 60
"""Characters that are shown of an old or a new value; the event keeps all of them."""

_Facts = Callable[[CaseCard, EventRow, MomentWords], str]

_HANDED = (EventKind.ASSIGNED, EventKind.REASSIGNED)
_ADDRESSED = (EventKind.TASK_GIVEN, EventKind.REMINDED, *ABOUT_A_UNIT)
_BY_THE_UNIT = (
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.FINISHED,
    EventKind.RETURNED,
    EventKind.ASKED,
    EventKind.TASK_DONE,
    *BY_THE_UNIT,
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
    return undone_by(card.events)


def is_declined(card: CaseCard) -> bool:
    """Tell whether the centre did not take the case on, and that still stands."""
    undone = reversed_by(card)
    return any(
        event.kind is EventKind.DECLINED and event.ordinal not in undone for event in card.events
    )


def verb_words(event: EventRow) -> str:
    """Return what happened: as the step is called, or as it was typed in for a unit."""
    if event.kind is EventKind.SUBMITTED and "changes" in event.facts:
        return say("cases.story.submitted_again")
    if event.facts.get("on_behalf") and event.kind in _TYPED_IN:
        return say(f"cases.story.on_behalf.{event.kind}")
    if event.kind is EventKind.SUPERVISED and "news" in event.facts:
        return label(SheetNews(event.facts["news"]))
    if "ruling" in event.facts:
        return say("rulings.story.revised" if event.facts.get("why") else "rulings.story.ruled")
    return label(event.kind)


def who_words(event: EventRow) -> str:
    """Return who did it: a person, the unit with its person, or from whom to whom."""
    if event.kind in _HANDED or event.kind in _ADDRESSED:
        handler = event.facts.get("handler")
        to = f"{event.unit}·{handler}" if handler else event.unit
        return f"{_by_rule(event) or event.person} → {to}"
    if event.kind is EventKind.REHANDLED:
        return f"{event.person} → {event.facts.get('handler', '')}"
    if event.kind in _PASSED:
        return f"{event.person} → {event.facts.get('to_name', '')}"
    if event.facts.get("on_behalf"):
        return say("cases.story.for_unit", who=event.person, unit=event.unit)
    if event.kind in _BY_THE_UNIT and event.unit:
        return f"{event.unit} {event.person}"
    return _by_rule(event) or event.person


def _by_rule(event: EventRow) -> str:
    """Return which rule took the step, "" where a person did."""
    rule = event.facts.get("rule")
    return say("rules.story.by", rule=rule["name"]) if rule else ""


def note_words(card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    """Return what was said, with what the facts of the event add in words."""
    found = _WORDS.get(event.kind)
    told = found(card, event, moment) if found is not None else ""
    if event.kind in CARRIED and "lead" in event.facts:
        told = say("cases.story.carried", number=_numbered(event)) + told
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


def change_words(changes: Iterable[Sequence[str]], moment: MomentWords) -> str:
    """Return what a message says otherwise than it did: field, old and new of each thing."""
    return "；".join(_change(moment, *each) for each in changes)


def _change(moment: MomentWords, field: str, old: str, new: str) -> str:
    own = field.startswith(TOLD_BESIDES)
    name = field.removeprefix(TOLD_BESIDES) if own else say(f"cases.story.field.{field}")
    if field.endswith("_at"):
        old, new = (moment(datetime.fromisoformat(each)) if each else "" for each in (old, new))
    old, new = (_shortened(each) for each in (old, new))
    key = "changed" if old and new else "added_now" if new else "gone_now"
    return say(f"cases.story.{key}", field=name, old=old, new=new)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= CHANGE_MOST else f"{flat[: CHANGE_MOST - 1]}…"


def _submitted(_card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    if "changes" not in event.facts:
        return ""
    parts = [change_words(event.facts["changes"], moment)] if event.facts["changes"] else []
    parts += [say("cases.story.reporter_changed")] if event.facts.get("reporter") else []
    key = "again" if event.facts.get("is_taken") else "again_not_taken"
    return say(f"cases.story.{key}", changes="；".join(parts))


def _declined(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return _dotted(label(DeclineReason(event.facts["reason"])))


def _returned(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return _dotted(label(ReturnReason(event.facts["reason"])))


def _dotted(text: str) -> str:
    return f"{text}。"


def _handed(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    slip = event.facts.get("slip")
    told = say("cases.story.slip", slip=slip) if slip else ""
    return told + _ruled(event.facts) if "ruling" in event.facts else told


def _ruled(facts: dict[str, Any]) -> str:
    """Return what was ruled besides who leads: with whom, on what dispute, by which rule."""
    parts = [label(DisputeClass(facts["dispute"]))]
    if facts.get("why"):
        parts.append(say("rulings.story.why", why=facts["why"].rstrip("。")))
    if facts.get("co_units"):
        parts.append(say("rulings.story.co_units", units=facts["co_units"]))
    parts.append(say("rulings.story.basis", basis=facts["basis"].rstrip("。")))
    return _dotted("；".join(parts))


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


def _whistle(_card: CaseCard, event: EventRow, moment: MomentWords) -> str:
    return whistle_words(event.kind, event.unit, event.facts, moment)


def _numbered(event: EventRow) -> str:
    number = event.facts.get("number")
    return short(str(number)) if number else ""


def _of_family(_card: CaseCard, event: EventRow, _moment: MomentWords) -> str:
    return say(f"cases.story.{event.kind}", number=_numbered(event))


_WORDS: dict[EventKind, _Facts] = {
    EventKind.SUBMITTED: _submitted,
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
    **dict.fromkeys(OF_WHISTLES, _whistle),
    EventKind.MERGED: _of_family,
    EventKind.UNMERGED: _of_family,
    EventKind.JOINED: _of_family,
    EventKind.PARTED: _of_family,
}
