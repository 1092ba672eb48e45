"""Tables of transfers between organisations and of files of members; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document, one_of
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.roster.states import LIKELY_FILE, ImportState, TransferSide, TransferState
from app.party.rules import NOTE_MOST, PERSON_MOST


class PartyTransfer(Base):
    """A member is to go from one organisation to another; regions are those of the two."""

    __tablename__ = "party_transfer"
    __table_args__ = (
        one_of("state", TransferState),
        sa.Index(None, "member_id"),
        sa.Index(None, "from_region", "state"),
        sa.Index(None, "to_region", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    member_name: Mapped[str] = mapped_column(sa.String(PERSON_MOST))
    from_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    to_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    from_name: Mapped[str] = mapped_column(sa.String(60))
    to_name: Mapped[str] = mapped_column(sa.String(60))
    from_region: Mapped[str] = mapped_column(code_text(15))
    to_region: Mapped[str] = mapped_column(code_text(15))
    reason: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")
    state: Mapped[str] = mapped_column(code_text(12))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PartyTransferWord(Base):
    """What one side said of a transfer, once; append-only."""

    __tablename__ = "party_transfer_word"
    __table_args__ = (one_of("side", TransferSide),)

    transfer_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyTransfer.id), primary_key=True)
    side: Mapped[str] = mapped_column(code_text(8), primary_key=True)
    is_yes: Mapped[bool]
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")


class PartyImport(Base):
    """A file of members that was looked at, and what came of it."""

    __tablename__ = "party_import"
    __table_args__ = (one_of("state", ImportState), sa.Index(None, "region", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(sa.String(LIKELY_FILE))
    region: Mapped[str] = mapped_column(code_text(15))
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(code_text(12))
    added: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_name: Mapped[str] = mapped_column(sa.String(64), default="")
    kept: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PartyImportRow(Base):
    """What a row of a file did to a member, so that it can be taken back; append-only.

    ``before`` holds the columns of `PartyMember` that were changed as they were, ``filled`` which
    personal values stood empty and were filled; the values themselves stand nowhere twice.
    """

    __tablename__ = "party_import_row"
    __table_args__ = (sa.Index(None, "member_id"),)

    import_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyImport.id), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    is_new: Mapped[bool]
    member_version: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(document())
    filled: Mapped[str] = mapped_column(code_text(64), default="")
