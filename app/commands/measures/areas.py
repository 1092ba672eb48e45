"""The areas of a province: 127,533 grids from a GeoJSON file into a database."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.measures.rows import BenchRow, against, paired, timed
from app.core.actor import console
from app.core.database import Database
from app.core.ids import new_id
from app.core.words import say
from app.exchange.geometry import import_geometry
from app.migrations import migrate
from app.territory.actions.regions import REGION_COLUMNS, region_values
from app.territory.models import Region

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Points = npt.NDArray[np.float64]

GRIDS = 127_533
ACROSS = 360  # grids in a row from west to east
EDGE_POINTS = 9  # along a border: 36 corners a grid, as real ones have
GRIDS_EACH = 5  # of a community
LIMIT_S = 120.0
"""What the import may take where nothing is there to compare it with."""

_WEST, _NORTH, _STEP = 109.7, 25.5, 0.02  # degrees


def made_areas() -> "Points":
    """Return the rings of the grids, GRIDS x 37 x 2 degrees: neighbours share their borders."""
    import numpy as np

    down = -(-GRIDS // ACROSS)
    chance = np.random.default_rng(1)
    across, along = np.meshgrid(np.arange(ACROSS + 1.0), np.arange(down + 1.0))
    corners = np.stack((across, along), axis=-1) + chance.uniform(-0.2, 0.2, (*across.shape, 2))
    flat = _borders(corners[:, :-1], corners[:, 1:], chance)
    steep = _borders(corners[:-1], corners[1:], chance)
    rings = np.concatenate(
        (
            flat[:-1],
            steep[:, 1:],
            _backwards(flat[1:], corners[1:, 1:]),
            _backwards(steep[:, :-1], corners[1:, :-1]),
            corners[:-1, :-1, None],
        ),
        axis=2,
    )
    degrees = rings.reshape(-1, 4 * EDGE_POINTS + 1, 2)[:GRIDS] * (_STEP, -_STEP)
    shifted: Points = np.round(degrees + np.array((_WEST, _NORTH)), 7)
    return shifted


def _borders(starts: "Points", ends: "Points", chance: "np.random.Generator") -> "Points":
    """Return crooked borders without their last point."""
    import numpy as np

    share = np.arange(EDGE_POINTS)[:, None] / EDGE_POINTS
    points = starts[..., None, :] + (ends - starts)[..., None, :] * share
    points[..., 1:, :] += chance.uniform(-0.03, 0.03, points[..., 1:, :].shape)
    return points


def _backwards(borders: "Points", ends: "Points") -> "Points":
    """Return borders from their end to behind their start."""
    import numpy as np

    return np.concatenate((ends[..., None, :], borders[..., :0:-1, :]), axis=-2)


def codes() -> Iterator[str]:
    """Yield the codes of the grids in the order of `made_areas`."""
    for number in range(GRIDS):
        community = number // GRIDS_EACH
        street = community // 100
        yield f"44{street // 100:04d}{street % 100:03d}{community % 100:03d}{number % 5 + 1:03d}"


def write_layer(file: Path) -> None:
    """Write the layer as GeoJSON."""
    import shapely

    shapes = shapely.to_geojson(shapely.polygons(made_areas()))
    with file.open("w", encoding="utf-8") as written:
        written.write('{"type": "FeatureCollection", "features": [\n')
        for number, (code, shape) in enumerate(zip(codes(), shapes, strict=True)):
            told = json.dumps({"code": code, "name": f"第{number + 1}网格"}, ensure_ascii=False)
            comma = ",\n" if number else ""
            feature = f'"type": "Feature", "properties": {told}, "geometry": {shape}'
            written.write(f"{comma}{{{feature}}}")
        written.write("\n]}\n")


def importing(folder: Path, runs: int) -> BenchRow:
    """Measure the import of the layer against `ogr2ogr` writing it into a GeoPackage.

    What is checked, put right, compared with the tree and journaled comes on top. Where no
    ogr2ogr is installed the row says so, and holds the time against `LIMIT_S`.
    """
    source, body = folder / "areas.geojson", _template(folder / "areas-template.db")
    write_layer(source)

    def ours() -> float:
        file = folder / "areas.db"
        file.write_bytes(body)
        database = Database.open(f"sqlite:///{file}")
        try:
            return timed(lambda: _imported(database, source))()
        finally:
            database.dispose()
            file.unlink()

    program = shutil.which("ogr2ogr")
    grids = f"{GRIDS:,}"
    if program is None:
        what = say("lab.areas_alone", grids=grids, limit=f"{LIMIT_S:g}")
        return against(what, [ours() for _ in range(runs)], unit="s", limit=LIMIT_S)
    target = folder / "areas.gpkg"

    def theirs() -> None:
        target.unlink(missing_ok=True)
        subprocess.run([program, "-f", "GPKG", target, source], check=True)  # noqa: S603  found above

    return paired(
        say("lab.areas", grids=grids), ours, timed(theirs), bound=3.0, runs=runs, warm_up=0
    )


def _imported(database: Database, source: Path) -> None:
    report = import_geometry(
        database, console("bench"), source, crs="CGCS2000", command_key=new_id()
    )
    if report.new != GRIDS:
        raise AssertionError(f"{report.new} of {GRIDS} are new, {report.rejected[:3]}")


def _template(file: Path) -> bytes:
    """Return a database file with the tree down to the communities."""
    above = {code[:length] for code in codes() for length in (2, 4, 6, 9, 12)}
    database = Database.open(f"sqlite:///{file}")
    migrate(database)
    rows = (region_values(code, f"区划{code}", None) for code in sorted(above, key=len))
    with database.writing(console("bench")) as uow:
        uow.add_many(Region, [dict(zip(REGION_COLUMNS, row, strict=True)) for row in rows])
    database.dispose()
    body = file.read_bytes()
    file.unlink()
    return body
