"""Features of a map file (GeoJSON, GeoPackage, Shapefile): numbered, with text and a shape."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import AppError
from app.exchange import geopackage, shapefile
from app.exchange.json_rows import BrokenJson
from app.exchange.table_files import FileMissing
from app.exchange.text_encoding import text_encoding

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    Found = tuple[Mapping[str, Any], BaseGeometry | None]


class NotGeoJson(AppError):
    """A file that is no collection of features; facts: ``name``."""

    code = "exchange.not_geojson"


@dataclass(frozen=True, slots=True)
class Feature:
    """One shape of a file.

    Attributes:
        number: Its place in the file, from 1.
        properties: Property → text; whole numbers without a point, null as "".
        geometry: The shape in the file's own coordinates, None where there is none or where
            it cannot be understood.
    """

    number: int
    properties: Mapping[str, str]
    geometry: "BaseGeometry | None"


def read_features(path: Path) -> Iterator[Feature]:
    """Yield the features of a map file; what kind it is, is told by its content.

    Raises:
        FileMissing: It, or a file that belongs to it, cannot be opened.
        NotGeoJson: It is no map file.
        BrokenJson: It is no JSON.
        BrokenLayer: It is a damaged Shapefile or GeoPackage.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise FileMissing(name=path.name) from error
    found: Iterator[Found]
    if start.startswith(shapefile.MAGIC):
        found = shapefile.read_layer(path)
    elif start.startswith(geopackage.MAGIC):
        found = geopackage.read_layer(path)
    else:
        found = _geojson(path)
    for number, (properties, geometry) in enumerate(found, 1):
        texts = {key: _text(value) for key, value in properties.items()}
        is_empty = geometry is None or geometry.is_empty
        yield Feature(number, texts, None if is_empty else geometry)


def _geojson(path: Path) -> "Iterator[Found]":
    text = path.read_text(encoding=text_encoding(path))
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenJson(line=error.lineno) from error
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = {"features": [content]}
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise NotGeoJson(name=path.name)
    for feature in features:
        known = feature if isinstance(feature, dict) else {}
        yield known.get("properties") or {}, _geometry(known.get("geometry"))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _geometry(value: object) -> "BaseGeometry | None":
    import shapely
    from shapely.geometry import shape

    if not isinstance(value, dict):
        return None
    try:
        return shape(value)
    except (shapely.errors.ShapelyError, LookupError, TypeError, ValueError, AttributeError):
        return None
