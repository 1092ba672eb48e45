"""Covering a picture, and reading what a cover hides against a committed request.

Whether somebody may cover, or may read what is hidden, is for the slice that owns the record to
check; these functions know no rights, but nothing hidden comes out of them without a request.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.attachments.bodies import (
    newest_version,
    replace_cover,
    shown_file,
    stored_body,
)
from app.core.attachments.boxes import Box, Covered, burn, check_boxes, drawn
from app.core.attachments.errors import BoxesMissing, CoverConflict, NotCoverable
from app.core.attachments.tables import Attachment, AttachmentCover, AttachmentReading
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at

GOOD_FOR = timedelta(seconds=30)
SCREEN_PX = 2560
"""Longer side of a picture as a screen shows it."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture to look at, with its boxes.

    Attributes:
        attachment_id: Whose it is.
        name: File name as it was stored.
        width_px: Width the boxes are measured against.
        height_px: Height the boxes are measured against.
        jpeg: What a screen shows, upright and reduced, without the boxes.
        pages: More than one where a cover would leave only the first.
        boxes: Those of the newest cover.
        version: Number of the newest cover, 0 for none.
        body: The stored bytes.
    """

    attachment_id: UUID
    name: str
    width_px: int
    height_px: int
    jpeg: bytes = field(repr=False)
    pages: int
    boxes: tuple[Box, ...] = field(repr=False)
    version: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One version of a cover: who made it and when; not where the boxes are."""

    version: int
    box_count: int
    created_at: datetime
    person_name: str


def picture_to_cover(session: Session, attachment_id: UUID) -> PictureView:
    """Return a picture that nothing covers yet.

    Raises:
        NotFound: There is no such attachment.
        NotCoverable: It is no picture the program can draw.
        CoverConflict: It is covered, so it takes a request to see it.
    """
    row = _picture(session, attachment_id)
    if _newest(session, attachment_id):
        raise CoverConflict(name=row.name)
    shown = shown_file(session, attachment_id)
    if shown.cover_version:  # by another desk, in this moment
        raise CoverConflict(name=row.name)
    return _view(row, shown.body, ())


def cover_made(
    session: Session, attachment_id: UUID, boxes: Sequence[Box], *, seen_version: int, now: datetime
) -> Covered:
    """Return the picture with these boxes burnt in; takes a second for a large one.

    Raises:
        NotFound: There is no such attachment.
        NotCoverable: It is no picture the program can draw.
        BoxesMissing: There is no box, and it was never covered before.
        TooManyBoxes: More than anybody draws.
        BoxEmpty: One has no width or no height.
        BoxOutside: One is not wholly on the picture.
    """
    row = _picture(session, attachment_id)
    width, height = _size(row)
    checked = check_boxes(boxes, width, height)
    if not checked and not seen_version:
        raise BoxesMissing(name=row.name)
    max_px = settings_at(session, now).photo_max_px
    return burn(stored_body(session, attachment_id), row.name, checked, width, max_px)


@once
def cover(
    uow: Uow,
    attachment_id: UUID,
    made: Covered,
    region: str,
    *,
    seen_version: int,
    command_key: UUID,
) -> int:
    """Show a covered picture to everybody from now on.

    The caller has checked that the actor may cover it.

    Args:
        uow: Open transaction.
        attachment_id: Which picture.
        made: From `cover_made`.
        region: Present region code of the record, for the journal and the news.
        seen_version: Number of the cover the boxes were drawn over, 0 for none.
        command_key: Makes doing it twice do it once.

    Returns:
        The number of the new cover.

    Raises:
        CoverConflict: Somebody else covered it meanwhile.
    """
    row = _picture(uow.session, attachment_id)
    if _newest(uow.session, attachment_id) != seen_version:
        raise CoverConflict(name=row.name)
    version = seen_version + 1
    try:
        with uow.session.begin_nested():
            uow.session.add(_cover_row(uow, attachment_id, version, made))
    except IntegrityError as error:  # another desk covered it in this moment
        raise CoverConflict(name=row.name) from error
    replace_cover(uow.session, attachment_id, version, made.body, made.thumbnail)
    uow.record(
        "attachments.cover",
        Topic(row.topic),
        row.subject,
        region=region,
        attachment=str(attachment_id),
        version=version,
        boxes=len(made.boxes),
    )
    uow.touched(Topic.ATTACHMENT, row.subject, region)
    return version


