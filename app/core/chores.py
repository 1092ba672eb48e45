"""Work that no click starts: chores with a rhythm, done by the one process that holds the lease."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text


class ChoreState(Base):
    """When a chore last ran and how it went."""

    __tablename__ = "chore_state"

    name: Mapped[str] = mapped_column(code_text(64), primary_key=True)
    last_run_at: Mapped[datetime] = mapped_column(Moment)
    last_ok_at: Mapped[datetime | None] = mapped_column(Moment)
    last_result: Mapped[str] = mapped_column(sa.Text)
    last_error: Mapped[str] = mapped_column(sa.Text)


class KeeperLease(Base):
    """Which process does the chores, and until when it may."""

    __tablename__ = "keeper_lease"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(sa.String(200))
    until: Mapped[datetime] = mapped_column(Moment)
