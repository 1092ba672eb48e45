"""Where a message belongs when its file names a region by name, or only a point."""

from dataclasses import replace
from functools import cached_property

import sqlalchemy as sa

from app.core.database import Database
from app.core.errors import AppError
from app.exchange.mapping import CaseMapping, RegionBy
from app.exchange.messages import Message
from app.territory.geometry import GridIndex
from app.territory.models import Region
from app.territory.queries.outlines import grid_index
from app.territory.queries.regions import code_within

COUNTY_DIGITS, STREET_DIGITS = 6, 9


class RegionNameUnclear(AppError):
    """No region is called so, or several are; facts: ``name``, ``count``."""

    code = "exchange.region_name_unclear"


class Placer:
    """Finds the regions of messages, within the county of the centre."""

    def __init__(self, database: Database, mapping: CaseMapping, region: str) -> None:
        self._database = database
        self._mapping = mapping
        self._region = region
        self._found: dict[str, str] = {}

    @property
    def has_work(self) -> bool:
        """Tell whether a message does not say by itself where it belongs."""
        return bool(self._mapping.regions) or self._mapping.region_by is not RegionBy.CODE

    def place(self, message: Message) -> None:
        """Put the code of its region into a message.

        Raises:
            RegionNameUnclear: Its name is not that of one region.
        """
        said = message.intake
        code = self._mapping.regions.get(said.region)
        if code is None and self._mapping.region_by is RegionBy.POINT:
            code = self._at(said.longitude, said.latitude)
        elif code is None and self._mapping.region_by is RegionBy.NAME:
            code = self._named(said.region)
        if code is not None and code != said.region:
            message.intake = replace(said, region=code)
            message.ready = None  # its rows name the place

    def _at(self, longitude: float | None, latitude: float | None) -> str | None:
        """Return the grid a point lies in; the region of the centre takes what lies in none."""
        if longitude is None or latitude is None:
            return None
        return self._grids.find(longitude, latitude)

    def _named(self, name: str) -> str | None:
        if not name or name == self._region:
            return self._region
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> str:
        exact = [code for code, called in self._regions if called == name]
        # What a form calls 桥北社区 is 桥北社区居民委员会 in the register.
        found = exact or [code for code, called in self._regions if called.startswith(name)]
        if len(found) != 1:
            raise RegionNameUnclear(name=name, count=len(found))
        return found[0]

    @cached_property
    def _regions(self) -> list[tuple[str, str]]:
        asked = sa.select(Region.code, Region.name).where(
            code_within(Region.code, self._region[:COUNTY_DIGITS]),
            sa.func.length(Region.code) >= STREET_DIGITS,
            Region.retired_at.is_(None),
        )
        with self._database.reading() as session:
            return [(code, name) for code, name in session.execute(asked)]

    @cached_property
    def _grids(self) -> GridIndex:
        with self._database.reading() as session:
            return grid_index(session, self._region[:COUNTY_DIGITS])
