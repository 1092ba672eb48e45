"""Tables of calling back: the plan, who is to be called, what was answered, what is excluded from
the rates; no behaviour.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.cases.call_states import CallState, ExclusionReason, ExclusionState
from app.cases.drawing import CallReason
from app.cases.models import CaseFile
from app.core.database import Base, Moment, code_text, document, one_of


class CallPlan(Base):
    """One published version of which finished cases are called back; never edited."""

    __tablename__ = "call_plan"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    author_id: Mapped[UUID | None]
    author: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    body: Mapped[dict[str, Any]] = mapped_column(document())


class CallRound(Base):
    """A finishing of a case, whether it is to be called back, and how far that has got.

    ``ordinal`` is that of the event that finished it: a case that is finished again is drawn
    again. ``serial`` counts the cases under the share in the street.
    """

    __tablename__ = "call_round"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "ordinal"),
        sa.Index(None, "state", "next_at"),
        sa.Index(None, "street", "plan", "share", "serial"),
        one_of("reason", CallReason),
        one_of("state", CallState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    ordinal: Mapped[int]
    region: Mapped[str] = mapped_column(code_text(15))
    street: Mapped[str] = mapped_column(code_text(9))
    plan: Mapped[int]
    share: Mapped[str] = mapped_column(code_text(64))
    serial: Mapped[int]
    drawn_of: Mapped[int]
    drawn: Mapped[int]
    reason: Mapped[str] = mapped_column(code_text(16))
    state: Mapped[str] = mapped_column(code_text(16))
    finished_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CallAnswer(Base):
    """What somebody answered who was called back, with what the rates are told apart by as it was
    then. Never edited; ``reversed_at`` says from when on it does not count any more.
    """

    __tablename__ = "call_answer"
    __table_args__ = (sa.UniqueConstraint("case_id", "ordinal"), sa.Index(None, "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    ordinal: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    region: Mapped[str] = mapped_column(code_text(15))
    source: Mapped[str] = mapped_column(code_text(32))
    category_code: Mapped[str | None] = mapped_column(code_text(12))
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    counts: Mapped[bool]
    is_contacted: Mapped[bool]
    is_in_time: Mapped[bool]
    is_solved: Mapped[bool]
    is_satisfied: Mapped[bool]
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    reversed_at: Mapped[datetime | None] = mapped_column(Moment)


class Exclusion(Base):
    """A case somebody wants left out of the rates (剔除), and the director's decision."""

    __tablename__ = "exclusion"
    __table_args__ = (
        sa.UniqueConstraint("street", "year", "serial"),
        sa.Index(None, "case_id"),
        sa.Index(None, "state", "asked_at"),
        one_of("reason", ExclusionReason),
        one_of("state", ExclusionState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    region: Mapped[str] = mapped_column(code_text(15))
    street: Mapped[str] = mapped_column(code_text(9))
    year: Mapped[int | None]
    serial: Mapped[int | None]  # given when it is granted
    reason: Mapped[str] = mapped_column(code_text(24))
    basis: Mapped[str] = mapped_column(sa.String(500))
    state: Mapped[str] = mapped_column(code_text(16))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    unit_name: Mapped[str] = mapped_column(sa.String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_name: Mapped[str] = mapped_column(sa.String(64), default="")
    decision: Mapped[str] = mapped_column(sa.String(500), default="")
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    lifted_name: Mapped[str] = mapped_column(sa.String(64), default="")
    lifting: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
