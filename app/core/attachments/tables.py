"""Tables of attachments: facts, body in chunks, thumbnail; the same of what covers a picture.

Only `bodies` reads and writes chunks and thumbnails, so that nobody gets past a cover by mistake.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document

CHUNK_BYTES = 256 * 1024


class Attachment(Base):
    """What is known of one file; the same file is kept once for each record it belongs to."""

    __tablename__ = "attachment"
    __table_args__ = (sa.UniqueConstraint("subject", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(code_text(32))
    subject: Mapped[str] = mapped_column(code_text(64))
    name: Mapped[str] = mapped_column(sa.String(128))
    media_type: Mapped[str] = mapped_column(code_text(128))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(code_text(64))
    is_evidence: Mapped[bool]
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class AttachmentChunk(Base):
    """A piece of the body: small rows keep both engines and their backups quick."""

    __tablename__ = "attachment_chunk"
    __table_args__ = (sa.CheckConstraint(f"length(body) <= {CHUNK_BYTES}", name="small"),)

    attachment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("attachment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes]


class AttachmentThumbnail(Base):
    """A small JPEG of an image, so that a strip of pictures costs one read."""

    __tablename__ = "attachment_thumbnail"

    attachment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("attachment.id"), primary_key=True)
    body: Mapped[bytes]


class AttachmentCover(Base):
    """One version of the black boxes on a picture; the newest is what everybody sees."""

    __tablename__ = "attachment_cover"
    __table_args__ = (sa.CheckConstraint("version > 0", name="counted"),)

    attachment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("attachment.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    boxes: Mapped[list[list[int]]] = mapped_column(document())
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(code_text(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class AttachmentCoverChunk(Base):
    """A piece of the covered picture, of the newest version only.

    What an older version showed goes when it is replaced: it may show the face that was missed.
    """

    __tablename__ = "attachment_cover_chunk"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["attachment_id", "version"],
            ["attachment_cover.attachment_id", "attachment_cover.version"],
        ),
        sa.CheckConstraint(f"length(body) <= {CHUNK_BYTES}", name="small"),
    )

    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes]


class AttachmentCoverThumbnail(Base):
    """A small JPEG of the covered picture, of the newest version only."""

    __tablename__ = "attachment_cover_thumbnail"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["attachment_id", "version"],
            ["attachment_cover.attachment_id", "attachment_cover.version"],
        ),
    )

    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes]


class AttachmentReading(Base):
    """Somebody asked to see what a cover hides; the reading itself needs this row committed.

    It outlives the file, as the journal does, and so refers to it without a foreign key.
    """

    __tablename__ = "attachment_reading"
    __table_args__ = (sa.Index(None, "attachment_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    desk: Mapped[str] = mapped_column(sa.String(128))
    reason: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime] = mapped_column(Moment)
