"""一点呼叫、多点响应: units are called, answer, are called on, and released."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.command.forces.errors import (
    CalledAlready,
    CommittedElsewhere,
    NotOnDuty,
    ReleasedAlready,
    UnitRetired,
)
from app.command.forces.models import EmergencyUnit, UnitCall
from app.command.forces.rules import UnitAnswer
from app.command.incidents.actions.steps import open_one, tell
from app.command.incidents.models import Incident
from app.command.incidents.rules import EntrySort
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.words import label, say


@once
def call_units(uow: Uow, incident_id: UUID, unit_ids: Sequence[UUID], *, command_key: UUID) -> int:
    """Call units together; each is held by the incident until it is released. All or none.

    Raises:
        CommittedElsewhere: Another incident holds one of them.
        CalledAlready: It was called here already.
        NotOnDuty: It is not on duty.
    """
    row = open_one(uow, incident_id)
    names = [_hold(uow, row, unit_id, UnitAnswer.ASKED, on_duty=True) for unit_id in unit_ids]
    if names:
        words = say("command.called", count=len(names), names="、".join(names))
        tell(uow, row, EntrySort.CALLED, words)
    return len(names)


@once
def commit_unit(uow: Uow, incident_id: UUID, unit_id: UUID, *, command_key: UUID) -> None:
    """Send a unit to an incident without asking it, on duty or not; a supervisor's right.

    Raises:
        CommittedElsewhere: Another incident holds it.
    """
    row = open_one(uow, incident_id, Right.COMMIT_FORCES)
    name = _hold(uow, row, unit_id, UnitAnswer.COMING, on_duty=False)
    tell(uow, row, EntrySort.CALLED, say("command.committed", name=name))


@once
def call_again(uow: Uow, call_id: UUID, *, command_key: UUID) -> None:
    """Call a unit once more that has not answered."""
    call, row, name = _held(uow, call_id)
    call.calls += 1
    uow.settle(call)
    tell(uow, row, EntrySort.CALLED, say("command.called_again", name=name, times=call.calls))


@once
def answer_call(
    uow: Uow, call_id: UUID, answer: UnitAnswer, eta_min: int = 0, *, command_key: UUID
) -> None:
    """Put down what a unit said: on its way and until when, there, or that it cannot come, which
    lets it go.

    Raises:
        ReleasedAlready: It was released.
    """
    call, row, name = _held(uow, call_id)
    call.answer, call.heard_at = answer, uow.now
    call.answered_at = call.answered_at or uow.now
    if answer is UnitAnswer.COMING:
        call.eta_at = uow.now + timedelta(minutes=eta_min) if eta_min else None
    if answer is UnitAnswer.ARRIVED:
        call.arrived_at = call.arrived_at or uow.now
    if answer is UnitAnswer.REFUSED:
        _let_go(uow, call)
    uow.settle(call)
    words = say("command.answered", name=name, answer=label(answer))
    tell(uow, row, EntrySort.ANSWERED, words)


@once
def heard_of(uow: Uow, call_id: UUID, *, command_key: UUID) -> None:
    """Put down that a unit answered the roll call: its timer begins anew."""
    call, row, name = _held(uow, call_id)
    call.heard_at = uow.now
    uow.settle(call)
    tell(uow, row, EntrySort.ANSWERED, say("command.heard", name=name))


@once
def roll_call(uow: Uow, incident_id: UUID, *, command_key: UUID) -> int:
    """Call on everybody who is held; return how many are to answer."""
    row = open_one(uow, incident_id)
    row.rolled_at = uow.now
    held = sa.select(sa.func.count()).where(
        UnitCall.incident_id == incident_id, UnitCall.released_at.is_(None)
    )
    count = uow.session.scalar(held) or 0
    uow.settle(row)
    tell(uow, row, EntrySort.ROLL_CALL, say("command.rolled", count=count))
    return count


@once
def release_unit(uow: Uow, call_id: UUID, *, command_key: UUID) -> None:
    """Let a unit go, whoever called it; a supervisor's right.

    Raises:
        ReleasedAlready: Somebody did.
    """
    call, row, name = _held(uow, call_id, Right.COMMIT_FORCES)
    _let_go(uow, call)
    if call.answer != UnitAnswer.REFUSED:
        call.answer = UnitAnswer.RELEASED
    uow.settle(call)
    tell(uow, row, EntrySort.RELEASED, say("command.released", name=name))


def _hold(uow: Uow, row: Incident, unit_id: UUID, answer: UnitAnswer, *, on_duty: bool) -> str:
    unit = uow.session.get(EmergencyUnit, unit_id)
    if unit is None or not uow.actor.may_in(Right.READ_COMMAND, unit.region):
        raise NotFound(row=unit_id)
    if not unit.is_active:
        raise UnitRetired
    if on_duty and (unit.on_duty_until is None or unit.on_duty_until <= uow.now):
        raise NotOnDuty(unit=unit.name)
    is_real = not row.is_rehearsal
    if is_real:
        _refuse_second(uow, row, unit)
    asked = sa.select(UnitCall).where(UnitCall.incident_id == row.id, UnitCall.unit_id == unit_id)
    call = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if call is not None and call.released_at is None:
        raise CalledAlready(unit=unit.name)
    if call is None:
        last = sa.select(sa.func.max(UnitCall.number)).where(UnitCall.incident_id == row.id)
        number = (uow.session.scalar(last) or 0) + 1
        call = UnitCall(
            id=new_id(),
            incident_id=row.id,
            unit_id=unit_id,
            number=number,
            calls=0,
            is_real=is_real,
            person_name=uow.actor.name,
        )
    call.calls += 1
    call.called_at = call.heard_at = uow.now
    call.answer = answer
    call.answered_at = call.eta_at = call.arrived_at = call.released_at = None
    call.released_name = ""
    call.hold_of = unit_id if is_real else None
    try:
        with uow.session.begin_nested():
            uow.session.add(call)
    except IntegrityError as error:  # another desk holds it since this moment
        raise CommittedElsewhere(unit=unit.name, incident="") from error
    uow.touched(Topic.FORCE, unit_id, unit.region)
    return unit.name


def _refuse_second(uow: Uow, row: Incident, unit: EmergencyUnit) -> None:
    asked = (
        sa.select(Incident.id, Incident.title)
        .join(UnitCall, UnitCall.incident_id == Incident.id)
        .where(UnitCall.hold_of == unit.id)
    )
    found = uow.session.execute(asked).first()
    if found is None:
        return
    if found.id == row.id:
        raise CalledAlready(unit=unit.name)
    raise CommittedElsewhere(unit=unit.name, incident=found.title)


def _held(uow: Uow, call_id: UUID, right: Right = Right.COMMAND) -> tuple[UnitCall, Incident, str]:
    call = uow.session.get(UnitCall, call_id, populate_existing=True)
    if call is None:
        raise NotFound(row=call_id)
    row = open_one(uow, call.incident_id, right)
    if call.released_at is not None:
        raise ReleasedAlready
    unit = uow.session.get_one(EmergencyUnit, call.unit_id)
    uow.touched(Topic.FORCE, unit.id, unit.region)
    return call, row, unit.name


def _let_go(uow: Uow, call: UnitCall) -> None:
    call.released_at, call.released_name, call.hold_of = uow.now, uow.actor.name, None
