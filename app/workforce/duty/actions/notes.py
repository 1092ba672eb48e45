"""Hand-over: whoever goes leaves a note, whoever comes takes it over."""

from uuid import UUID

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import storable
from app.workforce.duty.errors import NoteEmpty, NoteTaken, NotYourShift
from app.workforce.duty.models import DutyNote, DutyShift
from app.workforce.duty.rules import WORDS_MOST


@once
def write_note(uow: Uow, shift_id: UUID, words: str, *, command_key: UUID) -> UUID:
    """Leave a note for whoever comes next; it is never changed.

    Raises:
        NotYourShift: Neither one's own shift nor one's roster.
        NoteEmpty: Nothing is said.
    """
    shift = uow.session.get(DutyShift, shift_id)
    if shift is None or shift.dropped_at is not None:
        raise NotFound(row=shift_id)
    is_own = shift.person_id == uow.actor.person_id
    if not is_own and not uow.actor.may_in(Right.KEEP_DUTY, shift.region):
        raise NotYourShift
    told = storable(words).strip()[:WORDS_MOST]
    if not told:
        raise NoteEmpty
    row = DutyNote(
        id=new_id(),
        region=shift.region,
        shift_id=shift.id,
        words=told,
        written_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        taken_at=None,
        taken_name="",
    )
    uow.session.add(row)
    uow.settle()
    uow.record("duty.noted", Topic.DUTY, shift.id, region=shift.region, note=str(row.id))
    uow.touched(Topic.DUTY, shift.id, shift.region)
    return row.id


@once
def take_note(uow: Uow, note_id: UUID, *, command_key: UUID) -> None:
    """Take a note over: it was read, and what it says is in one's hands.

    Raises:
        NoteTaken: Somebody did.
    """
    row = uow.session.get(DutyNote, note_id, populate_existing=True)
    if row is None:
        raise NotFound(row=note_id)
    if not uow.actor.may_in(Right.READ_TERRITORY, row.region):
        raise NotAllowed(right=Right.READ_TERRITORY)
    if row.taken_at is not None:
        raise NoteTaken(name=row.taken_name)
    row.taken_at, row.taken_name = uow.now, uow.actor.name
    uow.settle(row)
    uow.record("duty.note_taken", Topic.DUTY, row.shift_id, region=row.region, note=str(row.id))
    uow.touched(Topic.DUTY, row.shift_id, row.region)
