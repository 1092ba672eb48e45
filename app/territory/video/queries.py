"""The register of video stations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.database import has_own_account
from app.core.database.tables import JournalEntry
from app.core.errors import NotFound
from app.territory.models import Region
from app.territory.video.models import VideoStation
from app.territory.video.rules import VideoKind, VideoState, VideoTier

STATIONS_MOST = 5_000
GOOD_FOR = timedelta(seconds=30)
OPENED, ADDRESS_READ, EXPORTED = "video.opened", "video.address_read", "video.exported"
"""What stands in the journal before an address is told."""
_PICTURES = sa.text("SELECT id FROM jz.video_pictures()").columns(id=sa.Uuid())
_ADDRESS = sa.text("SELECT jz.video_address(:asked)")
_ADDRESSES = sa.text("SELECT id, address FROM jz.video_addresses(:place)")


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station.

    Attributes:
        address: Of its stream; "" for none, and until it was asked for (`address_told`).
        has_picture: It has an address that can be opened.
        may_keep: The reader changes it.
        may_watch: The reader opens its picture.
    """

    id: UUID
    code: str
    name: str
    kind: VideoKind
    tier: VideoTier
    region: str
    region_name: str
    point: tuple[float, float] | None
    address: str
    has_picture: bool
    state: VideoState
    may_keep: bool
    may_watch: bool
    version: int


def stations(
    session: Session, actor: Actor, *, region: str = "", gone: bool = False
) -> tuple[StationRow, ...]:
    """Return the stations of an area, by grid and code.

    Args:
        session: To read with.
        actor: Who reads: where they watch cameras, or keep the register.
        region: Part of the area, "" for all of it.
        gone: Also those that are gone.
    """
    prefixes = {*actor.prefixes(Right.WATCH_VIDEO), *actor.prefixes(Right.KEEP_VIDEO)}
    asked = (
        sa.select(VideoStation, Region.name)
        .join(Region, Region.code == VideoStation.region)
        .where(in_regions(VideoStation.region, tuple(prefixes)))
        .order_by(VideoStation.region, VideoStation.code)
        .limit(STATIONS_MOST)
    )
    if region:
        asked = asked.where(in_regions(VideoStation.region, (region,)))
    if not gone:
        asked = asked.where(VideoStation.state != VideoState.GONE)
    pictures = with_picture(session)
    return tuple(_row(actor, pictures, *found) for found in session.execute(asked))


def with_picture(session: Session) -> frozenset[UUID]:
    """Return the stations whose picture can be opened; whoever asks, of those in their reach."""
    if has_own_account(session):
        return frozenset(session.scalars(_PICTURES))
    return frozenset(session.scalars(sa.select(VideoStation.id).where(VideoStation.address != "")))


def address_told(session: Session, actor: Actor, station_id: UUID, *, now: datetime) -> str:
    """Return the address of a station whose picture was opened, or which was asked to be
    changed, within half a minute: that stands in the journal.

    Raises:
        NotFound: This person did neither.
    """
    if has_own_account(session):
        return str(by_door(session, _ADDRESS, asked=station_id)[0][0])
    require_told(session, actor, str(station_id), (OPENED, ADDRESS_READ), now)
    asked = sa.select(VideoStation.address).where(VideoStation.id == station_id)
    return session.scalar(asked) or ""


def with_addresses(
    session: Session, actor: Actor, rows: Iterable[StationRow], place: str, *, now: datetime
) -> tuple[StationRow, ...]:
    """Return stations with their addresses, for a file that stands in the journal already.

    Args:
        session: To read with.
        actor: Who takes the register out.
        rows: The stations.
        place: Region the file is noted for.
        now: The moment.

    Raises:
        NotFound: The journal tells of no such file within half a minute.
    """
    if has_own_account(session):
        known = {row.id: row.address for row in by_door(session, _ADDRESSES, place=place)}
    else:
        require_told(session, actor, place, (EXPORTED,), now)
        asked = sa.select(VideoStation.id, VideoStation.address).where(
            in_regions(VideoStation.region, (place,)),
            in_regions(VideoStation.region, actor.prefixes(Right.KEEP_VIDEO)),
        )
        known = {row.id: row.address for row in session.execute(asked)}
    return tuple(replace(row, address=known.get(row.id, "")) for row in rows)


def by_door(session: Session, door: sa.TextClause, **told: object) -> Sequence[sa.Row[Any]]:
    """Return what a door of the server tells.

    Raises:
        NotFound: It is shut: the journal tells of nothing that opens it.
    """
    try:
        return session.execute(door, told).all()
    except sa.exc.ProgrammingError as error:
        raise NotFound(**told) from error


def require_told(
    session: Session, actor: Actor, subject: str, actions: tuple[str, ...], now: datetime
) -> None:
    """Raise `NotFound` unless the journal tells that this person did one of these to a subject
    within half a minute.
    """
    asked = sa.select(JournalEntry.id).where(
        JournalEntry.subject == subject,
        JournalEntry.person_id == actor.person_id,
        JournalEntry.action.in_(actions),
        JournalEntry.at > now - GOOD_FOR,
    )
    if session.scalars(asked.limit(1)).first() is None:
        raise NotFound(row=subject)


def _row(
    actor: Actor, pictures: frozenset[UUID], row: VideoStation, region_name: str
) -> StationRow:
    may_keep = actor.may_in(Right.KEEP_VIDEO, row.region)
    point = None
    if row.longitude is not None and row.latitude is not None:
        point = (row.longitude, row.latitude)
    return StationRow(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=VideoKind(row.kind),
        tier=VideoTier(row.tier),
        region=row.region,
        region_name=region_name,
        point=point,
        address="",
        has_picture=row.id in pictures,
        state=VideoState(row.state),
        may_keep=may_keep,
        may_watch=actor.may_in(Right.WATCH_VIDEO, row.region),
        version=row.version,
    )
