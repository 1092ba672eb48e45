"""Photos and papers on a case."""

from pathlib import Path
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.steps import add_event, hold_case
from app.cases.models import CaseFile
from app.cases.photos import may_add_files
from app.cases.rules import CaseState, EventKind
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.attachments import Prepared, attach, export_to, list_attachments
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import NotAllowed, NotFound


@once
def attach_to_case(uow: Uow, case_id: UUID, prepared: Prepared, *, command_key: UUID) -> UUID:
    """Put a prepared file on a case; the same file twice stays one.

    Raises:
        NotAllowed: Only those who register, assign or handle the case may add to it.
    """
    case = hold_case(uow, case_id)
    if not may_add_files(uow.actor, case):
        raise NotAllowed(right=Right.HANDLE_CASE)
    known = {row.id for row in list_attachments(uow.session, str(case.id))}
    inner = uuid5(command_key, "attach")
    key = attach(uow, Topic.CASE, str(case.id), case.region, prepared, command_key=inner)
    if key in known:
        return key
    add_event(
        uow,
        case,
        EventKind.ATTACHED,
        old=CaseState(case.state),
        note="",  # a file may be named after a person
        unit=(None, ""),
        facts={"attachment": str(key)},
    )
    return key


def open_case_file(
    database: Database, actor: Actor, case_id: UUID, attachment_id: UUID, *, folder: Path
) -> Path:
    """Write a copy of a file of a case where the system's viewer can open it; journaled.

    Raises:
        NotFound: The case is absent or out of scope, or the file is not one of its files.
    """
    asked = sa.select(CaseFile.region).where(CaseFile.id == case_id, visible(actor))
    with database.reading() as session:
        region = session.scalar(asked)
        listed = list_attachments(session, str(case_id)) if region is not None else ()
    if region is None or attachment_id not in {row.id for row in listed}:
        raise NotFound
    return export_to(database, attachment_id, folder, actor=actor, region=region)
