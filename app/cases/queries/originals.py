"""Photos of a case for whoever covers them, and without their cover against a request."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.photos import lacking_for_originals, may_add_files
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.attachments import PictureView, list_attachments
from app.core.attachments.covering import original, picture_to_cover
from app.core.errors import NotAllowed, NotFound


def photo_to_cover(
    session: Session, actor: Actor, case_id: UUID, attachment_id: UUID
) -> PictureView:
    """Return a photo of a case that nothing covers yet.

    Raises:
        NotFound: The case is absent or out of scope, or the file is not one of its files.
        NotAllowed: The actor may not add files to the case, and so not cover them.
        NotCoverable: It is no picture the program can draw.
        CoverConflict: It is covered by now, so it takes a request to see it.
    """
    case = _case_of(session, actor, case_id, attachment_id)
    if not may_add_files(actor, case):
        raise NotAllowed(right=Right.HANDLE_CASE)
    return picture_to_cover(session, attachment_id)


def read_original(
    session: Session, actor: Actor, case_id: UUID, request_id: UUID, *, now: datetime
) -> PictureView:
    """Return a photo without its cover, with the boxes that hide something, against a request.

    Raises:
        NotFound: There is no such request of this person at this desk for a photo of this case,
            or it is older than 30 seconds.
        NotAllowed: The right was withdrawn since it was asked for.
    """
    seen = original(session, actor, request_id, now=now)
    case = _case_of(session, actor, case_id, seen.attachment_id)
    lacking = lacking_for_originals(actor, case)
    if lacking is not None:
        raise NotAllowed(right=lacking)
    return seen


def _case_of(session: Session, actor: Actor, case_id: UUID, attachment_id: UUID) -> CaseFile:
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    if attachment_id not in {row.id for row in list_attachments(session, str(case_id))}:
        raise NotFound(attachment=attachment_id)
    return case
