"""What came of a case, told by the unit that finished it to the centre (办结反馈单)."""

from functools import partial

from app.cases.clock_words import duration_words
from app.cases.numbers import short
from app.cases.queries.card import CaseCard, EventRow
from app.cases.rules import EventKind
from app.cases.story_words import answer_words, reversed_by
from app.papers.case_forms import FormGround, case_rows, form_facts, moment_words
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording

_say = wording("finish_form")
_ENDS = (EventKind.FINISHED, EventKind.SOLVED_ON_SPOT)


def finish_feedback(card: CaseCard, ground: FormGround, *, day_s: int) -> FormFacts:
    """Return what was done, when, within what time limit, and what the reporter said of it.

    Args:
        card: The case.
        ground: What all forms need besides it.
        day_s: Seconds of a working day, in which times are told.

    Raises:
        NothingToPrint: Nobody has finished it, or that was put right.
    """
    undone = reversed_by(card)
    ended = [e for e in card.events if e.kind in _ENDS and e.ordinal not in undone]
    if not ended:
        raise NothingToPrint(paper=_say("title"))
    event = ended[-1]
    typed_in = bool(event.facts.get("on_behalf"))
    name = short(card.number) if card.number else card.receipt_code
    rows = [*case_rows(card, ground), _row("asked", card.text)]
    rows += [_row(key, value) for key, value in _steps(card, event, undone) if value]
    rows += [_row(key, value) for key, value in _result(card, event, day_s) if value]
    return form_facts(
        "finish_feedback",
        card,
        ground,
        rows=tuple(rows),
        title=_say("title"),
        file_name=_say("file_name", name=name),
        opening=(_say("opening"),),
        signatures=(_say("handler"), _say("leader")),
        notes=(_say("note_on_behalf"),) if typed_in else (),
    )


def _steps(card: CaseCard, event: EventRow, undone: dict[int, int]) -> list[tuple[str, str]]:
    """Return who did it and when each step was taken."""
    at = {
        each.kind: each
        for each in card.events
        if each.ordinal not in undone and each.ordinal <= event.ordinal
    }
    signed = at.get(EventKind.SIGNED_FOR)
    handed = at.get(EventKind.REASSIGNED) or at.get(EventKind.ASSIGNED)
    return [
        ("unit", event.unit or card.unit),
        ("assigned", moment_words(handed.at) if handed is not None else ""),
        ("signed", _by(signed) if signed is not None else ""),
        ("finished", _by(event)),
    ]


def _by(event: EventRow) -> str:
    moment = moment_words(event.claimed_at if event.claimed_at and event.claim_counts else event.at)
    if event.facts.get("on_behalf"):
        return _say("on_behalf", moment=moment, who=event.person)
    return _say("by", moment=moment, who=event.person)


def _result(card: CaseCard, event: EventRow, day_s: int) -> list[tuple[str, str]]:
    """Return what was done, whether in time, and how the reporter was asked."""
    found = [("result", event.note)]
    checks = event.facts.get("checks")
    if checks:
        found.append(("checks", "；".join(map(str, checks))))
    tasks = "；".join(_say("task", unit=each.unit, title=each.title) for each in card.tasks)
    found.append(("tasks", tasks))
    if card.clocks is not None:
        handle = card.clocks.handle
        over = handle.used_s - handle.limit_s
        words = partial(duration_words, unit=handle.unit, day_s=day_s)
        told = _say("late", over=words(over)) if over > 0 else _say("in_time")
        used, limit = words(handle.used_s), words(handle.limit_s)
        found.append(("time", _say("time", told=told, used=used, limit=limit)))
    said = answer_words(
        contacted=card.is_contacted, solved=card.is_solved, satisfied=card.is_satisfied
    )
    found.append(("answers", said or _say("not_asked")))
    return found


def _row(key: str, value: str) -> tuple[str, str]:
    return _say(f"row.{key}"), value
