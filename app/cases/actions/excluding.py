"""Leaving a case out of the rates (剔除): asked with reason and basis, decided by the director."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.actions.numbering import STREET_DIGITS
from app.cases.actions.steps import clean_text, hold_case, holder_of
from app.cases.call_states import ExclusionReason, ExclusionState
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer, Exclusion
from app.cases.reach import may_act, may_handle
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id

BASIS_MOST = 500
BASIS_LEAST = 4


class BasisMissing(AppError):
    """An exclusion says on what it rests, in some words; facts: ``least``."""

    code = "cases.basis_missing"


class ExcludedAlready(AppError):
    """The case is excluded, or it was asked for and waits; facts: ``state``."""

    code = "cases.excluded_already"


class NeverCalled(AppError):
    """Nobody has answered about the case yet: there is nothing to leave out."""

    code = "cases.never_called"


class ExclusionEnded(AppError):
    """The exclusion is no longer what the step needs; facts: ``state``."""

    code = "cases.exclusion_ended"


class OwnExclusion(AppError):
    """Nobody grants what they asked for themselves."""

    code = "cases.own_exclusion"


@dataclass(frozen=True, slots=True)
class ExclusionWish:
    """Which case is to be left out of the rates, why, and on what that rests."""

    case_id: UUID
    reason: ExclusionReason
    basis: str


@once
def ask_exclusion(uow: Uow, wish: ExclusionWish, *, command_key: UUID) -> UUID:
    """Ask the director to leave a case out of the rates; until then it counts.

    Raises:
        BasisMissing: It says too little on what it rests.
        NeverCalled: There is no answer to leave out.
        ExcludedAlready: It is excluded, or waits for the director.
    """
    case = hold_case(uow, wish.case_id)
    unit = holder_of(uow, case)
    if not (
        may_act(uow.actor, case, Right.CALL_BACK)
        or may_act(uow.actor, case, Right.APPROVE)
        or may_handle(uow.actor, case, unit)
    ):
        raise NotAllowed(right=Right.CALL_BACK)
    basis = _words(wish.basis)
    _check_open(uow, case)
    row = Exclusion(
        id=new_id(),
        case_id=case.id,
        region=case.desk_region,
        street=case.desk_region[:STREET_DIGITS],
        reason=wish.reason,
        basis=basis,
        state=ExclusionState.ASKED,
        asked_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        unit_name=_unit_of(uow),
    )
    uow.session.add(row)
    _told(uow, row, "cases.exclusion_asked", reason=row.reason)
    return row.id


def _check_open(uow: Uow, case: CaseFile) -> None:
    answered = sa.select(CallAnswer.id).where(
        CallAnswer.case_id == case.id, CallAnswer.reversed_at.is_(None)
    )
    if uow.session.scalar(answered.limit(1)) is None:
        raise NeverCalled
    held = sa.select(Exclusion.state).where(
        Exclusion.case_id == case.id,
        Exclusion.state.in_((ExclusionState.ASKED, ExclusionState.GRANTED)),
    )
    state = uow.session.scalar(held.limit(1))
    if state is not None:
        raise ExcludedAlready(state=ExclusionState(state))


@once
def grant_exclusion(
    uow: Uow, exclusion_id: UUID, seen_version: int, decision: str = "", *, command_key: UUID
) -> None:
    """Leave a case out of the rates from now on, by name; it gets its number in the register.

    Raises:
        OwnExclusion: The actor asked for it.
        ExclusionEnded: Somebody has decided, or it was withdrawn.
    """
    row = _decided(uow, exclusion_id, seen_version, ExclusionState.GRANTED, clean_text(decision))
    if row.person_id is not None and row.person_id == uow.actor.person_id:
        raise OwnExclusion
    year = local(uow.now).year
    last = sa.select(sa.func.max(Exclusion.serial)).where(
        Exclusion.street == row.street, Exclusion.year == year
    )
    row.serial, row.year = (uow.session.scalar(last) or 0) + 1, year
    _told(uow, row, "cases.exclusion_granted", reason=row.reason)


@once
def refuse_exclusion(
    uow: Uow, exclusion_id: UUID, seen_version: int, decision: str, *, command_key: UUID
) -> None:
    """Let a case go on counting, with the reason."""
    row = _decided(uow, exclusion_id, seen_version, ExclusionState.REFUSED, _words(decision))
    _told(uow, row, "cases.exclusion_refused", reason=row.reason)


@once
def lift_exclusion(
    uow: Uow, exclusion_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Let an excluded case count again from now on; the register keeps both decisions."""
    row, case = _found(uow, exclusion_id, seen_version, ExclusionState.GRANTED)
    _require(uow, case)
    row.lifting = _words(why)
    row.state, row.lifted_at, row.lifted_name = ExclusionState.LIFTED, uow.now, uow.actor.name
    _told(uow, row, "cases.exclusion_lifted", reason=row.reason)


@once
def withdraw_exclusion(
    uow: Uow, exclusion_id: UUID, seen_version: int, *, command_key: UUID
) -> None:
    """Take back what one asked for oneself, before it is decided."""
    row, _ = _found(uow, exclusion_id, seen_version, ExclusionState.ASKED)
    if row.person_id != uow.actor.person_id:
        raise NotAllowed(right=Right.CALL_BACK)
    row.state = ExclusionState.WITHDRAWN
    _told(uow, row, "cases.exclusion_withdrawn", reason=row.reason)


def _decided(
    uow: Uow, exclusion_id: UUID, seen_version: int, state: ExclusionState, words: str
) -> Exclusion:
    row, case = _found(uow, exclusion_id, seen_version, ExclusionState.ASKED)
    _require(uow, case)
    row.state, row.decision = state, words
    row.decided_at, row.decided_name = uow.now, uow.actor.name
    return row


def _require(uow: Uow, case: CaseFile) -> None:
    if not may_act(uow.actor, case, Right.APPROVE):
        raise NotAllowed(right=Right.APPROVE)


def _found(
    uow: Uow, exclusion_id: UUID, seen_version: int, wanted: ExclusionState
) -> tuple[Exclusion, CaseFile]:
    held = sa.select(Exclusion).where(Exclusion.id == exclusion_id).with_for_update()
    row = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if row is None:  # absent, or who asked may change it no more
        ended = uow.session.get(Exclusion, exclusion_id)
        if ended is None:
            raise NotFound(exclusion=exclusion_id)
        raise ExclusionEnded(state=ExclusionState(ended.state))
    case = hold_case(uow, row.case_id)
    state = ExclusionState(row.state)
    if state is not wanted:
        raise ExclusionEnded(state=state)
    if row.version != seen_version:
        raise Conflict(exclusion=exclusion_id)
    return row, case


def _words(text: str) -> str:
    words = clean_text(text)
    if len(words) < BASIS_LEAST:
        raise BasisMissing(least=BASIS_LEAST)
    return words[:BASIS_MOST]


def _unit_of(uow: Uow) -> str:
    """Return the unit of whoever asks, "" for the centre's own people."""
    if uow.actor.person_id is None:
        return ""
    asked = sa.select(Unit.name).join(Person, Person.unit_id == Unit.id)
    return uow.session.scalar(asked.where(Person.id == uow.actor.person_id)) or ""


def _told(uow: Uow, row: Exclusion, action: str, **facts: object) -> None:
    uow.settle(row)
    case = str(row.case_id)
    uow.record(action, Topic.CALL_BACK, row.id, region=row.region, case=case, **facts)
    uow.touched(Topic.CALL_BACK, row.id, row.region)
    uow.touched(Topic.CASE, row.case_id, row.region)
