"""The event of a step: what it keeps of the case as it was, the journal and the news."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.noticing import queue_notices
from app.cases.automation.happened import Occasion, acting_rule, happened
from app.cases.automation.model import TRIGGERED_BY
from app.cases.held import HeldCase, PlainEvent, held_case
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind
from app.core.changes import Topic
from app.core.database import Uow
from app.core.ids import new_id

REVERSIBLE = (
    "pause",
    "pause_reason",
    "resume_at",
    "handling_unit_id",
    "handler_id",
    "desk_region",
    "region",
    "category_code",
    "level",
    "matter_class",
    "finished_at",
    "closed_at",
    "archived_at",
    "supervision_level",
    "lead_id",
    "returned_count",
    "ruling_due_at",
    "ruled_unit_id",
    "reopened_count",
    "call_count",
    "is_contacted",
    "is_solved",
    "is_satisfied",
    "is_promise_kept",
    "limit_number",
    "calendar_number",
)
"""Columns that a step may change; its event keeps what they were."""
_MOMENTS = frozenset({"resume_at", "finished_at", "closed_at", "archived_at", "ruling_due_at"})
_KEYS = frozenset({"handling_unit_id", "handler_id", "lead_id", "ruled_unit_id"})


def remember(uow: Uow, case: CaseFile) -> None:
    """Keep what a case is like before a step, for the event of that step."""
    kept = uow.session.info.setdefault("cases.before", {})
    now = vars(case)  # a tenth of the cost of asking for each; what is not loaded is asked for
    kept[case.id] = {n: now[n] if n in now else getattr(case, n) for n in REVERSIBLE}


def changed_from(uow: Uow, case: CaseFile) -> dict[str, Any]:
    """Return what the step has changed, as it was; the next step starts from what it is now."""
    kept = uow.session.info.get("cases.before", {}).get(case.id)
    if kept is None:
        return {}
    now = vars(case)
    changed = {
        name: old
        for name, old in kept.items()
        if (now[name] if name in now else getattr(case, name)) != old
    }
    for name in changed:
        kept[name] = getattr(case, name)
    return {name: _plain(old) for name, old in changed.items()}


def restore(case: CaseFile, before: Mapping[str, Any]) -> None:
    """Set the columns of a case that a step changed to what its event says they were."""
    for name, value in before.items():
        if name in REVERSIBLE:
            setattr(case, name, _parsed(name, value))


def _parsed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return UUID(value) if name in _KEYS else value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def add_event(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    *,
    old: CaseState | None,
    note: str,
    unit: tuple[UUID | None, str],
    facts: dict[str, object],
    claimed_at: datetime | None = None,
) -> datetime:
    """Append an event, journal it, and tell every desk.

    Returns:
        When it happened: now, yet never before the event it follows, since the clocks of two
        desks may differ by a second.
    """
    kept = held_case(uow.session, case.id)
    rule = acting_rule(uow.session)
    if rule is not None:
        facts = {**facts, "rule": rule}
    ordinal, before = _newest(uow, case, kept)
    ordinal, at = ordinal + 1, max(uow.now, before or uow.now)
    values = event_row(uow, case.id, kind, ordinal, (old, case.state), facts)
    values |= {"at": at, "claimed_at": claimed_at, "note": note}
    values |= {"unit_id": unit[0], "unit_name": unit[1]}
    _append(uow, values, kept)
    uow.record(
        f"cases.{kind}",
        Topic.CASE,
        case.id,
        region=case.region,
        **event_told(ordinal, (old, case.state)),
    )
    uow.touched(Topic.CASE, case.id, case.region)
    queue_notices(uow, case, kind, ordinal, unit[0])
    _call_rules(uow, case, kind, ordinal)
    return at


def _call_rules(uow: Uow, case: CaseFile, kind: EventKind, ordinal: int) -> None:
    """Let rules look at an event when all of its transaction is done. Whoever makes a whole
    database alone makes its history, and no rule acts on that.
    """
    trigger = TRIGGERED_BY.get(kind)
    if trigger is None or uow.alone is not None:
        return
    waiting = happened(uow.session)
    by_rule = acting_rule(uow.session) is not None
    if not waiting and not by_rule:
        # its deeds are steps like these
        from app.cases.actions.automating import after_steps

        uow.at_last(after_steps)
    waiting.append(Occasion(case.id, trigger, f"event:{ordinal}", by_rule))


def event_row(
    uow: Uow,
    case_id: UUID,
    kind: EventKind,
    ordinal: int,
    states: tuple[str | None, str],
    facts: dict[str, object],
) -> dict[str, Any]:
    """Return the columns of an event of this moment that says nothing and concerns no unit.

    Args:
        uow: Open transaction.
        case_id: Whose event it is.
        kind: Which step.
        ordinal: Its place among the events of the case, from 1.
        states: Before and after it.
        facts: What else the event keeps.
    """
    return {
        "id": new_id(),
        "case_id": case_id,
        "ordinal": ordinal,
        "kind": kind,
        "at": uow.now,
        "claimed_at": None,
        "person_id": uow.actor.person_id,
        "person_name": uow.actor.name,
        "unit_id": None,
        "unit_name": "",
        "old_state": states[0],
        "new_state": states[1],
        "note": "",
        "facts": facts,
    }


def event_told(ordinal: int, states: tuple[str | None, str]) -> dict[str, object]:
    """Return what the journal keeps of an event."""
    return {"state": list(states), "event": ordinal}


def newest_ordinal(uow: Uow, case: CaseFile) -> int:
    """Return the ordinal of the last event of a case; 0 before the first."""
    return _newest(uow, case, held_case(uow.session, case.id))[0]


def _newest(uow: Uow, case: CaseFile, kept: HeldCase | None) -> tuple[int, datetime | None]:
    if kept is not None:
        last = kept.events[-1] if kept.events else None
        return (last.ordinal, last.at) if last else (0, None)
    asked = sa.select(sa.func.max(CaseEvent.ordinal), sa.func.max(CaseEvent.at))
    found = uow.session.execute(asked.where(CaseEvent.case_id == case.id)).one()
    return found[0] or 0, found[1]


def _append(uow: Uow, values: dict[str, Any], kept: HeldCase | None) -> None:
    if kept is not None:
        kept.events.append(PlainEvent(**values))
        uow.add(CaseEvent, **values)
        return
    uow.session.add(CaseEvent(**values))
    uow.session.flush()
