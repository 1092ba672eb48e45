"""Who in a unit answers for which kinds, and who does while they are away (一岗多责)."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.actions.assign import NotOfThatUnit, UnitGone
from app.cases.actions.intake import check_category
from app.cases.models.work import Duty
from app.cases.reach import may_set_duties
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id


class DeputyIsSelf(AppError):
    """Nobody stands in for themselves."""

    code = "cases.deputy_is_self"


@dataclass(frozen=True, slots=True)
class DutyDetails:
    """Who answers for a kind or a whole category in a unit.

    Attributes:
        deputy_id: Who does while they are away; None for nobody in particular.
    """

    unit_id: UUID
    category: str
    person_id: UUID
    deputy_id: UUID | None = None


@once
def set_duty(uow: Uow, details: DutyDetails, *, command_key: UUID) -> UUID:
    """Say who answers for a kind; who did before is replaced, the journal names both.

    Raises:
        NotAllowed: Accounts of the unit are managed by others.
        NotOfThatUnit: Person or deputy are not of the unit.
        DeputyIsSelf: They are one and the same.
    """
    unit = _unit(uow, details.unit_id)
    check_category(uow, details.category)
    if details.person_id == details.deputy_id:
        raise DeputyIsSelf
    person = _of(uow, details.person_id, unit)
    deputy = _of(uow, details.deputy_id, unit) if details.deputy_id else None
    row = _row(uow, details.unit_id, details.category)
    old = str(row.person_id) if row else None
    if row is None:
        row = Duty(id=new_id(), unit_id=unit.id, category_code=details.category)
        uow.session.add(row)
    row.person_id, row.deputy_id = person.id, deputy.id if deputy else None
    uow.session.flush()
    _told(uow, unit, "cases.duty_set", details.category, old, str(person.id))
    return row.id


@once
def drop_duty(uow: Uow, unit_id: UUID, category: str, *, command_key: UUID) -> None:
    """Say that nobody in particular answers for a kind any more."""
    unit = _unit(uow, unit_id)
    row = _row(uow, unit_id, category)
    if row is None:
        return
    old = str(row.person_id)
    uow.session.delete(row)
    uow.session.flush()
    _told(uow, unit, "cases.duty_dropped", category, old, None)


def _unit(uow: Uow, unit_id: UUID) -> Unit:
    unit = uow.session.get(Unit, unit_id)
    if unit is None or not unit.is_active:
        raise UnitGone
    if not may_set_duties(uow.actor, unit):
        raise NotAllowed(right=Right.MANAGE_ACCOUNTS)
    return unit


def _of(uow: Uow, person_id: UUID, unit: Unit) -> Person:
    person = uow.session.get(Person, person_id)
    if person is None or not person.is_active or person.unit_id != unit.id:
        raise NotOfThatUnit(person=person.name if person else "", unit=unit.name)
    return person


def _row(uow: Uow, unit_id: UUID, category: str) -> Duty | None:
    asked = sa.select(Duty).where(Duty.unit_id == unit_id, Duty.category_code == category)
    return uow.session.scalars(asked).one_or_none()


def _told(
    uow: Uow, unit: Unit, action: str, category: str, old: str | None, new: str | None
) -> None:
    uow.record(action, Topic.UNIT, unit.id, region=unit.region, kind=category, old=old, new=new)
    uow.touched(Topic.UNIT, unit.id, unit.region)
