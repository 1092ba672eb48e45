"""Coordinate systems of the files that arrive, all brought to CGCS2000 longitude and latitude.

PROJ (pyproj) does the projections. GCJ-02 and BD-09, the shifted systems of public maps, are no
published projections; their formulas are well known and stand here. Which system a file is in
must be declared: GCJ-02 and WGS84 look alike and differ by some 500 m.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.errors import AppError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from pyproj import CRS

    Points = npt.NDArray[np.float64]

CGCS2000 = "CGCS2000"
WGS84 = "WGS84"
GCJ02 = "GCJ-02"
BD09 = "BD-09"

SHIFTED = (GCJ02, BD09)
"""Systems whose way back is approximate: their formulas were never published."""

_EPSG_NAMES = {"CGCS2000": "EPSG:4490", "WGS84": "EPSG:4326"}
# WGS84 and CGCS2000 agree within centimetres; older datums (Beijing 1954, Xian 1980) need local
# parameters that are not published, without which points are off by 100 m.
_KNOWN_DATUMS = frozenset({4490, 4326})
_KNOWN_DATUM_NAMES = frozenset({"China 2000", "World Geodetic System 1984"})
# GK3-38 and GK6-19 by their zone, which then stands before the easting; GK3-114E by its middle.
_ZONE = re.compile(r"GK([36])(\d{2})")
_MIDDLE = re.compile(r"GK([36])(\d{2,3})E")
# degrees of a zone → first zone and its EPSG number with it before the easting, first middle and
# the EPSG number without
_GAUSS_KRUGER = {3: (25, 4513, 75, 4534), 6: (13, 4491, 75, 4502)}
_WEST, _SOUTH, _EAST, _NORTH = 73.0, 3.0, 136.0, 54.0  # degrees, with the southern islands
_BD09_WAVE = 3000.0 * 3.14159265358979324 / 180.0
_CLOSE_ENOUGH = 1e-11  # degrees: a thousandth of a millimetre


class UnknownCoordinates(AppError):
    """A coordinate system that is not known, or has no published way to CGCS2000; fact: ``crs``."""

    code = "territory.unknown_coordinates"


class OutsideChina(AppError):
    """Points that land outside China: wrong system declared, or the axes are swapped."""

    code = "territory.outside_china"


def system_name(declared: str) -> str:
    """Return the name of a coordinate system as this module knows it.

    Args:
        declared: ``WGS84``, ``CGCS2000``, ``GCJ-02``, ``BD-09``, ``EPSG:4547`` (Gauss-Krüger
            zones of CGCS2000: 4491-4554), ``GK3-38`` (zone 38 of 3°, its number before the
            easting), ``GK3-114E`` (3° around 114°, no number), in any case, with or without
            hyphen; or the WKT of a .prj file.

    Raises:
        UnknownCoordinates: It is none of these.
    """
    if "[" in declared:
        return _of_wkt(declared)
    name = declared.strip().upper()
    plain = name.replace("-", "").replace("_", "").replace(" ", "")
    for known in (CGCS2000, WGS84, *SHIFTED):
        if plain == known.replace("-", ""):
            return known
    name = _gauss_kruger(plain) or name
    _proj_way(name, declared)
    return name


def _of_wkt(wkt: str) -> str:
    """Return what a .prj file says as a name, the WKT itself where nothing is called so."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_wkt(wkt)
    except CRSError as error:
        raise UnknownCoordinates(crs=shown_system(wkt)) from error
    number = system.to_epsg()
    known = {4490: CGCS2000, 4326: WGS84}
    name = known.get(number or 0, f"EPSG:{number}" if number else wkt)
    _proj_way(name, shown_system(wkt))
    return name


def shown_system(declared: str) -> str:
    """Return a system as people read it: of a .prj file its name only."""
    named = re.search(r'\["([^"]*)"', declared)
    return named[1] if named else declared.strip()


def _gauss_kruger(plain: str) -> str:
    """Return the EPSG name of GK338 or GK3114E, "" for anything else."""
    zone, middle = _ZONE.fullmatch(plain), _MIDDLE.fullmatch(plain)
    if zone is not None:
        first, number, _, _ = _GAUSS_KRUGER[int(zone[1])]
        steps, rest = int(zone[2]) - first, 0
    elif middle is not None:
        _, _, first, number = _GAUSS_KRUGER[int(middle[1])]
        steps, rest = divmod(int(middle[2]) - first, int(middle[1]))
    else:
        return ""
    return f"EPSG:{number + steps}" if not rest and 0 <= steps <= 60 // int(plain[2]) else ""


def to_cgcs2000(points: "npt.ArrayLike", source: str) -> "Points":
    """Return points as CGCS2000 longitude and latitude in degrees; see `way_to_cgcs2000`."""
    return way_to_cgcs2000(source)(points)


