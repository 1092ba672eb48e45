"""Trying a rule on what happened lately: each event that calls it, with the case as it was then.

Cases are put back by what their events keep of before. What no event keeps is taken as it is
today: the tags a case carries, and the moment its clock runs out. Rules before this one are left
out of account: it is told what this one would have done alone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.automation.match import compiled
from app.cases.automation.model import TRIGGERED_BY, RuleBody, Trigger
from app.cases.automation.standing import has_called_before, plain_facts
from app.cases.models import CaseFile
from app.cases.models.finding import CaseTag
from app.cases.models.life import CaseEvent
from app.cases.models.work import CaseWarning
from app.cases.rules import OPEN_STATES
from app.cases.scope import at_desk, is_open, visible
from app.core.actor import Actor

MOST_LOOKED = 20_000
"""Events that are looked at, the newest first; a busy district has more in a month."""
MOST_KEPT = 200
"""Cases of a trial that are listed with it."""
_CHUNK = 500
_COLUMNS = (
    *(CaseFile.id, CaseFile.state, CaseFile.source, CaseFile.region, CaseFile.level),
    *(CaseFile.received_at, CaseFile.category_code, CaseFile.matter_class, CaseFile.order_at),
    *(CaseFile.handling_unit_id, CaseFile.handler_id, CaseFile.first_contact_id, CaseFile.clock),
    *(CaseFile.pause, CaseFile.supervision_level, CaseFile.finished_at, CaseFile.closed_at),
    *(CaseFile.returned_count, CaseFile.reopened_count, CaseFile.is_confidential),
    *(CaseFile.wants_call_back, CaseFile.is_satisfied, CaseFile.title, CaseFile.text),
    *(CaseFile.place, CaseFile.number, CaseFile.external_number, CaseFile.registered_at),
)
_KEYS = ("handling_unit_id", "handler_id")
_MOMENTS = ("registered_at", "finished_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Hit:
    """A case a rule would have acted on, and when."""

    case_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done.

    Attributes:
        since: Where the time it was tried on begins.
        until: Where it ends: when it was tried.
        looked: Events that were looked at.
        count: Those on which it would have acted.
        hits: The newest of them.
        is_capped: Whether older events were left out: there are too many.
    """

    since: datetime
    until: datetime
    looked: int
    count: int
    hits: tuple[Hit, ...]
    is_capped: bool

    def as_text(self) -> str:
        """Return it as it is kept with the version that was tried."""
        return json.dumps(
            {
                "since": self.since.isoformat(),
                "until": self.until.isoformat(),
                "looked": self.looked,
                "count": self.count,
                "hits": [[str(hit.case_id), hit.at.isoformat()] for hit in self.hits],
                "is_capped": self.is_capped,
            }
        )


def trial_of(text: str) -> Trial | None:
    """Return a trial as it was kept, None where there was none."""
    if not text:
        return None
    kept = json.loads(text)
    return Trial(
        since=datetime.fromisoformat(kept["since"]),
        until=datetime.fromisoformat(kept["until"]),
        looked=kept["looked"],
        count=kept["count"],
        hits=tuple(Hit(UUID(key), datetime.fromisoformat(at)) for key, at in kept["hits"]),
        is_capped=kept["is_capped"],
    )


def try_rule(
    session: Session,
    actor: Actor,
    region: str,
    body: RuleBody,
    *,
    now: datetime,
    days: int,
    most: int = MOST_LOOKED,
) -> Trial:
    """Return what a rule of a region would have done in the last days, as far as `actor` may
    read the cases.
    """
    since = now - timedelta(days=days)
    asked = _asked(body.trigger, since).where(at_desk(region), visible(actor))
    rows = session.execute(asked.limit(most + 1)).all()
    ready = compiled(body)
    hits: list[Hit] = []
    for first in range(0, len(rows[:most]), _CHUNK):
        chunk = rows[:most][first : first + _CHUNK]
        later = _later_events(session, {row.id for row in chunk})
        tags = _tags(session, {row.id for row in chunk}) if ready.asks_tags else {}
        for row in chunk:
            at = row.at or now
            case = _as_it_was(row, later.get(row.id, ()))
            if case.state not in OPEN_STATES and body.trigger is not Trigger.FINISHED:
                continue
            facts = plain_facts(case, at, tags=tags.get(row.id, frozenset()), caller_again=True)
            if ready.matches(facts) and _called(session, body, row):
                hits.append(Hit(row.id, at))
    return Trial(
        since=since,
        until=now,
        looked=len(rows[:most]),
        count=len(hits),
        hits=tuple(hits[:MOST_KEPT]),
        is_capped=len(rows) > most,
    )


