"""Black boxes over faces and plates on a photo of a case, and asking to see it without them."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.personal import REASON_LENGTH, ReasonMissing
from app.cases.actions.steps import find_case, hold_case
from app.cases.models import CaseFile
from app.cases.photos import lacking_for_originals, may_add_files
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.attachments import Box, PictureView, list_attachments
from app.core.attachments.boxes import Covered
from app.core.attachments.covering import ask_to_see, cover, cover_made
from app.core.attachments.storing import write_copy
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import NotAllowed, NotFound
from app.core.text import one_line


def cover_case_photo(
    database: Database,
    actor: Actor,
    case_id: UUID,
    attachment_id: UUID,
    boxes: Sequence[Box],
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Burn black boxes into a photo of a case: from now on everybody sees only that picture.

    The picture is made before the transaction begins, so that no other desk waits for it.

    Args:
        database: Where the photo is kept.
        actor: Who covers.
        case_id: Whose photo.
        attachment_id: Which photo.
        boxes: In pixels of the stored picture seen upright; none only to take a cover back.
        seen_version: Number of the cover they were drawn over, 0 for none.
        command_key: Makes doing it twice do it once.

    Returns:
        The number of the new cover.

    Raises:
        NotFound: The case is absent or out of scope, or the file is not one of its files.
        NotAllowed: Only those who may add files cover; only those who may read the original
            change a cover.
        CoverConflict: Somebody else covered it meanwhile.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    with database.reading() as session:
        case = session.scalars(asked).one_or_none()
        if case is None:
            raise NotFound(case_id=case_id)
        _check(actor, case, changing=seen_version > 0)
        if attachment_id not in {row.id for row in list_attachments(session, str(case_id))}:
            raise NotFound(attachment=attachment_id)
        now = database.clock.now()
        made = cover_made(session, attachment_id, boxes, seen_version=seen_version, now=now)
    with database.writing(actor) as uow:
        return _keep(
            uow, case_id, attachment_id, made, seen_version=seen_version, command_key=command_key
        )


@once
def _keep(
    uow: Uow,
    case_id: UUID,
    attachment_id: UUID,
    made: Covered,
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    case = hold_case(uow, case_id)
    _check(uow.actor, case, changing=seen_version > 0)  # rights as they are in this transaction
    inner = uuid5(command_key, "cover")
    return cover(
        uow, attachment_id, made, case.region, seen_version=seen_version, command_key=inner
    )


def _check(actor: Actor, case: CaseFile, *, changing: bool) -> None:
    if not may_add_files(actor, case):
        raise NotAllowed(right=Right.HANDLE_CASE)
    lacking = lacking_for_originals(actor, case) if changing else None
    if lacking is not None:
        raise NotAllowed(right=lacking)


@once
def ask_original(
    uow: Uow, case_id: UUID, attachment_id: UUID, reason: str, *, command_key: UUID
) -> UUID:
    """Ask to see a photo of a case without its cover.

    As with the reporter, this only asks; after the commit
    `app.cases.queries.originals.read_original` gives the picture against the row.

    Returns:
        The key of the committed request, good for 30 seconds.

    Raises:
        NotFound: The case is absent or out of scope, or the file is not one of its files.
        NotAllowed: Personal (or confidential) data of this case are not for the actor.
        ReasonMissing: No reason was given.
    """
    case = find_case(uow, case_id)
    lacking = lacking_for_originals(uow.actor, case)
    if lacking is not None:
        raise NotAllowed(right=lacking)
    if attachment_id not in {row.id for row in list_attachments(uow.session, str(case.id))}:
        raise NotFound(attachment=attachment_id)
    why = one_line(reason)
    if len(why) < REASON_LENGTH:
        raise ReasonMissing
    return ask_to_see(uow, attachment_id, why, region=case.region)


def open_original(
    database: Database, actor: Actor, case_id: UUID, seen: PictureView, *, folder: Path
) -> Path:
    """Write the stored bytes of a photo that was read where the system's viewer opens them.

    Args:
        database: Where it is journaled.
        actor: Who opens it.
        case_id: Whose photo.
        seen: From `app.cases.queries.originals.read_original`, so it was asked for.
        folder: As for `app.core.attachments.export_to`.

    Raises:
        NotFound: The case is out of scope by now.
        NotAllowed: The right was withdrawn meanwhile.
    """
    with database.writing(actor) as uow:
        case = find_case(uow, case_id)
        lacking = lacking_for_originals(uow.actor, case)
        if lacking is not None:
            raise NotAllowed(right=lacking)
        uow.record(
            "attachments.open_original",
            Topic.CASE,
            case.id,
            region=case.region,
            attachment=str(seen.attachment_id),
        )
    return write_copy(folder, seen.name, seen.body)
