"""Attachments in the database: kept, listed, taken out again as everybody may see them.

Whether somebody may attach to, list or open the files of a record is for the slice that owns
the record to check; these functions know no rights.
"""

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
from app.core.attachments.bodies import covered_name, keep_body, newest_version, shown_file
from app.core.attachments.covering import CoverRow
from app.core.attachments.kinds import JPEG
from app.core.attachments.preparing import Prepared
from app.core.attachments.tables import Attachment, AttachmentCover
from app.core.changes import Topic
from app.core.database import Database, Uow, once
from app.core.ids import new_id

_EXPORTS = "jiezhi-file-"


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file of a record, without its bytes.

    Name, kind and size are those of the covered picture where there is one; width and height
    always those of the stored picture, against which boxes are measured.
    """

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
    cover: CoverRow | None = None

    @property
    def can_be_covered(self) -> bool:
        """True for a picture the program can draw."""
        return self.width_px is not None


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
    both = sa.select(Attachment, AttachmentCover).outerjoin(
        AttachmentCover,
        sa.and_(
            AttachmentCover.attachment_id == Attachment.id,
            AttachmentCover.version == newest_version(),
        ),
    )
    rows = session.execute(both.where(Attachment.subject == subject).order_by(Attachment.id))
    return tuple(_listed(file, cover) for file, cover in rows)


def export_to(
    database: Database, attachment_id: UUID, folder: Path, *, actor: Actor, region: str = ""
) -> Path:
    """Write a file, as everybody sees it, where the system's viewer can open it; journaled.

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
        shown = shown_file(session, attachment_id)
    with database.writing(actor) as uow:
        row = uow.session.get_one(Attachment, attachment_id)
        uow.record(
            "attachments.open",
            Topic(row.topic),
            row.subject,
            region=region,
            attachment=str(attachment_id),
            sha256=shown.sha256,
            cover=shown.cover_version,
        )
    return write_copy(folder, shown.name, shown.body)


def write_copy(folder: Path, name: str, body: bytes) -> Path:
    """Write a read-only copy into a folder of its own in `folder`; `clear_exports` removes it."""
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


def _listed(file: Attachment, cover: AttachmentCover | None) -> AttachmentRow:
    mark = None
    if cover is not None:
        mark = CoverRow(cover.version, len(cover.boxes), cover.created_at, cover.person_name)
    return AttachmentRow(
        id=file.id,
        name=file.name if cover is None else covered_name(file.name),
        media_type=file.media_type if cover is None else JPEG.media_type,
        size_bytes=file.size_bytes if cover is None else cover.size_bytes,
        is_evidence=file.is_evidence,
        taken_at=file.taken_at,
        longitude=file.longitude,
        latitude=file.latitude,
        width_px=file.width_px,
        height_px=file.height_px,
        created_at=file.created_at,
        person_name=file.person_name,
        cover=mark,
    )


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
    keep_body(uow.session, key, prepared.body, prepared.thumbnail)
