"""Swaps: whoever is on duty asks, whoever is asked agrees, and both shifts change hands."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.workforce.duty.actions.shifts import held_shift, refuse_overlap, span_words
from app.workforce.duty.errors import (
    NobodyThere,
    NotYourShift,
    OnDutyAlready,
    SwapAnswered,
    SwapNotYours,
    SwapOpen,
    SwapWrong,
)
from app.workforce.duty.models import DutyShift, DutySwap
from app.workforce.duty.rules import NOTE_MOST, SwapState


@dataclass(frozen=True, slots=True)
class SwapDraft:
    """Who is to take a shift; `other_id` is a shift of theirs taken in return, None for none."""

    shift_id: UUID
    to_id: UUID
    other_id: UUID | None = None
    reason: str = ""


@once
def ask_swap(uow: Uow, draft: SwapDraft, *, command_key: UUID) -> UUID:
    """Ask a colleague to take one's shift; asking is the first consent.

    Raises:
        NotYourShift: Somebody else is on duty then.
        SwapWrong: With oneself, or against a shift that is not theirs.
        SwapOpen: A request about it waits already.
    """
    shift = held_shift(uow, draft.shift_id)
    if shift.person_id != uow.actor.person_id:
        raise NotYourShift
    taker = uow.session.get(Person, draft.to_id)
    if taker is None or not taker.is_active:
        raise NobodyThere
    other = held_shift(uow, draft.other_id) if draft.other_id is not None else None
    apart = other is None or (other.person_id == taker.id and other.region == shift.region)
    if taker.id == shift.person_id or not apart:
        raise SwapWrong
    _refuse_second(uow, shift.id)
    row = DutySwap(
        id=new_id(),
        shift_id=shift.id,
        other_shift_id=other.id if other is not None else None,
        from_id=shift.person_id,
        from_name=shift.person_name,
        to_id=taker.id,
        to_name=taker.name,
        reason=one_line(draft.reason)[:NOTE_MOST],
        state=SwapState.ASKED,
        asked_at=uow.now,
        answered_at=None,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:
        raise SwapOpen(name=taker.name) from error
    _tell(uow, "duty.swap_asked", shift, row)
    return row.id


@once
def answer_swap(uow: Uow, swap_id: UUID, *, agrees: bool, command_key: UUID) -> None:
    """Agree to a swap, the second consent, or decline it; agreed, the shifts change hands.

    Raises:
        SwapNotYours: Somebody else was asked.
        OnDutyAlready: One of both is on duty then.
    """
    row = _open(uow, swap_id)
    if row.to_id != uow.actor.person_id:
        raise SwapNotYours
    shift = held_shift(uow, row.shift_id)
    if agrees:
        other = held_shift(uow, row.other_shift_id) if row.other_shift_id is not None else None
        _change_hands(uow, row, shift, other)
    row.state = SwapState.ACCEPTED if agrees else SwapState.DECLINED
    row.answered_at = uow.now
    uow.settle(row)
    _tell(uow, "duty.swap_agreed" if agrees else "duty.swap_declined", shift, row)


@once
def withdraw_swap(uow: Uow, swap_id: UUID, *, command_key: UUID) -> None:
    """Take a request back that nobody answered."""
    row = _open(uow, swap_id)
    if row.from_id != uow.actor.person_id:
        raise SwapNotYours
    row.state, row.answered_at = SwapState.WITHDRAWN, uow.now
    uow.settle(row)
    shift = uow.session.get_one(DutyShift, row.shift_id)
    _tell(uow, "duty.swap_withdrawn", shift, row)


def _change_hands(uow: Uow, row: DutySwap, shift: DutyShift, other: DutyShift | None) -> None:
    if shift.person_id != row.from_id or (other is not None and other.person_id != row.to_id):
        raise SwapAnswered  # the roster was changed since
    refuse_overlap(uow, [(row.to_id, row.to_name)], [(shift.starts_at, shift.ends_at)])
    if other is not None:
        span = (other.starts_at, other.ends_at)
        refuse_overlap(uow, [(row.from_id, row.from_name)], [span])
    try:
        with uow.session.begin_nested():
            shift.person_id, shift.person_name = row.to_id, row.to_name
            if other is not None:
                other.person_id, other.person_name = row.from_id, row.from_name
    except IntegrityError as error:
        span_told = span_words(shift.starts_at, shift.ends_at)
        raise OnDutyAlready(name=row.to_name, span=span_told) from error


def _refuse_second(uow: Uow, shift_id: UUID) -> None:
    about = sa.or_(DutySwap.shift_id == shift_id, DutySwap.other_shift_id == shift_id)
    waiting = sa.select(DutySwap.to_name).where(about, DutySwap.state == SwapState.ASKED)
    name = uow.session.scalar(waiting.limit(1))
    if name is not None:
        raise SwapOpen(name=name)


def _open(uow: Uow, swap_id: UUID) -> DutySwap:
    row = uow.session.get(DutySwap, swap_id, populate_existing=True)
    if row is None:
        raise NotFound(row=swap_id)
    if row.state != SwapState.ASKED:
        raise SwapAnswered
    return row


def _tell(uow: Uow, action: str, shift: DutyShift, row: DutySwap) -> None:
    uow.record(action, Topic.DUTY, shift.id, region=shift.region, swap=str(row.id))
    uow.touched(Topic.DUTY, shift.id, shift.region)
