"""What the full case sheet says: fields and tables of a case in words; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.cases.case_ledger import NotAssignedYet, clock_of, moves_of
from app.cases.clock import ClockMark, Limit, Verdict
from app.cases.clock_words import duration_words, limit_words
from app.cases.due import ClockPair
from app.cases.durations import hours_words
from app.cases.ledger_words import ClockName, full, late_words, whole_limit_words
from app.cases.queries.card import CaseCard
from app.cases.queries.full import FullCase
from app.cases.queries.sheets import SheetRow
from app.cases.queries.work import RequestRow, TaskRow
from app.cases.rules import CaseState, EventKind
from app.cases.story_words import answer_words, note_words, reversed_by, verb_words, who_words
from app.core.attachments import AttachmentRow
from app.core.words import label, say
from app.papers.wording import wording

_say = wording("case_sheet")


@dataclass(frozen=True, slots=True)
class Told:
    """A table in words.

    Attributes:
        key: Names it in the wording.
        rows: Each with a text for every column.
        struck: Which rows no longer count.
    """

    key: str
    rows: tuple[tuple[str, ...], ...]
    struck: frozenset[int] = field(default=frozenset())


Field = tuple[str, str]
"""Label and value."""


def fields_of(told: FullCase) -> Iterator[tuple[Field, ...]]:
    """Yield the fields of a case line by line: one over the whole width, or two side by side."""
    card = told.card
    yield (_row("title", card.title),)
    yield (_row("text", card.text.strip()),)
    yield _row("source", label(card.source)), _row("external_number", card.external_number or "")
    yield (_row("category", _category(card)),)
    yield _row("level", _level(card)), _row("state", label(card.state))
    yield (_row("region", _region(told)),)
    yield (_row("place", card.place),)
    yield (_row("point", _point(card)),)
    yield _row("received", _at(card.received_at)), _row("happened", _at(card.happened_at))
    yield _row("registered", _at(card.registered_at)), _row("finished", _at(told.finished_at))
    yield _row("closed", _at(card.closed_at)), _row("archived", _at(told.archived_at))
    yield _row("reporter", _reporter(card)), _row("confidential", _yes(card.is_confidential))
    yield _row("first_contact", card.first_contact), _row("desk", card.desk_name)
    yield _row("unit", card.unit), _row("handler", card.handler)
    if card.pause is not None:
        yield (_row("pause", _pause(card)),)
    yield _row("call_back", _called(card)), _row("supervision", _supervised(card))
    yield (_row("counts", _counts(card)),)
    for key, words in (
        ("promise", _promise(told)),
        ("opening", told.opening_condition),
        ("closing", told.closing_condition),
    ):
        if words:
            yield (_row(key, words),)


def tables_of(told: FullCase) -> tuple[Told, ...]:
    """Return the tables of a case, the timeline last and oldest event first; some are empty."""
    card = told.card
    return (
        Told("clocks", tuple(_clocks(told))),
        Told("holds", tuple(_holds(told))),
        Told("answers", tuple((each.question, each.answer) for each in card.answers)),
        Told("checks", tuple(_checks(card))),
        Told("requests", tuple(_request(card, each) for each in reversed(card.requests))),
        Told("tasks", tuple(map(_task, sorted(card.tasks, key=lambda each: each.asked_at)))),
        Told("sheets", tuple(map(_sheet, reversed(card.sheets)))),
        Told("files", tuple(map(_file, told.files))),
        _story(card),
    )


def note_of(told: FullCase) -> str:
    """Return by which rules the clocks count, or why there are none."""
    clocks = told.card.clocks
    if clocks is None:
        declined = told.card.state is CaseState.DECLINED
        return _say("clocks.declined" if declined else "clocks.before")
    return _say("clocks.basis", number=clocks.limit_number, calendar=told.calendar)


# -- fields ------------------------------------------------------------------------------------


def _row(key: str, value: str) -> Field:
    return _say(f"row.{key}"), value or _say("value.empty")


def _at(moment: datetime | None) -> str:
    return "" if moment is None else full(moment)


def _yes(yes: bool) -> str:  # noqa: FBT001  a value to tell, not a switch
    return _say("value.yes" if yes else "value.no")


def _category(card: CaseCard) -> str:
    if card.category_code is None:
        return ""
    return _say("value.category", category=card.category, code=card.category_code)


def _level(card: CaseCard) -> str:
    level = label(card.level)
    if card.matter_class is None:
        return level
    return _say("value.level", matter_class=label(card.matter_class), level=level)


def _region(told: FullCase) -> str:
    code, opened = told.card.region, told.opened_region
    if code == opened:
        return _say("value.region", path=told.region_path, code=code)
    return _say("value.region_moved", path=told.region_path, code=code, opened=opened)


def _point(card: CaseCard) -> str:
    if card.longitude is None or card.latitude is None:
        return ""
    return _say("value.point", longitude=card.longitude, latitude=card.latitude)


def _reporter(card: CaseCard) -> str:
    if card.reporter_hidden:
        return _say("value.confidential")
    if card.reporter is None:
        return _say("value.anonymous")
    name, phone = card.reporter.name or _say("value.anonymous"), card.reporter.phone
    return _say("value.reporter", name=name, phone=phone) if phone else name


def _pause(card: CaseCard) -> str:
    if card.pause is None:
        return ""
    words = _say("value.paused", pause=label(card.pause), reason=card.pause_reason)
    if card.resume_at is None:
        return words
    return words + _say("value.until", until=full(card.resume_at))


def _supervised(card: CaseCard) -> str:
    return label(card.supervision_level) if card.supervision_level is not None else ""


def _counts(card: CaseCard) -> str:
    return _say(
        "value.counts",
        returned=card.returned_count,
        reopened=card.reopened_count,
        calls=card.call_count,
    )


def _called(card: CaseCard) -> str:
    answers = answer_words(
        contacted=card.is_contacted, solved=card.is_solved, satisfied=card.is_satisfied
    )
    if not answers and card.wants_call_back:
        return _say("value.call_wanted")
    return answers


def _promise(told: FullCase) -> str:
    kept = told.card.is_promise_kept
    if kept is None:
        return told.promise
    if not told.promise:
        return _say("value.kept" if kept else "value.broken")
    return _say(f"value.promise_{'kept' if kept else 'broken'}", promise=told.promise)


# -- tables ------------------------------------------------------------------------------------


def _clocks(told: FullCase) -> Iterator[tuple[str, ...]]:
    pair = told.card.clocks
    if pair is None:
        return
    for name in ClockName:
        try:
            verdict, limit = clock_of(pair, name)
        except NotAssignedYet:
            empty, waiting = _say("value.empty"), _say("clocks.waiting")
            yield label(name), _limit(pair, name, pair.sign_limit, told), *[empty] * 3, waiting
            continue
        yield (
            label(name),
            _limit(pair, name, limit, told),
            duration_words(verdict.used_s, verdict.unit, day_s=told.day_s),
            _left(verdict, told.day_s),
            _at(verdict.due_at),
            _say("clocks.mark", state=label(verdict.state), mark=label(verdict.mark)),
        )


def _limit(pair: ClockPair, name: ClockName, limit: Limit, told: FullCase) -> str:
    return whole_limit_words(limit, moves_of(pair, name), told.at)


def _left(verdict: Verdict, day_s: int) -> str:
    if verdict.mark is ClockMark.OVER:
        return say("clock.over", duration=late_words(verdict, day_s=day_s))
    left = duration_words(max(0, verdict.left_s), verdict.unit, day_s=day_s)
    return say("clock.left", duration=left)


def _holds(told: FullCase) -> Iterator[tuple[str, ...]]:
    pair = told.card.clocks
    holds = pair.holds if pair is not None else ()
    whole = sum(hold.seconds for hold in holds) or 1
    for hold in holds:
        percent = round(100 * hold.seconds / whole)
        time = hours_words(hold.seconds)
        yield hold.holder, time, _say("holds.share", percent=percent)


def _checks(card: CaseCard) -> Iterator[tuple[str, ...]]:
    undone = reversed_by(card)
    finishes = (
        event
        for event in reversed(card.events)
        if event.kind is EventKind.FINISHED and event.ordinal not in undone
    )
    last = next(finishes, None)
    ticked = last.facts.get("checks", ()) if last is not None else ()
    for check in card.checks:
        done = check.text in ticked
        yield (
            check.text,
            _say("checks.required" if check.required else "checks.optional"),
            _say("checks.ticked" if done else "checks.open"),
        )


def _request(card: CaseCard, request: RequestRow) -> tuple[str, ...]:
    asked = full(request.asked_at)
    return (
        _wish(card, request),
        _say("requests.who", unit=request.unit, person=request.person, moment=asked).strip(),
        request.reason,
        _ended(
            "requests.decided",
            label(request.state),
            request.decision,
            request.decided_by,
            request.decided_at,
        ),
    )


def _wish(card: CaseCard, request: RequestRow) -> str:
    kind = label(request.kind)
    if request.amount is not None and card.clocks is not None:
        amount = limit_words(Limit(request.amount, card.clocks.handle_limit.unit))
        return _say("requests.amount", kind=kind, amount=amount)
    if request.until is not None:
        return _say("requests.until", kind=kind, moment=full(request.until))
    return kind


def _ended(key: str, state: str, words: str, who: str, at: datetime | None) -> str:
    """Return how something ended: its state, what was said, who and when; or its state alone."""
    if at is None:
        return state
    return _say(key, state=state, words=words, who=who, moment=full(at)).replace("\u3000\n", "\n")


def _task(task: TaskRow) -> tuple[str, ...]:
    due = "" if task.due_at is None else "\n" + _say("tasks.due", moment=full(task.due_at))
    return (
        task.title,
        f"{task.unit} {task.person}".strip(),
        _say("tasks.asked", who=task.asked_by, moment=full(task.asked_at)) + due,
        _ended("tasks.ended", label(task.state), task.result, task.ended_by, task.ended_at),
    )


def _sheet(sheet: SheetRow) -> tuple[str, ...]:
    number = sheet.number or _say("sheets.draft")
    drafted = _say("sheets.by_rule") if sheet.is_by_rule else sheet.drafted_by
    by, at = sheet.issued_by or drafted, sheet.issued_at or sheet.drafted_at
    due = sheet.reply_due_at
    return (
        _say("sheets.name", number=number, level=label(sheet.level)),
        sheet.reason,
        _say("sheets.issued", who=by, moment=full(at))
        + ("" if due is None else "\n" + _say("sheets.due", moment=full(due))),
        _ended("sheets.ended", label(sheet.state), *_last_of(sheet)),
    )


def _last_of(sheet: SheetRow) -> tuple[str, str, datetime | None]:
    """Return what was said of a sheet last, by whom and when: its answer, or why it was dropped."""
    if sheet.replied_at is not None:
        return sheet.reply, sheet.replied_by, sheet.replied_at
    return sheet.reply, sheet.ended_by, sheet.ended_at


def _file(row: AttachmentRow) -> tuple[str, ...]:
    size = row.size_bytes
    kilobytes = max(1, round(size / 1000))
    notes = [
        _say("files.evidence") if row.is_evidence else "",
        "" if row.cover is None else _say("files.covered", count=row.cover.box_count),
        "" if row.taken_at is None else _say("files.taken", moment=full(row.taken_at)),
    ]
    return (
        row.name,
        _say("files.kb", size=kilobytes) if kilobytes < 1000 else _say("files.mb", size=size / 1e6),
        _say("files.added", who=row.person_name, moment=full(row.created_at)),
        _say("files.join").join(filter(None, notes)),
    )


def _story(card: CaseCard) -> Told:
    undone = reversed_by(card)
    rows: list[tuple[str, ...]] = []
    struck: set[int] = set()
    for event in sorted(card.events, key=lambda each: each.ordinal):
        step = verb_words(event)
        if event.ordinal in undone:
            struck.add(len(rows))
            step = _say("story.struck", step=step)
        rows.append((full(event.at), step, who_words(event), note_words(card, event, full)))
    return Told("story", tuple(rows), frozenset(struck))
