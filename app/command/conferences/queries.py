"""The conference log: lists, one in detail with what it said before, and the figures of a month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.models import CaseFile
from app.cases.scope import visible
from app.command.conferences.models import VideoConference, VideoConferenceSeat
from app.command.conferences.rules import (
    ConferenceQuality,
    ConferenceView,
    StationAttendance,
    Turnout,
)
from app.command.incidents.models import Incident
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.paging import Page
from app.territory.video.models import VideoStation
from app.territory.video.rules import VideoKind, VideoState, VideoTier

AT_ONCE, CHOICES_MOST = 80, 400


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """A conference as it is known now.

    Attributes:
        incident: Title of what it belongs to, "" for nothing.
        case_number: The same of a case the reader may see.
        is_corrected: It stands in place of another row.
    """

    id: UUID
    region: str
    held_from: datetime
    held_to: datetime
    host_id: UUID | None
    host: str
    tier: VideoTier
    subject: str
    result: str
    quality: ConferenceQuality
    faults: str
    incident_id: UUID | None
    incident: str
    case_id: UUID | None
    case_number: str
    turnout: Turnout
    person_name: str
    recorded_at: datetime
    is_corrected: bool
    may_correct: bool

    @property
    def minutes(self) -> int:
        """How long it lasted."""
        return round((self.held_to - self.held_from).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """How a station took part."""

    station_id: UUID
    name: str
    attendance: StationAttendance


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """What was written before a correction; `why` and `by` are those of the correction."""

    subject: str
    held_from: datetime
    held_to: datetime
    host: str
    turnout: Turnout
    person_name: str
    recorded_at: datetime
    why: str
    by: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True)
class ConferenceDetail:
    """Who took part, and what was written before, the newest first."""

    id: UUID
    seats: tuple[SeatRow, ...]
    earlier: tuple[EarlierRow, ...]


@dataclass(frozen=True, slots=True)
class ConferenceFigures:
    """A month: how many were held, and how stations took part in all of them together."""

    since: datetime
    held: int
    minutes: int
    turnout: Turnout
    as_of: datetime


@dataclass(frozen=True, slots=True)
class StationChoice:
    """A station that may take part."""

    id: UUID
    name: str
    tier: VideoTier
    region: str


def month_of(day: date, back: int = 0) -> tuple[datetime, datetime]:
    """Return the bounds of the month of a day, or of one so many months before it."""
    at = day.year * 12 + day.month - 1 - back
    first = date(at // 12, at % 12 + 1, 1)
    after = date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return day_begins(first), day_begins(after)


def span_of(view: ConferenceView, now: datetime) -> tuple[datetime, datetime] | None:
    """Return between which moments conferences of a view were held, None for any time."""
    today = local(now).date()
    match view:
        case ConferenceView.MONTH:
            return month_of(today)
        case ConferenceView.LAST_MONTH:
            return month_of(today, 1)
        case ConferenceView.YEAR:
            return day_begins(date(today.year, 1, 1)), day_begins(date(today.year + 1, 1, 1))
        case _:
            return None


def conferences_page(
    session: Session,
    actor: Actor,
    view: ConferenceView,
    *,
    now: datetime,
    text: str = "",
    region: str = "",
    began: tuple[datetime, datetime] | None = None,
    after: tuple[object, ...] | None = None,
    limit: int | None = AT_ONCE,
) -> Page[ConferenceRow]:
    """Return conferences in the reader's reach as they are known now, the latest first; with
    `began` only those that began from one moment to before another.
    """
    asked = _asked(actor, region).where(*_narrowed(view, now), *_began(began))
    if text:
        named = sa.exists().where(
            VideoConferenceSeat.conference_id == VideoConference.id,
            VideoConferenceSeat.station_name.contains(text, autoescape=True),
        )
        columns = (VideoConference.subject, VideoConference.host, VideoConference.result)
        told = (column.contains(text, autoescape=True) for column in columns)
        asked = asked.where(sa.or_(*told, named))
    at = sa.tuple_(VideoConference.held_from, VideoConference.id)
    if after is not None:
        asked = asked.where(at < sa.tuple_(*after))
    asked = asked.order_by(VideoConference.held_from.desc(), VideoConference.id.desc())
    found = session.execute(asked if limit is None else asked.limit(limit + 1)).all()
    shown = found if limit is None else found[:limit]
    rows = tuple(_row(actor, *each) for each in shown)
    more = len(found) > len(shown)
    return Page(rows, (rows[-1].held_from, rows[-1].id) if more else None)


def conference_detail(session: Session, actor: Actor, conference_id: UUID) -> ConferenceDetail:
    """Return who took part and what was written before; of one out of reach nothing."""
    row = session.get(VideoConference, conference_id)
    if row is None or not actor.may_in(Right.READ_COMMAND, row.region):
        return ConferenceDetail(conference_id, (), ())
    asked = (
        sa.select(VideoConferenceSeat)
        .where(VideoConferenceSeat.conference_id == conference_id)
        .order_by(VideoConferenceSeat.station_name)
    )
    seats = tuple(
        SeatRow(seat.station_id, seat.station_name, StationAttendance(seat.attendance))
        for seat in session.scalars(asked)
    )
    earlier = []
    while row.corrects_id is not None:
        old = session.get_one(VideoConference, row.corrects_id)
        earlier.append(_earlier(session, row, old))
        row = old
    return ConferenceDetail(conference_id, seats, tuple(earlier))


def conference_figures(
    session: Session, actor: Actor, *, now: datetime, region: str = "", back: int = 0
) -> ConferenceFigures:
    """Return the figures of the month of a moment, or of one so many months before it."""
    since, until = month_of(local(now).date(), back)
    asked = _asked(actor, region).where(
        VideoConference.held_from >= since, VideoConference.held_from < until
    )
    rows = [_row(actor, *each) for each in session.execute(asked)]
    told = Turnout(
        sum(row.turnout.came for row in rows),
        sum(row.turnout.late for row in rows),
        sum(row.turnout.absent for row in rows),
    )
    return ConferenceFigures(since, len(rows), sum(row.minutes for row in rows), told, now)


def stations_to_choose(session: Session, actor: Actor, region: str) -> tuple[StationChoice, ...]:
    """Return the stations for conferences of an area that are not gone, by region."""
    seen = (*actor.prefixes(Right.WATCH_VIDEO), *actor.prefixes(Right.KEEP_VIDEO))
    asked = (
        sa.select(VideoStation.id, VideoStation.name, VideoStation.tier, VideoStation.region)
        .where(
            VideoStation.kind == VideoKind.STATION,
            VideoStation.state != VideoState.GONE,
            in_regions(VideoStation.region, seen),
            in_regions(VideoStation.region, (region,)),
        )
        .order_by(VideoStation.region, VideoStation.code)
        .limit(CHOICES_MOST)
    )
    return tuple(
        StationChoice(key, name, VideoTier(tier), code)
        for key, name, tier, code in session.execute(asked)
    )


def in_log(actor: Actor, region: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of a row in the reader's reach that no other takes the place of."""
    actor.require(Right.READ_COMMAND)
    later = aliased(VideoConference)
    return (
        in_regions(VideoConference.region, actor.prefixes(Right.READ_COMMAND)),
        in_regions(VideoConference.region, (region,)),
        ~sa.exists().where(later.corrects_id == VideoConference.id),
    )


