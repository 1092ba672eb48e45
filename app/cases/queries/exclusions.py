"""What is left out of the rates, and what waits for the director: the register as lists show it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.call_states import ONCE_GRANTED, ExclusionReason, ExclusionState
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer, Exclusion
from app.cases.queries.rates import may_count
from app.core.actor import Actor
from app.core.words import say

MOST_ROWS = 1_000


class RegisterView(StrEnum):
    """What part of the register is looked at."""

    ASKED = "asked"
    GRANTED = "granted"
    ENDED = "ended"


_STATES = {
    RegisterView.ASKED: (ExclusionState.ASKED,),
    RegisterView.GRANTED: (ExclusionState.GRANTED,),
    RegisterView.ENDED: (
        ExclusionState.REFUSED,
        ExclusionState.WITHDRAWN,
        ExclusionState.LIFTED,
    ),
}


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """One entry of the register.

    Attributes:
        number: As printed; "" until it is granted.
        title: Of the case; "" where its reader may count it and not read it.
        unit: Of whoever asked, "" for the centre's own people.
        may_decide: Whether the reader decides on it.
        is_own: Whether the reader asked for it.
    """

    id: UUID
    case_id: UUID
    case_number: str | None
    title: str
    number: str
    reason: ExclusionReason
    basis: str
    state: ExclusionState
    asked_at: datetime
    asked_by: str
    unit: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    lifted_at: datetime | None
    lifted_by: str
    lifting: str
    version: int
    may_decide: bool
    is_own: bool


def register(
    session: Session, actor: Actor, view: RegisterView, *, region: str = ""
) -> tuple[ExclusionRow, ...]:
    """Return a part of the register, what waits oldest first, else newest first."""
    order = (
        (Exclusion.asked_at, Exclusion.id)
        if view is RegisterView.ASKED
        else (Exclusion.asked_at.desc(), Exclusion.id.desc())
    )
    here = Exclusion.region >= region, Exclusion.region < f"{region}:" if region else sa.true()
    asked = _rows(actor).where(Exclusion.state.in_(_STATES[view]), *here)
    found = session.execute(asked.order_by(*order).limit(MOST_ROWS))
    return tuple(_row(actor, *record) for record in found)


def granted_between(
    session: Session, actor: Actor, since: datetime, until: datetime, *, region: str = ""
) -> tuple[ExclusionRow, ...]:
    """Return what was granted in a time, by number, whether lifted since or not: the printed
    register.
    """
    asked = _rows(actor).where(
        Exclusion.state.in_(ONCE_GRANTED),
        Exclusion.serial.is_not(None),
        Exclusion.decided_at >= since,
        Exclusion.decided_at < until,
        Exclusion.region >= region,
    )
    if region:
        asked = asked.where(Exclusion.region < f"{region}:")
    order = (Exclusion.street, Exclusion.year, Exclusion.serial)
    found = session.execute(asked.order_by(*order).limit(MOST_ROWS))
    return tuple(_row(actor, *record) for record in found)


def exclusions_of(session: Session, actor: Actor, case_id: UUID) -> tuple[ExclusionRow, ...]:
    """Return what was asked about one case, newest first."""
    asked = _rows(actor).where(Exclusion.case_id == case_id)
    found = session.execute(asked.order_by(Exclusion.asked_at.desc()))
    return tuple(_row(actor, *record) for record in found)


def is_answered(session: Session, case_id: UUID) -> bool:
    """Tell whether somebody answered about a case: only then is there something to leave out."""
    asked = sa.select(CallAnswer.id).where(
        CallAnswer.case_id == case_id, CallAnswer.reversed_at.is_(None)
    )
    return session.scalar(asked.limit(1)) is not None


def exclusion_number(year: int | None, serial: int | None) -> str:
    """Return the number as printed, "" before it is given."""
    if year is None or serial is None:
        return ""
    return say("cases.exclusion_number", year=year, serial=serial)


def _rows(actor: Actor) -> "sa.Select[Exclusion, str | None, str]":
    seen = sa.or_(may_count(actor, Exclusion.region, None), Exclusion.person_id == actor.person_id)
    return (
        sa.select(Exclusion, CaseFile.number, sa.func.coalesce(CaseFile.title, ""))
        .outerjoin(CaseFile, CaseFile.id == Exclusion.case_id)
        .where(seen)
    )


def _row(actor: Actor, row: Exclusion, number: str | None, title: str) -> ExclusionRow:
    return ExclusionRow(
        id=row.id,
        case_id=row.case_id,
        case_number=number,
        title=title,
        number=exclusion_number(row.year, row.serial),
        reason=ExclusionReason(row.reason),
        basis=row.basis,
        state=ExclusionState(row.state),
        asked_at=row.asked_at,
        asked_by=row.person_name,
        unit=row.unit_name,
        decided_at=row.decided_at,
        decided_by=row.decided_name,
        decision=row.decision,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_name,
        lifting=row.lifting,
        version=row.version,
        may_decide=actor.may_in(Right.APPROVE, row.region),
        is_own=row.person_id is not None and row.person_id == actor.person_id,
    )