def _called(session: Session, body: RuleBody, row: Any) -> bool:
    return not body.caller_again or has_called_before(session, row.id, row.received_at)


def _asked(trigger: Trigger, since: datetime) -> sa.Select[*tuple[Any, ...]]:
    """Return the events that call such a rule, with their cases as they are today."""
    if trigger is Trigger.NIGHTLY:
        at = sa.literal(None).label("at")
        ordinal = sa.literal(None).label("ordinal")
        open_ones = sa.select(*_COLUMNS, at, ordinal).where(is_open())
        return open_ones.order_by(CaseFile.received_at.desc(), CaseFile.id)
    if trigger in (Trigger.DUE_SOON, Trigger.OVERDUE):
        told = sa.select(*_COLUMNS, CaseWarning.at, sa.literal(None).label("ordinal"))
        warned = CaseWarning.kind == str(trigger), CaseWarning.at >= since
        joined = told.join(CaseFile, CaseFile.id == CaseWarning.case_id).where(*warned)
        return joined.order_by(CaseWarning.at.desc(), CaseFile.id)
    kinds = [kind for kind, called in TRIGGERED_BY.items() if called is trigger]
    told = sa.select(*_COLUMNS, CaseEvent.at, CaseEvent.ordinal)
    events = CaseEvent.kind.in_(kinds), CaseEvent.at >= since
    joined = told.join(CaseFile, CaseFile.id == CaseEvent.case_id).where(*events)
    return joined.order_by(CaseEvent.at.desc(), CaseFile.id)


def _later_events(session: Session, cases: set[UUID]) -> dict[UUID, list[Any]]:
    """Return the events of cases that say what was before them, the newest first."""
    asked = (
        sa.select(
            CaseEvent.case_id,
            CaseEvent.ordinal,
            CaseEvent.at,
            CaseEvent.old_state,
            CaseEvent.facts,
        )
        .where(CaseEvent.case_id.in_(cases))
        .order_by(CaseEvent.case_id, CaseEvent.ordinal.desc())
    )
    found: dict[UUID, list[Any]] = {}
    for row in session.execute(asked):
        found.setdefault(row.case_id, []).append(row)
    return found


def _as_it_was(row: Any, events: Sequence[Any]) -> Any:
    """Return the columns of a case after the event that calls the rule."""
    case = SimpleNamespace(**row._mapping)  # noqa: SLF001  the documented way to its columns
    if row.at is None:
        return case
    for event in events:
        before = event.ordinal <= row.ordinal if row.ordinal is not None else event.at <= row.at
        if before:
            break
        if event.old_state is not None:
            case.state = event.old_state
        for name, value in event.facts.get("before", {}).items():
            setattr(case, name, _parsed(name, value))
    return case


def _parsed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _KEYS:
        return UUID(value)
    return datetime.fromisoformat(value) if name in _MOMENTS else value


def _tags(session: Session, cases: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    asked = sa.select(CaseTag.case_id, CaseTag.tag_id).where(CaseTag.case_id.in_(tuple(cases)))
    found: dict[UUID, set[str]] = {}
    for case_id, tag_id in session.execute(asked):
        found.setdefault(case_id, set()).add(str(tag_id))
    return {case_id: frozenset(tags) for case_id, tags in found.items()}
