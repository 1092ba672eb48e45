"""Tables of personal values and of who asked to read them; no behaviour."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import CaseFile
from app.core.database import Base, Moment, code_text


class CasePerson(Base):
    """Who reported a case: the only table that holds personal values of residents."""

    __tablename__ = "case_person"
    __table_args__ = (sa.Index(None, "phone_key"), sa.Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    name: Mapped[str] = mapped_column(sa.String(64))
    phone: Mapped[str] = mapped_column(sa.String(32))
    phone_key: Mapped[str | None] = mapped_column(code_text(64))
    phone_last4: Mapped[str] = mapped_column(code_text(4))
    document_kind: Mapped[str | None] = mapped_column(code_text(32))
    document_number: Mapped[str] = mapped_column(sa.String(32), default="")
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    salt: Mapped[bytes]


class PersonalReading(Base):
    """Somebody asked to read personal values; the reading itself needs this row committed."""

    __tablename__ = "personal_reading"
    __table_args__ = (sa.Index(None, "case_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    person_id: Mapped[UUID | None]
    desk: Mapped[str] = mapped_column(sa.String(128))
    reason: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class CallerReading(Base):
    """Somebody asked what was reported from a number; its cases need this row committed.

    The journal keeps the hash of `phone_key` with `salt`: erase both here and it tells nothing
    any more about the number.
    """

    __tablename__ = "caller_reading"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None]
    phone_key: Mapped[str] = mapped_column(code_text(64))
    salt: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(Moment, index=True)
