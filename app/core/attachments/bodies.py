"""The one door to bodies and thumbnails: what a cover hides does not come out of it.

`shown_file` and `thumbnails` give what everybody may see. `stored_body` gives what lies under a
cover and is for `covering` alone, which asks for a committed reading first.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.attachments.errors import StoredDamaged
from app.core.attachments.kinds import JPEG
from app.core.attachments.names import safe_name
from app.core.attachments.tables import (
    CHUNK_BYTES,
    Attachment,
    AttachmentChunk,
    AttachmentCover,
    AttachmentCoverChunk,
    AttachmentCoverThumbnail,
    AttachmentThumbnail,
)
from app.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as everybody sees it.

    Attributes:
        name: Its ending fits the content.
        media_type: By content.
        body: The covered picture where there is one, else the bytes as they were stored.
        sha256: Fingerprint of `body`, hexadecimal.
        cover_version: Which cover it is, 0 for none.
    """

    name: str
    media_type: str
    body: bytes = field(repr=False)
    sha256: str
    cover_version: int


def newest_version() -> sa.ScalarSelect[int]:
    """Return the number of the newest cover of an attachment, 0 for none, as part of a query."""
    newest = sa.select(sa.func.coalesce(sa.func.max(AttachmentCover.version), 0))
    return (
        newest.where(AttachmentCover.attachment_id == Attachment.id)
        .correlate(Attachment)
        .scalar_subquery()
    )


def covered_name(name: str) -> str:
    """Return the name of a covered picture: a JPEG, whatever the stored file is."""
    return safe_name(name, JPEG)


def shown_file(session: Session, attachment_id: UUID) -> ShownFile:
    """Return a file as everybody sees it.

    Raises:
        NotFound: There is no such attachment.
        StoredDamaged: The bytes no longer have the fingerprint they were stored with.
    """
    row = _row(session, attachment_id)
    if not session.scalar(sa.select(newest_version()).where(Attachment.id == attachment_id)):
        body = stored_body(session, attachment_id)
        return ShownFile(row.name, row.media_type, body, row.sha256, 0)
    # One query for version and bytes: another desk may cover the picture anew in this moment.
    pieces = session.execute(
        sa.select(AttachmentCoverChunk.version, AttachmentCoverChunk.body)
        .where(AttachmentCoverChunk.attachment_id == attachment_id)
        .order_by(AttachmentCoverChunk.version, AttachmentCoverChunk.number)
    ).all()
    if not pieces:
        raise StoredDamaged(name=row.name)
    version: int = pieces[-1][0]
    body = b"".join(piece for _, piece in pieces)
    cover = session.get_one(AttachmentCover, (attachment_id, version))
    _check(body, cover.sha256, row.name)
    return ShownFile(covered_name(row.name), JPEG.media_type, body, cover.sha256, version)


def body_of(session: Session, attachment_id: UUID) -> bytes:
    """Return the bytes of a file as everybody sees it; raises as `shown_file`."""
    return shown_file(session, attachment_id).body


def stored_body(session: Session, attachment_id: UUID) -> bytes:
    """Return the bytes of a file as they were stored, also those under a cover.

    Raises:
        NotFound: There is no such attachment.
        StoredDamaged: The bytes no longer have the fingerprint they were stored with.
    """
    row = _row(session, attachment_id)
    chunks = session.scalars(
        sa.select(AttachmentChunk.body)
        .where(AttachmentChunk.attachment_id == attachment_id)
        .order_by(AttachmentChunk.number)
    )
    body = b"".join(chunks)
    _check(body, row.sha256, row.name)
    return body


def count_bodiless(session: Session) -> int:
    """Return how many attachments have no bytes: what a restore leaves that was not finished."""
    first = sa.select(sa.literal(1)).where(
        AttachmentChunk.attachment_id == Attachment.id, AttachmentChunk.number == 0
    )
    asked = sa.select(sa.func.count()).select_from(Attachment)
    return session.scalar(asked.where(Attachment.size_bytes > 0, ~first.exists())) or 0


def thumbnails(session: Session, subject: str) -> dict[UUID, bytes]:
    """Return the small pictures (JPEG) of a record's files by attachment, as all may see them."""
    plain = (
        sa.select(AttachmentThumbnail.attachment_id, AttachmentThumbnail.body)
        .join(Attachment, Attachment.id == AttachmentThumbnail.attachment_id)
        .where(Attachment.subject == subject, newest_version() == 0)
    )
    covered = (
        sa.select(AttachmentCoverThumbnail.attachment_id, AttachmentCoverThumbnail.body)
        .join(Attachment, Attachment.id == AttachmentCoverThumbnail.attachment_id)
        .where(Attachment.subject == subject, newest_version() == AttachmentCoverThumbnail.version)
    )
    rows = session.execute(sa.union_all(plain, covered))
    return {key: body for key, body in rows}  # noqa: C416  a Row is no pair to the type checker


def keep_body(session: Session, key: UUID, body: bytes, thumbnail: bytes | None) -> None:
    """Store the body of a new attachment and its thumbnail."""
    session.execute(sa.insert(AttachmentChunk), _chunks(body, attachment_id=key))
    if thumbnail is not None:
        session.add(AttachmentThumbnail(attachment_id=key, body=thumbnail))


def replace_cover(session: Session, key: UUID, version: int, body: bytes, thumbnail: bytes) -> None:
    """Store a covered picture as the only one of its attachment."""
    tables: Sequence[Any] = (AttachmentCoverChunk, AttachmentCoverThumbnail)
    for table in tables:
        session.execute(sa.delete(table).where(table.attachment_id == key))
    pieces = _chunks(body, attachment_id=key, version=version)
    session.execute(sa.insert(AttachmentCoverChunk), pieces)
    session.add(AttachmentCoverThumbnail(attachment_id=key, version=version, body=thumbnail))


def _row(session: Session, attachment_id: UUID) -> Attachment:
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound
    return row


def _check(body: bytes, sha256: str, name: str) -> None:
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoredDamaged(name=name)


def _chunks(body: bytes, **key: object) -> list[dict[str, object]]:
    starts = range(0, len(body), CHUNK_BYTES)
    return [
        {**key, "number": number, "body": body[start : start + CHUNK_BYTES]}
        for number, start in enumerate(starts)
    ]
