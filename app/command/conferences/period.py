"""Conferences of a period as briefings count them, and the rows behind each number."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.command.conferences.models import VideoConference, VideoConferenceSeat
from app.command.conferences.queries import in_log
from app.command.conferences.rules import StationAttendance
from app.core.actor import Actor


@dataclass(frozen=True, slots=True)
class LogWanted:
    """Conferences of a region that began in a period (aware, its end not included)."""

    region: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A conference that was held, or a station that was there, late or not.

    Attributes:
        key: Tells it from others; of a seat made of its conference and its station.
        where: Who held it, or the station.
    """

    key: UUID
    held_from: datetime
    subject: str
    where: str


def count_log(session: Session, actor: Actor, wanted: LogWanted) -> tuple[int, int, int]:
    """Return how many were held, how many seats were filled, late or not, and how many there
    were to fill.
    """
    held = sa.select(VideoConference.id).where(*_began(actor, wanted)).subquery()
    absent = StationAttendance.ABSENT
    filled = sa.func.sum(sa.case((VideoConferenceSeat.attendance == absent, 0), else_=1))
    seats = (
        sa.select(sa.func.coalesce(filled, 0), sa.func.count())
        .select_from(VideoConferenceSeat)
        .join(held, held.c.id == VideoConferenceSeat.conference_id)
    )
    there, all_ = session.execute(seats).one()
    return session.scalar(sa.select(sa.func.count()).select_from(held)) or 0, int(there), all_


def held_rows(session: Session, actor: Actor, wanted: LogWanted, most: int) -> tuple[HeldRow, ...]:
    """Return the conferences that are counted, the latest first."""
    asked = (
        sa.select(VideoConference)
        .where(*_began(actor, wanted))
        .order_by(VideoConference.held_from.desc(), VideoConference.id)
        .limit(most)
    )
    return tuple(
        HeldRow(row.id, row.held_from, row.subject, row.host) for row in session.scalars(asked)
    )


def attended_rows(
    session: Session, actor: Actor, wanted: LogWanted, most: int
) -> tuple[HeldRow, ...]:
    """Return the seats that were filled, those of the latest conference first."""
    seat = VideoConferenceSeat
    asked = (
        sa.select(VideoConference, seat.station_id, seat.station_name)
        .join(seat, seat.conference_id == VideoConference.id)
        .where(*_began(actor, wanted), seat.attendance != StationAttendance.ABSENT)
        .order_by(VideoConference.held_from.desc(), VideoConference.id, seat.station_name)
        .limit(most)
    )
    return tuple(
        HeldRow(uuid5(row.id, str(station)), row.held_from, row.subject, name)
        for row, station, name in session.execute(asked)
    )


def _began(actor: Actor, wanted: LogWanted) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        *in_log(actor, wanted.region),
        VideoConference.held_from >= wanted.since,
        VideoConference.held_from < wanted.until,
    )
