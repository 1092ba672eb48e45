"""Everything open that somebody has, handed to somebody else when their account is closed."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.reach import managed_person
from app.accounts.models import Person, Unit
from app.cases.actions.events import add_event, changed_from, remember
from app.cases.models import CaseFile
from app.cases.models.work import CaseTask, Duty
from app.cases.rules import HANDLING_STATES, OPEN_STATES, CaseState, EventKind
from app.cases.work_states import TaskState
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import AppError


class NobodyToTake(AppError):
    """Whoever takes over has to be somebody else who still works here."""

    code = "cases.nobody_to_take"


class OtherUnit(AppError):
    """Cases that a unit holds go to somebody of the same unit; facts: ``person``, ``unit``."""

    code = "cases.other_unit"


class DispatcherHandsOn(AppError):
    """On a server, administrators reach no case: whoever assigns cases hands them on."""

    code = "cases.dispatcher_hands_on"


@once
def hand_desk_over(uow: Uow, leaver_id: UUID, taker_id: UUID, *, command_key: UUID) -> int:
    """Hand on what somebody has open: cases in hand, first-contact responsibility, tasks, duties.

    It takes the right to manage the leaver's account; no case is shown by that. Cases that
    are paused are handed on as well.

    Returns:
        How many cases and tasks changed hands.

    Raises:
        NobodyToTake: The taker is the leaver, or works here no more.
        OtherUnit: The taker is of another unit than the cases in hand.
        DispatcherHandsOn: The database shows its administrators no case.
    """
    if has_own_account(uow.session):
        raise DispatcherHandsOn
    leaver, taker = managed_person(uow, leaver_id), managed_person(uow, taker_id)
    if leaver.id == taker.id or not taker.is_active:
        raise NobodyToTake
    moved = _cases_in_hand(uow, leaver, taker) + _first_contacts(uow, leaver, taker)
    moved += _tasks(uow, leaver, taker)
    duties = _duties(uow, leaver, taker)
    to = str(taker.id)
    action = "cases.desk_handed_over"
    uow.record(action, Topic.PERSON, leaver.id, taker=to, count=moved, duties=duties)
    return moved


def _cases_in_hand(uow: Uow, leaver: Person, taker: Person) -> int:
    asked = sa.select(CaseFile).where(
        CaseFile.handler_id == leaver.id, CaseFile.state.in_(HANDLING_STATES)
    )
    cases = uow.session.scalars(asked.with_for_update(of=CaseFile)).all()
    for case in cases:
        if case.handling_unit_id is not None and taker.unit_id != case.handling_unit_id:
            unit = uow.session.get_one(Unit, case.handling_unit_id)
            raise OtherUnit(person=taker.name, unit=unit.name)
        remember(uow, case)
        case.handler_id = taker.id
        _note(uow, case, {"handler": taker.name, "from": leaver.name})
    return len(cases)


def _first_contacts(uow: Uow, leaver: Person, taker: Person) -> int:
    asked = sa.select(CaseFile).where(
        CaseFile.first_contact_id == leaver.id, CaseFile.state.in_(OPEN_STATES)
    )
    cases = uow.session.scalars(asked.with_for_update(of=CaseFile)).all()
    for case in cases:
        remember(uow, case)
        case.first_contact_id = taker.id
        _note(uow, case, {"first_contact": taker.name, "from": leaver.name})
    return len(cases)


def _tasks(uow: Uow, leaver: Person, taker: Person) -> int:
    asked = sa.select(CaseTask).where(
        CaseTask.person_id == leaver.id, CaseTask.state == TaskState.OPEN
    )
    tasks = uow.session.scalars(asked.with_for_update()).all()
    for task in tasks:
        # who is of another unit leaves it to the unit which of its people does it
        task.person_id = taker.id if taker.unit_id == task.unit_id else None
        case = uow.session.get_one(CaseFile, task.case_id)
        uow.touched(Topic.CASE, case.id, case.region)
    return len(tasks)


def _duties(uow: Uow, leaver: Person, taker: Person) -> int:
    """Hand on the duties in the taker's unit; nobody is deputy of their own duty after it.

    Those of other units are left to these: their deputies answer meanwhile.
    """
    held = sa.or_(Duty.person_id == leaver.id, Duty.deputy_id == leaver.id)
    duties = uow.session.scalars(sa.select(Duty).where(held, Duty.unit_id == taker.unit_id)).all()
    for duty in duties:
        if duty.person_id == leaver.id:
            duty.person_id = taker.id
        if duty.deputy_id == leaver.id:
            duty.deputy_id = taker.id
        if duty.deputy_id == duty.person_id:
            duty.deputy_id = None
        uow.touched(Topic.UNIT, duty.unit_id)
    return len(duties)


def _note(uow: Uow, case: CaseFile, facts: dict[str, object]) -> None:
    facts["before"] = changed_from(uow, case)
    state, nobody = CaseState(case.state), (None, "")
    add_event(uow, case, EventKind.REHANDLED, old=state, note="", unit=nobody, facts=facts)
