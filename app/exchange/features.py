"""Features of a GeoJSON file: numbered, with plain properties and a shape."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import AppError
from app.exchange.json_rows import BrokenJson
from app.exchange.table_files import FileMissing
from app.exchange.text_encoding import text_encoding

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class NotGeoJson(AppError):
    """A JSON file that is no collection of features; facts: ``name``."""

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
    """Yield the features of a GeoJSON file.

    Raises:
        FileMissing: It cannot be opened.
        BrokenJson: It is no JSON.
        NotGeoJson: It is JSON, but no collection of features.
    """
    try:
        text = path.read_text(encoding=text_encoding(path))
    except OSError as error:
        raise FileMissing(name=path.name) from error
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenJson(line=error.lineno) from error
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = {"features": [content]}
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise NotGeoJson(name=path.name)
    for number, feature in enumerate(features, 1):
        known = feature if isinstance(feature, dict) else {}
        properties = known.get("properties") or {}
        texts = {key: _text(value) for key, value in properties.items()}
        yield Feature(number, texts, _geometry(known.get("geometry")))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _geometry(value: Any) -> "BaseGeometry | None":
    import shapely
    from shapely.geometry import shape

    if not isinstance(value, dict):
        return None
    try:
        found = shape(value)
    except (shapely.errors.ShapelyError, LookupError, TypeError, ValueError, AttributeError):
        return None
    return None if found.is_empty else found
