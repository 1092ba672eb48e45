"""Tables of what may be one matter: likely pairs, and what comes back at a place; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.family_states import PairState, RecurrenceState
from app.cases.models import CaseFile, Category
from app.core.database import Base, Moment, code_text, document, one_of


class LikelyPair(Base):
    """Two cases that are likely one matter, or that somebody said are not.

    ``first_id`` is the lesser key of the two, so that a pair stands here once. ``facts`` says
    what speaks for it, as `app.cases.likeness.Likeness.as_facts` tells it.
    """

    __tablename__ = "likely_pair"
    __table_args__ = (
        sa.Index(None, "second_id"),
        one_of("state", PairState),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
    )

    first_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
    second_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
    state: Mapped[str] = mapped_column(code_text(16))
    score: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(document())
    at: Mapped[datetime] = mapped_column(Moment)
    person_name: Mapped[str] = mapped_column(sa.String(64), default="")


class Recurrence(Base):
    """The same kind of matter that comes back within a circle: it is proposed to act before
    somebody complains again (未诉先办).

    ``region`` is that of its latest case, ``case_id`` the case that was made of it.
    """

    __tablename__ = "recurrence"
    __table_args__ = (
        sa.Index(None, "state", "last_at"),
        sa.Index(None, "category_code", "last_at"),
        one_of("state", RecurrenceState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    category_code: Mapped[str] = mapped_column(code_text(12), sa.ForeignKey(Category.code))
    region: Mapped[str] = mapped_column(code_text(15))
    longitude: Mapped[float]
    latitude: Mapped[float]
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(code_text(16))
    found_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_name: Mapped[str] = mapped_column(sa.String(64), default="")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(CaseFile.id))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class RecurrenceCase(Base):
    """A case that a recurrence was seen from."""

    __tablename__ = "recurrence_case"
    __table_args__ = (sa.Index(None, "case_id"),)

    recurrence_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Recurrence.id), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
