"""Tables of papers that are drawn at set times; no behaviour."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.papers.rules import PeriodKind
from app.papers.schedules.rules import RunState


class PaperSchedule(Base):
    """A version of a schedule, append-only: the newest one of `schedule_id` in its region holds.

    ``forms`` are ends of file names with commas between.
    """

    __tablename__ = "paper_schedule"
    __table_args__ = (
        one_of("kind", PeriodKind),
        sa.CheckConstraint("minute >= 0 AND minute < 1440", name="minute"),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name="weekday"),
        sa.CheckConstraint("month_day >= 1 AND month_day <= 28", name="month_day"),
        sa.UniqueConstraint("region", "schedule_id", "version"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    schedule_id: Mapped[UUID]
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(code_text(8))
    weekday: Mapped[int]
    month_day: Mapped[int]
    minute: Mapped[int]
    whole: Mapped[bool]
    folder: Mapped[str] = mapped_column(sa.String(64))
    forms: Mapped[str] = mapped_column(code_text(32))
    is_on: Mapped[bool]
    set_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(sa.String(64))


class PaperRun(Base):
    """One time a paper was due: whoever adds its row draws it, and nobody else.

    ``version`` is that of the schedule, ``files`` the names of what was written, a line each, and
    ``error`` what went wrong at the last try.
    """

    __tablename__ = "paper_run"
    __table_args__ = (
        one_of("state", RunState),
        sa.ForeignKeyConstraint(
            ["region", "schedule_id", "version"],
            ["paper_schedule.region", "paper_schedule.schedule_id", "paper_schedule.version"],
        ),
    )

    region: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    schedule_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(code_text(8))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int]
    is_late: Mapped[bool]
    files: Mapped[str] = mapped_column(sa.Text, default="")
    error: Mapped[str] = mapped_column(sa.Text, default="")


class PaperRunAsk(Base):
    """Somebody asks for a paper at once; append-only. The keeper draws it with a run of the same
    moment.
    """

    __tablename__ = "paper_run_ask"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["region", "schedule_id", "version"],
            ["paper_schedule.region", "paper_schedule.schedule_id", "paper_schedule.version"],
        ),
    )

    region: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    schedule_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    version: Mapped[int]
    person_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(sa.String(64))
