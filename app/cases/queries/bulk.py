"""What a step over many cases would come to: which take it, and which not and why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.numbers import short
from app.cases.reach import may_act
from app.cases.reminding import hours_between, last_reminders, why_no_reminder
from app.cases.rules import CaseState, EventKind, Pause, after
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.errors import AppError, NotAllowed, NotFound

AT_ONCE = 500


class HeldAlready(AppError):
    """The unit has the case in hand already; facts: ``unit``."""

    code = "cases.held_already"


@dataclass(frozen=True, slots=True)
class BulkCase:
    """A case among many.

    Attributes:
        name: Short number, or the receipt code before there is one; "" for one out of sight.
        why_not: What keeps the step from being taken, None when it can.
        held_elsewhere: The step would take it out of the hands of another unit.
    """

    id: UUID
    name: str
    title: str
    version: int
    why_not: AppError | None
    held_elsewhere: bool = False


_WhyNot = Callable[[CaseFile], AppError | None]


def foresee_assigning(
    session: Session, actor: Actor, case_ids: Iterable[UUID], unit_id: UUID
) -> tuple[BulkCase, ...]:
    """Return which cases could be assigned to a unit, in the order asked for.

    Args:
        session: Reading session.
        actor: Who would assign.
        case_ids: Which cases.
        unit_id: To whom.
    """
    unit = session.get(Unit, unit_id)

    def why_not(case: CaseFile) -> AppError | None:
        if not may_act(actor, case, Right.ASSIGN_CASE):
            return NotAllowed(right=Right.ASSIGN_CASE)
        state = CaseState(case.state)
        first = state is CaseState.REGISTERED
        kind = EventKind.ASSIGNED if first else EventKind.REASSIGNED
        try:
            after(state, kind, Pause(case.pause) if case.pause else None)
        except AppError as error:
            return error
        if unit is not None and case.handling_unit_id == unit.id:
            return HeldAlready(unit=unit.name)
        return None

    return _foreseen(session, actor, tuple(case_ids), why_not, _is_held)


def _is_held(case: CaseFile) -> bool:
    return case.handling_unit_id is not None


def foresee_reminding(
    session: Session, actor: Actor, case_ids: Iterable[UUID], now: datetime
) -> tuple[BulkCase, ...]:
    """Return which cases could be reminded of, in the order asked for."""
    ids, hours = tuple(case_ids), hours_between(session, now)
    last: dict[UUID, datetime] = {}
    for some in _some_at_once(ids):
        last |= last_reminders(session, actor.person_id, some)
    return _foreseen(
        session,
        actor,
        ids,
        lambda case: why_no_reminder(actor, case, last.get(case.id), now, hours),
    )


def _foreseen(
    session: Session,
    actor: Actor,
    ids: tuple[UUID, ...],
    why_not: _WhyNot,
    leaves: Callable[[CaseFile], bool] = lambda _: False,
) -> tuple[BulkCase, ...]:
    columns = (
        CaseFile.number,
        CaseFile.receipt_code,
        CaseFile.title,
        CaseFile.state,
        CaseFile.pause,
        CaseFile.region,
        CaseFile.desk_region,
        CaseFile.handling_unit_id,
        CaseFile.version,
    )
    found: dict[UUID, BulkCase] = {}
    for some in _some_at_once(ids):
        asked = sa.select(CaseFile).options(load_only(*columns))
        for case in session.scalars(asked.where(CaseFile.id.in_(some), visible(actor))):
            name = short(case.number) if case.number else case.receipt_code
            wrong = why_not(case)
            elsewhere = wrong is None and leaves(case)
            found[case.id] = BulkCase(case.id, name, case.title, case.version, wrong, elsewhere)
    return tuple(found.get(each) or _gone(each) for each in ids)


def _gone(case_id: UUID) -> BulkCase:
    return BulkCase(case_id, "", "", 0, NotFound(case_id=case_id))


def _some_at_once(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for begin in range(0, len(ids), AT_ONCE):
        yield ids[begin : begin + AT_ONCE]
