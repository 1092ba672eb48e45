"""Import of outlines: regions that are known get their area, grids are opened with theirs."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.database import Database, Uow, once
from app.core.errors import AppError
from app.core.words import say
from app.exchange.divisions import NamedTwice, OutsideScope
from app.exchange.features import Feature, read_features
from app.exchange.landing import Landed, batches, tell_regions
from app.exchange.mapping import MappingUnknownKey, MappingUnreadable
from app.exchange.report import ImportReport, Rejected, write_rejected
from app.territory.actions.regions import (
    REGION_COLUMNS,
    NoParent,
    RegionRetired,
    outline_values,
    region_values,
)
from app.territory.coordinates import way_to_cgcs2000
from app.territory.geometry import BadOutline, Shape, make_shape
from app.territory.models import Region
from app.territory.models.grids import Grid
from app.territory.models.shapes import Outline
from app.territory.rules import (
    GridKind,
    Tier,
    checked_name,
    is_within,
    parent_of,
    short_name,
    tier_of,
)

BATCH_SHAPES = 500


class CrsMissing(AppError):
    """The coordinate system was not declared; it is never guessed."""

    code = "exchange.crs_missing"


class UnknownCode(AppError):
    """No such region is in the tree, and it is no grid that could be opened; facts: ``region``."""

    code = "exchange.unknown_code"


class UnknownName(AppError):
    """No region, or several, are called so; facts: ``name``, ``count``."""

    code = "exchange.unknown_name"


@dataclass(frozen=True, slots=True)
class OutlineColumns:
    """Which properties of a feature say what it is.

    Attributes:
        code: Property with the region code.
        name: Property with the name; used to find the region where the code is empty.
        within: Region code to look for names in.
    """

    code: str = "code"
    name: str = "name"
    within: str = ""


class _Drawn(NamedTuple):
    code: str
    name: str
    shape: Shape
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


def import_geometry(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    crs: str,
    command_key: UUID,
    columns: OutlineColumns | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Import outlines; the number of a feature takes the place of a line.

    A feature finds its region by code, or by a name that only one region bears. A grid that
    is not there yet is opened below its community. A shape that crosses itself is put right
    and noted, or refused.

    Args:
        database: Where to.
        actor: Needs the right to manage the territory; what lies outside its scope is refused.
        path: GeoJSON, GeoPackage (its first layer) or Shapefile (.shp, with its .dbf).
        crs: Declared coordinate system, see `app.territory.coordinates.system_name`.
        command_key: Made by the caller, once per user action.
        columns: Which properties say what a feature is.
        dry_run: Say what would happen and write nothing.

    Raises:
        NotAllowed: The right is not held anywhere.
        CrsMissing: Nothing was declared.
        UnknownCoordinates: The system is not known.
    """
    actor.require(Right.MANAGE_TERRITORY)
    if not crs.strip():
        raise CrsMissing
    landed = Landed()
    features = _Features(columns or OutlineColumns(), crs, actor)
    with database.reading() as session:
        drawn = list(features.read(session, path, landed))
    for number, batch in enumerate(batches(sorted(drawn), BATCH_SHAPES)):
        if dry_run:
            with database.reading() as session:
                landed.add(_compare(session, batch).landed)
        else:
            with database.writing(actor) as uow:
                done = _land(uow, batch, command_key=uuid5(command_key, f"batch {number}"))
            landed.add(Landed.from_text(done))
    report = landed.report(dry_run=dry_run)
    if not dry_run:
        write_rejected(path, report.rejected)
    return report


