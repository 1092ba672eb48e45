"""Who else has a case in hand at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models.presence import CasePresence
from app.core.actor import Actor


@dataclass(frozen=True, slots=True)
class InHand:
    """Somebody who has a form on a case open, and since when."""

    person: str
    since: datetime


def held_by_others(
    actor: Actor, case_ids: Sequence[UUID], now: datetime, *columns: Any
) -> sa.Select[Any]:
    """Return what asks for `columns` of the marks in force that are not of this very desk."""
    own = sa.and_(
        CasePresence.person_id.is_not_distinct_from(actor.person_id),
        CasePresence.desk == actor.desk,
    )
    return sa.select(*columns).where(
        CasePresence.case_id.in_(case_ids), CasePresence.until > now, ~own
    )


def in_hand(session: Session, actor: Actor, case_id: UUID, *, now: datetime) -> tuple[InHand, ...]:
    """Return who else works on a case that `actor` was shown, who began first in front."""
    asked = held_by_others(
        actor, (case_id,), now, CasePresence.person_name, CasePresence.since
    ).order_by(CasePresence.since, CasePresence.id)
    return tuple(InHand(*row) for row in session.execute(asked))
