"""The register of the powers a street holds: kept by the director, each use put down."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.powers import PowerUse, StreetPower
from app.cases.models.whistles import Whistle
from app.cases.power_rules import PowerField, PowerKind, in_force
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line

NAME_MOST, BASIS_MOST, MATTER_MOST, DEPARTMENT_MOST, TEXT_MOST = 60, 500, 500, 120, 4000
STREET_DIGITS = 9
Row = TypeVar("Row", StreetPower, PowerUse)


class PowerFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "whistles.power_field_missing"


class PowerNameTaken(AppError):
    """The street has a power of that name already; facts: ``name``."""

    code = "whistles.power_name_taken"


class PowerTermWrong(AppError):
    """A power ends before it begins, or a street has no such code."""

    code = "whistles.power_term_wrong"


class PowerNotInForce(AppError):
    """A power was not in force on the day of its use, or that day has not come; facts: ``day``."""

    code = "whistles.power_not_in_force"


@dataclass(frozen=True, slots=True)
class PowerDraft:
    """What is said of a power.

    Attributes:
        street: Code of nine digits; it stays what it was when a power is changed.
        basis: The document by which the street holds it.
        until: Its last day; None without an end.
    """

    street: str
    kind: PowerKind
    name: str
    basis: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class UseDraft:
    """What is said of a use.

    Attributes:
        department: Whom it concerned, in words.
        case_id: The case it was about, None for none.
    """

    power_id: UUID
    used_on: date
    matter: str
    department: str = ""
    case_id: UUID | None = None
    result: str = ""


@once
def add_power(uow: Uow, draft: PowerDraft, *, command_key: UUID) -> UUID:
    """Put a power into the register, as the director of the street."""
    _require(uow, draft.street, Right.APPROVE)
    if len(draft.street) != STREET_DIGITS:
        raise PowerTermWrong
    row = StreetPower(id=new_id(), street=draft.street)
    _fill(uow, row, draft)
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "cases.power_added", row, row.street)
    return row.id


@once
def change_power(
    uow: Uow, power_id: UUID, seen_version: int, draft: PowerDraft, *, command_key: UUID
) -> None:
    """Change what is said of a power, or let it end."""
    row = _held(uow, StreetPower, power_id, seen_version)
    _require(uow, row.street, Right.APPROVE)
    _fill(uow, row, draft)
    uow.settle(row)
    _tell(uow, "cases.power_changed", row, row.street)


@once
def record_use(uow: Uow, draft: UseDraft, *, command_key: UUID) -> UUID:
    """Put a use of a power down, as somebody who disposes of the street's cases.

    Raises:
        PowerNotInForce: On that day the power was not in force, or the day has not come.
    """
    power = uow.session.get(StreetPower, draft.power_id)
    if power is None:
        raise NotFound(power=draft.power_id)
    _require(uow, power.street, Right.ASSIGN_CASE)
    today = local(uow.now).date()
    if draft.used_on > today or not in_force(power.since, power.until, draft.used_on):
        raise PowerNotInForce(day=f"{draft.used_on:%Y-%m-%d}")
    row = PowerUse(
        id=new_id(),
        power_id=power.id,
        street=power.street,
        used_on=draft.used_on,
        matter=_said(PowerField.MATTER, draft.matter, MATTER_MOST),
        department=one_line(draft.department)[:DEPARTMENT_MOST],
        case_id=draft.case_id,
        result=draft.result.strip()[:TEXT_MOST],
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "cases.power_used", row, row.street)
    return row.id


@once
def note_result(
    uow: Uow, use_id: UUID, seen_version: int, result: str, *, command_key: UUID
) -> None:
    """Say what came of a use; what stood there before stays in the journal."""
    row = _held(uow, PowerUse, use_id, seen_version)
    _require(uow, row.street, Right.ASSIGN_CASE)
    old, row.result = row.result, result.strip()[:TEXT_MOST]
    uow.settle(row)
    _tell(uow, "cases.power_result", row, row.street, old=old, new=row.result)


@once
def note_answer(
    uow: Uow,
    use_id: UUID,
    seen_version: int,
    answer: str,
    answered_on: date,
    *,
    command_key: UUID,
) -> None:
    """Keep what the department answered, e.g. to an opinion on its plan."""
    row = _held(uow, PowerUse, use_id, seen_version)
    _require(uow, row.street, Right.ASSIGN_CASE)
    if not row.used_on <= answered_on <= local(uow.now).date():
        raise PowerNotInForce(day=f"{answered_on:%Y-%m-%d}")
    old, row.answer = row.answer, _said(PowerField.ANSWER, answer, TEXT_MOST)
    row.answered_on = answered_on
    uow.settle(row)
    _tell(uow, "cases.power_answered", row, row.street, old=old, new=row.answer)


def use_by_whistle(uow: Uow, whistle: Whistle, case: CaseFile, departments: str) -> None:
    """Put down that a whistle for joint enforcement used the power to call it together; where
    the register has no such power in force, there is nothing to use.
    """
    today = local(uow.now).date()
    asked = sa.select(StreetPower).where(
        StreetPower.street == whistle.street, StreetPower.kind == PowerKind.JOINT_ENFORCEMENT
    )
    held = uow.session.scalars(asked.order_by(StreetPower.since)).all()
    power = next((each for each in held if in_force(each.since, each.until, today)), None)
    if power is None:
        return
    row = PowerUse(
        id=new_id(),
        power_id=power.id,
        street=power.street,
        used_on=today,
        matter=whistle.task,
        department=departments[:DEPARTMENT_MOST],
        case_id=case.id,
        whistle_id=whistle.id,
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.settle(row)
    _tell(uow, "cases.power_used", row, row.street)


def _fill(uow: Uow, row: StreetPower, draft: PowerDraft) -> None:
    if draft.until is not None and draft.until < draft.since:
        raise PowerTermWrong
    name = _said(PowerField.NAME, draft.name, NAME_MOST)
    basis = _said(PowerField.BASIS, draft.basis, BASIS_MOST)
    with uow.session.no_autoflush:
        same = sa.select(StreetPower.id).where(
            StreetPower.street == row.street, StreetPower.name == name, StreetPower.id != row.id
        )
        if uow.session.scalar(same.limit(1)) is not None:
            raise PowerNameTaken(name=name)
    row.kind, row.name, row.basis = draft.kind, name, basis
    row.since, row.until = draft.since, draft.until


def _said(field: PowerField, text: str, most: int) -> str:
    told = one_line(text).strip() if field is PowerField.NAME else text.strip()
    if not told:
        raise PowerFieldMissing(field=field)
    return told[:most]


def _held(uow: Uow, table: type[Row], key: UUID, seen_version: int) -> Row:
    held = sa.select(table).where(table.id == key).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(power=key)
    if row.version != seen_version:
        raise Conflict(power=key)
    return row


def _require(uow: Uow, street: str, right: Right) -> None:
    if not uow.actor.may_in(right, street):
        raise NotAllowed(right=right)


def _tell(uow: Uow, action: str, row: StreetPower | PowerUse, street: str, **facts: object) -> None:
    uow.record(action, Topic.POWER, row.id, region=street, **facts)
    uow.touched(Topic.POWER, row.id, street)