class _Features:
    """Features of a file made ready: each with its code and its area in CGCS2000."""

    def __init__(self, columns: OutlineColumns, crs: str, actor: Actor) -> None:
        self._columns = columns
        self._to_cgcs2000 = way_to_cgcs2000(crs)
        self._prefixes = actor.prefixes(Right.MANAGE_TERRITORY)

    def read(self, session: Session, path: Path, landed: Landed) -> Iterator[_Drawn]:
        """Yield what is right by itself; refusals and repairs go to `landed`."""
        found: dict[str, int] = {}
        for feature in read_features(path):
            field = self._columns.code
            try:
                code = self._code(session, feature)
                if code in found:
                    raise NamedTwice(region=code, line=found[code])
                field = self._columns.name
                name = self._name(feature, code)
                field = "geometry"
                shape = self._shape(feature)
            except AppError as error:
                landed.rejected.append(Rejected.because(feature.number, field, error))
                continue
            found[code] = feature.number
            if shape.repaired:
                reason = say("exchange.outline_repaired")
                landed.notes.append(Rejected(feature.number, "geometry", reason))
            yield _Drawn(code, name, shape, feature.number)

    def _code(self, session: Session, feature: Feature) -> str:
        code = feature.properties.get(self._columns.code, "")
        name = feature.properties.get(self._columns.name, "")
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
        name = feature.properties.get(self._columns.name, "")
        if not name and tier_of(code) is Tier.GRID:
            name = f"第{int(code[12:])}网格"
        return checked_name(name) if name else ""

    def _shape(self, feature: Feature) -> Shape:
        import shapely

        if feature.geometry is None:
            raise BadOutline
        flat = shapely.force_2d(feature.geometry)
        return make_shape(shapely.transform(flat, self._to_cgcs2000))


class _Compared(NamedTuple):
    """What a batch means to the database as it is now."""

    opened: list[_Drawn]
    redrawn: list[_Drawn]
    landed: Landed


@once
def _land(uow: Uow, batch: Sequence[_Drawn], *, command_key: UUID) -> str:
    """Write a batch and say what it did, as `Landed` puts it into text."""
    opened, redrawn, landed = _compare(uow.session, batch)
    for drawn in opened:
        values = region_values(drawn.code, drawn.name, GridKind.GENERAL)
        uow.session.add(Region(**dict(zip(REGION_COLUMNS, values, strict=True))))
    uow.session.flush()
    for drawn in opened:
        uow.session.add(Grid(code=drawn.code, kind=GridKind.GENERAL))
        uow.session.add(Outline(code=drawn.code, **outline_values(drawn.shape)))
    for drawn in redrawn:
        uow.session.merge(Outline(code=drawn.code, **outline_values(drawn.shape)))
    uow.session.flush()
    codes = [drawn.code for drawn in (*opened, *redrawn)]
    tell_regions(uow, "exchange.import_geometry", codes, landed)
    return landed.as_text()


def _compare(session: Session, batch: Sequence[_Drawn]) -> _Compared:
    regions, outlines = _there(session, batch)
    compared = _Compared([], [], Landed())
    landed = compared.landed
    for drawn in batch:
        try:
            _check_can_land(drawn.code, regions)
        except AppError as error:
            landed.rejected.append(Rejected.because(drawn.number, "code", error))
            continue
        if drawn.code not in regions:
            compared.opened.append(drawn)
        elif outlines.get(drawn.code) != drawn.shape.wkb:
            compared.redrawn.append(drawn)
            landed.changed += drawn.code in outlines
    landed.new = len(compared.opened) + len(compared.redrawn) - landed.changed
    landed.unchanged = len(batch) - landed.new - landed.changed - len(landed.rejected)
    return compared


def _there(session: Session, batch: Sequence[_Drawn]) -> tuple[dict[str, bool], dict[str, bytes]]:
    """Return which of the regions (and of their parents) are in use, and the outlines."""
    codes = [drawn.code for drawn in batch]
    wanted = {*codes, *filter(None, map(parent_of, codes))}
    regions = sa.select(Region.code, Region.retired_at.is_(None)).where(Region.code.in_(wanted))
    outlines = sa.select(Outline.code, Outline.wkb).where(Outline.code.in_(codes))
    return (
        {code: bool(in_use) for code, in_use in session.execute(regions)},
        dict(session.execute(outlines).all()),
    )


def _check_can_land(code: str, regions: dict[str, bool]) -> None:
    if code in regions:
        if not regions[code]:
            raise RegionRetired(region=code)
        return
    parent = parent_of(code)
    if tier_of(code) is not Tier.GRID or parent is None:
        raise UnknownCode(region=code)
    if parent not in regions:
        raise NoParent(region=code, parent=parent)
    if not regions[parent]:
        raise RegionRetired(region=parent)
