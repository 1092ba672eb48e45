"""Features of a map file made ready to land: each with its region code and its area in CGCS2000."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.errors import AppError
from app.core.words import say
from app.exchange.divisions import NamedTwice, OutsideScope
from app.exchange.features import Feature
from app.exchange.landing import Landed, batches
from app.exchange.mapping_files import MappingUnknownKey, MappingUnreadable
from app.exchange.oversized import MOST_VERTICES
from app.exchange.report import Rejected
from app.territory.coordinates import OutsideChina, way_to_cgcs2000
from app.territory.geometry import BadOutline, Shape, make_shapes
from app.territory.models import Region
from app.territory.rules import Tier, checked_name, is_within, short_name, tier_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Points = npt.NDArray[np.float64]

AT_ONCE = 2_000
"""Features whose shapes are converted and checked together."""

_ALSO_CALLED = {
    "code": ("代码", "编码", "网格编码", "区划代码", "bgcode"),
    "name": ("名称", "网格名称", "区划名称", "bgname"),
}


class UnknownName(AppError):
    """No region, or several, are called so; facts: ``name``, ``count``."""

    code = "exchange.unknown_name"


class NoGeometry(AppError):
    """A feature without a shape, or with one that cannot be understood."""

    code = "exchange.no_geometry"


class TooManyVertices(AppError):
    """A shape that takes minutes to check; facts: ``count``, ``most``."""

    code = "exchange.too_many_vertices"


@dataclass(frozen=True, slots=True)
class OutlineColumns:
    """Which properties of a feature say what it is.

    Attributes:
        code: Property with the region code; where a file has none called ``code``, the usual
            Chinese names are looked for.
        name: Property with the name; used to find the region where the code is empty.
        within: Region code to look for names in.
    """

    code: str = "code"
    name: str = "name"
    within: str = ""


class Drawn(NamedTuple):
    """A feature that is right by itself."""

    code: str
    name: str
    shape: Shape
    number: int


class _Told(NamedTuple):
    """A feature whose region is known and whose shape is still to be looked at."""

    code: str
    name: str
    geometry: "BaseGeometry"
    number: int


def outline_columns(path: Path) -> OutlineColumns:
    """Read a mapping file: ``code``, ``name`` and ``within`` at its top level.

    Raises:
        MappingUnreadable: It cannot be read as TOML.
        MappingUnknownKey: It says something else.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingUnreadable(file=path.name, why=str(error)) from error
    known = OutlineColumns.__slots__
    for key in written:
        if key not in known:
            raise MappingUnknownKey(file=path.name, key=key, known="、".join(known))
    return OutlineColumns(**{key: str(value) for key, value in written.items()})


