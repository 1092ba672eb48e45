"""What is offered for a case: each step with its word, its key, its group, or why not; pure."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.cases.queries.card import CaseCard, EventRow
from app.cases.queries.rulings import RulingState
from app.cases.queries.whistles import SummonedUnit, next_step
from app.cases.rules import (
    ENDS_PAUSE,
    HANDLING_STATES,
    NOTES,
    OPEN_STATES,
    STEPS,
    CaseState,
    EventKind,
    Level,
    MatterClass,
    steps_from,
)
from app.cases.story_words import reversed_by
from app.cases.whistle_rules import OPEN_WHISTLES
from app.cases.work_states import RequestState, SupervisionState
from app.core.words import label as word
from ui.cases.verbs import verb_of
from ui.cases.whistles.words import verb_words
from ui.core.relative_time import full

KEYS = {
    EventKind.REGISTERED: "R",
    EventKind.DECLINED: "D",
    EventKind.ASSIGNED: "A",
    EventKind.REASSIGNED: "A",
    EventKind.SIGNED_FOR: "S",
    EventKind.PROGRESSED: "P",
    EventKind.FINISHED: "F",
    EventKind.RETURNED: "T",
    EventKind.SUSPENDED: "H",
    EventKind.RESUMED: "G",
    EventKind.GIVEN_BACK: "G",
    EventKind.EXTENDED: "E",
    EventKind.CALLED_BACK: "V",
    EventKind.CLOSED: "C",
    EventKind.REOPENED: "O",
    EventKind.REVERSED: "U",
    EventKind.REMINDED: "B",
    EventKind.WHISTLED: "Q",
    EventKind.MERGED: "J",
}

GROUPS: tuple[tuple[EventKind, ...], ...] = (
    (
        EventKind.REGISTERED,
        EventKind.DECLINED,
        EventKind.ASSIGNED,
        EventKind.SIGNED_FOR,
        EventKind.PROGRESSED,
        EventKind.FINISHED,
        EventKind.SOLVED_ON_SPOT,
        EventKind.CALLED_BACK,
        EventKind.VERIFIED,
        EventKind.CLOSED,
        EventKind.ARCHIVED,
        EventKind.TASK_GIVEN,
        EventKind.WHISTLED,
    ),
    (
        EventKind.SUSPENDED,
        EventKind.CARRIED_OVER,
        EventKind.RESUMED,
        EventKind.EXTENDED,
        EventKind.CLAIM_ACCEPTED,
        EventKind.RECOUNTED,
    ),
    (
        EventKind.RETURNED,
        EventKind.REASSIGNED,
        EventKind.REHANDLED,
        EventKind.ESCALATED,
        EventKind.HANDED_OVER,
        EventKind.TABLED,
        EventKind.GIVEN_BACK,
        EventKind.MERGED,
    ),
    (
        EventKind.REMINDED,
        EventKind.SUPERVISED,
        EventKind.REOPENED,
        EventKind.AMENDED,
        EventKind.REVERSED,
    ),
)
"""办理, 时限, 去向, 监督: the groups of the menu, in this order."""

LIKELY: dict[CaseState, tuple[EventKind, ...]] = {
    CaseState.SUBMITTED: (EventKind.REGISTERED, EventKind.DECLINED),
    CaseState.REGISTERED: (EventKind.ASSIGNED, EventKind.SOLVED_ON_SPOT),
    CaseState.ASSIGNED: (EventKind.SIGNED_FOR, EventKind.RETURNED, EventKind.REASSIGNED),
    CaseState.SIGNED_FOR: (
        EventKind.PROGRESSED,
        EventKind.FINISHED,
        EventKind.REASSIGNED,
        EventKind.RETURNED,
    ),
    CaseState.IN_PROGRESS: (
        EventKind.FINISHED,
        EventKind.PROGRESSED,
        EventKind.REASSIGNED,
        EventKind.SUSPENDED,
    ),
    CaseState.FINISHED: (EventKind.CLOSED, EventKind.CALLED_BACK),
    CaseState.VERIFIED: (EventKind.CLOSED,),
    CaseState.CLOSED: (),
    CaseState.DECLINED: (),
    CaseState.ARCHIVED: (),
}
"""Steps of each state in the order of likelihood."""

_GOES_ON = (EventKind.RESUMED, EventKind.GIVEN_BACK, EventKind.PROGRESSED, EventKind.EXTENDED)
_BESIDE_STEPS = (
    EventKind.TASK_GIVEN,
    EventKind.CLAIM_ACCEPTED,
    EventKind.RECOUNTED,
    EventKind.REVERSED,
)

ASIDE = frozenset(
    {EventKind.REASSIGNED, EventKind.RETURNED, EventKind.SUSPENDED, EventKind.EXTENDED}
)
"""Steps that may be taken but are never what comes next."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One step as it is offered.

    Attributes:
        verb: As it stands on a button.
        why_not: Why it cannot be taken now, "" when it can.
        asks: The director is asked for it.
    """

    step: EventKind
    verb: str
    why_not: str = ""
    asks: bool = False


def group_names() -> tuple[str, ...]:
    """Return the words of `GROUPS`."""
    translate = QCoreApplication.translate
    return (
        translate("Offers", "办理"),
        translate("Offers", "时限"),
        translate("Offers", "去向"),
        translate("Offers", "监督"),
    )


def offer(card: CaseCard, step: EventKind) -> Offer | None:
    """Return how a step is offered; None where it makes no sense for the case as it stands."""
    if step is EventKind.REMINDED:
        return _reminding(card)
    if step is EventKind.WHISTLED:
        return _whistling(card)
    if step in _BESIDE_STEPS:
        return _beside(card, step)
    if card.state not in STEPS[step] or (step in ENDS_PAUSE and card.pause not in ENDS_PAUSE[step]):
        return None
    if step is EventKind.SOLVED_ON_SPOT and step not in card.steps:
        return None  # what a grid worker does where they stand means nothing to others
    asks = step in card.asks and step not in card.steps
    verb = ruling_verb(card, step) or verb_of(step, on_behalf=card.on_behalf)
    if asks:
        verb = QCoreApplication.translate("Offers", "申请{step}").format(step=verb)
    return Offer(step, verb, _why_not(card, step, asks=asks), asks)


def _why_not(card: CaseCard, step: EventKind, *, asks: bool) -> str:
    translate = QCoreApplication.translate
    if card.follows and step not in steps_from(card.state, card.pause, follows=True):
        return translate("Offers", "已并案，随牵头件办理")
    if card.pause is not None and step not in steps_from(card.state, card.pause):
        return translate("Offers", "{pause}，先恢复").format(pause=word(card.pause))
    if step not in card.steps and not asks:
        return translate("Offers", "您没有这项权限")
    if bound := _bound_by_ruling(card, step):
        return bound
    pending = (r for r in card.requests if r.state is RequestState.PENDING)
    if asks and any(request.kind.value == step.value for request in pending):
        return translate("Offers", "申请过了，等主任批")
    if step is EventKind.SUPERVISED and open_sheet(card):
        return translate("Offers", "已有一张督办单在办")
    if step is EventKind.CLOSED and owes_call(card) and not card.may_decide:
        return translate("Offers", "反映人要求回访，先回访")
    if step is EventKind.SOLVED_ON_SPOT and not is_small(card):
        return translate("Offers", "只用于小事")
    return ""


def ruling_verb(card: CaseCard, step: EventKind) -> str:
    """Return what the director does instead of handing a case to somebody: rule who leads it, or
    rule otherwise; "" where the step is what it says.
    """
    if card.to_rule is None or not card.may_decide:
        return ""
    if step is EventKind.ASSIGNED and card.to_rule.state is RulingState.DUE:
        return QCoreApplication.translate("Offers", "终审")
    if step is EventKind.REASSIGNED and card.to_rule.state is RulingState.RULED:
        return QCoreApplication.translate("Offers", "改判")
    return ""


def _bound_by_ruling(card: CaseCard, step: EventKind) -> str:
    """Return why a ruling that is due, or holds, keeps this reader from a step."""
    translate = QCoreApplication.translate
    if card.to_rule is None or ruling_verb(card, step):
        return ""
    due = card.to_rule.state is RulingState.DUE
    if due and (step in _ENDS_AT_DESK or (step in _LEADS_AWAY and not card.may_decide)):
        return translate("Offers", "退回 {n} 次，等主任终审").format(n=card.returned_count)
    if due or card.ruling is None:
        return ""
    if step is EventKind.RETURNED:
        return translate("Offers", "终审定了由{unit}牵头，不能退").format(unit=card.ruling.lead)
    if step in (EventKind.REASSIGNED, *_LEADS_AWAY) and not card.may_decide:
        return translate("Offers", "终审定了牵头，请主任改判")
    return ""


_ENDS_AT_DESK = (EventKind.ASSIGNED, EventKind.SOLVED_ON_SPOT)
_LEADS_AWAY = (EventKind.DECLINED, EventKind.ESCALATED, EventKind.HANDED_OVER)


def open_sheet(card: CaseCard) -> bool:
    """Tell whether a supervision sheet is drafted or unanswered."""
    waits = (SupervisionState.DRAFTED, SupervisionState.ISSUED, SupervisionState.REPLIED)
    return any(sheet.state in waits for sheet in card.sheets)


def owes_call(card: CaseCard) -> bool:
    """Tell whether the reporter was promised a call and nobody has called yet."""
    return card.wants_call_back and card.state is CaseState.FINISHED


def is_small(card: CaseCard) -> bool:
    """Tell whether a matter may be solved on the spot."""
    return card.level is Level.NORMAL and card.matter_class in (None, MatterClass.MINOR)


def is_unhappy(card: CaseCard) -> bool:
    """Tell whether the reporter said that it is not solved, or that they are not satisfied."""
    return card.is_solved is False or card.is_satisfied is False


def open_claims(card: CaseCard) -> tuple[EventRow, ...]:
    """Return the events whose claimed time does not count yet."""
    undone = reversed_by(card)
    return tuple(
        event
        for event in card.events
        if event.claimed_at is not None and not event.claim_counts and event.ordinal not in undone
    )


def living_events(card: CaseCard) -> tuple[EventRow, ...]:
    """Return the events that count: what was put right is left out, with what put it right."""
    undone = reversed_by(card)
    return tuple(
        event
        for event in card.events
        if event.kind not in (EventKind.REVERSED, EventKind.UNMERGED)
        and event.ordinal not in undone
    )


def last_event(card: CaseCard) -> EventRow | None:
    """Return the last step that counts, notes left out."""
    steps = (event for event in reversed(living_events(card)) if event.kind not in NOTES)
    return next(steps, None)


def _beside(card: CaseCard, step: EventKind) -> Offer | None:
    """Return what is no step of the table; offered only to who may, as it is about one's own."""
    may = {
        EventKind.TASK_GIVEN: card.may_give_tasks and card.state in OPEN_STATES,
        EventKind.CLAIM_ACCEPTED: card.may_decide and bool(open_claims(card)),
        EventKind.RECOUNTED: card.may_decide and card.clocks is not None and not card.follows,
        EventKind.REVERSED: card.reverse_until is not None,
    }[step]
    return Offer(step, verb_of(step)) if may else None


