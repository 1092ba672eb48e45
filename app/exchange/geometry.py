"""Import of outlines: regions that are known get their area, grids are opened with theirs."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.database import Database, Uow, once
from app.core.errors import AppError
from app.core.words import say
from app.exchange.features import Layer, read_layer
from app.exchange.landing import Landed, batches, tell_regions
from app.exchange.outlines import Drawn, OutlineColumns, Outlines
from app.exchange.report import ImportReport, Rejected, write_rejected
from app.territory.actions.regions import (
    REGION_COLUMNS,
    NoParent,
    RegionRetired,
    outline_values,
    region_values,
)
from app.territory.coordinates import SHIFTED, UnknownCoordinates, shown_system, system_name
from app.territory.geometry import same_outline
from app.territory.models import Region
from app.territory.models.grids import Grid
from app.territory.models.shapes import Outline
from app.territory.queries.outlines import bounds_of
from app.territory.rules import GridKind, Tier, parent_of, tier_of
from app.territory.systems import UNKNOWN_MIDDLE, candidates

AT_ONCE = 500
"""Regions compared with the database and written at a time, all within one transaction."""

Progress = Callable[[int, int], None]


class CrsMissing(AppError):
    """Neither the file nor whoever imports says the coordinate system; it is never guessed.
    Facts: ``name``, ``range``, ``candidates``.
    """

    code = "exchange.crs_missing"


class UnknownCode(AppError):
    """No such region is in the tree, and it is no grid that could be opened; facts: ``region``."""

    code = "exchange.unknown_code"


def import_geometry(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    command_key: UUID,
    crs: str = "",
    columns: OutlineColumns | None = None,
    dry_run: bool = False,
    progress: Progress = lambda _done, _all: None,
) -> ImportReport:
    """Import outlines; the number of a feature takes the place of a line.

    A feature finds its region by code, or by a name that only one region bears. A grid that
    is not there yet is opened below its community. A shape that crosses itself is put right
    and noted, or refused; what is refused stays as it was. All that lands does so in one
    transaction: whatever goes wrong, the layer before stays.

    Args:
        database: Where to.
        actor: Needs the right to manage the territory; what lies outside its scope is refused.
        path: GeoJSON, GeoPackage (its first layer), Shapefile (.shp, with its .dbf) or KML.
        command_key: Made by the caller, once per user action.
        crs: Declared coordinate system, see `app.territory.coordinates.system_name`; where it
            is left out the file must declare it.
        columns: Which properties say what a feature is.
        dry_run: Say what would happen and write nothing.
        progress: Told how many of how many features are ready.

    Raises:
        NotAllowed: The right is not held anywhere.
        CrsMissing: Nothing was declared.
        UnknownCoordinates: The system is not known.
    """
    actor.require(Right.MANAGE_TERRITORY)
    if crs.strip():
        system_name(crs)  # a wrong name is told before a large file is read
    layer = read_layer(path)
    landed = Landed()
    with database.reading() as session:
        system = crs.strip() or layer.crs or _ask(session, path, layer)
        outlines = Outlines(columns or OutlineColumns(), system, actor, landed)
        total = len(layer.features)
        drawn = sorted(outlines.read(session, layer.features, lambda n: progress(n, total)))
    landed.notes += _about(system, layer, declared=bool(crs.strip()))
    if dry_run:
        with database.reading() as session:
            for batch in batches(drawn, AT_ONCE):
                landed.add(_compare(session, batch).landed)
        return landed.report(dry_run=True)
    with database.writing(actor) as uow:
        done = _land(uow, _Cargo(drawn), command_key=command_key)
    landed.add(Landed.from_text(done))
    report = landed.report(dry_run=False)
    write_rejected(path, report.rejected)
    return report


def _ask(session: Session, path: Path, layer: Layer) -> str:
    """Raise what tells whoever imports between which systems they have to find out."""
    import shapely

    shapes = [feature.geometry for feature in layer.features if feature.geometry is not None]
    if not shapes:
        return "CGCS2000"  # nothing to convert
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    here = bounds_of(session, "")
    found = candidates((west, south, east, north), here and (here[0] + here[2]) / 2.0)
    told = f"{west:g}–{east:g}, {south:g}–{north:g}"
    likely = "、".join(found) or say("exchange.no_candidate")
    if UNKNOWN_MIDDLE in likely:
        likely += say("exchange.unknown_middle")
    raise CrsMissing(name=path.name, range=told, candidates=likely)


def _about(system: str, layer: Layer, *, declared: bool) -> list[Rejected]:
    """Return what is to be known of the whole file: line 0."""
    notes = []
    name = system_name(system)
    if not declared and layer.crs:
        notes.append(say("exchange.crs_of_file", crs=shown_system(name)))
    elif layer.crs and not _is_called(layer.crs, name):
        told = {"crs": shown_system(name), "file": shown_system(layer.crs)}
        notes.append(say("exchange.crs_instead", **told))
    if name in SHIFTED:
        notes.append(say("exchange.crs_approximate", crs=name))
    return [Rejected(0, "", note) for note in notes]


def _is_called(declared: str, name: str) -> bool:
    """Tell whether a file declares a system; one that is not known is another."""
    try:
        return system_name(declared) == name
    except UnknownCoordinates:
        return False


class _Cargo:
    """What lands in one action; it stands for itself by a digest where commands are compared."""

    def __init__(self, drawn: Sequence[Drawn]) -> None:
        self.drawn = drawn

    def __repr__(self) -> str:
        digest = hashlib.sha256()
        for one in self.drawn:
            digest.update(f"{one.code} {one.name} {one.number} ".encode())
            digest.update(one.shape.wkb)
        return digest.hexdigest()


class _Compared(NamedTuple):
    """What a batch means to the database as it is now."""

    opened: list[Drawn]
    outlined: list[Drawn]
    redrawn: list[Drawn]
    landed: Landed


@once
def _land(uow: Uow, cargo: _Cargo, *, command_key: UUID) -> str:
    """Write all of it and say what it did, as `Landed` puts it into text."""
    landed = Landed()
    codes: list[str] = []
    for batch in batches(cargo.drawn, AT_ONCE):
        compared = _compare(uow.session, batch)
        _write(uow, compared)
        landed.add(compared.landed)
        codes += [one.code for one in (*compared.opened, *compared.outlined, *compared.redrawn)]
    tell_regions(uow, "exchange.import_geometry", sorted(codes), landed)
    return landed.as_text()


def _write(uow: Uow, compared: _Compared) -> None:
    opened = [region_values(one.code, one.name, GridKind.GENERAL) for one in compared.opened]
    uow.add_many(Region, [dict(zip(REGION_COLUMNS, values, strict=True)) for values in opened])
    totals = {"households": 0, "population": 0, "version": 1}
    grids = [{"code": one.code, "kind": GridKind.GENERAL} for one in compared.opened]
    uow.add_many(Grid, grids, totals)
    uow.add_many(Outline, [_outline(one) for one in (*compared.opened, *compared.outlined)])
    if compared.redrawn:
        uow.session.execute(sa.update(Outline), [_outline(one) for one in compared.redrawn])


def _outline(drawn: Drawn) -> dict[str, object]:
    return {"code": drawn.code, **outline_values(drawn.shape)}


def _compare(session: Session, batch: Sequence[Drawn]) -> _Compared:
    regions, outlines = _there(session, batch)
    compared = _Compared([], [], [], Landed())
    landed = compared.landed
    for drawn in batch:
        try:
            _check_can_land(drawn.code, regions)
        except AppError as error:
            landed.rejected.append(Rejected.because(drawn.number, "code", error))
            continue
        if drawn.code not in regions:
            compared.opened.append(drawn)
        elif drawn.code not in outlines:
            compared.outlined.append(drawn)
        elif not same_outline(outlines[drawn.code], drawn.shape.wkb):
            compared.redrawn.append(drawn)
    landed.new = len(compared.opened) + len(compared.outlined)
    landed.changed = len(compared.redrawn)
    landed.unchanged = len(batch) - landed.new - landed.changed - len(landed.rejected)
    return compared


def _there(session: Session, batch: Sequence[Drawn]) -> tuple[dict[str, bool], dict[str, bytes]]:
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
