"""Areas of an ESRI Shapefile (.shp with .dbf, and .cpg and .prj where there are).

Read here and not by a library: polygons and texts are all that is needed of it, and the
libraries that read it bring GDAL (100 MB) along, or guess encodings.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.exchange.table_files import FileMissing

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

MAGIC = struct.pack(">i", 9994)
_HEADER = 100  # bytes
_AREAS = frozenset({5, 15, 25})  # polygons; with heights; with measures
_FIELDS_BEGIN, _FIELD_LENGTH, _FIELDS_END = 32, 32, 0x0D
_NUMBERS = b"NF"
_CUT_OFF = ("unexpected end of data", "incomplete multibyte sequence", "invalid continuation byte")
_CHINESE_DRIVERS = frozenset({0x4D, 0x7A})  # what dBASE calls code page 936
_ENCODINGS = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030"}


class BrokenLayer(AppError):
    """A map file that breaks off or contradicts itself; facts: ``name``."""

    code = "exchange.broken_layer"


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    is_number: bool
    start: int
    end: int


def read_layer(path: Path) -> "Iterator[tuple[dict[str, str], MultiPolygon | None]]":
    """Yield attributes and area of each record; None for what is no area.

    Raises:
        FileMissing: The .dbf beside it cannot be opened.
        BrokenLayer: Records break off, or there are fewer attributes than shapes.
    """
    shapes = path.read_bytes()
    beside = _beside(path, ".dbf")
    try:
        attributes = beside.read_bytes()
    except OSError as error:
        raise FileMissing(name=beside.name) from error
    try:
        table = _Table(attributes, _declared(path))
        yield from zip(table.records(), _shapes(shapes), strict=True)
    except (struct.error, ValueError, IndexError) as error:
        raise BrokenLayer(name=path.name) from error


def declared_crs(path: Path) -> str:
    """Return the WKT of the .prj beside a Shapefile, "" where there is none."""
    try:
        return _beside(path, ".prj").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _beside(path: Path, suffix: str) -> Path:
    """Return a file that belongs to a Shapefile; from Windows it may come in capitals."""
    capitals = path.with_suffix(suffix.upper())
    return capitals if capitals.exists() else path.with_suffix(suffix)


def _declared(path: Path) -> str:
    """Return the encoding that the .cpg file names, "" without one."""
    try:
        name = _beside(path, ".cpg").read_text(encoding="ascii").strip().lower()
    except (OSError, UnicodeDecodeError):
        return ""
    return _ENCODINGS.get(name, name)


class _Table:
    """The attributes of a Shapefile.

    Where no encoding is declared it is UTF-8 if every text is, else GB18030: in a whole table
    of names the one is not mistaken for the other.
    """

    def __init__(self, table: bytes, declared: str) -> None:
        count, header_length, record_length = struct.unpack_from("<IHH", table, 4)
        self._fields = list(_fields(table))
        starts = (header_length + number * record_length for number in range(count))
        self._records = [table[start : start + record_length] for start in starts]
        if any(len(record) < record_length for record in self._records):
            raise ValueError("the table breaks off")
        self._encoding = declared or self._recognised(table)

    def records(self) -> Iterator[dict[str, str]]:
        """Yield the values of each record."""
        names = [_decoded(field.name, self._encoding) for field in self._fields]
        for record in self._records:
            yield {
                name: self._value(field, record)
                for name, field in zip(names, self._fields, strict=True)
            }

    def _value(self, field: _Field, record: bytes) -> str:
        text = _decoded(record[field.start : field.end], self._encoding)
        return _plain_number(text) if field.is_number else text

    def _recognised(self, table: bytes) -> str:
        if table[29] in _CHINESE_DRIVERS:
            return "gb18030"
        try:
            for field in self._fields:
                _decoded(field.name, "utf-8")
                for record in self._records:
                    _decoded(record[field.start : field.end], "utf-8")
        except UnicodeDecodeError:
            return "gb18030"
        return "utf-8"


def _fields(table: bytes) -> Iterator[_Field]:
    at, start = _FIELDS_BEGIN, 1  # the first byte of a record says whether it was deleted
    while table[at] != _FIELDS_END:
        name = table[at : at + 11].partition(b"\0")[0]
        length = table[at + 16]
        yield _Field(name, table[at + 11] in _NUMBERS, start, start + length)
        at, start = at + _FIELD_LENGTH, start + length


def _plain_number(text: str) -> str:
    """Return 140213054001.000 and 1.40213054001e+11 as the whole number they are."""
    try:
        number = Decimal(text)
        return f"{number:.0f}" if number == number.to_integral_value() else text
    except InvalidOperation:
        return text


def _decoded(raw: bytes, encoding: str) -> str:
    """Return a text; one cut off in the middle of a character loses the broken half."""
    try:
        return raw.decode(encoding).strip(" \0")
    except UnicodeDecodeError as error:
        if error.reason in _CUT_OFF and error.end == len(raw.rstrip(b" \0")):
            return raw[: error.start].decode(encoding).strip(" \0")
        raise
    except LookupError as error:
        raise ValueError(encoding) from error


def _shapes(file: bytes) -> "Iterator[MultiPolygon | None]":
    at = _HEADER
    while at < len(file):
        (words,) = struct.unpack_from(">i", file, at + 4)
        content = file[at + 8 : at + 8 + words * 2]
        if len(content) < words * 2:
            raise ValueError("the shapes break off")
        (kind,) = struct.unpack_from("<i", content)
        yield _area(content) if kind in _AREAS else None
        at += 8 + words * 2


def _area(content: bytes) -> "MultiPolygon":
    """Return the area of a record: clockwise rings are outer ones, the others holes."""
    import numpy as np
    import shapely

    parts, points = struct.unpack_from("<ii", content, 36)
    starts = struct.unpack_from(f"<{parts}i", content, 44)
    flat = np.frombuffer(content, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
    rings = [
        shapely.Polygon(flat[start:end])
        for start, end in zip(starts, (*starts[1:], points), strict=True)
    ]
    outer = [ring for ring in rings if not ring.exterior.is_ccw]
    holes = [ring for ring in rings if ring.exterior.is_ccw]
    if not outer:  # some programs write every ring the wrong way round
        outer, holes = holes, []
    return shapely.MultiPolygon([_pierced(ring, holes, outer) for ring in outer])


def _pierced(ring: "Polygon", holes: "list[Polygon]", outer: "list[Polygon]") -> "Polygon":
    import shapely

    own = [
        hole.exterior
        for hole in holes
        if ring
        is min(
            (other for other in outer if other.contains(hole)), key=lambda o: o.area, default=None
        )
    ]
    return shapely.Polygon(ring.exterior, own)
