"""What a machine knows of its street: regions, map, names of places, kinds, calendar.

It is asked for when the machine starts and kept in its memory: all of it is what every resident
knows anyway, so a report can be typed in while the server is away.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import Category
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.calendar_json import from_json
from app.core.calendar_store import CalendarVersion
from app.core.database import has_own_account
from app.kiosk.actions import regions_of
from app.territory.geometry import lines, rings
from app.territory.models import Region
from app.territory.models.places import Place
from app.territory.models.shapes import MapLine, Outline
from app.territory.queries import LineRow, OutlineRow
from app.territory.queries.regions import code_within
from app.territory.rules import LineKind, PlaceKind, PlaceSource, Tier

STREET_DIGITS = 9
_CALENDAR = sa.text("SELECT number, published_at, body FROM jz.work_calendar()")


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """The street, a community or a grid of it."""

    code: str
    name: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A compound, building, market … as somebody entered it; CGCS2000 degrees."""

    name: str
    kind: PlaceKind
    region: str
    longitude: float
    latitude: float
    initials: str


@dataclass(frozen=True, slots=True)
class KioskGround:
    """What a machine knows of where it stands.

    Attributes:
        regions: By code, the street first.
        outlines: Of its grids.
        map_lines: Roads and rivers.
        places: Names, by their pinyin.
        kinds: Codes of the kinds of case there are.
        calendar: Working days and hours, None where none was published.
        raw: All of it as it is kept for a start without the server.
    """

    regions: tuple[KnownRegion, ...]
    outlines: tuple[OutlineRow, ...]
    map_lines: tuple[LineRow, ...]
    places: tuple[KnownPlace, ...]
    kinds: frozenset[str]
    calendar: WorkCalendar | None
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def street(self) -> KnownRegion | None:
        """Return the street the machine stands in."""
        return next((each for each in self.regions if each.tier is Tier.STREET), None)

    @property
    def communities(self) -> tuple[KnownRegion, ...]:
        """Return its communities."""
        return tuple(each for each in self.regions if each.tier is Tier.COMMUNITY)

    def name_of(self, code: str) -> str:
        """Return the name of a region, "" for one of elsewhere."""
        return next((each.name for each in self.regions if each.code == code), "")


def ground_of(session: Session, actor: Actor) -> KioskGround:
    """Return what a machine knows of its street."""
    asked = _Doors(session) if has_own_account(session) else _Tables(session, actor)
    version = asked.calendar()
    return ground_from(
        {
            "regions": [list(row) for row in asked.regions()],
            "outlines": [[*row[:3], _packed(row[3]), *row[4:]] for row in asked.outlines()],
            "lines": [[str(row[0]), *row[1:3], _packed(row[3])] for row in asked.lines()],
            "places": [list(row) for row in asked.places()],
            "kinds": [code for (code,) in asked.kinds()],
            "calendar": [version[0], version[1].isoformat(), version[2]] if version else None,
        }
    )


def ground_from(raw: dict[str, Any]) -> KioskGround:
    """Return the same of rows as they are kept."""
    return KioskGround(
        tuple(KnownRegion(code, name, Tier(tier)) for code, name, tier in raw["regions"]),
        tuple(
            OutlineRow(code, name, kind, rings(b64decode(wkb)), (x, y))
            for code, name, kind, wkb, x, y in raw["outlines"]
        ),
        tuple(
            LineRow(UUID(key), LineKind(kind), name, lines(b64decode(wkb)))
            for key, kind, name, wkb in raw["lines"]
        ),
        tuple(
            KnownPlace(name, PlaceKind(kind), region, x, y, initials)
            for name, kind, region, x, y, initials in raw["places"]
        ),
        frozenset(raw["kinds"]),
        _calendar(*raw["calendar"]) if raw["calendar"] else None,
        raw,
    )


def _packed(wkb: Any) -> str:
    return b64encode(bytes(wkb)).decode()


def _calendar(number: int, published_at: str, body: str) -> WorkCalendar:
    return WorkCalendar(number, from_json(body), datetime.fromisoformat(published_at))


class _Doors:
    """On a shared server: what the doors of machines tell (`kiosk.sql`)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def regions(self) -> Any:
        return self._ask("regions")

    def outlines(self) -> Any:
        return self._ask("outlines")

    def lines(self) -> Any:
        return self._ask("lines", id=sa.Uuid())

    def places(self) -> Any:
        return self._ask("places")

    def kinds(self) -> Any:
        return self._ask("kinds")

    def calendar(self) -> Any:
        return self._session.execute(_CALENDAR).one_or_none()

    def _ask(self, what: str, **columns: Any) -> Any:
        asked: Any = sa.text(f"SELECT * FROM jz.kiosk_{what}()")  # noqa: S608  names of ours
        return self._session.execute(asked.columns(**columns) if columns else asked).all()


class _Tables:
    """In an embedded database: the same of the tables themselves."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._near = regions_of(actor)

    def regions(self) -> Any:
        asked = sa.select(Region.code, Region.name, Region.tier)
        return self._all(asked.where(self._here(Region.code), Region.retired_at.is_(None)))

    def outlines(self) -> Any:
        asked: Any = sa.select(
            Outline.code,
            Region.name,
            Region.kind,
            Outline.wkb,
            Outline.centre_longitude,
            Outline.centre_latitude,
        )
        asked = asked.join(Region, Region.code == Outline.code).where(
            self._here(Outline.code), Region.tier == Tier.GRID, Region.retired_at.is_(None)
        )
        return self._all(asked.order_by(Outline.code))

    def lines(self) -> Any:
        asked = sa.select(MapLine.id, MapLine.kind, MapLine.name, MapLine.wkb)
        return self._all(
            asked.where(self._here(MapLine.region_code)).order_by(MapLine.name, MapLine.id)
        )

    def places(self) -> Any:
        asked: Any = sa.select(
            Place.name,
            Place.kind,
            Place.region_code,
            Place.longitude,
            Place.latitude,
            Place.initials,
        )
        known = (Place.source != PlaceSource.LEARNED, Place.former_name_of.is_(None))
        asked = asked.where(self._here(Place.region_code), *known)
        return self._all(asked.order_by(Place.pinyin, Place.id))

    def kinds(self) -> Any:
        active = (Category.is_active.is_(True), Category.parent_code.is_not(None))
        return self._all(sa.select(Category.code).where(*active))

    def calendar(self) -> Any:
        table = CalendarVersion
        asked = sa.select(table.number, table.published_at, table.body)
        return self._session.execute(asked.order_by(table.number.desc()).limit(1)).one_or_none()

    def _here(self, column: Any) -> sa.ColumnElement[bool]:
        return sa.or_(sa.false(), *(code_within(column, each) for each in self._near))

    def _all(self, asked: Any) -> Any:
        return self._session.execute(asked).all()
