"""Tables of attachments: facts, body in chunks, thumbnail."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text

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
