"""Areas of a KML or KMZ file; by its standard a KML is in WGS84.

The file is read as a stream by expat. Definitions of entities, by which a small file becomes a
huge one, are refused, and so is what unpacks to more than a map can be.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn
from xml.parsers import expat

from app.core.errors import AppError
from app.exchange.oversized import MOST_VERTICES, Oversized
from app.exchange.shapefile import BrokenLayer

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    Found = tuple[dict[str, str], MultiPolygon | Oversized | None]

MAGIC_KMZ = b"PK\x03\x04"
CRS = "WGS84"
MOST_BYTES = 1 << 30
_BLOCK = 1 << 20  # bytes
_CHINESE = re.compile(rb"""encoding\s*=\s*["'](gb2312|gbk|gb18030|cp936)["']""", re.IGNORECASE)


class KmlDangerous(AppError):
    """A KML with definitions of its own, or one that unpacks to too much; facts: ``name``."""

    code = "exchange.kml_dangerous"


def is_kml(start: bytes) -> bool:
    """Tell a KML by its first bytes, a KMZ by its sign."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(MAGIC_KMZ) or text.startswith((b"<?xml", b"<kml"))


def read_layer(path: Path) -> "Iterator[Found]":
    """Yield the names and the area of each placemark; None for a point, a line or nothing.

    Raises:
        BrokenLayer: It breaks off, or there is no KML in it.
        KmlDangerous: It defines entities, or unpacks to more than `MOST_BYTES`.
    """
    reader = _Reader(path.name)
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        try:
            packed = file.read(4) == MAGIC_KMZ
            file.seek(0)
            source = _unpacked(stack, file, path.name) if packed else file
            yield from reader.read(source)
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
            raise BrokenLayer(name=path.name) from error


def _unpacked(stack: ExitStack, file: IO[bytes], name: str) -> IO[bytes]:
    """Return the document of a KMZ: the first KML in it."""
    archive = stack.enter_context(zipfile.ZipFile(file))
    for entry in archive.infolist():
        if entry.filename.lower().endswith(".kml"):
            return stack.enter_context(archive.open(entry))
    raise BrokenLayer(name=name)


@dataclass(slots=True)
class _Placemark:
    properties: dict[str, str] = field(default_factory=dict)
    areas: "list[tuple[str, list[str]]]" = field(default_factory=list)  # outer ring and holes
    outer: str = ""
    holes: list[str] = field(default_factory=list)
    key: str = ""  # of the value that is being read


class _Reader:
    """Listens to expat; a placemark is whole when it ends."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._mark: _Placemark | None = None
        self._way: list[str] = []
        self._text: list[str] = []
        self._done: list[_Placemark] = []

    def read(self, source: IO[bytes]) -> "Iterator[Found]":
        block = source.read(_BLOCK)
        is_chinese = _CHINESE.search(block[:200]) is not None
        parser = self._parser("utf-8" if is_chinese else None)
        recoded = _Recoded() if is_chinese else None
        total = 0
        while block:
            total += len(block)
            if total > MOST_BYTES:
                raise KmlDangerous(name=self._name)
            parser.Parse(recoded(block) if recoded else block, False)  # noqa: FBT003  expat's own
            yield from self._finished()
            block = source.read(_BLOCK)
        parser.Parse(b"", True)  # noqa: FBT003  expat's own
        yield from self._finished()

    def _parser(self, encoding: str | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        return parser

    def _refuse(self, *_told: object) -> NoReturn:
        raise KmlDangerous(name=self._name)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self._way.append(tag)
        self._text.clear()
        if tag == "Placemark":
            self._mark = _Placemark()
        elif self._mark is not None and tag in {"Data", "SimpleData"}:
            self._mark.key = attributes.get("name", "")

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        text = "".join(self._text).strip()
        self._text.clear()
        self._way.pop()
        if self._mark is None:
            return
        if tag == "Placemark":
            self._done.append(self._mark)
            self._mark = None
        else:
            self._take(self._mark, tag, text)

    def _take(self, mark: _Placemark, tag: str, text: str) -> None:
        above = self._way[-1] if self._way else ""
        if tag == "coordinates" and "outerBoundaryIs" in self._way:
            mark.outer = text
        elif tag == "coordinates" and "innerBoundaryIs" in self._way:
            mark.holes.append(text)
        elif tag == "Polygon":
            mark.areas.append((mark.outer, mark.holes))
            mark.outer, mark.holes = "", []
        elif tag in {"value", "SimpleData"} and mark.key:
            mark.properties[mark.key] = text
        elif tag == "name" and above == "Placemark":
            mark.properties.setdefault("name", text)

    def _finished(self) -> "Iterator[Found]":
        for mark in self._done:
            yield mark.properties, _area(mark)
        self._done.clear()


class _Recoded:
    """GB18030 as UTF-8, block by block: expat knows no encoding of several bytes."""

    def __init__(self) -> None:
        import codecs

        self._decoder = codecs.getincrementaldecoder("gb18030")()

    def __call__(self, block: bytes) -> bytes:
        return self._decoder.decode(block).encode("utf-8")


def _area(mark: _Placemark) -> "MultiPolygon | Oversized | None":
    import shapely

    # A point has one comma, or two where it has a height.
    count = sum(ring.count(",") for outer, holes in mark.areas for ring in (outer, *holes)) // 2
    if count > MOST_VERTICES:
        return Oversized(count)
    try:
        parts = [_polygon(outer, holes) for outer, holes in mark.areas]
        return shapely.MultiPolygon(parts) if parts else None
    except (shapely.errors.ShapelyError, ValueError, IndexError):
        return None


def _polygon(outer: str, holes: list[str]) -> "Polygon":
    import shapely

    return shapely.Polygon(_ring(outer), [_ring(hole) for hole in holes])


def _ring(text: str) -> list[tuple[float, float]]:
    """Return the points of ``113.3,40.1,0 113.4,40.1,0``."""
    points = (point.split(",") for point in text.split())
    return [(float(point[0]), float(point[1])) for point in points]
