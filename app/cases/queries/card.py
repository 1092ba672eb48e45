"""Everything the panel of one case shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.due import AnyEvent, ClockPair, clock_pair, events_of
from app.cases.kinds import Check, checks_of, questions_of
from app.cases.life_clock import counted_times, last_step, living
from app.cases.models import CaseFile, Category
from app.cases.queries.families import FamilyRow, family_of
from app.cases.queries.firings import FiringTold, firings_of
from app.cases.queries.personal import MaskedReporter, masked_reporter
from app.cases.queries.possible import possible
from app.cases.queries.rulings import RulingRow, RulingSeen, ruling_of, ruling_row
from app.cases.queries.sheets import SheetRow, sheets_of
from app.cases.queries.tags import marks_of
from app.cases.queries.whistles import WhistleRow, whistles_of
from app.cases.queries.work import RequestRow, TaskRow, requests_of, tasks_of
from app.cases.reach import may_act, may_merge
from app.cases.reminding import hours_between, last_reminders
from app.cases.rules import (
    NOT_REVERSIBLE,
    CaseState,
    EventKind,
    Level,
    MatterClass,
    Pause,
    Source,
    SupervisionLevel,
)
from app.cases.scope import visible
from app.cases.whistle_reach import may_blow_whistle, may_draft_whistle
from app.cases.whistle_rules import WhistleKind
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.text import storable
from app.territory.models import Region


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the timeline.

    Attributes:
        claimed_at: When it is said to have happened, if not when it was recorded.
        claim_counts: Whether the clocks count that time.
        old_state: Where the case stood before; None for its first event.
    """

    ordinal: int
    kind: EventKind
    at: datetime
    claimed_at: datetime | None
    claim_counts: bool
    old_state: CaseState | None
    person: str
    unit: str
    note: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a question of the kind."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SourceFact:
    """What else the source told, as it told it; several lines for steps taken there."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as its panel shows it.

    Attributes:
        reporter: Masked; None when anonymous or hidden from this reader.
        reporter_hidden: True when the reporter asked for confidence and this reader may
            not learn who it is.
        may_read_reporter: Whether asking to read the personal values would be granted.
        clocks: Signing and handling clock at the moment asked for; None before registering.
        events: The timeline, oldest first.
        steps: Steps this reader may take now.
        asks: Steps this reader may ask the director for.
        holds: Whether the reader does the holder's work, for their own unit or typed in for it.
        on_behalf: Whether the reader types in what a unit without a desk answers.
        reverse_until: Until when this reader may put the last step right; None for not at all.
        may_decide: Whether the reader decides as the director: on requests, claimed times.
        pause: What holds the case up, with its reason and when that is to end.
        requests: What was asked of the director, newest first.
        tasks: Tasks of the case, open ones first.
        sheets: Supervision sheets, newest first.
        may_whistle: Whether the reader may draft a whistle, were none under way.
        blows: Sorts of whistle they may blow at once.
        whistles: Whistles on the case, newest first; dropped drafts left out.
        answers: Questions of the kind with what was answered.
        checks: What has to be ticked before it is finished.
        source_facts: What else its source told; nothing of it is work of ours.
        may_remind: Whether the reader may remind whoever has it in hand, were it time to.
        remind_from: From when on they may again, None for at once.
        may_mark: Whether they may put tags on it.
        tags: Names of the tags it carries.
        is_followed: Whether it is on the reader's shortlist.
        ruling: The final ruling that holds for it.
        to_rule: What the director may rule on, or rule otherwise on.
        follows: Whether it was merged into another case, which takes its steps for it.
        family: The cases merged with it, the lead first; empty when it is in none.
        may_merge: Whether the reader may let it follow another, or take it out again.
        firings: What rules did, oldest first.
    """

    id: UUID
    number: str | None
    receipt_code: str
    source: Source
    external_number: str | None
    title: str
    text: str
    category_code: str | None
    category: str
    level: Level
    matter_class: MatterClass | None
    state: CaseState
    region: str
    region_name: str
    place: str
    longitude: float | None
    latitude: float | None
    happened_at: datetime | None
    received_at: datetime
    registered_at: datetime | None
    closed_at: datetime | None
    first_contact: str
    unit_id: UUID | None
    unit: str
    handler: str
    is_confidential: bool
    wants_call_back: bool
    reporter: MaskedReporter | None
    reporter_hidden: bool
    may_read_reporter: bool
    clocks: ClockPair | None
    events: tuple[EventRow, ...]
    steps: frozenset[EventKind]
    asks: frozenset[EventKind]
    holds: bool
    on_behalf: bool
    reverse_until: datetime | None
    may_decide: bool
    may_give_tasks: bool
    desk_region: str
    desk_name: str
    pause: Pause | None
    pause_reason: str
    resume_at: datetime | None
    supervision_level: SupervisionLevel | None
    returned_count: int
    reopened_count: int
    call_count: int
    is_contacted: bool | None
    is_solved: bool | None
    is_satisfied: bool | None
    is_promise_kept: bool | None
    requests: tuple[RequestRow, ...]
    tasks: tuple[TaskRow, ...]
    sheets: tuple[SheetRow, ...]
    may_whistle: bool
    blows: frozenset[WhistleKind]
    whistles: tuple[WhistleRow, ...]
    answers: tuple[Answer, ...]
    checks: tuple[Check, ...]
    source_facts: tuple[SourceFact, ...]
    version: int
    may_remind: bool
    remind_from: datetime | None
    may_mark: bool
    tags: tuple[str, ...]
    is_followed: bool
    ruling: RulingSeen | None
    to_rule: RulingRow | None
    follows: bool
    family: tuple[FamilyRow, ...]
    may_merge: bool
    firings: tuple[FiringTold, ...]


