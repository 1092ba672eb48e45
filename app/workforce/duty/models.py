"""Tables of duty."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.core.database import Base, Moment, code_text, one_of, unique_where
from app.territory.models import Region
from app.workforce.duty.rules import NOTE_MOST, WORDS_MOST, DutyPost, SwapState


class DutyShift(Base):
    """Somebody is on duty from a moment to another; nobody twice at once, says the database.

    Attributes:
        region: Code of the street or district whose centre it is.
        dropped_at: When it was taken off the roster, None for not.
    """

    __tablename__ = "duty_shift"
    __table_args__ = (
        one_of("post", DutyPost),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index(None, "region", "starts_at"),
        sa.Index(None, "person_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    post: Mapped[str] = mapped_column(code_text(16))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id))
    person_name: Mapped[str] = mapped_column(sa.String(64))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class DutySwap(Base):
    """Whoever is on duty asks somebody else to take it, against a shift of theirs or none."""

    __tablename__ = "duty_swap"
    __table_args__ = (
        one_of("state", SwapState),
        unique_where("ix_duty_swap_open", "shift_id", where="state = 'asked'"),
        sa.Index(None, "to_id"),
        sa.Index(None, "from_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(sa.ForeignKey(DutyShift.id))
    other_shift_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(DutyShift.id))
    from_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id))
    from_name: Mapped[str] = mapped_column(sa.String(64))
    to_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id))
    to_name: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    state: Mapped[str] = mapped_column(code_text(16))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class DutyNote(Base):
    """What whoever goes off duty leaves to whoever comes; taken over once."""

    __tablename__ = "duty_note"
    __table_args__ = (sa.Index(None, "shift_id"), sa.Index(None, "region", "written_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    shift_id: Mapped[UUID] = mapped_column(sa.ForeignKey(DutyShift.id))
    words: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    written_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
