"""What the keeper does for rules: those called by a clock, and those that look once a night."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.automating import after_steps, look_at
from app.cases.automation.happened import Occasion, happened
from app.cases.automation.model import Trigger
from app.cases.automation.standing import Standing, facts_of, rules_at_work
from app.cases.models import CaseFile
from app.cases.scope import at_desk, is_open
from app.cases.work_states import WarningKind
from app.core.actor import system
from app.core.chores import ChoreState
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.words import say

NAME = "cases.rules"
CHUNK = 500
_TRIGGERS = {WarningKind.DUE_SOON: Trigger.DUE_SOON, WarningKind.OVERDUE: Trigger.OVERDUE}


def call_warned(uow: Uow, kind: WarningKind, warned: Sequence[tuple[UUID, str, datetime]]) -> None:
    """Let rules look at cases whose clock is about to run out or has, once for each clock.

    Args:
        uow: Open transaction of the keeper.
        kind: Which warning.
        warned: Case, clock and due time of each.
    """
    trigger = _TRIGGERS[kind]
    standing = rules_at_work(uow.session, (trigger,)) if warned else ()
    for case_id, clock, due_at in warned if standing else ():
        name = f"{kind}:{clock}:{due_at:%Y%m%d%H%M%S}"
        look_at(uow, Occasion(case_id, trigger, name), standing, set())
    if happened(uow.session):
        uow.at_last(after_steps)


def look_nightly(database: Database) -> str:
    """Let the nightly rules look at all open cases, once a day: the first run after midnight, or
    the first one after whatever kept the keeper away.
    """
    now = database.clock.now()
    tonight = local(now).date().isoformat()
    with database.reading() as session:
        state = session.get(ChoreState, NAME)
        standing = rules_at_work(session, (Trigger.NIGHTLY,))
    last_ok = state.last_ok_at if state is not None else None
    if last_ok is not None and local(last_ok).date().isoformat() == tonight:
        return say("chores.rules_looked_before")
    acted = 0
    for case_id in _matching(database, standing, now):
        with database.writing(system(NAME)) as uow:
            occasion = Occasion(case_id, Trigger.NIGHTLY, f"night:{tonight}")
            look_at(uow, occasion, standing, set())
            if happened(uow.session):
                uow.at_last(after_steps)
        acted += 1
    return say("chores.rules_looked", count=acted)


def _matching(database: Database, standing: tuple[Standing, ...], now: datetime) -> Iterator[UUID]:
    """Yield the open cases that one of the rules matches, read a chunk at a time."""
    last: UUID | None = None
    while standing:
        with database.reading() as session:
            reached = sa.or_(*(at_desk(region) for region in {rule.region for rule in standing}))
            asked = sa.select(CaseFile).where(is_open(), reached).order_by(CaseFile.id)
            if last is not None:
                asked = asked.where(CaseFile.id > last)
            cases = session.scalars(asked.limit(CHUNK)).all()
            found = []
            for case in cases:
                near = [rule for rule in standing if case.desk_region.startswith(rule.region)]
                facts = facts_of(session, case, now, near)
                if any(rule.compiled.matches(facts) for rule in near):
                    found.append(case.id)
            last = cases[-1].id if cases else None
        yield from found
        if len(cases) < CHUNK:
            return
