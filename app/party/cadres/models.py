"""Tables of reserves, posted staff and secondments, and of what was decided of them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.party.cadres.rules import (
    NAME_MOST,
    WORDS_MOST,
    CadreCategory,
    CadreKind,
    CadreStep,
    Grade,
)
from app.party.rules import PERSON_MOST
from app.territory.models import Region


class Cadre(Base):
    """Somebody kept in a reserve, posted here by a department, or sent here by their unit.

    ``home`` is their unit or office, ``post`` what they are, ``talent`` the sort of talent of a
    talent pool. ``region`` is where they are kept, or serve. ``member_id`` is
    who they are in the roster, None for others.
    """

    __tablename__ = "cadre"
    __table_args__ = (
        one_of("kind", CadreKind),
        one_of("category", CadreCategory),
        sa.CheckConstraint("until IS NULL OR until >= since", name="term_ordered"),
        sa.Index(None, "region", "kind"),
        sa.Index(None, "person_name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    kind: Mapped[str] = mapped_column(code_text(16))
    category: Mapped[str] = mapped_column(code_text(16))
    person_name: Mapped[str] = mapped_column(sa.String(PERSON_MOST))
    member_id: Mapped[UUID | None]
    home: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    post: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    talent: Mapped[str] = mapped_column(sa.String(NAME_MOST), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_words: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CadreEvent(Base):
    """A training, an appointment, a nomination, an assessment; append-only."""

    __tablename__ = "cadre_event"
    __table_args__ = (
        one_of("step", CadreStep),
        one_of("grade", Grade),
        sa.Index(None, "cadre_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cadre_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Cadre.id))
    step: Mapped[str] = mapped_column(code_text(16))
    day: Mapped[date]
    grade: Mapped[str | None] = mapped_column(code_text(16))
    words: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)
