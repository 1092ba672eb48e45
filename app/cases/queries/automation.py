"""Rules as their keepers see them: the list, how often they acted, what failed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.automation.match import compiled_text
from app.cases.automation.model import RuleBody, RuleState
from app.cases.automation.trial import Hit, Trial, trial_of
from app.cases.automation.words import outcome_words
from app.cases.models import CaseFile
from app.cases.models.automation import CaseRule, CaseRuleFiring, CaseRuleVersion
from app.cases.models.finding import Tag
from app.cases.scope import visible
from app.core.actor import Actor
from app.territory.models import Region

WEEK = timedelta(days=7)
MOST_FIRINGS = 200


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list.

    Attributes:
        region_name: Of whose desks it is; "" for all.
        body: What it says; None where a newer program wrote it.
        names: Of the units, tags and people its deeds are about, by key.
        fired: How often it acted in the last seven days.
        faults: How often of these something it does failed.
        trial: What this version would have done; None before it was tried.
    """

    id: UUID
    region: str
    region_name: str
    name: str
    state: RuleState
    number: int
    body: RuleBody | None
    names: Mapping[str, str]
    author: str
    at: datetime
    fired: int
    faults: int
    trial: Trial | None
    version: int


@dataclass(frozen=True, slots=True)
class FiringRow:
    """A rule acted on a case, or would have.

    Attributes:
        number: Of the case; None where this reader may not see it.
        did: What it did, in words; "" for what it would have done.
    """

    case_id: UUID
    number: str | None
    title: str
    at: datetime
    did: str
    has_fault: bool


def rules_kept(session: Session, actor: Actor, now: datetime) -> tuple[RuleRow, ...]:
    """Return the rules somebody keeps, in the order they act; retired ones are left out."""
    asked = (
        sa.select(CaseRule, CaseRuleVersion, Region.name)
        .join(
            CaseRuleVersion,
            sa.and_(
                CaseRuleVersion.rule_id == CaseRule.id, CaseRuleVersion.number == CaseRule.number
            ),
        )
        .outerjoin(Region, Region.code == CaseRule.region)
        .where(CaseRule.state != RuleState.RETIRED)
        .order_by(sa.func.length(CaseRule.region), CaseRule.region, CaseRule.position, CaseRule.id)
    )
    kept = [
        row for row in session.execute(asked).all() if actor.may_in(Right.APPROVE, row[0].region)
    ]
    counts = _counts(session, [rule.id for rule, _, _ in kept], now - WEEK)
    bodies = {rule.id: _body(rule.body) for rule, _, _ in kept}
    names = names_of(session, bodies.values())
    return tuple(
        RuleRow(
            id=rule.id,
            region=rule.region,
            region_name=region or "",
            name=rule.name,
            state=RuleState(rule.state),
            number=rule.number,
            body=bodies[rule.id],
            names=names,
            author=version.author,
            at=version.at,
            fired=counts.get(rule.id, (0, 0))[0],
            faults=counts.get(rule.id, (0, 0))[1],
            trial=trial_of(version.trial),
            version=rule.version,
        )
        for rule, version, region in kept
    )


def _body(text: str) -> RuleBody | None:
    ready = compiled_text(text)
    return ready.body if ready is not None else None


def _counts(
    session: Session, rule_ids: Iterable[UUID], since: datetime
) -> dict[UUID, tuple[int, int]]:
    failed = sa.func.sum(sa.case((CaseRuleFiring.has_fault, 1), else_=0))
    asked = (
        sa.select(CaseRuleFiring.rule_id, sa.func.count(), failed)
        .where(CaseRuleFiring.rule_id.in_(tuple(rule_ids)), CaseRuleFiring.at >= since)
        .group_by(CaseRuleFiring.rule_id)
    )
    return {rule_id: (fired, faults) for rule_id, fired, faults in session.execute(asked)}


def names_of(session: Session, bodies: Iterable[RuleBody | None]) -> dict[str, str]:
    """Return what the units, tags and people are called that rules do something with."""
    keys = set()
    for body in bodies:
        for deed in body.deeds if body else ():
            try:
                keys.add(UUID(deed.value.rpartition(":")[2]))
            except ValueError:
                continue
    found: dict[str, str] = {}
    for table in (Unit, Tag, Person):
        asked = sa.select(table.id, table.name).where(table.id.in_(keys))
        found |= {str(key): name for key, name in session.execute(asked)}
    return found


def firings_of_rule(
    session: Session, actor: Actor, rule_id: UUID, *, only_faults: bool = False
) -> tuple[FiringRow, ...]:
    """Return what a rule did lately, newest first."""
    asked = (
        sa.select(CaseRuleFiring)
        .where(CaseRuleFiring.rule_id == rule_id)
        .order_by(CaseRuleFiring.at.desc(), CaseRuleFiring.id)
        .limit(MOST_FIRINGS)
    )
    if only_faults:
        asked = asked.where(CaseRuleFiring.has_fault)
    rows = session.scalars(asked).all()
    cases = _cases(session, actor, [row.case_id for row in rows])
    return tuple(
        FiringRow(
            row.case_id,
            *cases.get(row.case_id, (None, "")),
            row.at,
            outcome_words(row.outcome),
            row.has_fault,
        )
        for row in rows
    )


def hits_told(session: Session, actor: Actor, hits: Iterable[Hit]) -> tuple[FiringRow, ...]:
    """Return the cases of a trial; those this reader may not see stay without a name."""
    listed = tuple(hits)
    cases = _cases(session, actor, [hit.case_id for hit in listed])
    return tuple(
        FiringRow(hit.case_id, *cases.get(hit.case_id, (None, "")), hit.at, did="", has_fault=False)
        for hit in listed
    )


def _cases(
    session: Session, actor: Actor, case_ids: Iterable[UUID]
) -> dict[UUID, tuple[str | None, str]]:
    asked = sa.select(CaseFile.id, CaseFile.number, CaseFile.title).where(
        CaseFile.id.in_(set(case_ids)), visible(actor, few=True)
    )
    return {key: (number, title) for key, number, title in session.execute(asked)}
