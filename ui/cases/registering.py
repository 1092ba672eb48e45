"""Saving a new case: registered, with its files, and assigned if wanted, in one transaction."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.attach import attach_to_case
from app.cases.actions.intake import Intake, register_case
from app.cases.queries.queue import CaseRow, case_rows
from app.core.attachments import Prepared
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Registering:
    """What is saved; its key is made once, so that doing it twice does it once.

    Attributes:
        unit_id: Who gets the case at once; None to register only.
    """

    intake: Intake
    files: tuple[Prepared, ...] = ()
    unit_id: UUID | None = None
    command_key: UUID = field(default_factory=new_id)


def register(uow: Any, wanted: Registering, pepper: bytes) -> CaseRow:
    """Save it and return its row; called on the writing thread."""
    key = wanted.command_key
    case_id = register_case(uow, wanted.intake, pepper, command_key=key)
    for number, prepared in enumerate(wanted.files):
        attach_to_case(uow, case_id, prepared, command_key=uuid5(key, f"file {number}"))
    if wanted.unit_id is not None:
        (row,) = case_rows(uow.session, uow.actor, (case_id,))
        order = Assignment(case_id, row.version, wanted.unit_id)
        assign_case(uow, order, command_key=uuid5(key, "assign"))
    (row,) = case_rows(uow.session, uow.actor, (case_id,))
    return row
