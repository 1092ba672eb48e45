"""Saving a new case: registered, with its files, and assigned if wanted, in one transaction.

What a grid worker solved on the spot is registered and closed in one instead.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.attach import attach_to_case
from app.cases.actions.families import Joining, merge_cases
from app.cases.actions.intake import Intake, register_case
from app.cases.actions.likely_pairs import tell_apart
from app.cases.actions.on_the_spot import PhotoMissing, register_solved
from app.cases.queries.queue import CaseRow, case_rows
from app.core.attachments import Prepared
from app.core.database import Uow
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Registering:
    """What is saved; its key is made once, so that doing it twice does it once.

    Attributes:
        unit_id: Who gets the case at once; None to register only.
        solved: What was done on the spot; "" where somebody has yet to handle it.
        lead_id: The case it follows, being the same matter; None where it is one of its own.
        reasons: What was said to speak for that.
        not_same: Cases that were shown and said to be another matter.
    """

    intake: Intake
    files: tuple[Prepared, ...] = ()
    unit_id: UUID | None = None
    solved: str = ""
    command_key: UUID = field(default_factory=new_id)
    lead_id: UUID | None = None
    reasons: dict[str, Any] | None = None
    not_same: tuple[UUID, ...] = ()


def register(
    uow: Uow, wanted: Registering, pepper: bytes, *, claimed_at: datetime | None = None
) -> CaseRow:
    """Save it and return its row.

    Args:
        uow: Open transaction.
        wanted: What is saved.
        pepper: Key of the phone hashes.
        claimed_at: When the desk took it in, if that was while the server was away.
    """
    key = wanted.command_key
    if wanted.solved:
        return _register_solved(uow, wanted, pepper)
    case_id = register_case(uow, wanted.intake, pepper, claimed_at=claimed_at, command_key=key)
    for number, prepared in enumerate(wanted.files):
        attach_to_case(uow, case_id, prepared, command_key=uuid5(key, f"file {number}"))
    for number, other in enumerate(wanted.not_same):
        tell_apart(uow, case_id, other, command_key=uuid5(key, f"apart {number}"))
    if wanted.lead_id is not None:
        (row,) = case_rows(uow.session, uow.actor, (case_id,))
        joining = (Joining(case_id, row.version, wanted.reasons),)
        merge_cases(uow, wanted.lead_id, joining, "", command_key=uuid5(key, "merge"))
    elif wanted.unit_id is not None:
        (row,) = case_rows(uow.session, uow.actor, (case_id,))
        order = Assignment(case_id, row.version, wanted.unit_id)
        assign_case(uow, order, command_key=uuid5(key, "assign"))
    (row,) = case_rows(uow.session, uow.actor, (case_id,))
    return row


def first_photo(files: tuple[Prepared, ...]) -> Prepared | None:
    """Return the first file that is a picture."""
    return next((file for file in files if file.width_px is not None), None)


def _register_solved(uow: Uow, wanted: Registering, pepper: bytes) -> CaseRow:
    photo = first_photo(wanted.files)
    if photo is None:
        raise PhotoMissing
    case_id = register_solved(
        uow,
        wanted.intake,
        photo,
        wanted.solved,
        pepper,
        others=tuple(file for file in wanted.files if file is not photo),
        command_key=wanted.command_key,
    )
    (row,) = case_rows(uow.session, uow.actor, (case_id,))
    return row
