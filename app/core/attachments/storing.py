"""Attachments in the database: kept in small chunks, listed, shown small, taken out again.

Whether somebody may attach to, list or open the files of a record is for the slice that owns
the record to check; these functions know no rights.
"""

import hashlib
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.attachments.errors import StoredDamaged
from app.core.attachments.preparing import Prepared
from app.core.attachments.tables import (
    CHUNK_BYTES,
    Attachment,
    AttachmentChunk,
    AttachmentThumbnail,
)
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id

_EXPORTS = "jiezhi-file-"


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file of a record, without its bytes."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    is_evidence: bool
    taken_at: datetime | None
    longitude: float | None
    latitude: float | None
    width_px: int | None
    height_px: int | None
    created_at: datetime
    person_name: str


@once
def attach(
    uow: Uow, topic: Topic, subject: str, region: str, prepared: Prepared, *, command_key: UUID
) -> UUID:
    """Keep a prepared file with a record; the same file twice stays one.

    The caller has checked that the actor may add to that record.

    Args:
        uow: Open transaction.
        topic: What kind of record it belongs to.
        subject: Key of that record as text.
        region: Its present region code, for the journal and the news.
        prepared: From `prepare`.
        command_key: Makes doing it twice do it once.

    Returns:
        The attachment's key: the earlier one if the record has this file already.
    """
    earlier = sa.select(Attachment.id).where(
        Attachment.subject == subject, Attachment.sha256 == prepared.sha256
    )
    found = uow.session.scalar(earlier)
    if found is not None:
        return found
    key = new_id()
    try:
        with uow.session.begin_nested():
            _store(uow, key, topic, subject, prepared)
    except IntegrityError:  # another desk attached the same file in this moment
        return uow.session.scalars(earlier).one()
    uow.record(
        "attachments.attach",
        topic,
        subject,
        region=region,
        attachment=str(key),
        media_type=prepared.media_type,
        size_bytes=len(prepared.body),
        sha256=prepared.sha256,
        is_evidence=prepared.is_evidence,
    )
    uow.touched(Topic.ATTACHMENT, subject, region)
    return key


def list_attachments(session: Session, subject: str) -> tuple[AttachmentRow, ...]:
    """Return the files of a record, the oldest first."""
    columns = [getattr(Attachment, name) for name in AttachmentRow.__slots__]
    rows = session.execute(
        sa.select(*columns).where(Attachment.subject == subject).order_by(Attachment.id)
    )
    return tuple(AttachmentRow(*row) for row in rows)


def thumbnails(session: Session, subject: str) -> dict[UUID, bytes]:
    """Return the small pictures (JPEG) of a record's files by attachment."""
    rows = session.execute(
        sa.select(AttachmentThumbnail.attachment_id, AttachmentThumbnail.body)
        .join(Attachment, Attachment.id == AttachmentThumbnail.attachment_id)
        .where(Attachment.subject == subject)
    )
    return {key: body for key, body in rows}  # noqa: C416  a Row is no pair to the type checker


def body_of(session: Session, attachment_id: UUID) -> bytes:
    """Return the bytes of a file, as they were stored.

    Raises:
        NotFound: There is no such attachment.
        StoredDamaged: The bytes no longer have the fingerprint they were stored with.
    """
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound
    chunks = session.scalars(
        sa.select(AttachmentChunk.body)
        .where(AttachmentChunk.attachment_id == attachment_id)
        .order_by(AttachmentChunk.number)
    )
    body = b"".join(chunks)
    if hashlib.sha256(body).hexdigest() != row.sha256:
        raise StoredDamaged(name=row.name)
    return body


def export_to(
    database: Database, attachment_id: UUID, folder: Path, *, actor: Actor, region: str = ""
) -> Path:
    """Write a file where the system's viewer can open it, and note who did so.

    The caller has checked that the actor may read the record, and asked before opening.

    Args:
        database: Where the file is kept.
        attachment_id: Which file.
        folder: A folder for such copies; each gets one of its own in it, for its owner only.
        actor: Who opens it.
        region: Present region code of the record, for the journal.

    Returns:
        A read-only copy; `clear_exports` removes all of them.
    """
    with database.reading() as session:
        body = body_of(session, attachment_id)
    with database.writing(actor) as uow:
        row = uow.session.get_one(Attachment, attachment_id)
        uow.record(
            "attachments.open",
            Topic(row.topic),
            row.subject,
            region=region,
            attachment=str(attachment_id),
            sha256=row.sha256,
        )
        name = row.name
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=_EXPORTS, dir=folder))
    path = place / name
    path.write_bytes(body)
    path.chmod(stat.S_IRUSR)
    place.chmod(stat.S_IRUSR | stat.S_IXUSR)
    return path


def clear_exports(folder: Path) -> None:
    """Remove the copies `export_to` made; one that a viewer still holds stays for next time."""
    for place in folder.glob(f"{_EXPORTS}*"):
        if place.is_symlink():  # not one of ours, and what it leads to is none of our business
            continue
        with suppress(OSError):  # Windows deletes nothing that is open elsewhere
            place.chmod(stat.S_IRWXU)
            for file in place.iterdir():
                file.chmod(stat.S_IRUSR | stat.S_IWUSR)
                file.unlink()
            place.rmdir()


def _store(uow: Uow, key: UUID, topic: Topic, subject: str, prepared: Prepared) -> None:
    uow.session.add(
        Attachment(
            id=key,
            topic=topic,
            subject=subject,
            name=prepared.name,
            media_type=prepared.media_type,
            size_bytes=len(prepared.body),
            sha256=prepared.sha256,
            is_evidence=prepared.is_evidence,
            taken_at=prepared.taken_at,
            longitude=prepared.longitude,
            latitude=prepared.latitude,
            width_px=prepared.width_px,
            height_px=prepared.height_px,
            created_at=uow.now,
            person_id=uow.actor.person_id,
            person_name=uow.actor.name,
        )
    )
    uow.session.flush()
    starts = range(0, len(prepared.body), CHUNK_BYTES)
    uow.session.execute(
        sa.insert(AttachmentChunk),
        [
            {
                "attachment_id": key,
                "number": number,
                "body": prepared.body[start : start + CHUNK_BYTES],
            }
            for number, start in enumerate(starts)
        ],
    )
    if prepared.thumbnail is not None:
        uow.session.add(AttachmentThumbnail(attachment_id=key, body=prepared.thumbnail))