def _whistling(card: CaseCard) -> Offer | None:
    """Return what comes next about a whistle on the case, or else how to blow one."""
    found = next_step(card.whistles)
    if found is not None:
        verb, about = found
        hand = about.hand if isinstance(about, SummonedUnit) else None
        return Offer(EventKind.WHISTLED, verb_words(verb, hand))
    if not card.may_whistle or card.state not in OPEN_STATES or card.registered_at is None:
        return None
    why_not = ""
    if any(row.state in OPEN_WHISTLES for row in card.whistles):
        why_not = QCoreApplication.translate("Offers", "已有一张吹哨单在办")
    return Offer(EventKind.WHISTLED, verb_of(EventKind.WHISTLED), why_not)


def _reminding(card: CaseCard) -> Offer | None:
    """Return how reminding is offered: where somebody has the case in hand, to who may."""
    if card.state not in HANDLING_STATES or card.unit_id is None or not card.may_remind:
        return None
    translate, why_not = QCoreApplication.translate, ""
    if card.pause is not None:
        why_not = translate("Offers", "{pause}，不用催").format(pause=word(card.pause))
    elif card.remind_from is not None:
        moment = full(card.remind_from)
        why_not = translate("Offers", "您刚催过，{moment} 以后再催").format(moment=moment)
    return Offer(EventKind.REMINDED, verb_of(EventKind.REMINDED), why_not)


def likely(card: CaseCard) -> tuple[EventKind, ...]:
    """Return the steps of a state in the order of likelihood, whoever takes them."""
    if card.pause is not None:
        return _GOES_ON
    if owes_call(card):
        return (EventKind.CALLED_BACK, EventKind.CLOSED)
    if card.state is CaseState.VERIFIED and is_unhappy(card):
        return (EventKind.REOPENED, EventKind.CLOSED)
    return LIKELY[card.state]


def bar_offers(card: CaseCard) -> tuple[Offer, ...]:
    """Return what this reader may do next, the likeliest first."""
    found = (offer(card, step) for step in likely(card))
    return tuple(each for each in found if each is not None and not each.why_not)


def for_key(card: CaseCard, key: str) -> Offer | None:
    """Return the step a key takes: one that can be taken before one that says why not."""
    found = [each for step, its in KEYS.items() if its == key and (each := offer(card, step))]
    return next((each for each in found if not each.why_not), found[0] if found else None)
