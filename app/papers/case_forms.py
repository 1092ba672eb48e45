"""Forms about one case: decline notice, assignment sheet, supervision sheet, approval sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.cases.clock import Limit
from app.cases.clock_words import duration_words, limit_words
from app.cases.durations import DAY_S
from app.cases.numbers import short, spaced
from app.cases.queries.card import CaseCard, EventRow
from app.cases.queries.sheets import SheetRow
from app.cases.queries.work import RequestRow
from app.cases.rules import CaseState, DeclineReason, EventKind
from app.cases.story_words import note_words, reversed_by
from app.cases.work_states import RequestKind, RequestState
from app.core.clock import local
from app.core.shared_settings import CentreSettings
from app.core.words import label, say
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording

_say = wording("case_forms")


@dataclass(frozen=True, slots=True)
class FormGround:
    """What all forms need besides the case.

    Attributes:
        settings: Of the centre.
        source: Where the case came from, in words.
        place: Where it is, in words.
        now: When it is printed (aware).
        is_demo: True marks the paper as 演示数据.
    """

    settings: CentreSettings
    source: str
    place: str
    now: datetime
    is_demo: bool


def decline_notice(card: CaseCard, ground: FormGround) -> FormFacts:
    """Return the notice that a message is not taken on (不予受理告知书).

    Raises:
        NothingToPrint: The case was not declined.
    """
    event = _last(card, EventKind.DECLINED)
    if event is None:
        raise NothingToPrint(paper=_say("decline.title"))
    reporter = card.reporter.name if card.reporter is not None else ""
    reason = label(DeclineReason(event.facts["reason"]))
    told = (
        _say(
            "decline.opening",
            moment=moment_words(card.received_at),
            source=ground.source,
            title=card.title,
        ),
        _say("decline.reason", reason=reason, note=event.note),
        _say("decline.way"),
    )
    settings = ground.settings
    contact = _say(
        "decline.contact", address=settings.centre_address, telephone=settings.centre_telephone
    )
    return form_facts(
        "decline",
        card,
        ground,
        to=_say("decline.resident", name=reporter) if reporter else _say("decline.anonymous"),
        opening=told,
        signatures=(_say("decline.sign"),),
        notes=(contact,) if settings.centre_address or settings.centre_telephone else (),
    )


def assignment_sheet(card: CaseCard, ground: FormGround) -> FormFacts:
    """Return the sheet by which a case goes to a unit (交办单).

    Raises:
        NothingToPrint: No unit holds the case.
    """
    event = _last(card, EventKind.ASSIGNED, EventKind.REASSIGNED)
    if event is None or not card.unit:
        raise NothingToPrint(paper=_say("assignment.title"))
    slip = event.facts.get("slip", "")
    rows = [*case_rows(card, ground), _row("text", card.text)]
    if event.note:
        rows.append(_row("note", event.note))
    return form_facts(
        "assignment",
        card,
        ground,
        number=_say("assignment.slip", slip=slip) if slip else "",
        to=card.unit,
        opening=(_say("assignment.opening"),),
        rows=(*rows, *_limits(card)),
        signatures=(_say("assignment.result"), _say("assignment.signer")),
        notes=(_say("assignment.note"),),
    )


def supervision_sheet(card: CaseCard, ground: FormGround, *, day_s: int = DAY_S) -> FormFacts:
    """Return the newest supervision sheet of a case (督办单); a draft says that it is one.

    Raises:
        NothingToPrint: There is none.
    """
    if not card.sheets:
        raise NothingToPrint(paper=_say("supervision.title"))
    sheet = card.sheets[0]
    shown = sheet.number or _say("supervision.draft")
    rows = [
        *case_rows(card, ground),
        _row("level", _say("supervision.level", level=label(sheet.level))),
        _row("reason", sheet.reason),
        _row("used", _used(card, day_s)),
    ]
    if sheet.reply_due_at is not None:
        rows.append(_row("reply", moment_words(sheet.reply_due_at)))
    return form_facts(
        "supervision",
        card,
        ground,
        number=_say("supervision.number", number=shown),
        to=sheet.unit or card.unit,
        opening=(_say("supervision.opening"),),
        rows=tuple(rows),
        closing=_answer(sheet),
        signatures=(_say("supervision.reply"), _say("supervision.signer")),
        notes=_by_rule(sheet),
    )


def approval_sheet(card: CaseCard, ground: FormGround) -> FormFacts:
    """Return the newest request with its decision (延期、挂起、挂账审批单).

    Raises:
        NothingToPrint: Nothing was asked for.
    """
    if not card.requests:
        raise NothingToPrint(paper=_say("approval.title", kind=""))
    request = card.requests[0]
    kind = label(request.kind)
    asked = _say(
        "approval.asked",
        unit=request.unit,
        person=request.person,
        moment=moment_words(request.asked_at),
    )
    rows = (
        *case_rows(card, ground),
        _row("asked", asked),
        _row("wish", _wish(card, request)),
        _row("reason", request.reason),
        _row("decision", _decision(request)),
    )
    return form_facts(
        "approval",
        card,
        ground,
        rows=rows,
        signatures=(_say("approval.signer"),),
        title=_say("approval.title", kind=kind),
        file_name=_say("approval.file_name", kind=kind, name=_name(card)),
    )


def call_record(card: CaseCard, ground: FormGround) -> FormFacts:
    """Return what came of calling back (回访记录): every call, its answers and words.

    Raises:
        NothingToPrint: Nobody was called.
    """
    calls = [e for e in card.events if e.kind in (EventKind.CALLED_BACK, EventKind.CALL_MISSED)]
    if not calls:
        raise NothingToPrint(paper=_say("call_back.title"))
    rows = [*case_rows(card, ground), _row("unit", card.unit or "")]
    undone = reversed_by(card)
    for number, event in enumerate(calls, 1):
        told = note_words(card, event, moment_words) or label(event.kind)
        if event.ordinal in undone:
            told = _say("call_back.undone", told=told)
        said = _say("call_back.said", moment=moment_words(event.at), who=event.person, told=told)
        rows.append((_say("call_back.call", number=number), said))
    return form_facts(
        "call_back",
        card,
        ground,
        rows=tuple(rows),
        signatures=(_say("call_back.caller"), _say("call_back.checker")),
        notes=(_say("call_back.note"),),
    )


FORMS: dict[str, Callable[..., FormFacts]] = {
    "decline": decline_notice,
    "assignment": assignment_sheet,
    "supervision": supervision_sheet,
    "approval": approval_sheet,
    "call_back": call_record,
}
"""Forms about a case by the kind of paper."""


def form_facts(kind: str, card: CaseCard, ground: FormGround, **given: object) -> FormFacts:
    """Return a form about a case: what all of them say, and what is given."""
    facts: dict[str, object] = {
        "centre": ground.settings.centre_name or say("papers.centre"),
        "printed_at": ground.now,
        "is_demo": ground.is_demo,
        "number": _number(card),
    }
    if "title" not in given:
        facts["title"] = _say(f"{kind}.title")
        facts["file_name"] = _say(f"{kind}.file_name", name=_name(card))
    facts |= {name: value for name, value in given.items() if value != ""}
    return FormFacts(**facts)  # type: ignore[arg-type]


def _number(card: CaseCard) -> str:
    if card.number:
        return _say("number", number=spaced(card.number))
    return _say("receipt", code=card.receipt_code)


def _name(card: CaseCard) -> str:
    return short(card.number) if card.number else card.receipt_code


def case_rows(card: CaseCard, ground: FormGround) -> list[tuple[str, str]]:
    """Return the fields that say which case it is."""
    return [
        _row("title", card.title),
        _row("place", ground.place),
        _row("category", card.category),
        _row("received", moment_words(card.received_at)),
    ]


def _limits(card: CaseCard) -> list[tuple[str, str]]:
    clocks = card.clocks
    if clocks is None:
        return []
    found = []
    if clocks.sign is not None and clocks.sign.due_at is not None:
        found.append(_row("sign", _due(clocks.sign.due_at, clocks.sign_limit)))
    if clocks.handle.due_at is not None:
        found.append(_row("handle", _due(clocks.handle.due_at, clocks.handle_limit)))
    return found


def _due(due_at: datetime, limit: Limit) -> str:
    return say("papers.due", moment=moment_words(due_at), limit=limit_words(limit))


def _used(card: CaseCard, day_s: int) -> str:
    if card.clocks is None:
        return ""
    handle = card.clocks.handle
    used = duration_words(handle.used_s, handle.unit, day_s=day_s)
    limit = duration_words(handle.limit_s, handle.unit, day_s=day_s)
    if handle.due_at is None:
        return _say("supervision.stopped", used=used, limit=limit)
    return _say("supervision.used", used=used, limit=limit, due=moment_words(handle.due_at))


def _answer(sheet: SheetRow) -> tuple[str, ...]:
    """Return what was answered, by whom and when, and what the centre said of it."""
    if not sheet.reply or sheet.replied_at is None:
        return ()
    when = moment_words(sheet.replied_at)
    told = [_say("supervision.answer", reply=sheet.reply, who=sheet.replied_by, moment=when)]
    if sheet.note:
        told.append(_say("supervision.judged", note=sheet.note))
    return tuple(told)


def _by_rule(sheet: SheetRow) -> tuple[str, ...]:
    return (_say("supervision.by_rule"),) if sheet.is_by_rule else ()


def _wish(card: CaseCard, request: RequestRow) -> str:
    if request.kind is RequestKind.EXTENDED:
        if card.clocks is None or request.amount is None:
            return ""
        more = Limit(request.amount, card.clocks.handle_limit.unit)
        return _say("approval.extended", amount=limit_words(more))
    kind = label(request.kind)
    if request.kind is RequestKind.REOPENED:
        return kind
    if request.until is None:
        return _say("approval.open_end", kind=kind)
    return _say("approval.until", kind=kind, moment=moment_words(request.until))


def _decision(request: RequestRow) -> str:
    if request.state is RequestState.PENDING or request.decided_at is None:
        return _say("approval.pending")
    return _say(
        "approval.decided",
        state=label(request.state),
        decision=request.decision,
        who=request.decided_by,
        moment=moment_words(request.decided_at),
    )


def _row(key: str, value: str) -> tuple[str, str]:
    return _say(f"row.{key}"), value


def moment_words(moment: datetime) -> str:
    """Return a moment as forms write it."""
    at = local(moment)
    return _say("moment", year=at.year, month=at.month, day=at.day, clock=f"{at:%H:%M}")


def _last(card: CaseCard, *kinds: EventKind) -> EventRow | None:
    if EventKind.DECLINED in kinds and card.state not in (CaseState.DECLINED, CaseState.ARCHIVED):
        return None
    return next((event for event in reversed(card.events) if event.kind in kinds), None)
