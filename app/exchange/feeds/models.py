"""What is kept of feeds: mappings, folders, files that came; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document
from app.exchange.feeds.rules import FileState


class FeedMapping(Base):
    """How files of a sender are read: the TOML text of a mapping, shared by a street's desks."""

    __tablename__ = "feed_mapping"
    __table_args__ = (sa.UniqueConstraint("region", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    region: Mapped[str] = mapped_column(code_text(15))
    body: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[UUID | None]
    author: Mapped[str] = mapped_column(sa.String(64))
    saved_at: Mapped[datetime] = mapped_column(Moment)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Feed(Base):
    """A folder the keeper watches; ``told_until``: up to when its sender was told of changes."""

    __tablename__ = "feed"
    __table_args__ = (sa.UniqueConstraint("folder"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    region: Mapped[str] = mapped_column(code_text(15))
    folder: Mapped[str] = mapped_column(sa.String(60))
    mapping_id: Mapped[UUID] = mapped_column(sa.ForeignKey(FeedMapping.id))
    is_active: Mapped[bool] = mapped_column(default=True)
    tells_back: Mapped[bool] = mapped_column(default=False)
    told_until: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class FeedFile(Base):
    """A file that came: by a folder, or handed in at a desk (then ``feed_id`` is empty).

    ``print`` is the SHA-256 of its bytes. ``report`` holds lists of line, field and reason under
    ``rejected`` and ``notes``, and what is worth knowing of its columns under ``told``.
    """

    __tablename__ = "feed_file"
    __table_args__ = (sa.Index(None, "feed_id", "print"), sa.Index(None, "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    feed_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Feed.id))
    mapping_id: Mapped[UUID] = mapped_column(sa.ForeignKey(FeedMapping.id))
    region: Mapped[str] = mapped_column(code_text(15))
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64), default="")
    name: Mapped[str] = mapped_column(sa.String(255))
    print: Mapped[str] = mapped_column(code_text(64), default="")
    size: Mapped[int] = mapped_column(sa.BigInteger)
    touched: Mapped[str] = mapped_column(code_text(24), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(code_text(16), default=FileState.SEEN)
    wants_stop: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.Text, default="")
    report: Mapped[dict[str, Any]] = mapped_column(document(), default=dict)


class FeedPart(Base):
    """A piece of a file that was handed in at a desk; gone as soon as it is taken in, for it names
    people. Nobody but the service reads it.
    """

    __tablename__ = "feed_part"

    file_id: Mapped[UUID] = mapped_column(sa.ForeignKey(FeedFile.id), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