def _asked(actor: Actor, region: str) -> "sa.Select[Any]":
    """Return what asks for rows that nothing corrects."""
    number = (
        sa.select(CaseFile.number)
        .where(CaseFile.id == VideoConference.case_id, visible(actor))
        .correlate(VideoConference)
        .scalar_subquery()
    )
    return (
        sa.select(
            VideoConference,
            Incident.title,
            number,
            *(_counted(each) for each in StationAttendance),
        )
        .outerjoin(Incident, Incident.id == VideoConference.incident_id)
        .where(*in_log(actor, region))
    )


def _counted(how: StationAttendance) -> "sa.ScalarSelect[int]":
    return (
        sa.select(sa.func.count())
        .where(
            VideoConferenceSeat.conference_id == VideoConference.id,
            VideoConferenceSeat.attendance == how,
        )
        .correlate(VideoConference)
        .scalar_subquery()
    )


def _narrowed(view: ConferenceView, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    if view is ConferenceView.FAULTY:
        return (VideoConference.quality != ConferenceQuality.GOOD,)
    if view is ConferenceView.ABSENT:
        return (
            sa.exists().where(
                VideoConferenceSeat.conference_id == VideoConference.id,
                VideoConferenceSeat.attendance == StationAttendance.ABSENT,
            ),
        )
    return _began(span_of(view, now))


def _began(span: tuple[datetime, datetime] | None) -> tuple[sa.ColumnElement[bool], ...]:
    if span is None:
        return ()
    return (VideoConference.held_from >= span[0], VideoConference.held_from < span[1])


def _row(
    actor: Actor, row: VideoConference, incident: str | None, number: str | None, *counts: int
) -> ConferenceRow:
    return ConferenceRow(
        id=row.id,
        region=row.region,
        held_from=row.held_from,
        held_to=row.held_to,
        host_id=row.host_id,
        host=row.host,
        tier=VideoTier(row.tier),
        subject=row.subject,
        result=row.result,
        quality=ConferenceQuality(row.quality),
        faults=row.faults,
        incident_id=row.incident_id,
        incident=incident or "",
        case_id=row.case_id,
        case_number=number or "",
        turnout=Turnout(*counts),
        person_name=row.person_name,
        recorded_at=row.recorded_at,
        is_corrected=row.corrects_id is not None,
        may_correct=actor.may_in(Right.COMMAND, row.region),
    )


def _earlier(session: Session, row: VideoConference, old: VideoConference) -> EarlierRow:
    asked = (
        sa.select(VideoConferenceSeat.attendance, sa.func.count())
        .where(VideoConferenceSeat.conference_id == old.id)
        .group_by(VideoConferenceSeat.attendance)
    )
    counts: dict[str, int] = dict(session.execute(asked).all())
    return EarlierRow(
        old.subject,
        old.held_from,
        old.held_to,
        old.host,
        Turnout(*(counts.get(each, 0) for each in StationAttendance)),
        old.person_name,
        old.recorded_at,
        row.corrects_why,
        row.person_name,
        row.recorded_at,
    )