def covers_of(session: Session, attachment_id: UUID) -> tuple[CoverRow, ...]:
    """Return who covered a picture and when, the newest first."""
    asked = sa.select(AttachmentCover).where(AttachmentCover.attachment_id == attachment_id)
    return tuple(
        CoverRow(one.version, len(one.boxes), one.created_at, one.person_name)
        for one in session.scalars(asked.order_by(AttachmentCover.version.desc()))
    )


def ask_to_see(uow: Uow, attachment_id: UUID, reason: str, *, region: str) -> UUID:
    """Ask to see what a cover hides; the caller has checked right and reason.

    Returns:
        The key of the request: once committed it is good for 30 seconds.
    """
    row = _picture(uow.session, attachment_id)
    asked = AttachmentReading(
        id=new_id(),
        attachment_id=attachment_id,
        person_id=uow.actor.person_id,
        desk=uow.actor.desk,
        reason=reason[:200],
        at=uow.now,
    )
    uow.session.add(asked)
    uow.record(
        "attachments.read_original",
        Topic(row.topic),
        row.subject,
        region=region,
        attachment=str(attachment_id),
        reason=asked.reason,
    )
    return asked.id


def asked_for(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> UUID:
    """Return the attachment a request is about.

    Raises:
        NotFound: There is no such request of this person at this desk, or it is older than
            30 seconds.
    """
    asked = session.get(AttachmentReading, request_id)
    own = asked is not None and (asked.person_id, asked.desk) == (actor.person_id, actor.desk)
    if asked is None or not own or now - asked.at > GOOD_FOR:
        raise NotFound(request=request_id)
    return asked.attachment_id


def original(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> PictureView:
    """Return a picture without its cover, against a committed request.

    Raises:
        NotFound: As `asked_for`.
        StoredDamaged: The bytes no longer have the fingerprint they were stored with.
    """
    attachment_id = asked_for(session, actor, request_id, now=now)
    row = _picture(session, attachment_id)
    body = stored_body(session, attachment_id)
    newest = sa.select(AttachmentCover).where(AttachmentCover.attachment_id == attachment_id)
    found = session.scalars(newest.order_by(AttachmentCover.version.desc())).first()
    boxes = tuple(Box(*box) for box in found.boxes) if found is not None else ()
    return _view(row, body, boxes, found.version if found is not None else 0)


def _newest(session: Session, attachment_id: UUID) -> int:
    asked = sa.select(newest_version()).where(Attachment.id == attachment_id)
    return session.scalar(asked) or 0


def _picture(session: Session, attachment_id: UUID) -> Attachment:
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound
    _size(row)
    return row


def _size(row: Attachment) -> tuple[int, int]:
    if row.width_px is None or row.height_px is None:
        raise NotCoverable(name=row.name)
    return row.width_px, row.height_px


def _view(row: Attachment, body: bytes, boxes: tuple[Box, ...], version: int = 0) -> PictureView:
    width, height = _size(row)
    jpeg, pages = drawn(body, row.name, SCREEN_PX)
    return PictureView(row.id, row.name, width, height, jpeg, pages, boxes, version, body)


def _cover_row(uow: Uow, attachment_id: UUID, version: int, made: Covered) -> AttachmentCover:
    return AttachmentCover(
        attachment_id=attachment_id,
        version=version,
        boxes=[[box.left, box.top, box.width, box.height] for box in made.boxes],
        size_bytes=len(made.body),
        sha256=hashlib.sha256(made.body).hexdigest(),
        created_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
