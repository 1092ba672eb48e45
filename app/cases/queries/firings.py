"""What rules did on a case, for its story, and what they tell people, for the bell."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.automation.words import outcome_words
from app.cases.models import CaseFile
from app.cases.models.automation import CaseRuleFiring
from app.cases.scope import visible
from app.core.actor import Actor

MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class FiringTold:
    """A rule acted on a case.

    Attributes:
        did: What it did, in words.
    """

    rule: str
    did: str
    has_fault: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleNews:
    """A rule tells somebody of a case."""

    case_id: UUID
    title: str
    rule: str
    note: str
    at: datetime


def firings_of(session: Session, case_id: UUID) -> tuple[FiringTold, ...]:
    """Return what rules did on a case, oldest first."""
    asked = (
        sa.select(
            CaseRuleFiring.rule_name,
            CaseRuleFiring.outcome,
            CaseRuleFiring.has_fault,
            CaseRuleFiring.at,
        )
        .where(CaseRuleFiring.case_id == case_id)
        .order_by(CaseRuleFiring.at, CaseRuleFiring.id)
    )
    return tuple(
        FiringTold(rule, outcome_words(outcome), fault, at)
        for rule, outcome, fault, at in session.execute(asked)
    )


def rule_news(session: Session, actor: Actor, since: datetime) -> tuple[RuleNews, ...]:
    """Return what rules told a person, or the units whose people they are, after `since`."""
    told: list[sa.ColumnElement[bool]] = [
        CaseRuleFiring.told_unit_id.in_(actor.units(Right.READ_CASES))
    ]
    if actor.person_id is not None:
        told.append(CaseRuleFiring.told_person_id == actor.person_id)
    asked = (
        sa.select(
            CaseRuleFiring.case_id,
            CaseFile.title,
            CaseRuleFiring.rule_name,
            CaseRuleFiring.told_note,
            CaseRuleFiring.at,
        )
        .join(CaseFile, CaseFile.id == CaseRuleFiring.case_id)
        .where(CaseRuleFiring.at > since, sa.or_(*told), visible(actor, few=True))
        .order_by(CaseRuleFiring.at, CaseRuleFiring.id)
        .limit(MOST_TOLD)
    )
    return tuple(RuleNews(*row) for row in session.execute(asked))
