"""Saving a new case: registered, with its files, and assigned if wanted, in one transaction.

What a grid worker solved on the spot is registered and closed in one instead.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.attach import attach_to_case
from app.cases.actions.intake import Intake, register_case
from app.cases.actions.on_the_spot import PhotoMissing, register_solved
from app.cases.queries.queue import CaseRow, case_rows
from app.core.attachments import Prepared
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Registering:
    """What is saved; its key is made once, so that doing it twice does it once.

    Attributes:
        unit_id: Who gets the case at once; None to register only.
        solved: What was done on the spot; "" where somebody has yet to handle it.
    """

    intake: Intake
    files: tuple[Prepared, ...] = ()
    unit_id: UUID | None = None
    solved: str = ""
    command_key: UUID = field(default_factory=new_id)


def register(uow: Any, wanted: Registering, pepper: bytes) -> CaseRow:
    """Save it and return its row; called on the writing thread."""
    key = wanted.command_key
    if wanted.solved:
        return _register_solved(uow, wanted, pepper)
    case_id = register_case(uow, wanted.intake, pepper, command_key=key)
    for number, prepared in enumerate(wanted.files):
        attach_to_case(uow, case_id, prepared, command_key=uuid5(key, f"file {number}"))
    if wanted.unit_id is not None:
        (row,) = case_rows(uow.session, uow.actor, (case_id,))
        order = Assignment(case_id, row.version, wanted.unit_id)
        assign_case(uow, order, command_key=uuid5(key, "assign"))
    (row,) = case_rows(uow.session, uow.actor, (case_id,))
    return row


def first_photo(files: tuple[Prepared, ...]) -> Prepared | None:
    """Return the first file that is a picture."""
    return next((file for file in files if file.width_px is not None), None)


def _register_solved(uow: Any, wanted: Registering, pepper: bytes) -> CaseRow:
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
