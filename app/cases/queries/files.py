"""The files of a case, for those who may read the case."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.photos import lacking_for_originals, may_add_files
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.attachments import AttachmentRow, list_attachments, thumbnails
from app.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """What the strip of a case shows.

    Attributes:
        rows: The oldest first.
        thumbnails: Small JPEGs by attachment.
        may_cover: Whether this reader may cover photos.
        may_read_originals: Whether asking to see a photo without its cover would be granted.
    """

    rows: tuple[AttachmentRow, ...]
    thumbnails: dict[UUID, bytes]
    may_cover: bool = False
    may_read_originals: bool = False


def case_files(session: Session, actor: Actor, case_id: UUID) -> CaseFiles:
    """Return the files of one case.

    Raises:
        NotFound: The case is absent or out of scope.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    subject = str(case_id)
    return CaseFiles(
        list_attachments(session, subject),
        thumbnails(session, subject),
        may_cover=may_add_files(actor, case),
        may_read_originals=lacking_for_originals(actor, case) is None,
    )
