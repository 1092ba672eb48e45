"""Tables of the hall: queues, windows, numbers, appointments. No name and no phone stands here,
but the last four digits of who booked, which nobody reads and a chore removes.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document, one_of, unique_where
from app.services.halls.rules import (
    NAME_MOST,
    NOTE_MOST,
    PLACE_MOST,
    AppointmentState,
    Priority,
    TicketState,
)
from app.territory.models import Region


class ServiceHall(Base):
    """A hall with windows, and what is usual in it.

    ``early_min``: numbers are given so long before it opens. ``days_ahead``, ``late_min``,
    ``keep_days``: how far ahead one may book, how late one may come, how long bookings are kept.
    ``booked_early_min``: so long before a booked time one is called as booked. ``chimes``,
    ``speaks``, ``call_times``: what its screen does when a number is called, and how often.
    """

    __tablename__ = "service_hall"
    __table_args__ = (sa.UniqueConstraint("region", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST))
    early_min: Mapped[int]
    days_ahead: Mapped[int]
    late_min: Mapped[int]
    keep_days: Mapped[int]
    booked_early_min: Mapped[int]
    chimes: Mapped[bool]
    speaks: Mapped[bool]
    call_times: Mapped[int]
    is_active: Mapped[bool]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ServiceQueue(Base):
    """A kind of numbers; ``categories`` are those of the items it takes, none: whatever no other
    queue of the hall takes. ``slot_min`` 0: no appointments.
    """

    __tablename__ = "service_queue"
    __table_args__ = (sa.UniqueConstraint("hall_id", "letter"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hall_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceHall.id))
    region: Mapped[str] = mapped_column(code_text(15))
    letter: Mapped[str] = mapped_column(code_text(1))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    categories: Mapped[Any] = mapped_column(document())
    usual_min: Mapped[int]
    daily_most: Mapped[int | None]
    slot_min: Mapped[int]
    slot_capacity: Mapped[int]
    is_active: Mapped[bool]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ServiceWindow(Base):
    """A window: which letters it takes, and who sits there now."""

    __tablename__ = "service_window"
    __table_args__ = (
        sa.CheckConstraint("is_open OR clerk_id IS NULL", name="closed_is_nobodys"),
        sa.UniqueConstraint("hall_id", "number"),
        sa.UniqueConstraint("clerk_id"),  # who sits here sits nowhere else
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hall_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceHall.id))
    region: Mapped[str] = mapped_column(code_text(15))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    letters: Mapped[str] = mapped_column(code_text(24))
    is_open: Mapped[bool]
    is_active: Mapped[bool]
    clerk_id: Mapped[UUID | None]
    clerk_name: Mapped[str] = mapped_column(sa.String(64))
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ServiceTicket(Base):
    """A number of a day. ``rank`` and ``order_at`` say who is called next; ``for_window_id`` is
    the window somebody was sent on to; ``first_…`` who called first and stays answerable (首问).
    """

    __tablename__ = "service_ticket"
    __table_args__ = (
        one_of("state", TicketState),
        one_of("priority", Priority),
        sa.CheckConstraint("state = 'waiting' OR window_id IS NOT NULL", name="called_somewhere"),
        sa.UniqueConstraint("queue_id", "day", "serial"),
        # A window has one number at a time, whatever its desk believes.
        unique_where("uq_service_ticket_at_window", "window_id", where="state = 'called'"),
        sa.Index(None, "hall_id", "day", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hall_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceHall.id))
    queue_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceQueue.id))
    region: Mapped[str] = mapped_column(code_text(15))
    day: Mapped[date]
    serial: Mapped[int]
    letter: Mapped[str] = mapped_column(code_text(1))
    state: Mapped[str] = mapped_column(code_text(16))
    priority: Mapped[str] = mapped_column(code_text(16))
    rank: Mapped[int]
    order_at: Mapped[datetime] = mapped_column(Moment)
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[UUID | None]
    window_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(ServiceWindow.id))
    for_window_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(ServiceWindow.id))
    called_at: Mapped[datetime | None] = mapped_column(Moment)
    calls: Mapped[int]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    first_id: Mapped[UUID | None]
    first_name: Mapped[str] = mapped_column(sa.String(64))
    item_id: Mapped[UUID | None]
    brought: Mapped[Any] = mapped_column(document())
    note: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    case_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ServiceAppointment(Base):
    """A time somebody booked. ``seat`` is one of the places its slot has, so that no slot holds
    more than it should, however many book at once.
    """

    __tablename__ = "service_appointment"
    __table_args__ = (
        one_of("state", AppointmentState),
        sa.CheckConstraint("(state = 'cancelled') = (seat IS NULL)", name="seat_given_back"),
        sa.UniqueConstraint("queue_id", "day", "minute", "seat"),
        sa.Index(None, "hall_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hall_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceHall.id))
    queue_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceQueue.id))
    region: Mapped[str] = mapped_column(code_text(15))
    day: Mapped[date]
    minute: Mapped[int]
    seat: Mapped[int | None]
    code: Mapped[str] = mapped_column(code_text(6))
    phone_last4: Mapped[str] = mapped_column(code_text(4))
    state: Mapped[str] = mapped_column(code_text(16))
    booked_at: Mapped[datetime] = mapped_column(Moment)
    booked_by: Mapped[UUID | None]
    ticket_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(ServiceTicket.id))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
