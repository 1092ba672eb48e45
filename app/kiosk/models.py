"""What machines hand in and ask, how they are and how they look; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import CaseFile
from app.core.database import Base, Moment, code_text, document, one_of
from app.kiosk.rules import InboxKind, KioskContent, PrinterTrouble


class KioskMessage(Base):
    """A message that waits to be taken into the queue; it goes from here when it is.

    ``slot`` is one of the places its minute has (`app.kiosk.rules.first_slot`). ``told_at`` is
    when it was typed in, where the machine could not hand it in at once.
    """

    __tablename__ = "kiosk_message"
    __table_args__ = (sa.UniqueConstraint("person_id", "slot"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    slot: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    receipt_code: Mapped[str] = mapped_column(code_text(8), unique=True)
    region: Mapped[str] = mapped_column(code_text(15))
    text: Mapped[str] = mapped_column(sa.Text)
    place: Mapped[str] = mapped_column(sa.String(200))
    reporter_name: Mapped[str] = mapped_column(sa.String(64))
    reporter_phone: Mapped[str] = mapped_column(sa.String(32))
    category_code: Mapped[str | None] = mapped_column(code_text(12))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    wants_call: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    photo: Mapped[bytes | None]


class KioskAsking(Base):
    """Somebody asked how a case stands; the answer needs this row committed.

    ``guess`` is what was given beside the code (`app.kiosk.rules.guess_of`).
    """

    __tablename__ = "kiosk_asking"
    __table_args__ = (sa.UniqueConstraint("person_id", "slot"), sa.Index(None, "code", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    slot: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    code: Mapped[str] = mapped_column(code_text(22))
    guess: Mapped[str] = mapped_column(code_text(64))


class KioskRating(Base):
    """What somebody thinks of a case, until the keeper has put it to the case.

    It names the asking the case was found by; which case that was only the keeper finds out.
    ``contacted`` and the two after it are None where nothing but a call was asked for.
    """

    __tablename__ = "kiosk_rating"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "slot"),
        sa.UniqueConstraint("asking_id"),
        one_of("satisfaction", KioskContent),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    slot: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    asking_id: Mapped[UUID]
    contacted: Mapped[bool | None]
    solved: Mapped[bool | None]
    satisfaction: Mapped[str | None] = mapped_column(code_text(16))
    words: Mapped[str] = mapped_column(sa.String(500))
    wants_call: Mapped[bool]


class KioskRefused(Base):
    """A row of the inbox no case could be made of, or that could not be put to its case; it stays
    where it is and keeps no other waiting. ``why`` is the code of an error.
    """

    __tablename__ = "kiosk_refused"
    __table_args__ = (one_of("kind", InboxKind),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text(16))
    at: Mapped[datetime] = mapped_column(Moment)
    region: Mapped[str] = mapped_column(code_text(15))
    receipt_code: Mapped[str] = mapped_column(code_text(8))
    why: Mapped[str] = mapped_column(code_text(64))


class KioskReply(Base):
    """What the centre answers whoever reported a case, written to be read by them; append-only."""

    __tablename__ = "kiosk_reply"
    __table_args__ = (sa.Index(None, "case_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str] = mapped_column(sa.String(1000))


class KioskState(Base):
    """How a machine is, as it last said so itself."""

    __tablename__ = "kiosk_state"
    __table_args__ = (one_of("trouble", PrinterTrouble),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[str] = mapped_column(sa.String(32))
    waiting: Mapped[int]
    trouble: Mapped[str] = mapped_column(code_text(16))


class KioskLook(Base):
    """What the machines of a street show, and the code by which staff leave them; a row a street.

    ``body`` is what `app.kiosk.looks` reads; ``staff_secret`` is a hash.
    """

    __tablename__ = "kiosk_look"

    region: Mapped[str] = mapped_column(code_text(9), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(document())
    staff_secret: Mapped[str] = mapped_column(sa.String(200))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
