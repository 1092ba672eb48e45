"""Areas as an ESRI Shapefile: .shp and .shx, .dbf in UTF-8 with its .cpg, and .prj.

Written here and not by a library, as it is read here (see `shapefile`).
"""

import struct
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.core.whole_files import whole_file
from app.exchange.area_rows import NUMBERS, TEXTS, AreaRow

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely import LinearRing
    from shapely.geometry.base import BaseGeometry

_POLYGON = 5
_DIGITS = 10
_LARGEST = 2**31 - 1  # bytes; offsets count words of two, and programs take them for signed


class ShapefileTooLarge(AppError):
    """A Shapefile ends at two gigabytes."""

    code = "exchange.shapefile_too_large"


def write(path: Path, rows: Sequence[AreaRow], system: int) -> None:
    """Write areas; `system` is an EPSG number."""
    from pyproj import CRS

    shapes, index = _shapes(rows)
    bodies = {
        ".shp": shapes,
        ".shx": index,
        ".dbf": _table(rows),
        ".prj": CRS.from_epsg(system).to_wkt("WKT1_ESRI").encode("utf-8"),
        ".cpg": b"UTF-8",
    }
    with ExitStack() as stack:
        for suffix, body in bodies.items():
            beside = path if suffix == ".shp" else path.with_suffix(suffix)
            stack.enter_context(whole_file(beside)).write_bytes(body)


def _shapes(rows: Sequence[AreaRow]) -> tuple[bytes, bytes]:
    import shapely

    areas = shapely.from_wkb([row.wkb for row in rows])
    # Outer rings run to the right in a Shapefile.
    turned = shapely.orient_polygons(areas, exterior_cw=True)
    records, index = bytearray(), bytearray()
    for number, area in enumerate(turned, 1):
        rings = [shapely.get_coordinates(ring) for ring in _rings(area)]
        content = _content(area.bounds, rings)
        index += struct.pack(">2i", (100 + len(records)) // 2, len(content) // 2)
        records += struct.pack(">2i", number, len(content) // 2) + content
        if len(records) > _LARGEST:
            raise ShapefileTooLarge
    bounds = tuple(shapely.total_bounds(areas).tolist())
    return _header(len(records), bounds) + bytes(records), _header(len(index), bounds) + bytes(
        index
    )


def _rings(area: "BaseGeometry") -> "list[LinearRing]":
    import shapely

    parts = shapely.get_parts(area)
    return [ring for part in parts for ring in (part.exterior, *part.interiors)]


def _content(bounds: tuple[float, ...], rings: "list[npt.NDArray[np.float64]]") -> bytes:
    lengths = [len(ring) for ring in rings]
    starts = [sum(lengths[:place]) for place in range(len(rings))]
    head = struct.pack("<i4d2i", _POLYGON, *bounds, len(rings), sum(lengths))
    points = b"".join(ring.astype("<f8").tobytes() for ring in rings)
    return head + struct.pack(f"<{len(starts)}i", *starts) + points


def _header(length: int, bounds: tuple[float, ...]) -> bytes:
    words = (100 + length) // 2
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack(
        "<2i8d", 1000, _POLYGON, *bounds, 0.0, 0.0, 0.0, 0.0
    )


def _table(rows: Sequence[AreaRow]) -> bytes:
    texts = [[getattr(row, name).encode("utf-8") for name in TEXTS] for row in rows]
    widths = [max(1, *(len(text[place]) for text in texts)) for place in range(len(TEXTS))]
    fields = [(name, b"C", width) for name, width in zip(TEXTS, widths, strict=True)]
    fields += [(name, b"N", _DIGITS) for name in NUMBERS]
    today = datetime.now(UTC)  # when the file was made
    length = 1 + sum(width for _, _, width in fields)
    head = struct.pack(
        "<4BIHH20x",
        3,
        today.year - 1900,
        today.month,
        today.day,
        len(rows),
        33 + 32 * len(fields),
        length,
    )
    for name, kind, width in fields:
        head += struct.pack("<11sc4xBB14x", name.encode(), kind, width, 0)
    body = bytearray(head + b"\r")
    for row, values in zip(rows, texts, strict=True):
        body += b" "
        for value, width in zip(values, widths, strict=True):
            body += value.ljust(width)
        for name in NUMBERS:
            body += str(getattr(row, name)).rjust(_DIGITS).encode()
    return bytes(body + b"\x1a")