def way_to_cgcs2000(source: str) -> "Callable[[npt.ArrayLike], Points]":
    """Return what brings n × 2 points of a system to CGCS2000 longitude and latitude.

    The points are longitude and latitude in degrees, or easting and northing in metres. What
    is returned raises `OutsideChina` for a point that lands outside China or nowhere at all.
    It belongs to one thread: PROJ's objects must not be shared.

    Args:
        source: The declared coordinate system, see `system_name`.

    Raises:
        UnknownCoordinates: The system is not known.
    """
    import numpy as np

    name = system_name(source)
    shifted = {GCJ02: from_gcj02, BD09: from_bd09}
    way = shifted.get(name) or _proj_way(name, source)

    def convert(points: "npt.ArrayLike") -> "Points":
        landed = way(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        if not _in_china(landed):
            raise OutsideChina
        return landed

    return convert


def check_degrees(longitude: float, latitude: float) -> None:
    """Raise `OutsideChina` unless a single point of CGCS2000 lies in or near China."""
    if not (_WEST < longitude < _EAST and _SOUTH < latitude < _NORTH):
        raise OutsideChina


def to_gcj02(points: "npt.ArrayLike") -> "Points":
    """Return WGS84 (or CGCS2000) points shifted to GCJ-02; degrees, n × 2."""
    import numpy as np

    given = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    return given + _gcj02_shift(given)


def from_gcj02(points: "npt.ArrayLike") -> "Points":
    """Return GCJ-02 points shifted back; degrees, n × 2, exact to a thousandth of a millimetre.

    The shift changes by less than 1 % over the distance it covers, so each round brings two
    more digits.
    """
    import numpy as np

    return _shifted_back(np.asarray(points, dtype=np.float64).reshape(-1, 2), to_gcj02)


def to_bd09(points: "npt.ArrayLike") -> "Points":
    """Return WGS84 (or CGCS2000) points shifted twice, to BD-09; degrees, n × 2."""
    import numpy as np

    x, y = to_gcj02(points).T
    reach = np.hypot(x, y) + 0.00002 * np.sin(y * _BD09_WAVE)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD09_WAVE)
    return np.column_stack((reach * np.cos(angle) + 0.0065, reach * np.sin(angle) + 0.006))


def from_bd09(points: "npt.ArrayLike") -> "Points":
    """Return BD-09 points shifted back; degrees, n × 2."""
    import numpy as np

    return _shifted_back(np.asarray(points, dtype=np.float64).reshape(-1, 2), to_bd09)


def _shifted_back(given: "Points", shift: "Callable[[Points], Points]") -> "Points":
    import numpy as np

    found = given.copy()
    for _ in range(12):
        missed = given - shift(found)
        found += missed
        if not np.abs(missed).max(initial=0.0) > _CLOSE_ENOUGH:
            break
    return found


def _gcj02_shift(points: "Points") -> "Points":
    import numpy as np

    axis_m, eccentricity_2 = 6_378_245.0, 0.00669342162296594323  # Krasovsky 1940
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    swing = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    root = np.sqrt(np.abs(x))
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root + swing
    north_m += _waves(y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
    east_m = 300.0 + x + 2.0 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root + swing
    east_m += _waves(x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
    latitude = np.radians(points[:, 1])
    magic = 1.0 - eccentricity_2 * np.sin(latitude) ** 2
    meridian_m = axis_m * (1.0 - eccentricity_2) / (magic * np.sqrt(magic))
    parallel_m = axis_m / np.sqrt(magic) * np.cos(latitude)
    return np.column_stack((np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)))


def _waves(along: "Points", *waves: tuple[float, float]) -> "Points":
    import numpy as np

    total = np.zeros_like(along)
    for height, frequency in waves:
        total += height * np.sin(frequency * along * np.pi)
    return total * 2.0 / 3.0


def _proj_way(name: str, declared: str) -> "Callable[[Points], Points]":
    import numpy as np
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(_EPSG_NAMES.get(name, name))
    except CRSError as error:
        raise UnknownCoordinates(crs=declared) from error
    if not _is_known_datum(system) or len(system.axis_info) != 2:
        raise UnknownCoordinates(crs=declared)
    way = Transformer.from_crs(system, "EPSG:4490", always_xy=True)

    def convert(points: "Points") -> "Points":
        return np.column_stack(way.transform(points[:, 0], points[:, 1]))

    return convert


def _is_known_datum(system: "CRS") -> bool:
    """Tell it by number, else by name: a centre's own projection has no number."""
    base = system.geodetic_crs
    if base is None:
        return False
    named = base.datum.name if base.datum else ""
    return base.to_epsg() in _KNOWN_DATUMS or named in _KNOWN_DATUM_NAMES


def _in_china(points: "Points") -> bool:
    import numpy as np

    if not np.isfinite(points).all():
        return False
    x, y = points[:, 0], points[:, 1]
    return bool(((x > _WEST) & (x < _EAST) & (y > _SOUTH) & (y < _NORTH)).all())
