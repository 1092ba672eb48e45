"""Facts of the papers about one case: decline notice, assignment, supervision and approval sheet,
call-back record. What they say of them is in their templates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.cases.clock import Limit
from app.cases.clock_words import duration_words, limit_words
from app.cases.durations import DAY_S
from app.cases.numbers import short, spaced
from app.cases.queries.card import CaseCard, EventRow
from app.cases.queries.work import RequestRow
from app.cases.rules import CaseState, DeclineReason, EventKind
from app.cases.story_words import note_words, reversed_by
from app.cases.work_states import RequestKind, RequestState
from app.core.shared_settings import CentreSettings
from app.core.words import label
from app.papers.forms.filling import moment_words
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing


@dataclass(frozen=True, slots=True)
class FormGround:
    """What all forms need besides the case.

    Attributes:
        settings: Of the centre.
        source: Where the case came from, in words.
        place: Where it is, in words.
        now: When it is printed (aware).
        day_s: Seconds of a working day, in which times are told.
    """

    settings: CentreSettings
    source: str
    place: str
    now: datetime
    day_s: int = DAY_S


def decline_notice(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return the notice that a message is not taken on (不予受理告知书).

    Raises:
        NothingToPrint: The case was not declined.
    """
    event = _last(card, EventKind.DECLINED)
    if event is None:
        raise nothing(FormKind.DECLINE)
    facts = case_facts(card, ground) | {
        "reporter": card.reporter.name if card.reporter is not None else "",
        "reason": label(DeclineReason(event.facts["reason"])),
        "note": event.note,
        "declined": event.at,
    }
    return PaperFacts(facts, event.at)


def assignment_sheet(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return the sheet by which a case goes to a unit (交办单).

    Raises:
        NothingToPrint: No unit holds the case.
    """
    event = _last(card, EventKind.ASSIGNED, EventKind.REASSIGNED)
    if event is None or not card.unit:
        raise nothing(FormKind.ASSIGNMENT)
    facts = case_facts(card, ground) | {
        "text": card.text,
        "unit": card.unit,
        "slip": str(event.facts.get("slip", "")),
        "note": event.note,
        "assigned": event.at,
    }
    return PaperFacts(facts | _limits(card), event.at)


def supervision_sheet(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return the newest supervision sheet of a case (督办单); a draft has no number.

    Raises:
        NothingToPrint: There is none.
    """
    if not card.sheets:
        raise nothing(FormKind.SUPERVISION)
    sheet = card.sheets[0]
    answered = sheet.replied_at if sheet.reply else None
    facts = case_facts(card, ground) | {
        "unit": sheet.unit or card.unit,
        "sheet": sheet.number,
        "issued": sheet.issued_at,
        "level": label(sheet.level),
        "reason": sheet.reason,
        "reply_due": sheet.reply_due_at,
        "reply": sheet.reply if answered is not None else "",
        "replied_by": sheet.replied_by,
        "replied": answered,
        "judged": sheet.note if answered is not None else "",
        "by_rule": sheet.is_by_rule,
    }
    return PaperFacts(facts | _used(card, ground.day_s), sheet.issued_at or ground.now)


def approval_sheet(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return the newest request with its decision (延期、挂起、挂账审批单).

    Raises:
        NothingToPrint: Nothing was asked for.
    """
    if not card.requests:
        raise nothing(FormKind.APPROVAL)
    request = card.requests[0]
    is_extended = request.kind is RequestKind.EXTENDED
    stops = not is_extended and request.kind is not RequestKind.REOPENED
    is_pending = request.state is RequestState.PENDING
    facts = case_facts(card, ground) | {
        "request": label(request.kind),
        "unit": request.unit,
        "asker": request.person,
        "asked": request.asked_at,
        "amount": _amount(card, request) if is_extended else "",
        "until": request.until if stops else None,
        "open_end": stops and request.until is None,
        "reason": request.reason,
        "state": label(request.state),
        "decision": request.decision,
        "decider": request.decided_by,
        "decided": None if is_pending else request.decided_at,
    }
    return PaperFacts(facts, request.decided_at or ground.now)


def call_record(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return what came of calling back (回访记录): every call, its answers and words.

    Raises:
        NothingToPrint: Nobody was called.
    """
    calls = [e for e in card.events if e.kind in (EventKind.CALLED_BACK, EventKind.CALL_MISSED)]
    if not calls:
        raise nothing(FormKind.CALL_BACK)
    undone = reversed_by(card)
    rows: tuple[Row, ...] = tuple(
        {
            "number": number,
            "called": event.at,
            "caller": event.person,
            "told": note_words(card, event, moment_words) or label(event.kind),
            "undone": event.ordinal in undone,
        }
        for number, event in enumerate(calls, 1)
    )
    facts: dict[str, Value] = {"unit": card.unit or "", "calls": rows}
    return PaperFacts(case_facts(card, ground) | facts, calls[-1].at)


FORMS: dict[FormKind, Callable[[CaseCard, FormGround], PaperFacts]] = {
    FormKind.DECLINE: decline_notice,
    FormKind.ASSIGNMENT: assignment_sheet,
    FormKind.SUPERVISION: supervision_sheet,
    FormKind.APPROVAL: approval_sheet,
    FormKind.CALL_BACK: call_record,
}
"""Facts about a case by the kind of paper."""


def case_facts(card: CaseCard, ground: FormGround) -> dict[str, Value]:
    """Return what every paper about a case offers."""
    return centre_facts(ground.settings, ground.now) | {
        "name": short(card.number) if card.number else card.receipt_code,
        "number": spaced(card.number) if card.number else "",
        "receipt_code": card.receipt_code,
        "title": card.title,
        "place": ground.place,
        "category": card.category,
        "source": ground.source,
        "received": card.received_at,
    }


def _limits(card: CaseCard) -> dict[str, Value]:
    clocks = card.clocks
    sign = clocks.sign if clocks is not None else None
    return {
        "sign_due": sign.due_at if sign is not None else None,
        "sign_limit": limit_words(clocks.sign_limit) if clocks is not None else "",
        "handle_due": clocks.handle.due_at if clocks is not None else None,
        "handle_limit": limit_words(clocks.handle_limit) if clocks is not None else "",
    }


def _used(card: CaseCard, day_s: int) -> dict[str, Value]:
    if card.clocks is None:
        return {"used": "", "limit": "", "handle_due": None}
    handle = card.clocks.handle
    return {
        "used": duration_words(handle.used_s, handle.unit, day_s=day_s),
        "limit": duration_words(handle.limit_s, handle.unit, day_s=day_s),
        "handle_due": handle.due_at,
    }


def _amount(card: CaseCard, request: RequestRow) -> str:
    if card.clocks is None or request.amount is None:
        return ""
    return limit_words(Limit(request.amount, card.clocks.handle_limit.unit))


def _last(card: CaseCard, *kinds: EventKind) -> EventRow | None:
    if EventKind.DECLINED in kinds and card.state not in (CaseState.DECLINED, CaseState.ARCHIVED):
        return None
    return next((event for event in reversed(card.events) if event.kind in kinds), None)
