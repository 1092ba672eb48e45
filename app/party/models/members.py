"""Tables of members, of their personal values, and of who asked to read those; no behaviour."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person, Unit
from app.core.database import Base, Moment, code_text, one_of
from app.party.models import PartyOrganisation
from app.party.rules import (
    NOTE_MOST,
    PERSON_MOST,
    WORDS_MOST,
    WORKPLACE_MOST,
    Leaving,
    Sex,
    Standing,
)
from app.territory.models import Region


class PartyMember(Base):
    """A member of an organisation; never deleted, since records name them.

    ``region`` is that of the organisation, by which rows are seen; ``grid_code`` is where the
    member lives, None while that is not known. ``joined_precision`` tells how much of ``joined_on``
    is known (see `app.party.roster.days.Precision`), None for all of it. ``skills`` and ``tags``
    hold words, "、" between.
    """

    __tablename__ = "party_member"
    __table_args__ = (
        one_of("sex", Sex),
        one_of("standing", Standing),
        one_of("left_reason", Leaving),
        sa.Index(None, "organisation_id", "pinyin", "id"),
        sa.Index(None, "region", "pinyin", "id"),
        sa.Index(None, "grid_code"),
        sa.Index(None, "pinyin", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(PERSON_MOST))
    pinyin: Mapped[str] = mapped_column(code_text(255))
    initials: Mapped[str] = mapped_column(code_text(PERSON_MOST))
    sex: Mapped[str | None] = mapped_column(code_text(8))
    joined_on: Mapped[date | None]
    joined_precision: Mapped[str | None] = mapped_column(code_text(8))
    standing: Mapped[str] = mapped_column(code_text(16))
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    region: Mapped[str] = mapped_column(code_text(15))
    grid_code: Mapped[str | None] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    workplace: Mapped[str] = mapped_column(sa.String(WORKPLACE_MOST), default="")
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    is_serving: Mapped[bool] = mapped_column(default=False)
    skills: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    tags: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    added_at: Mapped[datetime] = mapped_column(Moment)
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(code_text(16))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PartyMemberPerson(Base):
    """The only table that holds personal values of members besides their name.

    ``document_key`` and ``phone_key`` are keyed hashes for matching without reading.
    """

    __tablename__ = "party_member_person"
    __table_args__ = (sa.Index(None, "document_key"), sa.Index(None, "phone_key"))

    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id), primary_key=True)
    document_kind: Mapped[str | None] = mapped_column(code_text(32))
    document_number: Mapped[str] = mapped_column(sa.String(32), default="")
    document_key: Mapped[str | None] = mapped_column(code_text(64))
    document_last4: Mapped[str] = mapped_column(code_text(4), default="")
    phone: Mapped[str] = mapped_column(sa.String(32), default="")
    phone_key: Mapped[str | None] = mapped_column(code_text(64))
    phone_last4: Mapped[str] = mapped_column(code_text(4), default="")
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    salt: Mapped[bytes]


class PartyMemberReading(Base):
    """Somebody asked to read personal values; the reading itself needs this row committed."""

    __tablename__ = "party_member_reading"
    __table_args__ = (sa.Index(None, "member_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    person_id: Mapped[UUID | None]
    desk: Mapped[str] = mapped_column(sa.String(128))
    reason: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class PartyMembership(Base):
    """A second organisation a member belongs to besides their own (双重隶属)."""

    __tablename__ = "party_membership"
    __table_args__ = (sa.Index(None, "member_id"), sa.Index(None, "organisation_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyOrganisation.id))
    since: Mapped[date]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST), default="")


class MemberAccount(Base):
    """Which account of the centre a member has: what is given out for points is never their own."""

    __tablename__ = "party_member_account"
    __table_args__ = (sa.UniqueConstraint("member_id"),)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(sa.ForeignKey(PartyMember.id))
    linked_at: Mapped[datetime] = mapped_column(Moment)
    linked_name: Mapped[str] = mapped_column(sa.String(64))
