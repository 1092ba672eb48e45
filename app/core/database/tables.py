"""Tables that belong to no slice: state, change feed, journal, commands done."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.columns import Base, Moment, Xid8, code_text, document


class DatabaseState(Base):
    """The one row that says what this database is.

    ``epoch`` is raised by a restore, so that feed readers notice that time went back;
    ``min_client`` is the oldest schema revision a writing program may know; ``role_tag`` is in
    the names of the login roles on a server, ``jz_<tag>_<login>``.
    """

    __tablename__ = "database_state"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[UUID]
    min_client: Mapped[str] = mapped_column(code_text(8))
    needed_version: Mapped[str] = mapped_column(sa.String(32))
    is_demo: Mapped[bool] = mapped_column(default=False)
    feed_pruned_before: Mapped[datetime | None] = mapped_column(Moment)
    phone_pepper: Mapped[bytes]
    role_tag: Mapped[str] = mapped_column(code_text(16), server_default="")


class ChangeFeed(Base):
    """What each committed transaction touched; written in that transaction."""

    __tablename__ = "change_feed"
    __table_args__ = (
        sa.Index("ix_change_feed_xid_id", "xid", "id"),
        sa.Index(None, "at"),
        {"sqlite_autoincrement": True},  # else pruning the last row lets its id be used again
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
    )
    # Filled by PostgreSQL itself (see the migration); SQLite has one writer and needs none.
    xid: Mapped[int | None] = mapped_column(sa.BigInteger().with_variant(Xid8(), "postgresql"))
    origin: Mapped[str] = mapped_column(code_text(32))
    topic: Mapped[str] = mapped_column(code_text(32))
    key: Mapped[str] = mapped_column(code_text(64))
    region: Mapped[str] = mapped_column(code_text(15))
    at: Mapped[datetime] = mapped_column(Moment)


class JournalEntry(Base):
    """Who did what, when, from which desk: append-only, never a personal value.

    ``serial`` is given by the database in the order of writing; ``digest`` is the SHA-256 of
    all the rest (`app.core.proof.entry_digest`).
    """

    __tablename__ = "journal"
    __table_args__ = (
        sa.Index(None, "subject", "at"),
        sa.Index(None, "person_id", "at"),
        sa.Index(None, "at"),
        {"sqlite_autoincrement": True},  # a serial is never given twice
    )

    serial: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
    )
    id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    desk: Mapped[str] = mapped_column(sa.String(128))
    action: Mapped[str] = mapped_column(code_text(64))
    topic: Mapped[str] = mapped_column(code_text(32))
    subject: Mapped[str] = mapped_column(code_text(64))
    region: Mapped[str] = mapped_column(code_text(15))
    facts: Mapped[dict[str, Any]] = mapped_column(document())
    digest: Mapped[bytes]


class JournalSeal(Base):
    """A block of journal rows, sealed: append-only.

    It covers the serials after ``after_serial`` up to ``last_serial``. ``leaves`` holds serial
    and digest of each row, so that a check can name the one that does not fit; ``root`` is
    their Merkle root, ``previous`` the hash of the seal before (see `app.core.proof`).
    """

    __tablename__ = "journal_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    after_serial: Mapped[int] = mapped_column(sa.BigInteger)
    last_serial: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    root: Mapped[bytes]
    previous: Mapped[bytes]
    hash: Mapped[bytes]
    leaves: Mapped[bytes]


class CommandDone(Base):
    """A user action that has been carried out, so that sending it twice does it once."""

    __tablename__ = "command_done"
    __table_args__ = (sa.Index(None, "at"),)

    key: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(code_text(128))
    asked: Mapped[str] = mapped_column(code_text(4))  # see `once`
    result: Mapped[Any] = mapped_column(document(), nullable=True)
    at: Mapped[datetime] = mapped_column(Moment)


class MaintenanceOrder(Base):
    """The one row that says when maintenance begins, and whether anybody may write meanwhile.

    Without a row nothing was ever announced. ``migrating_until`` is set by a migration, which
    takes it back when it is through; one that was killed lapses at that moment.
    """

    __tablename__ = "maintenance_order"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(sa.String(120))
    begins_at: Mapped[datetime | None] = mapped_column(Moment)
    stops_writing: Mapped[bool]
    author: Mapped[str] = mapped_column(sa.String(64))
    desk: Mapped[str] = mapped_column(sa.String(128))
    announced_at: Mapped[datetime | None] = mapped_column(Moment)
    migrating_by: Mapped[str] = mapped_column(sa.String(200))
    migrating_since: Mapped[datetime | None] = mapped_column(Moment)
    migrating_until: Mapped[datetime | None] = mapped_column(Moment)
