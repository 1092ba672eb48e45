"""A made-up province of grids to measure maps on: as many, and as crooked, as a real one has."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

PROVINCE = 127_533
_WEST, _SOUTH, _WIDTH, _HEIGHT = 110.6, 34.8, 3.6, 5.2  # degrees
_PIECES = 6  # of a border between two corners where three grids meet
_CROOKED = 0.07  # of the length of such a border
_SPLIT = 11  # cities, counties in each, streets in each, communities in each
_UNIT = 1e-7
_SYLLABLES = (
    "永泰古城新旺迎宾振华清远武定御河开源大庆马军营卧虎湾"
    "鹿苑白登山文瀛湖水泊寺小南头康吉平和兴国友谊桥光熙柳"
)

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MadeGrids:
    """Grids that tile a province: neighbours share every corner of their border.

    Attributes:
        codes: Fifteen digits, ascending.
        areas: Polygons in degrees, in the same order.
        centres: A point inside each.
    """

    codes: list[str]
    areas: npt.NDArray[Any]
    centres: Numbers

    def wkbs(self) -> list[bytes]:
        """Return the areas as they are stored."""
        return list(shapely.to_wkb(self.areas, byte_order=1))

    def names(self) -> list[str]:
        """Return what the grids are called."""
        return [f"第 {int(code[9:12])} 社区 {code[12:]} 网格" for code in self.codes]

    def above(self) -> dict[str, str]:
        """Return what the regions above are called."""
        words = {2: "省", 4: "市", 6: "区", 9: "街道", 12: "社区"}
        found: dict[str, str] = {}
        for digits, word in words.items():
            for code in self.codes:
                found.setdefault(code[:digits], f"{_called(code[:digits])}{word}")
        return found


def _called(code: str) -> str:
    """Return a name of two characters that differs from its neighbours'."""
    number = int(code)
    many = len(_SYLLABLES)
    return _SYLLABLES[number % many] + _SYLLABLES[(number // many) % many]


def made_grids(count: int = PROVINCE, seed: int = 1) -> MadeGrids:
    """Return so many grids; the same seed gives the same ones."""
    chance = np.random.default_rng(seed)
    seeds = _seeds(count, chance)
    inside = shapely.points(seeds[:count])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), ordered=True))[
        :count
    ]
    codes = _codes(seeds[:count])
    order = np.argsort(codes)
    areas = _crooked(cells)[order]
    return MadeGrids([codes[at] for at in order], areas, shapely.get_coordinates(inside)[order])


def _seeds(count: int, chance: np.random.Generator) -> Numbers:
    """Return seeds in rows, shifted a little; after them others around the province, so that the
    outer cells end where their neighbours would begin.
    """
    rows = max(2, round((count * _HEIGHT / _WIDTH) ** 0.5 * 0.93))
    step = _HEIGHT / rows
    found, around = [], []
    for row in range(-2, rows + 2):
        many = (max(row, 0) + 1) * count // rows - max(row, 0) * count // rows
        if row >= rows:
            many = count // rows
        across = _WIDTH / many
        column = np.arange(-2, many + 2)
        x = _WEST + (column + 0.25 + 0.5 * (row % 2)) * across
        y = np.full(len(x), _SOUTH + (row + 0.5) * step)
        spots = np.column_stack([x, y])
        spots += chance.uniform(-0.22, 0.22, spots.shape) * (across, step)
        inner = (column >= 0) & (column < many) & (0 <= row < rows)
        found.append(spots[inner])
        around.append(spots[~inner])
    return np.concatenate([*found, *around])


def _crooked(cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the cells with every border bent the same way for both neighbours."""
    _, coordinates, (rings, _) = shapely.to_ragged_array(cells)
    corners = np.rint(coordinates / _UNIT).astype(np.int64)
    real = np.ones(len(corners) - 1, dtype=bool)
    real[rings[1:-1] - 1] = False
    start, end = corners[:-1][real], corners[1:][real]
    bent = _bent(start, end)
    drawn = np.concatenate([start[:, None, :], bent], axis=1).reshape(-1, 2)
    counts = (np.diff(rings) - 1) * _PIECES
    first = np.cumsum(counts) - counts
    # each ring ends with the corner it began with
    closed = np.insert(drawn, first + counts, drawn[first], axis=0)
    offsets = np.concatenate([[0], np.cumsum(counts + 1)])
    return np.asarray(
        shapely.from_ragged_array(
            shapely.GeometryType.POLYGON,
            closed * _UNIT,
            (offsets, np.arange(len(offsets))),
        ),
        dtype=object,
    )


def _bent(start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the corners between both ends of each border; they follow from the ends alone, so
    that whoever walks the border the other way finds the same.
    """
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low = np.where(turned[:, None], end, start).astype(np.float64)
    high = np.where(turned[:, None], start, end).astype(np.float64)
    along = high - low
    aside = np.column_stack([-along[:, 1], along[:, 0]])
    share = np.arange(1, _PIECES) / _PIECES
    mixed = np.sin(low[:, :1] * 12.9898 + high[:, 1:] * 78.233 + np.arange(1, _PIECES) * 37.7)
    noise = (mixed * 43758.5453) % 1.0 * 2.0 - 1.0
    bow = noise * _CROOKED * np.sin(np.pi * share)
    spots = low[:, None] + along[:, None] * share[:, None] + aside[:, None] * bow[..., None]
    whole = np.rint(spots).astype(np.int64)
    whole[turned] = whole[turned][:, ::-1]
    return whole


def _codes(seeds: Numbers) -> list[str]:
    """Return codes by cutting the province across and along in turn."""
    text = np.full(len(seeds), "99", dtype="<U15")
    groups = [np.arange(len(seeds))]
    for depth, digits in enumerate((2, 2, 3, 3)):
        cut = []
        for group in groups:
            ordered = group[np.argsort(seeds[group, depth % 2], kind="stable")]
            for number, part in enumerate(np.array_split(ordered, _SPLIT), start=1):
                text[part] = np.char.add(text[part], f"{number:0{digits}d}")
                cut.append(part)
        groups = [part for part in cut if len(part)]
    for group in groups:
        ordered = group[np.argsort(seeds[group, 0], kind="stable")]
        numbers = [f"{number:03d}" for number in range(1, len(group) + 1)]
        text[ordered] = np.char.add(text[ordered], numbers)
    return [str(each) for each in text]
