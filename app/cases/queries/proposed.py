"""What the night found to be likely the same matter as a case, for whoever looks at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.family_states import PairState
from app.cases.likeness_words import why_words
from app.cases.models import CaseFile
from app.cases.models.family import LikelyPair
from app.cases.rules import HANDLING_STATES, CaseState
from app.cases.scope import visible
from app.core.actor import Actor

MOST = 4
UNDER_WAY = (CaseState.REGISTERED, *HANDLING_STATES)
"""States in which a case is merged with another."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case that is proposed as the same matter.

    Attributes:
        why: What speaks for it, in words.
        facts: The same as a merger keeps it.
    """

    id: UUID
    number: str | None
    title: str
    state: CaseState
    unit: str
    received_at: datetime
    version: int
    why: str
    facts: dict[str, Any]


def proposed_pairs(session: Session, actor: Actor, case_id: UUID) -> tuple[Proposed, ...]:
    """Return cases proposed as the same matter as one, the likeliest first; only those the reader
    may see, that are under way and in no family yet.
    """
    other = sa.case(
        (LikelyPair.first_id == case_id, LikelyPair.second_id), else_=LikelyPair.first_id
    )
    asked = (
        sa.select(CaseFile, LikelyPair.facts, sa.func.coalesce(Unit.name, ""))
        .select_from(LikelyPair)
        .join(CaseFile, CaseFile.id == other)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(
            sa.or_(LikelyPair.first_id == case_id, LikelyPair.second_id == case_id),
            LikelyPair.state == PairState.PROPOSED,
            CaseFile.state.in_(UNDER_WAY),
            CaseFile.lead_id.is_(None),
            CaseFile.pause.is_(None),
            visible(actor),
        )
        .order_by(LikelyPair.score.desc(), CaseFile.received_at, CaseFile.id)
        .limit(MOST)
    )
    return tuple(_proposed(case, facts, unit) for case, facts, unit in session.execute(asked))


def _proposed(case: CaseFile, facts: dict[str, Any], unit: str) -> Proposed:
    return Proposed(
        id=case.id,
        number=case.number,
        title=case.title,
        state=CaseState(case.state),
        unit=unit,
        received_at=case.received_at,
        version=case.version,
        why=why_words(facts),
        facts=facts,
    )
