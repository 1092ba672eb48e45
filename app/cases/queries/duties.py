"""Who answers for a kind in a unit at this moment, deputies looked up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Deputy, Person
from app.cases.limits import upwards
from app.cases.models import Category
from app.cases.models.work import Duty


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of a unit."""

    category: str
    category_name: str
    person_id: UUID
    person: str
    deputy_id: UUID | None
    deputy: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for a kind now.

    Attributes:
        stands_in_for: Name of the one whose duty it is, "" where it is their own.
    """

    person_id: UUID
    person: str
    stands_in_for: str = ""


def duties_of(session: Session, unit_id: UUID) -> tuple[DutyRow, ...]:
    """Return the duties of a unit by kind."""
    person, deputy = aliased(Person), aliased(Person)
    asked = (
        sa.select(
            Duty.category_code,
            Category.name,
            person.id,
            person.name,
            deputy.id,
            sa.func.coalesce(deputy.name, ""),
        )
        .join(Category, Category.code == Duty.category_code)
        .join(person, person.id == Duty.person_id)
        .outerjoin(deputy, deputy.id == Duty.deputy_id)
        .where(Duty.unit_id == unit_id)
        .order_by(Duty.category_code)
    )
    return tuple(DutyRow(*row) for row in session.execute(asked))


def who_answers(
    session: Session, unit_id: UUID, category: str | None, *, now: datetime
) -> Answers | None:
    """Return who answers for a kind in a unit now: by the duty of the kind or of what is above
    it, or who stands in while that person is away; None where nobody was named.
    """
    codes = upwards(category)
    asked = sa.select(Duty).where(Duty.unit_id == unit_id, Duty.category_code.in_(codes))
    found = {row.category_code: row for row in session.scalars(asked)}
    duty = next((found[code] for code in codes if code in found), None)
    if duty is None:
        return None
    own = session.get_one(Person, duty.person_id)
    away = _stands_in(session, own.id, now)
    stand_in = away or (duty.deputy_id if not own.is_active else None)
    person = session.get(Person, stand_in) if stand_in else None
    if person is not None and person.is_active:
        return Answers(person.id, person.name, own.name)
    return Answers(own.id, own.name) if own.is_active else None


def _stands_in(session: Session, person_id: UUID, now: datetime) -> UUID | None:
    asked = sa.select(Deputy.deputy_id).where(
        Deputy.person_id == person_id, Deputy.since <= now, Deputy.until >= now
    )
    return session.scalar(asked.order_by(Deputy.since.desc()).limit(1))