def case_card(session: Session, actor: Actor, case_id: UUID, *, now: datetime) -> CaseCard:
    """Return one case.

    Raises:
        NotFound: Absent or out of scope.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    events = events_of(session, case)
    unit = session.get(Unit, case.handling_unit_id) if case.handling_unit_id else None
    kind = session.get(Category, case.category_code) if case.category_code else None
    own = possible(actor, case, unit)
    hidden = case.is_confidential and not may_act(actor, case, Right.READ_CONFIDENTIAL)
    reporter = None if hidden else masked_reporter(session, case_id)
    names = _names(session, case)
    marks = marks_of(session, actor, (case_id,), now=now)
    ruling = ruling_of(session, case)
    may_whistle = may_draft_whistle(actor, case)
    return CaseCard(
        id=case.id,
        number=case.number,
        receipt_code=case.receipt_code,
        source=Source(case.source),
        external_number=case.external_number,
        title=case.title,
        text=case.text,
        category_code=case.category_code,
        category=category_path(session, case.category_code),
        level=Level(case.level),
        matter_class=MatterClass(case.matter_class) if case.matter_class else None,
        state=CaseState(case.state),
        region=case.region,
        region_name=names["region"],
        place=case.place,
        longitude=case.longitude,
        latitude=case.latitude,
        happened_at=case.happened_at,
        received_at=case.received_at,
        registered_at=case.registered_at,
        closed_at=case.closed_at,
        first_contact=names["first_contact"],
        unit_id=case.handling_unit_id,
        unit=names["unit"],
        handler=names["handler"],
        is_confidential=case.is_confidential,
        wants_call_back=case.wants_call_back,
        reporter=reporter,
        reporter_hidden=hidden,
        may_read_reporter=reporter is not None and may_act(actor, case, Right.READ_PERSONAL),
        clocks=clock_pair(session, case, now, events),
        events=_told(events),
        steps=own.steps,
        asks=own.asks,
        holds=own.holds,
        on_behalf=own.on_behalf,
        reverse_until=_reverse_until(session, actor, case, events, now),
        may_decide=own.may_decide,
        may_remind=own.may_remind,
        remind_from=_remind_from(session, actor, case, now) if own.may_remind else None,
        may_mark=own.may_mark,
        tags=marks.tags.get(case_id, ()),
        is_followed=case_id in marks.followed,
        follows=case.lead_id is not None,
        family=family_of(session, actor, case.id, case.lead_id),
        may_merge=may_merge(actor, case),
        may_give_tasks=own.may_give_tasks,
        desk_region=case.desk_region,
        desk_name=names["desk"],
        pause=Pause(case.pause) if case.pause else None,
        pause_reason=case.pause_reason,
        resume_at=case.resume_at,
        supervision_level=SupervisionLevel(case.supervision_level)
        if case.supervision_level
        else None,
        returned_count=case.returned_count,
        reopened_count=case.reopened_count,
        call_count=case.call_count,
        is_contacted=case.is_contacted,
        is_solved=case.is_solved,
        is_satisfied=case.is_satisfied,
        is_promise_kept=case.is_promise_kept,
        requests=requests_of(session, case_id),
        tasks=tasks_of(session, case_id),
        sheets=sheets_of(session, case_id),
        may_whistle=may_whistle,
        blows=_blows(session, actor, case, now) if may_whistle else frozenset(),
        whistles=whistles_of(session, actor, case, now=now),
        answers=tuple(
            Answer(question.text, case.answers[question.key])
            for question in questions_of(kind)
            if question.key in case.answers
        ),
        checks=checks_of(kind),
        source_facts=_source_facts(case.extra),
        version=case.version,
        ruling=ruling,
        to_rule=ruling_row(case, ruling, _last_return(events)),
        firings=firings_of(session, case_id),
    )


def find_by_number(session: Session, actor: Actor, typed: str) -> UUID | None:
    """Return the case whose whole number or receipt code was typed or scanned."""
    text = storable(typed).replace(" ", "").replace("-", "").upper()
    either = sa.or_(CaseFile.number == text, CaseFile.receipt_code == text)
    return session.scalar(sa.select(CaseFile.id).where(either, visible(actor)))


def category_path(session: Session, category: str | None) -> str:
    """Return a kind with its category: ``公用设施 / 雨水井盖``; "" for none."""
    if category is None:
        return ""
    node = session.get_one(Category, category)
    if node.parent_code is None:
        return node.name
    return f"{session.get_one(Category, node.parent_code).name} / {node.name}"


def _last_return(events: Sequence[AnyEvent]) -> str:
    notes = (event.note for event in reversed(events) if event.kind == EventKind.RETURNED)
    return next(notes, "")


def _source_facts(extra: Mapping[str, Any]) -> tuple[SourceFact, ...]:
    """Return what a source told that was not empty, steps last: they are the longest."""
    told = ((name, value if isinstance(value, list) else [value]) for name, value in extra.items())
    facts = [SourceFact(name, tuple(str(v) for v in values if v)) for name, values in told]
    return tuple(sorted(filter(lambda fact: fact.lines, facts), key=lambda fact: len(fact.lines)))


def _blows(session: Session, actor: Actor, case: CaseFile, now: datetime) -> frozenset[WhistleKind]:
    settings = settings_at(session, now)
    return frozenset(kind for kind in WhistleKind if may_blow_whistle(actor, case, kind, settings))


def _told(found: Sequence[AnyEvent]) -> tuple[EventRow, ...]:
    counted = counted_times(found)
    return tuple(
        EventRow(
            ordinal=event.ordinal,
            kind=EventKind(event.kind),
            at=event.at,
            claimed_at=event.claimed_at,
            claim_counts=event.ordinal in counted,
            old_state=CaseState(event.old_state) if event.old_state else None,
            person=event.person_name,
            unit=event.unit_name,
            note=event.note,
            facts=event.facts,
        )
        for event in found
    )


@cache
def _names_of_a_case() -> sa.Select[str, str, str, str, str]:
    """Return the statement, made once: what is aliased in it takes longer than its answer."""
    first, handler, desk = aliased(Person), aliased(Person), aliased(Region)
    return (
        sa.select(Region.name, first.name, Unit.name, handler.name, desk.name)
        .select_from(CaseFile)
        .outerjoin(Region, Region.code == CaseFile.region)
        .outerjoin(first, first.id == CaseFile.first_contact_id)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .outerjoin(handler, handler.id == CaseFile.handler_id)
        .outerjoin(desk, desk.code == CaseFile.desk_region)
        .where(CaseFile.id == sa.bindparam("case_id"))
    )


def _names(session: Session, case: CaseFile) -> dict[str, str]:
    found = session.execute(_names_of_a_case(), {"case_id": case.id}).one()
    keys = ("region", "first_contact", "unit", "handler", "desk")
    return {key: name or "" for key, name in zip(keys, found, strict=True)}


def _remind_from(session: Session, actor: Actor, case: CaseFile, now: datetime) -> datetime | None:
    last = last_reminders(session, actor.person_id, (case.id,)).get(case.id)
    if last is None:
        return None
    again = last + timedelta(hours=hours_between(session, now))
    return again if again > now else None


def _reverse_until(
    session: Session, actor: Actor, case: CaseFile, events: Sequence[AnyEvent], now: datetime
) -> datetime | None:
    last = last_step(living(events))
    if last is None or EventKind(last.kind) in NOT_REVERSIBLE:
        return None
    if "news" in last.facts or "lead" in last.facts:
        return None
    if last.person_id != actor.person_id and not may_act(actor, case, Right.APPROVE):
        return None
    until = last.at + timedelta(minutes=settings_at(session, now).reverse_min)
    return until if now <= until else None
