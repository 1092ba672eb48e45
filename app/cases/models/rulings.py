"""Tables of final rulings and the precedents they become; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.cases.models import CaseFile, Category
from app.cases.ruling_rules import DisputeClass, PlaceType, PrecedentState
from app.core.database import Base, Moment, code_text, document, one_of


class Ruling(Base):
    """The director's word on who leads a case (终审); append-only, a revision is a row more.

    ``co_units`` are pairs of key and name, as they were called then.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "ordinal"),
        one_of("dispute", DisputeClass),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    ordinal: Mapped[int]
    lead_unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id))
    lead_name: Mapped[str] = mapped_column(sa.String(120))
    co_units: Mapped[list[Any]] = mapped_column(document())
    dispute: Mapped[str] = mapped_column(code_text(16))
    reasons: Mapped[str] = mapped_column(sa.Text)
    basis: Mapped[str] = mapped_column(sa.Text)
    why: Mapped[str] = mapped_column(sa.Text, default="")  # revisions: why it is another now
    returned_count: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class Precedent(Base):
    """A ruling as the whole district may go by it; never removed, only ended with a reason.

    ``desk_region`` is where it was ruled, ``region`` the street the matter lay in, ``words`` what
    it is found by (`app.core.search_words.plain`).
    """

    __tablename__ = "precedent"
    __table_args__ = (
        sa.Index(None, "district", "ruled_at", "id"),
        sa.Index(None, "district", "category_code", "ruled_at"),
        one_of("place_type", PlaceType),
        one_of("dispute", DisputeClass),
        one_of("state", PrecedentState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ruling_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Ruling.id), unique=True)
    district: Mapped[str] = mapped_column(code_text(6))
    desk_region: Mapped[str] = mapped_column(code_text(15))
    region: Mapped[str] = mapped_column(code_text(15))
    category_code: Mapped[str | None] = mapped_column(code_text(12), sa.ForeignKey(Category.code))
    place_type: Mapped[str] = mapped_column(code_text(16))
    matter: Mapped[str] = mapped_column(sa.String(120))
    lead_unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id))
    lead_name: Mapped[str] = mapped_column(sa.String(120))
    co_names: Mapped[str] = mapped_column(sa.Text, default="")
    dispute: Mapped[str] = mapped_column(code_text(16))
    reasons: Mapped[str] = mapped_column(sa.Text)
    basis: Mapped[str] = mapped_column(sa.Text)
    edition: Mapped[int]  # 1 for the first ruling on its case
    ruled_at: Mapped[datetime] = mapped_column(Moment)
    ruled_by: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(code_text(16))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_name: Mapped[str] = mapped_column(sa.String(64), default="")
    ended_why: Mapped[str] = mapped_column(sa.Text, default="")
    words: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
