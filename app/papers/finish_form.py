"""What came of a case, told by the unit that finished it to the centre (办结反馈单)."""

from datetime import datetime
from functools import partial

from app.cases.clock_words import duration_words
from app.cases.queries.card import CaseCard, EventRow
from app.cases.rules import EventKind
from app.cases.story_words import answer_words, reversed_by
from app.papers.case_forms import FormGround, case_facts
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Value
from app.papers.paper_facts import PaperFacts, nothing

_ENDS = (EventKind.FINISHED, EventKind.SOLVED_ON_SPOT)


def finish_feedback(card: CaseCard, ground: FormGround) -> PaperFacts:
    """Return what was done, when, within what time limit, and what the reporter said of it.

    Raises:
        NothingToPrint: Nobody has finished it, or that was put right.
    """
    undone = reversed_by(card)
    ended = [e for e in card.events if e.kind in _ENDS and e.ordinal not in undone]
    if not ended:
        raise nothing(FormKind.FINISH)
    event = ended[-1]
    facts = case_facts(card, ground) | {
        "text": card.text,
        "unit": event.unit or card.unit or "",
        "finished": _said_at(event),
        "finisher": event.person,
        "typed_in": bool(event.facts.get("on_behalf")),
        "result": event.note,
        "checks": "；".join(map(str, event.facts.get("checks") or ())),
        "tasks": tuple({"unit": each.unit, "title": each.title} for each in card.tasks),
        "answers": answer_words(
            contacted=card.is_contacted, solved=card.is_solved, satisfied=card.is_satisfied
        ),
    }
    return PaperFacts(facts | _steps(card, event, undone) | _time(card, ground.day_s), event.at)


def _steps(card: CaseCard, event: EventRow, undone: dict[int, int]) -> dict[str, Value]:
    """Return when each step before was taken."""
    at = {
        each.kind: each
        for each in card.events
        if each.ordinal not in undone and each.ordinal <= event.ordinal
    }
    signed = at.get(EventKind.SIGNED_FOR)
    handed = at.get(EventKind.REASSIGNED) or at.get(EventKind.ASSIGNED)
    return {
        "assigned": handed.at if handed is not None else None,
        "signed": _said_at(signed) if signed is not None else None,
        "signer": signed.person if signed is not None else "",
        "signed_for_them": signed is not None and bool(signed.facts.get("on_behalf")),
    }


def _said_at(event: EventRow) -> datetime:
    return event.claimed_at if event.claimed_at and event.claim_counts else event.at


def _time(card: CaseCard, day_s: int) -> dict[str, Value]:
    """Return how long it took, and by how much that was too long."""
    if card.clocks is None:
        return {"used": "", "limit": "", "over": ""}
    handle = card.clocks.handle
    over = handle.used_s - handle.limit_s
    words = partial(duration_words, unit=handle.unit, day_s=day_s)
    return {
        "used": words(handle.used_s),
        "limit": words(handle.limit_s),
        "over": words(over) if over > 0 else "",
    }
