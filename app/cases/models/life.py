"""Tables of what happens to cases: their events, and the numbers given out; no behaviour."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.cases.models import CaseFile
from app.cases.rules import EventKind
from app.core.database import Base, Moment, code_text, document, one_of


class CaseEvent(Base):
    """One step in the life of a case; append-only."""

    __tablename__ = "case_event"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "ordinal"),
        sa.Index(None, "kind", "at"),
        one_of("kind", EventKind),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(code_text(16))
    at: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    unit_name: Mapped[str] = mapped_column(sa.String(64), default="")
    old_state: Mapped[str | None] = mapped_column(code_text(16))
    new_state: Mapped[str] = mapped_column(code_text(16))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(document(), default=dict)


class CaseSerial(Base):
    """The last serial given out by a street on a day."""

    __tablename__ = "case_serial"

    day: Mapped[date] = mapped_column(primary_key=True)
    street: Mapped[str] = mapped_column(code_text(9), primary_key=True)
    last: Mapped[int]
