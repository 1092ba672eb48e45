"""Features of a GeoJSON file, one after the other: no province is held as lists of numbers."""

import json
import re
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import AppError
from app.exchange.json_rows import BrokenJson
from app.exchange.oversized import MOST_VERTICES, Oversized
from app.exchange.text_encoding import text_encoding

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

    Found = tuple[Mapping[str, Any], BaseGeometry | Oversized | None]

_COORDINATES = '"coordinates"'
_FEW = 4 * MOST_VERTICES  # characters: fewer vertices than are too many
_BEHIND = 1 << 20  # characters of a feature behind its shape, at most
_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBERED = re.compile(r"EPSG:+(\d+)$", re.IGNORECASE)
_PLAIN = ("CRS84", "CRS:84")
_PLANE = 2


class NotGeoJson(AppError):
    """A file that is no collection of features; facts: ``name``."""

    code = "exchange.not_geojson"


class GeoJson:
    """A file that is being read.

    Attributes:
        crs: What it declares by the ``crs`` of older GeoJSON, "" where nothing; known for
            certain once all features were read.
    """

    def __init__(self, path: Path) -> None:
        self.crs = ""
        self._name = path.name
        self._decoder = json.JSONDecoder()
        self._text = path.read_text(encoding=text_encoding(path))

    def read(self) -> "Iterator[Found]":
        """Yield properties and shape of each feature; None for what cannot be understood.

        Raises:
            NotGeoJson: There are no features in it.
            BrokenJson: It breaks off, or is no JSON.
        """
        at = self._blank(0)
        if self._text[at : at + 1] != "{":
            self._value(at)  # tells where it breaks
            raise NotGeoJson(name=self._name)
        alone: dict[str, Any] = {}
        has_features = False
        at = self._blank(at + 1)
        while self._text[at : at + 1] != "}":
            key, at = self._value(at)
            at = self._blank(self._sign(at, ":"))
            if key == "features" and self._text[at : at + 1] == "[":
                has_features = True
                at = yield from self._features(at + 1)
            else:
                alone[str(key)], at = self._value(at)
            at = self._after(at, "}")
        self.crs = _declared(alone.get("crs"))
        if alone.get("type") == "Feature" and not has_features:
            yield _told(alone)
        elif not has_features:
            raise NotGeoJson(name=self._name)

    def _features(self, at: int) -> "Generator[Found, None, int]":
        """Yield the features of the list at a place; return where it ends."""
        at = self._blank(at)
        while self._text[at : at + 1] != "]":
            feature, at, count = self._feature(at)
            told = _told(feature if isinstance(feature, dict) else {})
            yield (told[0], Oversized(count)) if count else told
            at = self._after(at, "]")
        return at + 1

    def _feature(self, at: int) -> tuple[Any, int, int]:
        """Return the feature at a place, where it ends, and how many vertices were left out of
        it because they are too many to be read.
        """
        start = self._text.find(_COORDINATES, at)
        stop = self._text.find("}", start) if start >= 0 else -1
        count = self._text.count("[", start, stop) if stop - start > _FEW else 0
        if count <= MOST_VERTICES:
            return *self._value(at), 0
        # They lie in this feature, or in one behind it: then what is here ends before them.
        head = f"{self._text[at:start]}{_COORDINATES}:[]"
        try:
            feature, length = self._decoder.raw_decode(head + self._text[stop : stop + _BEHIND])
        except (json.JSONDecodeError, RecursionError) as error:
            raise self._broken(start) from error
        if length <= start - at:
            return feature, at + length, 0
        return feature, stop + length - len(head), count

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            raise BrokenJson(line=error.lineno) from error
        except RecursionError as error:
            raise self._broken(at) from error

    def _sign(self, at: int, sign: str) -> int:
        at = self._blank(at)
        if self._text[at : at + 1] != sign:
            raise self._broken(at)
        return at + 1

    def _after(self, at: int, end: str) -> int:
        """Return where the next one begins: behind a comma, or at the end."""
        at = self._blank(at)
        return at if self._text[at : at + 1] == end else self._blank(self._sign(at, ","))

    def _blank(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at

    def _broken(self, at: int) -> BrokenJson:
        return BrokenJson(line=1 + self._text.count("\n", 0, at))


def _declared(crs: object) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if name.upper().endswith(_PLAIN):
        return "WGS84"
    numbered = _NUMBERED.search(name)
    return f"EPSG:{numbered[1]}" if numbered else ""


def _told(feature: dict[str, Any]) -> "Found":
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}, _geometry(feature.get("geometry"))


def _geometry(value: object) -> "BaseGeometry | None":
    import shapely
    from shapely.geometry import shape

    if not isinstance(value, dict):
        return None
    try:
        if value.get("type") == "Polygon":
            return _polygon(value["coordinates"])
        if value.get("type") == "MultiPolygon":
            return shapely.MultiPolygon([_polygon(rings) for rings in value["coordinates"]])
        return shape(value)
    except (shapely.errors.ShapelyError, LookupError, TypeError, ValueError, AttributeError):
        return None


def _polygon(rings: "list[Any]") -> "Polygon":
    import numpy as np
    import shapely

    outer, *holes = [np.asarray(ring, dtype=np.float64)[:, :_PLANE] for ring in rings]
    return shapely.Polygon(outer, holes)