class Outlines:
    """Reads features one after the other; refusals and repairs go to `landed`."""

    def __init__(self, columns: OutlineColumns, crs: str, actor: Actor, landed: Landed) -> None:
        self._columns = columns
        self._way = way_to_cgcs2000(crs)
        self._prefixes = actor.prefixes(Right.MANAGE_TERRITORY)
        self._landed = landed
        self._found: dict[str, int] = {}

    def read(
        self,
        session: Session,
        features: Sequence[Feature],
        progress: Callable[[int], None] = lambda _done: None,
    ) -> Iterator[Drawn]:
        """Yield what is right by itself."""
        done = 0
        for batch in batches(features, AT_ONCE):
            told = [kept for feature in batch if (kept := self._told(session, feature))]
            yield from self._drawn(told)
            done += len(batch)
            progress(done)

    def _told(self, session: Session, feature: Feature) -> _Told | None:
        """Return whose area it is, None where it is refused."""
        field = self._columns.code
        try:
            code = self._code(session, feature)
            if code in self._found:
                raise NamedTwice(region=code, line=self._found[code])
            field = self._columns.name
            name = self._name(feature, code)
            field = "geometry"
            geometry = _checked(feature)
        except AppError as error:
            self._refuse(feature.number, field, error)
            return None
        self._found[code] = feature.number
        return _Told(code, name, geometry, feature.number)

    def _drawn(self, told: Sequence[_Told]) -> Iterator[Drawn]:
        """Yield those whose area lies in China; all at once where nothing is wrong."""
        if not told:
            return
        try:
            moved = self._moved([kept.geometry for kept in told])
        except OutsideChina:
            told, moved = self._moved_one_by_one(told)
        if not told:
            return
        for kept, shape in zip(told, make_shapes(moved), strict=True):
            if shape is None:
                self._refuse(kept.number, "geometry", BadOutline())
                continue
            if shape.fault is not None:
                self._note(kept.number, say("exchange.outline_repaired", fault=shape.fault))
            yield Drawn(kept.code, kept.name, shape, kept.number)

    def _moved_one_by_one(self, told: Sequence[_Told]) -> "tuple[list[_Told], list[BaseGeometry]]":
        kept, moved = [], []
        for one in told:
            try:
                moved.append(self._moved_or_turned(one))
            except AppError as error:
                self._refuse(one.number, "geometry", error)
            else:
                kept.append(one)
        return kept, moved

    def _moved_or_turned(self, told: _Told) -> "BaseGeometry":
        """Return the area in CGCS2000, also where the two numbers of its points are swapped:
        in China no latitude is a longitude, and no northing an easting.
        """
        try:
            return self._moved([told.geometry])[0]
        except OutsideChina:
            moved = self._moved([told.geometry], turned=True)[0]
        self._note(told.number, say("exchange.axes_swapped"))
        return moved

    def _moved(
        self, geometries: "list[BaseGeometry]", *, turned: bool = False
    ) -> "list[BaseGeometry]":
        import numpy as np
        import shapely

        flat = shapely.force_2d(np.array(geometries, dtype=object))
        way = (lambda points: self._way(points[:, ::-1])) if turned else self._way
        return list(shapely.transform(flat, way))

    def _refuse(self, number: int, field: str, error: AppError) -> None:
        self._landed.rejected.append(Rejected.because(number, field, error))

    def _note(self, number: int, reason: str) -> None:
        self._landed.notes.append(Rejected(number, "geometry", reason))

    def _code(self, session: Session, feature: Feature) -> str:
        code = _value(feature.properties, "code", self._columns.code)
        name = _value(feature.properties, "name", self._columns.name)
        if name and not code:
            code = self._code_of(session, name)
        tier_of(code)
        if not is_within(code, self._prefixes):
            raise OutsideScope(region=code)
        return code

    def _code_of(self, session: Session, name: str) -> str:
        stmt = sa.select(Region.code, Region.name).where(
            Region.name.startswith(name, autoescape=True),
            Region.code.startswith(self._columns.within, autoescape=True),
            Region.retired_at.is_(None),
        )
        called_so = [
            code for code, full in session.execute(stmt) if name in {full, short_name(full)}
        ]
        if len(called_so) != 1:
            raise UnknownName(name=name, count=len(called_so))
        return called_so[0]

    def _name(self, feature: Feature, code: str) -> str:
        name = _value(feature.properties, "name", self._columns.name)
        if not name and tier_of(code) is Tier.GRID:
            name = say("exchange.grid_name", number=int(code[12:]))
        return checked_name(name) if name else ""


def _value(properties: Mapping[str, str], what: str, column: str) -> str:
    """Return a property; where nothing else was said it may also be called in the usual ways."""
    if column in properties or column != what:
        return properties.get(column, "")
    wanted = (what, *_ALSO_CALLED[what])
    return next((text for key, text in properties.items() if key.lower() in wanted), "")


def _checked(feature: Feature) -> "BaseGeometry":
    import shapely

    geometry = feature.geometry
    count = feature.oversized or int(shapely.get_num_coordinates(geometry))
    if count > MOST_VERTICES:
        raise TooManyVertices(count=count, most=MOST_VERTICES)
    if geometry is None:
        raise NoGeometry
    return geometry
