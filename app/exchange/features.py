"""Features of a map file (GeoJSON, GeoPackage, Shapefile, KML): numbered, with text and a shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange import geopackage, kml, shapefile
from app.exchange.geojson import GeoJson
from app.exchange.oversized import Oversized
from app.exchange.table_files import FileMissing

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    Found = tuple[Mapping[str, Any], BaseGeometry | Oversized | None]

_START = 64  # bytes by which a kind of file is told


@dataclass(frozen=True, slots=True)
class Feature:
    """One shape of a file.

    Attributes:
        number: Its place in the file, from 1.
        properties: Property → text; whole numbers without a point, null as "".
        geometry: The shape in the file's own coordinates, None where there is none or where
            it cannot be understood.
        oversized: How many vertices it has where they are too many to be read, else 0.
    """

    number: int
    properties: Mapping[str, str]
    geometry: "BaseGeometry | None"
    oversized: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """A map file that was read whole.

    Attributes:
        crs: The coordinate system it declares itself, "" where it does not: a name, or the WKT
            of its .prj; see `app.territory.coordinates.system_name`.
        features: In the order of the file.
    """

    crs: str
    features: tuple[Feature, ...]


def read_layer(path: Path) -> Layer:
    """Return what is in a map file; what kind it is, is told by its content.

    Raises:
        FileMissing: It, or a file that belongs to it, cannot be opened.
        NotGeoJson: It is no map file.
        BrokenJson: It is no JSON.
        BrokenLayer: It is a damaged Shapefile, GeoPackage or KML.
        KmlDangerous: It is a KML made to break what reads it.
    """
    start = _start(path)
    if start.startswith(shapefile.MAGIC):
        return Layer(shapefile.declared_crs(path), _numbered(shapefile.read_layer(path)))
    if start.startswith(geopackage.MAGIC):
        return Layer(geopackage.declared_crs(path), _numbered(geopackage.read_layer(path)))
    if kml.is_kml(start):
        return Layer(kml.CRS, _numbered(kml.read_layer(path)))
    file = GeoJson(path)
    features = _numbered(file.read())
    return Layer(file.crs, features)


def read_features(path: Path) -> tuple[Feature, ...]:
    """Return the features of a map file alone; see `read_layer`."""
    return read_layer(path).features


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START)
    except OSError as error:
        raise FileMissing(name=path.name) from error


def _numbered(found: "Iterator[Found]") -> tuple[Feature, ...]:
    return tuple(
        _feature(number, properties, geometry)
        for number, (properties, geometry) in enumerate(found, 1)
    )


def _feature(
    number: int, properties: Mapping[str, Any], geometry: "BaseGeometry | Oversized | None"
) -> Feature:
    texts = {str(key): _text(value) for key, value in properties.items()}
    if isinstance(geometry, Oversized):
        return Feature(number, texts, None, geometry.count)
    return Feature(number, texts, None if geometry is None or geometry.is_empty else geometry)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
