"""The rules at work, and a case as they look at it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.cases.automation.match import Compiled, Facts, compiled_text, plain_texts
from app.cases.automation.model import RuleState, Trigger
from app.cases.models import CaseFile
from app.cases.models.automation import CaseRule
from app.cases.models.finding import CaseTag
from app.cases.models.personal import CasePerson
from app.cases.personal import names_a_caller
from app.core.database import has_own_account


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule at work."""

    id: UUID
    region: str
    name: str
    number: int
    compiled: Compiled

    @property
    def trigger(self) -> Trigger:
        """When it looks."""
        return self.compiled.body.trigger


@dataclass(frozen=True, slots=True)
class _Read:
    """The rules of a database as they were read.

    Attributes:
        stamp: Of all rules there are: every change counts a version up, and none counts down.
    """

    stamp: tuple[object, ...]
    rules: Mapping[Trigger, tuple[Standing, ...]]

    def of(self, trigger: Trigger) -> tuple[Standing, ...]:
        """Return those of a trigger."""
        return self.rules.get(trigger, ())


_read: "WeakKeyDictionary[Any, _Read]" = WeakKeyDictionary()
"""By the pool of connections to a database: a step asks whether they changed, not what they say."""
_STAMP = sa.select(
    sa.func.count(), sa.func.sum(CaseRule.version), sa.func.max(CaseRule.created_at)
).select_from(CaseRule)
_KEPT = (CaseRule.id, CaseRule.region, CaseRule.name, CaseRule.number, CaseRule.body)
_ON: sa.ColumnElement[str] = sa.literal_column(f"'{RuleState.ON.value}'")


def rules_at_work(session: Session, triggers: Collection[Trigger]) -> tuple[Standing, ...]:
    """Return the rules that look after such events, in their order: of wider regions first."""
    pool = session.get_bind().engine.pool
    stamp = tuple(session.execute(_STAMP).one())
    kept = _read.get(pool)
    if kept is None or kept.stamp != stamp:
        kept = _read[pool] = _Read(stamp, _read_all(session) if stamp[0] else {})
    return tuple(rule for trigger in Trigger if trigger in triggers for rule in kept.of(trigger))


def _read_all(session: Session) -> dict[Trigger, tuple[Standing, ...]]:
    asked = (
        sa.select(*_KEPT)
        .where(CaseRule.state == _ON)
        .order_by(sa.func.length(CaseRule.region), CaseRule.position, CaseRule.id)
    )
    found: dict[Trigger, tuple[Standing, ...]] = {}
    for key, region, name, number, body in session.execute(asked):
        ready = compiled_text(body)
        if ready is not None:  # one that a newer program wrote is that program's
            rule = Standing(key, region, name, number, ready)
            found[rule.trigger] = (*found.get(rule.trigger, ()), rule)
    return found


def facts_of(
    session: Session, case: CaseFile, now: datetime, rules: Iterable[Standing] = ()
) -> Facts:
    """Return what rules look at of a case; what none of them asks is not read."""
    asked = tuple(rules)
    return plain_facts(
        case,
        now,
        tags=tags_of(session, case.id) if any(r.compiled.asks_tags for r in asked) else frozenset(),
        caller_again=any(r.compiled.body.caller_again for r in asked)
        and has_called_before(session, case.id, case.received_at),
    )


def plain_facts(case: Any, now: datetime, **more: Any) -> Facts:
    """Return facts from the columns of a case: a mapped row, or whatever has their names."""
    return Facts(
        now=now,
        state=case.state,
        source=case.source,
        region=case.region,
        level=case.level,
        received_at=case.received_at,
        category=case.category_code,
        matter_class=case.matter_class,
        unit=case.handling_unit_id,
        handler=case.handler_id,
        first_contact=case.first_contact_id,
        pause=case.pause,
        supervision_level=case.supervision_level,
        due_at=case.order_at if case.clock else None,
        registered_at=case.registered_at,
        finished_at=case.finished_at,
        closed_at=case.closed_at,
        returned_count=case.returned_count,
        reopened_count=case.reopened_count,
        is_confidential=case.is_confidential,
        wants_call_back=case.wants_call_back,
        is_satisfied=case.is_satisfied,
        texts=plain_texts(case.title, case.text, case.place, case.number, case.external_number),
        **more,
    )


def tags_of(session: Session, case_id: UUID) -> frozenset[str]:
    """Return the keys of the tags a case carries, as text."""
    asked = sa.select(CaseTag.tag_id).where(CaseTag.case_id == case_id)
    return frozenset(map(str, session.scalars(asked)))


def has_called_before(session: Session, case_id: UUID, received_at: datetime) -> bool:
    """Tell whether whoever reported a case had reported another one before; who, nobody learns.

    A hotline's number is many people's, and tells nothing.
    """
    if has_own_account(session):
        asked = sa.text("SELECT jz.has_called_before(:case_id)")
        return bool(session.scalar(asked, {"case_id": case_id}))
    own = sa.select(CasePerson.phone, CasePerson.phone_key).where(
        CasePerson.case_id == case_id, CasePerson.phone_key.is_not(None)
    )
    keys = [key for phone, key in session.execute(own) if names_a_caller(phone)]
    if not keys:
        return False
    other = aliased(CasePerson)
    before = (
        sa.select(sa.literal(1))
        .select_from(other)
        .join(CaseFile, CaseFile.id == other.case_id)
        .where(
            other.phone_key.in_(keys), other.case_id != case_id, CaseFile.received_at < received_at
        )
    )
    return session.scalar(before.limit(1)) is not None
