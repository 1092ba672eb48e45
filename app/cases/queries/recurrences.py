"""What comes back at a place: proposals to act before complaints, with the cases behind each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.family_states import RecurrenceState
from app.cases.models import CaseFile, Category
from app.cases.models.family import Recurrence, RecurrenceCase
from app.cases.rules import CaseState
from app.cases.scope import visible
from app.core.actor import Actor
from app.territory.models import Region

MOST = 200


@dataclass(frozen=True, slots=True)
class RecurringCase:
    """A case that a recurrence was seen from."""

    id: UUID
    number: str | None
    title: str
    state: CaseState
    received_at: datetime


@dataclass(frozen=True, slots=True)
class RecurrenceRow:
    """A proposal, or what became of it.

    Attributes:
        cases: Those the reader may see, the latest first.
        case_id: The case that was made of it.
        may_decide: Whether the reader takes it up or leaves it.
    """

    id: UUID
    category: str
    region: str
    region_name: str
    longitude: float
    latitude: float
    first_at: datetime
    last_at: datetime
    state: RecurrenceState
    decided_at: datetime | None
    decided_name: str
    reason: str
    case_id: UUID | None
    version: int
    cases: tuple[RecurringCase, ...]
    may_decide: bool


def recurrences(
    session: Session, actor: Actor, *, region: str = "", decided: bool = False
) -> tuple[RecurrenceRow, ...]:
    """Return what comes back within a region, the latest first.

    Args:
        session: Reading session.
        actor: Who reads: where they read cases.
        region: Region code prefix.
        decided: Those that were taken up or left, instead of those that wait.
    """
    scopes = [_in(prefix) for prefix in actor.prefixes(Right.READ_CASES)]
    proposed = Recurrence.state == RecurrenceState.PROPOSED
    asked = (
        sa.select(Recurrence, Category.name, sa.func.coalesce(Region.name, ""))
        .join(Category, Category.code == Recurrence.category_code)
        .outerjoin(Region, Region.code == Recurrence.region)
        .where(sa.or_(sa.false(), *scopes), _in(region), ~proposed if decided else proposed)
        .order_by(Recurrence.last_at.desc(), Recurrence.id)
        .limit(MOST)
    )
    found = session.execute(asked).all()
    cases = _cases(session, actor, [row.id for row, _, _ in found])
    return tuple(_row(actor, row, kind, name, cases.get(row.id, ())) for row, kind, name in found)


def _in(prefix: str) -> sa.ColumnElement[bool]:
    if not prefix:
        return sa.true()
    return sa.and_(Recurrence.region >= prefix, Recurrence.region < f"{prefix}:")


def _cases(
    session: Session, actor: Actor, ids: list[UUID]
) -> dict[UUID, tuple[RecurringCase, ...]]:
    asked = (
        sa.select(
            RecurrenceCase.recurrence_id,
            CaseFile.id,
            CaseFile.number,
            CaseFile.title,
            CaseFile.state,
            CaseFile.received_at,
        )
        .join(CaseFile, CaseFile.id == RecurrenceCase.case_id)
        .where(RecurrenceCase.recurrence_id.in_(ids), visible(actor, few=True))
        .order_by(CaseFile.received_at.desc(), CaseFile.id)
    )
    found: dict[UUID, list[RecurringCase]] = {}
    for owner, key, number, title, state, at in session.execute(asked):
        row = RecurringCase(key, number, title, CaseState(state), at)
        found.setdefault(owner, []).append(row)
    return {owner: tuple(rows) for owner, rows in found.items()}


def _row(
    actor: Actor, row: Recurrence, kind: str, region: str, cases: tuple[RecurringCase, ...]
) -> RecurrenceRow:
    own: dict[str, Any] = {"may_decide": actor.may_in(Right.ASSIGN_CASE, row.region)}
    return RecurrenceRow(
        id=row.id,
        category=kind,
        region=row.region,
        region_name=region,
        longitude=row.longitude,
        latitude=row.latitude,
        first_at=row.first_at,
        last_at=row.last_at,
        state=RecurrenceState(row.state),
        decided_at=row.decided_at,
        decided_name=row.decided_name,
        reason=row.reason,
        case_id=row.case_id,
        version=row.version,
        cases=cases,
        **own,
    )
