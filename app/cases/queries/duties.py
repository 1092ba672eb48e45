"""Who answers for a kind in a unit at this moment, deputies looked up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Deputy, Person, Unit
from app.cases.limits import upwards
from app.cases.models import Category
from app.cases.models.work import Duty
from app.cases.reach import may_set_duties
from app.core.actor import Actor


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

    Away is whoever has a deputy for this time, no longer works here or went to another unit.
    The deputy of the duty comes first, then the one of the person; either has to be of the unit.
    """
    codes = upwards(category)
    asked = sa.select(Duty).where(Duty.unit_id == unit_id, Duty.category_code.in_(codes))
    found = {row.category_code: row for row in session.scalars(asked)}
    duty = next((found[code] for code in codes if code in found), None)
    if duty is None:
        return None
    own = session.get_one(Person, duty.person_id)
    here = _works_in(own, unit_id)
    stands_in = _stands_in(session, own.id, now)
    if here and stands_in is None:
        return Answers(own.id, own.name)
    for key in (duty.deputy_id, stands_in):
        person = session.get(Person, key) if key else None
        if person is not None and _works_in(person, unit_id):
            return Answers(person.id, person.name, own.name)
    return Answers(own.id, own.name) if here else None


def _works_in(person: Person, unit_id: UUID) -> bool:
    return person.is_active and person.unit_id == unit_id


def _stands_in(session: Session, person_id: UUID, now: datetime) -> UUID | None:
    asked = sa.select(Deputy.deputy_id).where(
        Deputy.person_id == person_id, Deputy.since <= now, Deputy.until >= now
    )
    return session.scalar(asked.order_by(Deputy.since.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class DutyUnit:
    """A unit whose duties somebody may set.

    Attributes:
        duties: How many kinds somebody was named for.
        is_own: The unit of the reader.
    """

    id: UUID
    name: str
    duties: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A kind, and who answers for it in a unit.

    Attributes:
        is_group: A category (大类), whose duty holds for its kinds without one of their own.
        is_ours: The unit is the responsible one for this kind or one below it.
        duty: Set for this very kind.
        above: Taken from the category, where the kind has none of its own.
        now: Who answers at this moment; None for nobody.
    """

    code: str
    name: str
    is_group: bool
    is_ours: bool
    duty: DutyRow | None
    above: DutyRow | None
    now: Answers | None


def units_with_duties(session: Session, actor: Actor) -> tuple[DutyUnit, ...]:
    """Return the units whose duties somebody may set, their own first, then by name."""
    counted = sa.select(Duty.unit_id, sa.func.count()).group_by(Duty.unit_id)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    own = session.get(Person, actor.person_id) if actor.person_id else None
    units = session.scalars(sa.select(Unit).where(Unit.is_active).order_by(Unit.pinyin, Unit.id))
    rows = [
        DutyUnit(unit.id, unit.name, counts.get(unit.id, 0), bool(own and own.unit_id == unit.id))
        for unit in units
        if may_set_duties(actor, unit)
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_own))


def duty_lines(session: Session, unit_id: UUID, *, now: datetime) -> tuple[DutyLine, ...]:
    """Return all kinds in use by code, each category before its kinds, with who answers."""
    set_ = {row.category: row for row in duties_of(session, unit_id)}
    asked = sa.select(Category).where(Category.is_active).order_by(Category.code)
    nodes = session.scalars(asked).all()
    ours = {code for node in nodes if node.unit_id == unit_id for code in upwards(node.code)}
    answers = {code: who_answers(session, unit_id, code, now=now) for code in set_}
    lines = []
    for node in nodes:
        above = next((code for code in upwards(node.code)[1:] if code in set_), None)
        by = node.code if node.code in set_ else above
        line = DutyLine(
            code=node.code,
            name=node.name,
            is_group=node.parent_code is None,
            is_ours=node.code in ours,
            duty=set_.get(node.code),
            above=set_[above] if above and node.code not in set_ else None,
            now=answers[by] if by else None,
        )
        lines.append(line)
    return tuple(lines)
