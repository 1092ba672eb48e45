"""Stations are entered and changed; each opening of a picture is journaled."""

from dataclasses import dataclass
from inspect import unwrap
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.territory.models import Region
from app.territory.video.errors import (
    AddressTellsPassword,
    AddressWrong,
    CodeTaken,
    NoPicture,
    StationWrong,
)
from app.territory.video.models import VideoStation
from app.territory.video.queries import ADDRESS_READ, EXPORTED, OPENED, with_picture
from app.territory.video.rules import (
    NAME_MOST,
    VideoKind,
    VideoState,
    VideoTier,
    is_address,
    is_code,
    tells_password,
)


@dataclass(frozen=True, slots=True)
class StationDraft:
    """A station as it is typed.

    Attributes:
        point: CGCS2000 degrees, None where nobody put it on the map.
        address: Of its stream, "" for none.
    """

    code: str
    name: str
    kind: VideoKind
    tier: VideoTier
    region: str
    point: tuple[float, float] | None = None
    address: str = ""
    state: VideoState = VideoState.WORKS


@once
def add_station(uow: Uow, draft: StationDraft, *, command_key: UUID) -> UUID:
    """Enter a station.

    Raises:
        StationWrong: Its name or code is none.
        AddressWrong: Its address is none.
        AddressTellsPassword: Its address has a login in it.
        CodeTaken: Another one has its code.
        NotAllowed: The region is not this person's to keep.
    """
    _check(uow, draft)
    row = VideoStation(id=new_id(), **_values(draft))
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:
        raise CodeTaken(code=draft.code) from error
    _tell(uow, "video.added", row)
    return row.id


@once
def add_stations(
    uow: Uow, drafts: tuple[StationDraft, ...], *, command_key: UUID
) -> tuple[int, tuple[str, ...]]:
    """Enter the stations of a sheet; those whose code or place does not do are left out.

    Returns:
        How many were entered, and the codes of those left out.
    """
    places = {draft.region for draft in drafts}
    known = set(uow.session.scalars(sa.select(Region.code).where(Region.code.in_(places))))
    added, left = 0, []
    for draft in drafts:
        mine = draft.region in known and uow.actor.may_in(Right.KEEP_VIDEO, draft.region)
        if not mine:
            left.append(draft.code)
            continue
        try:
            unwrap(add_station)(uow, draft, command_key=new_id())
        except CodeTaken:
            left.append(draft.code)
        else:
            added += 1
    return added, tuple(left)


@once
def note_export(uow: Uow, count: int, region: str, *, command_key: UUID) -> None:
    """Note in the journal that the register was taken out as a file.

    Raises:
        NotAllowed: This person takes nothing out.
    """
    if not uow.actor.may_in(Right.EXPORT, region) or not uow.actor.may_in(Right.KEEP_VIDEO, region):
        raise NotAllowed(right=Right.EXPORT)
    uow.record(EXPORTED, Topic.VIDEO, region, region=region, count=count)


@once
def change_station(
    uow: Uow, station_id: UUID, draft: StationDraft, seen_version: int, *, command_key: UUID
) -> None:
    """Change a station; one that is gone stays in the register as gone.

    Raises:
        CodeTaken: Another one has its code.
        Conflict: Somebody changed it since.
    """
    row = _held(uow, station_id)
    if not uow.actor.may_in(Right.KEEP_VIDEO, row.region):
        raise NotAllowed(right=Right.KEEP_VIDEO)
    _check(uow, draft)
    if row.version != seen_version:
        raise Conflict(row=station_id)
    try:
        with uow.session.begin_nested():
            for name, value in _values(draft).items():
                setattr(row, name, value)
    except IntegrityError as error:
        raise CodeTaken(code=draft.code) from error
    uow.settle(row)
    _tell(uow, "video.changed", row)


@once
def open_picture(uow: Uow, station_id: UUID, *, command_key: UUID) -> None:
    """Put down that this person opens the picture of a station; where it is had tells
    `app.territory.video.queries.address_told` for half a minute.

    Raises:
        NoPicture: It has no address, or is gone.
        NotAllowed: This person watches no cameras there.
    """
    row = _held(uow, station_id)
    if not uow.actor.may_in(Right.WATCH_VIDEO, row.region):
        raise NotAllowed(right=Right.WATCH_VIDEO)
    if row.id not in with_picture(uow.session) or row.state == VideoState.GONE:
        raise NoPicture
    uow.record(OPENED, Topic.VIDEO, row.id, region=row.region, code=row.code)


@once
def ask_address(uow: Uow, station_id: UUID, *, command_key: UUID) -> None:
    """Put down that this person looks at the address of a station, to change it.

    Raises:
        NotAllowed: This person does not keep the register there.
    """
    row = _held(uow, station_id)
    if not uow.actor.may_in(Right.KEEP_VIDEO, row.region):
        raise NotAllowed(right=Right.KEEP_VIDEO)
    uow.record(ADDRESS_READ, Topic.VIDEO, row.id, region=row.region, code=row.code)


def _held(uow: Uow, station_id: UUID) -> VideoStation:
    row = uow.session.get(VideoStation, station_id, populate_existing=True)
    if row is None:
        raise NotFound(row=station_id)
    return row


def _check(uow: Uow, draft: StationDraft) -> None:
    if not uow.actor.may_in(Right.KEEP_VIDEO, draft.region):
        raise NotAllowed(right=Right.KEEP_VIDEO)
    if not is_code(draft.code.strip()) or not one_line(draft.name):
        raise StationWrong
    if tells_password(draft.address.strip()):
        raise AddressTellsPassword
    if not is_address(draft.address.strip()):
        raise AddressWrong


def _values(draft: StationDraft) -> dict[str, object]:
    longitude, latitude = draft.point or (None, None)
    return {
        "code": draft.code.strip(),
        "name": one_line(draft.name)[:NAME_MOST],
        "kind": draft.kind,
        "tier": draft.tier,
        "region": draft.region,
        "longitude": longitude,
        "latitude": latitude,
        "address": draft.address.strip(),
        "state": draft.state,
    }


def _tell(uow: Uow, action: str, row: VideoStation) -> None:
    uow.record(action, Topic.VIDEO, row.id, region=row.region, code=row.code)
    uow.touched(Topic.VIDEO, row.id, row.region)
